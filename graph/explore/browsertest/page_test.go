package browsertest

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"image/png"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
)

// TestPage goes the way of someone who looks for a minister: from the numbers by
// the search to her neighbourhood, the evidence, filters, a path, files, and back.
func TestPage(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "")
		v.shows("#start", "3 articles")
		v.shows("#start", "Ines Okafor")
		v.shows("#start", "Dockers protest")
		v.shows(".events", "meeting")

		v.slash()
		v.keys("o", "k", "a")
		v.shows("#found", "Ines Okafor")
		v.keys(kb.Enter)
		v.shows("#panel h2", "Ines Okafor")
		v.settled()
		v.shows("#count", "5 nodes")
		start := v.address()

		// Her office is shown, and what it is the office of comes by one click.
		v.click("#to-table", "")
		v.click(".table button", "Harbour Minister of Velland")
		v.shows("#panel", "Holders over time")
		v.shows("#panel", "Jonas Brandt")
		v.shows("#panel", "May 2024")
		v.click("#to-graph", "")
		v.click(".connection:has(.name) .expand", "")
		v.settled()
		v.shows("#count", "6 nodes")
		v.click("#undo", "")
		v.shows("#count", "5 nodes")
		v.click("#redo", "")
		v.shows("#count", "6 nodes")

		// The same state by its address, and by the back button.
		there := v.address()
		v.visit(strings.TrimPrefix(there, v.base))
		v.settled()
		v.shows("#count", "6 nodes")
		v.shows("#panel h2", "Harbour Minister of Velland")
		v.visit(strings.TrimPrefix(start, v.base))
		v.settled()
		v.shows("#count", "5 nodes")
		v.click("#to-table", "")
		v.shows(".table", "Nodes 5")
		eval[any](v, "history.back()")
		v.until(`document.querySelector("#canvas").checkVisibility()`)
		eval[any](v, "history.forward()")
		v.shows(".table", "Nodes 5")

		// The evidence of a fact: its sentence, its ends marked, its articles.
		v.click(".table button", "holds the office")
		v.shows("#panel", "2 statements")
		v.shows(".evidence", "opened the harbour summit in Port Marten")
		v.shows("#panel", "according to the ministry")
		marks := eval[[]string](v, `[...document.querySelectorAll(".evidence li:last-child mark")].map((m) => m.textContent)`)
		if diff := cmp.Diff([]string{"Ines Okafor", "Harbour Minister of Velland"}, marks); diff != "" {
			t.Errorf("marks (-want +got):\n%s", diff)
		}
		link := eval[[]string](v, `(() => { const a = document.querySelector(".evidence a"); return [a.href, a.rel, a.target, a.textContent]; })()`)
		if diff := cmp.Diff([]string{"https://wire.example/a2", "noopener noreferrer", "_blank", "Dockers protest"}, link); diff != "" {
			t.Errorf("link (-want +got):\n%s", diff)
		}

		// What happened, as a table.
		v.click(".table button", "harbour summit")
		for _, what := range []string{"Ines Okafor agent", "meeting, happened", "Port Marten", "4 Mar 2025", "dockers' protest"} {
			v.shows("#panel .facts", what)
		}
	})
}

