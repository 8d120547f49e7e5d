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
		honorifics                     set
		organizations, places, kinship map[string]string // word -> kind
	}
	triggers map[string][]trigger // by the first word of the form
}

type set map[string]bool

// trigger is a form of a word or phrase that names an event.
type trigger struct {
	words []string
	event string // its type
	stem  string // the lemma: the same for all forms
}

// event returns the type of the event that words tell of, and their lemma: the type
// that the network found if the lexicon has it for the words, else that of the
// lexicon. Of a phrase that the lexicon does not have, its first word or its last
// decides.
func (lex *lexicon) event(words []string, found string) (kind, stem string) {
	var all []trigger
	for _, t := range lex.triggers[words[0]] {
		if slices.Equal(t.words, words) || len(t.words) == 1 {
			all = append(all, t)
		}
	}
	if head := words[len(words)-1]; len(words) > 1 {
		all = append(all, slices.DeleteFunc(slices.Clone(lex.triggers[head]), func(t trigger) bool { return len(t.words) > 1 })...)
	}
	at := max(0, slices.IndexFunc(all, func(t trigger) bool { return t.event == found }))
	if len(all) == 0 {
		return found, words[len(words)-1]
	}
	return all[at].event, all[at].stem
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
	lex.names.honorifics = newSet(names["honorifics"])
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
	add := func(form, stem string) {
		words := strings.Fields(form)
		lex.triggers[words[0]] = append(lex.triggers[words[0]], trigger{words, event, stem})
	}
	if !verb {
		noun, isPlural := strings.CutSuffix(entry, ":plural")
		stem := noun[strings.LastIndexByte(noun, ' ')+1:]
		if !isPlural {
			add(noun, stem)
		}
		add(plural(noun), stem)
		return
	}
	lemma, irregular, _ := strings.Cut(entry, "/")
	first, rest, _ := strings.Cut(lemma, " ")
	if rest != "" {
		rest = " " + rest
	}
	add(lemma, lemma)
	add(plural(first)+rest, lemma)
	add(gerund(first)+rest, lemma)
	past, participle, ok := strings.Cut(irregular, "/")
	if !ok {
		past, participle = pastTense(first)+rest, pastTense(first)+rest
	}
	add(past, lemma)
	if participle != past {
		add(participle, lemma)
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
