// Package storetest is the contract of store.Store as a test that every
// implementation runs.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
	"dateline/graph/store"
)

// Test runs the contract. Each call of open gives a fresh store that holds
// nothing and that nobody locks; the store of an earlier call may then be gone.
func Test(t *testing.T, open func(t *testing.T) store.Store) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, s store.Store)
	}{
		{"Empty", testEmpty},
		{"Merge", testMerge},
		{"Random", testRandom},
		{"Identifiers", testIdentifiers},
		{"Supersede", testSupersede},
		{"Retract", testRetract},
		{"Batch", testBatch},
		{"Revisions", testRevisions},
		{"Bad", testBad},
		{"Articles", testArticles},
		{"Find", testFind},
		{"FindRandom", testFindRandom},
		{"Facts", testFacts},
		{"StrangeText", testStrangeText},
		{"LongKeys", testLongKeys},
		{"Many", testMany},
		{"Lock", testLock},
		{"Cancel", testCancel},
		{"Break", testBreak},
		{"Copies", testCopies},
		{"Judgements", testJudgements},
		{"JudgementsRandom", testJudgementsRandom},
		{"View", testView},
		{"ViewUnknown", testViewUnknown},
		{"Concurrent", testConcurrent},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("closing: %v", err)
				}
			})
			test.run(t, s)
		})
	}
}

// locked takes the lock of s until the test ends.
func locked(t *testing.T, s store.Store) {
	t.Helper()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatalf("locking: %v", err)
	}
	t.Cleanup(func() {
		if err := unlock(); err != nil {
			t.Errorf("unlocking: %v", err)
		}
	})
}

// Entries returns entries of graphs that are made from nothing known.
func Entries(graphs ...*graph.Graph) []store.Entry {
	entries := make([]store.Entry, len(graphs))
	for i, g := range graphs {
		entries[i].Graph = g
	}
	return entries
}

func put(t *testing.T, s store.Store, graphs ...*graph.Graph) store.Changes {
	t.Helper()
	c, err := s.Put(t.Context(), Entries(graphs...))
	if err != nil {
		t.Fatalf("putting: %v", err)
	}
	return c
}

func retract(t *testing.T, s store.Store, ids ...string) store.Changes {
	t.Helper()
	c, err := s.Retract(t.Context(), ids)
	if err != nil {
		t.Fatalf("retracting: %v", err)
	}
	return c
}

func find(t *testing.T, s store.Store, query string, limit int, labels ...schema.Label) []graph.Node {
	t.Helper()
	nodes, err := s.Find(t.Context(), query, limit, labels...)
	if err != nil {
		t.Fatalf("finding %q: %v", query, err)
	}
	return nodes
}

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("%s (-want +got):\n%s", what, d)
	}
}

// article makes a graph of all mentions and claims among parts.
func article(id, published string, parts ...any) *graph.Graph {
	g := &graph.Graph{Article: graph.Article{ID: id, InputID: id, PublishedAt: published, ExtractorVersion: "test"}}
	for _, p := range parts {
		switch p := p.(type) {
		case graph.Mention:
			g.Mentions = append(g.Mentions, p)
		case graph.Claim:
			g.Claims = append(g.Claims, p)
		}
	}
	g.Sort()
	g.Article.ContentHash = g.Digest()
	return g
}

// mention makes a mention of an entity with the properties that its label must
// have; the name is the first form.
func mention(label schema.Label, key string, forms ...string) graph.Mention {
	m := graph.Mention{
		Entity: strings.ToLower(string(label)) + ":" + key, Label: label, Name: forms[0],
		Confidence: 0.9, Props: required(schema.Graph.Node(label).Properties),
	}
	for i := range forms {
		m.Starts, m.Ends = append(m.Starts, 100*i), append(m.Ends, 100*i+len(forms[i]))
	}
	m.Forms = slices.Compact(slices.Sorted(slices.Values(forms)))
	return m
}

func claim(t schema.Type, from, to graph.Mention, quote string) graph.Claim {
	return graph.Claim{
		Type: t, From: from.Entity, To: to.Entity, Quote: quote, Start: 7, End: 7 + len(quote), Confidence: 0.8,
		Rule: "test", Props: required(schema.Graph.Relationship(t).Properties),
	}
}

