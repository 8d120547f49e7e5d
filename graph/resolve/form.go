package resolve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/extract/gazetteer"
	"dateline/graph"
	"dateline/graph/schema"
)

// form is a name of an organization, a place, an office or a country as far as
// it can be compared with others.
type form struct {
	folded   string   // the whole, see graph.Normalize
	words    []string // that tell, in the vocabulary's spelling, sorted, without countries
	country  string   // ISO 3166-1 alpha-2 in small letters, of the first country in it
	kind     string   // of place
	numbers  []string // sorted
	acronym  string   // if it looks like one, in small letters
	initial  string   // the first letters of its words that mean something
	initials string   // of all its words
	letters  string   // of all its words
}

// maxCountryWords is how many words the name of a country in another name has.
const maxCountryWords = 4

// form reads a name of an entity of the label.
func (x *Index) form(name string, label schema.Label) form {
	f := form{folded: plain(graph.Normalize(name)), acronym: acronym(name)}
	raw := strings.FieldsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-‐‑–—/,()\"“”", r)
	})
	var ws []string
	for i := 0; i < len(raw); i++ {
		w := plain(graph.Normalize(raw[i]))
		w = strings.TrimSuffix(w, "'s")
		f.spell(w)
		if label == schema.Organization || label == schema.Office {
			if c, n := x.country(raw[i:]); n > 0 && !(i > 0 && len(vocab.opposite[fold(raw[i-1])]) > 0) {
				for _, more := range raw[i+1 : i+n] {
					f.spell(plain(graph.Normalize(more)))
				}
				if f.country == "" {
					f.country = strings.ToLower(c.ISO2)
				} else if strings.ToLower(c.ISO2) != f.country {
					ws = append(ws, "country:"+strings.ToLower(c.ISO2))
				}
				i += n - 1
				continue
			}
		}
		if n, ok := number(raw[i]); ok {
			f.numbers = append(f.numbers, n)
			continue
		}
		ws = append(ws, singular(w))
	}
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if i+1 < len(ws) {
			if s, ok := vocab.same[w+"-"+ws[i+1]]; ok {
				w, i = s, i+1
			} else if isTwo(w + "-" + ws[i+1]) {
				w, i = w+"-"+ws[i+1], i+1
			}
		}
		if s, ok := vocab.same[w]; ok {
			w = s
		}
		switch {
		case w == "" || vocab.small[w]:
		case label == schema.Organization && vocab.legal[w] && len(ws) > 1:
		case label == schema.Place && vocab.kind[w] != "" && len(ws) > 1:
			f.kind = vocab.kind[w]
		default:
			f.words = append(f.words, w)
		}
	}
	if len(f.words) == 0 { // nothing but small words and forms: The Company
		f.words = slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return w == "" })
	}
	slices.Sort(f.words)
	slices.Sort(f.numbers)
	return f
}

// spell adds a word to what acronyms are made of.
func (f *form) spell(w string) {
	if w == "" || w[0] > unicode.MaxASCII {
		return
	}
	if !vocab.small[w] {
		f.initial += w[:1]
	}
	f.initials += w[:1]
	f.letters += w
}

// isTwo reports whether the vocabulary has two words as one of its own.
func isTwo(w string) bool { return vocab.same[w] != "" || len(vocab.opposite[w]) > 0 || wholes[w] }

// wholes are those of the vocabulary's words that are two.
var wholes = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range vocab.same {
		out[w] = strings.Contains(w, "-")
	}
	return out
}()

// fold returns the vocabulary's spelling of a word.
func fold(raw string) string {
	w := singular(plain(graph.Normalize(raw)))
	if s, ok := vocab.same[w]; ok {
		return s
	}
	return w
}

// country returns the country whose name or adjective the words begin with, and
// how many of them it takes; 0 if there is none. Small words are none.
func (x *Index) country(raw []string) (gazetteer.Country, int) {
	r, _ := utf8.DecodeRuneInString(raw[0])
	if !unicode.IsUpper(r) {
		return gazetteer.Country{}, 0
	}
	for n := min(len(raw), maxCountryWords); n > 0; n-- {
		if c, _, ok := x.gaz.Country(strings.TrimSuffix(strings.TrimSuffix(strings.Join(raw[:n], " "), "'s"), "’s")); ok && c.ISO2 != "" {
			return c, n
		}
	}
	return gazetteer.Country{}, 0
}

// singular takes the s of a plural away and writes as Americans do.
func singular(w string) string {
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && w != "corps":
		w = w[:len(w)-1]
	}
	if before, ok := strings.CutSuffix(w, "isation"); ok {
		w = before + "ization"
	}
	if len(w) > 5 && strings.HasSuffix(w, "our") {
		w = strings.TrimSuffix(w, "our") + "or"
	}
	return w
}

var ordinals = map[string]string{
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
	"ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "XI": "11", "XII": "12",
}

