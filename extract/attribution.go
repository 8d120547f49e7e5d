package extract

import (
	"slices"
	"strings"

	"dateline/graph/schema"
)

// reporting are verbs with which somebody says what stands beside them.
var reporting = newSet(strings.Fields(`said says told tells added adds noted notes tweeted posted wrote writes explained explains stated
	states argued argues warned warns recalled insisted insists reported reports announced announces confirmed confirms claimed claims
	acknowledged emphasised emphasized stressed remarked commented maintained testified alleged alleges revealed disclosed`))

// unsaid is a sentence that nobody is said to say.
const unsaid = -1

// speakers returns for each sentence the entity that says what it reports: "X
// said", "…, said X", "according to X", "he said" of the one who spoke before. An
// office speaks for its only holder.
func (p *page) speakers(mentions []mention, entities []entity, of []int, offices []office, position []int) []int {
	type voice struct{ first, last, entity int }
	var voices []voice
	for k, m := range mentions {
		if m.label != schema.Place && !m.adjective {
			voices = append(voices, voice{m.first, m.last, of[k]})
		}
	}
	holders := map[int][]int{} // by position, entities
	for k, o := range offices {
		if o.holder >= 0 && !slices.Contains(holders[position[k]], of[o.holder]) {
			holders[position[k]] = append(holders[position[k]], of[o.holder])
		}
	}
	for k, o := range offices {
		if h := holders[position[k]]; len(h) == 1 {
			voices = append(voices, voice{o.first, o.last, h[0]})
		}
	}
	slices.SortStableFunc(voices, func(a, b voice) int { return a.first - b.first })

	out := make([]int, len(p.Sentences))
	before, since := unsaid, 0 // who spoke, and in which sentence
	for s, sent := range p.Sentences {
		out[s] = unsaid
		for ; len(voices) > 0 && voices[0].first < sent.Last; voices = voices[1:] {
			if out[s] == unsaid && p.says(voices[0].first, voices[0].last) {
				out[s] = voices[0].entity
			}
		}
		const reach = 3 // sentences
		if out[s] == unsaid && before != unsaid && s-since <= reach && entities[before].label == schema.Person && p.pronounSays(sent.First, sent.Last) {
			out[s] = before
		}
		if out[s] != unsaid {
			before, since = out[s], s
		}
	}
	return out
}

// says reports whether the words [first, last) name who says what their sentence
// reports.
func (p *page) says(first, last int) bool {
	word := func(i int) string {
		if !p.same(i, first) {
			return ""
		}
		return p.lower(i)
	}
	if next := p.behind(last, first); reporting[word(next)] {
		return true
	}
	i := first - 1
	for word(i) == "the" || word(i) == "state" || word(i) == "broadcaster" || word(i) == "newspaper" || word(i) == "agency" {
		i--
	}
	switch w := word(i); {
	case w == "by", w == "in", w == "from": // according to a report by X
		return word(i-1) == "report" && word(i-3) == "to" && word(i-4) == "according"
	case w == "to":
		return word(i-1) == "according"
	case w == "citing", w == "quoting":
		return true
	case reporting[w]: // behind what is said, not before it
		return strings.ContainsAny(word(i-1), `,"”’`)
	}
	return false
}

// longestApposition is the number of words between a name and its verb that may
// tell who that is: "X, the minister, said".
const longestApposition = 15

// behind returns the token where the clause of a name goes on that ends before
// token i: behind what stands between commas or brackets, and what only colors
// the verb.
func (p *page) behind(i, name int) int {
	closing := map[string]string{",": ",", "(": ")"}[p.lower(i)]
	for k := i + 1; closing != "" && k <= i+longestApposition && p.same(k, name); k++ {
		if p.lower(k) == closing {
			i = k + 1
			break
		}
	}
	for p.same(i, name) {
		switch w := p.lower(i); {
		case w == "has", w == "had", w == "have", w == "also", w == "later", w == "then", strings.HasSuffix(w, "ly"):
			i++
		default:
			return i
		}
	}
	return i
}

// pronounSays reports whether one of the words [first, last) is a "he" or "she"
// that says something.
func (p *page) pronounSays(first, last int) bool {
	for i := first; i < last; i++ {
		if w := p.lower(i); w == "he" || w == "she" {
			if reporting[p.lower(p.behind(i+1, i))] || i > first && reporting[p.lower(i-1)] {
				return true
			}
		}
	}
	return false
}

// describes reports whether a fact says who somebody is, as the article says itself
// in a sentence of what they, or others, say: "…, said Minister X".
func describes(f fact, speaker int) bool {
	switch f.kind {
	case schema.OfficeOf:
		return true
	case schema.HoldsOffice:
		return f.from == speaker || f.beside
	case schema.WorksFor, schema.MemberOf, schema.CitizenOf, schema.RelativeOf:
		return f.from == speaker
	}
	return false
}
