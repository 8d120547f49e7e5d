package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"dateline/extract/text"
	"dateline/graph"
	"dateline/graph/schema"
)

// entity is what several mentions of an article name.
type entity struct {
	label    schema.Label
	name     string
	mentions []int
	country  string // ISO2, as in mention
	kind     string
}

// resolve joins the mentions of one entity: a person's later surname, an
// acronym and what it stands for, a country and its adjective. It returns the
// entities in the order of their first mention, and for each mention its entity.
func (p *page) resolve(mentions []mention) ([]entity, []int) {
	of := make([]int, len(mentions))
	var entities []entity
	join := func(k, e int) {
		of[k] = e
		entities[e].mentions = append(entities[e].mentions, k)
		m := mentions[k]
		entities[e].country = cmp.Or(entities[e].country, m.country)
		entities[e].kind = cmp.Or(entities[e].kind, m.kind)
	}
	byKey := map[string]int{}
	aliases := p.aliases(mentions)
	people := p.people(mentions, aliases)
	wholes := p.wholes(mentions)
	acronyms := p.acronyms(mentions, wholes)
	for k, m := range mentions {
		if k > 0 && m.label == mentions[k-1].label && p.glosses(m, mentions[k-1]) {
			join(k, of[k-1])
			continue
		}
		name := graph.Normalize(p.text(m))
		var keys []string
		switch m.label {
		case schema.Country:
			keys = []string{cmp.Or(m.country, name)}
		case schema.Person:
			keys = []string{people[k]}
		case schema.Place:
			keys = []string{wholes[k], aliases[name]}
			if l, ok := p.gaz.Place(p.text(m)); ok {
				keys = append(keys, graph.Normalize(l.Name))
			}
		case schema.Organization:
			keys = []string{wholes[k], graph.Normalize(m.known), aliases[name], acronyms[name], stem(wholes[k])}
		}
		keys = slices.DeleteFunc(keys, func(key string) bool { return key == "" })
		e := len(entities)
		for i, key := range keys {
			keys[i] = string(m.label) + " " + key
			if known, ok := byKey[keys[i]]; ok {
				e = min(e, known)
			}
		}
		if e == len(entities) {
			entities = append(entities, entity{label: m.label})
		}
		join(k, e)
		for _, key := range keys {
			byKey[key] = e
		}
	}
	for e := range entities {
		entities[e].name = p.entityName(entities[e], mentions)
	}
	return entities, of
}

// glosses reports whether a mention in brackets is the one before it in another
// script: "Chen Yu-ting (陳玉婷)".
func (p *page) glosses(m, before mention) bool {
	r, _ := utf8.DecodeRuneInString(p.text(m))
	return p.bracketed(m, before) && !unicode.Is(unicode.Latin, r) && unicode.IsLetter(r)
}

// bracketed reports whether a mention is in brackets behind another: "Line of
// Control (LoC)", "the federation's (DLV) coach".
func (p *page) bracketed(m, before mention) bool {
	bracket := before.last
	if p.possessive(bracket) || quotes[p.lower(bracket)] {
		bracket++
	}
	return bracket == m.first-1 && (p.lower(bracket) == "(" || p.lower(bracket) == "（")
}

// aliases returns the names that an article gives beside another of the same
// entity, with the other, both normalised: an acronym and what it is in brackets
// of, in either order, and who is "known as" somebody.
func (p *page) aliases(mentions []mention) map[string]string {
	out := map[string]string{}
	for k := 1; k < len(mentions); k++ {
		name, alias := mentions[k-1], mentions[k]
		switch {
		case !p.same(name.first, alias.first) || name.label == schema.Country || alias.label == schema.Country:
			continue
		case p.called(name, alias):
		case name.label == schema.Person || alias.label == schema.Person:
			continue
		case p.bracketed(alias, name) && p.abbreviates(alias, name):
		case p.bracketed(alias, name) && p.abbreviates(name, alias):
			name, alias = alias, name
		default:
			continue
		}
		short := graph.Normalize(p.text(alias))
		out[short] = cmp.Or(out[short], graph.Normalize(p.text(name)))
	}
	return out
}

// called reports whether the words before the second of two mentions say that it
// is another name of the first: "Nkhata, widely known to his fans as Martse".
func (p *page) called(name, alias mention) bool {
	last := alias.first - 1
	if quotes[p.lower(last)] {
		last--
	}
	partly := alias.last < len(p.Tokens) && isUpper(p.Tokens[alias.last].Text) && p.same(alias.first, alias.last)
	if last-name.last > 8 || last < name.last || partly {
		return false
	}
	switch p.lower(last) {
	case "alias", "aka", "a.k.a.", "nicknamed":
		return true
	case "as":
		return slices.ContainsFunc(p.Tokens[name.last:last], func(t text.Token) bool { return t.Lower == "known" })
	}
	return false
}

