package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
)

// report is an article about some of twenty ministers, in words of which every
// changed-th differs from those of other reports; none if that is 0.
func report(id, published string, changed, from, to int) graph.Likeness {
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "word%d ", i)
		if changed > 0 && i%changed == 0 {
			text.WriteString(id + " ")
		}
	}
	g := &graph.Graph{Article: graph.Article{ID: id, PublishedAt: published}, Sketch: sketch.Of(text.String())}
	for i := from; i < to; i++ {
		g.Mentions = append(g.Mentions, graph.Mention{Entity: fmt.Sprint("person:minister ", i), Label: schema.Person})
	}
	g.Mentions = append(
		g.Mentions,
		graph.Mention{Entity: "person:smith|" + id, Label: schema.Person, Props: graph.Props{"ambiguous": "true"}},
		graph.Mention{Entity: "event:call|" + id, Label: schema.Event},
	)
	return g.Likeness()
}

func TestCopyOf(t *testing.T) {
	const day = "2024-10-11"
	a := report("a", day, 0, 0, 20)
	for _, test := range []struct {
		what string
		b    graph.Likeness
		want bool
	}{
		{"the same text", report("b", day, 0, 0, 20), true},
		{"a few words changed", report("b", day, 60, 0, 20), true},
		{"every sixth word changed", report("b", day, 6, 0, 20), false},
		{"another text", report("b", day, 1, 0, 20), false},
		{"a week later", report("b", "2024-10-18", 60, 0, 20), true},
		{"a week earlier", report("b", "2024-10-04", 60, 0, 20), true},
		{"eight days later", report("b", "2024-10-19", 0, 0, 20), false},
		{"over the turn of a month", report("b", "2024-11-01", 0, 0, 20), false},
		{"undated, changed", report("b", "", 60, 0, 20), false},
		{"undated, the same", report("b", "", 0, 0, 20), true},
		{"some day of that month, the same", report("b", "2024-10", 0, 0, 20), true},
		{"some day of that month, changed", report("b", "2024-10", 60, 0, 20), false},
		{"some day of the next month", report("b", "2024-11", 0, 0, 20), false},
		{"some day of that year", report("b", "2024", 0, 0, 20), true},
		{"a day that there is not", report("b", "2024-02-31", 0, 0, 20), false},
		{"half as long, so with fewer names", report("b", day, 60, 0, 10), true},
		{"nine names of ten in common", report("b", day, 60, 11, 21), true},
		{"eight names of ten in common", report("b", day, 60, 12, 22), false},
		{"other names in the same words", report("b", day, 0, 20, 40), false},
		{"no names", report("b", day, 0, 0, 0), false},
		{"no sketch", graph.Likeness{Article: "b", PublishedAt: day, Names: a.Names}, false},
	} {
		if a.CopyOf(test.b) != test.want || test.b.CopyOf(a) != test.want {
			t.Errorf("%s: %t and %t, want %t", test.what, a.CopyOf(test.b), test.b.CopyOf(a), test.want)
		}
	}
}

func TestOriginals(t *testing.T) {
	for _, test := range []struct {
		what string
		all  []graph.Likeness
		want map[string]string
	}{
		{"none", nil, nil},
		{
			"the earliest",
			[]graph.Likeness{report("a", "2024-10-12", 0, 0, 9), report("b", "2024-10-11", 0, 0, 9), report("c", "", 0, 0, 9)},
			map[string]string{"a": "b", "c": "b"},
		},
		{
			"of the same day the least ID",
			[]graph.Likeness{report("c", "2024-10-12", 0, 0, 9), report("b", "2024-10-12", 0, 0, 9), report("a", "2024-10-13", 0, 0, 9)},
			map[string]string{"a": "b", "c": "b"},
		},
		{
			"a chain, each link of less than a week",
			[]graph.Likeness{report("c", "2024-10-17", 0, 0, 9), report("b", "2024-10-11", 0, 0, 9), report("a", "2024-10-23", 0, 0, 9), report("d", "2024-11", 0, 9, 18)},
			map[string]string{"a": "b", "c": "b"},
		},
		{
			"two of each",
			[]graph.Likeness{report("c", "2024", 0, 0, 9), report("b", "2024", 0, 9, 18), report("a", "2024", 0, 0, 9), report("d", "2024", 0, 9, 18)},
			map[string]string{"c": "a", "d": "b"},
		},
	} {
		if d := cmp.Diff(test.want, graph.Originals(test.all)); d != "" && len(test.want) > 0 {
			t.Errorf("%s (-want +got):\n%s", test.what, d)
		}
	}
}

