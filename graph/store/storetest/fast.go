package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// Crowd draws a graph of about 100,000 entities and 150,000 facts, in 1,000
// articles: everybody belongs to one country, a thousand organizations have a
// hundred people each, and a few entities are in the news every day.
func Crowd() []*graph.Graph {
	r := rand.New(rand.NewPCG(30, 31))
	syllables := strings.Fields("ab an ar bel bra da del dor el en fa gor han in ja ka ko la lin lo ma mar mi na nor o pa per ra ri ro sa sen ta ti to ur va ver wi ya zo")
	word := func() string {
		w := pick(r, syllables) + pick(r, syllables)
		if r.IntN(2) == 0 {
			w += pick(r, syllables)
		}
		return strings.ToUpper(w[:1]) + w[1:]
	}
	mentioned := func(l schema.Label, key, name string) graph.Mention {
		m := mention(l, key, name)
		if l == schema.Person {
			m.Forms = []string{name, name[strings.Index(name, " ")+1:]}
			slices.Sort(m.Forms)
			m.Starts, m.Ends = []int{0, 50}, []int{10, 60}
		}
		return m
	}
	country := mentioned(schema.Country, "us", "United States")
	var famous []graph.Mention
	for i := range 200 {
		famous = append(famous, mentioned(schema.Person, fmt.Sprint("famous ", i), word()+" "+word()))
	}
	var graphs []*graph.Graph
	for i := range 1000 {
		organization := mentioned(schema.Organization, fmt.Sprint("organization ", i), word()+" "+pick(r, []string{"Party", "Ministry", "Company"}))
		parts := []any{country, organization, claim(schema.BasedIn, organization, country, "It has its seat there, it said on Thursday.")}
		for j := range 100 {
			person := mentioned(schema.Person, fmt.Sprintf("person %d %d", i, j), word()+" "+word())
			c := claim(schema.CitizenOf, person, country, "The person, a citizen, would not comment on what had been said of it before.")
			c.Confidence = float64(50+r.IntN(50)) / 100
			parts = append(parts, person, c)
			if j%2 == 0 {
				parts = append(parts, claim(schema.WorksFor, person, organization, "The person works there, as a spokesperson said on Thursday."))
			}
		}
		for range 10 {
			f := famous[r.IntN(1+r.IntN(len(famous)))]
			parts = append(parts, f, claim(schema.CitizenOf, f, country, "All the world knows whose citizen that is."))
		}
		g := article(fmt.Sprintf("https://example.org/%d", i), fmt.Sprintf("2024-%02d-%02d", 1+i%12, 1+i%28), parts...)
		g.Article.Source = fmt.Sprint("Source ", i%20)
		graphs = append(graphs, g)
	}
	return graphs
}

// Bounds of medians, generous: those who test may have slow and busy computers.
const (
	searchBound  = 250 * time.Millisecond
	expandBound  = 500 * time.Millisecond
	hubBound     = 2 * time.Second // of 100,000 facts at one entity
	summaryBound = 5 * time.Second
)

