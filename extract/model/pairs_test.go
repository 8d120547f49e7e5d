package model

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"dateline/extract/model/kernel"
)

// asked returns the mentions of a fixture that are no dates.
func (f fixture) asked(t *Tagger) []Mention {
	var out []Mention
	for _, m := range f.Mentions {
		kind := m.Label
		if slices.Contains(t.heads[2].labels, kind) {
			kind = "Event"
		}
		if kind != "Date" {
			out = append(out, Mention{m.Start, m.End, kind})
		}
	}
	return out
}

// TestRelateLikePyTorch compares with 32-bit arithmetic on the same weights: the
// probabilities differ by what rounding to 7 bits makes of them.
func TestRelateLikePyTorch(t *testing.T) {
	for _, c := range []struct {
		name   string
		tagger *Tagger
		mean   float64 // root mean square of the differences
	}{
		{"mini", mini(t, kernel.Best().Path()), 0.03},
		{"real", load(t), 0.04}, // 0.023 to 0.034 in four sets of weights of one training
	} {
		t.Run(c.name, func(t *testing.T) {
			var d differences
			events := 0
			for _, f := range readFixtures(t, c.name+"/tags.jsonl") {
				tagger := c.tagger.limited(f.Limit)
				asked := f.asked(tagger)
				pairs, statuses := tagger.Read(f.sentences()).Relate(asked)
				got := map[Pair]float32{}
				for _, p := range pairs {
					score := p.Score
					p.Score = 0
					got[p] = score
				}
				kind := func(m int) int { return slices.Index(tagger.pairs.types, asked[m].Type) }
				for _, want := range f.Pairs {
					possible := tagger.pairs.possible[kind(want.From)][kind(want.To)]
					var sum float64
					for i, x := range want.Logits {
						if possible[i] {
							sum += math.Exp(x)
						}
					}
					for i, x := range want.Logits[1:] {
						score := float32(math.Exp(x) / sum)
						found := got[Pair{From: want.From, To: want.To, Label: tagger.pairs.labels[i+1]}]
						if possible[i+1] && max(score, found) > 2*leastScore {
							d.add([]float32{score}, []float32{found})
						}
					}
				}
				for i, want := range f.Statuses {
					events++
					at := slices.Index(want.Logits, slices.Max(want.Logits))
					if s := statuses[i]; s.Mention != want.Mention || s.Score > 0.6 && s.Label != tagger.pairs.statuses[at] {
						t.Errorf("%.20q: %v of mention %d, want %s of %d", f.Text, s, s.Mention, tagger.pairs.statuses[at], want.Mention)
					}
				}
			}
			t.Logf("%.0f probabilities differ by %v; %d events", d.count, &d, events)
			if d.mean() > c.mean || d.count < 20 || events == 0 {
				t.Errorf("want at most %g, of 20 at least", c.mean)
			}
		})
	}
}

// TestRelateAgain wants the same bits on every path, and where windows are read
// once more for their states.
func TestRelateAgain(t *testing.T) {
	all := 0
	for _, f := range readFixtures(t, "mini/tags.jsonl") {
		var pairs []Pair
		var statuses []Status
		for i, path := range kernel.Paths() {
			tagger := mini(t, path).limited(32)
			tx := tagger.Read(f.sentences())
			gotPairs, gotStatuses := tx.Relate(f.asked(tagger))
			clear(tx.states)
			againPairs, againStatuses := tx.Relate(f.asked(tagger))
			if !reflect.DeepEqual(againPairs, gotPairs) || !reflect.DeepEqual(againStatuses, gotStatuses) {
				t.Errorf("%v: %.20q differs without states", path, f.Text)
			}
			all += len(gotPairs)
			if i == 0 {
				pairs, statuses = gotPairs, gotStatuses
			} else if !reflect.DeepEqual(pairs, gotPairs) || !reflect.DeepEqual(statuses, gotStatuses) {
				t.Errorf("%v: %.20q differs", path, f.Text)
			}
		}
	}
	if all == 0 {
		t.Error("no pairs at all")
	}
}
