package extract

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"dateline/extract/model"
	"dateline/extract/text"
	"dateline/graph/schema"
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

// parted makes two of a mention of two persons by their surnames, where the text
// names both in full elsewhere: "the Owusu-Mensah call".
func parted(source string, names []model.Span) []model.Span {
	surnames := map[string]bool{}
	for _, s := range names {
		if words := strings.Fields(source[s.Start:s.End]); s.Label == string(schema.Person) && len(words) > 1 {
			surnames[words[len(words)-1]] = true
		}
	}
	var out []model.Span
	for _, s := range names {
		i := strings.IndexAny(source[s.Start:s.End], "-–")
		if i < 0 || s.Label != string(schema.Person) {
			out = append(out, s)
			continue
		}
		first, second := s, s
		first.End = s.Start + i
		_, size := utf8.DecodeRuneInString(source[first.End:])
		second.Start = first.End + size
		if !surnames[source[first.Start:first.End]] || !surnames[source[second.Start:second.End]] {
			out = append(out, s)
			continue
		}
		out = append(out, first, second)
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
