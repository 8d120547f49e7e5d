package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
	"dateline/graph/store/storetest"
)

// articles draws n articles of 30 mentions and 30 claims each. Few entities are
// in many of them, as countries are in the news, and many in one or two.
func articles(seed uint64, n int) []*graph.Graph {
	r := rand.New(rand.NewPCG(seed, 0))
	graphs := make([]*graph.Graph, n)
	for i := range graphs {
		g := &graph.Graph{Article: graph.Article{
			ID: fmt.Sprintf("https://example.org/%d/%d", seed, i), InputID: fmt.Sprint(i), PublishedAt: "2024-10-11",
			Title: "A headline of the usual length for an article", ContentHash: fmt.Sprint(seed, i), ExtractorVersion: "test",
		}}
		for j := range 30 {
			k := int(10000*r.Float64()*r.Float64()*r.Float64()) + 1
			m := graph.Mention{
				Entity: fmt.Sprint("person:name ", k), Label: schema.Person, Name: fmt.Sprint("Name ", k),
				Starts: []int{100 * j, 100*j + 50}, Ends: []int{100*j + 10, 100*j + 60},
				Forms: []string{fmt.Sprint("Dr ", k), fmt.Sprint("Name ", k)}, Confidence: 0.97, Props: graph.Props{},
			}
			if j%2 == 1 {
				m.Entity, m.Label = fmt.Sprint("organization:name ", k), schema.Organization
			}
			g.Mentions = append(g.Mentions, m)
		}
		quote := "The minister said on Thursday that the ministry would not comment on what its spokesperson had said of it before."
		for j := range 30 {
			g.Claims = append(g.Claims, graph.Claim{
				Type: schema.WorksFor, From: g.Mentions[j&^1].Entity, To: g.Mentions[r.IntN(15)*2+1].Entity, Quote: quote,
				Start: 100 * j, End: 100*j + len(quote), Confidence: 0.9, Rule: "test", Props: graph.Props{},
			})
		}
		g.Sketch = sketch.Of(fmt.Sprint(r.Perm(300)))
		g.Sort()
		graphs[i] = g
	}
	return graphs
}

// BenchmarkPut puts 500 articles into a store that holds as many others already.
func BenchmarkPut(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, err := Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Put(b.Context(), storetest.Entries(articles(1, 500)...)); err != nil {
			b.Fatal(err)
		}
		batch := articles(2, 500)
		b.StartTimer()
		if _, err := s.Put(b.Context(), storetest.Entries(batch...)); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/500, "µs/article")
}

// BenchmarkPutUnchanged puts 500 articles that the store has.
func BenchmarkPutUnchanged(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	batch := articles(1, 500)
	for b.Loop() {
		if _, err := s.Put(b.Context(), storetest.Entries(batch...)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNodes(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(b.Context(), storetest.Entries(articles(1, 500)...)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n := 0
		for _, err := range s.Nodes(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n), "nodes")
	}
}