func required(declared []schema.Property) graph.Props {
	props := graph.Props{}
	for _, d := range declared {
		switch {
		case d.Optional:
		case d.Kind == schema.Enum:
			props[d.Name] = d.Values[0]
		default:
			props[d.Name] = "minister"
		}
	}
	return props
}

var (
	austin    = mention(schema.Person, "lloyd austin", "Lloyd Austin", "Austin")
	gallant   = mention(schema.Person, "yoav gallant", "Yoav Gallant")
	secretary = mention(schema.Office, "secretary|country:us", "US Secretary of Defense")
	pentagon  = mention(schema.Organization, "pentagon", "Pentagon")
	states    = mention(schema.Country, "us", "United States", "US")
	holds     = claim(schema.HoldsOffice, austin, secretary, "US Secretary of Defense Lloyd Austin spoke.")
	officeOf  = claim(schema.OfficeOf, secretary, states, "US Secretary of Defense Lloyd Austin spoke.")
	worksFor  = claim(schema.WorksFor, austin, pentagon, "Austin went back to the Pentagon.")
)

func testEmpty(t *testing.T, s store.Store) {
	Holds(t, s, graph.World{})
	locked(t, s)
	equal(t, "changes of no graphs", store.Changes{}, put(t, s))
	equal(t, "changes of no IDs", store.Changes{}, retract(t, s))
	equal(t, "articles", []graph.Article(nil), collect(t, s.Articles(t.Context())))
	equal(t, "found", []graph.Node(nil), find(t, s, "austin", 10))
	facts, err := s.Facts(t.Context(), "person:nobody")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "facts of nobody", []store.Fact(nil), facts)

	bare := article("bare", "")
	equal(t, "changes", store.Changes{Added: 1}, put(t, s, bare))
	Holds(t, s, graph.Merge(bare))
}

// testMerge puts the same graphs in several orders and batches, some twice.
func testMerge(t *testing.T, s store.Store) {
	locked(t, s)
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 1))
		graphs := Random(r, 40)
		want := graph.Merge(graphs...)
		for range 2 {
			again := slices.Concat(graphs, graphs[:len(graphs)/2])
			r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
			for batch := range slices.Chunk(again, 1+r.IntN(30)) {
				put(t, s, batch...)
			}
			Holds(t, s, want)
		}
		for _, g := range graphs {
			retract(t, s, g.Article.ID)
		}
		Holds(t, s, graph.World{})
	}
}

// testRandom compares the store with the model after each of many random steps.
func testRandom(t *testing.T, s store.Store) {
	locked(t, s)
	r := rand.New(rand.NewPCG(2, 3))
	graphs := Random(r, 60)
	m := model{}
	for range 40 {
		if r.IntN(3) > 0 {
			batch := make([]*graph.Graph, r.IntN(8))
			for i := range batch {
				batch[i] = pick(r, graphs)
			}
			equal(t, "changes of putting", m.put(batch), put(t, s, batch...))
		} else {
			ids := []string{"unknown"}
			for range r.IntN(5) {
				ids = append(ids, pick(r, graphs).Article.ID)
			}
			equal(t, "changes of retracting", m.retract(ids), retract(t, s, ids...))
		}
		Holds(t, s, m.world())
	}
}

func testSupersede(t *testing.T, s store.Store) {
	locked(t, s)
	older := article("a", "2024-10-10", austin, secretary, states, holds, officeOf)
	newer := article("a", "2024-10-11", austin, pentagon, worksFor)
	equal(t, "first", store.Changes{Added: 1, NodesAdded: 3, FactsAdded: 2}, put(t, s, older))
	equal(t, "again", store.Changes{Unchanged: 1}, put(t, s, older))
	equal(t, "newer", store.Changes{Replaced: 1, NodesAdded: 1, NodesRemoved: 2, FactsAdded: 1, FactsRemoved: 2}, put(t, s, newer))
	Holds(t, s, graph.Merge(newer))
	equal(t, "older", store.Changes{Superseded: 1}, put(t, s, older))
	Holds(t, s, graph.Merge(newer))

	reread := article("a", "2024-10-11", austin)
	reread.Article.ContentHash = newer.Article.ContentHash
	reread.Article.ExtractorVersion = "next"
	equal(t, "same text read otherwise", store.Changes{Replaced: 1, NodesRemoved: 1, FactsRemoved: 1}, put(t, s, reread))
	Holds(t, s, graph.Merge(reread))
}

