package model

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"dateline/extract/model/kernel"
)

// states is what the encoder makes of one window.
type states struct {
	hidden, scores []float32
}

// run encodes the windows of a fixture, with working memory of their own or one
// after another in the same.
func run(tagger *Tagger, f fixture, shared bool) []states {
	tx := tagger.plan(f.sentences())
	var r reading
	var out []states
	for _, w := range tx.windows {
		if !shared {
			r = reading{}
		}
		tagger.fill(&r, tx.words, tx.parts, w)
		tagger.encoder.encode(&r.input)
		out = append(out, states{slices.Clone(r.input.hidden), slices.Clone(r.input.scores)})
	}
	return out
}

// TestEncodeLikePyTorch compares with 32-bit arithmetic on the same weights. The
// bounds leave room for rounding the inputs of each product to 7 bits, which
// takes about two thirds of them, and for little else.
func TestEncodeLikePyTorch(t *testing.T) {
	for _, c := range []struct {
		name                  string
		tagger                *Tagger
		hidden, worst, scores float64 // root mean square of the hidden states, their worst, root mean square of the scores
	}{
		{"mini", mini(t, kernel.Best().Path()), 0.03, 0.15, 0.05},
		{"real", load(t), 0.05, 0.3, 0.1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var hidden, scores differences
			for _, f := range readFixtures(t, c.name+"/tags.jsonl") {
				tagger := c.tagger.limited(f.Limit)
				for i, got := range run(tagger, f, false) {
					want := f.Windows[i]
					for j, row := range want.Hidden {
						hidden.add(row, got.hidden[j*16*tagger.encoder.hidden:])
					}
					for h, name := range headNames {
						for j, row := range want.Logits[name] {
							scores.add(row, got.scores[j*tagger.encoder.tags.Out()+tagger.heads[h].offset:])
						}
					}
				}
			}
			t.Logf("hidden states differ by %v, scores by %v", &hidden, &scores)
			if hidden.mean() > c.hidden || hidden.worst > c.worst || scores.mean() > c.scores {
				t.Errorf("want at most %g (%g) and %g", c.hidden, c.worst, c.scores)
			}
		})
	}
}

// differences are the differences of rows.
type differences struct{ squares, count, worst float64 }

func (e *differences) add(want, got []float32) {
	for i, w := range want {
		d := math.Abs(float64(w) - float64(got[i]))
		e.squares += d * d
		e.count++
		e.worst = max(e.worst, d)
	}
}

// mean is the root of the mean square.
func (e *differences) mean() float64 { return math.Sqrt(e.squares / e.count) }

func (e *differences) String() string { return fmt.Sprintf("%.4f (%.3f)", e.mean(), e.worst) }

// TestEncodeAloneAndInCompany wants the same bits for a window whatever the same
// memory was used for before, and on every path.
func TestEncodeAloneAndInCompany(t *testing.T) {
	for _, f := range readFixtures(t, "mini/tags.jsonl") {
		want := run(mini(t, kernel.Portable).limited(32), f, false)
		for _, path := range kernel.Paths() {
			for _, shared := range []bool{false, true} {
				got := run(mini(t, path).limited(32), f, shared)
				for i := range want {
					if !slices.Equal(got[i].hidden, want[i].hidden) || !slices.Equal(got[i].scores, want[i].scores) {
						t.Errorf("%v, shared memory %v: window %d of %.20q differs", path, shared, i, f.Text)
					}
				}
			}
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	f := readFixtures(b, "real/tags.jsonl")[4]
	for _, path := range kernel.Paths() {
		b.Run(path.String(), func(b *testing.B) {
			tagger, err := parse(embedded, kernel.For(path))
			if err != nil {
				b.Fatal(err)
			}
			tx := tagger.plan(f.sentences())
			var r reading
			tagger.fill(&r, tx.words, tx.parts, tx.windows[0])
			tagger.encoder.encode(&r.input)
			b.ReportAllocs()
			for b.Loop() {
				tagger.encoder.encode(&r.input)
			}
			b.ReportMetric(float64(len(r.input.subwords))*float64(b.N)/b.Elapsed().Seconds(), "subwords/s")
		})
	}
}
