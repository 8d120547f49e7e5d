package extract

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/extract/gazetteer"
	"dateline/graph/schema"
)

// particles join the parts of a person's name.
var particles = newSet(strings.Fields("de da do dos del della di la al el ul bin ibn bint van von der den ter abu abd ap y e du le"))

// longestKnown is the length in tokens of the longest name that is looked up.
const longestKnown = 7

// names finds the names of persons, organizations, countries and places: runs
// of capitalised words, told apart by the gazetteer, by the words in them and by
// the words around them. titles are the tokens that belong to office titles.
func (p *page) names(titles []bool) []mention {
	cues := p.capitals()
	var found []mention
	var unknown []int // of found: runs without a label
	for i := 0; i < len(p.Tokens); {
		m, known := p.nameAt(i, titles, cues)
		if m.last == 0 {
			i++
			continue
		}
		found = append(found, m)
		if !known {
			unknown = append(unknown, len(found)-1)
		}
		i = m.last
	}
	p.labelUnknown(found, unknown)
	return slices.DeleteFunc(found, func(m mention) bool { return m.label == "" })
}

// capitals tells for each token whether it may begin or continue a name: it is
// capitalised and that is not because of its place in a sentence or a headline.
func (p *page) capitals() []bool {
	lowered, raised := set{}, set{}
	shouting := make([]bool, len(p.Sentences))
	for s, sent := range p.Sentences {
		var words, upper int
		for i := sent.First; i < sent.Last; i++ {
			if t := p.Tokens[i].Text; isWord(t) && len(t) > 3 {
				words++
				if isUpper(t) {
					upper++
				}
			}
		}
		shouting[s] = words >= 4 && upper*10 > words*7
		for i := sent.First; i < sent.Last; i++ {
			t := p.Tokens[i]
			switch {
			case !isUpper(t.Text):
				lowered[t.Lower] = true
			case !shouting[s] && !p.begins(i):
				raised[t.Text] = true
			}
		}
	}
	out := make([]bool, len(p.Tokens))
	for i, t := range p.Tokens {
		switch {
		case !isUpper(t.Text):
		case functionWords[t.Lower]:
		case shouting[t.Sentence]:
			out[i] = raised[t.Text] || !p.gaz.Word(t.Lower) && !lowered[t.Lower]
		case p.begins(i):
			// "Supreme Court ruled", but not "Noting Obama's visit".
			out[i] = raised[t.Text] || !p.gaz.Word(t.Lower) && !lowered[t.Lower] ||
				p.same(i, i+1) && isUpper(p.Tokens[i+1].Text) && !lowered[t.Lower] && p.gaz.Word(p.lower(i+1))
		default:
			out[i] = true
		}
	}
	return out
}

// functionWords are never a name, even when capitalised.
var functionWords = newSet(strings.Fields(`the a an and or but if in on at by to from for of with as is are was were be been
	he she it they we you i his her its their our my your this that these those there here who what when where why how which not no
	yes so then than however meanwhile also after before since while although because during according mr. mrs. i'm
	both all some many most each every other another such only even still yet just about over under between among against
	will would can could may might shall should must has have had do does did said says i'll monday tuesday wednesday thursday
	friday saturday sunday january february march april june july august september october november december
	jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. today yesterday tomorrow last next earlier later
	photo read updated published oct nov sept`))

// begins reports whether the token is capitalised for its place: the first of a
// sentence, of a quotation or after a colon.
func (p *page) begins(i int) bool {
	first := p.sentence(i).First
	for i > first {
		switch prev := p.Tokens[i-1].Text; {
		case prev == ":" || strings.ContainsAny(prev, `"“‘`) || prev == "-" || prev == "--" || prev == "—" || prev == "–":
			return true
		case isWord(prev) || prev != "'" && prev != "(" && prev != "*":
			return false
		}
		i--
	}
	return true
}