var quotes = newSet([]string{`"`, "“", "”", "''", "``", "‘", "’", "'"})

// abbreviates reports whether a mention can be short for another of several words:
// it has capitals inside, or begins with the initial of a word.
func (p *page) abbreviates(short, long mention) bool {
	form := p.text(short)
	if n := utf8.RuneCountInString(form); short.last-short.first > 1 || long.last-long.first < 2 || n < 2 || n > 10 || !isUpper(form) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.ToLower(form))
	return strings.ToLower(form[1:]) != form[1:] || strings.ContainsRune(initials(p.text(long))[1], r)
}

// wholes returns the names of mentions, normalised; of an organization or a place
// that is mentioned by a part of its name the whole name: of several the last
// before the mention, else the first behind it.
func (p *page) wholes(mentions []mention) []string {
	names := make([]string, len(mentions))
	byPart := index{}
	for k, m := range mentions {
		names[k] = graph.Normalize(p.text(m))
		for _, part := range p.parts(m, strings.Fields(names[k])) {
			byPart.add(string(m.label)+" "+part, k)
		}
	}
	out := make([]string, len(mentions))
	for k, m := range mentions {
		at := k
		for range longestName { // the whole of a part may be a part itself
			whole, ok := byPart.near(string(m.label)+" "+names[at], k)
			if !ok || m.known != "" && m.known != mentions[whole].known && !p.trades(strings.Fields(names[whole])) {
				break
			}
			at = whole
		}
		out[k] = names[at]
	}
	return out
}

const longestName = 10 // words, of names that have parts

// parts returns the names, normalised, by which a text may go on to call what has
// a name of these words. Of an organization they are the first words ("MBI Group"
// of "MBI Group International", but not "African Union" of "African Union
// Commission"), the last ones ("High Court" of "Federal High Court"), what stands
// before "of", and what its kind is called; of a place they are the name without
// the kind ("Songkhla" of "Songkhla province").
func (p *page) parts(m mention, words []string) []string {
	n := len(words)
	if n == 0 || n > longestName {
		return nil
	}
	var out []string
	part := func(from, to int) { out = append(out, strings.Join(words[from:to], " ")) }
	switch m.label {
	case schema.Place:
		if n > 1 && areas[words[n-1]] {
			part(0, n-1)
		}
	case schema.Organization:
		head := n
		for i, w := range words[1:] {
			if w == "of" || w == "for" {
				head = i + 1
				break
			}
		}
		kind := p.lex.organizations[words[head-1]]
		for i := 1; i < n; i++ {
			switch {
			case i < head:
				part(i, n)
				if head < n {
					part(i, head)
				}
				if kind == "" || p.trades(words[:head]) {
					part(0, i)
				}
			case i == head || words[i] == "of" || words[i] == "and":
				part(0, i)
			}
		}
		switch {
		case m.kind == "alliance":
			out = append(out, "alliance")
		case words[head-1] == "assembly" || words[head-1] == "parliament":
			out = append(out, "house")
		}
	}
	return out
}

// trades reports whether a name begins or ends with a word that says no more than
// that it is a company, a party or a team.
func (p *page) trades(words []string) bool {
	for _, w := range []string{words[0], words[len(words)-1]} {
		switch p.lex.organizations[w] {
		case "company", "party", "club", "team":
			return true
		}
	}
	return false
}

// areas are last words of places whose names are often given without them.
var areas = newSet(strings.Fields("province district county state region prefecture oblast governorate strip heights sea ocean peninsula desert"))

