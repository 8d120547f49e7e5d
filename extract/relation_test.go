package extract

import (
	"testing"

	"dateline/extract/model"
)

func TestHome(t *testing.T) {
	x := extractor()
	for _, c := range []struct{ text, want string }{
		{"[Place: DHAKA] (Agency) - The cabinet of [Country: India] met.", "DHAKA"},
		{"[Place: DHAKA], Oct. 3, 2024 (Agency) - The cabinet met.", "DHAKA"},
		{"[Place: Accra], [Country: Ghana] — The cabinet of [Country: India] met.", "Accra"},
		{"[Country: India] wins again\n[Place: DHAKA]: The cabinet met.", "DHAKA"},
		{"[Country: Singapore]: The cabinet met.", "Singapore"},
		{"[Place: Accra], a town of poets, is quiet (for once).", ""},
		{"[Country: India]-[Country: Pakistan] talks began.", ""},
		{"The cabinet met in [Place: Dhaka] (again).", ""},
		{"The cabinet met. Nobody spoke.", ""},
	} {
		plain, names := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		mentions := p.names(names)
		got := ""
		if k := p.home(mentions); k >= 0 {
			got = p.span(mentions[k].first, mentions[k].last)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestMainPlaces(t *testing.T) {
	x := extractor()
	for _, c := range []struct{ text, country, town string }{
		{"[Country: India] and [Country: India] and [Country: Ghana].", "India", ""},
		{"[Place: ACCRA] (Agency) - [Country: India] and [Country: India] and [Country: Ghana].", "Ghana", "Accra"},
		{"[Place: ACCRA] (Agency) - [Country: India] and [Country: India].", "India", "Accra"},
		{"[Place: Uluvattu] (Agency) - [Country: India] and [Country: India].", "India", "Uluvattu"},
		{"[Country: India], [Country: Ghana] and [Country: Chad].", "", ""},
		{"In [Place: Kumasi], [Place: Accra], [Place: Kumasi].", "", "Kumasi"},
		{"In [Place: Kumasi], [Place: Accra], [Place: Kumasi], [Place: Accra].", "", ""},
	} {
		plain, names := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		mentions := p.names(names)
		entities, of := p.resolve(mentions)
		name := func(e int) string {
			if e < 0 {
				return ""
			}
			return entities[e].name
		}
		country, town := name(p.mainCountry(mentions, entities)), name(p.mainTown(mentions, entities, of))
		if country != c.country || town != c.town {
			t.Errorf("%s: %q and %q, want %q and %q", c.text, country, town, c.country, c.town)
		}
	}
}
