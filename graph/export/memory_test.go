package export

import (
	"fmt"
	"io"
	"iter"
	"runtime"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
)

// big yields a graph of n entities and some more nodes and relationships, made as
// they are asked for: people who are citizens, each mentioned and stated by an
// article of its own.
func big(n int) (Nodes, Relationships) {
	countries := n / 100
	person := func(i int) string { return fmt.Sprintf("person:jane doe the %dth", i) }
	country := func(i int) string { return fmt.Sprintf("country:land of the free number %d", i%countries) }
	article := func(i int) string { return fmt.Sprintf("https://example.org/2024/10/11/story-%d", i) }
	of := map[string]any{"id": "", "name": "Jane Doe", "aliases": []string{"Doe", "Jane Doe"}, "articles": int64(1), "firstReported": "2024-10-11", "lastReported": "2024-10-11"}
	fact := map[string]any{"fact": "", "articles": int64(1), "confidence": 0.9, "firstReported": "2024-10-11", "lastReported": "2024-10-11"}
	count := func(yield func(int) bool, to int) bool {
		for i := range to {
			if !yield(i) {
				return false
			}
		}
		return true
	}
	factKey := func(i int) string { return graph.FactKey(schema.CitizenOf, person(i), country(i)) }
	people := n - countries
	nodes := func(yield func(graph.Node, error) bool) {
		_ = count(func(i int) bool { return yield(graph.Node{ID: person(i), Label: schema.Person, Properties: of}, nil) }, people) &&
			count(func(i int) bool { return yield(graph.Node{ID: country(i), Label: schema.Country, Properties: of}, nil) }, countries) &&
			count(func(i int) bool {
				return yield(graph.Node{ID: article(i), Label: schema.Article, Properties: map[string]any{"title": "Story", "publishedAt": "2024-10-11"}}, nil)
			}, people) &&
			count(func(i int) bool {
				return yield(graph.Node{ID: graph.ClaimKey(factKey(i), article(i)), Label: schema.Claim, Properties: map[string]any{"fact": factKey(i), "quote": "So it is.", "confidence": 0.9}}, nil)
			}, people)
	}
	relationships := func(yield func(graph.Relationship, error) bool) {
		_ = count(func(i int) bool {
			return yield(graph.Relationship{Type: schema.CitizenOf, From: person(i), To: country(i), Properties: fact}, nil)
		}, people) &&
			count(func(i int) bool {
				return yield(graph.Relationship{Type: schema.States, From: article(i), To: graph.ClaimKey(factKey(i), article(i))}, nil)
			}, people) &&
			count(func(i int) bool {
				return yield(graph.Relationship{Type: schema.Mentions, From: article(i), To: person(i), Properties: map[string]any{"count": int64(2)}}, nil) &&
					yield(graph.Relationship{Type: schema.Mentions, From: article(i), To: country(i), Properties: map[string]any{"count": int64(2)}}, nil)
			}, people)
	}
	return iter.Seq2[graph.Node, error](nodes), relationships
}

// peak returns the most memory in use, in MB, while do runs, beyond that before, as
// seen at every so many values.
func peak(every int, do func(look func())) float64 {
	var m runtime.MemStats
	use := func() uint64 {
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, n := use(), uint64(0), 0
	do(func() {
		if n++; n%every == 0 {
			most = max(most, use())
		}
	})
	most = max(most, use())
	if most < before {
		return 0
	}
	return float64(most-before) / 1e6
}

// watched calls look for each value.
func watched[T any](all iter.Seq2[T, error], look func()) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for x, err := range all {
			look()
			if !yield(x, err) {
				return
			}
		}
	}
}

// TestMemory measures what exports keep in memory: nothing if all is written, and
// if a part is, of a graph of 100,000 nodes little.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	nodes, relationships := big(5_000)
	for name, write := range map[string]func(io.Writer, Nodes, Relationships) error{"jsonl": JSONL, "graphml": GraphML, "gexf": GEXF, "rdf": RDF} {
		mb := peak(5_000, func(look func()) {
			if err := write(io.Discard, watched(nodes, look), watched(relationships, look)); err != nil {
				t.Fatal(err)
			}
		})
		if t.Logf("%s: %.1f MB", name, mb); mb > 1 {
			t.Errorf("%s keeps %.1f MB", name, mb)
		}
	}
	mb := peak(5_000, func(look func()) {
		if err := CSV(t.TempDir(), watched(nodes, look), watched(relationships, look)); err != nil {
			t.Fatal(err)
		}
	})
	if t.Logf("csv: %.1f MB", mb); mb > 1 {
		t.Errorf("csv keeps %.1f MB", mb)
	}
	nodes, relationships = big(34_000)
	mb = peak(50_000, func(look func()) {
		n, r, err := Filter{Since: "2024", Around: []string{"country:land of the free number 7"}, Hops: 2}.Part(watched(nodes, look), watched(relationships, look))
		if err != nil {
			t.Fatal(err)
		}
		if err := JSONL(io.Discard, n, r); err != nil {
			t.Fatal(err)
		}
	})
	if t.Logf("a part: %.1f MB", mb); mb > 20 {
		t.Errorf("a part keeps %.1f MB", mb)
	}
}
