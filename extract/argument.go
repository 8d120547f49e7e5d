package extract

import (
	"slices"
	"strings"

	"dateline/graph/schema"
)

// actor reports whether a mention can take part in an event.
func actor(m mention) bool { return m.label != schema.Place && m.label != schema.Office }

// with returns the mention and those that it is enumerated with: "A, B and C".
func (p *page) with(k int, in []int, mentions []mention) []int {
	out := []int{k}
	at := slices.Index(in, k)
	linked := func(a, b mention) bool { // only a comma, "and", titles and articles between
		joined := false
		for i := a.last; i < b.first; i++ {
			switch w := p.lower(i); {
			case w == "and" || w == "&" || w == "-" || w == "," && (i+1 < b.first || a.label == b.label):
				joined = true
			case w == "the" || w == "its" || w == "his" || w == "her" || p.lex.names.honorifics[w]:
			case p.lex.titles.heads[w] || p.lex.titles.weak[w] || p.lex.titles.modifiers[w]:
			default:
				return false
			}
		}
		return joined
	}
	for j := at; j > 0 && actor(mentions[in[j-1]]) && linked(mentions[in[j-1]], mentions[in[j]]); j-- {
		out = append(out, in[j-1])
	}
	for j := at; j+1 < len(in) && actor(mentions[in[j+1]]) && linked(mentions[in[j]], mentions[in[j+1]]); j++ {
		out = append(out, in[j+1])
	}
	return out
}

func (e *event) take(p *page, ks []int, role string, mentions []mention, score float64, rule string) {
	if mutual[e.kind] {
		role = participant
	}
	for _, k := range ks {
		if !actor(mentions[k]) || slices.ContainsFunc(e.args, func(a argument) bool { return a.mention == k }) {
			continue
		}
		e.args = append(e.args, argument{k, role, p.Tokens[mentions[k].first].Sentence, score, rule})
	}
}

var prepositions = newSet(strings.Fields("of in at from with by against for on to near during after than including under about over into despite toward towards between among before since"))

// verbArguments finds the subject and the object of a verb.
func (p *page) verbArguments(e *event, t trigger, in []int, mentions []mention) {
	i, n := e.triggers[0][0], e.triggers[0][1]
	passive := t.past && p.passive(i)
	left, right := agent, target
	if passive {
		left, right = target, agent
	}
	if !passive && (e.kind == "death" || e.kind == "disaster") {
		left = target
	}
	// The subject: the nearest name to the left that is no object of a
	// preposition and has no other verb of saying between.
	for j := len(in) - 1; j >= 0; j-- {
		m := mentions[in[j]]
		if m.last > i || !actor(m) {
			continue
		}
		before := p.lower(m.first - 1)
		for k := m.first - 1; k >= p.sentence(i).First && (before == "the" || p.titled(k) || p.lex.names.honorifics[before]); k-- {
			before = p.lower(k - 1)
		}
		if prepositions[before] && !p.apposed(m, i) {
			continue
		}
		if m.adjective && (m.last == i || !isWord(p.textOf(m.last)) || isUpper(p.textOf(m.last))) {
			continue
		}
		if p.crossed(m.last, i) {
			break
		}
		e.take(p, p.with(in[j], in, mentions), left, mentions, .6, "subject of verb")
		break
	}
	// The object: the nearest name to the right before the clause ends.
	for j, k := range in {
		m := mentions[k]
		if m.first < n || !actor(m) || p.entitles(in, j, mentions) {
			continue
		}
		if m.first-n > 8 || p.crossed(n, m.first) {
			break
		}
		prep := p.preposition(n, m.first)
		role := right
		switch {
		case passive && prep != "by", !passive && prep == "by":
			if prep != "with" {
				continue
			}
			role = participant
		case prep == "in" || prep == "at" || prep == "near" || prep == "from" && e.kind != "rejection" || prep == "after" || prep == "during" || prep == "before" || prep == "of" && m.first-n > 3 || prep == "about":
			continue
		case prep == "to" && (e.kind == "visit" || e.kind == "agreement"):
			continue
		case e.kind == "visit" && m.label == schema.Country, e.kind == "resignation" && !passive && t.stem == "resign", e.kind == "death":
			continue
		case prep == "with" && e.kind != "trial":
			role = participant
		}
		e.take(p, p.with(in[j], in, mentions), role, mentions, .6, "object of verb")
		break
	}
}

