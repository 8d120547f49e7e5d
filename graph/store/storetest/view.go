package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// sight is what store.View sees, by its definition.
type sight struct {
	world   graph.World
	said    []*graph.Graph             // what articles say under the judgements
	nodes   map[string]graph.Node      // by the keys of all entities: those that stand for them
	facts   []graph.Relationship       // between those, in the order of store.View
	at      map[string][]end           // of facts, by the IDs of those, in that order
	keys    map[string][2]string       // by fact: of its ends
	sources map[string]map[string]bool // by fact
	copied  map[string]bool            // claims
}

// end is a fact seen from one of its ends.
type end struct {
	graph.Relationship
	other string
	way   store.Direction
}

func (m *model) sight() *sight {
	v := &sight{
		world: m.world(), said: m.judged(), nodes: map[string]graph.Node{}, at: map[string][]end{},
		keys: map[string][2]string{}, sources: map[string]map[string]bool{}, copied: map[string]bool{},
	}
	all := entities(v.world)
	for id, n := range all {
		if c, ok := n.Properties["canonicalId"].(string); ok {
			n = all[c]
		}
		v.nodes[id] = n
	}
	for _, r := range v.world.Relationships {
		if key, ok := r.Properties["fact"].(string); ok {
			v.keys[key], v.sources[key] = [2]string{r.From, r.To}, map[string]bool{}
			r.From, r.To = v.nodes[r.From].ID, v.nodes[r.To].ID
			v.facts = append(v.facts, r)
		}
	}
	slices.SortFunc(v.facts, func(a, b graph.Relationship) int {
		p, q := a.Properties, b.Properties
		return cmp.Or(
			cmp.Compare(q["articles"].(int64), p["articles"].(int64)),
			cmp.Compare(q["confidence"].(float64), p["confidence"].(float64)),
			cmp.Compare(p["fact"].(string), q["fact"].(string)),
		)
	})
	for _, r := range v.facts {
		if r.From != r.To {
			v.at[r.From] = append(v.at[r.From], end{r, r.To, store.Out})
			v.at[r.To] = append(v.at[r.To], end{r, r.From, store.In})
		}
	}
	for _, g := range v.said {
		for _, c := range g.Claims {
			v.sources[c.Fact()][g.Article.Source] = true
		}
	}
	for _, n := range v.world.Nodes {
		v.copied[n.ID] = n.Label == schema.Claim && n.Properties["copy"] == true
	}
	return v
}

// day returns the first or the last day of a date.
func day(date string, last bool) string {
	rest := "-01-01"
	if last {
		rest = "-12-31"
	}
	return date + rest[len(date)-4:]
}

func fits[T comparable](x T, list []T) bool { return len(list) == 0 || slices.Contains(list, x) }

func within(first, last any, since, until string) bool {
	if since == "" && until == "" {
		return true
	}
	from, _ := first.(string)
	to, _ := last.(string)
	return from != "" && (since == "" || day(to, true) >= day(since, false)) && (until == "" || day(from, false) <= day(until, true))
}

func (v *sight) passes(r graph.Relationship, f store.Filter) bool {
	p := r.Properties
	stated := func(source string) bool { return v.sources[p["fact"].(string)][source] }
	return r.From != r.To && fits(r.Type, f.Types) && p["confidence"].(float64) >= f.MinConfidence &&
		p["articles"].(int64) >= int64(f.MinArticles) && within(p["firstReported"], p["lastReported"], f.Since, f.Until) &&
		(len(f.Sources) == 0 || slices.ContainsFunc(f.Sources, stated))
}

func (v *sight) passesEnd(id string, f store.Filter) bool {
	n := v.nodes[id]
	what, _ := n.Properties["eventType"].(string)
	status, _ := n.Properties["status"].(string)
	return fits(n.Label, f.Labels) && (n.Label != schema.Event || fits(what, f.EventTypes) && fits(status, f.EventStatuses))
}

func paged[T any](list []T, p store.Page) []T {
	from := min(p.Offset, len(list))
	return list[from:min(from+p.Limit, len(list))]
}

func (v *sight) degrees(id string) []store.Degree {
	count := map[store.Degree]int{}
	for _, e := range v.at[v.nodes[id].ID] {
		count[store.Degree{Type: e.Type, Direction: e.way, Label: v.nodes[e.other].Label}]++
	}
	var out []store.Degree
	for d, n := range count {
		d.Facts = n
		out = append(out, d)
	}
	types := schema.Graph.Facts()
	slices.SortFunc(out, func(a, b store.Degree) int {
		return cmp.Or(
			b.Facts-a.Facts, slices.Index(types, a.Type)-slices.Index(types, b.Type),
			-cmp.Compare(a.Direction, b.Direction), cmp.Compare(a.Label, b.Label),
		)
	})
	return out
}

