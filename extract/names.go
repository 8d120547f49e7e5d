package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/extract/gazetteer"
	"dateline/extract/model"
	"dateline/graph"
	"dateline/graph/schema"
)

// names makes mentions of the names that the network found. The gazetteer adds
// the countries that it missed, breaks the tie between countries and places, and
// says which country a form is, and of what kind an organization or a place.
func (p *page) names(spans []model.Span) []mention {
	var out []mention
	for _, s := range spans {
		first, last, ok := p.tokens(s)
		if !ok {
			continue
		}
		for last-first > 1 && strings.ContainsAny(p.Tokens[last-1].Text, openers) {
			last--
		}
		m := mention{first: first, last: last, label: schema.Label(s.Label), score: float64(s.Score)}
		if m.label == schema.Person {
			for m.first < m.last-1 && (p.lower(m.first) == "the" || p.lex.honorifics[p.lower(m.first)]) {
				m.first++
			}
		}
		if o, ok := p.gaz.Organization(p.text(m)); ok && !o.Ambiguous {
			if _, _, country := p.gaz.Country(p.text(m)); m.label == schema.Person || m.label == schema.Country && !country {
				m.label = schema.Organization
			}
		}
		if n := len(out) - 1; n >= 0 && m.label == schema.Person && out[n].label == schema.Person && out[n].last == m.first && p.same(out[n].first, first) {
			out[n].last, out[n].score = m.last, min(out[n].score, m.score) // two parts of one name
			continue
		}
		if p.common(m) {
			continue
		}
		out = append(out, m)
	}
	out = p.repeated(p.countries(p.governments(out)))
	p.agree(out)
	p.settle(out)
	for i := range out {
		p.look(&out[i])
	}
	p.kingdoms(out)
	surnames := set{}
	for _, m := range out {
		if m.label == schema.Person && m.last-m.first > 1 {
			surnames[p.lower(m.last-1)] = true
		}
	}
	return slices.DeleteFunc(out, func(m mention) bool {
		first := p.lower(m.first)
		switch bare := m.last-m.first == 1; m.label {
		case schema.Country:
			return m.country == "" && (bare || !former[p.lower(m.last-1)])
		case schema.Person: // "Sheikh", "HH", "the Amir"
			return bare && !surnames[first] && (first == "i" || p.lex.honorifics[first] || p.lex.titles[first])
		default:
			return bare && p.lex.honorifics[first]
		}
	})
}

// openers begin what is no longer part of the name before them.
const openers = "([{"

// common reports whether a mention is made of common words: "the assembly", whose
// name stands elsewhere.
func (p *page) common(m mention) bool {
	for i := m.first; i < m.last; i++ {
		if r, _ := utf8.DecodeRuneInString(p.Tokens[i].Text); unicode.IsLetter(r) && !unicode.IsLower(r) {
			return false
		}
	}
	return m.label != schema.Country
}

// governments cuts "the Chadian government" to the country, which it is: only a
// proper name ("Federal Government of Somalia") is that of an organization.
func (p *page) governments(mentions []mention) []mention {
	for i, m := range mentions {
		if n := m.last - 1; n > m.first && (p.lower(n) == "government" || p.lower(n) == "authorities") {
			if _, _, ok := p.gaz.Country(p.span(m.first, n)); ok {
				mentions[i].last, mentions[i].label = n, schema.Country
			}
		}
	}
	return mentions
}

// former are last words of states that no list of today's has.
var former = newSet([]string{"empire", "union", "republic", "kingdom"})

// countries adds mentions of countries that stand outside of the others, where
// the form is nothing else: neither a place nor a first name.
func (p *page) countries(mentions []mention) []mention {
	named := p.named(mentions)
	out := mentions
	for i := 0; i < len(p.Tokens); i++ {
		for j := min(i+longestCountry, p.sentence(i).Last); j > i; j-- {
			if slices.Contains(named[i:j], true) || !isUpper(p.Tokens[i].Text) || !isUpper(p.Tokens[j-1].Text) || !p.country(p.span(i, j)) {
				continue
			}
			out = append(out, mention{first: i, last: j, label: schema.Country, score: .6})
			i = j - 1
			break
		}
	}
	slices.SortFunc(out, func(a, b mention) int { return a.first - b.first })
	return out
}

const longestCountry = 4 // tokens

// country reports whether the form names a country and nothing else.
func (p *page) country(form string) bool {
	if _, _, ok := p.gaz.Country(form); !ok {
		return false
	}
	_, place := p.gaz.Place(form)
	return !place && !p.gaz.GivenName(form)
}

// repeated adds mentions of names of one word, and of surnames, where the network
// passed over them but found them in most other places of the article.
func (p *page) repeated(mentions []mention) []mention {
	label := map[string]schema.Label{}
	found := map[string]int{}
	for _, m := range mentions {
		if form := p.Tokens[m.last-1].Text; m.last-m.first == 1 || m.label == schema.Person {
			label[form] = m.label
			found[form]++
		}
	}
	named := p.named(mentions)
	free := func(i int) bool { return i < 0 || i >= len(named) || named[i] || !isUpper(p.Tokens[i].Text) }
	missed := map[string][]int{}
	for i, t := range p.Tokens {
		if _, ok := label[t.Text]; ok && !named[i] && isUpper(t.Text) && free(i-1) && free(i+1) && !p.begins(i) {
			missed[t.Text] = append(missed[t.Text], i)
		}
	}
	out := mentions
	for form, at := range missed {
		for _, i := range at {
			if found[form] > len(at) {
				out = append(out, mention{first: i, last: i + 1, label: label[form], score: .5})
			}
		}
	}
	slices.SortFunc(out, func(a, b mention) int { return a.first - b.first })
	return out
}