// entitles reports whether the mention only says of what the next one holds an
// office: "UN" in "UN envoy Ingrid Solberg".
func (p *page) entitles(in []int, j int, mentions []mention) bool {
	if j+1 >= len(in) || mentions[in[j]].label == schema.Person || mentions[in[j+1]].label != schema.Person {
		return false
	}
	from, to := mentions[in[j]].last, mentions[in[j+1]].first
	for k := from; k < to; k++ {
		if !p.titled(k) && !p.lex.titles.portfolios[p.lower(k)] && !p.possessive(k) && p.lower(k) != "of" {
			return false
		}
	}
	return from < to
}

// passive reports whether the participle is behind a form of to be.
func (p *page) passive(i int) bool {
	for k := i - 1; k >= max(p.sentence(i).First, i-4); k-- {
		w := p.lower(k)
		if beings[w] {
			return true
		}
		if !isWord(w) || w == "had" || w == "has" || w == "have" {
			return false
		}
	}
	return false
}

// titled reports whether the token is part of an office title.
func (p *page) titled(i int) bool {
	w := p.lower(i)
	return p.lex.titles.heads[w] || p.lex.titles.weak[w] || p.lex.titles.modifiers[w]
}

// apposed reports whether the name stands between commas right before the token,
// as in "the president of X, Y, signed".
func (p *page) apposed(m mention, i int) bool {
	return m.label == schema.Person && p.lower(m.last) == "," && m.last+1 == i
}

// crossed reports whether a clause ends between the tokens.
func (p *page) crossed(from, to int) bool {
	for k := from; k < to; k++ {
		switch w := p.lower(k); {
		case w == ";" || w == ":" || w == "that" || w == "\"" || w == "“" || w == "”" || w == "(" || w == "but" || w == "while" || w == "--" || w == "—":
			return true
		case reporting[w]:
			return true
		}
	}
	return false
}

// preposition returns the last preposition between the tokens.
func (p *page) preposition(from, to int) string {
	for k := to - 1; k >= from; k-- {
		if w := p.lower(k); prepositions[w] {
			return w
		}
	}
	return ""
}

// nounArguments finds who takes part in what a noun names: "Israel's attack on
// Iran", "a call between X and Y", "the arrest of Z by police".
func (p *page) nounArguments(e *event, in []int, mentions []mention) {
	first, last := e.triggers[0][0], e.triggers[0][1]
	left := agent
	if undergone[e.kind] {
		left = target
	}
	// Before: a possessor or an adjective of a country, with only words of the
	// noun's own phrase between.
	for j := len(in) - 1; j >= 0; j-- {
		m := mentions[in[j]]
		if m.last > first || !actor(m) {
			continue
		}
		gap := first - m.last
		own := p.possessive(m.last) && gap <= 6 || gap == 0 || m.adjective && gap <= 3 || p.lower(m.last) == "-" && gap <= 4
		for k := m.last; own && k < first; k++ {
			w := p.lower(k)
			if w != "-" && !p.possessive(k) && (!isWord(w) || prepositions[w] || w == "and" || w == "to" || p.titled(k)) {
				own = false
			}
		}
		if !own && e.verbBefore(p, m.last, first) {
			// "X held talks", "X launched an attack": the subject of a light verb.
			e.take(p, p.with(in[j], in, mentions), agent, mentions, .5, "subject of light verb")
			break
		}
		if own {
			role := left
			if m.label == schema.Person && e.kind == "visit" {
				role = agent
			}
			e.take(p, p.with(in[j], in, mentions), role, mentions, .6, "before noun")
		}
		break
	}
	if len(e.args) == 0 {
		if k := p.owner(first, in, mentions); k >= 0 {
			e.take(p, []int{k}, left, mentions, .5, "possessive pronoun")
		}
	}
	// Behind: what the prepositions say.
	prep := ""
	for k := last; k < p.sentence(first).Last && k < last+14; k++ {
		w := p.lower(k)
		if prepositions[w] {
			prep = w
			continue
		}
		if p.crossed(k, k+1) || auxiliaries[w] && w != "to" || w == "," && k > last+2 && prep != "between" {
			break
		}
		at := slices.IndexFunc(in, func(j int) bool { return mentions[j].first == k })
		if at < 0 {
			continue
		}
		if p.entitles(in, at, mentions) {
			at++
		}
		m := mentions[in[at]]
		if role := nounRole(e.kind, prep); role != "" && actor(m) && (prep != "of" || k-last <= 3) {
			e.take(p, p.with(in[at], in, mentions), role, mentions, .6, "noun "+prep)
		}
		k = m.last - 1
		if prep != "between" && prep != "by" && prep != "of" && prep != "with" {
			prep = ""
		}
	}
}

