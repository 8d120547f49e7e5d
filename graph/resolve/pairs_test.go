package resolve

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dateline/extract/gazetteer"
	"dateline/graph"
	"dateline/graph/schema"
)

// pair is a labelled pair of testdata/pairs.txt.
type pair struct {
	line     int
	label    schema.Label
	same     bool
	hard     bool
	late     bool
	a, b     string // descriptions
	together bool
}

func (p pair) String() string { return fmt.Sprintf("pairs.txt:%d: %s | %s", p.line, p.a, p.b) }

// readPairs returns the pairs of testdata/pairs.txt: the training half and the
// other, each with every second pair of a label and an answer; the other has the
// late ones too.
func readPairs(t testing.TB) (training, testing []pair) {
	t.Helper()
	data, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []pair
	late := false
	for n, line := range strings.Split(string(data), "\n") {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "same" || f[0] == "apart":
			if schema.Graph.Node(schema.Label(f[1])) == nil {
				t.Fatalf("pairs.txt:%d: %q is no label", n+1, f[1])
			}
			all = append(all, pair{line: n + 1, label: schema.Label(f[1]), same: f[0] == "same", hard: len(f) > 2 && f[2] == "hard", late: late})
		case f[0] == "late":
			late = true
		case f[0] == "a":
			all[len(all)-1].a = line[2:]
		case f[0] == "b":
			all[len(all)-1].b = line[2:]
		case f[0] == "together":
			all[len(all)-1].together = true
		default:
			t.Fatalf("pairs.txt:%d: cannot read %q", n+1, line)
		}
	}
	type stratum struct {
		label      schema.Label
		same, hard bool
	}
	seen := map[stratum]int{}
	for _, p := range all {
		s := stratum{p.label, p.same, p.hard}
		if seen[s]++; seen[s]%2 == 1 && !p.late {
			training = append(training, p)
		} else {
			testing = append(testing, p)
		}
	}
	return training, testing
}

// index makes a graph of both neighbourhoods and returns it with the keys of the
// pair.
func (p pair) index(t testing.TB) (x *Index, a, b string) {
	t.Helper()
	g, h := newArticle("a"), newArticle("b")
	if p.together {
		h = g
	}
	a, b = g.describe(t, p.label, p.a), h.describe(t, p.label, p.b)
	graphs := []*graph.Graph{g.graph}
	if !p.together {
		graphs = append(graphs, h.graph)
	}
	for _, g := range graphs {
		g.Sort()
		for i, c := range g.Claims {
			g.Claims[i].Quote, g.Claims[i].End = c.Rule, len(c.Rule)
		}
		if err := g.Check(schema.Graph); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
	}
	w := graph.Merge(graphs...)
	x, err := Read(all(w.Nodes), all(w.Relationships))
	if err != nil {
		t.Fatal(err)
	}
	return x, a, b
}

