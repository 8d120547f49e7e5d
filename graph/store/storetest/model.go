package storetest

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// Holds fails the test unless s holds exactly want: the streams of nodes and
// relationships, in order, with all properties, and their counts.
func Holds(t testing.TB, s store.Store, want graph.World) {
	t.Helper()
	got := graph.World{
		Nodes:         collect(t, s.Nodes(context.Background())),
		Relationships: collect(t, s.Relationships(context.Background())),
	}
	if d := gocmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("the store holds something else (-want +got):\n%s", d)
	}
	counts, err := s.Count(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for l, n := range counts.Nodes {
		if n == 0 {
			delete(counts.Nodes, l)
		}
	}
	for l, n := range counts.Relationships {
		if n == 0 {
			delete(counts.Relationships, l)
		}
	}
	expected := store.Counts{Nodes: map[schema.Label]int{}, Relationships: map[schema.Type]int{}}
	for _, n := range want.Nodes {
		expected.Nodes[n.Label]++
	}
	for _, r := range want.Relationships {
		expected.Relationships[r.Type]++
	}
	if d := gocmp.Diff(expected, counts, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("counts (-want +got):\n%s", d)
	}
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

// model is what a store must behave like: the latest graph of each article, and
// judgements.
type model struct {
	latest     map[string]*graph.Graph
	judgements []graph.Judgement
}

func (m *model) world() graph.World {
	return graph.MergeUnder(m.judgements, slices.Collect(maps.Values(m.latest))...)
}

// judged returns what the articles say under the judgements.
func (m *model) judged() []*graph.Graph {
	var all []*graph.Graph
	for _, g := range m.latest {
		all = append(all, graph.NewVerdict(m.judgements).Graph(g))
	}
	return all
}

func (m *model) judge(js []graph.Judgement) store.Changes {
	before := m.world()
	m.judgements = js
	return difference(before, m.world())
}

func (m *model) put(graphs []*graph.Graph) store.Changes {
	var c store.Changes
	before := m.world()
	if m.latest == nil {
		m.latest = map[string]*graph.Graph{}
	}
	for _, g := range graphs {
		old := m.latest[g.Article.ID]
		switch {
		case old == nil:
			c.Added++
		case old.Digest() == g.Digest():
			c.Unchanged++
			continue
		case g.Article.Supersedes(old.Article):
			c.Replaced++
		default:
			c.Superseded++
			continue
		}
		m.latest[g.Article.ID] = g
	}
	return c.Plus(difference(before, m.world()))
}

func (m *model) retract(ids []string) store.Changes {
	var c store.Changes
	before := m.world()
	for _, id := range ids {
		if m.latest[id] != nil {
			c.Retracted++
			delete(m.latest, id)
		}
	}
	return c.Plus(difference(before, m.world()))
}

// difference counts the entities and facts that only one of two worlds has.
func difference(before, after graph.World) store.Changes {
	var c store.Changes
	nodes, facts := map[string]int{}, map[string]int{}
	for _, w := range []struct {
		graph.World
		step int
	}{{before, -1}, {after, 1}} {
		for _, n := range w.Nodes {
			if !schema.Graph.Node(n.Label).Provenance {
				nodes[n.ID] += w.step
			}
		}
		for _, r := range w.Relationships {
			if f, ok := r.Properties["fact"].(string); ok {
				facts[f] += w.step
			}
		}
	}
	for _, d := range nodes {
		c.NodesAdded += max(d, 0)
		c.NodesRemoved += max(-d, 0)
	}
	for _, d := range facts {
		c.FactsAdded += max(d, 0)
		c.FactsRemoved += max(-d, 0)
	}
	return c
}

// find is Find by its definition.
func (m *model) find(query string, limit int, labels ...schema.Label) []graph.Node {
	asked := graph.Words(query)
	if len(asked) == 0 {
		return nil
	}
	type hit struct {
		graph.Node
		equal bool
	}
	world := m.world()
	nodes := entities(world)
	hits := map[string]hit{}
	for _, n := range world.Nodes {
		if schema.Graph.Node(n.Label).Provenance || !fits(n.Label, labels) {
			continue
		}
		stands := n
		if canonical, ok := n.Properties["canonicalId"].(string); ok {
			stands = nodes[canonical]
		}
		h, found := hit{stands, hits[stands.ID].equal}, false
		for _, form := range append([]string{n.Properties["name"].(string)}, n.Properties["aliases"].([]string)...) {
			h.equal = h.equal || graph.Normalize(form) == graph.Normalize(query)
			found = found || hasAll(graph.Words(form), asked)
		}
		if found {
			hits[stands.ID] = h
		}
	}
	best := slices.SortedFunc(maps.Values(hits), func(a, b hit) int {
		if a.equal != b.equal {
			if a.equal {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Properties["articles"].(int64), a.Properties["articles"].(int64)), cmp.Compare(a.ID, b.ID))
	})
	var out []graph.Node
	for _, h := range best[:min(limit, len(best))] {
		out = append(out, h.Node)
	}
	return out
}

func hasAll(words, asked []string) bool {
	last := len(asked) - 1
	for _, w := range asked[:last] {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, asked[last]) })
}

// facts is Facts by its definition.
func (m *model) facts(entity string) []store.Fact {
	w := m.world()
	nodes := entities(w)
	copied := map[string]bool{}
	for _, n := range w.Nodes {
		copied[n.ID] = n.Label == schema.Claim && n.Properties["copy"] == true
	}
	one := func(id string) bool {
		canonical := nodes[id].Properties["canonicalId"]
		return id == entity || canonical != nil && canonical == nodes[entity].Properties["canonicalId"]
	}
	var out []store.Fact
	for _, r := range w.Relationships {
		key, ok := r.Properties["fact"].(string)
		if !ok || !one(r.From) && !one(r.To) {
			continue
		}
		f := store.Fact{Relationship: r, From: nodes[r.From], To: nodes[r.To]}
		for _, g := range m.judged() {
			for _, c := range g.Claims {
				if c.Fact() == key {
					s := store.Statement{Article: g.Article, Claim: c, Copy: copied[graph.ClaimKey(key, g.Article.ID)]}
					f.Statements = append(f.Statements, s)
				}
			}
		}
		slices.SortFunc(f.Statements, func(a, b store.Statement) int {
			return cmp.Or(cmp.Compare(b.Article.PublishedAt, a.Article.PublishedAt), cmp.Compare(a.Article.ID, b.Article.ID))
		})
		out = append(out, f)
	}
	return out
}

// entities returns the world nodes by their IDs.
func entities(w graph.World) map[string]graph.Node {
	nodes := map[string]graph.Node{}
	for _, n := range w.Nodes {
		if !schema.Graph.Node(n.Label).Provenance {
			nodes[n.ID] = n
		}
	}
	return nodes
}
