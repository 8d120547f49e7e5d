package schema

import (
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheet parses a style sheet: the declarations of each selector.
func sheet(t *testing.T, text string) map[string]map[string]string {
	t.Helper()
	rules := map[string]map[string]string{}
	form := regexp.MustCompile(`(?s)^([\w.]+) \{\n((?:  [a-z-]+: [^;]+;\n)+)\}\n\n?`)
	for text != "" {
		m := form.FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no rule:\n%s", text)
		}
		text = text[len(m[0]):]
		rules[m[1]] = map[string]string{}
		for line := range strings.Lines(m[2]) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			rules[m[1]][name] = strings.TrimSuffix(value, ";")
		}
	}
	return rules
}

func TestGrassCoversTheSchema(t *testing.T) {
	rules := sheet(t, Graph.Grass())
	if want := 2 + len(Graph.Nodes) + len(Graph.Relationships); len(rules) != want {
		t.Errorf("%d rules, want %d: nodes, relationships, each label, each type", len(rules), want)
	}
	for _, n := range Graph.Nodes {
		rule := rules["node."+string(n.Label)]
		if rule["color"] != n.Color {
			t.Errorf("%s has the color %s, want %s", n.Label, rule["color"], n.Color)
		}
		caption := strings.Trim(rule["caption"], "'{}")
		declared := n.Properties
		if !n.Provenance {
			declared = Graph.Entity
		}
		if !declares(declared, caption) {
			t.Errorf("the caption of %s is its %q, which it has not", n.Label, caption)
		}
		if c := contrast(t, rule["color"], rule["text-color-internal"]); c < 3 {
			t.Errorf("the text of %s has a contrast of %.1f", n.Label, c)
		}
	}
	for _, r := range Graph.Relationships {
		want := "2px"
		if r.Provenance {
			want = "1px"
		}
		if got := rules["relationship."+string(r.Type)]["shaft-width"]; got != want {
			t.Errorf("%s is %s wide, want %s", r.Type, got, want)
		}
	}
}

func declares(properties []Property, name string) bool {
	for _, p := range properties {
		if p.Name == name {
			return true
		}
	}
	return false
}

// contrast is the ratio of two colors' luminances, as WCAG counts it.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(color string) float64 {
		if !regexp.MustCompile(`^#[0-9A-F]{6}$`).MatchString(color) {
			t.Fatalf("%q is no color", color)
		}
		linear := func(c int) float64 {
			if v := float64(c) / 255; v > 0.04045 {
				return math.Pow((v+0.055)/1.055, 2.4)
			}
			return float64(c) / 255 / 12.92
		}
		r, g, b := channels(color)
		return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
	}
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

const grassFile = "../../examples/neo4j/dateline.grass"

func TestGrassFile(t *testing.T) {
	got := Graph.Grass()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(grassFile, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(grassFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not what the schema says (-file +schema):\n%s", grassFile, diff)
	}
}
