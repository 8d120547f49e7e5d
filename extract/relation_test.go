package extract

import (
	"testing"

	"dateline/extract/model"
)

func TestHome(t *testing.T) {
	x := extractor()
	for _, c := range []struct{ text, want string }{
		{"[Place: DHAKA] (Agency) - The cabinet of [Country: India] met.", "BD"},
		{"[Place: DHAKA], Oct. 3, 2024 (Agency) - The cabinet met.", "BD"},
		{"[Place: Accra], [Country: Ghana] — The cabinet of [Country: India] met.", "GH"},
		{"[Country: India] wins again\n[Place: DHAKA]: The cabinet met.", "BD"},
		{"[Place: DHAKA]: The cabinet met.", "BD"},
		{"[Place: Accra], a town of poets, is quiet (for once).", ""},
		{"[Country: India]-[Country: Pakistan] talks began.", ""},
		{"The cabinet met in [Place: Dhaka] (again).", ""},
		{"[Place: Uluvattu] (Agency) - The cabinet met.", ""},
		{"The cabinet met. Nobody spoke.", ""},
	} {
		plain, names := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		if got := p.home(p.names(names)); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestMainCountry(t *testing.T) {
	x := extractor()
	for _, c := range []struct{ text, want string }{
		{"[Country: India] and [Country: India] and [Country: Ghana].", "IN"},
		{"[Place: ACCRA] (Agency) - [Country: India] and [Country: India] and [Country: Ghana].", "GH"},
		{"[Place: ACCRA] (Agency) - [Country: India] and [Country: India].", "IN"},
		{"[Country: India], [Country: Ghana] and [Country: Chad].", ""},
	} {
		plain, names := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		mentions := p.names(names)
		entities, _ := p.resolve(mentions)
		got := ""
		if e := p.mainCountry(mentions, entities); e >= 0 {
			got = entities[e].country
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
