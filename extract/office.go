package extract

import (
	"slices"
	"strings"

	"dateline/extract/model"
	"dateline/graph/schema"
)

// title is the words of an office: modifiers, a head and perhaps a portfolio.
type title struct {
	first, last int    // tokens, half-open
	name        string // lower case
	weak        bool   // no office by itself: a holder or an institution must stand beside it
	plural      bool   // "Presidents"
	status      string // current, former, incoming, acting
}

// titles finds the words of offices within what the network takes for one: those
// that the grammar knows, else all that is no name.
func (p *page) titles(spans []model.Span, names []mention) []title {
	var out []title
	named := p.named(names)
	for _, s := range spans {
		first, last, ok := p.tokens(s)
		if !ok {
			continue
		}
		known := len(out)
		for i := first; i < last; {
			t, ok := p.titleAt(i)
			if !ok {
				i++
				continue
			}
			out = append(out, t)
			i = t.last
		}
		if len(out) > known {
			continue
		}
		for first < last && (named[first] || !isWord(p.Tokens[first].Text) || p.possessive(first)) {
			first++
		}
		end := first
		for end < last && !named[end] {
			end++
		}
		for end > first && (prepositions[p.lower(end-1)] || determiners[p.lower(end-1)] || !isWord(p.Tokens[end-1].Text)) {
			end--
		}
		if first < end {
			out = append(out, title{first: first, last: end, name: strings.Join(strings.Fields(strings.ToLower(p.span(first, end))), " "), weak: true, status: "current"})
		}
	}
	return out
}

var (
	prepositions = newSet(strings.Fields("of in at from with by against for on to near during after than including under about over into despite toward towards between among before since"))
	determiners  = newSet(strings.Fields("a an the this that these those his her its their our my your any some no each every another 's ' first second third last next recent new planned upcoming joint major deadly alleged several two three"))
)

const longestHead = 3 // tokens

func (p *page) titleAt(i int) (title, bool) {
	t := title{first: i, status: "current"}
	if !isWord(p.Tokens[i].Text) || p.namesake(i) {
		return title{}, false
	}
	j := i
	for {
		n, status := p.headAt(j, &t)
		if n > 0 {
			if status != "" {
				t.status = status
			}
			t.last = j + n
			break
		}
		if j-i == 5 || !p.same(j, j+1) || !p.lex.titles.modifiers[p.lower(j)] {
			return title{}, false
		}
		j++
		if p.lower(j) == "and" && p.same(j, j+1) && p.lex.titles.modifiers[p.lower(j+1)] { // trade and industry minister
			j++
		}
	}
	// A second head goes on: "Judge President", "secretary general".
	for p.same(i, t.last) && isUpper(p.Tokens[t.last-1].Text) {
		n, _ := p.headAt(t.last, &title{})
		if n == 0 || !isUpper(p.Tokens[t.last].Text) {
			break
		}
		t.last += n
	}
	t.last = p.portfolio(t.last)
	if !t.plural && p.same(i, t.last) && p.lex.titles.incoming[p.lower(t.last)] {
		t.status = "incoming"
		t.last++
	}
	words := strings.Fields(strings.ToLower(p.span(t.first, t.last)))
	words = slices.DeleteFunc(words, func(w string) bool { return p.lex.titles.incoming[w] })
	for k, w := range words {
		w = strings.TrimPrefix(strings.TrimPrefix(w, "ex-"), "then-")
		w = strings.TrimSuffix(strings.TrimSuffix(w, "-elect"), "-designate")
		words[k] = strings.TrimRight(w, ".,")
	}
	t.name = strings.Join(words, " ")
	if t.plural {
		t.name = strings.TrimSuffix(t.name, "s")
	}
	return t, true
}

// namesake reports whether the word is part of a person's name ("Martin Luther
// King") rather than a title.
func (p *page) namesake(i int) bool {
	switch p.lower(i) {
	case "king", "prince", "dean", "bishop", "judge", "pope", "justice", "major", "chancellor", "speaker", "cardinal", "principal":
		return i > 0 && p.same(i-1, i) && isUpper(p.Tokens[i].Text) && isUpper(p.Tokens[i-1].Text) && p.gaz.GivenName(p.Tokens[i-1].Text)
	}
	return false
}

// headAt returns the length in tokens of a title's head at the token, 0 if there
// is none.
func (p *page) headAt(i int, t *title) (int, string) {
	for n := longestHead; n > 0; n-- {
		if !p.same(i, i+n-1) {
			continue
		}
		words := make([]string, n)
		for k := range words {
			words[k] = p.lower(i + k)
		}
		w := strings.Join(words, " ")
		status := ""
		for _, prefix := range []string{"ex-", "then-"} {
			if s, ok := strings.CutPrefix(w, prefix); ok {
				w, status = s, "former"
			}
		}
		for _, suffix := range []string{"-elect", "-designate"} {
			if s, ok := strings.CutSuffix(w, suffix); ok {
				w, status = s, "incoming"
			}
		}
		switch {
		case p.lex.titles.heads[w]:
			return n, status
		case p.lex.titles.weak[w]:
			t.weak = true
			return n, status
		}
		if s, ok := strings.CutSuffix(w, "s"); ok && (p.lex.titles.heads[s] || p.lex.titles.weak[s]) {
			t.weak, t.plural = true, true
			return n, status
		}
	}
	return 0, ""
}

