package main

import (
	"bufio"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract"
	"dateline/graph/schema"
)

// harbour is a document of two sentences. Its relations stand in no order.
func harbour() *extract.Document {
	const (
		first = "Togo's finance minister, Abla\nMensah, opened the harbour on Friday."
		last  = "“Welcome”, Mensah wrote to the Lomé \x1b[31mCourier."
	)
	start := len(first) + 1
	at := func(form string) extract.Mention {
		i := strings.Index(first+"\n"+last, form)
		return extract.Mention{Start: i, End: i + len(form), Text: form, Confidence: 0.9}
	}
	surname := strings.Index(last, "Mensah") + start
	said := []extract.Evidence{{Start: 0, End: len(first), Quote: first}}
	wrote := []extract.Evidence{{Start: start, End: start + len(last), Quote: last}}
	return &extract.Document{
		ID: "harbour", Title: "Harbour opens", Source: "Courier", Published: "2025-02-01",
		Entities: []extract.Entity{
			{ID: "pl1", Type: schema.Place, Name: "Lomé", Kind: "city", Mentions: []extract.Mention{at("Lomé")}},
			{ID: "p1", Type: schema.Person, Name: "Abla Mensah", Mentions: []extract.Mention{at("Abla\nMensah"), {Start: surname, End: surname + 6, Text: "Mensah"}}},
			{ID: "c1", Type: schema.Country, Name: "Togo", ISO2: "TG", Mentions: []extract.Mention{at("Togo")}},
			{ID: "o1", Type: schema.Office, Name: "Togo's finance minister", Title: "finance minister", Mentions: []extract.Mention{at("Togo's finance minister")}},
			{ID: "e1", Type: schema.Event, Name: "opening", Event: "ceremony", Status: "happened", Date: "2025-01-31", Precision: "day", Mentions: []extract.Mention{at("opened")}},
			{ID: "g1", Type: schema.Organization, Name: "Courier", Kind: "media", Mentions: []extract.Mention{at("Courier")}},
			{ID: "c2", Type: schema.Country, Name: "Ghana", Mentions: []extract.Mention{}},
		},
		Relations: []extract.Relation{
			{Type: schema.WorksFor, From: "p1", To: "g1", Confidence: 0.41, Rule: "network", AttributedTo: "the Courier", Evidence: wrote},
			{Type: schema.CitizenOf, From: "p1", To: "c2", Confidence: 0.3, Rule: "the article's country", Evidence: wrote},
			{Type: schema.CitizenOf, From: "p1", To: "c1", Confidence: 0.5, Rule: "network", Evidence: said},
			{Type: schema.OfficeOf, From: "o1", To: "c1", Confidence: 0.9, Rule: "in the title", Evidence: said},
			{Type: schema.HoldsOffice, From: "p1", To: "o1", Status: "current", Since: "2024", Confidence: 0.97, Rule: "title, name", Evidence: said},
			{Type: schema.ParticipatedIn, From: "p1", To: "e1", Role: "agent", Confidence: 0.8, Rule: "network", Evidence: said},
		},
	}
}

