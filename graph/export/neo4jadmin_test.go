package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/export"
	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/neo4j"
	"dateline/graph/store/sqlite"
	"dateline/graph/store/storetest"
)

// awkward are pieces of text that CSV, or the importer, could take for something
// else.
var awkward = []string{
	`"`, `""`, `"""`, `,`, `;`, `\`, `\"`, `'`, "\n", "\r\n", "\r", "\t", " ", "a", "Łódź", "東京", "🕊", "\u2028", "\ufeff",
	"\x1f", "\x1e", "\x01", "\x00", "null", "true", "7", "1e5", "[a;b]", "=1+1", "{x}", "\ufdd0", "-", "\u00a0",
}

// text returns up to n pieces, at least one.
func text(r *rand.Rand, n int) string {
	var b strings.Builder
	for range 1 + r.IntN(n) {
		b.WriteString(awkward[r.IntN(len(awkward))])
	}
	return b.String()
}

// graphs draws graphs whose every text is awkward. A few values are empty, one
// is very long.
func graphs(r *rand.Rand, n int) []*graph.Graph {
	all := storetest.Random(r, n)
	for i, g := range all {
		g.Article.Title, g.Article.Source = text(r, 5), text(r, 2)
		for j := range g.Mentions {
			m := &g.Mentions[j]
			m.Name, m.Forms = text(r, 4), nil
			for range 1 + r.IntN(3) {
				m.Forms = append(m.Forms, text(r, 3))
			}
			slices.Sort(m.Forms)
			m.Forms = slices.Compact(m.Forms)
		}
		for j := range g.Claims {
			c := &g.Claims[j]
			c.Quote, c.Rule = text(r, 12), text(r, 2)
			if i == 0 && j == 0 {
				c.Quote = strings.Repeat("\"Ō\n", 1<<20)
			}
			if r.IntN(4) == 0 {
				c.Rule = ""
			}
			c.End = c.Start + len(c.Quote)
		}
		g.Article.ContentHash = g.Digest()
	}
	return all
}

// filled returns a store in a file that holds the graphs.
func filled(t *testing.T, all []*graph.Graph) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	put(t, s, all)
	return s
}

func put(t *testing.T, s store.Store, all []*graph.Graph) store.Changes {
	t.Helper()
	var entries []store.Entry
	for _, g := range all {
		entries = append(entries, store.Entry{Graph: g, Origin: "origin of " + g.Article.ID})
	}
	return change(t, s, func() (store.Changes, error) { return s.Put(t.Context(), entries) })
}

func jsonl(t *testing.T, s store.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.JSONL(&b, s.Nodes(t.Context()), s.Relationships(t.Context())); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func neo4jAdmin(t *testing.T, s store.Store) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := export.Neo4jAdmin(t.Context(), dir, s); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents returns the files of a folder by their paths.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// server runs .ci/neo4j, whose server keeps its data in dir.
func server(ctx context.Context, t *testing.T, dir, folder, command string, args ...string) string {
	t.Helper()
	script, err := filepath.Abs("../../.ci/neo4j")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, script, append([]string{command, "--dir", dir}, args...)...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "NEO4J_HEAP=512m", "NEO4J_PAGECACHE=128m")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("neo4j %s %s: %v\n%s%s", command, args, err, out, said.String())
	}
	return strings.TrimSpace(string(out))
}

// What neo4j-admin imports is what a load makes: the same graph, whose articles
// the next load leaves as they are.
func TestNeo4jAdminImport(t *testing.T) {
	storetest.Neo4j(t)
	all := graphs(rand.New(rand.NewPCG(7, 9)), 200)
	source := filled(t, all)
	judge(t, source, storetest.RandomJudgements(rand.New(rand.NewPCG(7, 9)), all, 50))
	want := jsonl(t, source)

	home := t.TempDir()
	server(t.Context(), t, home, neo4jAdmin(t, source), "admin", "database", "import", "full", "neo4j", "@import.args")
	uri := server(t.Context(), t, home, ".", "start", "--port", "0")
	t.Cleanup(func() { server(context.Background(), t, home, ".", "stop") })
	imported, err := neo4j.Open(t.Context(), neo4j.Config{URI: uri})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { imported.Close() })

	same(t, "imported", want, jsonl(t, imported))
	if c := put(t, imported, all); c.Added+c.Replaced > 0 || c.Unchanged == 0 {
		t.Errorf("loading the same again: %+v", c)
	}
	same(t, "loaded again", want, jsonl(t, imported))
	judge(t, source, nil)
	judge(t, imported, nil)
	same(t, "without judgements", jsonl(t, source), jsonl(t, imported))
	var ids []string
	for a, err := range imported.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for _, some := range [][]string{ids[:len(ids)/2], ids[len(ids)/2:]} { // first of the copies some
		retract(t, source, some)
		retract(t, imported, some)
		same(t, "retracted", jsonl(t, source), jsonl(t, imported))
	}
	same(t, "all retracted", "", jsonl(t, imported))
}