// TestFilters: what they keep out is neither shown nor fetched.
func TestFilters(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "#/table?"+show(all()...))
		count := func(nodes, facts int) {
			t.Helper()
			v.shows("#count", fmt.Sprintf("%d node", nodes))
			v.until(fmt.Sprintf(`document.querySelector("#count").textContent.includes("%d fact")`, facts))
		}
		v.settled()
		count(9, 10)
		v.click("#show-filters", "")
		v.click("#filters label", "Events")
		count(7, 6)
		v.until(`location.hash.includes("without=Event")`)
		v.click("#filters label", "Events")
		count(9, 10)

		set := func(name string, value string) {
			t.Helper()
			eval[any](v, fmt.Sprintf(`(() => { const e = document.querySelector("#filter-%s"); e.value = %q; e.dispatchEvent(new Event("input")); e.dispatchEvent(new Event("change", {bubbles: true})); })()`, name, value))
		}
		set("confidence", "0.9")
		count(6, 5)
		v.visit(strings.TrimPrefix(v.address(), v.base))
		v.settled()
		count(6, 5)
		v.click("#show-filters", "")
		set("confidence", "0")
		count(9, 10)
		set("articles", "2")
		count(3, 2)
		v.click("#filters .head button", "Clear")
		count(9, 10)

		v.click("#filters summary", "Sources")
		v.click("#filters label", "Evening Post")
		count(4, 3)
		v.click("#filters label", "Evening Post")
		v.click("#filters summary", "Types of events")
		v.click("#filters label", "protest")
		v.until(`!document.querySelector(".table").innerText.includes("harbour summit")`)
		v.shows(".table", "dockers' protest")
		v.click("#filters .head button", "Clear")
		count(9, 10)

		// The dates: by keys, by the mouse, and back.
		eval[any](v, `document.querySelectorAll(".handle")[0].focus()`)
		v.keys(kb.End)
		count(6, 5)
		v.until(`location.hash.includes("since=2025-04-11")`)
		v.click(".dates button", "All dates")
		count(9, 10)
		box := eval[[4]float64](v, `(() => { const b = document.querySelector(".track").getBoundingClientRect(); return [b.left, b.top + b.height / 2, b.right, b.width]; })()`)
		v.drag(box[0]+1, box[1], box[0]+box[3]/2, box[1])
		v.until(`/since=2025-03-2/.test(location.hash)`)
		v.until(`document.querySelectorAll(".handle")[0].ariaValueText.includes("Mar 2025")`)
		v.drag(box[0]+box[3]*0.8, box[1], box[0]+box[3]*0.6, box[1])
		v.until(`/until=2025-04-0/.test(location.hash)`)

		// A filter that is set holds for what is fetched.
		v.visit("#/table?" + show(ines) + "&without=Event&node=" + url.QueryEscape(ines.id()))
		v.settled()
		v.click(".actions button", "Expand")
		v.shows("#count", "3 nodes")
	})
}

// TestPath: between the former minister and the protest there are three steps.
func TestPath(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "#/graph?"+show(jonas))
		v.settled()
		v.click("#find-path", "")
		for i, name := range []string{"jonas", "dockers"} {
			eval[any](v, fmt.Sprintf(`document.querySelector("#path-%d").focus()`, i))
			v.keys(name)
			v.click(".suggestions .option", "")
		}
		v.click("#dialog .strong", "")
		v.until(`document.querySelector("#status").textContent.includes("A path of 3 facts: Jonas Brandt, Harbour Minister of Velland, Ines Okafor, dockers' protest")`)
		v.settled()
		v.shows("#count", "4 nodes")
		v.until(`location.hash.includes("path=")`)
		trail := eval[string](v, `getComputedStyle(document.documentElement).getPropertyValue("--trail").trim()`)
		if n := strings.Count(string(v.download("svg")), `stroke="`+trail+`" fill`); n != 3 {
			t.Errorf("%d facts are marked as the path's, want 3", n)
		}
		v.visit("#/graph?" + show(jonas) + "&path=" + url.QueryEscape(jonas.id()) + "&path=" + url.QueryEscape(protest.id()) + "&withoutType=PARTICIPATED_IN")
		v.shows("#count", "6 nodes") // by way of the country and the port
	})
}