// people returns for each mention of a person the full name that it stands for,
// normalised. A single name stands for a full one that ends with it, else begins
// with it, else has it inside, else ends with another spelling of it.
func (p *page) people(mentions []mention, aliases map[string]string) map[int]string {
	out := map[int]string{}
	full := p.fullNames(mentions)
	byLast, byFirst, byPart := index{}, index{}, index{}
	lasts := map[string][]string{} // distinct last names by their first letter
	for k, m := range mentions {
		if m.label != schema.Person {
			continue
		}
		out[k] = graph.Normalize(p.text(m))
		w := strings.Fields(out[k])
		if len(w) < 2 {
			continue
		}
		out[k] = full[out[k]]
		last := w[len(w)-1]
		if len(byLast[last]) == 0 {
			lasts[initial(last)] = append(lasts[initial(last)], last)
		}
		byLast.add(last, k)
		byFirst.add(w[0], k)
		for _, part := range w {
			byPart.add(part, k)
		}
	}
	bearer := map[string]string{} // by surname, whom it named last when it stood alone
	titled := map[string]string{} // by title and surname, whom they named last
	for k, m := range mentions {
		if m.label != schema.Person {
			continue
		}
		name := graph.Normalize(p.text(m))
		surname := name[strings.LastIndexByte(name, ' ')+1:]
		title := ""
		if t := p.lower(m.first - 1); p.lex.honorifics[t] || p.lex.titles[t] {
			title = t + " " + surname
		}
		if name == surname {
			if long, ok := aliases[name]; ok {
				out[k] = cmp.Or(full[long], long)
			} else if f, ok := byLast.near(name, k); ok {
				recent := f < k && p.Tokens[m.first].Sentence-p.Tokens[mentions[f].first].Sentence < 2
				switch {
				case titled[title] != "":
					out[k] = titled[title]
				case bearer[surname] != "" && !recent:
					out[k] = bearer[surname]
				default:
					out[k] = out[f]
				}
				bearer[surname] = out[k]
			} else if f, ok := byFirst.near(name, k); ok {
				out[k] = out[f]
			} else if f, ok := byPart.near(name, k); ok {
				out[k] = out[f]
			} else if other := respelled(name, lasts[initial(name)]); other != "" {
				f, _ := byLast.near(other, k)
				out[k] = out[f]
			}
		}
		if title != "" {
			titled[title] = out[k]
		}
	}
	return out
}

// fullNames returns, of the names of persons of several words, the longest that
// names the same person, normalised.
func (p *page) fullNames(mentions []mention) map[string]string {
	out := map[string]string{}
	var names [][]string
	for _, m := range mentions {
		if m.label != schema.Person {
			continue
		}
		name := graph.Normalize(p.text(m))
		if _, ok := out[name]; !ok && strings.Contains(name, " ") {
			out[name] = name
			names = append(names, strings.Fields(name))
		}
	}
	slices.SortStableFunc(names, func(a, b []string) int { return len(b) - len(a) })
	inside := map[string]string{} // by the words of a part, at least two
	ends := map[string][][]string{}
	for _, w := range names {
		name := strings.Join(w, " ")
		first, last := "first "+w[0], "last "+w[len(w)-1]
		out[name] = inside[name]
		for _, v := range slices.Concat(ends[last], ends[first]) {
			if out[name] == "" && samePerson(v, w) {
				out[name] = strings.Join(v, " ")
			}
		}
		if out[name] != "" {
			continue
		}
		out[name] = name
		for _, end := range []string{first, last} {
			if len(ends[end]) < mostNamesakes {
				ends[end] = append(ends[end], w)
			}
		}
		if len(w) > longestName {
			continue
		}
		for i := range w {
			for j := i + 2; j <= len(w); j++ {
				if part := strings.Join(w[i:j], " "); inside[part] == "" {
					inside[part] = name
				}
			}
		}
	}
	return out
}

// What a name is compared with, and at what length, is bounded: no text may take
// time that grows with its square.
const (
	mostNamesakes = 64
	longestWord   = 40 // bytes
)

