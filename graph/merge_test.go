package graph_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store/storetest"
)

// TestMergeDerives checks what the world says of one entity and one fact that
// several articles report.
func TestMergeDerives(t *testing.T) {
	report := func(id, published, name, status string, confidence float64, forms ...string) *graph.Graph {
		return &graph.Graph{
			Article: graph.Article{ID: id, PublishedAt: published},
			Mentions: []graph.Mention{
				{
					Entity: "office:mayor|place:accra", Label: schema.Office, Name: "mayor of Accra", Starts: []int{0}, Ends: []int{5},
					Forms: []string{"mayor"}, Props: graph.Props{"title": "mayor"},
				},
				{Entity: "person:ama boateng", Label: schema.Person, Name: name, Starts: []int{6}, Ends: []int{9}, Forms: forms},
			},
			Claims: []graph.Claim{{
				Type: schema.HoldsOffice, From: "person:ama boateng", To: "office:mayor|place:accra",
				Confidence: confidence, Props: graph.Props{"status": status},
			}},
		}
	}
	for _, test := range []struct {
		name   string
		graphs []*graph.Graph
		person map[string]any // besides id
		fact   map[string]any // besides fact
	}{
		{
			"one article, no date",
			[]*graph.Graph{report("a", "", "Ama Boateng", "current", 0.5, "Ama Boateng", "Boateng")},
			map[string]any{"name": "Ama Boateng", "aliases": []string{"Ama Boateng", "Boateng"}, "articles": int64(1)},
			map[string]any{"articles": int64(1), "confidence": 0.5, "status": "current"},
		},
		{
			"longest name, all forms, first and last date, highest confidence, most votes",
			[]*graph.Graph{
				report("a", "2024-10-12", "Boateng", "current", 0.5, "Boateng"),
				report("b", "", "Ama K. Boateng", "current", 0.9, "Ama K. Boateng", "Boateng"),
				report("c", "2024-11", "Ama Boateng", "former", 0.7, "Ama Boateng"),
			},
			map[string]any{
				"name": "Ama K. Boateng", "aliases": []string{"Ama Boateng", "Ama K. Boateng", "Boateng"}, "articles": int64(3),
				"firstReported": "2024-10-12", "lastReported": "2024-11",
			},
			map[string]any{
				"articles": int64(3), "confidence": 0.9, "status": "current", "firstReported": "2024-10-12", "lastReported": "2024-11",
			},
		},
		{
			"of as many votes the latest published",
			[]*graph.Graph{
				report("a", "2024-10-12", "Ama Boateng", "former", 0, "x"),
				report("b", "2024-10-11", "Ama Boateng", "acting", 0, "x"),
			},
			map[string]any{
				"name": "Ama Boateng", "aliases": []string{"x"}, "articles": int64(2), "firstReported": "2024-10-11", "lastReported": "2024-10-12",
			},
			map[string]any{
				"articles": int64(2), "confidence": 0.0, "status": "former", "firstReported": "2024-10-11", "lastReported": "2024-10-12",
			},
		},
		{
			"then the first in order; names are as long as their letters are many",
			[]*graph.Graph{
				report("a", "2024", "Amá Boateng", "former", 0, "x"),
				report("b", "2024", "Ama  Boateng", "current", 0, "x"),
				report("c", "2024", "Ama B. Oteng", "incoming", 0, "x"),
			},
			map[string]any{
				"name": "Ama  Boateng", "aliases": []string{"x"}, "articles": int64(3), "firstReported": "2024", "lastReported": "2024",
			},
			map[string]any{"articles": int64(3), "confidence": 0.0, "status": "current", "firstReported": "2024", "lastReported": "2024"},
		},
	} {
		w := graph.Merge(test.graphs...)
		for _, n := range w.Nodes {
			if n.Label == schema.Person {
				test.person["id"] = "person:ama boateng"
				if d := gocmp.Diff(test.person, n.Properties); d != "" {
					t.Errorf("%s: person (-want +got):\n%s", test.name, d)
				}
			}
		}
		for _, r := range w.Relationships {
			if r.Type == schema.HoldsOffice {
				test.fact["fact"] = graph.FactKey(r.Type, r.From, r.To)
				if d := gocmp.Diff(test.fact, r.Properties); d != "" {
					t.Errorf("%s: fact (-want +got):\n%s", test.name, d)
				}
			}
		}
	}
}

func FuzzMerge(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(5*seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		graphs := storetest.Random(r, int(n%64))
		for _, g := range graphs {
			if err := g.Check(schema.Graph); err != nil {
				t.Fatal(err)
			}
		}
		js := storetest.RandomJudgements(r, graphs, int(n%16))
		want := graph.MergeUnder(js, graphs...)
		same := func(what string, graphs []*graph.Graph) {
			t.Helper()
			r.Shuffle(len(js), func(i, j int) { js[i], js[j] = js[j], js[i] })
			if d := gocmp.Diff(want, graph.MergeUnder(js, graphs...)); d != "" {
				t.Fatalf("%s (-want +got):\n%s", what, d)
			}
		}
		same("again, which changes nothing", graphs)
		same("twice", slices.Concat(graphs, graphs))
		shuffled := slices.Clone(graphs)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		same("in another order", shuffled)
		latest := map[string]*graph.Graph{}
		for _, g := range graphs {
			if old := latest[g.Article.ID]; old == nil || g.Article.Supersedes(old.Article) {
				latest[g.Article.ID] = g
			}
		}
		same("without what is superseded", slices.DeleteFunc(shuffled, func(g *graph.Graph) bool { return latest[g.Article.ID] != g }))
		consistent(t, want)
		consistent(t, graph.Merge(graphs...))
	})
}

