package eval

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract"
	"dateline/graph/schema"
)

// TestScore scores the annotated example articles against testdata/score.txt,
// those of the corpus that the network has not learned from against
// testdata/score-unseen.txt, and the folder DATELINE_GOLD, if it is set, against
// testdata/score-dev.txt; UPDATE=1 rewrites them. A drop is argued for in the commit.
func TestScore(t *testing.T) {
	compare(t, "testdata/gold", "testdata/score.txt")
	compare(t, "../../train/corpus/unseen", "testdata/score-unseen.txt")
	if dir := os.Getenv("DATELINE_GOLD"); dir != "" {
		compare(t, dir, "testdata/score-dev.txt")
	}
}

func compare(t *testing.T, dir, file string) {
	t.Helper()
	gold, err := Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(gold) == 0 {
		t.Fatalf("%s holds no gold files", dir)
	}
	golden(t, file, Score(gold, documents(t, gold)).String())
}

// documents extracts the articles of the annotations.
func documents(t *testing.T, gold []Gold) []*extract.Document {
	t.Helper()
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	var out []*extract.Document
	for _, g := range gold {
		d, err := x.Extract(extract.Article{ID: g.ID, Published: g.Published, Text: g.Text})
		if err != nil {
			t.Fatalf("%s: %v", g.ID, err)
		}
		out = append(out, d)
	}
	return out
}

// golden compares with a file, or rewrites it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), UPDATE=1 rewrites:\n%s", file, diff)
	}
}

func TestCheck(t *testing.T) {
	gold, err := Load(os.DirFS("testdata/gold"))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range gold {
		if err := g.Check(); err != nil {
			t.Error(err)
		}
	}
	sound := Gold{
		ID: "a", Text: "Kofi Mensah, mayor of Tema, died.",
		Entities: []Entity{
			{ID: "p", Type: schema.Person, Name: "Kofi Mensah", Mentions: []string{"Kofi Mensah"}},
			{ID: "f", Type: schema.Office, Name: "mayor of Tema", Title: "mayor", Mentions: []string{"[mayor] of Tema"}},
			{ID: "e", Type: schema.Event, Name: "Death of Mensah", Event: "death", Status: "happened", Mentions: []string{"died"}},
		},
		Relations: []Relation{{Type: schema.HoldsOffice, From: "p", To: "f", Status: "former"}, {Type: schema.ParticipatedIn, From: "p", To: "e", Role: "target"}},
	}
	if err := sound.Check(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want  string
		spoil func(g *Gold)
	}{
		{"published", func(g *Gold) { g.Published = "yesterday" }},
		{"two entities p", func(g *Gold) { g.Entities = append(g.Entities, g.Entities[0]) }},
		{"no type", func(g *Gold) { g.Entities[0].Type = "Animal" }},
		{"no mention", func(g *Gold) { g.Entities[0].Mentions = nil }},
		{`"Mensa" is not`, func(g *Gold) { g.Entities[0].Mentions = []string{"Mensa"}; g.Text = "mayor of Tema died" }},
		{"without a title", func(g *Gold) { g.Entities[1].Title = "" }},
		{"no type of events", func(g *Gold) { g.Entities[2].Event = "birth" }},
		{"no status", func(g *Gold) { g.Entities[2].Status = "over" }},
		{"no date", func(g *Gold) { g.Entities[2].Date = "May" }},
		{"twice", func(g *Gold) { g.Relations = append(g.Relations, g.Relations[0]) }},
		{"no such entities", func(g *Gold) { g.Relations[0].To = "x" }},
		{"not from Person to Event", func(g *Gold) { g.Relations[0].To = "e" }},
		{"no role", func(g *Gold) { g.Relations[1].Role = "hero" }},
	} {
		g := sound
		g.Entities, g.Relations = slices.Clone(sound.Entities), slices.Clone(sound.Relations)
		c.spoil(&g)
		if err := g.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v; want %q in it", err, c.want)
		}
	}
}

