package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/sketch"
	"dateline/graph/store"
)

// wire makes of an article one of those that print the report of an agency; the
// changed-th word is another.
func wire(g *graph.Graph, agency string, changed int) *graph.Graph {
	text := make([]string, 60)
	for i := range text {
		text[i] = fmt.Sprint(agency, i)
	}
	text[changed] = g.Article.ID
	g.Sketch = sketch.Of(strings.Join(text, " "))
	g.Article.ContentHash = g.Digest()
	return g
}

// testCopies follows a report from newspaper to newspaper: what they all say
// counts once, whichever of them are there.
func testCopies(t *testing.T, s store.Store) {
	locked(t, s)
	var (
		first  = wire(article("first", "2024-10-10", austin, pentagon, states, worksFor), "a", 0)
		second = wire(article("second", "2024-10-11", austin, pentagon, secretary, states, worksFor, holds, officeOf), "a", 20)
		third  = wire(article("third", "2024-10-16", austin, pentagon, secretary, states, holds), "a", 40)
		late   = wire(article("late", "2024-10-22", austin, pentagon, secretary, states, holds), "a", 59)
		others = wire(article("others", "2024-10-11", gallant, secretary, states, officeOf), "a", 59)
		own    = wire(article("own", "2024-10-12", austin), "c", 0)
		later  = wire(article("first", "2024-10-12", gallant, secretary, states, officeOf), "b", 0)
	)
	m := model{}
	check := func(what string, copies string) {
		t.Helper()
		Holds(t, s, m.world())
		var got []string
		for _, r := range collect(t, s.Relationships(t.Context())) {
			if r.Type == schema.DuplicateOf {
				got = append(got, r.From+" of "+r.To)
			}
		}
		if got := strings.Join(got, ", "); got != copies {
			t.Fatalf("%s: copies are %q, want %q", what, got, copies)
		}
	}
	for _, step := range []struct {
		what    string
		put     []*graph.Graph
		retract []string
		copies  string
	}{
		{what: "no other", put: []*graph.Graph{second}},
		{what: "a later copy, and what only looks like one", put: []*graph.Graph{third, others}, copies: "third of second"},
		{what: "what no other prints, before the last copy", put: []*graph.Graph{own}, copies: "third of second"},
		{what: "an earlier one", put: []*graph.Graph{first}, copies: "second of first, third of first"},
		{what: "again", put: []*graph.Graph{first, third}, copies: "second of first, third of first"},
		{what: "through a copy", put: []*graph.Graph{late}, copies: "late of first, second of first, third of first"},
		{what: "without the original", retract: []string{"first"}, copies: "late of second, third of second"},
		{what: "without what joins them", retract: []string{"third"}},
		{what: "joined again, in one batch", put: []*graph.Graph{third, first}, copies: "late of first, second of first, third of first"},
		{what: "the original with another text, a copy of others", put: []*graph.Graph{later}, copies: "late of second, third of second"},
		{what: "none left", retract: []string{"second", "late"}},
	} {
		m.put(step.put)
		m.retract(step.retract)
		put(t, s, step.put...)
		retract(t, s, step.retract...)
		check(step.what, step.copies)
	}
	facts, err := s.Facts(t.Context(), secretary.Entity)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "facts", m.facts(secretary.Entity), facts)
}