func explained(t *testing.T, width int, color bool, documents ...*extract.Document) string {
	t.Helper()
	var b strings.Builder
	x := &explainer{w: bufio.NewWriter(&b), width: width, color: color}
	for _, d := range documents {
		if err := x.explain(d); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	const want = `Harbour opens
  harbour · Courier · 2025-02-01 · 7 entities, 6 facts

HOLDS_OFFICE
  Abla Mensah (Person) —→ Togo's finance minister (Office)
    current · since 2024 · confidence 0.97 · found by: title, name
    “[Togo's finance minister|Office], [Abla Mensah|Person], opened the harbour
     on Friday.”

OFFICE_OF
  Togo's finance minister (Office) —→ Togo (Country)
    confidence 0.90 · found by: in the title
    “[[Togo|Country]'s finance minister|Office], Abla Mensah, opened the
     harbour on Friday.”

WORKS_FOR
  Abla Mensah (Person) —→ Courier (Organization: media)
    confidence 0.41 · found by: network · according to the Courier
    ““Welcome”, [Mensah|Person] wrote to the Lomé [31m[Courier|Organization].”

CITIZEN_OF
  Abla Mensah (Person) —→ Togo (Country)
    confidence 0.50 · found by: network
    “[Togo|Country]'s finance minister, [Abla Mensah|Person], opened the
     harbour on Friday.”
  Abla Mensah (Person) —→ Ghana (Country)
    confidence 0.30 · found by: the article's country · not named there: Ghana
    ““Welcome”, [Mensah|Person] wrote to the Lomé [31mCourier.”

PARTICIPATED_IN
  Abla Mensah (Person) —→ opening (Event: ceremony, happened, 2025-01-31)
    agent · confidence 0.80 · found by: network
    “Togo's finance minister, [Abla Mensah|Person], [opened|Event] the harbour
     on Friday.”

Without a fact (1 of 7)
  Place: Lomé ×1
`
	if diff := cmp.Diff(want, explained(t, 80, false, harbour())); diff != "" {
		t.Error(diff)
	}
}

func TestExplainInColor(t *testing.T) {
	d := harbour()
	d.DropBelow(0.9)
	got := strings.ReplaceAll(explained(t, 50, true, d), "\x1b[", "^")
	const want = `^1mHarbour opens^0m
  ^2mharbour · Courier · 2025-02-01 · 7 entities, 2^0m
  ^2mfacts^0m

^1mHOLDS_OFFICE^0m
  ^1;36mAbla Mensah^0m (Person) —→ ^1;35mTogo's finance^0m
    ^1;35mminister^0m (Office)
    ^2mcurrent · since 2024 · confidence 0.97 · found^0m
    ^2mby: title, name^0m
    “^1;35mTogo's finance minister^0m, ^1;36mAbla Mensah^0m, opened
     the harbour on Friday.”

^1mOFFICE_OF^0m
  ^1;36mTogo's finance minister^0m (Office) —→ ^1;35mTogo^0m
    (Country)
    ^2mconfidence 0.90 · found by: in the title^0m
    “^1;35mTogo^0m^1;36m's finance minister^0m, Abla Mensah, opened
     the harbour on Friday.”

^1mWithout a fact^0m (4 of 7)
  Organization: Courier ×1
  Country: Ghana ×0
  Place: Lomé ×1
  Event: opening ×1
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExplainWithoutTitleOrFacts(t *testing.T) {
	d := &extract.Document{ID: "wire#7", Entities: []extract.Entity{{ID: "c1", Type: schema.Country, Name: "Togo", Mentions: make([]extract.Mention, 3)}}}
	const want = `wire#7
  1 entity, 0 facts

Without a fact (1 of 1)
  Country: Togo ×3


wire#7
  0 entities, 0 facts
`
	if diff := cmp.Diff(want, explained(t, 80, false, d, &extract.Document{ID: "wire#7"})); diff != "" {
		t.Error(diff)
	}
}

// Documents that others have written may hold any offsets.
func TestSentenceTakesAnyMarks(t *testing.T) {
	for _, c := range []struct {
		quote string
		marks []mark
		want  string
	}{
		{"", []mark{{start: 0, end: 4, label: "A"}}, ""},
		{"Lomé", []mark{{start: 0, end: 99, label: "A"}, {start: 50, end: 60, label: "B"}}, "[Lomé|A]"},
		{"Lomé is", []mark{{start: 4, end: 7, label: "A"}}, "Lomé[ i|A]s"}, // within é
		{"a b c", []mark{{start: 0, end: 3, label: "A"}, {start: 2, end: 5, label: "B"}}, "[a [b|A] c|B]"},
		{"ab", []mark{{start: 0, end: 2, label: "A"}, {start: 0, end: 2, label: "B"}}, "[[ab|B]|A]"},
		{" \u202Ea \n\tb ", []mark{{start: 4, end: 5, label: "A"}}, "[a|A] b "},
	} {
		var got strings.Builder
		for _, g := range (&explainer{}).sentence(c.quote, c.marks) {
			got.WriteRune(g.r)
		}
		if got.String() != c.want {
			t.Errorf("%q with %v is %q, want %q", c.quote, c.marks, got.String(), c.want)
		}
	}
}

// Whatever the width, no word is lost or cut, and only a word of its own is
// longer than a line.
func TestWrap(t *testing.T) {
	line := "The port of Antananarivoatsinanana reopened – at last – on Friday"
	for width := 1; width < 70; width++ {
		var words []string
		for _, l := range wrap(text(line, ""), width) {
			var b strings.Builder
			for _, g := range l {
				b.WriteRune(g.r)
			}
			if len(l) > width && strings.Contains(b.String(), " ") {
				t.Errorf("width %d: %q", width, b.String())
			}
			words = append(words, b.String())
		}
		if got := strings.Join(words, " "); got != line {
			t.Errorf("width %d: %q", width, got)
		}
	}
}

// Colors and brackets differ in nothing else, and every sentence is there whole.
func TestColorsAreBracketsOfAnotherKind(t *testing.T) {
	if testing.Short() {
		t.Skip("extracts an article")
	}
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../examples/articles/05-zambia-votes.txt")
	if err != nil {
		t.Fatal(err)
	}
	d, err := x.Extract(extract.Article{ID: "05", Text: string(data)})
	if err != nil {
		t.Fatal(err)
	}
	words := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	colored := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(explained(t, 80, true, d), "")
	brackets := regexp.MustCompile(`\[|\|[A-Z][a-z]+\]`).ReplaceAllString(explained(t, 60, false, d), "")
	if diff := cmp.Diff(words(brackets), words(colored)); diff != "" {
		t.Error(diff)
	}
	for _, r := range d.Relations {
		if quote := words(r.Evidence[0].Quote); !strings.Contains(words(colored), "“"+quote+"”") {
			t.Errorf("no sentence %q", quote)
		}
	}
}