// portfolio returns the end of the portfolio that begins at the token: "of
// foreign affairs and trade"; the token itself if there is none.
func (p *page) portfolio(i int) int {
	if w := p.lower(i); (w != "of" && w != "for") || !p.same(i-1, i) {
		return i
	}
	j := i + 1
	for p.same(i, j) {
		w := p.lower(j)
		switch {
		case p.lex.titles.portfolios[w]:
			j++
		case (w == "and" || w == "," || w == "&" || w == "of") && j > i+1 && p.same(i, j+1) && p.lex.titles.portfolios[p.lower(j+1)] && isUpper(p.Tokens[j+1].Text) == isUpper(p.Tokens[i+1].Text):
			j += 2
		default:
			if j == i+1 || isUpper(p.Tokens[j-1].Text) && isUpper(p.Tokens[j].Text) && p.lex.names.organizations[w] != "" {
				return i // nothing, or the beginning of an institution's name
			}
			return j
		}
	}
	if j == i+1 {
		return i
	}
	return j
}

// office is one mention of an office with what stands beside it.
type office struct {
	title
	first, last int   // of the whole mention, with what it is the office of
	target      int   // a mention: what it is the office of; -1 if that is not said
	whole       bool  // the target is part of the mention
	holders     []int // mentions of persons
	rule        string
	held        float64 // the network's score of a holder that no words tell; else 0
	linked      float64 // the same of a target
}

var (
	leading = newSet(strings.Fields("the a an its his her 's country"))                  // before a title
	tenure  = newSet(strings.Fields("current incumbent new longtime incoming outgoing")) // of a holder
)

// offices joins titles with the mentions beside them: "US Secretary of Defense
// Lloyd Austin", "Israel's prime minister", "Jane Doe, the chair of X".
func (p *page) offices(titles []title, mentions []mention) []office {
	starts, ends := map[int]int{}, map[int]int{}
	for k, m := range mentions {
		starts[m.first], ends[m.last] = k, k
	}
	is := func(k int, ok bool, labels ...schema.Label) bool {
		return ok && slices.Contains(labels, mentions[k].label)
	}
	institution := []schema.Label{schema.Country, schema.Organization, schema.Place}
	var out []office
	for _, t := range titles {
		o := office{title: t, first: t.first, last: t.last, target: -1}
		in := p.sentence(t.first)
		// What it is the office of: before the title …
		if k, ok := ends[o.first]; is(k, ok, institution...) && p.same(mentions[k].first, o.first) {
			o.target, o.first = k, mentions[k].first
		} else if p.possessive(o.first - 1) {
			if k, ok := ends[o.first-1]; is(k, ok, institution...) {
				o.target, o.first = k, mentions[k].first
			}
		}
		// … or behind it.
		if w := p.lower(o.last); (w == "of" || w == "for" || w == "at" || w == "to") && o.last < in.Last {
			j := o.last + 1
			if p.lower(j) == "the" || p.lower(j) == "a" {
				j++
			}
			if k, ok := starts[j]; is(k, ok, institution...) && mentions[k].last <= in.Last {
				if o.target < 0 && w != "to" {
					o.target = k
				}
				if !p.possessive(mentions[k].last) {
					o.last = mentions[k].last
				} else if o.target == k {
					o.target = -1
				}
			}
		}
		o.whole = o.target >= 0 && mentions[o.target].first >= o.first && mentions[o.target].last <= o.last
		before := o.first - 1
		for before >= in.First && leading[p.lower(before)] {
			before--
		}
		p.setStatus(&o, before)
		p.setHolders(&o, before, starts, ends, mentions)
		if o.plural {
			out = append(out, p.each(o, starts, mentions)...)
		} else {
			out = append(out, o)
		}
	}
	return out
}

// settled gives the offices the holders and the institutions that the network
// sees, where the words beside them say nothing, and leaves out what is no office.
func (p *page) settled(offices []office, related *links) []office {
	holders, targets := map[int]link{}, map[int]link{} // the likeliest
	for _, l := range related.holds {
		if l.score > holders[l.to].score {
			holders[l.to] = l
		}
	}
	for _, l := range related.of {
		if l.score > targets[l.from].score {
			targets[l.from] = l
		}
	}
	for k := range offices {
		o := &offices[k]
		if l, ok := holders[k]; ok && len(o.holders) == 0 && !p.indefinite(o) { // "a spokesperson" is nobody's name
			o.holders, o.status, o.rule, o.held = []int{l.from}, l.value, network, l.score
		}
		if l, ok := targets[k]; ok && o.target < 0 {
			o.target, o.linked = l.to, l.score
		}
	}
	return slices.DeleteFunc(offices, func(o office) bool { return !o.keep(p) })
}