func testRetract(t *testing.T, s store.Store) {
	locked(t, s)
	a := article("a", "2024-10-10", austin, secretary, states, holds, officeOf)
	b := article("b", "2024-10-11", austin, secretary, pentagon, holds, worksFor)
	put(t, s, a, b)
	equal(t, "changes", store.Changes{Retracted: 1, NodesRemoved: 1, FactsRemoved: 1}, retract(t, s, "b", "unknown", "b"))
	Holds(t, s, graph.Merge(a))
	equal(t, "again", store.Changes{}, retract(t, s, "b"))
	equal(t, "the last", store.Changes{Retracted: 1, NodesRemoved: 3, FactsRemoved: 2}, retract(t, s, "a"))
	Holds(t, s, graph.World{})
	equal(t, "an older version of what was retracted", store.Changes{Added: 1, NodesAdded: 3, FactsAdded: 2}, put(t, s, a))
}

// testBatch puts versions of one article in one batch: its graphs count one
// after the other, nodes and facts as the whole batch leaves them.
func testBatch(t *testing.T, s store.Store) {
	locked(t, s)
	one := article("a", "2024-10-10", austin, gallant)
	two := article("a", "2024-10-11", austin, pentagon, worksFor)
	want := store.Changes{Added: 1, Replaced: 1, Unchanged: 1, Superseded: 1, NodesAdded: 2, FactsAdded: 1}
	equal(t, "changes", want, put(t, s, one, two, two, one))
	Holds(t, s, graph.Merge(two))
}

// testRevisions checks that a store tells the origin of the very graph that it
// has: whoever relies on it would else take an article for unchanged that is not.
func testRevisions(t *testing.T, s store.Store) {
	locked(t, s)
	older := article("a", "2024-10-10", austin, secretary, states, holds, officeOf)
	newer := wire(article("a", "2024-10-11", austin, pentagon, worksFor), "agency", 0)
	other := article("x\x00 'y'", "", gallant)
	revision := func(g *graph.Graph, origin string) store.Revision {
		a := g.Article
		return store.Revision{
			PublishedAt: a.PublishedAt, ContentHash: a.ContentHash, ExtractorVersion: a.ExtractorVersion, Digest: g.Digest(), Origin: origin,
			Likeness: g.Likeness().String(),
		}
	}
	for _, step := range []struct {
		what    string
		put     []store.Entry
		retract string
		want    map[string]store.Revision
	}{
		{what: "empty"},
		{
			what: "added", put: []store.Entry{{Graph: older, Origin: "o1"}, {Graph: other}},
			want: map[string]store.Revision{"a": revision(older, "o1"), other.Article.ID: revision(other, "")},
		},
		{
			what: "unchanged, from another origin", put: []store.Entry{{Graph: older, Origin: "o2"}, {Graph: other, Origin: "p"}},
			want: map[string]store.Revision{"a": revision(older, "o2"), other.Article.ID: revision(other, "p")},
		},
		{what: "retracted", retract: other.Article.ID, want: map[string]store.Revision{"a": revision(older, "o2")}},
		{what: "replaced", put: []store.Entry{{Graph: newer, Origin: "n"}}, want: map[string]store.Revision{"a": revision(newer, "n")}},
		{what: "superseded", put: []store.Entry{{Graph: older, Origin: "o3"}}, want: map[string]store.Revision{"a": revision(newer, "n")}},
		{what: "origin forgotten", put: []store.Entry{{Graph: newer}}, want: map[string]store.Revision{"a": revision(newer, "")}},
		{
			what: "several in one batch", put: []store.Entry{{Graph: newer, Origin: "1"}, {Graph: older, Origin: "2"}, {Graph: newer, Origin: "3"}},
			want: map[string]store.Revision{"a": revision(newer, "3")},
		},
	} {
		if step.retract != "" {
			retract(t, s, step.retract)
		} else if _, err := s.Put(t.Context(), step.put); err != nil {
			t.Fatal(err)
		}
		got, err := s.Revisions(t.Context(), []string{"a", "unknown", other.Article.ID, "a", ""})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, step.what, step.want, got)
	}
	got, err := s.Revisions(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "no IDs", map[string]store.Revision(nil), got)
}

