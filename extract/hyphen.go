package extract

import (
	"strings"

	"dateline/extract/gazetteer"
	"dateline/extract/text"
)

// joined are words that a hyphen joins to a name: "US-led", "London-based".
var joined = newSet(strings.Fields("led based backed born controlled occupied backed-up linked brokered funded made owned trained bound held mediated sponsored supported style"))

// unhyphen parts tokens whose first part is a country or place, so that it can be
// found: "Israel-Lebanon", "US-led".
func unhyphen(t *text.Text, gaz *gazetteer.Gazetteer) *text.Text {
	known := func(s string) bool {
		if _, _, ok := gaz.Country(s); ok {
			return true
		}
		l, ok := gaz.Place(s)
		return ok && !l.Ambiguous
	}
	out := &text.Text{Source: t.Source}
	for _, s := range t.Sentences {
		first := len(out.Tokens)
		for _, tok := range t.Tokens[s.First:s.Last] {
			i := strings.IndexByte(tok.Text, '-')
			if i <= 0 || !isUpper(tok.Text) || i+1 >= len(tok.Text) {
				out.Tokens = append(out.Tokens, tok)
				continue
			}
			left, right := tok.Text[:i], tok.Text[i+1:]
			if !known(left) && !known(right) || !joined[right] && !(known(left) && known(right)) {
				out.Tokens = append(out.Tokens, tok)
				continue
			}
			for _, part := range [][2]int{{0, i}, {i, i + 1}, {i + 1, len(tok.Text)}} {
				out.Tokens = append(out.Tokens, text.Token{
					Start: tok.Start + part[0], End: tok.Start + part[1], Text: tok.Text[part[0]:part[1]],
					Lower: strings.ToLower(tok.Text[part[0]:part[1]]), Sentence: tok.Sentence,
				})
			}
		}
		out.Sentences = append(out.Sentences, text.Sentence{Start: s.Start, End: s.End, First: first, Last: len(out.Tokens)})
	}
	return out
}
