// Package examples_test loads the example articles as a reader of the README
// would, and asks the example queries of them.
package examples_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

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
	file       string         // queries/names/by-full-text.cypher
	question   string         // the comment that begins it
	parameters map[string]any // from the :param lines
	cypher     string
	text       string // all before the answer
	answer     string // the comment that ends it
}

func queries(t *testing.T) []query {
	t.Helper()
	files, err := filepath.Glob("queries/*/*.cypher")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d queries: %v", len(files), err)
	}
	var qs []query
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		qs = append(qs, parse(t, file, string(data)))
	}
	return qs
}

// parse reads the comment that begins a file, the parameters, the query and the
// answer.
func parse(t *testing.T, file, text string) query {
	t.Helper()
	q := query{file: filepath.ToSlash(file), parameters: map[string]any{}}
	for line := range strings.Lines(text) {
		comment, isComment := strings.CutPrefix(line, "// ")
		parameter, isParameter := strings.CutPrefix(strings.TrimSuffix(line, ";\n"), ":param ")
		switch {
		case isComment && q.cypher != "":
			q.answer += line
			continue
		case isComment:
			q.question = strings.TrimSpace(q.question + " " + strings.TrimSpace(comment))
		case isParameter:
			name, value, _ := strings.Cut(parameter, " => ")
			q.parameters[name] = literal(t, file, value)
		case strings.TrimSpace(line) != "":
			q.cypher += line
		}
		q.text += line
	}
	q.text = strings.TrimRight(q.text, "\n") + "\n"
	return q
}

// literal is the value of a parameter: a string in double quotes or an integer.
func literal(t *testing.T, file, value string) any {
	t.Helper()
	if s, err := strconv.Unquote(value); err == nil {
		return s
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		t.Fatalf("%s: the parameter %s is neither a string in double quotes nor an integer", file, value)
	}
	return n
}