// testIdentifiers checks numbers among the own properties: of articles that
// disagree the most count, and a number that nobody states any more goes.
func testIdentifiers(t *testing.T, s store.Store) {
	locked(t, s)
	tripoli := func(id string) graph.Mention {
		place := mention(schema.Place, "tripoli", "Tripoli")
		if id != "" {
			place.Props["geonamesId"] = id
		}
		return place
	}
	libya, again := article("a", "2024-10-09", tripoli("2210247")), article("b", "2024-10-10", tripoli("2210247"))
	lebanon, unsure := article("c", "2024-10-11", tripoli("266826")), article("d", "2024-10-12", tripoli(""))
	for _, step := range []struct {
		put     *graph.Graph
		retract string
		want    any
	}{
		{put: unsure},
		{put: libya, want: int64(2210247)},
		{put: lebanon, want: int64(266826)},
		{put: again, want: int64(2210247)},
		{retract: "a", want: int64(266826)},
		{retract: "c", want: int64(2210247)},
		{retract: "b"},
	} {
		if step.put != nil {
			put(t, s, step.put)
		} else {
			retract(t, s, step.retract)
		}
		for _, n := range collect(t, s.Nodes(t.Context())) {
			if got := n.Properties["geonamesId"]; n.Label == schema.Place && got != step.want {
				t.Errorf("%+v: geonamesId is %v (%[2]T), want %v", step, got, step.want)
			}
		}
	}
	Holds(t, s, graph.Merge(unsure))
}

func testBad(t *testing.T, s store.Store) {
	locked(t, s)
	first := article("first", "2024-10-10", austin)
	put(t, s, first)
	for what, spoil := range map[string]func(g *graph.Graph){
		"unknown label":     func(g *graph.Graph) { g.Mentions[0].Label = "Planet`) DETACH DELETE n //" },
		"article as entity": func(g *graph.Graph) { g.Mentions[0].Label = schema.Article },
		"key of another":    func(g *graph.Graph) { g.Mentions[0].Entity = "place:us" },
		"long key":          func(g *graph.Graph) { g.Mentions[0].Entity += strings.Repeat("x", 256) },
		"unknown type":      func(g *graph.Graph) { g.Claims[0].Type = "ADMIRES" },
		"wrong way round":   func(g *graph.Graph) { g.Claims[0].From, g.Claims[0].To = g.Claims[0].To, g.Claims[0].From },
		"end not mentioned": func(g *graph.Graph) { g.Claims[0].To = "country:fr" },
		"claimed twice":     func(g *graph.Graph) { g.Claims = append(g.Claims, g.Claims[0]) },
		"no quote":          func(g *graph.Graph) { g.Claims[0].Quote = "" },
		"unknown property":  func(g *graph.Graph) { g.Mentions[0].Props = graph.Props{"shoeSize": "44"} },
		"no number": func(g *graph.Graph) {
			place := mention(schema.Place, "tripoli", "Tripoli")
			place.Props["geonamesId"] = "2.2e6"
			g.Mentions = append(g.Mentions, place)
			g.Sort()
		},
		"property not UTF-8": func(g *graph.Graph) { g.Mentions[0].Props = graph.Props{"iso2": "\xff"} },
		"name not UTF-8":     func(g *graph.Graph) { g.Mentions[0].Name = "\xc3(" },
		"no date":            func(g *graph.Graph) { g.Article.PublishedAt = "Thursday" },
		"no article":         func(g *graph.Graph) { g.Article.ID = "" },
		"half a sketch":      func(g *graph.Graph) { g.Sketch = sketch.Of("a report")[:30] },
		"long article":       func(g *graph.Graph) { g.Article.ID += strings.Repeat("x", 2048) },
	} {
		good := article("good", "2024-10-10", gallant)
		bad := article("the bad one", "2024-10-10", states, secretary, officeOf)
		spoil(bad)
		c, err := s.Put(t.Context(), Entries(good, bad, article("first", "2024-10-11")))
		if err == nil {
			t.Errorf("%s: no error", what)
		} else if !strings.Contains(err.Error(), bad.Article.ID) {
			t.Errorf("%s: the error does not name the article: %v", what, err)
		}
		equal(t, what, store.Changes{}, c)
		Holds(t, s, graph.Merge(first))
	}
}

