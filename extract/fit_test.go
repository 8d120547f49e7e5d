package extract_test

import (
	"fmt"
	"go/format"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/extract"
	"dateline/extract/eval"
	"dateline/graph/schema"
)

// TestFit writes the figures of confidence.go anew. It logs the calibration of
// each half of the articles by what was fitted on the other, which is what to
// expect of more like them.
func TestFit(t *testing.T) {
	folders := filepath.SplitList(os.Getenv("DATELINE_FIT"))
	if len(folders) == 0 {
		t.Skip("DATELINE_FIT names no folders of annotated articles")
	}
	ids, err := os.ReadFile("../train/held.txt")
	if err != nil {
		t.Fatal(err)
	}
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	var all []eval.Judgement
	var halves [2][]eval.Judgement
	articles := 0
	for _, dir := range folders {
		gold, err := eval.Load(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range eval.Held(gold, string(ids)) {
			d, err := x.Extract(extract.Article{ID: g.ID, Published: g.Published, Text: g.Text})
			if err != nil {
				t.Fatalf("%s: %v", g.ID, err)
			}
			js := eval.Judge([]eval.Gold{g}, []*extract.Document{d})
			all = append(all, js...)
			halves[articles%2] = append(halves[articles%2], js...)
			articles++
		}
	}
	t.Logf("%d articles as they were:\n%s", articles, eval.Table(all))
	for k, half := range halves {
		t.Logf("half of them, fitted on the other:\n%s", eval.Table(fit(halves[1-k]).judge(half)))
	}

	const file, mark = "confidence.go", "// What follows is written by TestFit"
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	code, _, ok := strings.Cut(string(source), mark)
	if !ok {
		t.Fatalf("%s has no line %q", file, mark)
	}
	out, err := format.Source(fmt.Appendf(nil, "%s%s: from %d articles.\n\n%s", code, mark, articles, fit(all)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out, 0o644); err != nil {
		t.Fatal(err)
	}
}

// figures are what is fitted.
type figures struct {
	relating, naming, telling line
	offices, rules            share
	byRule                    map[string]share
}

// share counts what is right.
type share struct{ right, of int }

func (s share) add(j eval.Judgement) share {
	s.of++
	if j.Right {
		s.right++
	}
	return s
}

// rate returns the share, .5 of nothing.
func (s share) rate() float64 { return (float64(s.right) + 1) / float64(s.of+2) }

// toward returns the share as if there were ten more, right as often as p.
func (s share) toward(p float64) float64 { return (float64(s.right) + 10*p) / float64(s.of+10) }

// fit returns the figures that make the judgements likeliest.
func fit(judgements []eval.Judgement) figures {
	f := figures{byRule: map[string]share{}}
	var relating, naming, telling []eval.Judgement
	for _, j := range judgements {
		switch {
		case j.Rule == extract.Network:
			relating = append(relating, j)
		case j.Relation():
			f.rules = f.rules.add(j)
			f.byRule[j.Rule] = f.byRule[j.Rule].add(j)
		case j.Label == schema.Office:
			f.offices = f.offices.add(j)
		case j.Label == schema.Event:
			telling = append(telling, j)
		default:
			naming = append(naming, j)
		}
	}
	f.relating = regress(relating, extract.Relating.Undo)
	f.naming = regress(naming, extract.Naming.Undo)
	f.telling = regress(telling, extract.Telling.Undo)
	return f
}

// judge returns the judgements with the confidences of the figures.
func (f figures) judge(judgements []eval.Judgement) []eval.Judgement {
	out := slices.Clone(judgements)
	for i := range out {
		j := &out[i]
		switch {
		case j.Rule == extract.Network:
			j.Confidence = f.relating.at(extract.Relating.Undo(j.Confidence))
		case j.Relation():
			j.Confidence = f.byRule[j.Rule].toward(f.rules.rate())
		case j.Label == schema.Office:
			j.Confidence = f.offices.rate()
		case j.Label == schema.Event:
			j.Confidence = f.telling.at(extract.Telling.Undo(j.Confidence))
		default:
			j.Confidence = f.naming.at(extract.Naming.Undo(j.Confidence))
		}
	}
	return out
}

// String returns the figures as Go.
func (f figures) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "var (\nrelating = %v // facts, of %d\nnaming = %v // names, of %d\ntelling = %v // words that tell of events, of %d\n)\n\n",
		f.relating, f.relating.of, f.naming, f.naming.of, f.telling, f.telling.of)
	fmt.Fprintf(&b, "// described is the confidence of the mention of an office, of %d.\nconst described = %.2f\n\n", f.offices.of, f.offices.rate())
	fmt.Fprintf(&b, "// anyRule is the precision of all rules, of %d facts, and of a rule that found none.\nconst anyRule = %.2f\n\n", f.rules.of, f.rules.rate())
	fmt.Fprintf(&b, "// precisions of rules, as if each had found ten facts more, right as often as\n// those of all rules.\nvar precisions = map[string]float64{\n")
	for _, rule := range slices.Sorted(maps.Keys(f.byRule)) {
		fmt.Fprintf(&b, "%q: %.2f, // of %d\n", rule, f.byRule[rule].toward(f.rules.rate()), f.byRule[rule].of)
	}
	return b.String() + "}\n"
}