func TestQueryFiles(t *testing.T) {
	index, err := os.ReadFile("queries/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries(t) {
		if !strings.Contains(q.question, "?") || q.answer == "" {
			t.Errorf("%s: the file has to begin with a question and to end with an answer", q.file)
		}
		if !strings.Contains(string(index), "("+strings.TrimPrefix(q.file, "queries/")+")") {
			t.Errorf("%s: queries/README.md does not list it", q.file)
		}
		for p := range q.parameters {
			if !strings.Contains(q.cypher, "$"+p) {
				t.Errorf("%s: does not use its parameter %s", q.file, p)
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

// graphs extracts the articles of files and folders.
func graphs(t *testing.T, paths ...string) []*graph.Graph {
	t.Helper()
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	var gs []*graph.Graph
	for d, err := range x.All(t.Context(), input.Read(t.Context(), paths, input.Options{}), 2) {
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
	for _, g := range graphs(t, "articles") {
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

// The answers are those of a database that holds nothing else.
func TestQueries(t *testing.T) {
	c := neo4j.Config{
		URI: storetest.Neo4j(t), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE"),
	}
	if c.Username == "" {
		c.Username = "neo4j"
	}
	if others := load(t, c, graphs(t, "articles", "queries/reprint.jsonl"), judgements(t)); others > 0 {
		t.Skipf("the database holds %d articles besides the examples", others)
	}

	auth := driver.NoAuth()
	if c.Password != "" {
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	db, err := driver.NewDriverWithContext(c.URI, auth)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close(context.Background()) })
	// Plans follow the statistics of the indexes, which lag behind the load.
	if _, err := driver.ExecuteQuery(t.Context(), db, "CALL db.prepareForReplanning(60)", nil, driver.EagerResultTransformer,
		driver.ExecuteQueryWithDatabase(c.Database)); err != nil {
		t.Fatal(err)
	}

	// ask runs a query that has to find something.
	ask := func(t *testing.T, cypher string, parameters map[string]any) *driver.EagerResult {
		t.Helper()
		result, err := driver.ExecuteQuery(t.Context(), db, cypher, parameters, driver.EagerResultTransformer,
			driver.ExecuteQueryWithDatabase(c.Database), driver.ExecuteQueryWithReadersRouting())
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Records) == 0 {
			t.Errorf("no rows:\n%s", cypher)
		}
		for _, n := range result.Summary.Notifications() {
			t.Errorf("the server warns: %s %s", n.Title(), n.Description())
		}
		return result
	}
	for i, cypher := range guide(t) {
		t.Run(fmt.Sprintf("guide/%d", i+1), func(t *testing.T) { ask(t, cypher, nil) })
	}
	for _, q := range queries(t) {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(q.file, "queries/"), ".cypher"), func(t *testing.T) {
			result := ask(t, q.cypher, q.parameters)
			plan, err := driver.ExecuteQuery(t.Context(), db, "EXPLAIN "+q.cypher, q.parameters, driver.EagerResultTransformer,
				driver.ExecuteQueryWithDatabase(c.Database))
			if err != nil {
				t.Fatal(err)
			}
			scans := operators(plan.Summary.Plan(), "Scan")
			if strings.Contains(q.cypher, "$") && len(scans) > 0 {
				t.Errorf("a query for something named reads all of it: %q", scans)
			}
			got := table(result)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(q.file, []byte(q.text+"\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(q.answer, got); diff != "" {
				t.Errorf("another answer (-file +database):\n%s", diff)
			}
		})
	}
}

// guide returns the queries of the guide for Neo4j Browser, which has to be
// well-formed: the Browser shows nothing of one that is not.
func guide(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("neo4j/guide.html")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var found struct {
		Slides []struct {
			Queries []string `xml:"div>pre"`
		} `xml:"carousel>slide"`
	}
	if err := xml.NewDecoder(f).Decode(&found); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, slide := range found.Slides {
		all = append(all, slide.Queries...)
	}
	if len(all) == 0 {
		t.Fatal("the guide has no queries")
	}
	return all
}

// operators returns those of the plan whose name ends like this.
func operators(plan driver.Plan, suffix string) []string {
	var found []string
	name, _, _ := strings.Cut(plan.Operator(), "@")
	if strings.HasSuffix(name, suffix) {
		found = append(found, name)
	}
	for _, child := range plan.Children() {
		found = append(found, operators(child, suffix)...)
	}
	return found
}

// An answer in a comment has so many rows, of cells of so many letters, the last
// of a row of more.
const (
	answerRows = 8
	cellWidth  = 40
	lastWidth  = 100
)

// table is the answer as a comment: the columns, the first rows, how many there
// are.
func table(result *driver.EagerResult) string {
	rows := [][]string{result.Keys}
	for _, record := range result.Records[:min(answerRows, len(result.Records))] {
		var row []string
		for i, value := range record.Values {
			width := cellWidth
			if i == len(record.Values)-1 {
				width = lastWidth
			}
			cell := []rune(strings.Join(strings.Fields(text(value)), " "))
			if len(cell) > width {
				cell = append(cell[:width-1], '…')
			}
			row = append(row, string(cell))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(result.Keys))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		line.WriteString("//")
		for i, cell := range row {
			line.WriteString(fmt.Sprintf(" %-*s |", widths[i], cell))
		}
		b.WriteString(strings.TrimRight(strings.TrimSuffix(line.String(), "|"), " ") + "\n")
	}
	if more := len(result.Records) - answerRows; more > 0 {
		fmt.Fprintf(&b, "// … and %d more\n", more)
	}
	return b.String()
}

// text is a value as people read it.
func text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []any:
		var parts []string
		for _, part := range v {
			parts = append(parts, text(part))
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(value)
}

func judgements(t *testing.T) []graph.Judgement {
	t.Helper()
	f, err := os.Open("queries/judgements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	js, err := graph.ParseJudgements(f)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// load puts graphs and judgements into the database until the test ends. What it
// held before stays; load says how many articles that is.
func load(t *testing.T, c neo4j.Config, gs []*graph.Graph, js []graph.Judgement) (others int) {
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
	before, err := s.Judgements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	others = len(held)
	for _, g := range gs {
		if held[g.Article.ID] {
			others--
		} else {
			ours = append(ours, g.Article.ID)
		}
	}
	t.Cleanup(func() {
		if _, err := s.SetJudgements(context.Background(), before); err != nil {
			t.Errorf("setting the judgements as they were: %v", err)
		}
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
	if _, err := s.SetJudgements(t.Context(), js); err != nil {
		t.Fatal(err)
	}
	return others
}
