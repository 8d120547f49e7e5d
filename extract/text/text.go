// Package text splits an article into sentences and tokens with byte offsets.
//
// Sentences come from Punkt (Kiss and Strunk 2006, Unsupervised Multilingual
// Sentence Boundary Detection) with its English data, tokens from prose; the
// offsets are restored here, since prose keeps none.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
	"github.com/neurosnap/sentences"
	"github.com/neurosnap/sentences/english"
)

// Token is a word, a number, a clitic ('s, n't) or a punctuation mark.
type Token struct {
	Start, End int    // byte offsets, half-open
	Text       string // the text between them
	Lower      string // Text in lower case, with straight quotes
	Sentence   int    // index of its sentence
}

// Sentence is a sentence, a headline or another line that stands for itself.
type Sentence struct {
	Start, End  int // byte offsets, half-open, without surrounding space
	First, Last int // its tokens, half-open
}

// Text is a text in tokens and sentences, both in the order of the text and
// without overlaps; all that is between them is white space.
type Text struct {
	Source    string
	Sentences []Sentence
	Tokens    []Token
}

// Splitter splits texts. It is safe for concurrent use.
type Splitter struct {
	punkt *sentences.DefaultSentenceTokenizer
}

// NewSplitter loads the English data of Punkt; it takes about 10 ms.
func NewSplitter() (*Splitter, error) {
	punkt, err := english.NewSentenceTokenizer(nil)
	if err != nil {
		return nil, fmt.Errorf("loading sentence data: %w", err)
	}
	return &Splitter{punkt}, nil
}

// Split splits a text, which is UTF-8. A line break always ends a sentence.
func (s *Splitter) Split(source string) *Text {
	t := &Text{Source: source}
	for start := 0; start < len(source); {
		end := len(source)
		if i := strings.IndexByte(source[start:], '\n'); i >= 0 {
			end = start + i
		}
		from := start
		for _, length := range s.lengths(source[start:end]) {
			t.add(from, from+length)
			from += length
		}
		start = end + 1
	}
	return t
}

// lengths returns the lengths in bytes of the sentences of a line.
func (s *Splitter) lengths(line string) []int {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	var out []int
	last := 0
	for _, p := range s.punkt.SentencePositions(line) {
		if p > last && p <= len(line) && (p == len(line) || utf8.RuneStart(line[p])) {
			out = append(out, p-last)
			last = p
		}
	}
	if last < len(line) {
		out = append(out, len(line)-last)
	}
	return out
}

// add appends the sentence at the given offsets, if there is anything in it.
func (t *Text) add(start, end int) {
	line := t.Source[start:end]
	start += len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
	end -= len(line) - len(strings.TrimRightFunc(line, unicode.IsSpace))
	if start >= end {
		return
	}
	first := len(t.Tokens)
	for _, word := range words(t.Source, start, end) {
		t.tokenize(word[0], word[1])
	}
	t.Sentences = append(t.Sentences, Sentence{start, end, first, len(t.Tokens)})
}

// maxWord is the length in bytes of the longest word that is looked into: prose
// takes quadratic time on a long one.
const maxWord = 128

// words returns the offsets of stretches of words that may be tokenized at
// once: the whole, but for words that are too long.
func words(source string, start, end int) [][2]int {
	var out [][2]int
	from, word := start, start
	flush := func(to int) {
		if to-word <= maxWord {
			return
		}
		if from < word {
			out = append(out, [2]int{from, word})
		}
		out = append(out, [2]int{word, to})
		from = to
	}
	for i, r := range source[start:end] {
		if unicode.IsSpace(r) {
			flush(start + i)
			word = start + i + utf8.RuneLen(r)
		}
	}
	flush(end)
	if from < end {
		out = append(out, [2]int{from, end})
	}
	return out
}

func (t *Text) tokenize(start, end int) {
	spans, ok := align(t.Source[:end], start)
	if !ok { // word by word, so that one does not spoil the others
		spans = nil
		for _, word := range fields(t.Source[:end], start) {
			if parts, ok := align(t.Source[:word[1]], word[0]); ok {
				spans = append(spans, parts...)
			} else {
				spans = append(spans, word)
			}
		}
	}
	for i, s := range spans {
		// prose takes a short capitalised word with a stop for an abbreviation
		// ("Lee.", "One."), also where the stop ends the sentence.
		if last := i == len(spans)-1; last && s[1]-s[0] > 1 && t.Source[s[1]-1] == '.' && strings.IndexByte(t.Source[s[0]:s[1]], '.') == s[1]-s[0]-1 {
			t.split(s[0], s[1]-1)
			s[0] = s[1] - 1
		}
		t.split(s[0], s[1])
	}
}

// align returns the offsets of prose's tokens in source from start on. It fails
// where they do not cover the text, which happens with heaps of apostrophes, and
// for a word that is too long to ask.
func align(source string, start int) (spans [][2]int, ok bool) {
	if stretch := source[start:]; len(stretch) > maxWord && !strings.ContainsFunc(stretch, unicode.IsSpace) {
		return nil, false
	}
	// Without tagging and extraction no model is needed.
	doc, err := prose.NewDocument(source[start:], prose.WithSegmentation(false), prose.WithTagging(false), prose.WithExtraction(false))
	if err != nil {
		return nil, false
	}
	at := start
	for _, tok := range doc.Tokens() {
		from, to, ok := find(source, at, tok.Text)
		if !ok {
			return nil, false
		}
		spans = append(spans, [2]int{from, to})
		at = to
	}
	return spans, strings.TrimSpace(source[at:]) == ""
}

// fields returns the offsets of the words of source from start on.
func fields(source string, start int) [][2]int {
	var spans [][2]int
	for word := range strings.FieldsSeq(source[start:]) {
		from := start + strings.Index(source[start:], word)
		start = from + len(word)
		spans = append(spans, [2]int{from, start})
	}
	return spans
}

// find returns where word, as prose writes it, stands in source at or after the
// offset, with only space before it.
func find(source string, at int, word string) (start, end int, ok bool) {
	word = strings.TrimSpace(word)
	at += len(source[at:]) - len(strings.TrimLeftFunc(source[at:], unicode.IsSpace))
	start, end = at, at
	for _, w := range word {
		if end >= len(source) {
			return 0, 0, false
		}
		r, size := utf8.DecodeRuneInString(source[end:])
		switch {
		case r == w:
		case w == '\'' && strings.HasPrefix(source[end:], "&rsquo;"):
			size = len("&rsquo;")
		case straight(r) != w:
			return 0, 0, false
		}
		end += size
	}
	return start, end, start < end
}

// straight maps the quotation marks that prose straightens.
func straight(r rune) rune {
	switch r {
	case '“', '”':
		return '"'
	case '‘', '’':
		return '\''
	}
	return r
}

// split appends the tokens between the offsets, apart where prose leaves two
// words in one: at dashes, slashes, ellipses and brackets inside a word.
func (t *Text) split(start, end int) {
	from := start
	for i, r := range t.Source[start:end] {
		if strings.ContainsRune("—–…/()[]|", r) {
			if from < start+i {
				t.token(from, start+i)
			}
			from = start + i + utf8.RuneLen(r)
			t.token(start+i, from)
		}
	}
	if from < end {
		t.token(from, end)
	}
}

func (t *Text) token(start, end int) {
	s := t.Source[start:end]
	t.Tokens = append(t.Tokens, Token{start, end, s, strings.Map(straight, strings.ToLower(s)), len(t.Sentences)})
}