func (v *sight) neighbours(id string, d store.Direction, f store.Filter, p store.Page) store.Neighbours {
	var ends []end
	for _, e := range v.at[v.nodes[id].ID] {
		if (d == "" || d == e.way) && v.passes(e.Relationship, f) && v.passesEnd(e.other, f) {
			ends = append(ends, e)
		}
	}
	out := store.Neighbours{Total: len(ends)}
	for _, e := range paged(ends, p) {
		out.Facts = append(out.Facts, e.Relationship)
		if n := v.nodes[e.other]; !slices.ContainsFunc(out.Nodes, func(m graph.Node) bool { return m.ID == n.ID }) {
			out.Nodes = append(out.Nodes, n)
		}
	}
	return out
}

func (v *sight) between(ids []string, f store.Filter, limit int) []graph.Relationship {
	shown := map[string]bool{}
	for _, id := range ids {
		shown[v.nodes[id].ID] = true
	}
	var out []graph.Relationship
	for _, r := range v.facts {
		if shown[r.From] && shown[r.To] && v.passes(r, f) && v.passesEnd(r.From, f) && v.passesEnd(r.To, f) && len(out) < limit {
			out = append(out, r)
		}
	}
	return out
}

// path tries all ways, the shorter ones first, at each entity the best fact first.
func (v *sight) path(from, to string, longest int, f store.Filter) store.Path {
	goal := v.nodes[to].ID
	var walk func(at string, left int) *store.Path
	walk = func(at string, left int) *store.Path {
		if left == 0 {
			if at != goal {
				return nil
			}
			return &store.Path{Nodes: []graph.Node{v.nodes[at]}}
		}
		for _, e := range v.at[at] {
			if !v.passes(e.Relationship, f) || e.other != goal && !v.passesEnd(e.other, f) {
				continue
			}
			if rest := walk(e.other, left-1); rest != nil {
				return &store.Path{
					Nodes: slices.Concat([]graph.Node{v.nodes[at]}, rest.Nodes),
					Facts: slices.Concat([]graph.Relationship{e.Relationship}, rest.Facts),
				}
			}
		}
		return nil
	}
	for n := range longest + 1 {
		if p := walk(v.nodes[from].ID, n); p != nil {
			return *p
		}
	}
	return store.Path{}
}

func (v *sight) evidence(fact string, p store.Page) store.Evidence {
	i := slices.IndexFunc(v.facts, func(r graph.Relationship) bool { return r.Properties["fact"] == fact })
	r := v.facts[i]
	out := store.Evidence{Relationship: r, From: v.nodes[r.From], To: v.nodes[r.To]}
	for _, g := range v.said {
		for _, c := range g.Claims {
			if c.Fact() != fact {
				continue
			}
			t := store.Testimony{Statement: store.Statement{Article: g.Article, Claim: c, Copy: v.copied[graph.ClaimKey(fact, g.Article.ID)]}}
			for _, m := range g.Mentions {
				switch m.Entity {
				case v.keys[fact][0]:
					t.From = m
				case v.keys[fact][1]:
					t.To = m
				}
			}
			out.Testimonies = append(out.Testimonies, t)
		}
	}
	slices.SortFunc(out.Testimonies, func(a, b store.Testimony) int { return later(a.Article, b.Article) })
	out.Total = len(out.Testimonies)
	out.Testimonies = paged(out.Testimonies, p)
	return out
}

func later(a, b graph.Article) int {
	return cmp.Or(cmp.Compare(b.PublishedAt, a.PublishedAt), cmp.Compare(a.ID, b.ID))
}

func (v *sight) newest(f store.ArticleFilter, p store.Page) ([]graph.Article, int) {
	var out []graph.Article
	for _, g := range v.said {
		if a := g.Article; fits(a.Source, f.Sources) && within(a.PublishedAt, a.PublishedAt, f.Since, f.Until) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, later)
	return paged(out, p), len(out)
}

func (v *sight) contents(article string) store.Contents {
	var out store.Contents
	mentioned, stated := map[string]bool{}, map[string]bool{}
	for _, g := range v.said {
		if g.Article.ID != article {
			continue
		}
		out.Article = g.Article
		for _, m := range g.Mentions {
			mentioned[v.nodes[m.Entity].ID] = true
		}
		for _, c := range g.Claims {
			stated[c.Fact()] = true
		}
	}
	for _, n := range v.world.Nodes {
		if mentioned[n.ID] && n.Label == graph.LabelOf(n.ID) {
			out.Nodes = append(out.Nodes, n)
		}
	}
	for _, t := range schema.Graph.Facts() {
		var some []graph.Relationship
		for _, r := range v.facts {
			if r.Type == t && r.From != r.To && stated[r.Properties["fact"].(string)] {
				some = append(some, r)
			}
		}
		slices.SortFunc(some, func(a, b graph.Relationship) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Properties["fact"].(string), b.Properties["fact"].(string)))
		})
		out.Facts = append(out.Facts, some...)
	}
	return out
}

