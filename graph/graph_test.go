package graph

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/graph/schema"
	"dateline/graph/sketch"
)

// sample returns a graph that keeps to the schema: two persons, an office, and
// who holds it.
func sample() *Graph {
	return &Graph{
		Article: Article{ID: "https://example.org/1", PublishedAt: "2024-10-11", ContentHash: "c0ffee", ExtractorVersion: "test"},
		Mentions: []Mention{
			{
				Entity: "office:president|country:ke", Label: schema.Office, Name: "President of Kenya", Starts: []int{0}, Ends: []int{9},
				Forms: []string{"President"}, Confidence: 0.9, Props: Props{"title": "president"},
			},
			{
				Entity: "person:uhuru kenyatta", Label: schema.Person, Name: "Uhuru Kenyatta", Starts: []int{10, 40}, Ends: []int{24, 48},
				Forms: []string{"Kenyatta", "Uhuru Kenyatta"}, Confidence: 1, Props: Props{},
			},
			{
				Entity: "person:ruto|https://example.org/1", Label: schema.Person, Name: "Ruto", Starts: []int{60}, Ends: []int{64},
				Forms: []string{"Ruto"}, Confidence: 0, Props: Props{"ambiguous": "true"},
			},
		},
		Claims: []Claim{{
			Type: schema.HoldsOffice, From: "person:uhuru kenyatta", To: "office:president|country:ke",
			Quote: "President Uhuru Kenyatta", Start: 0, End: 24, Confidence: 0.8, Rule: "title",
			Props: Props{"status": "current", "since": "2013-04"},
		}},
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(g *Graph)
		want  string // in the error; none if empty
	}{
		{"good", func(*Graph) {}, ""},
		{"no claims", func(g *Graph) { g.Claims = nil }, ""},
		{"nothing", func(g *Graph) { g.Claims, g.Mentions = nil, nil }, ""},
		{"NUL", func(g *Graph) { g.Claims[0].Quote = strings.Replace(g.Claims[0].Quote, " ", "\x00", 1) }, ""},
		{"no id", func(g *Graph) { g.Article.ID = "" }, "article without id"},
		{"long id", func(g *Graph) { g.Article.ID = strings.Repeat("a", 2049) }, "article id of 2049 bytes"},
		{"long source", func(g *Graph) { g.Article.Source = strings.Repeat("a", 2049) }, "article source of 2049 bytes"},
		{"title in Latin-1", func(g *Graph) { g.Article.Title = "Caf\xe9" }, "article is not UTF-8"},
		{"hash of raw bytes", func(g *Graph) { g.Article.ContentHash = "\xff" }, "article is not UTF-8"},
		{"weekday", func(g *Graph) { g.Article.PublishedAt = "Thursday" }, `"Thursday" is not a date`},
		{"time", func(g *Graph) { g.Article.PublishedAt = "2024-10-11T12:00" }, "is not a date"},
		{"label", func(g *Graph) { g.Mentions[1].Label = "Planet" }, `unknown label "Planet"`},
		{"provenance label", func(g *Graph) { g.Mentions[1].Label = schema.Claim }, `unknown label "Claim"`},
		{"key of another label", func(g *Graph) { g.Mentions[1].Entity = "place:uhuru" }, `a key of a Person begins with "person:"`},
		{"long key", func(g *Graph) { g.Mentions[2].Entity = "person:" + strings.Repeat("a", 250) }, "at most 256 bytes"},
		{"twice", func(g *Graph) { g.Mentions[2].Entity = g.Mentions[1].Entity }, "mentioned twice"},
		{"no name", func(g *Graph) { g.Mentions[1].Name = "" }, "are missing"},
		{"no forms", func(g *Graph) { g.Mentions[1].Forms = nil }, "are missing"},
		{"no offsets", func(g *Graph) { g.Mentions[1].Starts, g.Mentions[1].Ends = nil, nil }, "are missing"},
		{"odd offsets", func(g *Graph) { g.Mentions[1].Ends = []int{24} }, "are missing"},
		{"form in Latin-1", func(g *Graph) { g.Mentions[1].Forms[0] = "\xe9" }, "is not UTF-8"},
		{"no confidence", func(g *Graph) { g.Mentions[1].Confidence = math.NaN() }, "confidence NaN"},
		{"percent", func(g *Graph) { g.Claims[0].Confidence = 80 }, "confidence 80"},
		{"property missing", func(g *Graph) { g.Mentions[0].Props = nil }, "title is missing"},
		{"property unknown", func(g *Graph) { g.Mentions[1].Props["age"] = "52" }, "does not know"},
		{"property empty", func(g *Graph) { g.Mentions[0].Props["title"] = "" }, `title ""`},
		{"not of the enum", func(g *Graph) { g.Claims[0].Props["status"] = "retired" }, `status "retired"`},
		{"not a date", func(g *Graph) { g.Claims[0].Props["since"] = "April" }, `since "April"`},
		{"not true", func(g *Graph) { g.Mentions[2].Props["ambiguous"] = "false" }, `ambiguous "false"`},
		{"not a number", func(g *Graph) {
			g.Mentions = append(g.Mentions, Mention{
				Entity: "place:lamu", Label: schema.Place, Name: "Lamu", Starts: []int{90}, Ends: []int{94}, Forms: []string{"Lamu"},
				Props: Props{"geonamesId": "0189741"},
			})
		}, `geonamesId "0189741"`},
		{"type", func(g *Graph) { g.Claims[0].Type = "ADMIRES" }, "unknown type"},
		{"provenance type", func(g *Graph) { g.Claims[0].Type = schema.Mentions }, "unknown type"},
		{"reversed", func(g *Graph) { c := &g.Claims[0]; c.From, c.To = c.To, c.From }, `ends are "Office" and "Person"`},
		{"end not mentioned", func(g *Graph) { g.Claims[0].From = "person:raila odinga" }, `ends are "" and "Office"`},
		{"of itself", func(g *Graph) { g.Claims[0].To = g.Claims[0].From }, "of itself"},
		{"claimed twice", func(g *Graph) { g.Claims = append(g.Claims, g.Claims[0]) }, "twice"},
		{"no quote", func(g *Graph) { g.Claims[0].Quote, g.Claims[0].End = "", 0 }, "no quote"},
		{"quote of another length", func(g *Graph) { g.Claims[0].End++ }, "offsets are off"},
		{"quote before the text", func(g *Graph) { g.Claims[0].Start -= 9; g.Claims[0].End -= 9 }, "offsets are off"},
	} {
		g := sample()
		test.spoil(g)
		err := g.Check(schema.Graph)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}

func TestSort(t *testing.T) {
	want := sample()
	want.Mentions[1], want.Mentions[2] = want.Mentions[2], want.Mentions[1]
	got := sample()
	got.Mentions = append(got.Mentions, Mention{
		Entity: "person:uhuru kenyatta", Label: schema.Person, Name: "Kenyatta", Starts: []int{10, 30}, Ends: []int{24, 38},
		Forms: []string{"Kenyatta"}, Confidence: 0.5,
	})
	want.Mentions[2].Starts, want.Mentions[2].Ends = []int{10, 30, 40}, []int{24, 38, 48}
	less, later, self := got.Claims[0], got.Claims[0], got.Claims[0]
	less.Confidence, later.Start, later.End, self.To = 0.7, 60, 84, self.From
	got.Claims = []Claim{less, later, self, got.Claims[0]}
	got.Sort()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if err := got.Check(schema.Graph); err != nil {
		t.Error(err)
	}
}

func TestSupersedes(t *testing.T) {
	article := func(published, hash string) Article {
		return Article{ID: "a", PublishedAt: published, ContentHash: hash}
	}
	for _, test := range []struct {
		a, b Article
		want bool
	}{
		{article("2024-10-11", "1"), article("2024-10-10", "2"), true},
		{article("2024-10-10", "2"), article("2024-10-11", "1"), false},
		{article("2024-10-10", "2"), article("2024-10-10", "1"), true},
		{article("2024-10-10", "1"), article("2024-10-10", "2"), false},
		{article("", "2"), article("2024", "1"), false},
		{article("2024", "1"), article("2024", "1"), true},
	} {
		if got := test.a.Supersedes(test.b); got != test.want {
			t.Errorf("%v supersedes %v: %v", test.a, test.b, got)
		}
	}
}

func TestDigest(t *testing.T) {
	if a, b := sample().Digest(), sample().Digest(); a != b {
		t.Error("equal graphs have different digests")
	}
	seen := map[string]string{}
	for what, change := range map[string]func(g *Graph){
		"nothing":   func(*Graph) {},
		"article":   func(g *Graph) { g.Article.Title = "x" },
		"extractor": func(g *Graph) { g.Article.ExtractorVersion = "next" },
		"sketch":    func(g *Graph) { g.Sketch = sketch.Of("x") },
		"offset":    func(g *Graph) { g.Mentions[1].Starts[0]++ },
		"form":      func(g *Graph) { g.Mentions[1].Forms[0] += "x" },
		"property":  func(g *Graph) { g.Claims[0].Props["status"] = "former" },
		"quote":     func(g *Graph) { g.Claims[0].Quote += "x" },
		"claims":    func(g *Graph) { g.Claims = nil },
	} {
		g := sample()
		change(g)
		if other, ok := seen[g.Digest()]; ok {
			t.Errorf("%s and %s have one digest", what, other)
		}
		seen[g.Digest()] = what
	}
}

func TestFactKeys(t *testing.T) {
	keys := map[string]bool{}
	for _, c := range []Claim{
		{Type: schema.PartOf, From: "a", To: "bc"},
		{Type: schema.PartOf, From: "ab", To: "c"},
		{Type: schema.PartOf, From: "bc", To: "a"},
		{Type: schema.BasedIn, From: "a", To: "bc"},
	} {
		keys[c.Fact()] = true
		keys[ClaimKey(c.Fact(), "article")] = true
	}
	if len(keys) != 8 {
		t.Errorf("8 facts and claims have %d keys", len(keys))
	}
}
