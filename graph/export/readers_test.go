package export_test

import (
	"bytes"
	"io"
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
	"dateline/graph/store/storetest"
)

// TestReaders has every format read by a program that it is for, and what that
// sees compared with the JSON Lines; see readers/test, which installs these
// programs and sets DATELINE_READERS to their Python.
func TestReaders(t *testing.T) {
	python := os.Getenv("DATELINE_READERS")
	if python == "" {
		t.Skip("set DATELINE_READERS, or run readers/test")
	}
	r := rand.New(rand.NewPCG(11, 12))
	all := hostile(r)
	js := storetest.RandomJudgements(r, all, 40)
	judged := graph.MergeUnder(js, all...)
	var keys []string
	for _, n := range judged.Nodes {
		if n.Label == schema.Event {
			keys = append(keys, n.ID)
		}
	}
	dir := t.TempDir()
	args := []string{"readers/read.py"}
	for _, c := range []struct {
		name   string
		world  graph.World
		filter export.Filter
	}{
		{"whole", judged, export.Filter{}},
		{"empty", graph.World{}, export.Filter{}},
		{"facts", judged, export.Filter{NoEvidence: true}},
		{"articles", judged, export.Filter{Since: "2024-10", MinConfidence: 0.5}},
		{"around", judged, export.Filter{Around: keys[:1], Hops: 1, Types: []schema.Type{schema.ParticipatedIn, schema.OccurredIn}}},
	} {
		folder := filepath.Join(dir, c.name)
		if err := os.Mkdir(folder, 0o777); err != nil {
			t.Fatal(err)
		}
		args = append(args, folder)
		nodes, relationships, err := c.filter.Part(each(c.world.Nodes), each(c.world.Relationships))
		if err != nil {
			t.Fatal(err)
		}
		writeAll(t, folder, nodes, relationships)
	}
	out, err := exec.CommandContext(t.Context(), python, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Log("\n" + strings.TrimSpace(string(out)))
}

// writeAll writes all formats but that of neo4j-admin into a folder.
func writeAll(t *testing.T, dir string, nodes export.Nodes, relationships export.Relationships) {
	t.Helper()
	for file, write := range map[string]func(io.Writer, export.Nodes, export.Relationships) error{
		"graph.jsonl": export.JSONL, "graph.graphml": export.GraphML, "graph.gexf": export.GEXF, "graph.nt": export.RDF,
	} {
		var b bytes.Buffer
		if err := write(&b, nodes, relationships); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := export.CSV(dir, nodes, relationships); err != nil {
		t.Fatal(err)
	}
}

// Equal graphs give equal bytes, whatever was loaded first, whole and in part.
func TestDeterministic(t *testing.T) {
	all := hostile(rand.New(rand.NewPCG(1, 2)))
	write := func(f export.Filter) map[string]string {
		s := filled(t, all)
		dir := t.TempDir()
		nodes, relationships, err := f.Part(s.Nodes(t.Context()), s.Relationships(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		writeAll(t, dir, nodes, relationships)
		return contents(t, dir)
	}
	part := export.Filter{MinConfidence: 0.3, Until: "2024-10"}
	whole, some := write(export.Filter{}), write(part)
	slices.Reverse(all)
	if diff := cmp.Diff(whole, write(export.Filter{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(some, write(part)); diff != "" {
		t.Error(diff)
	}
	if len(some["graph.jsonl"]) == 0 || len(some["graph.jsonl"]) >= len(whole["graph.jsonl"]) {
		t.Errorf("the part has %d bytes, the whole %d", len(some["graph.jsonl"]), len(whole["graph.jsonl"]))
	}
}

// hostile draws graphs whose texts and keys are made to break out of what they
// are written in.
func hostile(r *rand.Rand) []*graph.Graph {
	all := graphs(r, 60)
	keys := []string{
		strings.Repeat("Long ", 30_000), "<script>alert(1)</script>", "\x01", "\x02", "=HYPERLINK(\"x\")", "a> <b> \"c\" .\n", "%41", "A", "x\x00y", "\ufffd", "\ufffe", "'", "100%", "é", "e\u0301", "\ud7ff\U0010ffff",
	}
	g := &graph.Graph{Article: graph.Article{ID: "person:<script>alert(1)</script>", PublishedAt: "2024-12", Title: "</title>]]>", Source: "=1+1", URL: "javascript:alert(\"1\")"}}
	person := func(name string) string { return "person:" + name[:min(len(name), 200)] }
	for _, key := range keys {
		g.Mentions = append(g.Mentions, graph.Mention{
			Entity: person(key), Label: schema.Person, Name: key, Starts: []int{0, 9}, Ends: []int{1, 11}, Forms: []string{key, key + "\x00"}, Confidence: 0.5,
			Props: graph.Props{"wikidataId": "Q42"},
		})
		quote := "'" + strings.Repeat(key, 9)
		g.Claims = append(g.Claims, graph.Claim{
			Type: schema.RelativeOf, From: "person:A", To: person(key), Quote: quote, End: len(quote), Confidence: 0.9, Rule: "-", AttributedTo: "@" + key,
			Props: graph.Props{"kind": "parent"},
		})
	}
	g.Sort()
	g.Article.ContentHash = g.Digest()
	same := &graph.Graph{Article: graph.Article{ID: "\x01", Title: "\x02", PublishedAt: "2024-99-99"}}
	other := &graph.Graph{Article: graph.Article{ID: "\x02", Title: "article:\x01"}}
	return append(all, g, same, other, &graph.Graph{Article: graph.Article{ID: "article:person:<script>alert(1)</script>"}})
}