// setStatus reads the words around an office: former, acting, incoming.
func (p *page) setStatus(o *office, before int) {
	for _, k := range []int{o.title.first - 1, o.first - 1, before} {
		if !p.same(k, o.first) {
			continue
		}
		w := strings.TrimSuffix(p.lower(k), "-")
		switch {
		case p.lex.titles.former[w]:
			o.status = "former"
		case p.lex.titles.acting[w]:
			o.status = "acting"
		case w == "outgoing" || w == "incumbent":
			o.status = "current"
		case w == "incoming":
			o.status = "incoming"
		}
	}
}

// setHolders finds who holds the office.
func (p *page) setHolders(o *office, before int, starts, ends map[int]int, mentions []mention) {
	in := p.sentence(o.first)
	person := func(k int, ok bool) bool {
		return ok && mentions[k].label == schema.Person && mentions[k].first < in.Last
	}
	// A title and a name: "President Jane Doe", "the president, Jane Doe,".
	j := o.last
	for j < in.Last && p.lex.names.honorifics[p.lower(j)] {
		j++
	}
	if k, ok := starts[j]; person(k, ok) {
		o.holders, o.rule = []int{k}, "title before name"
		if o.plural {
			o.holders = p.list(k, starts, mentions)
		}
		return
	}
	if p.lower(j) == "," {
		j++
		for j < in.Last && p.lex.names.honorifics[p.lower(j)] {
			j++
		}
		if k, ok := starts[j]; person(k, ok) && o.title.last == o.last && (p.lower(mentions[k].last) == "," || p.lower(mentions[k].last) == ".") && p.lower(o.first-1) == "the" {
			o.holders, o.rule = []int{k}, "title, name"
			return
		}
	}
	// A name and a title: "Jane Doe, president of X", "Jane Doe, who is the president".
	if o.plural {
		return
	}
	b := before
	for b > in.First && (leading[p.lower(b)] || tenure[p.lower(b)] || p.lex.titles.former[p.lower(b)] || p.lex.titles.acting[p.lower(b)]) {
		b--
	}
	switch w := p.lower(b); {
	case w == "," || w == "(":
		if k, ok := ends[b]; person(k, ok) {
			o.holders, o.rule = []int{k}, "name, title"
		}
	case w == "and" && b > in.First: // "Jane Doe, founder and president of X"
		for k := b; k > max(in.First, b-6); k-- {
			if m, ok := ends[k]; p.lower(k) == "," && person(m, ok) {
				o.holders, o.rule = []int{m}, "name, title and title"
			}
		}
	case w == "as" || w == "is" || w == "was" || w == "became" || w == "been":
		for k := b; k > max(in.First, b-5); k-- {
			if m, ok := ends[k]; person(m, ok) {
				o.holders, o.rule = []int{m}, "name is title"
				if w == "was" && o.status == "current" {
					o.status = "former"
				}
				break
			}
		}
	}
}

// each parts "Presidents A of X and B of Y" into an office for each holder.
func (p *page) each(o office, starts map[int]int, mentions []mention) []office {
	var out []office
	for _, h := range o.holders {
		one := o
		one.holders, one.plural = []int{h}, false
		if k, ok := p.of(mentions[h].last, starts); ok && mentions[k].label != schema.Person {
			one.target = k
		}
		out = append(out, one)
	}
	return out
}

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

// list returns the mentions of persons in an enumeration that begins with k:
// "A, B and C", "A of X and B of Y".
func (p *page) list(k int, starts map[int]int, mentions []mention) []int {
	out := []int{k}
	for {
		j := mentions[k].last
		if of, ok := p.of(j, starts); ok && mentions[of].label != schema.Person {
			j = mentions[of].last
		}
		if w := p.lower(j); w != "," && w != "and" {
			return out
		}
		j++
		if p.lower(j) == "and" {
			j++
		}
		next, ok := starts[j]
		if !ok || mentions[next].label != schema.Person || !p.same(j, mentions[k].first) {
			return out
		}
		out = append(out, next)
		k = next
	}
}

// keep reports whether the words are an office: somebody holds it, or it is one
// definite position.
func (o *office) keep(p *page) bool {
	switch {
	case len(o.holders) > 0:
		return true
	case o.plural:
		return false
	case o.weak:
		return o.target >= 0 && !strings.HasSuffix(o.name, "counterpart") && p.definite(o)
	}
	return p.definite(o)
}

// definite reports whether the office stands for one position: with "the", with
// what it is the office of, or capitalised inside a sentence.
func (p *page) definite(o *office) bool {
	switch {
	case p.indefinite(o):
		return false
	case p.lower(o.first-1) == "the":
		return true
	}
	return o.target >= 0 || isUpper(p.Tokens[o.title.first].Text) && !p.begins(o.title.first)
}

// indefinite reports whether the office is one of several: "a spokesperson for X".
func (p *page) indefinite(o *office) bool {
	switch p.lower(o.first - 1) {
	case "a", "an", "any", "every", "no", "each":
		return true
	}
	return false
}
