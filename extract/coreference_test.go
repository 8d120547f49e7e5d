package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/model"
)

var marked = regexp.MustCompile(`\[(\w+): ([^\]]+)\]`)

// spans returns a text without its marks, and the names that are marked in it:
// "[Person: Ada Okonjo] flew to [Place: Lagos]."
func spans(source string) (string, []model.Span) {
	var b strings.Builder
	var names []model.Span
	at := 0
	for _, m := range marked.FindAllStringSubmatchIndex(source, -1) {
		b.WriteString(source[at:m[0]])
		start := b.Len()
		b.WriteString(source[m[4]:m[5]])
		names = append(names, model.Span{Start: start, End: b.Len(), Label: source[m[2]:m[3]], Score: .9})
		at = m[1]
	}
	b.WriteString(source[at:])
	return b.String(), names
}

// entities returns the entities of a text with marked names, a line each: the
// label and the forms, in the order of the first mentions.
func entities(source string) []string {
	x := extractor()
	plain, names := spans(source)
	p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
	mentions := p.names(names)
	all, _ := p.resolve(mentions)
	var out []string
	for _, e := range all {
		var forms []string
		for _, k := range e.mentions {
			forms = append(forms, p.text(mentions[k]))
		}
		out = append(out, fmt.Sprintf("%s: %s", e.label, strings.Join(slices.Compact(forms), ", ")))
	}
	return out
}

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"surname and first name": {
			"[Person: Ada Okonjo] spoke. [Person: Okonjo] left, and friends of [Person: Ada] cheered.",
			[]string{"Person: Ada Okonjo, Okonjo, Ada"},
		},
		"surname before the full name": {
			"[Person: Okonjo] resigns\nMinister [Person: Ada Okonjo] has resigned.",
			[]string{"Person: Okonjo, Ada Okonjo"},
		},
		"a family: the latest full name, if it is near": {
			"[Person: Ada Okonjo] married [Person: Ben Okonjo]. [Person: Okonjo] is a pilot.",
			[]string{"Person: Ada Okonjo", "Person: Ben Okonjo, Okonjo"},
		},
		"a family: who was called by the surname goes on to be": {
			"[Person: Ada Okonjo] was freed. [Person: Okonjo] wept. Her son, [Person: Ben Okonjo], drove her. The crowd sang. It rained. [Person: Okonjo] waved.",
			[]string{"Person: Ada Okonjo, Okonjo", "Person: Ben Okonjo"},
		},
		"a family: the title decides": {
			"Senator [Person: Ada Okonjo] and Dr [Person: Ben Okonjo] spoke. Senator [Person: Okonjo] left first. Dr [Person: Okonjo] stayed.",
			[]string{"Person: Ada Okonjo, Okonjo", "Person: Ben Okonjo, Okonjo"},
		},
		"two of one first name": {
			"[Person: Ada Okonjo] met [Person: Ada Nwosu]. [Person: Nwosu] thanked [Person: Okonjo].",
			[]string{"Person: Ada Okonjo, Okonjo", "Person: Ada Nwosu, Nwosu"},
		},
		"initials, short first names, middle names": {
			"[Person: Timothy Osei Danso] and [Person: Paula Danso] ran. [Person: T. Danso] won; [Person: Tim Danso] and [Person: Timothy Danso] are one, [Person: Paul Danso] is not.",
			[]string{"Person: Timothy Osei Danso, T. Danso, Tim Danso, Timothy Danso", "Person: Paula Danso", "Person: Paul Danso"},
		},
		"a name inside a longer one": {
			"[Person: Ahmad Rafi Hamdan] arrived. [Person: Ahmad Rafi] smiled, [Person: Rafi] said.",
			[]string{"Person: Ahmad Rafi Hamdan, Ahmad Rafi, Rafi"},
		},
		"spellings": {
			"[Person: Mohamed Zelenskyy] and [Person: Lukas Thierse] met. [Person: Muhammad Zelenskyy], or [Person: Mohamed Zelensky], left [Person: Theirse].",
			[]string{"Person: Mohamed Zelenskyy, Muhammad Zelenskyy, Mohamed Zelensky", "Person: Lukas Thierse, Theirse"},
		},
		"names that differ in their end are not spellings": {
			"[Person: Mario Ivanov], [Person: Maria Ivanov] and [Person: Mario Ivanova] are siblings.",
			[]string{"Person: Mario Ivanov", "Person: Maria Ivanov", "Person: Mario Ivanova"},
		},
		"nicknames": {
			`[Person: Ilie "Small" Nawa] plays with [Person: Musa Dlamini], known to all as "[Person: Blaze]". [Person: Small] and [Person: Blaze] agree; [Person: Ilie Nawa] is the captain.`,
			[]string{`Person: Ilie "Small" Nawa, Small, Ilie Nawa`, "Person: Musa Dlamini, Blaze"},
		},
		"another script": {
			"[Person: Chen Yu-ting] ([Person: 陳玉婷]) voted.",
			[]string{"Person: Chen Yu-ting, 陳玉婷"},
		},
		"acronym in brackets": {
			"The [Organization: Regional Forum for Harbours] ([Organization: FoRHa]) met. [Organization: FoRHa] will meet again.",
			[]string{"Organization: Regional Forum for Harbours, FoRHa"},
		},
		"expansion in brackets": {
			"[Organization: KBW] ([Organization: Peasants and Traders League]) lost. [Organization: KBW] protested.",
			[]string{"Organization: KBW, Peasants and Traders League, KBW"},
		},
		"acronym long before the expansion": {
			"[Organization: LPMC] workers are angry. They wrote to the [Organization: Lusaka Port Management Company].",
			[]string{"Organization: LPMC, Lusaka Port Management Company"},
		},
		"a place and its acronym have one label": {
			"Along the [Place: Line of Friendship] ([Organization: LOF]) it is quiet. [Place: LOF] traders are back.",
			[]string{"Place: Line of Friendship, LOF"},
		},
		"parts of an organization's name": {
			"The [Organization: Tema Observatory for Human Rights], [Organization: Dorado Group Holdings] and [Organization: Federal High Court] agree: [Organization: Observatory], [Organization: Dorado Group], [Organization: High Court].",
			[]string{"Organization: Tema Observatory for Human Rights, Observatory", "Organization: Dorado Group Holdings, Dorado Group", "Organization: Federal High Court, High Court"},
		},
		"a short form goes to the last one before": {
			"The [Organization: Electoral Commission of Zambia] sued. The [Organization: Commission] won. The [Organization: Land Commission] appealed. The [Organization: Commission] lost.",
			[]string{"Organization: Electoral Commission of Zambia, Commission", "Organization: Land Commission, Commission"},
		},
		"a body of an organization is another": {
			"The [Organization: African Union] met. The [Organization: African Union Peace Council] did not.",
			[]string{"Organization: African Union", "Organization: African Union Peace Council"},
		},
		"what an organization's kind is called": {
			"The [Organization: Kisumu County Assembly] sat. The [Organization: House] rose. [Organization: NATO] will help, as the [Organization: Alliance] promised.",
			[]string{"Organization: Kisumu County Assembly, House", "Organization: NATO, Alliance"},
		},
		"a party and its people": {
			"The [Organization: Teal Party] won. The [Organization: Teals] danced. [Organization: Social Democratic Party] and [Organization: Social Democrats] wept.",
			[]string{"Organization: Teal Party, Teals", "Organization: Social Democratic Party, Social Democrats"},
		},
		"countries": {
			"[Country: Ghana] and [Country: Togo] agreed. A [Country: Ghanaian] thanked the [Country: Togolese].",
			[]string{"Country: Ghana, Ghanaian", "Country: Togo, Togolese"},
		},
		"places": {
			"[Place: Bombay] and [Place: Narok County] are far apart. [Place: Mumbai] is a city, [Place: Narok] is not.",
			[]string{"Place: Bombay, Mumbai", "Place: Narok County, Narok"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, entities(c.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
