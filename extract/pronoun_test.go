package extract

import (
	"slices"
	"testing"

	"dateline/extract/model"
)

func TestPronouns(t *testing.T) {
	x := extractor()
	for _, c := range []struct {
		text string
		want []string // the word and whom it stands for
	}{
		{"[Person: Ali Noor] met [Person: Jane Cole]. He left.", []string{"He Ali Noor"}},
		{"[Person: Ali Noor] met [Person: Jane Cole] before she left.", []string{"she Jane Cole"}},
		{"[Person: Ali Noor] left. His trial began. It was long. It ended. He was freed.", []string{"His Ali Noor", "He Ali Noor"}},
		{"[Person: Ali Noor] left. It was late. It rained. It poured. He was seen.", nil},
		{"[Person: Ali Noor] left. He told [Person: Jane Cole] all. She wept. Then he went.", []string{"He Ali Noor", "She Jane Cole", "he Ali Noor"}},
		{"[Person: Jane Cole] left. She rang [Person: Ali Noor]. He wept. She laughed.", []string{"She Jane Cole", "He Ali Noor", "She Jane Cole"}},
		{"The cabinet of [Country: India] met. He left.", nil},
		{"He left before [Person: Ali Noor] did.", nil},
	} {
		plain, names := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		mentions := p.names(names)
		var got []string
		for _, n := range p.pronouns(mentions) {
			m := mentions[n.name]
			got = append(got, p.Tokens[n.token].Text+" "+p.span(m.first, m.last))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}