// agree gives mentions of one name one label: the one for which most is said, of an
// acronym in brackets that of what it is short for. A capital may be both a place
// and, where it acts, its country.
func (p *page) agree(mentions []mention) {
	aliases := p.aliases(mentions)
	votes := make([]map[schema.Label]float64, len(mentions))
	byName := map[string]map[schema.Label]float64{}
	for i, m := range mentions {
		name := graph.Normalize(p.text(m))
		long, short := aliases[name]
		name = cmp.Or(long, name)
		if byName[name] == nil {
			byName[name] = map[schema.Label]float64{}
		}
		votes[i] = byName[name]
		if short {
			continue
		}
		votes[i][m.label] += m.score
		if m.label == schema.Place && p.country(p.text(m)) {
			votes[i][schema.Country] += m.score
		}
	}
	for i, m := range mentions {
		if _, ok := p.gaz.Capital(p.text(m)); ok && (m.label == schema.Country || m.label == schema.Place) {
			continue
		}
		for _, l := range []schema.Label{schema.Person, schema.Organization, schema.Country, schema.Place} {
			if votes[i][l] > votes[i][mentions[i].label] {
				mentions[i].label = l
			}
		}
	}
}

// settle corrects labels that the gazetteer or longer names of the article speak
// against: a country's name is no person's or place's, "Okonjo" beside "Ada Okonjo"
// is a person, "Rovers" beside "Kisumu Rovers" a team, and a name in capitals that
// opens a line and ends in a dash or a colon is where the article was written.
func (p *page) settle(mentions []mention) {
	people, organizations := map[string]bool{}, map[string]bool{}
	countries := map[string]bool{} // ISO2
	for _, m := range mentions {
		switch {
		case m.label == schema.Country:
			c, _, _ := p.gaz.Country(p.text(m))
			countries[c.ISO2] = true
		case m.last-m.first > 1 && m.label == schema.Person:
			for i := m.first; i < m.last; i++ {
				people[p.lower(i)] = true
			}
		case m.last-m.first > 1 && m.label == schema.Organization:
			organizations[p.lower(m.last-1)] = true
		}
	}
	for i := range mentions {
		m := &mentions[i]
		form, word := p.text(*m), p.lower(m.last-1)
		single := m.last-m.first == 1
		c, use, ok := p.gaz.Country(form)
		_, known := p.gaz.Organization(form)
		_, place := p.gaz.Place(form)
		state, capital := p.gaz.Capital(form)
		switch {
		case allCaps(form) && m.first == p.sentence(m.first).First && p.dateline(m.last) && place:
			m.label = schema.Place
		case ok && m.label == schema.Place && (use != gazetteer.Name || p.country(form)):
			m.label = schema.Country
		case ok && m.label == schema.Person && !people[word] && (p.country(form) || countries[c.ISO2]):
			m.label = schema.Country
		case m.label == schema.Organization && single && capital && countries[state.ISO2] && !organizations[word]:
			m.label = schema.Country
		case m.label == schema.Organization && single && !known && people[word] && !organizations[word]:
			m.label = schema.Person
		case m.label == schema.Person && single && organizations[word] && !people[word]:
			m.label = schema.Organization
		}
	}
}

// kingdoms finds which country is "the Kingdom": of the kingdoms that the article
// names, the one it names most.
func (p *page) kingdoms(mentions []mention) {
	count := map[string]int{}
	most := ""
	for _, m := range mentions {
		if m.label == schema.Country && kingdoms[m.country] {
			count[m.country]++
			if count[m.country] > count[most] {
				most = m.country
			}
		}
	}
	for i, m := range mentions {
		if m.label == schema.Country && m.country == "" && m.last-m.first == 1 && p.lower(m.first) == "kingdom" {
			mentions[i].country = most
		}
	}
}

var kingdoms = newSet(strings.Fields("SA JO BH MA GB ES NL BE DK NO SE TH KH LS SZ TO BT"))

// look sets what the gazetteer, or a word in the name, says of a mention.
func (p *page) look(m *mention) {
	form := p.text(*m)
	switch m.label {
	case schema.Country:
		if c, f, ok := p.gaz.Country(form); ok {
			m.country, m.adjective = c.ISO2, f != gazetteer.Name
		} else if c, ok := p.gaz.Capital(form); ok {
			m.country = c.ISO2
		}
	case schema.Organization:
		if o, ok := p.gaz.Organization(form); ok {
			m.kind, m.country, m.known = o.Kind, o.Country, o.Name
			return
		}
		m.kind = p.kind(*m, p.lex.organizations)
		if c, _, ok := p.gaz.Country(p.Tokens[m.first].Text); ok && m.last-m.first > 1 {
			m.country = c.ISO2
		}
	case schema.Place:
		if l, ok := p.gaz.Place(form); ok {
			m.kind, m.country = l.Kind, l.Country
		} else {
			m.kind = p.kind(*m, p.lex.places)
		}
		if c, ok := p.gaz.Capital(form); ok {
			m.capital = c.ISO2
		}
	}
}

// kind returns the kind that a word in a name of several words says: the last,
// or the one before "of", else the first.
func (p *page) kind(m mention, kinds map[string]string) string {
	if m.last-m.first < 2 {
		return ""
	}
	head := m.last - 1
	for k := m.first + 1; k < m.last; k++ {
		if w := p.lower(k); w == "of" || w == "for" || w == "on" {
			head = k - 1
			break
		}
	}
	if kind, ok := kinds[p.lower(head)]; ok {
		return kind
	}
	return kinds[p.lower(m.first)]
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