// nameAt returns the name that begins at the token, if one does (its last is 0
// otherwise), and whether its label is known.
func (p *page) nameAt(i int, titles, caps []bool) (m mention, known bool) {
	tok := p.Tokens[i]
	if titles[i] {
		return mention{}, false
	}
	gazetteer, gazetteerOK := p.known(i, titles)
	if !caps[i] && gazetteer.score < .7 {
		gazetteerOK = false // "Apple harvests fell"
	}
	if !caps[i] && !gazetteerOK {
		return mention{}, false
	}
	last := p.run(i, titles, caps)
	if gazetteerOK && gazetteer.last >= last {
		if gazetteer.label == schema.Place && gazetteer.score < 1 && !p.placeCue(gazetteer) && gazetteer.last-gazetteer.first == 1 {
			return mention{first: i, last: gazetteer.last, score: .5}, false
		}
		return gazetteer, true
	}
	if !caps[i] {
		return gazetteer, gazetteerOK
	}
	run := mention{first: i, last: last, score: .7}
	// "Israeli President", "French Renault": the country stands by itself unless
	// the whole is an institution's name.
	if gazetteerOK && gazetteer.label == schema.Country {
		if label, kind := p.headword(run); label == schema.Organization {
			run.label, run.kind, run.country, run.score = label, kind, gazetteer.country, .8
			return run, true
		} else if label == schema.Place && !gazetteer.adjective {
			run.label, run.kind, run.score = label, kind, .8
			return run, true
		}
		return gazetteer, true
	}
	if p.lex.names.honorifics[tok.Lower] && last > i+1 && (tok.Lower != "chief" && tok.Lower != "general" || !p.orgWord(p.lower(last-1))) {
		first := i + 1
		for first < last-1 && p.lex.names.honorifics[p.lower(first)] {
			first++
		}
		if !p.orgWord(p.lower(last - 1)) {
			return mention{first: first, last: last, label: schema.Person, score: .9}, true
		}
	}
	if p.lex.names.honorifics[tok.Lower] && last == i+1 {
		return mention{}, false
	}
	if label, kind := p.headword(run); label != "" {
		run.label, run.kind, run.score = label, kind, .8
		return run, true
	}
	if gazetteerOK && gazetteer.label == schema.Organization && gazetteer.last-gazetteer.first > 1 {
		return gazetteer, true
	}
	if last-i == 1 && (p.lex.names.neither[tok.Lower] || p.orgWord(tok.Lower) || p.lex.names.places[tok.Lower]) {
		return mention{}, false
	}
	if last-i > 1 && p.lex.names.neither[p.lower(last-1)] {
		return mention{}, false
	}
	return run, false
}

func (p *page) orgWord(lower string) bool { _, ok := p.lex.names.organizations[lower]; return ok }

// known returns the longest name of the gazetteer at the token.
func (p *page) known(i int, titles []bool) (mention, bool) {
	tok := p.Tokens[i]
	if functionWords[tok.Lower] && tok.Lower != "us" {
		return mention{}, false
	}
	if !isUpper(tok.Text) && tok.Text != "al-Shabaab" && !strings.HasPrefix(tok.Text, "al-") {
		return mention{}, false
	}
	end := min(i+longestKnown, p.sentence(i).Last)
	for j := i + 1; j < end; j++ {
		if titles[j] {
			end = j
			break
		}
	}
	for j := end; j > i; j-- {
		if t := p.Tokens[j-1].Text; j > i+1 && !isUpper(t) && !unicode.IsDigit(rune(t[0])) {
			continue
		}
		form := p.span(i, j)
		if c, f, ok := p.gaz.Country(form); ok {
			return mention{first: i, last: j, label: schema.Country, country: c.ISO2, adjective: f != gazetteer.Name, score: 1}, true
		}
		if o, ok := p.gaz.Organization(form); ok {
			m := mention{first: i, last: j, label: schema.Organization, country: o.Country, kind: o.Kind, known: o.Name, score: .95}
			if o.Ambiguous {
				m.score = .6
			}
			return m, true
		}
		if l, ok := p.gaz.Place(form); ok {
			m := mention{first: i, last: j, label: schema.Place, country: l.Country, kind: l.Kind, score: 1}
			if c, ok := p.gaz.Capital(form); ok {
				m.capital = c.ISO2
			}
			if l.Ambiguous || m.capital == "" && l.Kind == "city" && (l.Population < 200_000 || p.gaz.GivenName(form) || p.gaz.Surname(form) || p.gaz.Word(strings.ToLower(form))) {
				m.score = .6
			}
			return m, true
		}
		if c, ok := p.gaz.Capital(form); ok {
			return mention{first: i, last: j, label: schema.Place, country: c.ISO2, capital: c.ISO2, kind: "city", score: 1}, true
		}
	}
	return mention{}, false
}

