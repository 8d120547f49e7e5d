package extract

import (
	"slices"
	"testing"

	"dateline/extract/model"
)

func TestKinship(t *testing.T) {
	x := extractor()
	for _, c := range []struct {
		text string
		want []string // who, what, of whom
	}{
		{"[Person: Ali Noor] left. His wife, [Person: Jane Cole], stayed.", []string{"Jane Cole spouse Ali Noor"}},
		{"[Person: Ali Noor] and his late father [Person: Omar Noor] spoke.", []string{"Omar Noor parent Ali Noor"}},
		{"[Person: Ali Noor]'s uncle, MP [Person: Omar Bey], died.", []string{"Omar Bey other Ali Noor"}},
		{"[Person: Ali Noor]'s sons [Person: Omar Noor], [Person: Zaid Noor] and [Person: Sami Noor] left.", []string{"Omar Noor child Ali Noor", "Zaid Noor child Ali Noor", "Sami Noor child Ali Noor"}},
		{"[Person: Ali Noor], whose elder brother, [Person: Omar Bey], fell, wept.", []string{"Omar Bey sibling Ali Noor"}},
		{"[Person: Ali Noor] left. Her daughter [Person: Jane Cole] stayed.", []string{"Jane Cole child Ali Noor"}},
		{"[Person: Ali Noor] left with his brother-in-law [Person: Omar Bey].", []string{"Omar Bey other Ali Noor"}},
		{"[Person: Jane Cole], a cousin of [Person: Ali Noor], left.", []string{"Jane Cole other Ali Noor"}},
		{"[Person: Jane Cole], who is a half-sister to the late [Person: Ali Noor], left.", []string{"Jane Cole sibling Ali Noor"}},
		{"[Person: Ali Noor] left. His daughter, the singer [Person: Jane Cole], stayed.", []string{"Jane Cole child Ali Noor"}},
		{"[Person: Jane Cole] is the daughter of [Person: Omar Noor] and [Person: Ann Bey].", []string{"Jane Cole child Omar Noor", "Jane Cole child Ann Bey"}},
		{"[Person: Jane Cole], who is married to [Person: Ali Noor], left. She later married [Person: Omar Bey].", []string{"Jane Cole spouse Ali Noor", "Jane Cole spouse Omar Bey"}},
		{"Married men met [Person: Omar Bey].", nil},
		{"[Person: Jane Cole] married in May, [Person: Omar Bey] said.", nil},
		{"[Person: Ali Noor] hid from his wife, [Person: Omar Bey] said.", nil},
		{"[Person: Ali Noor] met his wife. [Person: Omar Bey] left.", nil},
		{"[Person: Ali Noor] blames his brother while [Person: Omar Bey] is silent.", nil},
		{"His brother [Person: Omar Bey] left.", nil},
		{"The mother of all deals, [Person: Omar Bey] said.", nil},
	} {
		plain, names := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		mentions := p.names(names)
		entities, of := p.resolve(mentions)
		var got []string
		for _, f := range p.kinship(mentions, p.pronouns(mentions), of) {
			got = append(got, entities[f.from].name+" "+f.kin+" "+entities[f.to].name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}