func testArticles(t *testing.T, s store.Store) {
	locked(t, s)
	full := article("https://example.org/b?x=1", "2024-10-11")
	full.Article.URL = "http://www.example.org/b/?x=1"
	full.Article.Title = "Austin calls Gallant"
	full.Article.Source = "The \"Example\""
	bare := article("a", "")
	bare.Article = graph.Article{ID: "a", ContentHash: "c", ExtractorVersion: "v"}
	later := article("c", "2023")
	put(t, s, later, full, bare)
	equal(t, "articles", []graph.Article{bare.Article, later.Article, full.Article}, collect(t, s.Articles(t.Context())))
}

func testFind(t *testing.T, s store.Store) {
	locked(t, s)
	var (
		party     = mention(schema.Organization, "labour party", "Labour Party", "Labour")
		labourite = mention(schema.Person, "harold labour", "Harold Labour")
		erdogan   = mention(schema.Person, "recep tayyip erdogan", "Recep Tayyip Erdoğan")
		oneil     = mention(schema.Person, "zoe oneil", "Zoë O'Neil")
		ussr      = mention(schema.Country, "u s s r", "U.S.S.R.", "Soviet Union")
		union     = mention(schema.Organization, "labour and soviet friends", "Labour and Soviet Friends")
		tokyo     = mention(schema.Place, "東京", "東京都")
		bangs     = mention(schema.Organization, "!!!", "!!!")
		and       = mention(schema.Organization, "and or not", "AND OR NOT NEAR")
	)
	put(
		t, s,
		article("1", "", party, erdogan, oneil, ussr, tokyo, bangs, and),
		article("2", "", labourite, union),
		article("3", "", labourite, union, mention(schema.Person, "lloyd austin", "Lloyd Austin", "Austin")),
		article("4", "", union, mention(schema.Person, "austin|4", "Austin"), mention(schema.Place, "austin", "Austin")),
	)
	for _, test := range []struct {
		query string
		want  string // keys
	}{
		{"labour", "organization:labour party, organization:labour and soviet friends, person:harold labour"},
		{"Labour Party", "organization:labour party"},
		{"party labour", "organization:labour party"},
		{"lab", "organization:labour and soviet friends, person:harold labour, organization:labour party"},
		{"lab friends", ""},
		{"labour fri", "organization:labour and soviet friends"},
		{"soviet", "organization:labour and soviet friends, country:u s s r"},
		{"ussr union", ""}, // words of two names
		{"ussr", "country:u s s r"},
		{"U.S.S.R.", "country:u s s r"},
		{"austin", "person:austin|4, person:lloyd austin, place:austin"},
		{"erdogan", "person:recep tayyip erdogan"},
		{"ERDOĞAN", "person:recep tayyip erdogan"},
		{"zoe oneil", "person:zoe oneil"},
		{"Zoë O’Neil", "person:zoe oneil"},
		{"東京", "place:東京"},
		{"東京都", "place:東京"},
		{"", ""},
		{"   ", ""},
		{"!!!", ""},
		{`"`, ""},
		{"*", ""},
		{`labour" OR "austin`, ""},
		{`"labour party"`, "organization:labour party"},
		{"labour*", "organization:labour party, organization:labour and soviet friends, person:harold labour"},
		{"labour NOT party", ""},
		{"name:labour", ""},
		{"labour^2 ~", ""},
		{"AND", "organization:labour and soviet friends, organization:and or not"},
		{"near or", "organization:and or not"},
		{"'; DROP TABLE entity; --", ""},
		{"x\x00labour", ""},
		{"\xff\xfe", ""},
		{strings.Repeat("labour ", 2000), "organization:labour and soviet friends, person:harold labour, organization:labour party"},
		{strings.Repeat("labour", 2000), ""},
	} {
		var got []string
		for _, n := range find(t, s, test.query, 10) {
			got = append(got, n.ID)
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("Find(%.40q)\n got %s\nwant %s", test.query, got, test.want)
		}
	}
	if got := find(t, s, "labour", 2); len(got) != 2 || got[0].ID != party.Entity {
		t.Errorf("two at most: %v", got)
	}
	retract(t, s, "1", "2", "3", "4")
	equal(t, "found of what was retracted", []graph.Node(nil), find(t, s, "labour", 10))
}