// run returns the end of the run of capitalised words that begins at the token.
func (p *page) run(i int, titles, caps []bool) int {
	sent := p.sentence(i)
	heads := func(first, last int) bool { // a word that takes "of": Ministry, University, Gulf
		for _, k := range []int{first, last - 1} {
			w := p.lower(k)
			if p.orgWord(w) || p.lex.names.places[w] || p.lex.names.neither[w] {
				return true
			}
		}
		return false
	}
	upper := func(k int) bool { return k < sent.Last && caps[k] && !titles[k] }
	j := i + 1
	for j < sent.Last {
		w := p.Tokens[j]
		switch {
		case upper(j):
			j++
		case w.Text == "." && utf8.RuneCountInString(p.Tokens[j-1].Text) == 1 && p.Tokens[j-1].End == w.Start && upper(j+1):
			j += 2 // an initial
		case w.Lower == "&" && upper(j+1):
			j += 2
		case particles[w.Lower] && upper(j+1):
			j += 2
		case particles[w.Lower] && particles[p.lower(j+1)] && upper(j+2):
			j += 3
		case (w.Lower == "of" || w.Lower == "for") && heads(i, j) && upper(j+1):
			j += 2
		case (w.Lower == "of" || w.Lower == "for" || w.Lower == "on") && heads(i, j) && p.lower(j+1) == "the" && upper(j+2):
			j += 3
		case w.Lower == "on" && heads(i, i+1) && upper(j+1):
			j += 2
		case w.Lower == "and" && p.orgWord(p.lower(i)) && j > i+2 && upper(j+1) && !p.personAt(j+1):
			j += 2
		case w.Lower == "'s" && p.lex.names.neither[p.lower(j+1)]:
			return j
		default:
			return j
		}
	}
	return j
}

// personAt reports whether a person's name seems to begin at the token.
func (p *page) personAt(i int) bool {
	return p.gaz.GivenName(p.Tokens[i].Text) || p.lex.names.honorifics[p.lower(i)]
}

// headword labels a name by a word in it: the last, or the one before "of".
func (p *page) headword(m mention) (schema.Label, string) {
	if m.last-m.first < 2 {
		return "", ""
	}
	last := m.last - 1
	for k := m.first + 1; k < m.last; k++ {
		if w := p.lower(k); w == "of" || w == "for" || w == "on" {
			last = k - 1
			break
		}
	}
	w := p.lower(last)
	switch kind, ok := p.lex.names.organizations[w]; {
	case ok:
		return schema.Organization, kind
	case p.lex.names.places[w]:
		if last == m.first+1 && p.gaz.GivenName(p.Tokens[m.first].Text) && p.gaz.Surname(p.Tokens[last].Text) && !placing[p.lower(m.first-1)] {
			return "", "" // Helen Park, not Hyde Park
		}
		return schema.Place, w
	}
	if first := p.lower(m.first); (first == "lake" || first == "mount" || first == "port" || first == "camp" || first == "cape" || first == "fort") && isUpper(p.Tokens[m.first].Text) {
		return schema.Place, first
	}
	if kind, ok := p.lex.names.organizations[p.lower(m.first)]; ok && last > m.first {
		return schema.Organization, kind
	}
	return "", ""
}

// placing are words before the name of a place.
var placing = newSet(strings.Fields("in at near the to from of outside around across"))