// Fast checks that a store of a Crowd is looked at fast. With the race detector, or
// where tests are to be short, it is skipped.
func Fast(t *testing.T, open func(t *testing.T) store.Store) {
	if testing.Short() || racing {
		t.Skip("it loads 100,000 nodes and measures")
	}
	s := open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	locked(t, s)
	graphs := Crowd()
	for some := range slices.Chunk(graphs, 100) {
		put(t, s, some...)
	}
	ctx := t.Context()
	r := rand.New(rand.NewPCG(32, 33))
	var people, names []string
	for range 40 {
		m := pick(r, pick(r, graphs).Mentions)
		people = append(people, m.Entity)
		name := strings.ToLower(m.Name)
		for n := 1; n <= len(name); n += 2 {
			names = append(names, name[:n])
		}
	}
	const hub = "country:us"
	page := store.Page{Limit: 50}
	var fact string
	measure := func(what string, bound time.Duration, n int, do func(i int) error) {
		t.Helper()
		if err := do(0); err != nil { // the first one warms up
			t.Fatalf("%s: %v", what, err)
		}
		var took []time.Duration
		for i := range n {
			start := time.Now()
			if err := do(i); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		median := took[n/2]
		t.Logf("%-44s median %8s, slowest %8s", what, median.Round(100*time.Microsecond), took[n-1].Round(100*time.Microsecond))
		if median > bound {
			t.Errorf("%s: median %v, want less than %v", what, median, bound)
		}
	}
	neighbours := func(id string, d store.Direction, f store.Filter, p store.Page) error {
		n, err := s.Neighbours(ctx, id, d, f, p)
		if len(n.Facts) > 0 {
			fact, _ = n.Facts[0].Properties["fact"].(string)
		}
		return err
	}
	measure("search, names as they are typed", searchBound, len(names), func(i int) error {
		_, err := s.Find(ctx, names[i], 20)
		return err
	})
	measure("search, one letter", searchBound, 26, func(i int) error {
		_, err := s.Find(ctx, string(rune('a'+i)), 20)
		return err
	})
	measure("search, a word of a third of a label", searchBound, 9, func(i int) error {
		_, err := s.Find(ctx, "ministry", 20, schema.Organization)
		return err
	})
	measure("node and its degrees", expandBound, len(people), func(i int) error {
		_, _, err := s.Entity(ctx, people[i])
		return err
	})
	measure("expand a node", expandBound, len(people), func(i int) error { return neighbours(people[i], "", store.Filter{}, page) })
	measure("degrees of a hub", hubBound, 9, func(int) error {
		_, _, err := s.Entity(ctx, hub)
		return err
	})
	measure("expand a hub", hubBound, 9, func(i int) error {
		return neighbours(hub, "", store.Filter{}, store.Page{Limit: 50, Offset: 50 * i})
	})
	measure("expand a hub by type and label", hubBound, 9, func(int) error {
		f := store.Filter{Types: []schema.Type{schema.CitizenOf}, Labels: []schema.Label{schema.Person}}
		return neighbours(hub, store.In, f, page)
	})
	measure("expand a hub, in the middle", hubBound, 9, func(int) error {
		return neighbours(hub, "", store.Filter{}, store.Page{Limit: 50, Offset: 50_000})
	})
	measure("expand a hub by time and confidence", hubBound, 9, func(int) error {
		return neighbours(hub, "", store.Filter{Since: "2024-03", Until: "2024-05", MinConfidence: 0.7}, page)
	})
	measure("between 2,000 nodes", summaryBound, 9, func(int) error {
		ids := []string{hub}
		for i := range 20 {
			for _, m := range graphs[i].Mentions {
				ids = append(ids, m.Entity)
			}
		}
		_, err := s.Between(ctx, ids[:2000], store.Filter{}, 5000)
		return err
	})
	measure("path", summaryBound, 20, func(i int) error {
		_, err := s.Path(ctx, people[i], people[i+20], 6, store.Filter{})
		return err
	})
	measure("evidence", expandBound, 9, func(int) error {
		_, err := s.Evidence(ctx, fact, page)
		return err
	})
	measure("newest articles", expandBound, 9, func(int) error {
		_, _, err := s.Newest(ctx, store.ArticleFilter{Sources: []string{"Source 3"}}, page)
		return err
	})
	measure("contents of an article", expandBound, 9, func(i int) error {
		_, err := s.Contents(ctx, graphs[i].Article.ID)
		return err
	})
	measure("summary", summaryBound, 5, func(int) error {
		_, err := s.Summary(ctx, 10)
		return err
	})

	hurried, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	if _, err := s.Summary(hurried, 10); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("summary within 5 ms: %v, want %v", err, context.DeadlineExceeded)
	}
}