// consistent fails the test unless w keeps to the schema, in order, and every
// fact and entity has as many articles behind it as it says.
func consistent(t *testing.T, w graph.World) {
	t.Helper()
	labels := map[string]schema.Label{}
	claims, mentions, stated := map[string]int64{}, map[string]int64{}, map[string]int{}
	originals, canonical, united := map[string]string{}, map[string]string{}, map[string]bool{}
	place := func(l schema.Label) int {
		return slices.IndexFunc(schema.Graph.Nodes, func(n schema.Node) bool { return n.Label == l })
	}
	if !slices.IsSortedFunc(w.Nodes, func(a, b graph.Node) int { return cmp.Or(place(a.Label)-place(b.Label), cmp.Compare(a.ID, b.ID)) }) {
		t.Error("the nodes are out of order")
	}
	for _, n := range w.Nodes {
		if labels[n.ID+string(n.Label)] != "" {
			t.Errorf("%s: twice", n.ID)
		}
		labels[n.ID+string(n.Label)] = n.Label
		d := schema.Graph.Node(n.Label)
		declared := slices.Concat(schema.Graph.Entity, d.Properties)
		switch n.Label {
		case schema.Article:
			declared = d.Properties
		case schema.Claim:
			fact, _ := n.Properties["fact"].(string)
			if n.Properties["copy"] == nil {
				claims[fact]++
			}
			for _, r := range schema.Graph.Relationships {
				if len(fact) > len(r.Type) && fact[:len(r.Type)+1] == string(r.Type)+":" {
					declared = slices.Concat(d.Properties, r.Properties)
				}
			}
		}
		declaredOnly(t, n.ID, n.Properties, declared)
		if c, ok := n.Properties["canonicalId"].(string); ok {
			canonical[n.ID] = c
		}
	}
	has := func(id string, of []schema.Label) bool {
		return slices.ContainsFunc(of, func(l schema.Label) bool { return labels[id+string(l)] == l })
	}
	for _, r := range w.Relationships {
		d := schema.Graph.Relationship(r.Type)
		what := string(r.Type) + " from " + r.From + " to " + r.To
		if !has(r.From, d.From) || !has(r.To, d.To) {
			t.Errorf("%s: ends that the schema or the world does not have", what)
		}
		switch r.Type {
		case schema.States:
			stated[r.To]++
		case schema.DuplicateOf:
			if originals[r.From] != "" || r.From == r.To {
				t.Errorf("%s is a copy twice, or of itself", r.From)
			}
			originals[r.From] = r.To
		case schema.SameAs:
			if canonical[r.From] != r.To || canonical[r.To] != r.To || r.From == r.To {
				t.Errorf("%s, but canonicalId is %q and %q", what, canonical[r.From], canonical[r.To])
			}
			united[r.From], united[r.To] = true, true
		case schema.Mentions:
			if r.Properties["copy"] == nil {
				mentions[r.To]++
			}
			i := slices.IndexFunc(w.Nodes, func(n graph.Node) bool { return n.ID == r.To && n.Label != schema.Article })
			declaredOnly(t, what, r.Properties, slices.Concat(d.Properties, schema.Graph.Node(w.Nodes[i].Label).Properties))
		default:
			declaredOnly(t, what, r.Properties, slices.Concat(schema.Graph.Fact, d.Properties))
			fact := r.Properties["fact"].(string)
			if n := claims[fact]; n == 0 || n != r.Properties["articles"] {
				t.Errorf("%s: %d claims behind what %v articles state", what, n, r.Properties["articles"])
			}
			delete(claims, fact)
		}
	}
	for id, original := range originals {
		if originals[original] != "" {
			t.Errorf("%s is a copy of %s, which is one itself", id, original)
		}
	}
	for id := range canonical {
		if !united[id] {
			t.Errorf("%s has a canonicalId and is the same as nobody", id)
		}
	}
	if len(claims) > 0 {
		t.Errorf("claims of facts that are not there: %v", claims)
	}
	for _, n := range w.Nodes {
		switch {
		case n.Label == schema.Claim && stated[n.ID] != 1:
			t.Errorf("%s: %d articles state it", n.ID, stated[n.ID])
		case !schema.Graph.Node(n.Label).Provenance && (mentions[n.ID] == 0 || mentions[n.ID] != n.Properties["articles"]):
			t.Errorf("%s: %d mentions from %v articles", n.ID, mentions[n.ID], n.Properties["articles"])
		}
	}
}

// declaredOnly checks that properties are those declared, with values of their
// kinds. Where two are declared with one name, either will do: the name of a
// mention and that of its entity.
func declaredOnly(t *testing.T, what string, properties map[string]any, declared []schema.Property) {
	t.Helper()
	known := map[string]bool{}
	for _, d := range declared {
		v, ok := properties[d.Name]
		if !ok {
			if !d.Optional {
				t.Errorf("%s: %s is missing", what, d.Name)
			}
			continue
		}
		known[d.Name] = true
		good := false
		switch d.Kind {
		case schema.String, schema.Date, schema.Enum:
			_, good = v.(string)
		case schema.Strings:
			_, good = v.([]string)
		case schema.Int:
			_, good = v.(int64)
		case schema.Ints:
			_, good = v.([]int64)
		case schema.Float:
			_, good = v.(float64)
		case schema.Bool:
			_, good = v.(bool)
		}
		if !good {
			t.Errorf("%s: %s is a %T", what, d.Name, v)
		}
	}
	for name := range properties {
		if !known[name] {
			t.Errorf("%s: %s is not declared", what, name)
		}
	}
}
