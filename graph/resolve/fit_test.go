package resolve

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/graph/schema"
)

// What the half of the pairs that weights were not fitted to must reach.
const (
	wantPrecision = 0.97
	wantRecall    = 0.75
)

// TestScore checks that the committed weights are those that fitting to the
// training half gives, and that they judge the other half well enough.
// UPDATE=1 rewrites weights.tsv and testdata/score.txt; read the difference.
func TestScore(t *testing.T) {
	training, testing := readPairs(t)
	if n := len(training) + len(testing); n < 400 {
		t.Errorf("%d pairs", n)
	}
	examples := observe(t, training)
	fitted := fit(weights, examples)
	file := writeWeights(fitted)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("weights.tsv", []byte(file), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if d := gocmp.Diff(weightsFile, file); d != "" {
		t.Errorf("weights.tsv is not what the pairs give; run UPDATE=1 go test (-committed +fitted):\n%s", d)
	}
	byCue := map[weightKey]weight{}
	for _, w := range fitted {
		byCue[weightKey{w.label, w.cue}] = w
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Pairs of testdata/pairs.txt at a score of %.2f: right and wrong proposals,\nwhat was not proposed though it is one, precision and recall.\n", Threshold)
	var held tally
	for _, half := range []struct {
		name  string
		pairs []pair
	}{{"fitted to", training}, {"held out", testing}} {
		fmt.Fprintf(&b, "\n%-28s pairs  right  wrong missed  precision recall\n", half.name)
		by := map[string]*tally{}
		for _, e := range observe(t, half.pairs) {
			names := []string{"all", string(e.pair.label), "easy"}
			if e.pair.hard {
				names[2] = "hard"
			}
			if e.pair.late {
				names = append(names, "written late")
			}
			for _, name := range names {
				if by[name] == nil {
					by[name] = &tally{}
				}
				by[name].count(e, byCue)
			}
		}
		for _, name := range []string{"all", "easy", "hard", "Person", "Organization", "Place", "Office", "Country", "Event"} {
			fmt.Fprintf(&b, "%-28s %s\n", name, by[name])
		}
		if late := by["written late"]; late != nil {
			fmt.Fprintf(&b, "%-28s %s\n", "written late", late)
		}
		held = *by["all"]
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("testdata/score.txt", []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("testdata/score.txt")
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(string(committed), b.String()); d != "" {
		t.Errorf("testdata/score.txt is of other weights; run UPDATE=1 go test (-committed +measured):\n%s", d)
	}
	if held.precision() < wantPrecision || held.recall() < wantRecall {
		t.Errorf("held out: precision %.3f and recall %.3f, want %.2f and %.2f", held.precision(), held.recall(), wantPrecision, wantRecall)
	}
	for _, e := range observe(t, training) {
		if got := e.score(byCue) >= Threshold; got != e.pair.same {
			t.Logf("fitted to, %.2f: %s\n\t%s", e.score(byCue), e.pair, reasons(e.pair.label, e.hits))
		}
	}
}

// example is a pair with its cues; compared is false where it is ruled out,
// found by no block, or alike by name alone.
type example struct {
	pair     pair
	hits     []hit
	compared bool
}

func observe(t *testing.T, pairs []pair) []example {
	var out []example
	for _, p := range pairs {
		hits, ok := p.hits(t)
		out = append(out, example{p, hits, ok})
	}
	return out
}

func (e example) score(by map[weightKey]weight) float64 {
	if !e.compared {
		return 0
	}
	return sigmoid(e.sum(func(c cue) float64 { return by[weightKey{e.pair.label, c}].fitted }))
}

func (e example) sum(of func(cue) float64) float64 {
	sum := of(bias)
	for _, h := range e.hits {
		sum += h.value * of(h.cue)
	}
	return sum
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// fit minimises the logistic loss of examples plus the squares of what weights
// differ from their priors, by steps down the gradient. Signs hold.
func fit(prior []weight, examples []example) []weight {
	const (
		steps   = 4000
		rate    = 0.02
		pull    = 0.5 // to the prior
		pullOfB = 1   // the same of a bias
		apart   = 3   // times that a pair of two counts: in news most are
	)
	out := slices.Clone(prior)
	at := map[weightKey]int{}
	for i, w := range out {
		out[i].fitted = w.prior
		at[weightKey{w.label, w.cue}] = i
	}
	for range steps {
		slope := make([]float64, len(out))
		for _, e := range examples {
			if !e.compared {
				continue
			}
			key := func(c cue) int { return at[weightKey{e.pair.label, c}] }
			miss := sigmoid(e.sum(func(c cue) float64 { return out[key(c)].fitted }))
			if e.pair.same {
				miss--
			} else {
				miss *= apart
			}
			slope[key(bias)] += miss
			for _, h := range e.hits {
				slope[key(h.cue)] += miss * h.value
			}
		}
		for i, w := range out {
			k := pull
			if w.cue == bias {
				k = pullOfB
			}
			f := w.fitted - rate*(slope[i]+k*(w.fitted-w.prior))
			if f*w.prior < 0 {
				f = 0
			}
			out[i].fitted = f
		}
	}
	for i := range out {
		out[i].fitted = math.Round(100*out[i].fitted) / 100
	}
	return out
}

// writeWeights returns weights.tsv with these weights.
func writeWeights(ws []weight) string {
	comments, _, _ := strings.Cut(weightsFile, "\n"+string(schema.Person))
	var b strings.Builder
	b.WriteString(comments + "\n")
	for _, w := range ws {
		number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\n", w.label, w.cue, number(w.prior), number(w.fitted), w.meaning)
	}
	return b.String()
}

// tally counts judgements of pairs.
type tally struct{ pairs, right, wrong, missed int }

func (t *tally) count(e example, by map[weightKey]weight) {
	t.pairs++
	switch got := e.score(by) >= Threshold; {
	case got && e.pair.same:
		t.right++
	case got:
		t.wrong++
	case e.pair.same:
		t.missed++
	}
}

func (t *tally) precision() float64 { return float64(t.right) / float64(max(t.right+t.wrong, 1)) }
func (t *tally) recall() float64    { return float64(t.right) / float64(max(t.right+t.missed, 1)) }

func (t *tally) String() string {
	return fmt.Sprintf("%5d %6d %6d %6d      %.3f  %.3f", t.pairs, t.right, t.wrong, t.missed, t.precision(), t.recall())
}

// Every cue that a comparison can give has a weight, whose sign says what it
// speaks for.
func TestWeightsOfAllCues(t *testing.T) {
	training, testing := readPairs(t)
	for _, p := range slices.Concat(training, testing) {
		hits, _ := p.hits(t)
		for _, h := range hits {
			w, ok := byCue[weightKey{p.label, h.cue}]
			if !ok {
				t.Errorf("%s: no weight of %s", p.label, h.cue)
			}
			if supports[h.cue] && w.prior <= 0 {
				t.Errorf("%s: %s supports with %v", p.label, h.cue, w.prior)
			}
		}
	}
}

// The tables say nothing twice, and what they say is read.
func TestTables(t *testing.T) {
	if len(given.groups) < 300 || len(given.short) < 150 || len(vocab.same) < 30 {
		t.Errorf("%d spellings, %d short forms, %d words", len(given.groups), len(given.short), len(vocab.same))
	}
}
