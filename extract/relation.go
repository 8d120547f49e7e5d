package extract

import (
	"slices"

	"dateline/graph/schema"
)

// fact is a relation between two entities of the analysis, by index.
type fact struct {
	kind       schema.Type
	from, to   int
	status     string  // HOLDS_OFFICE
	role       string  // PARTICIPATED_IN
	kin        string  // RELATIVE_OF
	beside     bool    // HOLDS_OFFICE: name and title stand together
	sentence   int     // that states it
	confidence float64 // the network's score; as in Relation once its rule is known
	rule       string
}

// stateKinds are kinds of organizations that belong to a state.
var stateKinds = newSet([]string{"ministry", "government agency", "government office", "parliament", "court", "armed forces", "police", "government", "intelligence service", "central bank", "council of state", "security service", "army"})

// mainCountry returns the entity of the country that the article is plainly
// about: that of its dateline, or else one that is named most, with places in it,
// in two of five mentions of countries and known places at least; -1 if there is
// none.
func (p *page) mainCountry(mentions []mention, entities []entity) int {
	home := ""
	if k := p.home(mentions); k >= 0 {
		home = mentions[k].country
	}
	named, all := map[string]int{}, 0
	for _, x := range entities {
		if x.country != "" && (x.label == schema.Country || x.label == schema.Place) {
			named[x.country] += len(x.mentions)
			all += len(x.mentions)
		}
	}
	best := -1
	for e, x := range entities {
		if x.label != schema.Country || x.country == "" {
			continue
		}
		if x.country == home {
			return e
		}
		if best < 0 || named[x.country] > named[entities[best].country] {
			best = e
		}
	}
	if best >= 0 && named[entities[best].country]*5 >= all*2 {
		return best
	}
	return -1
}

// mainTown returns the entity of the place that the article is plainly about: that
// of its dateline, or else the one that is named more often than any other; -1 if
// there is none.
func (p *page) mainTown(mentions []mention, entities []entity, of []int) int {
	if k := p.home(mentions); k >= 0 && mentions[k].label == schema.Place {
		return of[k]
	}
	best, most := -1, 1
	for e, x := range entities {
		switch n := len(x.mentions); {
		case x.label != schema.Place || n < most:
		case n == most:
			best = -1
		default:
			best, most = e, n
		}
	}
	return best
}

// home returns the mention of the town or country from where the dateline says that
// the article is: "DHAKA, Oct. 3 (Agency) -"; -1 if it does not say so.
func (p *page) home(mentions []mention) int {
	const early = 6 // among the first mentions: a headline may stand before
	return slices.IndexFunc(mentions[:min(early, len(mentions))], func(m mention) bool {
		isPlace := m.label == schema.Place || m.label == schema.Country
		return isPlace && m.first <= p.sentence(m.first).First+1 && p.endsDateline(m.last)
	})
}

// endsDateline reports whether a dateline ends behind the name of its town: at
// once, or after a province or a date.
func (p *page) endsDateline(i int) bool {
	const most = 8 // tokens: ", Nov. 12, 2008"
	for k := i; k <= i+most && k < len(p.Tokens); k++ {
		switch w := p.lower(k); {
		case p.dateline(k):
			joined := (w == "-" || w == "–") && p.Tokens[k-1].End == p.Tokens[k].Start // "India-Pakistan"
			return !joined && (w != ":" || k == i)
		case k == i && w != ",", isWord(w) && !isUpper(p.Tokens[k].Text):
			return false
		}
	}
	return false
}

// stateBodies finds which country a state's body belongs to, which often no sentence
// says: the one that the gazetteer knows, or else the article's, unless the text makes
// it a part of something.
func (p *page) stateBodies(mentions []mention, entities []entity, whole map[int]bool, country int) []fact {
	var out []fact
	byISO := map[string]int{}
	for e, x := range entities {
		if x.label == schema.Country && x.country != "" {
			byISO[x.country] = e
		}
	}
	for e, x := range entities {
		if x.label != schema.Organization || !stateKinds[x.kind] || x.country == "" && whole[e] {
			continue
		}
		f := fact{kind: schema.PartOf, from: e, to: country, sentence: p.Tokens[mentions[x.mentions[0]].first].Sentence, rule: "state body of the article's country"}
		if x.country != "" {
			c, ok := byISO[x.country]
			if !ok {
				continue
			}
			f.to, f.rule = c, "organization of known country"
		}
		if f.to >= 0 {
			out = append(out, f)
		}
	}
	return out
}
