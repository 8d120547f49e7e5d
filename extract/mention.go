package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/extract/gazetteer"
	"dateline/extract/text"
	"dateline/graph/schema"
)

// mention is a stretch of tokens that names something, before it is known what
// other mentions name the same.
type mention struct {
	first, last int // tokens, half-open
	label       schema.Label
	country     string // ISO2: of a Country, itself; of an Organization or Place, where the gazetteer has it
	adjective   bool   // a Country's adjective or people
	kind        string // of an Organization or Place
	capital     string // ISO2 of the country whose capital a Place is
	known       string // an Organization's name in the gazetteer
	score       float64
}

// page is an article's text in tokens with what the stages ask of them.
type page struct {
	*text.Text
	lex *lexicon
	gaz *gazetteer.Gazetteer
}

// lower returns the token in lower case, or "" outside of the text.
func (p *page) lower(i int) string {
	if i < 0 || i >= len(p.Tokens) {
		return ""
	}
	return p.Tokens[i].Lower
}

// same reports whether both tokens are in one sentence.
func (p *page) same(i, j int) bool {
	return i >= 0 && j >= 0 && i < len(p.Tokens) && j < len(p.Tokens) && p.Tokens[i].Sentence == p.Tokens[j].Sentence
}

func (p *page) sentence(i int) text.Sentence { return p.Sentences[p.Tokens[i].Sentence] }

// span returns the text of the tokens [first, last).
func (p *page) span(first, last int) string {
	return p.Source[p.Tokens[first].Start:p.Tokens[last-1].End]
}

func (p *page) text(m mention) string { return p.span(m.first, m.last) }

func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func isUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// allCaps reports whether s has two or more letters and all are capitals.
func allCaps(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

// possessive reports whether the token is 's or a closing apostrophe.
func (p *page) possessive(i int) bool { return p.lower(i) == "'s" || p.lower(i) == "'" }

// begins reports whether the token is capitalised for its place: the first of a
// sentence, of a quotation or after a colon.
func (p *page) begins(i int) bool {
	first := p.sentence(i).First
	for i > first {
		switch prev := p.Tokens[i-1].Text; {
		case prev == ":" || strings.ContainsAny(prev, `"“‘`) || prev == "-" || prev == "--" || prev == "—" || prev == "–":
			return true
		case isWord(prev) || prev != "'" && prev != "(" && prev != "*":
			return false
		}
		i--
	}
	return true
}

// named marks the tokens of mentions.
func (p *page) named(mentions []mention) []bool {
	out := make([]bool, len(p.Tokens))
	for _, m := range mentions {
		for i := m.first; i < m.last; i++ {
			out[i] = true
		}
	}
	return out
}