func all[T any](xs []T) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for _, x := range xs {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// article is the graph of one side.
type article struct {
	graph *graph.Graph
}

func newArticle(id string) article {
	return article{&graph.Graph{Article: graph.Article{ID: "https://example.org/" + id, ContentHash: id, ExtractorVersion: "test"}}}
}

var gaz, _ = gazetteer.Load()

// mention adds what a description names: a country, +organization, ~place or
// person. It returns its key.
func (a article) mention(name string) string {
	label, k := schema.Person, ""
	c, _, country := gaz.Country(name)
	switch {
	case name[0] == '+':
		label, name = schema.Organization, name[1:]
		k = graph.OrganizationKey(name)
	case name[0] == '~':
		label, name = schema.Place, name[1:]
		k = graph.PlaceKey(name, "")
	case country:
		label = schema.Country
		k = graph.CountryKey(c.ISO2, name)
	default:
		k, _ = graph.PersonKey(name, a.graph.Article.ID)
	}
	a.add(k, label, name, nil, nil)
	return k
}

func (a article) add(k string, label schema.Label, name string, aliases []string, props graph.Props) {
	forms := slices.Sorted(slices.Values(append([]string{name}, aliases...)))
	a.graph.Mentions = append(a.graph.Mentions, graph.Mention{
		Entity: k, Label: label, Name: name, Starts: []int{0}, Ends: []int{1}, Forms: slices.Compact(forms), Props: props,
	})
}

func (a article) claim(kind schema.Type, from, to string, props graph.Props) {
	a.graph.Claims = append(a.graph.Claims, graph.Claim{Type: kind, From: from, To: to, Rule: "test", Props: props})
}

// clause is one of a description: "office mayor of ~Accra" is of word "office".
type clause struct{ word, rest string }

// describe adds an entity with its neighbourhood, and returns its key.
func (a article) describe(t testing.TB, label schema.Label, text string) string {
	t.Helper()
	parts := strings.Split(text, "; ")
	name := parts[0]
	props := graph.Props{}
	var aliases []string
	var rest []clause
	var of, place, country string
	var participants []string
	for _, p := range parts[1:] {
		word, value, _ := strings.Cut(p, " ")
		switch word {
		case "aka":
			aliases = strings.Split(value, ", ")
		case "on":
			a.graph.Article.PublishedAt = value
		case "type":
			props["eventType"] = value
		case "date":
			props["date"] = value
		case "status":
			props["status"] = value
		case "kind":
			props["kind"] = value
		case "title":
			props["title"] = strings.ToLower(value)
		case "id":
			props["wikidataId"] = value
		case "geo":
			props["geonamesId"] = value
		case "of":
			of = a.mention(value)
			rest = append(rest, clause{word, value})
		case "in":
			place = a.mention(value)
			rest = append(rest, clause{word, value})
		case "located":
			if c, _, ok := gaz.Country(value); ok {
				country = graph.CountryKey(c.ISO2, value)
			}
			rest = append(rest, clause{word, value})
		case "agent", "target", "participant":
			participants = append(participants, a.mention(value))
			rest = append(rest, clause{word, value})
		default:
			rest = append(rest, clause{word, value})
		}
	}
	k := ""
	switch label {
	case schema.Person:
		var single bool
		if k, single = graph.PersonKey(name, a.graph.Article.ID); single {
			props["ambiguous"] = "true"
		}
	case schema.Office:
		k = graph.OfficeKey(cmp.Or(props["title"], name), of, a.graph.Article.ID)
	case schema.Organization:
		k = graph.OrganizationKey(name)
	case schema.Country:
		k = graph.CountryKey("", name)
	case schema.Place:
		k = graph.PlaceKey(name, country)
	case schema.Event:
		var ok bool
		if k, ok = graph.EventKey(props["eventType"], props["date"], participants, place); !ok {
			k = graph.ArticleEventKey(a.graph.Article.ID, props["eventType"], 1+len(a.graph.Mentions))
		}
	}
	a.add(k, label, name, aliases, props)
	for _, c := range rest {
		a.clause(t, k, c)
	}
	return k
}

func (a article) clause(t testing.TB, k string, c clause) {
	t.Helper()
	types := map[string]schema.Type{
		"citizen": schema.CitizenOf, "member": schema.MemberOf, "works": schema.WorksFor, "part": schema.PartOf,
		"based": schema.BasedIn, "located": schema.LocatedIn, "of": schema.OfficeOf, "in": schema.OccurredIn,
	}
	switch c.word {
	case "with":
		for name := range strings.SplitSeq(c.rest, ", ") {
			a.mention(name)
		}
	case "agent", "target", "participant":
		a.claim(schema.ParticipatedIn, a.mention(c.rest), k, graph.Props{"role": c.word})
	case "holder":
		a.claim(schema.HoldsOffice, a.mention(c.rest), k, graph.Props{"status": "current"})
	case "office":
		title, of, _ := strings.Cut(c.rest, " of ")
		if i := strings.LastIndex(c.rest, " of "); i > 0 {
			title, of = c.rest[:i], c.rest[i+len(" of "):]
		}
		status := "current"
		for _, s := range []string{"former", "acting", "incoming"} {
			if rest, ok := strings.CutPrefix(title, s+" "); ok {
				status, title = s, rest
			}
		}
		to := a.mention(of)
		o := graph.OfficeKey(title, to, a.graph.Article.ID)
		a.add(o, schema.Office, title+" of "+strings.TrimLeft(of, "+~"), nil, graph.Props{"title": strings.ToLower(title)})
		a.claim(schema.OfficeOf, o, to, nil)
		a.claim(schema.HoldsOffice, k, o, graph.Props{"status": status})
	case "kin":
		kind, name, _ := strings.Cut(c.rest, " ")
		a.claim(schema.RelativeOf, k, a.mention(name), graph.Props{"kind": kind})
	case "site":
		f := strings.SplitN(c.rest, " ", 3)
		other := a.mention(f[2])
		e := graph.ArticleEventKey(a.graph.Article.ID, f[0], 1+len(a.graph.Mentions))
		a.add(e, schema.Event, f[0]+" by "+f[2], nil, graph.Props{"eventType": f[0], "date": f[1], "datePrecision": "day", "status": "happened"})
		a.claim(schema.ParticipatedIn, other, e, graph.Props{"role": "agent"})
		a.claim(schema.OccurredIn, e, k, nil)
	case "did":
		f := strings.SplitN(c.rest, " ", 3)
		other := a.mention(f[2])
		participants, place := []string{k, other}, ""
		if f[2][0] == '~' {
			participants, place = []string{k}, other
		}
		e, ok := graph.EventKey(f[0], f[1], participants, place)
		if !ok {
			e = graph.ArticleEventKey(a.graph.Article.ID, f[0], 1+len(a.graph.Mentions))
		}
		a.add(e, schema.Event, f[0]+" of "+f[2], nil, graph.Props{"eventType": f[0], "date": f[1], "datePrecision": "day", "status": "happened"})
		a.claim(schema.ParticipatedIn, k, e, graph.Props{"role": "participant"})
		if place != "" {
			a.claim(schema.OccurredIn, e, other, nil)
		} else {
			a.claim(schema.ParticipatedIn, other, e, graph.Props{"role": "participant"})
		}
	default:
		to, ok := types[c.word]
		if !ok {
			t.Fatalf("no clause begins with %q", c.word)
		}
		a.claim(to, k, a.mention(c.rest), nil)
	}
}

// hits returns the cues of the pair, false if it is not compared or ruled out.
func (p pair) hits(t testing.TB) ([]hit, bool) {
	t.Helper()
	x, a, b := p.index(t)
	if a == b {
		t.Errorf("%s: both have the key %s", p, a)
		return nil, false
	}
	i, j := x.ids[a], x.ids[b]
	pairs, err := x.pairs(context.Background(), p.label)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(pairs, [2]id{min(i, j), max(i, j)}) {
		return nil, false
	}
	q, ok := x.judge([2]id{i, j})
	return q.hits, ok
}
