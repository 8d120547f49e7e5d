package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/graph"
	"dateline/graph/schema"
)

// appointed is an article that says of everybody among names, separated by spaces,
// that they are mayor and are related to the one before.
func appointed(id, names string) *graph.Graph {
	g := &graph.Graph{Article: graph.Article{ID: id, PublishedAt: "2024-10-11"}}
	add := func(label schema.Label, name string, props graph.Props) string {
		key := strings.ToLower(string(label)) + ":" + name
		g.Mentions = append(g.Mentions, graph.Mention{
			Entity: key, Label: label, Name: name, Starts: []int{len(g.Mentions)}, Ends: []int{len(g.Mentions) + 1}, Forms: []string{name}, Props: props,
		})
		return key
	}
	claim := func(t schema.Type, from, to string, props graph.Props) {
		g.Claims = append(g.Claims, graph.Claim{Type: t, From: from, To: to, Quote: "So it is.", End: 9, Props: props})
	}
	mayor := add(schema.Office, "mayor|"+id, graph.Props{"title": "mayor"})
	before := ""
	for name := range strings.FieldsSeq(names) {
		person := add(schema.Person, name, graph.Props{})
		claim(schema.HoldsOffice, person, mayor, graph.Props{"status": "current"})
		if before != "" {
			claim(schema.RelativeOf, person, before, graph.Props{"kind": "child"})
		}
		before = person
	}
	g.Sort()
	return g
}

// said lists what a graph says: who is mentioned, and who claimed to be what.
func said(g *graph.Graph) string {
	var out []string
	for _, m := range g.Mentions {
		if m.Label == schema.Person {
			out = append(out, strings.TrimPrefix(m.Entity, "person:"))
		}
	}
	for _, c := range g.Claims {
		what := strings.TrimPrefix(c.From, "person:")
		if c.Type == schema.RelativeOf {
			what += "<" + strings.TrimPrefix(c.To, "person:")
		} else {
			what += " mayor"
		}
		out = append(out, what)
	}
	return strings.Join(out, ", ")
}

func split(entity, name string, articles ...string) graph.Judgement {
	return graph.Judgement{Kind: graph.JudgeSplit, A: "person:" + entity, B: name, Articles: articles}
}

func reject(t schema.Type, from, to string, articles ...string) graph.Judgement {
	return graph.Judgement{Kind: graph.JudgeReject, A: graph.FactKey(t, from, to), Articles: articles}
}

func same(a, b string) graph.Judgement {
	return graph.Judgement{Kind: graph.JudgeMerge, A: "person:" + a, B: "person:" + b}
}

