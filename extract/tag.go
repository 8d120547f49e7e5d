package extract

import (
	"slices"
	"sort"
	"strings"

	"dateline/extract/model"
	"dateline/extract/text"
)

// cut parts the tokens of a text where a mention begins or ends inside: the
// network reads "Israel-Lebanon" as two names.
func cut(t *text.Text, spans model.Spans) *text.Text {
	var at []int
	for _, list := range [][]model.Span{spans.Names, spans.Offices, spans.Events} {
		for _, s := range list {
			at = append(at, s.Start, s.End)
		}
	}
	slices.Sort(at)
	out := &text.Text{Source: t.Source}
	for _, s := range t.Sentences {
		first := len(out.Tokens)
		for _, tok := range t.Tokens[s.First:s.Last] {
			from := tok.Start
			for i := sort.SearchInts(at, tok.Start+1); i < len(at) && at[i] < tok.End; i++ {
				if at[i] > from {
					out.Tokens = append(out.Tokens, part(tok, from, at[i]))
					from = at[i]
				}
			}
			out.Tokens = append(out.Tokens, part(tok, from, tok.End))
		}
		out.Sentences = append(out.Sentences, text.Sentence{Start: s.Start, End: s.End, First: first, Last: len(out.Tokens)})
	}
	return out
}

// part returns the part of a token between two byte offsets of the text.
func part(tok text.Token, start, end int) text.Token {
	if start == tok.Start && end == tok.End {
		return tok
	}
	s := tok.Text[start-tok.Start : end-tok.Start]
	return text.Token{Start: start, End: end, Text: s, Lower: strings.ToLower(s), Sentence: tok.Sentence}
}

// tokens returns the tokens of a span, half-open.
func (p *page) tokens(s model.Span) (first, last int, ok bool) {
	first = sort.Search(len(p.Tokens), func(i int) bool { return p.Tokens[i].End > s.Start })
	last = sort.Search(len(p.Tokens), func(i int) bool { return p.Tokens[i].Start >= s.End })
	return first, last, first < last && p.same(first, last-1)
}
