package extract

import (
	"slices"
	"strings"

	"dateline/extract/gazetteer"
	"dateline/extract/model"
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
		m := mention{first: first, last: last, label: schema.Label(s.Label), score: float64(s.Score)}
		if m.label == schema.Person {
			for m.first < m.last-1 && p.lex.names.honorifics[p.lower(m.first)] {
				m.first++
			}
		}
		if o, ok := p.gaz.Organization(p.text(m)); ok && !o.Ambiguous {
			if _, _, country := p.gaz.Country(p.text(m)); m.label == schema.Person || m.label == schema.Country && !country {
				m.label = schema.Organization
			}
		}
		out = append(out, m)
	}
	out = p.countries(out)
	p.agree(out)
	for i := range out {
		p.look(&out[i])
	}
	return slices.DeleteFunc(out, func(m mention) bool {
		bare := m.label == schema.Person && m.last-m.first == 1 && p.lex.names.honorifics[p.lower(m.first)] // "Sheikh"
		return bare || m.label == schema.Country && m.country == "" && !former[p.lower(m.last-1)]
	})
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

// agree gives mentions of one form one label: the one for which most is said. A
// capital may be both a place and, where it acts, its country.
func (p *page) agree(mentions []mention) {
	votes := map[string]map[schema.Label]float64{}
	for _, m := range mentions {
		form := p.text(m)
		if votes[form] == nil {
			votes[form] = map[schema.Label]float64{}
		}
		votes[form][m.label] += m.score
	}
	for form, v := range votes {
		if p.country(form) {
			v[schema.Country] += v[schema.Place]
		}
	}
	for i, m := range mentions {
		form := p.text(m)
		if _, ok := p.gaz.Capital(form); ok && (m.label == schema.Country || m.label == schema.Place) {
			continue
		}
		for _, l := range []schema.Label{schema.Person, schema.Organization, schema.Country, schema.Place} {
			if v := votes[form]; v[l] > v[mentions[i].label] {
				mentions[i].label = l
			}
		}
	}
}

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
		m.kind = p.kind(*m, p.lex.names.organizations)
		if c, _, ok := p.gaz.Country(p.Tokens[m.first].Text); ok && m.last-m.first > 1 {
			m.country = c.ISO2
		}
	case schema.Place:
		if l, ok := p.gaz.Place(form); ok {
			m.kind, m.country = l.Kind, l.Country
		} else {
			m.kind = p.kind(*m, p.lex.names.places)
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

var reporting = newSet(strings.Fields("said says told added noted tweeted wrote explained stated argued warned recalled insisted"))
