package eval

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract"
	"dateline/graph/schema"
)

// TestCalibration judges the articles that training holds back, by which
// extract/confidence.go was fitted too, against testdata/calibration.txt and
// testdata/calibration.svg; UPDATE=1 rewrites them.
func TestCalibration(t *testing.T) {
	gold, err := Load(os.DirFS("../../train/corpus"))
	if err != nil {
		t.Fatal(err)
	}
	ids, err := os.ReadFile("../../train/held.txt")
	if err != nil {
		t.Fatal(err)
	}
	held := Held(gold, string(ids))
	if len(held) < 10 {
		t.Fatalf("only %d articles are held back", len(held))
	}
	var relations, entities []Judgement
	all := Judge(held, documents(t, held))
	for _, j := range all {
		if j.Relation() {
			relations = append(relations, j)
		} else {
			entities = append(entities, j)
		}
	}
	golden(t, "testdata/calibration.txt", Table(all))
	golden(t, "testdata/calibration.svg", Diagram(Chart{"Relations", Reliable(relations)}, Chart{"Entities", Reliable(entities)}))
}

func TestHeld(t *testing.T) {
	gold := []Gold{{ID: "fire"}, {ID: "fire-2"}, {ID: "vote"}, {ID: "strike"}}
	var got []string
	for _, g := range Held(gold, "strike\nelsewhere\nfire\n") {
		got = append(got, g.ID)
	}
	if want := []string{"fire", "strike"}; !slices.Equal(got, want) {
		t.Errorf("held back %q; want %q", got, want)
	}
}

func TestJudge(t *testing.T) {
	gold := []Gold{{
		ID: "a",
		Entities: []Entity{
			{ID: "p", Type: schema.Person, Name: "Ama Owusu", Mentions: []string{"Ama Owusu"}},
			{ID: "q", Type: schema.Person, Name: "Kojo Owusu", Mentions: []string{"Kojo Owusu"}},
			{ID: "w", Type: schema.Event, Name: "war", Event: "attack", Status: "ongoing", Mentions: []string{"war"}},
		},
		Relations: []Relation{
			{Type: schema.RelativeOf, From: "p", To: "q", Kind: "spouse"},
			{Type: schema.ParticipatedIn, From: "p", To: "w", Role: "agent"},
		},
	}}
	said := func(text string, confidence ...float64) (ms []extract.Mention) {
		for _, c := range confidence {
			ms = append(ms, extract.Mention{Text: text, Confidence: c})
		}
		return ms
	}
	d := &extract.Document{
		ID: "a",
		Entities: []extract.Entity{
			{ID: "1", Type: schema.Person, Name: "Ama Owusu", Mentions: said("Ama Owusu", .6, .9, .7)},
			{ID: "2", Type: schema.Person, Name: "Kojo Owusu", Mentions: said("Kojo Owusu", .8)},
			{ID: "3", Type: schema.Place, Name: "Tema", Mentions: said("Tema", .55)},
			{ID: "4", Type: schema.Event, Name: "war", Event: "attack", Mentions: said("war", .4)},
		},
		Relations: []extract.Relation{
			{Type: schema.RelativeOf, From: "2", To: "1", Confidence: .8, Rule: "kinship"}, // either way round
			{Type: schema.RelativeOf, From: "1", To: "2", Confidence: .7, Rule: "kinship"}, // the same again
			{Type: schema.ParticipatedIn, From: "1", To: "4", Confidence: .6},              // background
			{Type: schema.ParticipatedIn, From: "2", To: "4", Confidence: .5},              // not of him
			{Type: schema.OccurredIn, From: "4", To: "3", Confidence: .3},                  // an end that is none
		},
	}
	got := Judge(gold, []*extract.Document{d, {ID: "without gold", Entities: d.Entities}})
	want := []Judgement{
		{Article: "a", Label: schema.Person, Confidence: .9, Right: true},
		{Article: "a", Label: schema.Person, Confidence: .8, Right: true},
		{Article: "a", Label: schema.Place, Confidence: .55},
		{Article: "a", Label: schema.Event, Confidence: .4, Right: true},
		{Article: "a", Type: schema.RelativeOf, Rule: "kinship", Confidence: .8, Right: true},
		{Article: "a", Type: schema.ParticipatedIn, Confidence: .6, Right: true},
		{Article: "a", Type: schema.ParticipatedIn, Confidence: .5},
		{Article: "a", Type: schema.OccurredIn, Confidence: .3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	right := map[bool]int{}
	for _, j := range got {
		right[j.Right]++
	}
	if c := Score(gold, []*extract.Document{d}).Counts["graph"]; right[true] != c.Right || right[false] != c.Wrong {
		t.Errorf("%d right, %d wrong; Score counts %+v", right[true], right[false], *c)
	}
}

// sure returns n judgements of a confidence, of which some are right.
func sure(confidence float64, n, right int) []Judgement {
	var out []Judgement
	for k := range n {
		out = append(out, Judgement{Type: schema.PartOf, Confidence: confidence, Right: k < right})
	}
	return out
}

func TestECE(t *testing.T) {
	join := func(js ...[]Judgement) (out []Judgement) {
		for _, j := range js {
			out = append(out, j...)
		}
		return out
	}
	for _, c := range []struct {
		name string
		of   []Judgement
		want float64
	}{
		{"nothing", nil, 0},
		{"true", sure(.8, 10, 8), 0},
		{"too sure", sure(.9, 10, 5), .4},
		{"not sure enough", sure(.5, 10, 10), .5},
		{"surest and always wrong", sure(1, 3, 0), 1},
		{"never sure and never right", sure(0, 3, 0), 0},
		{"one bin, apart either way", join(sure(.72, 10, 10), sure(.78, 10, 5)), 0},
		{"two bins, apart either way", join(sure(.6, 10, 8), sure(.8, 10, 6)), .2},
		{"the upper bound is in the bin", join(sure(.8, 10, 10), sure(.72, 10, 6)), .04},
		{"and not in the next", join(sure(.8, 10, 10), sure(.82, 10, 6)), .21},
		{"weighed by number", join(sure(.9, 30, 27), sure(.5, 10, 0)), .125},
	} {
		if got := Reliable(c.of).ECE(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v; want %v", c.name, got, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	js := append(sure(.8, 10, 6), Judgement{Type: schema.BasedIn, Confidence: .4, Right: true}, Judgement{Label: schema.Person, Confidence: .75, Right: true})
	want := `                      n   conf  right    ECE
PART_OF              10   0.80   0.60  0.200
BASED_IN              1   0.40   1.00  0.600
relations            11   0.76   0.64  0.236
Person                1   0.75   1.00  0.250
entities              1   0.75   1.00  0.250
`
	if diff := cmp.Diff(want, Table(js)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The drawing is XML; a bin of ten at .75, six of them right, is a bar of 144 of
// 240 pixels with the dot on it at three quarters.
func TestDiagram(t *testing.T) {
	svg := Diagram(Chart{"Relations", Reliable(sure(.75, 10, 6))}, Chart{"Entities", Reliable(nil)})
	elements := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			elements[e.Name.Local]++
		}
	}
	if elements["g"] != 2 || elements["circle"] != 1 {
		t.Errorf("%d charts, %d dots; want 2, 1", elements["g"], elements["circle"])
	}
	for _, want := range []string{
		`<rect x="169" y="96" width="22" height="144"`,
		`<circle cx="180" cy="96"`,
		`font-size="9">10</text>`,
		"Relations: ECE 0.150 of 10",
		"Entities: ECE 0.000 of 0",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
}