// line maps logits to logits.
type line struct {
	slope, shift float64
	of           int // judgements that it was fitted on
}

func (l line) at(logit float64) float64 { return 1 / (1 + math.Exp(-l.slope*logit-l.shift)) }

// String returns the line as a curve of package extract.
func (l line) String() string { return fmt.Sprintf("curve{%.2f, %.2f}", l.slope, l.shift) }

// regress returns the line that makes the judgements likeliest, held to slope 1
// and shift 0 by a little: logistic regression, by steps that take the curvature
// for the greatest that it can be and so never go too far (Böhning, Multinomial
// Logistic Regression Algorithm, 1992).
func regress(judgements []eval.Judgement, logit func(confidence float64) float64) line {
	l := line{1, 0, len(judgements)}
	x := make([]float64, len(judgements))
	h00, h01, h11 := 1., 0., 1. // curvature
	for i, j := range judgements {
		x[i] = logit(j.Confidence)
		h00, h01, h11 = h00+.25, h01+.25*x[i], h11+.25*x[i]*x[i]
	}
	det := h00*h11 - h01*h01
	for range 1000 {
		g0, g1 := l.shift, l.slope-1 // gradient, of the shift and the slope
		for i, j := range judgements {
			d := l.at(x[i])
			if j.Right {
				d--
			}
			g0, g1 = g0+d, g1+d*x[i]
		}
		l.shift -= (h11*g0 - h01*g1) / det
		l.slope -= (h00*g1 - h01*g0) / det
	}
	return l
}

// Of judgements that keep to a line regress finds it; of none it changes nothing.
func TestRegress(t *testing.T) {
	logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
	want := line{slope: .6, shift: -.4}
	var js []eval.Judgement
	for _, p := range []float64{.3, .5, .7, .8, .9, .95} {
		for k := range 1000 {
			js = append(js, eval.Judgement{Confidence: p, Right: float64(k)+.5 < 1000*want.at(logit(p))})
		}
	}
	if got := regress(js, logit); math.Abs(got.slope-want.slope) > .01 || math.Abs(got.shift-want.shift) > .01 {
		t.Errorf("%v; want %v", got, want)
	}
	if got := regress(nil, logit); got != (line{1, 0, 0}) {
		t.Errorf("%v of nothing; want slope 1", got)
	}
}

// Fitted confidences are true of what they were fitted on: rules get their
// precision, drawn to that of all, offices theirs, and the network's are bent.
func TestFitted(t *testing.T) {
	var js []eval.Judgement
	add := func(n, right int, j eval.Judgement) {
		for k := range n {
			j.Right = k < right
			js = append(js, j)
		}
	}
	add(90, 90, eval.Judgement{Type: schema.HoldsOffice, Rule: "good", Confidence: .5})
	add(90, 0, eval.Judgement{Type: schema.OfficeOf, Rule: "bad", Confidence: .5})
	add(90, 45, eval.Judgement{Label: schema.Office, Confidence: .9})
	add(300, 180, eval.Judgement{Type: schema.ParticipatedIn, Rule: extract.Network, Confidence: .9})
	add(300, 270, eval.Judgement{Label: schema.Event, Confidence: .6})
	f := fit(js)
	for rule, want := range map[string]float64{"good": .95, "bad": .05, "new": .5} {
		got := f.judge([]eval.Judgement{{Type: schema.PartOf, Rule: rule}})[0].Confidence
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s rule: confidence %v; want %v", rule, got, want)
		}
	}
	if was, is := eval.Reliable(js).ECE(), eval.Reliable(f.judge(js)).ECE(); was < .2 || is > .03 {
		t.Errorf("ECE %.3f before, %.3f after", was, is)
	}
}