// TestExports reads back every file of what is shown.
func TestExports(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "#/graph?"+show(all()...)+"&without=Place")
		v.settled()
		v.shows("#count", "8 nodes · 8 facts")
		var ids []string
		for _, x := range all() {
			if x.label != schema.Place {
				ids = append(ids, x.id())
			}
		}
		slices.Sort(ids)

		picture, err := png.Decode(bytes.NewReader(v.download("png")))
		if err != nil {
			t.Fatal(err)
		}
		box := eval[[2]int](v, `[document.querySelector("#canvas").clientWidth, document.querySelector("#canvas").clientHeight]`)
		if size := picture.Bounds().Size(); size.X != 2*box[0] || size.Y != 2*box[1] {
			t.Errorf("the PNG is of %v, the canvas of %v", size, box)
		}
		colors := map[string]bool{}
		for x := range picture.Bounds().Dx() {
			for y := range picture.Bounds().Dy() {
				r, g, b, _ := picture.At(x, y).RGBA()
				colors[fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)] = true
			}
		}
		for _, n := range schema.Graph.Nodes {
			if shown := slices.ContainsFunc(all(), func(x thing) bool { return x.label == n.Label }) && n.Label != schema.Place; colors[n.Color] != shown {
				t.Errorf("the PNG has the color of %s: %t", n.Label, colors[n.Color])
			}
		}

		var drawing struct {
			Nodes []struct {
				ID string `xml:"data-node,attr"`
			} `xml:",any"`
		}
		if err := xml.Unmarshal(v.download("svg"), &drawing); err != nil {
			t.Fatal(err)
		}
		var drawn []string
		for _, n := range drawing.Nodes {
			if n.ID != "" {
				drawn = append(drawn, n.ID)
			}
		}
		slices.Sort(drawn)
		if diff := cmp.Diff(ids, drawn); diff != "" {
			t.Errorf("SVG (-want +got):\n%s", diff)
		}

		var g struct {
			Graph struct {
				Nodes []struct {
					ID string `xml:"id,attr"`
				} `xml:"node"`
				Edges []struct {
					Source string `xml:"source,attr"`
					Target string `xml:"target,attr"`
				} `xml:"edge"`
			} `xml:"graph"`
		}
		if err := xml.Unmarshal(v.download("graphml"), &g); err != nil {
			t.Fatal(err)
		}
		var inGraph []string
		for _, n := range g.Graph.Nodes {
			inGraph = append(inGraph, n.ID)
		}
		slices.Sort(inGraph)
		if diff := cmp.Diff(ids, inGraph); diff != "" {
			t.Errorf("GraphML (-want +got):\n%s", diff)
		}
		for _, e := range g.Graph.Edges {
			if !slices.Contains(ids, e.Source) || !slices.Contains(ids, e.Target) {
				t.Errorf("GraphML: an edge of what is not there: %v", e)
			}
		}

		rows := table(t, v.download("nodes.csv"))
		var inTable []string
		for _, r := range rows {
			inTable = append(inTable, r["id"])
		}
		slices.Sort(inTable)
		if diff := cmp.Diff(ids, inTable); diff != "" {
			t.Errorf("CSV of nodes (-want +got):\n%s", diff)
		}
		facts := table(t, v.download("facts.csv"))
		if len(facts) != 8 || len(g.Graph.Edges) != 8 {
			t.Errorf("%d facts as CSV, %d as GraphML, want 8", len(facts), len(g.Graph.Edges))
		}
		at := slices.IndexFunc(facts, func(r map[string]string) bool { return r["type"] == "HOLDS_OFFICE" && r["from"] == ines.id() })
		if at < 0 {
			t.Fatal("CSV of facts: her office is not there")
		}
		if r := facts[at]; r["fromName"] != "Ines Okafor" || r["articles"] != "2" || r["confidence"] != "0.99" || r["status"] != "current" || r["lastReported"] != "2025-04-11" {
			t.Errorf("CSV of facts: %v", r)
		}
	})
}