// testFindRandom compares Find with its definition.
func testFindRandom(t *testing.T, s store.Store) {
	locked(t, s)
	r := rand.New(rand.NewPCG(4, 5))
	m := model{}
	for range 3 {
		batch := Random(r, 15)
		m.put(batch)
		put(t, s, batch...)
		for range 25 {
			query := pick(r, words)
			if r.IntN(2) == 0 {
				query += " " + pick(r, words)
			}
			if rs := []rune(query); r.IntN(2) == 0 {
				query = string(rs[:1+r.IntN(len(rs))])
			}
			limit, labels := 1+r.IntN(20), some(r, schema.Graph.Entities())
			equal(t, fmt.Sprintf("Find(%q, %d, %q)", query, limit, labels), m.find(query, limit, labels...), find(t, s, query, limit, labels...))
		}
	}
}

func testFacts(t *testing.T, s store.Store) {
	locked(t, s)
	r := rand.New(rand.NewPCG(6, 7))
	m := model{}
	batch := Random(r, 30)
	m.put(batch)
	put(t, s, batch...)
	asked, some := 0, 0
	for _, n := range m.world().Nodes {
		if schema.Graph.Node(n.Label).Provenance {
			continue
		}
		got, err := s.Facts(t.Context(), n.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "facts of "+n.ID, m.facts(n.ID), got)
		asked++
		some += min(len(got), 1)
	}
	if some < asked/4 {
		t.Fatalf("only %d of %d entities have facts", some, asked)
	}
}