func TestVerdictGraph(t *testing.T) {
	const both = "ama, kofi, ama mayor, kofi mayor, kofi<ama"
	g := appointed("x", "ama kofi")
	if said(g) != both {
		t.Fatal(said(g))
	}
	for _, test := range []struct {
		what string
		js   []graph.Judgement
		want string // both: g itself
	}{
		{"none", nil, both},
		{"of other articles", []graph.Judgement{split("ama", "elder", "y"), reject(schema.HoldsOffice, "person:ama", "office:mayor|x", "y")}, both},
		{"of other facts", []graph.Judgement{reject(schema.HoldsOffice, "person:ama", "office:mayor|y")}, both},
		{"merged, kept apart, proposed", []graph.Judgement{
			same("ama", "kofi"), {Kind: graph.JudgeApart, A: "person:ama", B: "person:esi"}, {Kind: graph.JudgePropose, A: "person:ama", B: "person:esi"},
		}, both},
		{"a namesake", []graph.Judgement{split("ama", "The Elder", "y", "x")}, "ama#the elder, kofi, ama#the elder mayor, kofi mayor, kofi<ama#the elder"},
		{"two namesakes", []graph.Judgement{split("ama", "elder", "x"), split("kofi", "2", "x")}, "ama#elder, kofi#2, ama#elder mayor, kofi#2 mayor, kofi#2<ama#elder"},
		{"wrong everywhere", []graph.Judgement{reject(schema.HoldsOffice, "person:ama", "office:mayor|x")}, "ama, kofi, kofi mayor, kofi<ama"},
		{"wrong here", []graph.Judgement{reject(schema.RelativeOf, "person:kofi", "person:ama", "y", "x")}, "ama, kofi, ama mayor, kofi mayor"},
		{"wrong of the namesake", []graph.Judgement{
			split("ama", "elder", "x"), reject(schema.HoldsOffice, "person:ama#elder", "office:mayor|x"),
		}, "ama#elder, kofi, kofi mayor, kofi<ama#elder"},
		{"wrong of her who is not meant", []graph.Judgement{
			split("ama", "elder", "x"), reject(schema.HoldsOffice, "person:ama", "office:mayor|x"),
		}, "ama#elder, kofi, ama#elder mayor, kofi mayor, kofi<ama#elder"},
	} {
		before := g.Digest()
		got := graph.NewVerdict(test.js).Graph(g)
		if said(got) != test.want || (got == g) != (test.want == both) {
			t.Errorf("%s:\n got %s\nwant %s", test.what, said(got), test.want)
		}
		if g.Digest() != before {
			t.Fatalf("%s: the graph as extracted has changed", test.what)
		}
		if err := got.Check(schema.Graph); err != nil {
			t.Errorf("%s: %v", test.what, err)
		}
	}
}

func TestStands(t *testing.T) {
	for _, test := range []struct {
		articles map[string]int64
		want     string
	}{
		{nil, ""},
		{map[string]int64{"person:a b": 3}, ""},
		{map[string]int64{"person:b b": 3, "person:a b": 2}, "person:b b"},
		{map[string]int64{"person:b b": 3, "person:a b": 3}, "person:a b"},
		{map[string]int64{"person:b|x": 1, "person:c b": 1}, "person:c b"},
		{map[string]int64{"person:b|x": 1, "person:b|a": 1}, "person:b|a"},
	} {
		if got := graph.Stands(test.articles); got != test.want {
			t.Errorf("%v: %q, want %q", test.articles, got, test.want)
		}
	}
}

// TestMergeUnder checks which entity stands for those that are judged to be one,
// as far as they are there.
func TestMergeUnder(t *testing.T) {
	all := []*graph.Graph{appointed("1", "ama"), appointed("2", "efua kofi"), appointed("3", "efua esi"), appointed("4", "kofi")}
	for _, test := range []struct {
		js   []graph.Judgement
		want []string
	}{
		{nil, nil},
		{[]graph.Judgement{same("ama", "efua")}, []string{"ama is efua", "efua is efua", "ama to efua"}},
		{[]graph.Judgement{same("efua", "ama"), same("ama", "nobody")}, []string{"ama is efua", "efua is efua", "ama to efua"}},
		{[]graph.Judgement{same("ama", "nobody")}, nil},
		{
			[]graph.Judgement{same("esi", "nobody"), same("nobody", "ama"), same("kofi", "efua")},
			[]string{"ama is ama", "efua is efua", "esi is ama", "kofi is efua", "esi to ama", "kofi to efua"},
		},
		{
			[]graph.Judgement{split("efua", "2", "2"), same("efua#2", "kofi")},
			[]string{"efua#2 is kofi", "kofi is kofi", "efua#2 to kofi"},
		},
	} {
		w := graph.MergeUnder(test.js, all...)
		consistent(t, w)
		var got []string
		for _, n := range w.Nodes {
			if c := n.Properties["canonicalId"]; c != nil {
				got = append(got, fmt.Sprintf("%s is %s", n.ID, c))
			}
		}
		for _, r := range w.Relationships {
			if r.Type == schema.SameAs {
				got = append(got, r.From+" to "+r.To)
			}
		}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "person:", "")
		}
		if d := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%v (-want +got):\n%s", test.js, d)
		}
	}
}
