package neo4j

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
	"dateline/graph/store/storetest"
)

// BenchmarkPut loads about 50,000 nodes and 150,000 relationships, a few entities
// being in most articles and most in few, in transactions of 100 articles.
func BenchmarkPut(b *testing.B) {
	graphs := news3000()
	w := graph.Merge(graphs...)
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		unlock, err := s.Lock(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		for some := range slices.Chunk(graphs, 100) {
			if _, err := s.Put(b.Context(), storetest.Entries(some...)); err != nil {
				b.Fatal(err)
			}
		}
		b.StopTimer()
		if err := unlock(); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(len(w.Nodes))/seconds, "nodes/s")
	b.ReportMetric(float64(len(w.Relationships))/seconds, "relationships/s")
	b.ReportMetric(float64(len(graphs))/seconds, "articles/s")
}

// news3000 makes 3,000 articles with 25 mentions and 12 claims each.
func news3000() []*graph.Graph {
	r := rand.New(rand.NewPCG(1, 2))
	often := rand.NewZipf(r, 1.1, 8, 20_000)
	var graphs []*graph.Graph
	for i := range 3000 {
		g := &graph.Graph{Article: graph.Article{
			ID: fmt.Sprintf("https://example.org/%d", i), URL: fmt.Sprintf("https://www.example.org/%d", i),
			Title: "An article", Source: "Example", PublishedAt: fmt.Sprintf("2024-10-%02d", 1+r.IntN(31)), ExtractorVersion: "1",
		}}
		for range 25 {
			l := []schema.Label{schema.Person, schema.Organization}[r.IntN(2)]
			name := fmt.Sprintf("%s %d", l, often.Uint64())
			key := graph.OrganizationKey(name)
			if l == schema.Person {
				key, _ = graph.PersonKey(name, g.Article.ID)
			}
			at := 10 * r.IntN(300)
			g.Mentions = append(g.Mentions, graph.Mention{
				Entity: key, Label: l, Name: name, Starts: []int{at, at + 500}, Ends: []int{at + len(name), at + 500 + len(name)},
				Forms: []string{name}, Confidence: 0.9,
			})
		}
		g.Sort()
		for range 12 {
			from, to := g.Mentions[r.IntN(len(g.Mentions))], g.Mentions[r.IntN(len(g.Mentions))]
			if to.Label != schema.Organization || from.Entity == to.Entity {
				continue
			}
			t := schema.PartOf
			if from.Label == schema.Person {
				t = schema.MemberOf
			}
			quote := fmt.Sprintf("%s is said to belong to %s, and the sentence goes on for a while.", from.Name, to.Name)
			g.Claims = append(g.Claims, graph.Claim{
				Type: t, From: from.Entity, To: to.Entity, Quote: quote, Start: 100, End: 100 + len(quote), Confidence: 0.8, Rule: "bench",
			})
		}
		g.Sort()
		g.Sketch = sketch.Of(fmt.Sprint(r.Perm(300)))
		g.Article.ContentHash = g.Digest()
		graphs = append(graphs, g)
	}
	return graphs
}
