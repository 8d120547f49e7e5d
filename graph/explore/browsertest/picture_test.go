package browsertest

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dateline/extract"
	"dateline/extract/input"
	"dateline/graph"
)

// TestPictures takes pictures of the example articles for the documentation.
func TestPictures(t *testing.T) {
	if os.Getenv("DATELINE_SCREENSHOTS") == "" {
		t.Skip("DATELINE_SCREENSHOTS names no folder for the pictures")
	}
	browser := chromium(t)
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	var graphs []*graph.Graph
	for d, err := range x.All(t.Context(), input.Read(t.Context(), []string{"../../../examples/articles"}, input.Options{}), 2) {
		if err != nil {
			t.Fatal(err)
		}
		g, err := d.Graph()
		if err != nil {
			t.Fatal(err)
		}
		graphs = append(graphs, g)
	}
	stores(t, graphs, func(t *testing.T, s whole) {
		store := strings.TrimPrefix(t.Name(), "TestPictures/")
		v := open(t, browser, serve(t, s).base, "")
		v.shows("#start", "20 articles")
		v.picture("explore-start-" + store)
		for _, name := range []string{"Jordan", "Rania Haddadin"} {
			v.slash()
			v.keys(name)
			v.shows("#found", name)
			v.keys(kb.Enter)
			v.shows("#panel h2", name)
			v.settled()
		}
		v.click(".actions button", "Expand")
		v.settled()
		v.picture("explore-node-" + store)
		v.click("#to-table", "")
		v.click(".table button", "holds the office")
		v.shows(".evidence", "Haddadin")
		v.click("#to-graph", "")
		v.settled()
		v.picture("explore-graph-" + store)
	})
}