// owner returns the mention that a possessive pronoun in the noun's own phrase
// stands for, the nearest to the left that fits it; -1 if there is none.
func (p *page) owner(first int, in []int, mentions []mention) int {
	for k := first - 1; k >= max(p.sentence(first).First, first-6); k-- {
		w := p.lower(k)
		person := w == "his" || w == "her"
		if person || w == "its" || w == "their" {
			for j := len(in) - 1; j >= 0; j-- {
				if m := mentions[in[j]]; m.last <= k && actor(m) && !m.adjective && (m.label == schema.Person) == person {
					return in[j]
				}
			}
		}
		if !isWord(p.Tokens[k].Text) && !isNumber(p.Tokens[k].Text) || prepositions[w] || auxiliaries[w] {
			return -1
		}
	}
	return -1
}

func isNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

var light = newSet(strings.Fields("held hold holds holding launched launch launching carried carry carrying conducted conducting made make makes gave signed sign signs had attended attend attends hosted host hosts won win wins lost lose joined join staged faces face filed file issued reached reach began begin begins opened announced cancelled canceled postponed"))

// verbBefore reports whether a light verb and nothing that ends a clause stands
// between the tokens.
func (e *event) verbBefore(p *page, from, to int) bool {
	found := false
	for k := from; k < to; k++ {
		w := p.lower(k)
		if light[w] {
			found = true
		}
		if prepositions[w] && w != "in" || w == "," {
			return false
		}
	}
	return found && to-from <= 7 && !p.crossed(from, to)
}

// nounRole returns the role of what follows a noun with a preposition, "" for none.
func nounRole(kind, prep string) string {
	switch prep {
	case "by":
		return agent
	case "between", "among", "with":
		if kind == "attack" || kind == "competition" || mutual[kind] || kind == "visit" {
			return participant
		}
		return target
	case "against", "on":
		if mutual[kind] || kind == "legislation" {
			return ""
		}
		return target
	case "of":
		switch kind {
		case "arrest", "trial", "appointment", "sanction", "attack", "death", "accusation":
			return target
		case "resignation", "visit", "launch", "meeting", "rejection":
			return agent
		}
	case "from":
		switch kind {
		case "request", "aid", "threat":
			return agent
		}
	case "to":
		switch kind {
		case "aid", "threat", "request":
			return target
		}
	}
	return ""
}

// placeArguments finds where it happens: "in Cairo", "near the border", "trip to
// Washington".
func (p *page) placeArguments(e *event, in []int, mentions []mention) {
	last := e.triggers[0][1]
	for _, k := range in {
		m := mentions[k]
		if m.first < last || m.label != schema.Place && m.label != schema.Country || m.adjective || m.first-last > 9 {
			continue
		}
		if p.crossed(last, m.first) || slices.ContainsFunc(e.args, func(a argument) bool { return a.mention == k }) {
			continue
		}
		prep := p.lower(m.first - 1)
		if prep == "the" {
			prep = p.lower(m.first - 2)
		}
		here := prep == "in" || prep == "at" || prep == "near" || prep == "outside" || prep == "across"
		if e.kind == "visit" {
			here = here || prep == "to" || prep == "visited" || prep == "visiting" || prep == "visit"
		}
		if here {
			e.places = append(e.places, argument{k, "", p.Tokens[m.first].Sentence, .6, "place behind trigger"})
			return
		}
	}
}