func table(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// TestCanvas uses the graph itself, with mouse and keyboard. Where things are is
// what the exported drawing says.
func TestCanvas(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "#/graph?"+show(all()...))
		v.settled()
		at := v.where()
		x, y := at(jonas)
		v.press(x, y, input.MouseButtonLeft)
		v.shows("#panel h2", "Jonas Brandt")

		// An edge, in its middle.
		x1, y1 := at(ministry)
		v.press((x+x1)/2, (y+y1)/2, input.MouseButtonLeft)
		v.shows("#panel .verb", "works for")

		// Dragging pins, and the pin outlives a reload.
		v.drag(x, y, x+60, y-20)
		v.until(`/pin=-?\d+,-?\d+,person:jonas/.test(location.hash)`)
		before := v.where()
		v.run(chromedp.Reload())
		v.settled()
		after := v.where()
		x2, y2 := after(jonas)
		for _, other := range []thing{ines, minister} {
			bx, by := before(other)
			ax, ay := after(other)
			jx, jy := before(jonas)
			if abs(jx-bx-x2+ax) > 4 || abs(jy-by-y2+ay) > 4 {
				t.Errorf("pinned %.0f, %.0f beside %s, and after a reload %.0f, %.0f", jx-bx, jy-by, other.name, x2-ax, y2-ay)
			}
		}
		if !strings.Contains(v.address(), "pin=") {
			t.Error("the pin is gone from the address")
		}

		// The menu, by mouse.
		v.press(x2, y2, input.MouseButtonRight)
		v.click("#menu button", "Hide")
		v.shows("#count", "8 nodes")

		// The legend takes a kind away and brings it back.
		v.click("#legend label", "Events")
		v.shows("#count", "6 nodes")
		v.click("#legend label", "Events")
		v.shows("#count", "8 nodes")
	})
}

// where returns where things are in the window.
func (v *view) where() func(thing) (x, y float64) {
	v.Helper()
	corner := eval[[2]float64](v, `(() => { const b = document.querySelector("#canvas").getBoundingClientRect(); return [b.left, b.top]; })()`)
	places := map[string][2]float64{}
	for _, m := range v.marks() {
		places[m.node] = [2]float64{corner[0] + m.x, corner[1] + m.y}
	}
	return func(x thing) (float64, float64) {
		p, ok := places[x.id()]
		if !ok {
			v.Fatalf("%s is not drawn", x.name)
		}
		return p[0], p[1]
	}
}

// mark is a node or a name in the exported drawing.
type mark struct {
	node                string // its id, or ""
	text                string
	x, y, width, height float64
}

func (v *view) marks() []mark {
	v.Helper()
	d := xml.NewDecoder(bytes.NewReader(v.download("svg")))
	number := func(text string) float64 {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			v.Fatalf("the drawing: %v", err)
		}
		return f
	}
	var marks []mark
	for {
		token, err := d.Token()
		if token == nil {
			if err.Error() != "EOF" {
				v.Fatalf("the drawing: %v", err)
			}
			return marks
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, attribute := range start.Attr {
			a[attribute.Name.Local] = attribute.Value
		}
		switch {
		case start.Name.Local == "circle":
			r := number(a["r"])
			marks = append(marks, mark{node: a["data-node"], x: number(a["cx"]), y: number(a["cy"]), width: 2 * r, height: 2 * r})
		case start.Name.Local == "polygon":
			points := strings.Fields(a["points"])
			var xs, ys []float64
			for _, p := range points {
				x, y, _ := strings.Cut(p, ",")
				xs, ys = append(xs, number(x)), append(ys, number(y))
			}
			x, y := 0.0, 0.0
			for i := range xs {
				x, y = x+xs[i]/float64(len(xs)), y+ys[i]/float64(len(ys))
			}
			marks = append(marks, mark{node: a["data-node"], x: x, y: y, width: slices.Max(xs) - slices.Min(xs), height: slices.Max(ys) - slices.Min(ys)})
		case start.Name.Local == "text" && a["data-width"] != "":
			var text string
			if err := d.DecodeElement(&text, &start); err != nil {
				v.Fatalf("the drawing: %v", err)
			}
			marks = append(marks, mark{text: text, x: number(a["x"]), y: number(a["y"]), width: number(a["data-width"]), height: 11})
		}
	}
}

