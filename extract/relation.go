package extract

import (
	"slices"
	"strings"

	"dateline/graph/schema"
)

// fact is a relation between two entities of the analysis, by index.
type fact struct {
	kind       schema.Type
	from, to   int
	status     string // HOLDS_OFFICE
	role       string // PARTICIPATED_IN
	kin        string // RELATIVE_OF
	sentence   int    // that states it
	confidence float64
	rule       string
}

// stateKinds are kinds of organizations that belong to a state.
var stateKinds = newSet([]string{"ministry", "government agency", "government office", "parliament", "court", "armed forces", "police", "government", "intelligence service", "central bank", "council of state", "security service", "army"})

// mainCountry returns the entity of the country that the article is plainly
// about: named most, and in two of five mentions of countries at least; -1 if
// there is none.
func mainCountry(entities []entity) int {
	best, all := -1, 0
	for e, x := range entities {
		if x.label != schema.Country {
			continue
		}
		all += len(x.mentions)
		if best < 0 || len(x.mentions) > len(entities[best].mentions) {
			best = e
		}
	}
	if best >= 0 && len(entities[best].mentions)*5 >= all*2 {
		return best
	}
	return -1
}

// nameFacts finds the relations that the words between two names state.
func (p *page) nameFacts(mentions []mention, entities []entity, of []int) []fact {
	var out []fact
	plain := mainCountry(entities)
	byISO := map[string]int{}
	for e, x := range entities {
		if x.label == schema.Country && x.country != "" {
			byISO[x.country] = e
		}
	}
	add := func(t schema.Type, from, to int, k int, confidence float64, rule string) {
		if from != to && to >= 0 {
			out = append(out, fact{kind: t, from: from, to: to, sentence: p.Tokens[mentions[k].first].Sentence, confidence: confidence, rule: rule})
		}
	}
	for k, m := range mentions {
		var prev, next *mention
		if k > 0 && p.same(mentions[k-1].first, m.first) {
			prev = &mentions[k-1]
		}
		if k+1 < len(mentions) && p.same(mentions[k+1].first, m.first) {
			next = &mentions[k+1]
		}
		between := func(a, b *mention) string {
			var words []string
			for i := a.last; i < b.first; i++ {
				words = append(words, p.lower(i))
			}
			return strings.Join(words, " ")
		}
		switch m.label {
		case schema.Organization:
			if prev != nil && prev.label == schema.Country {
				gap := between(prev, &m)
				switch {
				case gap == "" || gap == "'s" || gap == "'":
					add(kindRelation(m.kind), of[k], of[k-1], k, .85, "country before organization")
				case prev.adjective && m.first-prev.last <= 3 && p.nounsOnly(prev.last, m.first):
					add(kindRelation(m.kind), of[k], of[k-1], k, .8, "adjective and noun before organization")
				case gap == "- based" || gap == "-based":
					add(schema.BasedIn, of[k], of[k-1], k, .9, "-based")
				}
			}
			if prev != nil && prev.label == schema.Place {
				if gap := between(prev, &m); gap == "- based" || gap == "-based" {
					add(schema.BasedIn, of[k], of[k-1], k, .9, "-based")
				}
			}
			if next != nil && (next.label == schema.Country || next.label == schema.Place) {
				switch gap := between(&m, next); gap {
				case ", based in", "based in", ", which is based in", ", headquartered in", "headquartered in":
					add(schema.BasedIn, of[k], of[k+1], k, .9, "based in")
				case "of", "in", "of the":
					if stateKinds[m.kind] && next.label == schema.Country {
						add(schema.PartOf, of[k], of[k+1], k, .8, "organization of country")
					}
				}
			}
		case schema.Place:
			if next != nil && (next.label == schema.Place || next.label == schema.Country && !next.adjective) {
				switch gap := between(&m, next); gap {
				case ",", "in", ", in", "( ", "in the", ", a city in", "'s":
					if gap != "," || p.enclosed(next) {
						add(schema.LocatedIn, of[k], of[k+1], k, .8, "place in place")
					}
				}
			}
			if prev != nil && prev.label == schema.Country {
				switch gap := between(prev, &m); {
				case strings.Contains(gap, "capital") && m.first-prev.last <= 4,
					strings.HasSuffix(gap, "city of") || strings.HasSuffix(gap, "town of") || strings.HasSuffix(gap, "province of"),
					gap == "'s" || gap == "'":
					add(schema.LocatedIn, of[k], of[k-1], k, .75, "country's place")
				}
			}
		case schema.Person:
			if prev != nil && prev.label == schema.Country && prev.adjective && m.first-prev.last <= 3 && m.first > prev.last && p.lex.names.professions[p.lower(m.first-1)] {
				add(schema.CitizenOf, of[k], of[k-1], k, .85, "nationality before name")
			}
			if next != nil && next.label == schema.Organization {
				gap := strings.Fields(between(&m, next))
				if len(gap) >= 3 && len(gap) <= 8 && gap[0] == "," && slices.ContainsFunc(gap, func(w string) bool { return p.lex.names.professions[w] }) {
					switch gap[len(gap)-1] {
					case "at", "with", "for", "of", "the", "from":
						add(schema.WorksFor, of[k], of[k+1], k, .8, "profession at organization")
					}
				}
				if g := strings.Join(gap, " "); (g == "of" || g == "of the" || g == "( ") && (next.kind == "party" || next.kind == "club") {
					add(schema.MemberOf, of[k], of[k+1], k, .8, "person of party")
				}
			}
			if prev != nil && prev.label == schema.Person {
				p.kin(&out, mentions, of, k)
			}
		}
	}
	for e, x := range entities {
		if x.label != schema.Organization || !stateKinds[x.kind] {
			continue
		}
		k := x.mentions[0]
		stated := slices.ContainsFunc(out, func(f fact) bool { return f.kind == schema.PartOf && f.from == e })
		if c, ok := byISO[x.country]; ok && !stated {
			add(schema.PartOf, e, c, k, .75, "organization of known country")
		} else if x.country == "" && !stated && plain >= 0 {
			add(schema.PartOf, e, plain, k, .6, "state body of the article's country")
		}
	}
	return out
}