// samePerson reports whether two names, the longer first, that share their first
// or their last word may be one person's: the other word fits, or the shorter
// leaves out words of the longer.
func samePerson(long, short []string) bool {
	if long[len(long)-1] != short[len(short)-1] {
		return long[0] == short[0] && len(long) == len(short) && variants(long[len(long)-1], short[len(short)-1])
	}
	if fits(long[0], short[0]) || variants(long[0], short[0]) {
		return true
	}
	rest := short
	for _, w := range long {
		if len(rest) > 0 && rest[0] == w {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// fits reports whether two first names may be one: equal, one the other's
// initial, or short for it ("Tim" for "Timothy", but not "Paul" for "Paula").
func fits(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a)
	return ok && (len(a) == 1 || rest == "" || len(a) > 2 && len(rest) > 1 && !strings.HasSuffix(b, "a"))
}

// respelled returns the first of the names, of some, that is another spelling of
// the name.
func respelled(name string, names []string) string {
	for _, other := range names[:min(len(names), mostNamesakes)] {
		if variants(name, other) {
			return other
		}
	}
	return ""
}

// variants reports whether two names are spellings of one: "Zelensky" and
// "Zelenskyy", "Mohamed" and "Muhammad", "Thierse" and "Theirse". First and last
// letters agree: "Mario" is not "Maria", "Ivanov" not "Ivanova".
func variants(a, b string) bool {
	x, y := plain(a), plain(b)
	n := min(len(x), len(y))
	if x == y {
		return true
	}
	if n < 5 || n > longestWord || x[0] != y[0] || x[len(x)-1] != y[len(y)-1] || max(len(x), len(y))-n > 2 {
		return false
	}
	d := edits(x, y)
	return d < 2 || d == 2 && n > 6
}

// plain returns a name without what spellings differ in most: double letters, "y"
// for "i".
func plain(name string) string {
	return string(slices.Compact([]rune(strings.ReplaceAll(name, "y", "i"))))
}

// edits returns how many letters of two names are to be left out, added, changed or
// swapped with their neighbour to make them equal.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := range x {
		for j := range y {
			d[i+1][j+1] = min(d[i][j+1]+1, d[i+1][j]+1, d[i][j]+weight(x[i] != y[j]))
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				d[i+1][j+1] = min(d[i+1][j+1], d[i-1][j-1]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}

func initial(name string) string {
	_, n := utf8.DecodeRuneInString(name)
	return name[:n]
}

// index lists mentions by a word or words, ascending.
type index map[string][]int

func (x index) add(words string, k int) { x[words] = append(x[words], k) }

// near returns the last mention of the words before k, else the first behind it.
func (x index) near(words string, k int) (int, bool) {
	list := x[words]
	if len(list) == 0 {
		return 0, false
	}
	i, _ := slices.BinarySearch(list, k)
	return list[max(i-1, 0)], true
}

// acronyms returns what acronyms may be short for, both normalised: the whole name
// of the first organization of the article that has the initials.
func (p *page) acronyms(mentions []mention, wholes []string) map[string]string {
	out := map[string]string{}
	for k, m := range mentions {
		if m.label != schema.Organization || m.last-m.first < 2 {
			continue
		}
		for _, short := range initials(p.text(m)) {
			if len(short) > 1 {
				out[short] = cmp.Or(out[short], wholes[k])
			}
		}
	}
	return out
}

// stem returns a party's name without what differs between the party and its
// people: "Green Party" and "Greens", "Democratic" and "Democrats".
func stem(name string) string {
	name = strings.TrimSuffix(name, " party")
	return "~" + strings.TrimSuffix(strings.TrimSuffix(name, "s"), "ic")
}

// initials returns, in lower case, the initials of a name, of all its words and of
// those that are capitalised: "bog" and "bg" of the Bank of Ghana.
func initials(name string) []string {
	var all, capitals strings.Builder
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		r, _ := utf8.DecodeRuneInString(w)
		all.WriteRune(unicode.ToLower(r))
		if unicode.IsUpper(r) {
			capitals.WriteRune(unicode.ToLower(r))
		}
	}
	return []string{capitals.String(), all.String()}
}

// entityName returns the fullest name of an entity: its longest mention, those
// in capitals throughout and adjectives last; of a country the common name. A place
// that only a dateline names, in capitals, has but its first letters in them.
func (p *page) entityName(e entity, mentions []mention) string {
	if e.label == schema.Country {
		if c, ok := p.gaz.ByISO2(e.country); ok {
			return c.Name
		}
	}
	best := slices.MinFunc(e.mentions, func(a, b int) int {
		x, y := p.text(mentions[a]), p.text(mentions[b])
		return cmp.Or(weight(shouted(x, e.label))-weight(shouted(y, e.label)), utf8.RuneCountInString(y)-utf8.RuneCountInString(x), cmp.Compare(x, y))
	})
	name := strings.Join(strings.Fields(p.text(mentions[best])), " ")
	if e.label == schema.Place && shouted(name, e.label) && utf8.RuneCountInString(name) > 3 {
		return cases.Title(language.English).String(name) // of a dateline: AMMAN
	}
	return name
}

// shouted reports whether a name is set in capitals rather than an acronym, which
// a short one of an organization may be.
func shouted(name string, label schema.Label) bool {
	return allCaps(name) && (label != schema.Organization || utf8.RuneCountInString(name) > 6)
}

func weight(b bool) int {
	if b {
		return 1
	}
	return 0
}

// metonyms turns a capital that acts into its country ("Seoul agreed",
// "Washington's goal") where it is neither in a dateline nor behind a
// preposition of place.
func (p *page) metonyms(mentions []mention) []mention {
	out := slices.Clone(mentions)
	for k, m := range out {
		if m.capital == "" || m.label != schema.Place || p.dateline(m.last) {
			continue
		}
		before, after := p.lower(m.first-1), p.lower(m.last)
		if !p.same(m.first-1, m.first) {
			before = ""
		}
		switch before {
		case "in", "at", "to", "from", "near", "of", "outside", "for", "around", ",", "through", "into", "central", "downtown":
			continue
		}
		acts := after == "'s" && before != "the" || reporting[after] || acting[after]
		if acts && p.same(m.first, m.last) {
			out[k].label, out[k].country = schema.Country, m.capital
		}
	}
	return out
}

// acting are verbs whose subject acts.
var acting = newSet(strings.Fields(`has had will would agreed wants wanted plans planned accused accuses rejected denied denies hopes
	sees fears insists condemned signed imposed expelled recalled responded refused urged demanded backs supports opposes announced`))
