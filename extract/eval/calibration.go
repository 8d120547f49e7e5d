package eval

import (
	"fmt"
	"math"
	"strings"

	"dateline/extract"
	"dateline/graph/schema"
)

// Judgement is an entity or a relation of a document: how sure the document is
// of it, and whether it is right.
type Judgement struct {
	Article    string
	Label      schema.Label // of an entity
	Type       schema.Type  // of a relation
	Rule       string       // of a relation
	Confidence float64      // of an entity the highest of its mentions; 0 to 1
	Right      bool
}

// Judge returns what Score counts as right or wrong, one by one: for each
// document its entities, then its relations, in their order. A relation that the
// document states again is left out. A document without gold is not judged.
func Judge(gold []Gold, documents []*extract.Document) []Judgement {
	byID := map[string]Gold{}
	for _, g := range gold {
		byID[g.ID] = g
	}
	var out []Judgement
	for _, d := range documents {
		g, ok := byID[d.ID]
		if !ok {
			continue
		}
		aligned := align(g, d)
		for _, e := range d.Entities {
			j := Judgement{Article: g.ID, Label: e.Type}
			_, j.Right = aligned[e.ID]
			for _, m := range e.Mentions {
				j.Confidence = max(j.Confidence, m.Confidence)
			}
			out = append(out, j)
		}
		for i, v := range verdicts(g.stated(), aligned, d) {
			if x := d.Relations[i]; !v.repeated {
				out = append(out, Judgement{Article: g.ID, Type: x.Type, Rule: x.Rule, Confidence: x.Confidence, Right: v.right})
			}
		}
	}
	return out
}

// Reliability tells how often things are right that a document is about equally
// sure of: in ten bins of equal width, the first to 0.1, the last from 0.9 to 1,
// the upper bound in the bin.
type Reliability [10]Bin

// Bin holds the judgements of about one confidence.
type Bin struct {
	N, Right   int
	Confidence float64 // sum
}

// Reliable sorts judgements into bins.
func Reliable(judgements []Judgement) Reliability {
	var r Reliability
	for _, j := range judgements {
		b := &r[min(max(int(math.Ceil(j.Confidence*10))-1, 0), 9)]
		b.N++
		b.Confidence += j.Confidence
		if j.Right {
			b.Right++
		}
	}
	return r
}

// All returns the bins as one.
func (r Reliability) All() Bin {
	var all Bin
	for _, b := range r {
		all = Bin{all.N + b.N, all.Right + b.Right, all.Confidence + b.Confidence}
	}
	return all
}

// ECE returns the expected calibration error: how far confidence and the share
// of what is right are apart, bin by bin, in the mean over all judgements. 0 is
// best; of no judgements it is 0. The measure is of Naeini, Cooper and Hauskrecht,
// Obtaining Well Calibrated Probabilities Using Bayesian Binning (AAAI 2015), in
// the form of Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural
// Networks (ICML 2017).
//
// It does not come to 0 for a few judgements, however true the confidence: some
// 0.09 of 100, 0.03 of 1,000.
func (r Reliability) ECE() float64 {
	var apart float64
	for _, b := range r {
		apart += math.Abs(float64(b.Right) - b.Confidence)
	}
	return apart / float64(max(r.All().N, 1))
}

// Chart is a reliability with a name, to be drawn.
type Chart struct {
	Name string
	Reliability
}

// Diagram draws reliability diagrams side by side, as SVG: a bar for each bin, as
// high as the share of what is right, with the number of judgements above it and
// a dot at their mean confidence. Where confidence is true, the dots lie on the
// diagonal. Figures are rounded to pixels.
func Diagram(charts ...Chart) string {
	const side, left, top, width, height = 240, 46, 34, 310, 322 // pixels; width and height of a chart with its margins
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11" fill="#333">`+"\n", width*len(charts), height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width*len(charts), height)
	for i, c := range charts {
		fmt.Fprintf(&b, `<g transform="translate(%d %d)">`+"\n", width*i+left, top)
		fmt.Fprintf(&b, `<text y="-14" font-size="13">%s: ECE %.3f of %d</text>`+"\n", c.Name, c.ECE(), c.All().N)
		for k, x := range c.Reliability {
			if x.N == 0 {
				continue
			}
			n := float64(x.N)
			high := side * float64(x.Right) / n
			fmt.Fprintf(&b, `<rect x="%d" y="%.0f" width="%d" height="%.0f" fill="#9ec5e8"/>`, side/10*k+1, side-high, side/10-2, high)
			fmt.Fprintf(&b, `<circle cx="%.0f" cy="%.0f" r="3"/>`, side*x.Confidence/n, side-high)
			fmt.Fprintf(&b, `<text x="%d" y="%.0f" text-anchor="middle" font-size="9">%d</text>`+"\n", side/10*k+side/20, max(side-high-7, 9), x.N)
		}
		fmt.Fprintf(&b, `<path d="M0 0V%d H%d M0 %[1]d L%[2]d 0" fill="none" stroke="#999"/>`+"\n", side, side)
		for _, tick := range []float64{0, .5, 1} {
			fmt.Fprintf(&b, `<text x="%.0f" y="%d" text-anchor="middle">%.1f</text>`, side*tick, side+15, tick)
			fmt.Fprintf(&b, `<text x="-6" y="%.0f" text-anchor="end">%.1f</text>`+"\n", side*(1-tick)+4, tick)
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">confidence</text>`+"\n", side/2, side+34)
		fmt.Fprintf(&b, `<text x="%d" y="-32" text-anchor="middle" transform="rotate(-90)">right</text>`+"\n</g>\n", -side/2)
	}
	return b.String() + "</svg>\n"
}

// Table writes for each type of relations and of entities, and for all of them,
// how many there are, their mean confidence, the share that is right and the
// expected calibration error.
func Table(judgements []Judgement) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s %6s %6s %6s %6s\n", "", "n", "conf", "right", "ECE")
	row := func(name string, in func(Judgement) bool) {
		var js []Judgement
		for _, j := range judgements {
			if in(j) {
				js = append(js, j)
			}
		}
		if r := Reliable(js); len(js) > 0 {
			n, all := float64(len(js)), r.All()
			fmt.Fprintf(&b, "%-16s %6d %6.2f %6.2f %6.3f\n", name, len(js), all.Confidence/n, float64(all.Right)/n, r.ECE())
		}
	}
	for _, t := range schema.Graph.Facts() {
		row(string(t), func(j Judgement) bool { return j.Type == t })
	}
	row("relations", Judgement.Relation)
	for _, l := range schema.Graph.Entities() {
		row(string(l), func(j Judgement) bool { return j.Label == l })
	}
	row("entities", func(j Judgement) bool { return !j.Relation() })
	return b.String()
}

// Relation reports whether the judgement is of a relation.
func (j Judgement) Relation() bool { return j.Type != "" }