func TestParseLikeness(t *testing.T) {
	for _, l := range []graph.Likeness{report("a", "2024", 0, 0, 9), report("a", "", 0, 0, 0), {Article: "a", PublishedAt: "2024"}} {
		got, err := graph.ParseLikeness(l.Article, l.PublishedAt, l.String())
		if d := cmp.Diff(l, got); d != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, d)
		}
	}
	whole := report("a", "2024", 0, 0, 9).String()
	for _, bad := range []string{"x", whole[:9], whole + "!", whole + "AA"} {
		if l, err := graph.ParseLikeness("a", "2024", bad); err == nil {
			t.Errorf("%.20q…: %v and no error", bad, l)
		}
	}
}

// TestMergeCopies checks what an agency's report counts that three newspapers
// print, beside one who contradicts it.
func TestMergeCopies(t *testing.T) {
	print := func(id, published, text, status string, more ...graph.Mention) *graph.Graph {
		g := &graph.Graph{
			Article: graph.Article{ID: id, PublishedAt: published},
			Sketch:  sketch.Of(text),
			Mentions: append(more,
				graph.Mention{
					Entity: "office:mayor|place:accra", Label: schema.Office, Name: "mayor of Accra", Starts: []int{0}, Ends: []int{5},
					Forms: []string{"mayor"}, Props: graph.Props{"title": "mayor"},
				},
				graph.Mention{Entity: "person:ama boateng", Label: schema.Person, Name: "Ama Boateng", Starts: []int{6}, Ends: []int{9}, Forms: []string{id}},
			),
		}
		if status != "" {
			g.Claims = []graph.Claim{{
				Type: schema.HoldsOffice, From: "person:ama boateng", To: "office:mayor|place:accra", Props: graph.Props{"status": status},
			}}
		}
		return g
	}
	accra := graph.Mention{Entity: "place:accra", Label: schema.Place, Name: "Accra", Starts: []int{30}, Ends: []int{35}, Forms: []string{"Accra"}}
	const wire, own = "The mayor of the city said on Friday that the road would be closed.", "Nobody else has this report about the former mayor of our city."
	w := graph.Merge(
		print("agency", "2024-10-10", wire, ""),
		print("gazette", "2024-10-11", wire, "current", accra),
		print("herald", "2024-10-13", wire, "current", accra),
		print("other", "2024-10-12", own, "former"),
	)
	var copies []string
	for _, r := range w.Relationships {
		switch p := r.Properties; {
		case r.Type == schema.DuplicateOf:
			copies = append(copies, r.From+" of "+r.To)
		case r.Type == schema.Mentions && p["copy"] == true:
			copies = append(copies, r.From+" of "+r.To)
		case r.Type == schema.HoldsOffice && (p["articles"] != int64(2) || p["status"] != "former" || p["lastReported"] != "2024-10-13"):
			t.Errorf("one agency says current, another article, published later than the first to say so, says former: %v", p)
		}
	}
	want := []string{
		"gazette of office:mayor|place:accra", "gazette of person:ama boateng",
		"herald of office:mayor|place:accra", "herald of person:ama boateng", "herald of place:accra",
		"gazette of agency", "herald of agency",
	}
	if d := cmp.Diff(want, copies); d != "" {
		t.Errorf("copies (-want +got):\n%s", d)
	}
	claims := map[any]int{}
	for _, n := range w.Nodes {
		p := n.Properties
		switch {
		case n.Label == schema.Claim:
			claims[p["copy"]]++
		case n.ID == "person:ama boateng" && (p["articles"] != int64(2) || cmp.Diff(p["aliases"], []string{"agency", "gazette", "herald", "other"}) != ""):
			t.Errorf("two sources, all forms: %v", p)
		case n.ID == accra.Entity && p["articles"] != int64(1):
			t.Errorf("that the agency does not name: %v", p)
		}
	}
	if d := cmp.Diff(map[any]int{nil: 2, true: 1}, claims); d != "" {
		t.Errorf("claims by whether they are copies (-want +got):\n%s", d)
	}
}
