package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/neo4j"
	"dateline/graph/store/sqlite"
	"dateline/graph/store/storetest"
)

// whole is what both stores are.
type whole interface {
	store.Store
	store.View
}

// stores runs a test on both stores, each filled with the graphs.
func stores(t *testing.T, graphs []*graph.Graph, test func(t *testing.T, s whole)) {
	t.Run("sqlite", func(t *testing.T) {
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		put(t, s, graphs)
		test(t, s)
	})
	t.Run("neo4j", func(t *testing.T) {
		s, err := neo4j.Open(t.Context(), neo4j.Config{
			URI: storetest.Neo4j(t), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE"),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			empty(t, s)
			s.Close()
		})
		empty(t, s)
		put(t, s, graphs)
		test(t, s)
	})
}

func locked(t testing.TB, s store.Store, change func(context.Context) error) {
	t.Helper()
	ctx := context.Background() // a test that ends tidies up
	unlock, err := s.Lock(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := change(ctx); err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, s store.Store, graphs []*graph.Graph) {
	t.Helper()
	locked(t, s, func(ctx context.Context) error {
		for batch := range slices.Chunk(graphs, 50) {
			if _, err := s.Put(ctx, storetest.Entries(batch...)); err != nil {
				return err
			}
		}
		return nil
	})
}

func empty(t testing.TB, s store.Store) {
	t.Helper()
	locked(t, s, func(ctx context.Context) error {
		var ids []string
		for a, err := range s.Articles(ctx) {
			if err != nil {
				return err
			}
			ids = append(ids, a.ID)
		}
		for batch := range slices.Chunk(ids, 50) {
			if _, err := s.Retract(ctx, batch); err != nil {
				return err
			}
		}
		_, err := s.SetJudgements(ctx, nil)
		return err
	})
}

// thing is an entity, called by the same name wherever a sentence has it.
type thing struct {
	label schema.Label
	key   string
	name  string
	props graph.Props
}

func person(name string) thing { return thing{schema.Person, graph.Normalize(name), name, nil} }

func organization(name string) thing {
	return thing{schema.Organization, graph.Normalize(name), name, nil}
}

func place(name string) thing { return thing{schema.Place, graph.Normalize(name), name, nil} }

func office(name, title, of string) thing {
	return thing{schema.Office, title + "|" + of, name, graph.Props{"title": title}}
}

func event(name, kind, status, day string) thing {
	return thing{schema.Event, kind + "|" + day + "|" + graph.Normalize(name), name, graph.Props{"eventType": kind, "status": status, "date": day, "datePrecision": "day"}}
}

func (x thing) id() string { return strings.ToLower(string(x.label)) + ":" + x.key }

// sentence is a sentence of an article and the facts that it states.
type sentence struct {
	text  string
	facts []fact
}

type fact struct {
	kind       schema.Type
	from, to   thing
	confidence float64
	props      graph.Props
}

// report makes the graph of an article of these sentences.
func report(a graph.Article, sentences ...sentence) *graph.Graph {
	a.InputID, a.ExtractorVersion = a.ID, "test"
	g := &graph.Graph{Article: a}
	start := 0
	for _, s := range sentences {
		for _, f := range s.facts {
			for _, x := range []thing{f.from, f.to} {
				at := strings.Index(s.text, x.name)
				if at < 0 {
					panic(fmt.Sprintf("%q is not in %q", x.name, s.text))
				}
				g.Mentions = append(g.Mentions, graph.Mention{
					Entity: x.id(), Label: x.label, Name: x.name, Starts: []int{start + at}, Ends: []int{start + at + len(x.name)},
					Forms: []string{x.name}, Confidence: 0.95, Props: x.props,
				})
			}
			g.Claims = append(g.Claims, graph.Claim{
				Type: f.kind, From: f.from.id(), To: f.to.id(), Quote: s.text, Start: start, End: start + len(s.text),
				Confidence: f.confidence, Rule: "test", AttributedTo: "the ministry", Props: f.props,
			})
		}
		start += len(s.text) + 1
	}
	g.Sort()
	g.Article.ContentHash = g.Digest()
	return g
}

// A small world: a minister and her predecessor, a summit and a protest against
// it, in two months and by three sources.
var (
	ines     = person("Ines Okafor")
	jonas    = person("Jonas Brandt")
	ministry = organization("Harbour Ministry")
	party    = organization("Tide Party")
	minister = office("Harbour Minister of Velland", "harbour minister", "country:velland")
	velland  = thing{schema.Country, "velland", "Velland", nil}
	marten   = place("Port Marten")
	summit   = event("harbour summit", "meeting", "happened", "2025-03-04")
	protest  = event("dockers' protest", "protest", "planned", "2025-04-11")
)

func small() []*graph.Graph {
	return []*graph.Graph{
		report(graph.Article{ID: "a1", URL: "https://news.example/a1", Title: "Okafor opens summit", Source: "Coast Daily", PublishedAt: "2025-03-05"},
			sentence{"Ines Okafor, Harbour Minister of Velland, opened the harbour summit in Port Marten.", []fact{
				{schema.HoldsOffice, ines, minister, 0.97, graph.Props{"status": "current", "since": "2024-06"}},
				{schema.OfficeOf, minister, velland, 0.9, nil},
				{schema.ParticipatedIn, ines, summit, 0.95, graph.Props{"role": "agent"}},
				{schema.OccurredIn, summit, marten, 0.92, nil},
			}},
			sentence{"Port Marten is the largest port of Velland.", []fact{{schema.LocatedIn, marten, velland, 0.6, nil}}}),
		report(graph.Article{ID: "a2", URL: "https://wire.example/a2", Title: "Dockers protest", Source: "Wire", PublishedAt: "2025-04-11"},
			sentence{"The dockers' protest answers the harbour summit, said Ines Okafor of the Tide Party.", []fact{
				{schema.ResponseTo, protest, summit, 0.8, nil},
				{schema.MemberOf, ines, party, 0.7, nil},
				{schema.ParticipatedIn, ines, protest, 0.5, graph.Props{"role": "target"}},
			}},
			sentence{"Ines Okafor is Harbour Minister of Velland.", []fact{
				{schema.HoldsOffice, ines, minister, 0.99, graph.Props{"status": "current"}},
				{schema.OfficeOf, minister, velland, 0.9, nil},
			}}),
		report(graph.Article{ID: "a3", Title: "A former minister", Source: "Evening Post", PublishedAt: "2025-03-20"},
			sentence{"Jonas Brandt, formerly Harbour Minister of Velland, works for the Harbour Ministry.", []fact{
				{schema.HoldsOffice, jonas, minister, 0.9, graph.Props{"status": "former", "until": "2024-05"}},
				{schema.OfficeOf, minister, velland, 0.88, nil},
				{schema.WorksFor, jonas, ministry, 0.85, nil},
			}}),
	}
}
