package resolve

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/graph/schema"
)

// cue is something that speaks for or against two entities being one.
type cue string

// hit is a cue that was seen.
type hit struct {
	cue   cue
	value float64 // 1 if it is there or not, else how much of it
	said  string  // what was seen, for people; "" where the cue says it
}

// weight is what a cue counts for entities of one label.
type weight struct {
	label   schema.Label
	cue     cue
	prior   float64 // what we thought before any pair was seen; its sign holds
	fitted  float64
	meaning string
}

// supports holds the cues that are no matter of names: one of them must be there.
var supports = map[cue]bool{
	"identifier": true, "office": true, "title": true, "organization": true, "relative": true, "event": true, "country": true,
	"context": true, "people": true, "parent": true, "located": true, "of": true, "holder": true, "participants": true, "place": true,
}

//go:embed weights.tsv
var weightsFile string

var weights = must(parseWeights(weightsFile))

// bias is the cue that is always there.
const bias cue = "bias"

type weightKey struct {
	label schema.Label
	cue   cue
}

func parseWeights(file string) ([]weight, error) {
	var out []weight
	err := rows(file, func(label, rest string) error {
		f := strings.Split(rest, "\t")
		if len(f) != 4 {
			return fmt.Errorf("%d columns, not 5", len(f)+1)
		}
		prior, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return fmt.Errorf("reading the prior: %w", err)
		}
		fitted, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return fmt.Errorf("reading the weight: %w", err)
		}
		out = append(out, weight{schema.Label(label), cue(f[0]), prior, fitted, f[3]})
		return nil
	})
	return out, err
}

// byCue are the weights by label and cue.
var byCue = func() map[weightKey]weight {
	out := map[weightKey]weight{}
	for _, w := range weights {
		out[weightKey{w.label, w.cue}] = w
	}
	return out
}()

// score returns the probability that two entities of the label are one.
func score(label schema.Label, hits []hit) float64 {
	sum := byCue[weightKey{label, bias}].fitted
	for _, h := range hits {
		sum += h.value * byCue[weightKey{label, h.cue}].fitted
	}
	return 1 / (1 + math.Exp(-sum))
}

// supported reports whether something besides names speaks for the pair.
func supported(hits []hit) bool {
	return slices.ContainsFunc(hits, func(h hit) bool { return supports[h.cue] && h.value > 0 })
}

// reasons says in words what the hits are, what speaks for the pair first.
func reasons(label schema.Label, hits []hit) string {
	var pro, contra []string
	for _, h := range hits {
		w := byCue[weightKey{label, h.cue}]
		text := w.meaning
		if h.said != "" {
			text += " (" + h.said + ")"
		}
		if w.prior < 0 {
			contra = append(contra, text)
		} else {
			pro = append(pro, text)
		}
	}
	out := strings.Join(pro, ", ")
	if len(contra) > 0 {
		out += "; but " + strings.Join(contra, ", ")
	}
	return out
}