// testStrangeText checks that all Unicode text survives, U+0000 included, and
// that order is that of bytes (code points), not of UTF-16.
func testStrangeText(t *testing.T, s store.Store) {
	locked(t, s)
	var graphs []*graph.Graph
	for i, text := range []string{
		"\uff5e", "\U00010400", "👩\u200d🚀", "e\u0301", "é", "a\x00b", "\x00", "a", "A", "'", `"`, "`", `\`, "$x {y} %s ?1 :z",
		"'); DROP TABLE article; --", "MATCH (n) DETACH DELETE n", "line\nline\r\n\ttab", " space ", "\u2028\ufeff\ufffd", "ﷺ",
		"\u202eabc", "true", "null", "0", "1e9", "[1]", `{"a":1}`,
	} {
		org := mention(schema.Organization, text, text, text+"2")
		org.Props["kind"] = text
		place := mention(schema.Place, text, text)
		c := claim(schema.BasedIn, org, place, text)
		c.AttributedTo, c.Rule = text, text
		g := article(text, "2024", org, place, c)
		g.Article.URL, g.Article.Title, g.Article.Source, g.Article.InputID = text, text, text, text
		graphs = append(graphs, g, article(fmt.Sprint("also ", i), "2024", org, mention(schema.Organization, "common", text)))
	}
	put(t, s, graphs...)
	Holds(t, s, graph.Merge(graphs...))
	equal(t, "changes", store.Changes{Unchanged: len(graphs)}, put(t, s, graphs...))
	m := model{}
	m.put(graphs)
	look(t, s, m.sight(), rand.New(rand.NewPCG(21, 22)))
	retract(t, s, "A")
	Holds(t, s, graph.Merge(slices.DeleteFunc(graphs, func(g *graph.Graph) bool { return g.Article.ID == "A" })...))
}

func testLongKeys(t *testing.T, s store.Store) {
	locked(t, s)
	var parts []any
	for i := range 3 {
		parts = append(parts, mention(schema.Organization, strings.Repeat("é", 121)+fmt.Sprintf("%1d", i), strings.Repeat("long name ", 1000)))
	}
	parts = append(parts, claim(schema.PartOf, parts[0].(graph.Mention), parts[1].(graph.Mention), strings.Repeat("long sentence ", 5000)))
	g := article(strings.Repeat("é", 1024), "2024", parts...)
	if n := len(g.Mentions[0].Entity); n != 256 {
		t.Fatalf("the key has %d bytes, want 256", n)
	}
	g.Article.Title = strings.Repeat("title ", 10000)
	h := article(strings.Repeat("é", 1023)+"e", "2024", parts...)
	put(t, s, g, h)
	Holds(t, s, graph.Merge(g, h))
	retract(t, s, g.Article.ID)
	Holds(t, s, graph.Merge(h))
}

func testMany(t *testing.T, s store.Store) {
	locked(t, s)
	var parts []any
	event := mention(schema.Event, "summit", "summit")
	parts = append(parts, event)
	for i := range 5000 {
		p := mention(schema.Person, fmt.Sprintf("guest %d", i), fmt.Sprintf("Guest %d", i))
		parts = append(parts, p, claim(schema.ParticipatedIn, p, event, "All guests took part."))
	}
	g := article("many", "2024", parts...)
	equal(t, "changes", store.Changes{Added: 1, NodesAdded: 5001, FactsAdded: 5000}, put(t, s, g))
	Holds(t, s, graph.Merge(g))
	if got := find(t, s, "guest", 7); len(got) != 7 {
		t.Errorf("found %d guests, want 7", len(got))
	}
	equal(t, "changes", store.Changes{Retracted: 1, NodesRemoved: 5001, FactsRemoved: 5000}, retract(t, s, "many"))
	Holds(t, s, graph.World{})
}

func testLock(t *testing.T, s store.Store) {
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Lock(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("the second lock: %v, want ErrLocked", err)
	}
	put(t, s, article("a", "2024", austin))
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = s.Lock(t.Context())
	if err != nil {
		t.Fatalf("locking what was unlocked: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	Holds(t, s, graph.Merge(article("a", "2024", austin)))
}

func testCancel(t *testing.T, s store.Store) {
	locked(t, s)
	a := article("a", "2024", austin, pentagon, worksFor)
	put(t, s, a)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	canceled := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", what, err)
		}
	}
	_, err := s.Put(ctx, Entries(article("b", "2024", gallant)))
	canceled("Put", err)
	_, err = s.Retract(ctx, []string{"a"})
	canceled("Retract", err)
	_, err = s.Find(ctx, "austin", 1)
	canceled("Find", err)
	_, err = s.Facts(ctx, austin.Entity)
	canceled("Facts", err)
	_, err = s.Count(ctx)
	canceled("Count", err)
	_, err = s.Revisions(ctx, []string{"a"})
	canceled("Revisions", err)
	_, err = s.Lock(ctx)
	if !errors.Is(err, store.ErrLocked) {
		canceled("Lock", err)
	}
	for _, err = range s.Articles(ctx) {
		break
	}
	canceled("Articles", err)
	for _, err = range s.Nodes(ctx) {
		break
	}
	canceled("Nodes", err)
	for _, err = range s.Relationships(ctx) {
		break
	}
	canceled("Relationships", err)
	Holds(t, s, graph.Merge(a))

	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	for _, err = range s.Nodes(ctx) {
		if err == nil {
			seen++
			cancel()
		}
	}
	if seen != 1 {
		t.Errorf("cancelled at the first node, got %d", seen)
	}
	canceled("Nodes, halfway", err)
	Holds(t, s, graph.Merge(a))
}

// testBreak leaves iterators early, often, and writes between their steps.
func testBreak(t *testing.T, s store.Store) {
	locked(t, s)
	a := article("a", "2024", austin, secretary, states, holds, officeOf)
	b := article("b", "2024", gallant)
	put(t, s, a, b)
	for range 50 {
		for range s.Nodes(t.Context()) {
			break
		}
		for range s.Relationships(t.Context()) {
			break
		}
		for range s.Articles(t.Context()) {
			break
		}
	}
	for x, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		retract(t, s, x.ID)
		break
	}
	Holds(t, s, graph.Merge(b))
}

// testConcurrent reads while another graph comes and goes.
func testConcurrent(t *testing.T, s store.Store) {
	locked(t, s)
	a := article("a", "2024", austin, secretary, states, holds, officeOf)
	b := article("b", "2024", gallant, pentagon)
	put(t, s, a)
	done := make(chan error)
	for range 2 {
		go func() {
			for range 20 {
				n := 0
				for _, err := range s.Nodes(context.Background()) {
					if err != nil {
						done <- fmt.Errorf("reading nodes: %w", err)
						return
					}
					n++
				}
				if n < 6 || n > 9 {
					done <- fmt.Errorf("a reader saw %d nodes, want 6 to 9", n)
					return
				}
				if facts, err := s.Facts(context.Background(), secretary.Entity); err != nil || len(facts) != 2 {
					done <- fmt.Errorf("a reader saw the facts %v, %w", facts, err)
					return
				}
			}
			done <- nil
		}()
	}
	for range 20 {
		put(t, s, b)
		retract(t, s, "b")
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	Holds(t, s, graph.Merge(a))
}