// placeCue reports whether the words around a name say that it is a place.
func (p *page) placeCue(m mention) bool {
	switch p.lower(m.first - 1) {
	case "in", "near", "outside", "around", "across", "toward", "towards", "throughout":
		return true
	case "at", "from", "to", "of":
		return !p.gaz.GivenName(p.text(m)) && !p.gaz.Surname(p.text(m))
	}
	if m.first == p.sentence(m.first).First && p.dateline(m.last) {
		return true
	}
	return p.lower(m.last) == "," && m.kind == "city" && p.same(m.last, m.last+1) && isUpper(p.Tokens[m.last+1].Text)
}

// dateline reports whether a dash, a bracket or a colon at the token ends a
// dateline.
func (p *page) dateline(i int) bool {
	switch p.lower(i) {
	case "--", "—", "–", "-", "(", ":":
		return true
	}
	return false
}

// labelUnknown labels runs that neither the gazetteer nor a word in them tells,
// by what the article shows elsewhere: a surname of a person, an acronym, the
// words around any of the run's mentions.
func (p *page) labelUnknown(found []mention, unknown []int) {
	votes := map[string]map[schema.Label]int{}
	vote := func(form string, l schema.Label, n int) {
		if votes[form] == nil {
			votes[form] = map[schema.Label]int{}
		}
		votes[form][l] += n
	}
	for _, k := range unknown {
		l, n := p.cue(found[k])
		vote(p.text(found[k]), l, n)
	}
	label := func(form string) schema.Label {
		best := schema.Label("")
		for _, l := range slices.Sorted(maps.Keys(votes[form])) {
			if l != "" && votes[form][l] > votes[form][best] {
				best = l
			}
		}
		return best
	}
	// A single word is what the longer name that it is part of is.
	parts := map[string]schema.Label{}
	for _, k := range unknown {
		if m := found[k]; m.last-m.first > 1 {
			found[k].label = label(p.text(m))
		}
	}
	for _, m := range found {
		if m.label == schema.Person {
			for k := m.first; k < m.last; k++ {
				parts[p.Tokens[k].Text] = schema.Person
			}
		}
	}
	for _, k := range unknown {
		m := &found[k]
		if m.label != "" {
			continue
		}
		form := p.text(*m)
		m.label = cmp.Or(parts[form], label(form))
	}
}

// settlements follow the name of a place.
var settlements = newSet(strings.Fields("district province village city town county region state river area municipality neighbourhood neighborhood suburb highway island peninsula valley prefecture border"))

var reporting = newSet(strings.Fields("said says told added noted tweeted wrote explained stated argued warned recalled insisted"))

// cue guesses the label of a run from its form and the words around it, with a
// weight.
func (p *page) cue(m mention) (schema.Label, int) {
	words := m.last - m.first
	first, last := p.Tokens[m.first].Text, p.Tokens[m.last-1].Text
	before, after := p.lower(m.first-1), p.lower(m.last)
	if !p.same(m.first-1, m.first) {
		before = ""
	}
	if !p.same(m.last, m.first) {
		after = ""
	}
	given := p.gaz.GivenName(first)
	switch {
	case strings.ContainsAny(first, "0123456789"):
		return "", 1
	case settlements[after] && words <= 3:
		return schema.Place, 4
	case words == 1 && allCaps(first) && utf8.RuneCountInString(first) <= 6:
		return schema.Organization, 3
	case words >= 2 && words <= 5 && given:
		return schema.Person, 4
	case words == 1 && reporting[after] && !allCaps(first):
		return schema.Person, 3
	case words >= 2 && (reporting[after] || p.gaz.Surname(last) && before != "the"):
		return schema.Person, 3
	case (before == "in" || before == "near" || before == "outside") && words <= 3:
		return schema.Place, 3
	case words == 1 && before == "at":
		return schema.Place, 1
	case before == "the" && words >= 2:
		return schema.Organization, 2
	case words == 1 && p.gaz.Word(strings.ToLower(first)):
		return "", 1
	case words == 1 && (given || p.gaz.Surname(first)):
		return schema.Person, 2
	case words >= 2 && words <= 3 && before != "the" && !p.gaz.Word(strings.ToLower(last)):
		return schema.Person, 1
	case words >= 2:
		return schema.Organization, 1
	}
	return "", 1
}
