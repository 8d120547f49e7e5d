package resolve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
)

// world makes a graph of entities of the label, each with an article of its own,
// as pairs.txt describes them. It returns their keys too.
func world(t testing.TB, label schema.Label, descriptions ...string) (w graph.World, keys []string) {
	t.Helper()
	var graphs []*graph.Graph
	for n, d := range descriptions {
		a := newArticle(fmt.Sprint(n))
		keys = append(keys, a.describe(t, label, d))
		a.graph.Sort()
		graphs = append(graphs, a.graph)
	}
	return graph.Merge(graphs...), keys
}

// proposals returns what is proposed of a world, as lines of names.
func proposals(t testing.TB, w graph.World, decided ...graph.Judgement) []string {
	t.Helper()
	x, err := Read(all(w.Nodes), all(w.Relationships))
	if err != nil {
		t.Fatal(err)
	}
	js, err := x.Propose(context.Background(), decided, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := graph.CheckJudgements(js); err != nil {
		t.Error(err)
	}
	var out []string
	for _, j := range js {
		if j.Kind != graph.JudgePropose || j.Score < Threshold || j.Score > 1 || j.Reasons == "" || j.A >= j.B {
			t.Errorf("no proposal: %+v", j)
		}
		out = append(out, j.NameA+" | "+j.NameB)
	}
	slices.Sort(out)
	return out
}

func TestPropose(t *testing.T) {
	for _, test := range []struct {
		name         string
		label        schema.Label
		descriptions []string
		want         []string
	}{
		{
			"names alone are never enough", schema.Person,
			[]string{"Volodymyr Hrytsenko", "Vladimir Hritsenko"},
			nil,
		},
		{
			"of three spellings two proposals say all", schema.Person,
			[]string{
				"Mohammed al-Sabri; office foreign minister of Yemen", "Muhammad Al Sabri; office foreign minister of Yemen",
				"Mohamed Sabri; office foreign minister of Yemen",
			},
			[]string{"Mohamed Sabri | Mohammed al-Sabri", "Mohamed Sabri | Muhammad Al Sabri"},
		},
		{
			"a surname goes to the one bearer who shares more than a country", schema.Person,
			[]string{
				"Harlan; office president of Liberia; with +ECOWAS, Omar Touray", "Joe Harlan; office president of Liberia; with +ECOWAS, Omar Touray",
				"Peter Harlan; citizen Liberia",
			},
			[]string{"Harlan | Joe Harlan"},
		},
		{
			"a surname that may be of either is nobody's", schema.Person,
			[]string{
				"Njoroge; office MP of Kenya; with ~Nyeri", "Robert Njoroge; office MP of Kenya; with ~Nyeri",
				"Grace Njoroge; office MP of Kenya; with ~Nyeri",
			},
			nil,
		},
		{
			"an acronym that may be of either is nobody's", schema.Organization,
			[]string{
				"RSF; with ~Darfur, +African Union, Omar Touray", "Rapid Support Forces; with ~Darfur, +African Union, Omar Touray",
				"Reporters Sans Frontières; with ~Darfur, +African Union, Omar Touray",
			},
			nil,
		},
		{
			"different identifiers are of two, one identifier is of one whatever the names", schema.Place,
			[]string{"Kyiv; geo 703448", "Kiev; geo 703448", "Kyyiv; geo 1; with ~Dnipro"},
			[]string{"Kiev | Kyiv"},
		},
		{
			"relatives are two", schema.Person,
			[]string{"Ronald Mukasa; office mayor of ~Jinja; kin parent Ronnie Mukasa", "Ronnie Mukasa; office mayor of ~Jinja"},
			nil,
		},
		{
			"a subsidiary is not the company", schema.Organization,
			[]string{"Red Sea Shipping; part +Red Sea Shipping Group; based ~Port Sudan", "Red Sea Shipping Group; based ~Port Sudan"},
			nil,
		},
		{
			"numbers, directions and opposites tell apart", schema.Organization,
			[]string{
				"1st Coast Brigade; part Kenya; with ~Lamu", "2nd Coast Brigade; part Kenya; with ~Lamu", "North Coast Brigade; part Kenya; with ~Lamu",
				"South Coast Brigade; part Kenya; with ~Lamu", "Coast Brigade Women; part Kenya; with ~Lamu",
			},
			nil,
		},
	} {
		w, _ := world(t, test.label, test.descriptions...)
		if d := gocmp.Diff(test.want, proposals(t, w)); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// TestDecided checks that nothing is proposed that an analyst has decided, by
// itself or with what follows.
func TestDecided(t *testing.T) {
	w, keys := world(
		t, schema.Person, "Mohammed al-Sabri; office foreign minister of Yemen", "Muhammad Al Sabri; office foreign minister of Yemen",
		"Mohamed Sabri; office foreign minister of Yemen",
	)
	judge := func(kind graph.JudgementKind, a, b int) graph.Judgement {
		return graph.Judgement{Kind: kind, A: keys[a], B: keys[b]}
	}
	for _, test := range []struct {
		name    string
		decided []graph.Judgement
		want    []string
	}{
		{"one is apart: what is left out comes back", []graph.Judgement{judge(graph.JudgeApart, 0, 2)}, []string{
			"Mohamed Sabri | Muhammad Al Sabri", "Mohammed al-Sabri | Muhammad Al Sabri",
		}},
		{"two are merged: the third is proposed once", []graph.Judgement{judge(graph.JudgeMerge, 1, 0)}, []string{"Mohamed Sabri | Mohammed al-Sabri"}},
		{"all are merged by a chain", []graph.Judgement{judge(graph.JudgeMerge, 0, 1), judge(graph.JudgeMerge, 1, 2)}, nil},
		{"two are merged and one of them is apart from the third", []graph.Judgement{judge(graph.JudgeMerge, 0, 1), judge(graph.JudgeApart, 1, 2)}, nil},
		{"a proposal decides nothing", []graph.Judgement{judge(graph.JudgePropose, 0, 2)}, []string{
			"Mohamed Sabri | Mohammed al-Sabri", "Mohamed Sabri | Muhammad Al Sabri",
		}},
	} {
		if d := gocmp.Diff(test.want, proposals(t, w, test.decided...)); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// TestOrder checks that proposals do not depend on the order of the stream.
func TestOrder(t *testing.T) {
	training, testing := readPairs(t)
	byLabel := map[schema.Label][]string{}
	for _, p := range slices.Concat(training, testing) {
		byLabel[p.label] = append(byLabel[p.label], p.a, p.b)
	}
	for _, label := range schema.Graph.Entities() {
		w, _ := world(t, label, byLabel[label]...)
		want := proposals(t, w)
		if len(want) == 0 {
			t.Errorf("%s: nothing is proposed", label)
		}
		r := rand.New(rand.NewPCG(1, 2))
		r.Shuffle(len(w.Nodes), func(i, j int) { w.Nodes[i], w.Nodes[j] = w.Nodes[j], w.Nodes[i] })
		if d := gocmp.Diff(want, proposals(t, w)); d != "" {
			t.Errorf("%s (-want +got):\n%s", label, d)
		}
	}
}

// TestPairsAreBounded checks that many namesakes do not make a square of pairs,
// and that a surname still finds its bearer among them.
func TestPairsAreBounded(t *testing.T) {
	const n = 3000
	descriptions := []string{"Amina Okafor; office mayor of ~Enugu"}
	for i := range n {
		descriptions = append(descriptions, fmt.Sprintf("Okafor; office mayor of ~Enugu; with Person N%d", i))
	}
	w, keys := world(t, schema.Person, descriptions...)
	x, err := Read(all(w.Nodes), all(w.Relationships))
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := x.pairs(context.Background(), schema.Person)
	if err != nil {
		t.Fatal(err)
	}
	bearer := x.ids[keys[0]]
	with := 0
	for _, p := range pairs {
		if p[0] == bearer || p[1] == bearer {
			with++
		}
	}
	if with < n || len(pairs) > 3*n {
		t.Errorf("%d pairs, %d of them with the bearer, of %d persons", len(pairs), with, n)
	}
}

func TestReadFails(t *testing.T) {
	broken := errors.New("broken")
	fail := func(yield func(graph.Node, error) bool) { yield(graph.Node{}, broken) }
	failing := func(yield func(graph.Relationship, error) bool) { yield(graph.Relationship{}, broken) }
	if _, err := Read(fail, all([]graph.Relationship(nil))); !errors.Is(err, broken) {
		t.Errorf("nodes: %v", err)
	}
	if _, err := Read(iter.Seq2[graph.Node, error](all([]graph.Node(nil))), failing); !errors.Is(err, broken) {
		t.Errorf("relationships: %v", err)
	}
}

func TestInterrupted(t *testing.T) {
	w, _ := world(t, schema.Person, "Yusuf Karimov; office mayor of ~Samarkand", "Youssef Karimov; office mayor of ~Samarkand")
	x, err := Read(all(w.Nodes), all(w.Relationships))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Propose(ctx, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestComparePersons(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool // may be one
	}{
		{"Mohammed bin Salman", "Mohamed Ben Salman", true},
		{"Abdel Fattah el-Sisi", "Abdelfattah Al-Sisi", true},
		{"Abdelfattah Elsisi", "Abdul Fattah al-Sisi", true},
		{"Joseph R. Biden", "Joe Biden", true},
		{"Kim Jong-un", "Jong Un Kim", true},
		{"Fumio Kishida", "Kishida Fumio", true},
		{"Andrés Manuel López Obrador", "Andres Lopez Obrador", true},
		{"Pedro Sánchez Pérez-Castejón", "Pedro Sánchez", true},
		{"John Edgar Hoover", "Edgar Hoover", true},
		{"Dr. Amina Yusuf", "Amina Youssef", true},
		{"Peer Steinbrueck", "Peer Steinbrück", true},
		{"Sisi", "Abdel Fattah el-Sisi", true},
		{"Mario Silva", "Maria Silva", false},
		{"Ivan Petrov", "Ivan Petrova", false},
		{"John R. Smith", "John T. Smith", false},
		{"Robert Kamau Njoroge", "Robert Mwangi Njoroge", false},
		{"Joe Harlan", "Jill Harlan", false},
		{"Ferdinand Salonga Jr.", "Ferdinand Salonga Sr.", false},
		{"George Bush II", "George Bush III", false},
		{"Anna Larsen", "Annika Larsen", false},
		{"Sisi", "Sissoko", false},
		{"", "Sisi", false},
	} {
		for _, swap := range []bool{false, true} {
			a, b := test.a, test.b
			if swap {
				a, b = b, a
			}
			l, ok := comparePersons(parsePerson(a), parsePerson(b))
			ok = ok && !l.conflict && (l.given > unlike || l.single > 0)
			if ok != test.want {
				t.Errorf("%s and %s: %v %+v", a, b, ok, l)
			}
		}
	}
}

func TestCompareForms(t *testing.T) {
	x := &Index{gaz: gaz}
	for _, test := range []struct {
		label schema.Label
		a, b  string
		want  bool // may be one, without words that tell and one lacks
	}{
		{schema.Organization, "US Army", "United States Army", true},
		{schema.Organization, "Ministry of Defence", "Defense Ministry", true},
		{schema.Organization, "Iranian Foreign Ministry", "Ministry of Foreign Affairs of Iran", true},
		{schema.Organization, "UNHCR", "United Nations High Commissioner for Refugees", true},
		{schema.Organization, "ASEAN", "Association of Southeast Asian Nations", true},
		{schema.Organization, "ECOWAS", "Economic Community of West African States", true},
		{schema.Organization, "Boeing Co.", "The Boeing Company", true},
		{schema.Organization, "Third Army", "3rd Army", true},
		{schema.Organization, "Fiat", "Fiat Group SpA", true},
		{schema.Organization, "Iranian Foreign Ministry", "Iraqi Foreign Ministry", false},
		{schema.Organization, "1st Division", "2nd Division", false},
		{schema.Organization, "Northern Command", "Southern Command", false},
		{schema.Organization, "Nazis", "neo-Nazis", false},
		{schema.Organization, "Justice Party", "Justice Department", false},
		{schema.Organization, "UN", "US Navy", false},
		{schema.Organization, "Arsenal", "Arsenal Women", false},
		{schema.Organization, "Tata Steel", "Tata Motors", false},
		{schema.Organization, "Reuters", "Ritter Sport", false},
		{schema.Place, "Tigray", "Tigray Region", true},
		{schema.Place, "Mt. Elgon", "Mount Elgon", true},
		{schema.Place, "Duesseldorf", "Düsseldorf", true},
		{schema.Place, "Kabul city", "Kabul Province", false},
		{schema.Place, "North Kivu", "South Kivu", false},
		{schema.Place, "Sudan", "South Sudan", false},
		{schema.Place, "Baden", "Baden-Baden", false},
		{schema.Office, "secretary of defense", "defence secretary", true},
		{schema.Office, "PM", "prime minister", true},
		{schema.Office, "president", "vice president", false},
		{schema.Office, "foreign minister", "defence minister", false},
	} {
		for _, swap := range []bool{false, true} {
			a, b := test.a, test.b
			if swap {
				a, b = b, a
			}
			l, ok := compareForms(x.form(a, test.label), x.form(b, test.label))
			if got := ok && l.extra == 0; got != test.want {
				t.Errorf("%s and %s: %v %+v", a, b, ok, l)
			}
		}
	}
}

// FuzzNames checks that any two names can be compared, and that it does not
// matter which comes first.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"Joe Biden|Joseph R. Biden", "UN|", "ß Ø|É-’", "\xff|\u0301", "The of|al el", "李 强|Li Qiang", "II|Jr. Sr."} {
		a, b, _ := strings.Cut(s, "|")
		f.Add(a, b)
	}
	x := &Index{gaz: gaz}
	f.Fuzz(func(t *testing.T, a, b string) {
		if _, ok := comparePersons(parsePerson(a), parsePerson(b)); ok {
			if _, ok := comparePersons(parsePerson(b), parsePerson(a)); !ok {
				t.Errorf("%q and %q are alike in one order only", a, b)
			}
		}
		parsePerson(a).blocks()
		for _, label := range schema.Graph.Entities() {
			p, q := x.form(a, label), x.form(b, label)
			p.blocks()
			_, one := compareForms(p, q)
			_, other := compareForms(q, p)
			if one != other {
				t.Errorf("%s: %q and %q are alike in one order only: %+v %+v", label, a, b, p, q)
			}
		}
	})
}
