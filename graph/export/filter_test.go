package export

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store/storetest"
)

// kept returns the graph that f means, read back from its part.
func kept(t testing.TB, f Filter, w graph.World) graph.World {
	t.Helper()
	nodes, relationships, err := f.Part(each(w.Nodes, nil), each(w.Relationships, nil))
	if err != nil {
		t.Fatal(err)
	}
	return graph.World{Nodes: collect(t, nodes), Relationships: collect(t, relationships)}
}

func collect[T any](t testing.TB, all iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for x, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// night is what two papers report: a mayor, who visits a harbour; only one of
// them says where the harbour is.
func night() graph.World {
	mention := func(key, name string, props graph.Props) graph.Mention {
		label := map[string]schema.Label{"person": schema.Person, "office": schema.Office, "place": schema.Place, "event": schema.Event, "country": schema.Country}[key[:strings.Index(key, ":")]]
		return graph.Mention{Entity: key, Label: label, Name: name, Starts: []int{0}, Ends: []int{1}, Forms: []string{name}, Confidence: 1, Props: props}
	}
	claim := func(of schema.Type, from, to string, confidence float64, props graph.Props) graph.Claim {
		return graph.Claim{Type: of, From: from, To: to, Quote: "So it is.", End: 9, Confidence: confidence, Rule: "r", Props: props}
	}
	mayor, office, harbour, visit, fiji := "person:ana vuki", "office:mayor|place:suva", "place:harbour", "event:visit|1", "country:fj"
	herald := &graph.Graph{
		Article: graph.Article{ID: "herald", Source: "Herald", PublishedAt: "2024-10-11", Title: "Herald"},
		Mentions: []graph.Mention{
			mention(mayor, "Ana Vuki", nil), mention(office, "mayor", graph.Props{"title": "mayor"}), mention(harbour, "Harbour", nil),
			mention(visit, "visit", graph.Props{"eventType": "visit", "status": "happened"}),
		},
		Claims: []graph.Claim{
			claim(schema.HoldsOffice, mayor, office, 0.9, graph.Props{"status": "current"}),
			claim(schema.ParticipatedIn, mayor, visit, 0.6, graph.Props{"role": "agent"}),
			claim(schema.OccurredIn, visit, harbour, 0.8, nil),
		},
	}
	post := &graph.Graph{
		Article: graph.Article{ID: "post", Source: "Post", PublishedAt: "2024-11", Title: "Post"},
		Mentions: []graph.Mention{
			mention(mayor, "Ana Vuki", nil), mention(office, "mayor", graph.Props{"title": "mayor"}), mention(harbour, "Harbour", nil), mention(fiji, "Fiji", nil),
		},
		Claims: []graph.Claim{
			claim(schema.HoldsOffice, mayor, office, 0.4, graph.Props{"status": "current"}),
			claim(schema.LocatedIn, harbour, fiji, 0.7, nil),
		},
	}
	for _, g := range []*graph.Graph{herald, post} {
		g.Sort()
	}
	return graph.Merge(herald, post)
}

// drawn lists the entities, articles and facts of a graph by name, and how many
// claims there are.
func drawn(w graph.World) string {
	names := map[string]string{}
	var out []string
	claims := 0
	for _, n := range w.Nodes {
		name, _ := n.Properties["name"].(string)
		title, _ := n.Properties["title"].(string)
		switch n.Label {
		case schema.Claim:
			claims++
		case schema.Article:
			out = append(out, title)
		default:
			names[n.ID] = name
			out = append(out, name)
		}
	}
	for _, r := range w.Relationships {
		if !schema.Graph.Relationship(r.Type).Provenance {
			out = append(out, fmt.Sprintf("%s>%s", names[r.From], names[r.To]))
		}
	}
	return fmt.Sprintf("%s; %d claims", strings.Join(out, ", "), claims)
}

func TestFilter(t *testing.T) {
	w := night()
	const all = "Ana Vuki, mayor, Fiji, Harbour, visit, Herald, Post, Ana Vuki>mayor, Harbour>Fiji, Ana Vuki>visit, visit>Harbour; 5 claims"
	for _, test := range []struct {
		filter Filter
		want   string
	}{
		{Filter{}, all},
		{Filter{NoEvidence: true}, "Ana Vuki, mayor, Fiji, Harbour, visit, Ana Vuki>mayor, Harbour>Fiji, Ana Vuki>visit, visit>Harbour; 0 claims"},
		{Filter{Labels: []schema.Label{schema.Event, schema.Place}}, "Harbour, visit, Herald, Post, visit>Harbour; 1 claims"},
		{Filter{Labels: []schema.Label{schema.Country}}, "Fiji, Post; 0 claims"},
		{Filter{Types: []schema.Type{schema.OccurredIn}}, "Harbour, visit, Herald, Post, visit>Harbour; 1 claims"},
		{Filter{Types: []schema.Type{schema.RelativeOf}}, "; 0 claims"},
		{Filter{Source: "Post"}, "Ana Vuki, mayor, Fiji, Harbour, Post, Ana Vuki>mayor, Harbour>Fiji; 2 claims"},
		{Filter{Since: "2024-11-05"}, "Ana Vuki, mayor, Fiji, Harbour, Post, Ana Vuki>mayor, Harbour>Fiji; 2 claims"},
		{Filter{Since: "2024", Until: "2024-10"}, "Ana Vuki, mayor, Harbour, visit, Herald, Ana Vuki>mayor, Ana Vuki>visit, visit>Harbour; 3 claims"},
		{Filter{Until: "2023"}, "; 0 claims"},
		{Filter{MinConfidence: 0.65}, "Ana Vuki, mayor, Fiji, Harbour, visit, Herald, Post, Ana Vuki>mayor, Harbour>Fiji, visit>Harbour; 3 claims"},
		{Filter{MinConfidence: 0.65, Source: "Post"}, "Ana Vuki, mayor, Fiji, Harbour, Post, Harbour>Fiji; 1 claims"},
		{Filter{MinArticles: 2}, "Ana Vuki, mayor, Harbour, Herald, Post, Ana Vuki>mayor; 2 claims"},
		{Filter{Around: []string{"country:fj"}}, "Fiji, Post; 0 claims"},
		{Filter{Around: []string{"country:fj"}, Hops: 1}, "Fiji, Harbour, Herald, Post, Harbour>Fiji; 1 claims"},
		{Filter{Around: []string{"country:fj"}, Hops: 3, NoEvidence: true}, "Ana Vuki, Fiji, Harbour, visit, Harbour>Fiji, Ana Vuki>visit, visit>Harbour; 0 claims"},
		{Filter{Around: []string{"country:fj"}, Hops: 9}, all},
		{Filter{Around: []string{"person:ana vuki"}, Hops: 1, Labels: []schema.Label{schema.Event}}, "Ana Vuki, visit, Herald, Post, Ana Vuki>visit; 1 claims"},
	} {
		if got := drawn(kept(t, test.filter, w)); got != test.want {
			t.Errorf("%+v:\n got %s\nwant %s", test.filter, got, test.want)
		}
	}
}

// Whatever the filter, the part holds together, everything in it is as it is in
// the whole graph, and the same filter once more changes nothing.
func TestFilterHoldsTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 6))
	for range 200 {
		all := storetest.Random(r, 1+r.IntN(12))
		w := graph.MergeUnder(storetest.RandomJudgements(r, all, 8), all...)
		f := randomFilter(r, w)
		p := kept(t, f, w)
		coherent(t, f, p)
		subset(t, w.Nodes, p.Nodes, func(n graph.Node) string { return string(n.Label) + " " + n.ID })
		subset(t, w.Relationships, p.Relationships, func(x graph.Relationship) string { return string(x.Type) + " " + x.From + " " + x.To })
		if t.Failed() {
			t.Fatalf("%+v", f)
		}
		if f.NoEvidence || len(f.Types) > 0 && len(f.Around) > 0 {
			continue // what it chose by may be gone
		}
		if diff := cmp.Diff(p, kept(t, f, p)); diff != "" {
			t.Errorf("%+v twice: %s", f, diff)
		}
	}
}

