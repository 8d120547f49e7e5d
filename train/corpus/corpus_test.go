// Package corpus checks the articles that the tagger learns from.
package corpus

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/eval"
	"dateline/graph/schema"
)

// regions are what the names of articles begin with.
var regions = []string{
	"caribbean", "caucasus", "central-africa", "central-asia", "east-africa", "east-asia", "east-europe", "latin-america",
	"middle-east", "north-africa", "north-america", "oceania", "south-asia", "southeast-asia", "southern-africa",
	"west-africa", "west-europe", "world",
}

// load returns the articles of folders.
func load(t *testing.T, folders ...string) []eval.Gold {
	t.Helper()
	var all []eval.Gold
	for _, f := range folders {
		gold, err := eval.Load(os.DirFS(f))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, gold...)
	}
	return all
}

func region(id string) string {
	for _, r := range regions {
		if strings.HasPrefix(id, r+"-") {
			return r
		}
	}
	return ""
}

func TestArticles(t *testing.T) {
	gold := load(t, ".", "unseen")
	if len(gold) < 160 {
		t.Errorf("%d articles, fewer than 160", len(gold))
	}
	for _, g := range gold {
		if err := g.Check(); err != nil {
			t.Error(err)
		}
		if n := len(strings.Fields(g.Text)); n < 120 || n > 500 {
			t.Errorf("%s: %d words, not 120 to 500", g.ID, n)
		}
		if region(g.ID) == "" {
			t.Errorf("%s: of no region", g.ID)
		}
	}
}

var word = regexp.MustCompile(`[\pL\pN]+`)

// runs returns the runs of n words in an article, each once.
func runs(words []string, n int) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+n <= len(words); i++ {
		out[strings.Join(words[i:i+n], " ")] = true
	}
	return out
}

// TestNoStockPhrases wants no six words in a row in more than three articles.
func TestNoStockPhrases(t *testing.T) {
	in := map[string]int{}
	for _, g := range load(t, ".", "unseen") {
		for run := range runs(word.FindAllString(strings.ToLower(g.Text), -1), 6) {
			in[run]++
		}
	}
	for run, n := range in {
		if n > 3 {
			t.Errorf("%q is in %d articles", run, n)
		}
	}
}

// TestNoTemplates wants no two articles to have much in common when each name,
// office and number counts as one and the same: the share of runs of five words
// that the shorter one has in common with the other.
func TestNoTemplates(t *testing.T) {
	const most = 0.1
	var ids []string
	var all []map[string]bool
	for _, g := range load(t, ".", "unseen") {
		text := g.Text
		var forms []string
		for _, e := range g.Entities {
			if e.Type != schema.Event {
				forms = append(forms, e.Mentions...)
			}
		}
		slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
		for _, f := range forms {
			text = strings.ReplaceAll(text, f, "NAME")
		}
		text = regexp.MustCompile(`\d+`).ReplaceAllString(text, "0")
		ids = append(ids, g.ID)
		all = append(all, runs(word.FindAllString(text, -1), 5))
	}
	for i, a := range all {
		for j, b := range all[:i] {
			shared := 0
			for run := range a {
				if b[run] {
					shared++
				}
			}
			if share := float64(shared) / float64(max(1, min(len(a), len(b)))); share > most {
				t.Errorf("%s and %s share %.0f %% of their runs of words", ids[i], ids[j], 100*share)
			}
		}
	}
}

const begin, end = "<!-- coverage -->\n", "<!-- end -->\n"

// TestCoverage compares the tables of README.md with the articles; UPDATE=1
// rewrites them. Each region, type of events, status and type of relations is
// there.
func TestCoverage(t *testing.T) {
	gold := load(t, ".")
	counts := map[string]int{}
	for _, g := range gold {
		counts[region(g.ID)]++
		counts["words"] += len(strings.Fields(g.Text))
		for _, e := range g.Entities {
			counts[string(e.Type)]++
			if e.Type == schema.Event {
				counts["type "+e.Event]++
				counts["status "+e.Status]++
			}
		}
		for _, r := range g.Relations {
			counts[string(r.Type)]++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles, %d words.\n", len(gold), counts["words"])
	table := func(title, prefix string, least int, names []string) {
		fmt.Fprintf(&b, "\n| %s | |\n|---|---|\n", title)
		for _, n := range names {
			fmt.Fprintf(&b, "| %s | %d |\n", n, counts[prefix+n])
			if counts[prefix+n] < least {
				t.Errorf("%s: %d, want %d at least", n, counts[prefix+n], least)
			}
		}
	}
	event := schema.Graph.Node(schema.Event).Properties
	property := func(name string) []string {
		return event[slices.IndexFunc(event, func(p schema.Property) bool { return p.Name == name })].Values
	}
	table("region", "", 4, regions)
	table("entity", "", 100, strs(schema.Graph.Entities()))
	table("event", "type ", 20, property("eventType"))
	table("status of events", "status ", 20, property("status"))
	table("relation", "", 20, strs(schema.Graph.Facts()))

	file, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(file), begin)
	old, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md has no %q and %q", begin, end)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("README.md", []byte(head+begin+b.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(old, b.String()); diff != "" {
		t.Errorf("README.md (-it +the articles), UPDATE=1 rewrites it:\n%s", diff)
	}
}

func strs[T ~string](names []T) []string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return out
}
