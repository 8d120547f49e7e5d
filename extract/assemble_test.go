package extract

import (
	"slices"
	"testing"

	"dateline/graph/schema"
)

func TestScenes(t *testing.T) {
	const ghana, accra, kumasi, market, stadium = 0, 1, 2, 3, 4
	entities := []entity{
		ghana:   {label: schema.Country, country: "GH"},
		accra:   {label: schema.Place, country: "GH"},
		kumasi:  {label: schema.Place, country: "GH"},
		market:  {label: schema.Place},
		stadium: {label: schema.Place},
	}
	facts := []fact{{kind: schema.LocatedIn, from: market, to: kumasi}, {kind: schema.PartOf, from: stadium, to: accra}}
	at := func(place int, score float64) argument { return argument{mention: place, score: score} }
	for name, c := range map[string]struct {
		places []argument
		want   []int
	}{
		"one":                            {[]argument{at(accra, .5)}, []int{accra}},
		"the likelier":                   {[]argument{at(accra, .6), at(kumasi, .8)}, []int{kumasi}},
		"both, where equally likely":     {[]argument{at(accra, .75), at(kumasi, .8)}, []int{accra, kumasi}},
		"likely in one mention":          {[]argument{at(accra, .5), at(kumasi, .6), at(accra, .9)}, []int{accra, accra}},
		"the town, not its country":      {[]argument{at(ghana, .9), at(accra, .5)}, []int{accra}},
		"the market, not its town":       {[]argument{at(kumasi, .9), at(market, .5)}, []int{market}},
		"other relations do not contain": {[]argument{at(accra, .9), at(stadium, .5)}, []int{accra}},
		"none":                           {nil, nil},
	} {
		var got []int
		for _, x := range scenes(c.places, facts, entities, []int{ghana, accra, kumasi, market, stadium}) {
			got = append(got, x.mention)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
