package extract

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/gazetteer"
	"dateline/graph/schema"
)

// reading is what has been made of an article: entities as "Type name", of
// organizations with their kind in brackets, relations as "name TYPE name".
type reading struct {
	text      string
	main      string // ISO2
	entities  string // one a line
	relations string
	want      map[string]string // identifiers by name; the others have none
}

var readings = []reading{
	{
		text:     "Paris police closed three bridges on Sunday.",
		entities: "Place Paris",
		want:     map[string]string{"Paris": "2988507"},
	},
	{
		text:      "A fire destroyed a feed mill in Paris, Texas, on Monday.",
		entities:  "Place Paris\nPlace Texas",
		relations: "Paris LOCATED_IN Texas",
		want:      map[string]string{"Paris": "4717560", "Texas": "4736286"},
	},
	{
		text:     "The governor flew from Texas to Paris.",
		entities: "Place Texas\nPlace Paris",
		want:     map[string]string{"Texas": "4736286"},
	},
	{
		text:      "A barn burned down near Paris, Ontario.",
		entities:  "Place Paris\nPlace Ontario\nCountry Canada",
		relations: "Paris LOCATED_IN Ontario",
		want:      map[string]string{"Ontario": "6093943", "Canada": "Q16"},
	},
	{
		text:     "Two Libyan militias fought in Tripoli.",
		main:     "LY",
		entities: "Country Libya\nPlace Tripoli",
		want:     map[string]string{"Libya": "Q1016", "Tripoli": "2210247"},
	},
	{
		text:      "A boat left Tripoli in northern Lebanon for Cyprus.",
		main:      "LB",
		entities:  "Place Tripoli\nCountry Lebanon\nCountry Cyprus",
		relations: "Tripoli LOCATED_IN Lebanon",
		want:      map[string]string{"Tripoli": "266826", "Lebanon": "Q822", "Cyprus": "Q229"},
	},
	{
		text:     "Lebanese and Libyan envoys met; the talks go on in Tripoli.",
		entities: "Country Lebanon\nCountry Libya\nPlace Tripoli",
		want:     map[string]string{"Lebanon": "Q822", "Libya": "Q1016"},
	},
	{
		text:     "Students marched through Santiago as Chile's congress voted.",
		main:     "CL",
		entities: "Place Santiago\nCountry Chile",
		want:     map[string]string{"Santiago": "3871336", "Chile": "Q298"},
	},
	{
		text:      "The Dominican baseball league moved its final to Santiago.",
		main:      "DO",
		entities:  "Country Dominican Republic\nPlace Santiago",
		relations: "Santiago LOCATED_IN Dominican Republic",
		want:      map[string]string{"Dominican Republic": "Q786", "Santiago": "3492914"},
	},
	{
		text:     "The train from Hyderabad was an hour late, Pakistan Railways said.",
		main:     "PK",
		entities: "Place Hyderabad\nCountry Pakistan",
		want:     map[string]string{"Hyderabad": "1176734", "Pakistan": "Q843"},
	},
	{
		text:     "Birmingham will be the first US city to ban them.",
		main:     "US",
		entities: "Place Birmingham\nCountry United States",
		want:     map[string]string{"United States": "Q30"},
	},
	{
		text:     "Springfield schools reopened, the US agency said.",
		main:     "US",
		entities: "Place Springfield\nCountry United States",
		want:     map[string]string{"United States": "Q30"},
	},
	{
		text:      "Schools in Springfield, Illinois, reopened.",
		entities:  "Place Springfield\nPlace Illinois",
		relations: "Springfield LOCATED_IN Illinois",
		want:      map[string]string{"Springfield": "4250542", "Illinois": "4896861"},
	},
	{
		text:      "He was born in Houston, Minnesota.",
		entities:  "Place Houston\nPlace Minnesota",
		relations: "Houston LOCATED_IN Minnesota",
		want:      map[string]string{"Minnesota": "5037779"},
	},
	{
		text:      "Snow closed the airport of Buffalo, New York.",
		entities:  "Place Buffalo\nPlace New York",
		relations: "Buffalo LOCATED_IN New York",
		want:      map[string]string{"Buffalo": "5110629", "New York": "5128638"},
	},
	{
		text:     "Ohio, Nevada and New York sued.",
		entities: "Place Ohio\nPlace Nevada\nPlace New York",
		want:     map[string]string{"Ohio": "5165418", "Nevada": "5509151"},
	},
	{
		text:     "Washington, D.C., joined Ohio and Nevada.",
		entities: "Place Washington, D.C.\nPlace Ohio\nPlace Nevada",
		want:     map[string]string{"Washington, D.C.": "4140963", "Ohio": "5165418", "Nevada": "5509151"},
	},
	{
		text:     "The premier of Georgia spoke of a vineyard.",
		entities: "Country Georgia\nPlace Vineyard",
		want:     map[string]string{"Georgia": "Q230"},
	},
	{
		text:      "The ship sank off Odesa, on the Black Sea in the Ottoman Empire.",
		entities:  "Place Odesa\nPlace Black Sea\nCountry Ottoman Empire",
		relations: "Odesa LOCATED_IN Black Sea\nOdesa LOCATED_IN Ottoman Empire",
		want:      map[string]string{},
	},
	{
		text:      "Hungarian Foreign Minister Péter Szijjártó landed in Baku.",
		main:      "HU",
		entities:  "Country Hungary\nPerson Péter Szijjártó\nOffice foreign minister\nPlace Baku",
		relations: "Péter Szijjártó HOLDS_OFFICE foreign minister\nforeign minister OFFICE_OF Hungary",
		want:      map[string]string{"Hungary": "Q28", "Péter Szijjártó": "Q685293", "Baku": "587084"},
	},
	{
		text:      "Pentagon chief Lloyd J. Austin III spoke in the United States.",
		entities:  "Organization(ministry) Pentagon\nPerson Lloyd J. Austin III\nOffice chief\nCountry United States",
		relations: "Lloyd J. Austin III HOLDS_OFFICE chief\nchief OFFICE_OF Pentagon\nPentagon PART_OF United States",
		want:      map[string]string{"Lloyd J. Austin III": "Q941013", "United States": "Q30"},
	},
	{
		text:      "Tony Burke, Canada's police minister, is no relative of the Australian.",
		entities:  "Person Tony Burke\nOffice police minister\nCountry Canada\nCountry Australia",
		relations: "Tony Burke HOLDS_OFFICE police minister\npolice minister OFFICE_OF Canada",
		want:      map[string]string{"Canada": "Q16", "Australia": "Q408"},
	},
	{
		text:      "Australia's swimming coach, Tony Burke, resigned.",
		entities:  "Country Australia\nPerson Tony Burke\nOffice swimming coach",
		relations: "Tony Burke HOLDS_OFFICE swimming coach\nswimming coach OFFICE_OF Australia",
		want:      map[string]string{"Australia": "Q408"},
	},
	{
		text:      "The Australian poet Tony Burke read from his work.",
		entities:  "Country Australia\nPerson Tony Burke",
		relations: "Tony Burke CITIZEN_OF Australia",
		want:      map[string]string{"Australia": "Q408"},
	},
	{
		text:      "Tony Burke, president of Acme in Australia, and Agriculture Minister Ama Owusu met.",
		entities:  "Person Tony Burke\nOffice president\nOrganization(company) Acme\nCountry Australia\nPerson Ama Owusu",
		relations: "Tony Burke HOLDS_OFFICE president\npresident OFFICE_OF Acme\nAcme PART_OF Australia",
		want:      map[string]string{"Australia": "Q408"},
	},
	{
		text:      "Flood watches are out for Madison, Montgomery and Morgan, the US service said.",
		main:      "US",
		entities:  "Place Madison\nPlace Montgomery\nCountry United States",
		relations: "Madison LOCATED_IN Montgomery",
		want:      map[string]string{"United States": "Q30"},
	},
	{
		text:      "Circular containment does no harm in Salem.",
		entities:  "Place Salem\nPlace Nowhere",
		relations: "Salem LOCATED_IN Nowhere\nNowhere LOCATED_IN Salem",
		want:      map[string]string{},
	},
}