func (v *sight) summary(top int) store.Summary {
	out := store.Summary{
		Counts: store.Counts{Nodes: map[schema.Label]int{}, Relationships: map[schema.Type]int{}},
		Top:    map[schema.Label][]graph.Node{},
	}
	for _, n := range v.world.Nodes {
		out.Counts.Nodes[n.Label]++
	}
	for _, r := range v.world.Relationships {
		out.Counts.Relationships[r.Type]++
	}
	events, months, sources := map[store.EventCount]int{}, map[string]int{}, map[string]int{}
	for id, n := range v.nodes {
		if id != n.ID {
			continue
		}
		out.Top[n.Label] = append(out.Top[n.Label], n)
		if date, _ := n.Properties["date"].(string); n.Label == schema.Event && len(date) >= 7 {
			events[store.EventCount{Month: date[:7], EventType: n.Properties["eventType"].(string)}]++
		}
	}
	for l, ns := range out.Top {
		slices.SortFunc(ns, func(a, b graph.Node) int {
			return cmp.Or(cmp.Compare(b.Properties["articles"].(int64), a.Properties["articles"].(int64)), cmp.Compare(a.ID, b.ID))
		})
		out.Top[l] = ns[:min(top, len(ns))]
	}
	for e, n := range events {
		e.Events = n
		out.Events = append(out.Events, e)
	}
	slices.SortFunc(out.Events, func(a, b store.EventCount) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.EventType, b.EventType))
	})
	for _, g := range v.said {
		if d := g.Article.PublishedAt; len(d) >= 7 {
			months[d[:7]]++
		}
		if g.Article.Source != "" {
			sources[g.Article.Source]++
		}
	}
	for _, m := range slices.Sorted(maps.Keys(months)) {
		out.Reported = append(out.Reported, store.MonthCount{Month: m, Articles: months[m]})
	}
	for s, n := range sources {
		out.Sources = append(out.Sources, store.SourceCount{Source: s, Articles: n})
	}
	slices.SortFunc(out.Sources, func(a, b store.SourceCount) int {
		return cmp.Or(b.Articles-a.Articles, cmp.Compare(a.Source, b.Source))
	})
	return out
}

func some[T any](r *rand.Rand, from []T) []T {
	if r.IntN(3) > 0 {
		return nil
	}
	return []T{pick(r, from), pick(r, from)}[:1+r.IntN(2)]
}

func randomFilter(r *rand.Rand) store.Filter {
	f := store.Filter{Types: some(r, schema.Graph.Facts()), Sources: some(r, words), Labels: some(r, schema.Graph.Entities())}
	event := schema.Graph.Node(schema.Event).Properties
	for _, d := range event {
		switch d.Name {
		case "eventType":
			f.EventTypes = some(r, d.Values)
		case "status":
			f.EventStatuses = some(r, d.Values)
		}
	}
	if r.IntN(3) == 0 {
		f.MinConfidence = float64(r.IntN(101)) / 100
	}
	if r.IntN(3) == 0 {
		f.MinArticles = r.IntN(3)
	}
	if r.IntN(3) == 0 {
		f.Since, f.Until = pick(r, dates), pick(r, dates)
	}
	return f
}

// testView looks at random graphs, judged and not, in all ways and compares what
// there is to see with its definition.
func testView(t *testing.T, s store.Store) {
	locked(t, s)
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 20))
		graphs := Random(r, 30)
		m := model{}
		m.put(graphs)
		put(t, s, graphs...)
		var js []graph.Judgement
		if seed > 0 {
			js = RandomJudgements(r, graphs, 30)
		}
		m.judge(js)
		if _, err := s.SetJudgements(t.Context(), js); err != nil {
			t.Fatal(err)
		}
		look(t, s, m.sight(), r)
		for _, g := range graphs {
			retract(t, s, g.Article.ID)
		}
	}
}

