package extract

import (
	"math"
	"testing"
)

// What TestFit, which cannot be of this package, asks for.
var (
	Relating, Naming, Telling = relating, naming, telling
	Network                   = network
)

// Undo returns the logit of the probability that a confidence comes from.
func (c curve) Undo(confidence float64) float64 {
	most := logit(1)
	return min(max((logit(confidence)-c.shift)/c.slope, -most), most)
}

func TestCurve(t *testing.T) {
	for _, c := range []struct {
		curve
		p, want float64
	}{
		{curve{1, 0}, .25, .25},
		{curve{1, 0}, 1, .999},
		{curve{1, 0}, 0, .001},
		{curve{0, math.Log(3)}, .1, .75},     // no matter what the network says
		{curve{2, 0}, .75, .9},               // odds of 3 to 9
		{curve{1, -math.Log(3)}, .75, .5},    // odds of 3 to 1
		{curve{.5, math.Log(2)}, .8, .8},     // odds of 4 to 2 to 4
		{curve{.5, -math.Log(2)}, .2, 0.2},   // odds of 1/4 to 1/2 to 1/4
		{curve{1, math.Log(1. / 9)}, .5, .1}, // odds of 1 to 1/9
	} {
		if got := c.at(c.p); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v at %v is %v; want %v", c.curve, c.p, got, c.want)
		}
	}
	c := curve{.7, -.4}
	if got := c.Undo(c.at(.9)); math.Abs(got-logit(.9)) > 1e-9 {
		t.Errorf("%v undone at .9: logit %v", c, got)
	}
}

// The figures are sound: the surer the network the higher the confidence, all
// between 0 and 1, and every rule has one.
func TestLikely(t *testing.T) {
	for _, c := range []curve{relating, naming, telling} {
		if c.slope <= 0 {
			t.Errorf("%v falls", c)
		}
	}
	if surer, sure := (fact{rule: network, confidence: .9}), (fact{rule: network, confidence: .6}); surer.likely() <= sure.likely() {
		t.Errorf("a score of .9 gives %v, of .6 %v", surer.likely(), sure.likely())
	}
	for rule, p := range precisions {
		if p <= 0 || p >= 1 {
			t.Errorf("%s: precision %v", rule, p)
		}
		if got := (fact{rule: rule, confidence: .123}).likely(); got != p {
			t.Errorf("%s: confidence %v; want %v", rule, got, p)
		}
	}
	if got := (fact{rule: "never seen"}).likely(); got != anyRule || got <= 0 || got >= 1 {
		t.Errorf("confidence %v of a rule never seen; want %v", got, anyRule)
	}
}