// Gold scored against itself is perfect; each defect costs what it should.
func TestScoreOfDefects(t *testing.T) {
	gold := []Gold{{
		ID: "a",
		Entities: []Entity{
			{ID: "p", Type: schema.Person, Name: "Ama Owusu", Mentions: []string{"Ama Owusu", "[Owusu] said"}},
			{ID: "o", Type: schema.Office, Name: "Ghana's foreign minister", Title: "foreign minister", Mentions: []string{"foreign minister"}},
			{ID: "c", Type: schema.Country, Name: "Ghana", Mentions: []string{"Ghana"}},
			{ID: "e", Type: schema.Event, Name: "visit", Event: "visit", Status: "happened", Mentions: []string{"visited"}, Core: true},
			{ID: "b", Type: schema.Event, Name: "war", Event: "attack", Status: "ongoing", Mentions: []string{"war"}},
		},
		Relations: []Relation{
			{Type: schema.HoldsOffice, From: "p", To: "o", Status: "current"},
			{Type: schema.OfficeOf, From: "o", To: "c"},
			{Type: schema.ParticipatedIn, From: "p", To: "e", Role: "agent"},
			{Type: schema.ParticipatedIn, From: "c", To: "b", Role: "agent"},
		},
	}}
	document := func(change func(*extract.Document)) *extract.Document {
		d := &extract.Document{ID: "a"}
		for _, e := range gold[0].Entities {
			x := extract.Entity{ID: "x" + e.ID, Type: e.Type, Name: e.Name, Title: e.Title, Event: e.Event, Status: e.Status}
			for _, m := range e.Mentions {
				x.Mentions = append(x.Mentions, extract.Mention{Text: bracketed.ReplaceAllString(m, "$1")})
			}
			d.Entities = append(d.Entities, x)
		}
		for _, r := range gold[0].Relations {
			d.Relations = append(d.Relations, extract.Relation{Type: r.Type, From: "x" + r.From, To: "x" + r.To, Role: r.Role, Status: r.Status})
		}
		change(d)
		return d
	}
	for _, c := range []struct {
		name         string
		change       func(*extract.Document)
		nodes, edges Count
	}{
		{"perfect", func(*extract.Document) {}, Count{5, 0, 4, 4}, Count{4, 0, 3, 3}},
		{"background missed", func(d *extract.Document) { d.Entities, d.Relations = d.Entities[:4], d.Relations[:3] }, Count{4, 0, 4, 4}, Count{3, 0, 3, 3}},
		{"person of another type", func(d *extract.Document) { d.Entities[0].Type = schema.Organization }, Count{4, 1, 4, 3}, Count{2, 2, 3, 1}},
		{"edge turned round", func(d *extract.Document) { r := &d.Relations[1]; r.From, r.To = r.To, r.From }, Count{5, 0, 4, 4}, Count{3, 1, 3, 2}},
		{"edge twice", func(d *extract.Document) { d.Relations = append(d.Relations, d.Relations[0]) }, Count{5, 0, 4, 4}, Count{4, 0, 3, 3}},
		{"surname only", func(d *extract.Document) {
			d.Entities[0].Name, d.Entities[0].Mentions = "Owusu", d.Entities[0].Mentions[1:]
		}, Count{5, 0, 4, 4}, Count{4, 0, 3, 3}},
		{"invented entity", func(d *extract.Document) {
			d.Entities = append(d.Entities, extract.Entity{ID: "z", Type: schema.Place, Name: "Kumasi"})
		}, Count{5, 1, 4, 4}, Count{4, 0, 3, 3}},
	} {
		r := Score(gold, []*extract.Document{document(c.change)})
		if *r.Counts["nodes"] != c.nodes || *r.Counts["edges"] != c.edges {
			t.Errorf("%s: nodes %+v, edges %+v; want %+v, %+v", c.name, *r.Counts["nodes"], *r.Counts["edges"], c.nodes, c.edges)
		}
	}
	if r := Score(gold, nil); r.Counts["nodes"].Need != 4 || r.Counts["nodes"].Hit != 0 {
		t.Errorf("an article without a document: %+v", r.Counts["nodes"])
	}
}