// testJudgements takes judgements forth and back while articles come and go.
func testJudgements(t *testing.T, s store.Store) {
	locked(t, s)
	var (
		boxer  = mention(schema.Person, "lloyd austin#the boxer", "Lloyd Austin")
		us     = mention(schema.Organization, "us army", "US Army")
		army   = mention(schema.Organization, "united states army", "United States Army")
		first  = article("1", "2024-10-10", austin, secretary, states, holds, officeOf)
		second = article("2", "2024-10-11", austin, secretary, us, holds, claim(schema.MemberOf, austin, us, "Austin is of the US Army."))
		third  = article("3", "2024-10-12", army, states, claim(schema.PartOf, army, states, "The United States Army is American."))
		fourth = article("4", "2024-10-13", army)
	)
	merge := graph.Judgement{Kind: graph.JudgeMerge, A: us.Entity, B: army.Entity, Score: 0.97, Reasons: "the same words", Comment: "as we know"}
	split := graph.Judgement{Kind: graph.JudgeSplit, A: austin.Entity, B: "the boxer", Articles: []string{"2", "9"}}
	reject := graph.Judgement{Kind: graph.JudgeReject, A: holds.Fact()}
	rejectHere := graph.Judgement{Kind: graph.JudgeReject, A: graph.FactKey(schema.HoldsOffice, boxer.Entity, secretary.Entity), Articles: []string{"2"}}

	m := model{}
	graphs := []*graph.Graph{first, second, third}
	for _, step := range []struct {
		what    string
		judge   []graph.Judgement // nil: none are set; empty: all are taken back
		put     []*graph.Graph
		retract []string
		facts   int // of either army
	}{
		{what: "before all articles", judge: []graph.Judgement{merge}},
		{what: "merged", put: graphs, facts: 2},
		{what: "who most mention stands for both", put: []*graph.Graph{fourth}, facts: 2},
		{what: "one is not there", retract: []string{"2"}, facts: 1},
		{what: "all kinds", judge: []graph.Judgement{merge, split, reject, rejectHere}, facts: 1},
		{what: "of what comes, too", put: graphs, facts: 2},
		{what: "the same again", judge: []graph.Judgement{merge, split, reject, rejectHere}, put: graphs, facts: 2},
		{what: "others", judge: []graph.Judgement{reject}, facts: 1},
		{what: "of what has gone", retract: []string{"1"}, facts: 1},
		{what: "taken back", judge: []graph.Judgement{}, facts: 1},
		{what: "articles alone", put: graphs, facts: 1},
	} {
		if step.judge != nil {
			want := m.judge(step.judge)
			got, err := s.SetJudgements(t.Context(), step.judge)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "changes by judgements, "+step.what, want, got)
		}
		equal(t, "changes by putting, "+step.what, m.put(step.put), put(t, s, step.put...))
		equal(t, "changes by retracting, "+step.what, m.retract(step.retract), retract(t, s, step.retract...))
		Holds(t, s, m.world())
		js, err := s.Judgements(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "judgements, "+step.what, m.judgements, js)
		for _, id := range []string{us.Entity, army.Entity} {
			facts, err := s.Facts(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "facts of "+id+", "+step.what, m.facts(id), facts)
			if id == army.Entity && len(facts) != step.facts {
				t.Errorf("%s: %d facts of the army, want %d", step.what, len(facts), step.facts)
			}
		}
		equal(t, "found, "+step.what, m.find("army", 9), find(t, s, "army", 9))
	}
	bad := []graph.Judgement{merge, {Kind: graph.JudgeApart, A: us.Entity, B: army.Entity}}
	if _, err := s.SetJudgements(t.Context(), bad); err == nil {
		t.Error("contradictory judgements: no error")
	}
	Holds(t, s, m.world())
}

// testJudgementsRandom compares the store with the model after each of many random
// steps, some of which set judgements.
func testJudgementsRandom(t *testing.T, s store.Store) {
	locked(t, s)
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(10, seed))
		graphs := Random(r, 40)
		m := model{}
		for step := range 30 {
			what := fmt.Sprintf("seed %d, step %d", seed, step)
			switch r.IntN(4) {
			case 0, 1:
				batch := make([]*graph.Graph, r.IntN(12))
				for i := range batch {
					batch[i] = pick(r, graphs)
				}
				equal(t, "changes of putting, "+what, m.put(batch), put(t, s, batch...))
			case 2:
				var ids []string
				for range r.IntN(6) {
					ids = append(ids, pick(r, graphs).Article.ID)
				}
				equal(t, "changes of retracting, "+what, m.retract(ids), retract(t, s, ids...))
			default:
				js := RandomJudgements(r, graphs, r.IntN(12))
				want := m.judge(js)
				got, err := s.SetJudgements(t.Context(), js)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "changes of judging, "+what, want, got)
			}
			Holds(t, s, m.world())
			query := pick(r, words)
			equal(t, "found, "+what, m.find(query, 5), find(t, s, query, 5))
			if nodes := m.world().Nodes; len(nodes) > 0 {
				id := pick(r, nodes).ID
				facts, err := s.Facts(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "facts of "+id+", "+what, m.facts(id), facts)
			}
		}
		var ids []string
		for _, g := range graphs {
			ids = append(ids, g.Article.ID)
		}
		retract(t, s, ids...)
		if _, err := s.SetJudgements(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		Holds(t, s, graph.World{})
	}
}

// RejectAll returns the judgements that reject all that graphs claim, for tests
// that interrupt a store which sets them.
func RejectAll(graphs []*graph.Graph) []graph.Judgement {
	var js []graph.Judgement
	for _, g := range graphs {
		for _, c := range g.Claims {
			js = append(js, graph.Judgement{Kind: graph.JudgeReject, A: c.Fact()})
		}
	}
	slices.SortFunc(js, func(a, b graph.Judgement) int { return strings.Compare(a.A, b.A) })
	return slices.CompactFunc(js, func(a, b graph.Judgement) bool { return a.A == b.A })
}