// overlaps lists which nodes and names of the drawing lie over each other.
func overlaps(marks []mark) (pairs []string) {
	for i, a := range marks {
		for _, b := range marks[i+1:] {
			if 2*abs(a.x-b.x) < a.width+b.width-1 && 2*abs(a.y-b.y) < a.height+b.height-1 {
				if a.node != "" && b.node != "" && (a.x-b.x)*(a.x-b.x)+(a.y-b.y)*(a.y-b.y) > (a.width+b.width)*(a.width+b.width)/4 {
					continue // corners of round things
				}
				pairs = append(pairs, fmt.Sprintf("%s%s and %s%s", a.node, a.text, b.node, b.text))
			}
		}
	}
	return pairs
}

func abs(x float64) float64 { return max(x, -x) }

// TestOverlap: at the default zoom no node or name lies over another, and all of
// the small world has its name.
func TestOverlap(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "#/graph?"+show(all()...))
		v.settled()
		marks := v.marks()
		if len(marks) != 2*len(all()) {
			t.Errorf("%d nodes and names, want %d", len(marks), 2*len(all()))
		}
		for _, p := range overlaps(marks) {
			t.Errorf("%s overlap", p)
		}
	})
}

// TestKeyboard does without a mouse.
func TestKeyboard(t *testing.T) {
	browser := chromium(t)
	stores(t, small(), func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "")
		v.shows("#start", "Ines Okafor")
		focus := func(want string) {
			t.Helper()
			for range 60 {
				v.keys(kb.Tab)
				got := eval[string](v, `((e) => e.matches("button, a, input, [role=slider], #canvas") ? [e.id, e.innerText, e.ariaLabel].join(" ") : "")(document.activeElement)`)
				if strings.Contains(got, want) {
					shown := eval[bool](v, `(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; })()`)
					if !shown {
						t.Errorf("the focus on %q cannot be seen", want)
					}
					return
				}
			}
			t.Fatalf("the tab key does not lead to %q", want)
		}
		focus("Ines Okafor")
		v.keys(kb.Enter)
		v.shows("#panel h2", "Ines Okafor")
		v.settled()
		eval[any](v, `document.querySelector("#query").focus()`)
		focus("canvas")
		v.keys(kb.ArrowRight)
		v.until(`document.querySelector("#status").textContent.includes("shown")`)
		v.until(`document.querySelector("#panel h2")?.textContent !== "Ines Okafor"`)
		v.settled()
		v.keys("e")
		v.until(`/added|are shown/.test(document.querySelector("#status").textContent)`)
		v.settled()
		v.keys("p")
		v.until(`location.hash.includes("pin=")`)
		v.keys("+", "-", "0", kb.Delete)
		v.until(`document.querySelector("#status").textContent.includes("is hidden")`)
		v.until(`!location.hash.includes("pin=")`)
		focus("From date")

		// The table leads to the evidence as well.
		eval[any](v, `document.querySelector("#query").focus()`)
		focus("Table")
		v.keys(kb.Enter)
		focus("Ines Okafor")
		v.keys(kb.Enter)
		v.shows("#panel h2", "Ines Okafor")
		focus("holds the office")
		v.keys(kb.Enter)
		v.shows(".evidence", "Ines Okafor is Harbour Minister")
	})
}

