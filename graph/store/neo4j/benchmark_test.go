package neo4j

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

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

// TestPutRate compares Put with a bare loader on the same articles, in turn. It
// takes minutes: .ci/soak runs it.
func TestPutRate(t *testing.T) {
	if os.Getenv("DATELINE_SOAK") == "" {
		t.Skip("DATELINE_SOAK is not set: see .ci/soak")
	}
	graphs := news3000()
	w := graph.Merge(graphs...)
	rate := func(put func(*Store, []*graph.Graph) error) float64 {
		s := open(t)
		defer s.Close()
		unlock, err := s.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		for some := range slices.Chunk(graphs, 100) {
			if err := put(s, some); err != nil {
				t.Fatal(err)
			}
		}
		took := time.Since(start)
		if err := unlock(); err != nil {
			t.Fatal(err)
		}
		counts, err := s.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, n := range counts.Nodes {
			rows += n
		}
		for _, n := range counts.Relationships {
			rows += n
		}
		if want := len(w.Nodes) + len(w.Relationships); rows != want {
			t.Fatalf("%d rows, want %d", rows, want)
		}
		return float64(rows) / took.Seconds()
	}
	var ratios []float64
	for range 5 {
		bare := rate(func(s *Store, some []*graph.Graph) error { return s.unwind(t, some) })
		put := rate(func(s *Store, some []*graph.Graph) error {
			_, err := s.Put(t.Context(), storetest.Entries(some...))
			return err
		})
		fmt.Printf("Put %.0f rows/s, a bare loader %.0f: %.2f\n", put, bare, put/bare)
		ratios = append(ratios, put/bare)
	}
	slices.Sort(ratios)
	if ratios[2] < 0.8 {
		t.Errorf("Put has %.2f of the rate of a bare loader, want 0.80", ratios[2])
	}
}

// The statements of a bare loader.
const (
	mentionRows statement = `UNWIND $rows AS row
MATCH (a:Article {id: row.article})
MATCH (n:Entity {id: row.entity})
CREATE (a)-[r:MENTIONS]->(n)
SET r = row.properties`

	claimRows statement = `UNWIND $rows AS row
MATCH (a:Article {id: row.article})
CREATE (c:Claim)
SET c = row.properties
CREATE (a)-[:STATES]->(c)`
)

func entityRows(l schema.Label) statement {
	return compose(`UNWIND $rows AS row
MERGE (n:%s {id: row.id})
ON CREATE SET n:Entity
SET n = row`, l)
}

func factRows(t schema.Type) statement {
	return compose(`UNWIND $rows AS row
MATCH (a:Entity {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:%s {fact: row.properties.fact}]->(b)
SET r = row.properties`, t)
}

// unwind writes what graphs say as a bare loader does: one statement a label and
// type, without a look at what is there. So numbers, names and dates are those of
// the last batch, nothing can be taken back, and copies count.
func (s *Store) unwind(t *testing.T, graphs []*graph.Graph) error {
	var articles, mentions, claims []params
	for _, g := range graphs {
		articles = append(articles, g.Article.Node().Properties)
		for _, m := range g.Mentions {
			mentions = append(mentions, params{"article": g.Article.ID, "entity": m.Entity, "properties": m.Relationship(g.Article.ID).Properties})
		}
		for _, c := range g.Claims {
			n, _ := c.Node(g.Article.ID)
			claims = append(claims, params{"article": g.Article.ID, "properties": n.Properties})
		}
	}
	w := graph.Merge(graphs...)
	entities, facts := map[schema.Label][]params{}, map[schema.Type][]params{}
	for _, n := range w.Nodes {
		entities[n.Label] = append(entities[n.Label], n.Properties)
	}
	for _, r := range w.Relationships {
		facts[r.Type] = append(facts[r.Type], params{"source": r.From, "target": r.To, "properties": r.Properties})
	}
	ctx := t.Context()
	return s.write(ctx, func(tx transaction) error {
		if err := tx.write(ctx, mergeArticles, articles); err != nil {
			return err
		}
		for _, l := range schema.Graph.Entities() {
			if err := tx.write(ctx, entityRows(l), entities[l]); err != nil {
				return err
			}
		}
		for _, f := range schema.Graph.Facts() {
			if err := tx.write(ctx, factRows(f), facts[f]); err != nil {
				return err
			}
		}
		if err := tx.write(ctx, mentionRows, mentions); err != nil {
			return err
		}
		if err := tx.write(ctx, claimRows, claims); err != nil {
			return err
		}
		return tx.Commit(ctx)
	})
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
