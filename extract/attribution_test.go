package extract

import (
	"strings"
	"testing"

	"dateline/extract/model"
	"dateline/graph/schema"
)

func TestSpeakers(t *testing.T) {
	for text, want := range map[string]string{
		"[Person: Ada Okonjo] said that [Organization: Zanaco] had failed.":                                  "Ada Okonjo",
		"[Organization: Zanaco] had failed, [Person: Ada Okonjo] told reporters.":                            "Ada Okonjo",
		"\"[Organization: Zanaco] has failed,\" said [Person: Ada Okonjo].":                                  "Ada Okonjo",
		"[Person: Ada Okonjo], who runs [Organization: Zanaco] from [Place: Lusaka], has also warned of it.": "Ada Okonjo",
		"[Person: Ada Okonjo] (of [Organization: Zanaco]) later denied it.":                                  "",
		"According to [Organization: ZBC News], [Person: Ada Okonjo] resigned.":                              "ZBC News",
		"[Person: Ada Okonjo] resigned, according to a report by [Organization: ZBC News].":                  "ZBC News",
		"[Organization: Zanaco] failed, the agency reported, citing [Person: Ada Okonjo].":                   "Ada Okonjo",
		"It said [Organization: Zanaco] had failed.":                                                         "",
		"[Person: Ada Okonjo] met [Person: Ben Phiri].":                                                      "",
		"[Person: Ada Okonjo] said so. [Organization: Zanaco] had failed, she added.":                        "Ada Okonjo | Ada Okonjo",
		"[Organization: ZBC News] said so. [Organization: Zanaco] had failed, she added.":                    "ZBC News | ",
		"[Person: Ada Okonjo] said so. It rained. [Organization: Zanaco] failed.":                            "Ada Okonjo |  | ",
	} {
		x := extractor()
		plain, names := spans(text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
		mentions := p.names(names)
		entities, of := p.resolve(mentions)
		var got []string
		for _, e := range p.speakers(mentions, entities, of, nil, nil) {
			name := ""
			if e != unsaid {
				name = entities[e].name
			}
			got = append(got, name)
		}
		if got := strings.Join(got, " | "); got != want {
			t.Errorf("%s\nsays %q, want %q", text, got, want)
		}
	}
}

// An office speaks for its holder, and no sentence of a person makes a claim of
// their own title.
func TestSpeakersOfOffices(t *testing.T) {
	d, err := extractor().Extract(Article{Text: "Defence Minister Grace Banda met soldiers in Lusaka on Monday.\n\n" +
		"The defence minister said that Zambia would attack Malawi.\n"})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, e := range d.Entities {
		names[e.ID] = e.Name
	}
	claims := 0
	for _, r := range d.Relations {
		switch r.Type {
		case schema.ParticipatedIn:
			if strings.HasPrefix(r.Evidence[0].Quote, "The defence") {
				if claims++; r.AttributedTo != "Grace Banda" {
					t.Errorf("%s in %s is said by %q", names[r.From], names[r.To], r.AttributedTo)
				}
			}
		case schema.HoldsOffice, schema.OfficeOf:
			if r.AttributedTo != "" {
				t.Errorf("%s %s is said by %q", r.Type, names[r.To], r.AttributedTo)
			}
		}
	}
	if claims == 0 {
		t.Error("nobody takes part in the attack")
	}
}