// document makes the document of a reading, with entities called by their names.
func (r reading) document(t *testing.T, gaz *gazetteer.Gazetteer) *Document {
	t.Helper()
	d := &Document{}
	for line := range strings.Lines(r.entities) {
		label, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		label, kind, _ := strings.Cut(strings.TrimSuffix(label, ")"), "(")
		e := Entity{ID: name, Type: schema.Label(label), Name: name, Kind: kind}
		switch e.Type {
		case schema.Country:
			c, _, _ := gaz.Country(name)
			e.ISO2 = c.ISO2
		case schema.Office:
			e.Title = name
		}
		d.Entities = append(d.Entities, e)
	}
	types := []schema.Type{schema.LocatedIn, schema.HoldsOffice, schema.OfficeOf, schema.PartOf, schema.CitizenOf}
	for line := range strings.Lines(r.relations) {
		for _, typ := range types {
			if from, to, ok := strings.Cut(strings.TrimSpace(line), " "+string(typ)+" "); ok {
				d.Relations = append(d.Relations, Relation{Type: typ, From: from, To: to})
			}
		}
	}
	if want := len(strings.Split(r.relations, "\n")); r.relations != "" && len(d.Relations) != want {
		t.Fatalf("%d relations instead of %d", len(d.Relations), want)
	}
	return d
}

func identifiers(d *Document) map[string]string {
	out := map[string]string{}
	for _, e := range d.Entities {
		if e.WikidataID != "" {
			out[e.Name] = e.WikidataID
		}
		if e.GeoNamesID != 0 {
			out[e.Name] = strconv.Itoa(e.GeoNamesID)
		}
	}
	return out
}

func TestIdentify(t *testing.T) {
	gaz, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings {
		t.Run(r.text, func(t *testing.T) {
			d := r.document(t, gaz)
			identify(gaz, d, r.main)
			if diff := cmp.Diff(r.want, identifiers(d)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Identifiers are properties of nodes and no part of keys.
func TestIdentifiersInGraph(t *testing.T) {
	a := Article{ID: "x", Text: "Secretary of State Antony Blinken arrived in Tripoli, Lebanon, on Monday. The United States supports Lebanon, the US Secretary of State, Antony Blinken, said."}
	d, err := extractor().Extract(a)
	if err != nil {
		t.Fatal(err)
	}
	g, err := d.Graph()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"country:lb": "Q822", "country:us": "Q30", "person:antony blinken": "Q7821917", "place:tripoli|lb": "266826",
	}
	got := map[string]string{}
	for _, m := range g.Mentions {
		if id := m.Props["wikidataId"] + m.Props["geonamesId"]; id != "" {
			got[m.Entity] = id
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPlainName(t *testing.T) {
	for name, want := range map[string]string{
		"Lloyd J. Austin III":  "Lloyd Austin",
		"Joseph R. Biden, Jr.": "Joseph Biden",
		"Ana de la Cruz":       "Ana de la Cruz",
		"J. Smith":             "J. Smith",
		"":                     "",
	} {
		if got := plainName(name); got != want {
			t.Errorf("plainName(%q) = %q, want %q", name, got, want)
		}
	}
}