// kindRelation returns how an organization of the kind belongs to the country
// before its name.
func kindRelation(kind string) schema.Type {
	if stateKinds[kind] {
		return schema.PartOf
	}
	return schema.BasedIn
}

// nounsOnly reports whether only lower-case words that are no prepositions stand
// between the tokens.
func (p *page) nounsOnly(from, to int) bool {
	for k := from; k < to; k++ {
		if w := p.lower(k); !isWord(w) || prepositions[w] || w == "and" || isUpper(p.Tokens[k].Text) {
			return false
		}
	}
	return true
}

// enclosed reports whether a comma, a stop or the end follows, as in "Accra,
// Ghana, on Monday".
func (p *page) enclosed(m *mention) bool {
	w := p.lower(m.last)
	return !p.same(m.first, m.last) || w != "and"
}

// kin adds the relation that a word of kinship between two persons states.
func (p *page) kin(out *[]fact, mentions []mention, of []int, k int) {
	a, b := mentions[k-1], mentions[k]
	if b.first-a.last > 6 {
		return
	}
	for i := a.last; i < b.first; i++ {
		kind, ok := p.lex.names.kinship[p.lower(i)]
		if !ok {
			continue
		}
		from, to := -1, -1
		switch {
		case p.possessive(a.last), p.lower(i-1) == "his", p.lower(i-1) == "her": // A's wife B, A and his wife B
			from, to = of[k], of[k-1]
		case p.lower(i+1) == "of": // A, wife of B
			from, to = of[k-1], of[k]
		}
		if from >= 0 && from != to {
			*out = append(*out, fact{kind: schema.RelativeOf, from: from, to: to, kin: kind, sentence: p.Tokens[b.first].Sentence, confidence: .8, rule: "kinship"})
		}
		return
	}
}

// responses finds events that the text says were done because of another: in one
// sentence, with such a word between.
func (p *page) responses(events []event, base int) []fact {
	type at struct{ event, first, last int }
	var all []at
	for e, x := range events {
		for _, t := range x.triggers {
			all = append(all, at{e, t[0], t[1]})
		}
	}
	slices.SortFunc(all, func(a, b at) int { return a.first - b.first })
	var out []fact
	for i := 0; i+1 < len(all); i++ {
		a, b := all[i], all[i+1]
		if a.event == b.event || !p.same(a.first, b.first) {
			continue
		}
		rule := ""
		if strings.HasPrefix(p.lower(a.first), "retaliat") {
			rule = "retaliation for"
		}
		for k := a.last; k < b.first && rule == ""; k++ {
			switch w := p.lower(k); {
			case w == "response" || w == "retaliation" || w == "retaliated" || w == "revenge" || w == "responding":
				rule = "in response to"
			case w == "following" || w == "after":
				rule = w
			case w == "over" && b.first-k <= 4:
				rule = w
			}
		}
		if rule != "" {
			out = append(out, fact{kind: schema.ResponseTo, from: base + a.event, to: base + b.event, sentence: p.Tokens[a.first].Sentence, confidence: .6, rule: rule})
		}
	}
	return out
}

// speaker returns the mention of who is said to say what the sentence says: "X said",
// "according to X"; -1 if nobody.
func (p *page) speaker(in []int, mentions []mention) int {
	for _, k := range in {
		m := mentions[k]
		if m.label == schema.Place || m.adjective {
			continue
		}
		after, before := p.lower(m.last), p.lower(m.first-1)
		if !p.same(m.last, m.first) {
			after = ""
		}
		if reporting[after] || before == "said" || p.lower(m.first-1) == "to" && p.lower(m.first-2) == "according" ||
			before == "the" && p.lower(m.first-2) == "to" && p.lower(m.first-3) == "according" {
			return k
		}
	}
	return -1
}
