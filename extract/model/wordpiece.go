package model

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord is the number of code points, decomposed and without marks, of the
// longest word that is looked up; a longer one is unknown.
const maxWord = 100

// vocabulary cuts texts into words and these into sub-words.
type vocabulary struct {
	first, rest            map[string]int32 // sub-words that begin a word, and those that continue one, without "##"
	longest                int              // bytes of the longest sub-word
	unknown, before, after int32            // of a word that has no sub-words; at both ends of a window
}

// newVocabulary takes the sub-words in the order of their numbers.
func newVocabulary(subwords []string) (*vocabulary, error) {
	v := &vocabulary{first: make(map[string]int32, len(subwords)), rest: make(map[string]int32, len(subwords)/4)}
	for i, s := range subwords {
		v.longest = max(v.longest, len(s))
		if len(s) > 2 && s[:2] == "##" {
			v.rest[s[2:]] = int32(i)
		} else {
			v.first[s] = int32(i)
		}
	}
	for name, number := range map[string]*int32{"[UNK]": &v.unknown, "[CLS]": &v.before, "[SEP]": &v.after} {
		n, ok := v.first[name]
		if !ok {
			return nil, fmt.Errorf("the vocabulary has no %s", name)
		}
		*number = n
	}
	return v, nil
}

// words are the words of a text, in its order and without overlaps.
type words struct {
	words    []word
	subwords []int32 // of all words, one after another
}

// word is a run of letters, marks and digits, a punctuation mark or a CJK
// ideograph.
type word struct {
	start, end  int // byte offsets into the text, half-open
	first, last int // its sub-words, half-open, at least one
	shape       shape
}

// split appends the words of a text to w, as BERT does for models without letter
// case: control characters and accents are no part of a word, a word is in lower
// case, each punctuation mark and ideograph is one. Bytes that are not UTF-8 are
// left out.
func (v *vocabulary) split(text string, w *words) {
	b := builder{v: v, text: text, out: w}
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			switch kind := ascii[c]; kind {
			case space:
				b.flush()
			case mark:
				b.single(rune(c), i, i+1)
			case letter:
				b.add(rune(c|lowerCase[c]), i, i+1)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		b.rune(r, i, i+size)
		i += size
	}
	b.flush()
}

// builder holds the word that is being read.
type builder struct {
	v          *vocabulary
	text       string
	out        *words
	start, end int
	runes      int // of the word; those after maxWord are not in letters
	size       int // of letters
	letters    [maxWord * utf8.UTFMax]byte
}

// kind is what a code point is to the splitter.
type kind uint8

const (
	dropped kind = iota
	space
	mark
	letter
)

// ascii and lowerCase hold the kind of each ASCII character, and the bit that
// makes a capital small.
var ascii, lowerCase = func() (kinds [utf8.RuneSelf]kind, lower [utf8.RuneSelf]byte) {
	for c := range rune(utf8.RuneSelf) {
		switch {
		case c == '\t' || c == '\n' || c == '\r' || c == ' ':
			kinds[c] = space
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			kinds[c] = letter
		case 'A' <= c && c <= 'Z':
			kinds[c] = letter
			lower[c] = 'a' - 'A'
		case ' ' < c && c < 0x7f:
			kinds[c] = mark
		}
	}
	return kinds, lower
}()

// rune adds a code point that is not ASCII.
func (b *builder) rune(r rune, start, end int) {
	switch {
	case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		return
	case unicode.In(r, unicode.Z):
		b.flush()
		return
	case r < 0xc0 || 0x2010 <= r && r <= 0x2027: // quotation marks and dashes: nothing to decompose
		b.part(r, start, end)
		return
	}
	ideograph := isIdeograph(r)
	if ideograph {
		b.flush()
	}
	var buf [utf8.UTFMax]byte
	switch decomposed := norm.NFD.Properties(buf[:utf8.EncodeRune(buf[:], r)]).Decomposition(); {
	case hangulFirst <= r && r <= hangulLast:
		b.hangul(r-hangulFirst, start, end)
	case decomposed == nil:
		b.part(r, start, end)
	default:
		for len(decomposed) > 0 {
			part, size := utf8.DecodeRune(decomposed)
			b.part(part, start, end)
			decomposed = decomposed[size:]
		}
	}
	if ideograph {
		b.flush()
	}
}