// look compares what a store and its definition have to see.
func look(t *testing.T, s store.Store, v *sight, r *rand.Rand) {
	t.Helper()
	ctx := t.Context()
	good := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	ids := slices.Sorted(maps.Keys(v.nodes))
	for _, id := range ids {
		n, degrees, err := s.Entity(ctx, id)
		good(id, err)
		equal(t, "entity "+id, v.nodes[id], n)
		equal(t, "degrees of "+id, v.degrees(id), degrees)
		for range 4 {
			f, p := randomFilter(r), store.Page{Limit: 1 + r.IntN(6), Offset: r.IntN(8)}
			if r.IntN(2) == 0 {
				f = store.Filter{}
			}
			d := pick(r, []store.Direction{"", store.Out, store.In})
			got, err := s.Neighbours(ctx, id, d, f, p)
			good(id, err)
			equal(t, fmt.Sprintf("neighbours %q of %s with %+v, %+v", d, id, f, p), v.neighbours(id, d, f, p), got)
		}
	}
	for range 20 {
		some := []string{"person:nobody"}
		want := map[string]graph.Node{}
		for range r.IntN(8) {
			id := pick(r, ids)
			some, want[v.nodes[id].ID] = append(some, id), v.nodes[id]
		}
		got, err := s.Entities(ctx, some)
		good("entities", err)
		equal(t, fmt.Sprint("entities ", some), slices.Collect(func(yield func(graph.Node) bool) {
			for _, id := range slices.Sorted(maps.Keys(want)) {
				if !yield(want[id]) {
					return
				}
			}
		}), got)
	}
	for range 40 {
		f, limit := randomFilter(r), 1+r.IntN(20)
		shown := []string{"person:nobody"}
		for range r.IntN(2 * len(ids)) {
			shown = append(shown, pick(r, ids))
		}
		got, err := s.Between(ctx, shown, f, limit)
		good("between", err)
		equal(t, fmt.Sprintf("between %q with %+v", shown, f), v.between(shown, f, limit), got)

		from, to, longest := pick(r, ids), pick(r, ids), 1+r.IntN(3)
		if r.IntN(2) == 0 {
			f = store.Filter{Types: f.Types, MinConfidence: f.MinConfidence}
		}
		path, err := s.Path(ctx, from, to, longest, f)
		good("path", err)
		equal(t, fmt.Sprintf("path from %s to %s in %d with %+v", from, to, longest, f), v.path(from, to, longest, f), path)
	}
	for _, fact := range v.facts {
		key, p := fact.Properties["fact"].(string), store.Page{Limit: 1 + r.IntN(3), Offset: r.IntN(3)}
		got, err := s.Evidence(ctx, key, p)
		good(key, err)
		equal(t, "evidence of "+key, v.evidence(key, p), got)
	}
	for _, g := range v.said {
		got, err := s.Contents(ctx, g.Article.ID)
		good(g.Article.ID, err)
		equal(t, "contents of "+g.Article.ID, v.contents(g.Article.ID), got)

		f, p := store.ArticleFilter{Sources: some(r, words)}, store.Page{Limit: 1 + r.IntN(9), Offset: r.IntN(9)}
		if r.IntN(2) == 0 {
			f.Since, f.Until = pick(r, dates), pick(r, dates)
		}
		newest, total, err := s.Newest(ctx, f, p)
		good("newest", err)
		wanted, all := v.newest(f, p)
		equal(t, fmt.Sprintf("newest with %+v, %+v", f, p), wanted, newest)
		equal(t, "their number", all, total)
	}
	top := 1 + r.IntN(5)
	summary, err := s.Summary(ctx, top)
	good("summary", err)
	for l, n := range summary.Counts.Nodes {
		if n == 0 {
			delete(summary.Counts.Nodes, l)
		}
	}
	for k, n := range summary.Counts.Relationships {
		if n == 0 {
			delete(summary.Counts.Relationships, k)
		}
	}
	for l, ns := range summary.Top {
		if len(ns) == 0 {
			delete(summary.Top, l)
		}
	}
	equal(t, "summary", v.summary(top), summary)
}

// testViewUnknown asks for what there is not, whatever it is called.
func testViewUnknown(t *testing.T, s store.Store) {
	locked(t, s)
	put(t, s, article("a", "2024", austin, secretary, holds))
	for _, id := range []string{"", "person:nobody", "a", "HOLDS_OFFICE:0", "x') MATCH (n) DETACH DELETE n //", strings.Repeat("x", 5000)} {
		_, _, entity := s.Entity(t.Context(), id)
		_, neighbours := s.Neighbours(t.Context(), id, "", store.Filter{}, store.Page{Limit: 1})
		_, from := s.Path(t.Context(), id, austin.Entity, 3, store.Filter{})
		_, to := s.Path(t.Context(), austin.Entity, id, 3, store.Filter{})
		_, evidence := s.Evidence(t.Context(), id, store.Page{Limit: 1})
		_, contents := s.Contents(t.Context(), id+"?")
		for i, err := range []error{entity, neighbours, from, to, evidence, contents} {
			if !errors.Is(err, store.ErrUnknown) {
				t.Errorf("%.40q, %d: %v, want %v", id, i, err, store.ErrUnknown)
			}
		}
	}
	Holds(t, s, graph.Merge(article("a", "2024", austin, secretary, holds)))
}
