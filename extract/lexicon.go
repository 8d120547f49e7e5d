package extract

import (
	"bufio"
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// lexicon is the vocabulary of the rules: words of titles, of names and of
// events, all in lower case.
type lexicon struct {
	titles struct{ heads, weak, modifiers, portfolios, former, acting, incoming set }
	names  struct {
		honorifics, professions        set
		organizations, places, kinship map[string]string // word -> kind
	}
	triggers map[string][]trigger // by the first word of the form
}

type set map[string]bool

// trigger is a form of a word or phrase that names an event.
type trigger struct {
	words  []string
	event  string // its type
	stem   string // the lemma: the same for all forms
	verb   bool
	past   bool // a past tense or participle
	base   bool // the infinitive, or a singular noun
	plural bool
}

// sections reads a lexicon file: words and word:kind pairs (a word alone is its own
// kind) under [headings],
// underscores for spaces.
func sections(name string) (map[string][]string, error) {
	f, err := lexiconFiles.Open("lexicon/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string][]string{}
	heading := ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			heading = line[1 : len(line)-1]
			out[heading] = []string{}
		default:
			for word := range strings.FieldsSeq(line) {
				out[heading] = append(out[heading], strings.ReplaceAll(word, "_", " "))
			}
		}
	}
	return out, lines.Err()
}

func newLexicon() (*lexicon, error) {
	lex := &lexicon{triggers: map[string][]trigger{}}
	titles, err := sections("titles.txt")
	if err != nil {
		return nil, fmt.Errorf("reading titles: %w", err)
	}
	names, err := sections("names.txt")
	if err != nil {
		return nil, fmt.Errorf("reading name words: %w", err)
	}
	events, err := sections("events.txt")
	if err != nil {
		return nil, fmt.Errorf("reading event triggers: %w", err)
	}
	for heading, to := range map[string]*set{
		"heads": &lex.titles.heads, "heads weak": &lex.titles.weak, "modifiers": &lex.titles.modifiers,
		"portfolios": &lex.titles.portfolios, "former": &lex.titles.former, "acting": &lex.titles.acting,
		"incoming": &lex.titles.incoming,
	} {
		*to = newSet(titles[heading])
	}
	for heading, to := range map[string]*set{
		"honorifics": &lex.names.honorifics, "professions": &lex.names.professions,
	} {
		*to = newSet(names[heading])
	}
	lex.names.organizations = kinds(names["organizations"])
	lex.names.places = kinds(names["places"])
	lex.names.kinship = kinds(names["kinship"])
	for heading, words := range events {
		event, class, _ := strings.Cut(heading, " ")
		for _, w := range words {
			lex.addTrigger(event, w, class == "verb")
		}
	}
	for _, ts := range lex.triggers { // the longest first, in an order that does not depend on the map's
		slices.SortFunc(ts, func(a, b trigger) int {
			if d := len(b.words) - len(a.words); d != 0 {
				return d
			}
			return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
		})
	}
	return lex, nil
}

func newSet(words []string) set {
	s := set{}
	for _, w := range words {
		s[w] = true
	}
	return s
}

func kinds(pairs []string) map[string]string {
	m := map[string]string{}
	for _, p := range pairs {
		word, kind, ok := strings.Cut(p, ":")
		if !ok {
			kind = word
		}
		m[word] = kind
	}
	return m
}

func (lex *lexicon) addTrigger(event, entry string, verb bool) {
	add := func(form string, t trigger) {
		t.words = strings.Fields(form)
		t.event, t.verb = event, verb
		lex.triggers[t.words[0]] = append(lex.triggers[t.words[0]], t)
	}
	if !verb {
		noun, isPlural := strings.CutSuffix(entry, ":plural")
		stem := noun[strings.LastIndexByte(noun, ' ')+1:]
		if !isPlural {
			add(noun, trigger{stem: stem, base: true})
		}
		add(plural(noun), trigger{stem: stem, plural: !isPlural})
		return
	}
	lemma, irregular, _ := strings.Cut(entry, "/")
	first, rest, _ := strings.Cut(lemma, " ")
	if rest != "" {
		rest = " " + rest
	}
	add(lemma, trigger{stem: lemma, base: true})
	add(plural(first)+rest, trigger{stem: lemma})
	add(gerund(first)+rest, trigger{stem: lemma})
	past, participle, ok := strings.Cut(irregular, "/")
	if !ok {
		past, participle = pastTense(first)+rest, pastTense(first)+rest
	}
	add(past, trigger{stem: lemma, past: true})
	if participle != past {
		add(participle, trigger{stem: lemma, past: true})
	}
}

func consonantY(w string) bool {
	return len(w) > 2 && w[len(w)-1] == 'y' && !strings.ContainsRune("aeiou", rune(w[len(w)-2]))
}

// plural returns the -s form of a noun or verb.
func plural(w string) string {
	switch {
	case consonantY(w):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s") || strings.HasSuffix(w, "x") || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		return w + "es"
	case w == "swearing-in":
		return w
	}
	return w + "s"
}

// doubles are verbs whose last consonant is doubled before -ed and -ing.
var doubles = newSet([]string{"stab", "ban", "expel", "kidnap"})

func gerund(w string) string {
	switch {
	case doubles[w]:
		return w + w[len(w)-1:] + "ing"
	case strings.HasSuffix(w, "ie"):
		return w[:len(w)-2] + "ying"
	case strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "ee"):
		return w[:len(w)-1] + "ing"
	}
	return w + "ing"
}

func pastTense(w string) string {
	switch {
	case doubles[w]:
		return w + w[len(w)-1:] + "ed"
	case strings.HasSuffix(w, "e"):
		return w + "d"
	case consonantY(w):
		return w[:len(w)-1] + "ied"
	}
	return w + "ed"
}