// part adds one code point of a decomposition.
func (b *builder) part(r rune, start, end int) {
	switch {
	case unicode.Is(unicode.Mn, r):
	case r < utf8.RuneSelf && ascii[r] == mark, unicode.Is(unicode.P, r):
		b.single(r, start, end)
	default:
		b.add(unicode.ToLower(r), start, end)
	}
}

// Korean syllables, and the letters that they are made of.
const (
	hangulFirst, hangulLast     = 0xac00, 0xd7a3
	lead, vowel, tail, tailStep = 0x1100, 0x1161, 0x11a7, 28
	vowelStep                   = 21 * tailStep
)

// hangul adds the letters of a Korean syllable by its number.
func (b *builder) hangul(n rune, start, end int) {
	b.add(lead+n/vowelStep, start, end)
	b.add(vowel+n%vowelStep/tailStep, start, end)
	if n%tailStep != 0 {
		b.add(tail+n%tailStep, start, end)
	}
}

func isIdeograph(r rune) bool {
	return 0x3400 <= r && r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff || 0xf900 <= r && r <= 0xfaff ||
		0x20000 <= r && r <= 0x2a6df || 0x2a700 <= r && r <= 0x2b81f || 0x2b920 <= r && r <= 0x2ceaf || 0x2f800 <= r && r <= 0x2fa1f
}

// add appends a letter to the word.
func (b *builder) add(r rune, start, end int) {
	if b.runes == 0 {
		b.start = start
	}
	b.end = end
	if b.runes++; b.runes > maxWord {
		return
	}
	if r < utf8.RuneSelf {
		b.letters[b.size] = byte(r)
		b.size++
		return
	}
	b.size += utf8.EncodeRune(b.letters[b.size:], r)
}

// single appends a word of one code point.
func (b *builder) single(r rune, start, end int) {
	b.flush()
	b.add(r, start, end)
	b.flush()
}

// flush ends the word, if there is one.
func (b *builder) flush() {
	if b.runes == 0 {
		return
	}
	first := len(b.out.subwords)
	if b.runes > maxWord {
		b.out.subwords = append(b.out.subwords, b.v.unknown)
	} else {
		b.out.subwords = b.v.cut(b.letters[:b.size], b.out.subwords)
	}
	b.out.words = append(b.out.words, word{b.start, b.end, first, len(b.out.subwords), shapeOf(b.text[b.start:b.end])})
	b.runes, b.size = 0, 0
}

// cut appends the sub-words of a word: the longest that it begins with, then the
// longest that goes on from there, and so on.
func (v *vocabulary) cut(word []byte, out []int32) []int32 {
	known := len(out)
	table := v.first
	for len(word) > 0 {
		n := min(len(word), v.longest)
		number, ok := table[string(word[:n])]
		for !ok && n > 1 {
			n--
			number, ok = table[string(word[:n])]
		}
		if !ok {
			return append(out[:known], v.unknown)
		}
		out = append(out, number)
		word = word[n:]
		table = v.rest
	}
	return out
}

// shape is how a word is written; the network learns letter case from it.
type shape uint8

const (
	shapeNone         shape = iota // of the marks at both ends of a window
	shapeLower                     // also letters without case
	shapeCapital                   // a capital and small letters, or a single capital
	shapeUpper                     // no small letters
	shapeMixed                     // other letters
	shapeDigits                    // no letters
	shapeAlphanumeric              // digits and letters
	shapeSymbol                    // neither
	shapes
)

// shapeOf returns the shape of a word as it stands in the text.
func shapeOf(word string) shape {
	var letters, capitals int
	var digits, small, begins bool
	for _, r := range word {
		switch {
		case 'a' <= r && r <= 'z':
			letters++
			small = true
		case 'A' <= r && r <= 'Z', r >= utf8.RuneSelf && unicode.In(r, unicode.Lu, unicode.Lt):
			letters++
			capitals++
			begins = begins || letters == 1
		case '0' <= r && r <= '9', r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r):
			digits = true
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			letters++
			small = small || unicode.Is(unicode.Ll, r)
		}
	}
	switch {
	case letters == 0 && digits:
		return shapeDigits
	case letters == 0:
		return shapeSymbol
	case digits:
		return shapeAlphanumeric
	case capitals == 0:
		return shapeLower
	case letters == 1:
		return shapeCapital
	case !small:
		return shapeUpper
	case capitals == 1 && begins:
		return shapeCapital
	}
	return shapeMixed
}
