package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/graph"
)

// likeness says how two words or parts of names agree, the weakest first.
type likeness int

const (
	unlike likeness = iota
	absent          // one has none
	initial
	nickname
	spelling
	equal
)

// personName is a person's name in words: given names first, but where a
// culture or an article has them last.
type personName struct {
	words      []string
	generation string // jr, sr, ii …
}

var (
	generations = map[string]string{"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv", "younger": "jr", "elder": "sr"}
	titles      = map[string]bool{"dr": true, "sir": true, "mr": true, "mrs": true, "ms": true, "dame": true, "prof": true, "professor": true, "gen": true, "col": true, "lt": true, "maj": true, "capt": true, "sgt": true, "rev": true, "hon": true, "sheikh": true, "shaikh": true, "sheik": true, "hajj": true, "haji": true, "ayatollah": true, "imam": true, "pope": true, "king": true, "queen": true, "prince": true, "princess": true, "president": true, "senator": true, "general": true}
	particles   = map[string]bool{"al": true, "el": true, "ul": true, "ad": true, "as": true, "ash": true, "ar": true, "at": true, "az": true, "an": true, "bin": true, "ben": true, "ibn": true, "bint": true, "de": true, "da": true, "do": true, "dos": true, "del": true, "della": true, "di": true, "du": true, "van": true, "von": true, "der": true, "den": true, "la": true, "le": true, "y": true, "e": true, "u": true, "zu": true, "ter": true}
	servants    = []string{"abdul", "abdel", "abdal", "abdoul", "abdur", "abdol", "abdus", "abdun"}
)

// parsePerson reads a name. Titles at its beginning, articles and particles
// within it and the parts of a name of "servant of" do not count by themselves.
func parsePerson(name string) personName {
	var p personName
	ws := graph.Words(name)
	for len(ws) > 1 && titles[ws[0]] {
		ws = ws[1:]
	}
	for len(ws) > 2 && generations[ws[len(ws)-1]] != "" {
		p.generation = generations[ws[len(ws)-1]]
		ws = ws[:len(ws)-1]
		if ws[len(ws)-1] == "the" {
			ws = ws[:len(ws)-1]
		}
	}
	for i := 0; i < len(ws); i++ {
		w := cmp.Or(plain(ws[i]), ws[i]) // letters that plain has none for
		switch {
		case particles[w] && i > 0 && i < len(ws)-1:
			continue
		case (w == "al" || w == "el") && i == 0 && len(ws) > 1 && len(ws) < 3: // a surname alone: al-Assad
			continue
		case w == "abd" && i < len(ws)-2 && particles[ws[i+1]]:
			w, i = "abd"+plain(ws[i+2]), i+2
		case (w == "abd" || slices.Contains(servants, w)) && i < len(ws)-2:
			w, i = "abd"+plain(ws[i+1]), i+1
		default:
			w = servant(w)
		}
		p.words = append(p.words, w)
	}
	return p
}

// servant brings Abdelrahman, Abdul-Rahman and Abdurrahman together.
func servant(w string) string {
	if _, known := given.groups[w]; known {
		return w
	}
	for _, s := range servants {
		if rest, ok := strings.CutPrefix(w, s); ok && len(rest) > 2 {
			return "abd" + rest
		}
	}
	return w
}

// unarticled cuts the article off a surname that is written in one with it:
// Elsisi, Alsadr.
func unarticled(w string) string {
	if len(w) >= 6 && (strings.HasPrefix(w, "al") || strings.HasPrefix(w, "el")) {
		return w[2:]
	}
	return w
}

// wordLikeness compares two words of names.
func wordLikeness(a, b string) likeness {
	switch {
	case a == b:
		return equal
	case utf8.RuneCountInString(a) == 1 || utf8.RuneCountInString(b) == 1:
		if a[0] == b[0] {
			return initial
		}
		return unlike
	case given.group(a) == given.group(b):
		return spelling
	case given.nicknames(a, b):
		return nickname
	case respelt(a, b), respelt(unarticled(a), b), respelt(a, unarticled(b)):
		return spelling
	}
	return unlike
}

// personLikeness says how two names of persons agree.
type personLikeness struct {
	surname, given likeness
	inner          bool // the surname of one stands within the other's name, not at its end
	reversed       bool // given name and surname change places
	middle         int  // words that only one has
	generation     bool // one says which of a family it is, the other does not
	middleAgree    bool // a middle name or its initial is in both
	conflict       bool // middle names or generations that differ
	single         int  // names of one word alone
}

