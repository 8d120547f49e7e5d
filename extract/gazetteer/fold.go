package gazetteer

import (
	"iter"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold returns the key of a form: without accents, dots, commas and apostrophes, with
// spaces for hyphens and "and" for "&". Letter case stays.
func fold(form string) string {
	if isKey(form) {
		return form
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToValidUTF8(form, "\ufffd")) {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune(".,'’‘ʿʾʻʼ`", r):
		case strings.ContainsRune("-‐‑–/", r):
			b.WriteByte(' ')
		case r == '&':
			b.WriteString("and")
		default:
			if s, ok := plain[r]; ok {
				b.WriteString(s)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// plain holds the letters that no decomposition reduces to ASCII.
var plain = map[rune]string{
	'ß': "ss", 'æ': "ae", 'Æ': "Ae", 'œ': "oe", 'Œ': "Oe", 'ø': "o", 'Ø': "O", 'ł': "l", 'Ł': "L",
	'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ı': "i", 'ə': "a", 'Ə': "A",
}

// isKey reports whether the form is plain ASCII letters and single spaces, as
// most are.
func isKey(form string) bool {
	for i := range len(form) {
		switch c := form[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == ' ' && i > 0 && i < len(form)-1 && form[i-1] != ' ':
		default:
			return false
		}
	}
	return true
}

// lookup tries the form as it is, without "the", and, if it is all capitals, in
// the usual case of names.
func lookup[T any](form string, find func(key string) (T, bool)) (T, bool) {
	k := fold(form)
	if v, ok := find(k); ok {
		return v, true
	}
	for _, the := range [...]string{"the ", "The ", "THE "} {
		if rest, ok := strings.CutPrefix(k, the); ok {
			k = rest
			break
		}
	}
	if v, ok := find(k); ok {
		return v, true
	}
	if name, ok := uncapitalize(k); ok {
		return find(name)
	}
	var none T
	return none, false
}

// uncapitalize turns "NEW YORK" into "New York" and "GULF OF ADEN" into "Gulf of
// Aden". A form with a small letter is not all capitals; one of three letters
// is a code, not a name.
func uncapitalize(key string) (string, bool) {
	if len(key) < 4 || strings.ToUpper(key) != key {
		return "", false
	}
	words := strings.Fields(strings.ToLower(key))
	for i, w := range words {
		if i > 0 && small[w] {
			continue
		}
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " "), true
}

// small holds the words that stay small inside a name.
var small = map[string]bool{
	"of": true, "the": true, "and": true, "de": true, "da": true, "do": true, "del": true, "la": true,
	"las": true, "los": true, "le": true, "les": true, "el": true, "al": true, "upon": true, "on": true, "in": true,
	"am": true, "an": true, "der": true, "sur": true, "en": true, "for": true,
}

// forms yields the parts of a list that are separated by "|".
func forms(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := range strings.SplitSeq(list, "|") {
			if s != "" && !yield(s) {
				return
			}
		}
	}
}

func join(first, rest string) string { return first + "|" + rest }
