// Package examples_test loads the example articles as a reader of the README
// would, and asks the example queries of them.
package examples_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/extract"
	"dateline/extract/input"
	"dateline/graph"
	"dateline/graph/store/neo4j"
	"dateline/graph/store/storetest"
)

// query is one file of queries.
type query struct {
	name       string
	question   string
	returns    []string       // columns
	parameters map[string]any // from the :param lines
	cypher     string
}

func queries(t *testing.T) []query {
	t.Helper()
	files, err := filepath.Glob("queries/*.cypher")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d queries: %v", len(files), err)
	}
	var qs []query
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		qs = append(qs, parse(t, filepath.Base(file), string(data)))
	}
	return qs
}

// parse reads the comment that begins a file, the parameters and the query.
func parse(t *testing.T, name, text string) query {
	t.Helper()
	q := query{name: name, parameters: map[string]any{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		comment, isComment := strings.CutPrefix(line, "// ")
		columns, isReturns := strings.CutPrefix(line, "// returns: ")
		parameter, isParameter := strings.CutPrefix(line, ":param ")
		switch {
		case isReturns:
			q.returns = strings.Split(columns, ", ")
		case isComment:
			q.question = strings.TrimSpace(q.question + " " + comment)
		case isParameter:
			key, value, _ := strings.Cut(parameter, " => ")
			s, err := strconv.Unquote(value)
			if err != nil {
				t.Fatalf("%s: the parameter %s is not a string in double quotes: %v", name, key, err)
			}
			q.parameters[key] = s
		default:
			q.cypher += line + "\n"
		}
	}
	return q
}

func TestQueryFiles(t *testing.T) {
	index, err := os.ReadFile("queries/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries(t) {
		if !strings.Contains(q.question, "?") || len(q.returns) == 0 {
			t.Errorf("%s: the file has to begin with a question and a line of what it returns", q.name)
		}
		if !strings.Contains(string(index), "("+q.name+")") {
			t.Errorf("%s: queries/README.md does not list it", q.name)
		}
		for p := range q.parameters {
			if !strings.Contains(q.cypher, "$"+p) {
				t.Errorf("%s: does not use its parameter %s", q.name, p)
			}
		}
	}
}

// The gold annotations of package eval are of these articles, byte for byte.
func TestGoldTexts(t *testing.T) {
	texts, err := filepath.Glob("../extract/eval/testdata/gold/text/*.txt")
	if err != nil || len(texts) == 0 {
		t.Fatalf("found %d texts: %v", len(texts), err)
	}
	for _, file := range texts {
		gold, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		article, err := os.ReadFile(filepath.Join("articles", filepath.Base(file)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(article), string(gold)); diff != "" {
			t.Errorf("%s is not the example article (-article +gold):\n%s", file, diff)
		}
	}
}

// graphs extracts all example articles.
func graphs(t *testing.T) []*graph.Graph {
	t.Helper()
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	var gs []*graph.Graph
	for d, err := range x.All(t.Context(), input.Read(t.Context(), []string{"articles"}, input.Options{}), 2) {
		if err != nil {
			t.Fatal(err)
		}
		g, err := d.Graph()
		if err != nil {
			t.Fatalf("%s: %v", d.ID, err)
		}
		gs = append(gs, g)
	}
	return gs
}

// Articles about the same events have to meet in the graph: an entity of one
// article alone joins nothing.
func TestArticlesMeet(t *testing.T) {
	articles := map[string][]string{}
	for _, g := range graphs(t) {
		for _, m := range g.Mentions {
			articles[m.Entity] = append(articles[m.Entity], g.Article.InputID)
		}
	}
	for entity, want := range map[string][]string{
		"person:rania haddadin":         {"01-aqaba-port-attack", "02-whitcomb-haddadin-call", "03-strikes-near-bukamal", "levant-0308-whitcomb"},
		"person:grace namukolo":         {"05-zambia-votes", "06-namukolo-wins", "11-rabat-final", "southerncross-0317-cabinet"},
		"organization:halvorsen marine": {"07-atlanta-verdict", "08-tbilisi-extradition", "09-straits-buys-halvorsen"},
	} {
		got := slices.Sorted(slices.Values(articles[entity]))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s is in other articles than it should be (-want +got):\n%s", entity, diff)
		}
	}
}

func TestQueries(t *testing.T) {
	c := neo4j.Config{
		URI: storetest.Neo4j(t), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE"),
	}
	if c.Username == "" {
		c.Username = "neo4j"
	}
	load(t, c, graphs(t))

	auth := driver.NoAuth()
	if c.Password != "" {
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	db, err := driver.NewDriverWithContext(c.URI, auth)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close(context.Background()) })
	for _, q := range queries(t) {
		t.Run(strings.TrimSuffix(q.name, ".cypher"), func(t *testing.T) {
			result, err := driver.ExecuteQuery(t.Context(), db, q.cypher, q.parameters, driver.EagerResultTransformer,
				driver.ExecuteQueryWithDatabase(c.Database), driver.ExecuteQueryWithReadersRouting())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(q.returns, result.Keys); diff != "" {
				t.Errorf("other columns than it promises (-promised +returned):\n%s", diff)
			}
			if len(result.Records) == 0 {
				t.Error("no rows")
			}
			for _, n := range result.Summary.Notifications() {
				t.Errorf("the server warns: %s %s", n.Title(), n.Description())
			}
		})
	}
}

// load puts the graphs into the database until the test ends. What the database
// held before stays.
func load(t *testing.T, c neo4j.Config, gs []*graph.Graph) {
	t.Helper()
	s, err := neo4j.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for a, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		held[a.ID] = true
	}
	var ours []string
	for _, g := range gs {
		if !held[g.Article.ID] {
			ours = append(ours, g.Article.ID)
		}
	}
	t.Cleanup(func() {
		if _, err := s.Retract(context.Background(), ours); err != nil {
			t.Errorf("retracting what was loaded: %v", err)
		}
		if err := unlock(); err != nil {
			t.Errorf("unlocking: %v", err)
		}
	})
	if _, err := s.Put(t.Context(), storetest.Entries(gs...)); err != nil {
		t.Fatal(err)
	}
}
