package extract

import (
	"cmp"
	"slices"
	"strings"

	"dateline/extract/model"
	"dateline/graph/schema"
)

// office is one mention of an office, and who holds it there.
type office struct {
	first, last int     // tokens, half-open, with what it is the office of
	title       string  // in lower case, without what it is the office of
	status      string  // current, former, incoming, acting
	target      int     // a mention: what it is the office of; -1 if that is not said
	whole       bool    // the target is part of the mention
	holder      int     // a mention of a person; -1 if nobody holds it here
	held        float64 // the network's score of the holder
	linked      float64 // the network's score of the target
}

// offices returns what the network takes for offices. The title is what stands
// between the names in it: "Secretary of Defense" of "US Secretary of Defense".
func (p *page) offices(spans []model.Span, names []mention) []office {
	var out []office
	named := p.named(names)
	for _, s := range spans {
		first, last, ok := p.tokens(s)
		if !ok {
			continue
		}
		from, to := first, last
		for from < to && (named[from] || !isWord(p.Tokens[from].Text) || p.possessive(from)) {
			from++
		}
		end := from
		for end < to && !named[end] {
			end++
		}
		for end > from && (connecting[p.lower(end-1)] || !isWord(p.Tokens[end-1].Text)) {
			end--
		}
		if from == end {
			continue
		}
		title, status := p.title(from, end)
		if title == "" || ranks[title] { // "ex-" alone, or what people are called by
			continue
		}
		if before := p.statusBefore(first); before != "" {
			status = before
		}
		out = append(out, office{first: first, last: last, title: title, status: status, target: -1, holder: -1})
	}
	return out
}

// ranks are titles that are no office by themselves.
var ranks = newSet(strings.Fields("hh he hm hrh mr mrs ms dr prof professor general gen colonel col lieutenant lt brigadier admiral"))

// connecting are words that lead from a title to what it is the office of.
var connecting = newSet(strings.Fields("of for in at to from with on the a an and"))

// title returns the title of the words [first, last), and the status that parts of
// them say: "president-elect".
func (p *page) title(first, last int) (title, status string) {
	words, status := bare(strings.ToLower(p.span(first, last)))
	for i, w := range words {
		words[i] = strings.TrimRight(w, ".,")
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " "), cmp.Or(status, "current")
}

// bare returns the words of a title without affixes, and the status that these say,
// or "".
func bare(title string) (words []string, status string) {
	words = strings.Fields(title)
	for i, w := range words {
		for _, a := range affixes {
			if rest := strings.TrimSuffix(strings.TrimPrefix(w, a.affix), a.affix); rest != w {
				words[i], status = rest, a.status
				break
			}
		}
	}
	return words, status
}

// affixes of a title's words, and the status that they say.
var affixes = []struct{ affix, status string }{{"ex-", "former"}, {"then-", "former"}, {"-elect", "incoming"}, {"-designate", "incoming"}}

// statusWords say before a title that it is not, or not quite, its holder's.
var statusWords = map[string]string{
	"former": "former", "ex": "former", "erstwhile": "former", "late": "former", "then": "former",
	"acting": "acting", "interim": "acting", "caretaker": "acting",
	"incoming": "incoming", "outgoing": "current", "incumbent": "current",
}

// leading are words that may stand between such a word and a title.
var leading = newSet(strings.Fields("the a an its his her 's country"))

// statusBefore returns the status that words before token i say, or "".
func (p *page) statusBefore(i int) string {
	for k := i - 1; p.same(k, i); k-- {
		if s := statusWords[strings.TrimSuffix(p.lower(k), "-")]; s != "" || !leading[p.lower(k)] {
			return s
		}
	}
	return ""
}

// settled gives offices the holders and the institutions that the network sees,
// and leaves out those of which one cannot say whose they are or which.
func (p *page) settled(offices []office, mentions []mention, related *links) []office {
	starts := map[int]int{}
	for k, m := range mentions {
		starts[m.first] = k
	}
	holders, targets := map[int][]link{}, map[int][]link{}
	for _, l := range related.holds {
		holders[l.to] = append(holders[l.to], l)
	}
	for _, l := range related.of {
		targets[l.from] = append(targets[l.from], l)
	}
	var out []office
	for k, o := range offices {
		for _, l := range targets[k] { // what the title itself names, before all else
			whole := mentions[l.to].first >= o.first && mentions[l.to].last <= o.last
			if o.target < 0 || whole && !o.whole || whole == o.whole && l.score > o.linked {
				o.target, o.linked, o.whole = l.to, l.score, whole
			}
		}
		all := holders[k]
		switch {
		case len(all) == 0 || p.indefinite(o): // "a spokesperson" is nobody's name
			if o.target >= 0 && !p.indefinite(o) && !o.counterpart() {
				out = append(out, o)
			}
			continue
		case len(all) > 1 && strings.HasSuffix(o.title, "s"): // "Presidents A of X and B of Y"
			o.title = strings.TrimSuffix(o.title, "s")
		default:
			all = []link{slices.MaxFunc(all, func(a, b link) int { return cmp.Compare(a.score, b.score) })}
		}
		for _, l := range all {
			one := o
			one.holder, one.held = l.from, l.score
			if o.status == "current" {
				one.status = l.value
			}
			if at, ok := p.of(mentions[l.from].last, starts); ok && len(all) > 1 && mentions[at].label != schema.Person {
				one.target, one.linked = at, l.score
			}
			out = append(out, one)
		}
	}
	return out
}

// counterpart reports whether the office is that of another person: "his Israeli
// counterpart".
func (o office) counterpart() bool { return strings.HasSuffix(o.title, "counterpart") }

// of returns the mention that follows "of" or "of the" at the token.
func (p *page) of(i int, starts map[int]int) (int, bool) {
	if p.lower(i) != "of" {
		return 0, false
	}
	i++
	if p.lower(i) == "the" {
		i++
	}
	k, ok := starts[i]
	return k, ok
}

// indefinite reports whether the office is one of several: "a spokesperson for X".
func (p *page) indefinite(o office) bool {
	switch p.lower(o.first - 1) {
	case "a", "an", "any", "every", "no", "each":
		return true
	}
	return false
}