// comparePersons compares two names; false where they cannot be one person's.
func comparePersons(a, b personName) (l personLikeness, ok bool) {
	if len(a.words) == 0 || len(b.words) == 0 {
		return l, false
	}
	if cmp.Or(cmp.Compare(len(a.words), len(b.words)), slices.Compare(a.words, b.words)) > 0 {
		a, b = b, a // which comes first does not matter
	}
	l.generation = a.generation != b.generation
	l.conflict = l.generation && a.generation != "" && b.generation != ""
	if len(a.words) == 1 {
		return compareSingle(a.words[0], b.words, l)
	}
	if strings.Join(a.words, "") == strings.Join(b.words, "") {
		l.surname, l.given = equal, equal
		l.middleAgree = len(a.words) > 2
		return l, true
	}
	if len(a.words) == len(b.words) && (slices.Equal(rotate(a.words), b.words) || slices.Equal(a.words, rotate(b.words))) {
		return personLikeness{surname: equal, given: equal, reversed: true}, true
	}
	last := len(b.words) - 1
	surname := a.words[len(a.words)-1]
	rest, others := a.words[:len(a.words)-1], b.words[:last]
	switch {
	case wordLikeness(surname, b.words[last]) >= spelling:
		l.surname = wordLikeness(surname, b.words[last])
	case len(b.words) > 2 && slices.ContainsFunc(b.words[1:last], func(w string) bool { return wordLikeness(surname, w) >= spelling }):
		at := 1 + slices.IndexFunc(b.words[1:last], func(w string) bool { return wordLikeness(surname, w) >= spelling })
		l.surname, l.inner = wordLikeness(surname, b.words[at]), true
		others = b.words[:at]
	case wordLikeness(surname, b.words[0]) >= spelling && wordLikeness(a.words[0], b.words[1]) >= spelling:
		l.surname, l.given, l.reversed = wordLikeness(surname, b.words[0]), wordLikeness(a.words[0], b.words[1]), true
		return l, len(a.words) == len(b.words)
	case wordLikeness(a.words[0], b.words[last]) >= spelling && wordLikeness(surname, b.words[0]) >= spelling:
		l.surname, l.given, l.reversed = wordLikeness(a.words[0], b.words[last]), wordLikeness(surname, b.words[0]), true
		return l, len(a.words) == len(b.words)
	default:
		return l, false
	}
	l.given = wordLikeness(rest[0], others[0])
	rest, others = rest[1:], others[1:]
	if l.given == unlike {
		// Known by the middle name: Robert Gordon Menzies, Gordon Menzies.
		at := slices.IndexFunc(others, func(w string) bool { return wordLikeness(a.words[0], w) >= nickname })
		if at < 0 {
			return l, false
		}
		l.given, others = nickname, slices.Delete(slices.Clone(others), at, at+1)
		l.middle++
	}
	return l.compareMiddle(rest, others), true
}

// rotate puts the first word last: a surname that comes first.
func rotate(ws []string) []string { return append(slices.Clone(ws[1:]), ws[0]) }

// compareMiddle compares what stands between given name and surname.
func (l personLikeness) compareMiddle(a, b []string) personLikeness {
	left := slices.Clone(b)
	missing := 0
	for _, w := range a {
		at := slices.IndexFunc(left, func(v string) bool { return wordLikeness(w, v) >= initial })
		if at < 0 {
			missing++
			continue
		}
		l.middleAgree = true
		left = slices.Delete(left, at, at+1)
	}
	l.middle += missing + len(left)
	if missing > 0 && len(left) > 0 {
		l.conflict = true
	}
	return l
}

// compareSingle compares a name of one word with another.
func compareSingle(word string, words []string, l personLikeness) (personLikeness, bool) {
	l.given = absent
	l.single = 1
	if len(words) == 1 {
		l.single = 2
		l.surname = wordLikeness(word, words[0])
		return l, l.surname >= spelling
	}
	last := len(words) - 1
	switch {
	case wordLikeness(word, words[last]) >= spelling:
		l.surname = wordLikeness(word, words[last])
	case wordLikeness(word, words[0]) >= spelling: // Kim, Lula; a given name
		l.surname, l.inner = wordLikeness(word, words[0]), true
	case slices.ContainsFunc(words[1:last], func(w string) bool { return word == w }):
		l.surname, l.inner = equal, true
	default:
		return l, false
	}
	return l, true
}

// personNames returns the names by which a person can be told: the name, and
// such aliases as have several words.
func personNames(e *entity) []personName {
	out := []personName{parsePerson(e.name)}
	for _, a := range e.aliases {
		if p := parsePerson(a); len(p.words) > 1 && len(out) < maxForms && a != e.name {
			out = append(out, p)
		}
	}
	return out
}

// maxForms is how many names of one entity are compared.
const maxForms = 8
