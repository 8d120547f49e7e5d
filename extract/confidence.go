package extract

import (
	"cmp"
	"math"
)

// A confidence is the share of what is right among things of which the extractor
// is as sure, measured on annotated articles that nothing was learned from. A
// fact is right only if its ends are: what the network takes for a fact between
// two mentions is less often one between two entities of the article.
//
// The figures at the end of this file were fitted by a test, which writes them
// anew when weights or rules change:
//
//	DATELINE_FIT=../train/corpus go test ./extract -run 'TestFit$' -v
//
// DATELINE_FIT lists folders of annotated articles, of which it takes what
// training holds back.

// curve tells how often things are right to which the network gives a
// probability: with this slope and shift between the logits of both (Platt,
// Probabilistic Outputs for Support Vector Machines, 1999).
type curve struct{ slope, shift float64 }

// at returns the confidence for a probability of the network.
func (c curve) at(p float64) float64 { return 1 / (1 + math.Exp(-c.slope*logit(p)-c.shift)) }

// logit keeps off 0 and 1, of which nothing is certain.
func logit(p float64) float64 {
	p = min(max(p, .001), .999)
	return math.Log(p / (1 - p))
}

// likely returns the confidence of a fact: by the network's score of it, or how
// often its rule is right.
func (f fact) likely() float64 {
	if f.rule == network {
		return relating.at(f.confidence)
	}
	return cmp.Or(precisions[f.rule], anyRule)
}

// What follows is written by TestFit: from 57 articles.

var (
	relating = curve{0.48, -0.13} // facts, of 1582
	naming   = curve{0.73, 0.24}  // names, of 1122
	telling  = curve{0.40, 0.88}  // words that tell of events, of 565
)

// described is the confidence of the mention of an office, of 271.
const described = 0.94

// anyRule is the precision of all rules, of 84 facts, and of a rule that found none.
const anyRule = 0.66

// precisions of rules, as if each had found ten facts more, right as often as
// those of all rules.
var precisions = map[string]float64{
	"kinship":                             0.80, // of 12
	"organization of known country":       0.85, // of 20
	"state body of the article's country": 0.56, // of 23
	"the article's country":               0.50, // of 27
	"the article's town":                  0.72, // of 2
}