func randomFilter(r *rand.Rand, w graph.World) Filter {
	maybe := func(do func()) {
		if r.IntN(4) == 0 {
			do()
		}
	}
	var f Filter
	maybe(func() { f.Labels = schema.Graph.Entities()[r.IntN(3) : 3+r.IntN(4)] })
	maybe(func() { f.Types = schema.Graph.Facts()[r.IntN(5) : 5+r.IntN(8)] })
	maybe(func() { f.Since = []string{"2023", "2024-03", "2024-10-12"}[r.IntN(3)] })
	maybe(func() { f.Until = []string{"2024", "2024-10", "2024-10-12"}[r.IntN(3)] })
	maybe(func() { f.MinConfidence = r.Float64() })
	maybe(func() { f.MinArticles = int64(r.IntN(4)) })
	maybe(func() { f.NoEvidence = true })
	maybe(func() {
		if n := len(w.Nodes); n > 0 {
			f.Around, f.Hops = []string{w.Nodes[r.IntN(n)].ID}, r.IntN(3)
		}
	})
	maybe(func() {
		for _, n := range w.Nodes {
			if s, ok := n.Properties["source"].(string); ok {
				f.Source = s
			}
		}
	})
	return f
}

// coherent checks that nothing refers to what is not there.
func coherent(t *testing.T, f Filter, w graph.World) {
	t.Helper()
	nodes := map[string]bool{}
	for _, n := range w.Nodes {
		nodes[nodeID(n.Label, n.ID)] = true
	}
	facts, stated, states, mentions := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range w.Relationships {
		from, to := ends(r)
		if !nodes[from] || !nodes[to] {
			t.Errorf("%s from %q to %q: an end is missing", r.Type, r.From, r.To)
		}
		switch {
		case r.Type == schema.States:
			states[r.To] = true
		case r.Type == schema.Mentions:
			mentions[r.From], mentions[r.To] = true, true
		case !schema.Graph.Relationship(r.Type).Provenance:
			facts[r.Properties["fact"].(string)] = true
		}
	}
	for _, n := range w.Nodes {
		switch {
		case f.NoEvidence && schema.Graph.Node(n.Label).Provenance:
			t.Errorf("%s %q is there", n.Label, n.ID)
		case n.Label == schema.Claim:
			fact := n.Properties["fact"].(string)
			stated[fact] = true
			if !facts[fact] || !states[n.ID] {
				t.Errorf("claim %s has no fact or no article", n.ID)
			}
		case !f.NoEvidence && !mentions[n.ID] && !(n.Label == schema.Article && (&part{Filter: f}).all()):
			t.Errorf("%s %q is without evidence", n.Label, n.ID)
		}
	}
	for fact := range facts {
		if !f.NoEvidence && !stated[fact] {
			t.Errorf("fact %s without claim", fact)
		}
	}
}

func subset[T any](t *testing.T, whole, part []T, key func(T) string) {
	t.Helper()
	in := map[string]T{}
	for _, x := range whole {
		in[key(x)] = x
	}
	for _, x := range part {
		if diff := cmp.Diff(in[key(x)], x); diff != "" {
			t.Errorf("%s is another: %s", key(x), diff)
		}
	}
}
