package resolve

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
)

// BenchmarkPropose compares persons, of whom a tenth are known by a surname
// alone, and most share one with others; the time and the pairs of each should
// not grow with their number.
func BenchmarkPropose(b *testing.B) {
	spellings := slices.Sorted(maps.Keys(given.groups))
	for _, n := range []int{2_000, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, uint64(n)))
			word := func() string { return spellings[r.IntN(len(spellings))] }
			var w graph.World
			office := func(i int) string { return fmt.Sprintf("office:mayor|place:p%d", i) }
			for i := range n / 4 {
				w.Nodes = append(w.Nodes, graph.Node{ID: office(i), Label: schema.Office, Properties: map[string]any{"name": "mayor", "title": "mayor", "articles": int64(4)}})
			}
			for i := range n {
				k, name := fmt.Sprintf("person:p%d", i), word()+" "+word()
				properties := map[string]any{"articles": int64(1)}
				if i%10 == 0 {
					k, name = k+"|a", word()
					properties["ambiguous"] = true
				}
				properties["name"] = name
				w.Nodes = append(w.Nodes, graph.Node{ID: k, Label: schema.Person, Properties: properties})
				w.Relationships = append(
					w.Relationships, graph.Relationship{Type: schema.HoldsOffice, From: k, To: office(r.IntN(n / 4)), Properties: map[string]any{"status": "current"}},
					graph.Relationship{Type: schema.Mentions, From: fmt.Sprint("article", i/8), To: k},
				)
			}
			x, err := Read(all(w.Nodes), all(w.Relationships))
			if err != nil {
				b.Fatal(err)
			}
			pairs := 0
			for b.Loop() {
				ps, err := x.pairs(context.Background(), schema.Person)
				if err != nil {
					b.Fatal(err)
				}
				pairs = len(ps)
				if _, err := x.Propose(context.Background(), nil, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/person")
			b.ReportMetric(float64(pairs)/float64(n), "pairs/person")
		})
	}
}
