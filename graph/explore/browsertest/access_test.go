package browsertest

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
)

// axe returns the source of axe-core, which the page's build installs. Without it
// the test is skipped; in CI it fails.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.FromSlash("../web/node_modules/axe-core/axe.min.js"))
	if err != nil {
		const how = "axe-core is not installed: npm ci --ignore-scripts in graph/explore/web"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	return string(source)
}

// TestAccess: every view keeps to WCAG 2.2 AA as far as axe-core can tell, light
// and dark, wide and narrow, and none is wider than its window.
func TestAccess(t *testing.T) {
	source := axe(t)
	browser := chromium(t)
	world := show(all()...)
	view := func(what, selection string) string { return "#/" + what + "?" + world + selection }
	views := []struct{ name, fragment, ready, click string }{
		{"start", "", "#start .numbers", ""},
		{"search", "", "#start .numbers", "search"},
		{"graph", view("graph", ""), "#legend label", ""},
		{"node", view("graph", "&node="+url.QueryEscape(ines.id())), "#panel h2", ""},
		{"office", view("graph", "&node="+url.QueryEscape(minister.id())), "#panel h2", ""},
		{"event", view("table", "&node="+url.QueryEscape(summit.id())), "#panel .facts", ""},
		{"evidence", view("table", "&fact="+url.QueryEscape(graph.FactKey(schema.HoldsOffice, ines.id(), minister.id()))), ".evidence", ""},
		{"filters", view("graph", ""), "#legend label", "#show-filters"},
		{"export", view("graph", ""), "#legend label", "#export"},
		{"path", view("graph", ""), "#legend label", "#find-path"},
		{"keys", view("graph", ""), "#legend label", "#keys"},
	}
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "")
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 360} {
				v.scheme(scheme)
				v.size(width, 800)
				for _, w := range views {
					v.visit(w.fragment)
					v.until(fmt.Sprintf("document.querySelector(%q)?.checkVisibility()", w.ready))
					switch w.click {
					case "":
					case "search":
						v.slash()
						v.keys("o")
						v.shows("#found", "Ines")
					default:
						v.click(w.click, "")
					}
					v.until(`!document.querySelector("[aria-busy]")`)
					name := fmt.Sprintf("%s-%s-%d", w.name, scheme, width)
					v.picture(name)
					eval[any](v, source+";0")
					found := eval[[]string](v, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) =>
						r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target + ": " + n.failureSummary)))`)
					for _, f := range found {
						t.Errorf("%s: %s", name, f)
					}
					if wide := eval[int](v, "document.documentElement.scrollWidth"); wide > int(width) {
						t.Errorf("%s: %d pixels wide", name, wide)
					}
				}
			}
		}
	})
}