// TestHostile: what an article says is never more than text.
func TestHostile(t *testing.T) {
	const attack = `<img src=x onerror="document.title='broken'">`
	mallory := person(`Mallory <script>document.title='broken'</script> Smith`)
	club := organization(`Club "&#39;` + attack)
	graphs := []*graph.Graph{
		report(graph.Article{
			ID: "bad", URL: "javascript:document.title='broken'//https://x", Title: "Title " + attack, Source: attack, PublishedAt: "2025-05-05",
		}, sentence{mallory.name + " joined " + club.name + " <svg onload=\"document.title='broken'\"> {{7*7}} ${alert(1)}", []fact{{schema.MemberOf, mallory, club, 0.9, nil}}}),
		report(graph.Article{ID: "data", URL: "data:text/html,<script>1</script>", Title: "Another", PublishedAt: "2025-05-06"},
			sentence{mallory.name + " left " + club.name, []fact{{schema.MemberOf, mallory, club, 0.8, nil}}}),
	}
	browser := chromium(t)
	stores(t, graphs, func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "")
		eval[any](v, `addEventListener("securitypolicyviolation", (e) => { document.body.dataset.violated = e.violatedDirective; })`)
		v.shows("#start", attack)
		v.slash()
		v.keys("mallory")
		v.shows("#found", mallory.name)
		v.keys(kb.Enter)
		v.shows("#panel h2", mallory.name)
		v.settled()
		v.click("#to-table", "")
		v.shows(".table", club.name)
		v.click(".table button", "member of")
		v.shows(".evidence", "<svg onload")
		v.shows(".evidence", "{{7*7}}")
		v.picture("hostile")
		for _, format := range []string{"svg", "graphml"} {
			data := v.download(format)
			if err := xml.Unmarshal(data, new(struct{})); err != nil {
				t.Errorf("%s: %v", format, err)
			}
			if bytes.Contains(data, []byte("<script")) || bytes.Contains(data, []byte("<img")) {
				t.Errorf("%s holds markup of the article:\n%s", format, data)
			}
		}
		v.visit("#/graph?show=%3Cscript%3Edocument.title='broken'%3C/script%3E&node=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&source=" + url.QueryEscape(attack))
		v.expect("404")
		v.shows("#panel", "no such thing")
		state := eval[[]any](v, `[document.title.includes("broken"), document.body.dataset.violated ?? "", document.querySelectorAll("main script, main img, main iframe, [onerror], [onload], [style*=expression], a[href^='javascript:'], a[href^='data:']").length]`)
		if diff := cmp.Diff([]any{false, "", 0.0}, state); diff != "" {
			t.Errorf("title, violations, elements (-want +got):\n%s", diff)
		}
	})
}

// TestTrouble: what goes wrong is said, with what to do.
func TestTrouble(t *testing.T) {
	browser := chromium(t)
	stores(t, nil, func(t *testing.T, s whole) {
		v := open(t, browser, serve(t, s).base, "")
		v.shows("#start", "Nothing has been loaded yet")
		v.shows("#start", "dateline load")
	})
	stores(t, small(), func(t *testing.T, s whole) {
		server := serve(t, s)
		v := open(t, browser, server.base, "#/graph?show=person:nobody&node=person:nobody")
		v.expect("404")
		v.expect("ERR_CONNECTION_REFUSED")
		v.shows("#panel", "There is no such thing")
		v.shows("#nothing", "None of this is in the graph")
		v.slash()
		v.keys("zzzz")
		v.shows("#found", "Nothing is called “zzzz”")
		v.visit("#/graph?" + show(ines))
		v.settled()
		server.restart(func() {
			eval[any](v, `document.querySelector("#query").focus()`)
			v.keys("jonas")
			v.shows("#trouble", "The server is gone")
		})
		eval[any](v, `document.querySelector("#query").value = ""; document.querySelector("#query").focus()`)
		v.keys("jonas")
		v.shows("#found", "Jonas Brandt")
		v.keys(kb.Enter)
		v.shows("#panel h2", "Jonas Brandt")
		v.until(`document.querySelector("#trouble").hidden`)
	})
}

func all() []thing {
	return []thing{ines, jonas, ministry, party, minister, velland, marten, summit, protest}
}

// show is the part of an address that shows these things.
func show(things ...thing) string {
	q := url.Values{}
	for _, x := range things {
		q.Add("show", x.id())
	}
	return q.Encode()
}