// number returns the number that a word is: 47th, Second, III.
func number(raw string) (string, bool) {
	if n, ok := ordinals[raw]; ok {
		return n, true
	}
	w := graph.Normalize(raw)
	if n, ok := ordinals[w]; ok {
		return n, true
	}
	digits := strings.TrimRight(w, "stndrh")
	if digits != "" && strings.Trim(digits, "0123456789") == "" {
		return strings.TrimLeft(digits, "0"), true
	}
	return "", false
}

// acronym returns a name that looks like one, without dots and in small letters.
func acronym(name string) string {
	name = strings.ReplaceAll(name, ".", "")
	capitals := 0
	for _, r := range name {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsLower(r) && !unicode.IsDigit(r):
			return ""
		}
	}
	if n := utf8.RuneCountInString(name); n < 2 || n > 9 || capitals < 2 || 2*capitals < n {
		return ""
	}
	return plain(graph.Normalize(name))
}

// formLikeness says how two names agree.
type formLikeness struct {
	words   likeness // equal, spelling, or absent where one has more
	extra   int      // words of one that the other has not, but for generic ones
	generic int      // generic words that only one has
	acronym int      // letters of the one that is made of the other's first letters
	exact   bool     // all letters are the same
}

// compareForms compares two names; false where they cannot be of one thing.
func compareForms(a, b form) (l formLikeness, ok bool) {
	if a.folded > b.folded {
		a, b = b, a // which comes first does not matter
	}
	if a.folded == b.folded {
		return formLikeness{words: equal, exact: true}, true
	}
	if !slices.Equal(a.numbers, b.numbers) || a.country != "" && b.country != "" && a.country != b.country {
		return l, false
	}
	if a.kind != "" && b.kind != "" && a.kind != b.kind {
		return l, false
	}
	if shortFor(a, b) {
		return formLikeness{acronym: len(a.acronym)}, true
	}
	if shortFor(b, a) {
		return formLikeness{acronym: len(b.acronym)}, true
	}
	var left []string
	l.words = equal
	right := slices.Clone(b.words)
	matched := 0
	for _, w := range a.words {
		at := slices.Index(right, w)
		if at < 0 {
			at = slices.IndexFunc(right, func(v string) bool { return respeltName(w, v) })
			if at >= 0 {
				l.words = spelling
			}
		}
		if at < 0 {
			left = append(left, w)
			continue
		}
		matched++
		right = slices.Delete(right, at, at+1)
	}
	if matched == 0 {
		if x, y := strings.Join(a.words, ""), strings.Join(b.words, ""); respelt(x, y) && a.letters != "" { // Pyong Yang
			return formLikeness{words: spelling}, true
		}
		return l, false
	}
	if len(left) > 0 && len(right) > 0 { // each has what the other lacks: a party, a department
		return l, false
	}
	for _, w := range slices.Concat(left, right) {
		if len(vocab.opposite[w]) > 0 { // South Sudan, deputy governor
			return l, false
		}
		if tells(w) {
			l.extra++
		} else {
			l.generic++
		}
	}
	if l.extra+l.generic > 0 && l.words == spelling {
		return l, false
	}
	if l.extra > 0 && (!slices.ContainsFunc(a.words, tells) || !slices.ContainsFunc(b.words, tells)) {
		return l, false
	}
	return l, true
}

func tells(w string) bool { return !vocab.generic[w] }

// respeltName reports whether two words of names are one in two spellings; words
// of the language have one.
func respeltName(a, b string) bool {
	if given.group(a) == given.group(b) {
		return true
	}
	return respelt(a, b) || respelt(unarticled(a), b) || respelt(a, unarticled(b))
}

// opposed reports whether two names differ by words that are opposites.
func opposed(a, b []string) bool {
	for _, w := range a {
		for _, v := range b {
			if w != v && slices.ContainsFunc(vocab.opposite[w], func(n int) bool { return slices.Contains(vocab.opposite[v], n) }) {
				return true
			}
		}
	}
	return false
}

// minAcronym is how many letters an acronym has that is told by them: of two, too
// many names have the first letters.
const minAcronym = 3

// shortFor reports whether a is an acronym of b: it has the first letters of b's
// words, and no letter that b has not in this order.
func shortFor(a, b form) bool {
	if len(a.acronym) < minAcronym || len(b.initial) < 2 || b.acronym != "" {
		return false
	}
	if strings.HasPrefix(b.initial, a.acronym) && len(b.initial)-len(a.acronym) <= 1 {
		return true
	}
	return a.acronym[0] == b.initial[0] && subsequence(b.initial, a.acronym) && subsequence(a.acronym, b.letters) && len(a.acronym)-len(b.initial) <= 3
}

// subsequence reports whether s has all bytes of sub in its order.
func subsequence(sub, s string) bool {
	for i := range len(s) {
		if sub == "" {
			break
		}
		if s[i] == sub[0] {
			sub = sub[1:]
		}
	}
	return sub == ""
}