func judge(t *testing.T, s store.Store, js []graph.Judgement) {
	t.Helper()
	change(t, s, func() (store.Changes, error) { return s.SetJudgements(t.Context(), js) })
}

func retract(t *testing.T, s store.Store, ids []string) {
	t.Helper()
	change(t, s, func() (store.Changes, error) { return s.Retract(t.Context(), ids) })
}

// change runs do with the lock of the store.
func change(t *testing.T, s store.Store, do func() (store.Changes, error)) store.Changes {
	t.Helper()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	c, err := do()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// same compares exports and shows the first lines that differ.
func same(t *testing.T, what, want, got string) {
	t.Helper()
	if want == got {
		return
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s: line %d:\nwant %.2000s\ngot  %.2000s", what, i+1, a[i], b[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", what, len(b), len(a))
}

// Equal graphs give equal files, whatever the store.
func TestNeo4jAdminDeterministic(t *testing.T) {
	all := graphs(rand.New(rand.NewPCG(1, 2)), 20)
	a := neo4jAdmin(t, filled(t, all))
	slices.Reverse(all)
	b := neo4jAdmin(t, filled(t, all))
	if diff := cmp.Diff(contents(t, a), contents(t, b)); diff != "" {
		t.Error(diff)
	}
}

// The elements of lists are parted by a character that none of them holds.
func TestNeo4jAdminDelimiter(t *testing.T) {
	for _, test := range []struct{ form, want string }{
		{"Chile; Peru", "U+001F"},
		{"Chile\x1fPeru", "U+001E"},
		{"\x1f\x1e\x1d\x1c", "U+FDD0"},
	} {
		g := storetest.Random(rand.New(rand.NewPCG(5, 5)), 1)[0]
		g.Mentions[0].Forms = []string{test.form}
		args := contents(t, neo4jAdmin(t, filled(t, []*graph.Graph{g})))["import.args"]
		if first, _, _ := strings.Cut(args, "\n"); first != "--array-delimiter="+test.want {
			t.Errorf("%q: %s, want %s", test.form, first, test.want)
		}
	}
}

// The lines of a table, and the header that names their columns.
func TestNeo4jAdminFiles(t *testing.T) {
	g := &graph.Graph{
		Article: graph.Article{ID: "quake", Title: `"Strong" quake`, ContentHash: "1d2f", ExtractorVersion: "0.1.0", PublishedAt: "2024-10-11"},
		Mentions: []graph.Mention{
			{Entity: "country:cl", Label: schema.Country, Name: "Chile", Starts: []int{3, 40}, Ends: []int{8, 45}, Forms: []string{"Chile", "Chilean"}, Confidence: 0.99, Props: graph.Props{"iso2": "CL"}},
			{Entity: "person:vidal|quake", Label: schema.Person, Name: "Vidal", Starts: []int{50}, Ends: []int{55}, Forms: []string{"Vidal"}, Confidence: 1, Props: graph.Props{"ambiguous": "true"}},
		},
		Claims: []graph.Claim{{Type: schema.CitizenOf, From: "person:vidal|quake", To: "country:cl", Quote: "Two\nlines", Start: 0, End: 9, Confidence: 0.5, Rule: "r"}},
	}
	files := contents(t, neo4jAdmin(t, filled(t, []*graph.Graph{g})))
	fact := graph.FactKey(schema.CitizenOf, "person:vidal|quake", "country:cl")
	claim := graph.ClaimKey(fact, "quake")
	for name, want := range map[string]string{
		"nodes/Article/header.csv":                 "id:ID(Article),inputId:string,url:string,title:string,source:string,publishedAt:string,contentHash:string,extractorVersion:string\n",
		"nodes/Article/part-00000.csv":             `"quake",,,"""Strong"" quake",,"2024-10-11","1d2f","0.1.0"` + "\n",
		"nodes/Country/header.csv":                 "id:ID(Entity),name:string,aliases:string[],articles:long,firstReported:string,lastReported:string,canonicalId:string,iso2:string,iso3:string,wikidataId:string\n",
		"nodes/Country/part-00000.csv":             `"country:cl","Chile","Chile` + "\x1f" + `Chilean",1,"2024-10-11","2024-10-11",,"CL",,` + "\n",
		"nodes/Claim/header.csv":                   "id:ID(Claim),fact:string,quote:string,start:long,end:long,confidence:double,rule:string,attributedTo:string,copy:boolean,status:string,since:string,until:string,kind:string,role:string\n",
		"nodes/Claim/part-00000.csv":               `"` + claim + `","` + fact + `","Two` + "\n" + `lines",0,9,0.5,"r",,,,,,,` + "\n",
		"nodes/Office/part-00000.csv":              "",
		"nodes/DatelineJournal/header.csv":         "article:ID(DatelineJournal),digest:string,origin:string,likeness:string,bands:string,extracted:string\n",
		"nodes/DatelineJournal/part-00000.csv":     `"quake","` + g.Digest() + `","origin of quake",,,` + "\n",
		"relationships/CITIZEN_OF/header.csv":      ":START_ID(Entity),:END_ID(Entity),fact:string,articles:long,confidence:double,firstReported:string,lastReported:string\n",
		"relationships/CITIZEN_OF/part-00000.csv":  `"person:vidal|quake","country:cl","` + fact + `",1,0.5,"2024-10-11","2024-10-11"` + "\n",
		"relationships/STATES/header.csv":          ":START_ID(Article),:END_ID(Claim)\n",
		"relationships/STATES/part-00000.csv":      `"quake","` + claim + `"` + "\n",
		"relationships/RESPONSE_TO/part-00000.csv": "",
	} {
		if diff := cmp.Diff(want, files[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNeo4jAdminErrors(t *testing.T) {
	s := filled(t, storetest.Random(rand.New(rand.NewPCG(5, 5)), 2))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := export.Neo4jAdmin(ctx, t.TempDir(), s); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	occupied := t.TempDir()
	if err := os.WriteFile(filepath.Join(occupied, "nodes"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := export.Neo4jAdmin(t.Context(), occupied, s); err == nil {
		t.Error("no error with a file in the place of a folder")
	}
}

// A contribution has the lines of a graph in which there is no other article, each
// with the article, and then the journal.
func TestContribution(t *testing.T) {
	for _, g := range graphs(rand.New(rand.NewPCG(3, 4)), 20) {
		var got, want bytes.Buffer
		if err := export.Contribution(&got, g); err != nil {
			t.Fatal(err)
		}
		w := graph.Merge(g)
		if err := export.JSONL(&want, each(w.Nodes), each(w.Relationships)); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(got.String(), "\n"), "\n")
		last := len(lines) - 1
		var article bytes.Buffer
		enc := json.NewEncoder(&article)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(g.Article.ID); err != nil {
			t.Fatal(err)
		}
		var alone strings.Builder
		for _, line := range lines[:last] {
			before, after, found := strings.Cut(line, `,"article":`+strings.TrimSpace(article.String())+`,"properties":`)
			if !found {
				t.Fatalf("no article in %s", line)
			}
			alone.WriteString(before + `,"properties":` + after + "\n")
		}
		if diff := cmp.Diff(want.String(), alone.String()); diff != "" {
			t.Error(diff)
		}
		for _, part := range []string{`"node":"DatelineJournal"`, g.Digest(), `"publishedAt":"` + g.Article.PublishedAt + `"`} {
			if !strings.Contains(lines[last], part) {
				t.Errorf("%s is missing in %s", part, lines[last])
			}
		}
	}
}

func each[T any](values []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}
