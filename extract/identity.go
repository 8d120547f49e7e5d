package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/extract/gazetteer"
	"dateline/graph/schema"
)

// How much more populous a place has to be than a namesake for its name alone to
// mean it: more where they are in different countries, which an article need not
// repeat, than in one, where it would say which.
const (
	outweighsAbroad = 10
	outweighsAtHome = 4
)

// A city of this many people needs no country beside its name; a capital does
// with fewer.
const (
	famousCity    = 500_000
	famousCapital = 100_000
)

// knownCity is how many people a city needs for its country alone to tell which
// it is: the list has no smaller namesakes than of 15,000.
const knownCity = 50_000

// severalStates is how many other states an article names that may mean the state
// by New York and by Washington.
const severalStates = 2

// located is how many steps up LOCATED_IN are followed.
const located = 4

// identities finds the entities of a document in outside lists. What the article
// says comes first: a place in Texas is not the Paris of the list, and a minister's
// namesake who holds no office of the minister's country is somebody else.
type identities struct {
	gaz      *gazetteer.Gazetteer
	entities map[string]*Entity    // by ID
	facts    map[string][]Relation // by the ID of where they come from
	holders  map[string]bool       // IDs of places in which the article locates a city
	main     string                // ISO2 of the country that the article is plainly about, or ""
	named    map[string]bool       // ISO2 of the countries that the article names
	regions  map[string]bool       // of the first-level regions: ISO2, a stop, GeoNames' code
}

// identify sets the identifiers that outside lists have for entities of d: of
// countries always, of places and persons where the rest of d leaves no doubt.
// The country that the article is plainly about is main, by its ISO2 code; "" if
// there is none.
func identify(gaz *gazetteer.Gazetteer, d *Document, main string) {
	x := identities{gaz, map[string]*Entity{}, map[string][]Relation{}, map[string]bool{}, main, map[string]bool{}, map[string]bool{}}
	for i := range d.Entities {
		e := &d.Entities[i]
		x.entities[e.ID] = e
		switch e.Type {
		case schema.Country:
			x.named[e.ISO2] = e.ISO2 != ""
		case schema.Place:
			if p, ok := gaz.Place(e.Name); ok && p.Kind == "region" {
				x.regions[region(p)] = true
			}
		}
	}
	for _, r := range d.Relations {
		if x.entities[r.From] == nil || x.entities[r.To] == nil {
			continue
		}
		x.facts[r.From] = append(x.facts[r.From], r)
		if p, ok := gaz.Place(x.entities[r.From].Name); r.Type == schema.LocatedIn && ok && p.Kind == "city" {
			x.holders[r.To] = true
		}
	}
	for i := range d.Entities {
		e := &d.Entities[i]
		switch e.Type {
		case schema.Country:
			if c, ok := gaz.ByISO2(e.ISO2); ok {
				e.WikidataID = c.WikidataID
			}
		case schema.Place:
			if p, ok := x.place(e); ok {
				e.GeoNamesID = p.GeoNamesID
			}
		case schema.Person:
			if o, ok := x.official(e); ok {
				e.WikidataID = o.WikidataID
			}
		}
	}
}

func region(p gazetteer.Place) string { return p.Country + "." + p.Region }

// called returns the places of the name, the best known first.
func (x *identities) called(name string) []gazetteer.Place {
	p, ok := x.gaz.Place(name)
	if !ok {
		return nil
	}
	return append([]gazetteer.Place{p}, x.gaz.Namesakes(name)...)
}

// to returns the far ends of the facts of the type that the entity has.
func (x *identities) to(id string, t schema.Type) []*Entity {
	var out []*Entity
	for _, r := range x.facts[id] {
		if r.Type == t {
			out = append(out, x.entities[r.To])
		}
	}
	return out
}

// place returns the city or first-level region that e is.
func (x *identities) place(e *Entity) (gazetteer.Place, bool) {
	all := x.called(e.Name)
	if len(all) == 0 || all[0].GeoNamesID == 0 {
		return gazetteer.Place{}, false
	}
	if x.holders[e.ID] { // no city itself: Buffalo, New York
		all = slices.DeleteFunc(all, func(p gazetteer.Place) bool { return p.Kind != "region" })
	}
	fitting := slices.DeleteFunc(slices.Clone(all), func(p gazetteer.Place) bool { return !x.agrees(p, e.ID, located) })
	if len(fitting) == 0 {
		return gazetteer.Place{}, false
	}
	best, rest := fitting[0], fitting[1:]
	if x.stated(e.ID, located) {
		return best, !slices.ContainsFunc(rest, func(p gazetteer.Place) bool { return !outweighs(best, p, outweighsAtHome) })
	}
	switch {
	case best != all[0]: // one of the cities in a list, which need not be in the next
		return gazetteer.Place{}, false
	case strings.EqualFold(e.Name, best.Name) && x.amongStates(best), x.obscure(best):
		return gazetteer.Place{}, false
	case x.supported(best):
		return best, !slices.ContainsFunc(rest, func(p gazetteer.Place) bool { return x.competes(p, best) })
	case x.famous(best, rest):
		return best, !slices.ContainsFunc(rest, func(p gazetteer.Place) bool { return x.regions[region(p)] || x.named[p.Country] && p.Kind == best.Kind })
	case x.capital(best):
		return gazetteer.Place{}, false
	}
	// Not the best known of the name, but one of the article's own country.
	rest = slices.DeleteFunc(rest, func(p gazetteer.Place) bool { return !x.supported(p) })
	if len(rest) == 0 || rest[0].Country != x.main || best.Population > outweighsAtHome*rest[0].Population {
		return gazetteer.Place{}, false
	}
	return rest[0], !x.obscure(rest[0]) && !slices.ContainsFunc(rest[1:], func(p gazetteer.Place) bool { return x.competes(p, rest[0]) })
}

// amongStates reports whether the city p may be the state of its name, of which
// the article names others.
func (x *identities) amongStates(p gazetteer.Place) bool {
	if p.Country != "US" || p.Kind != "city" || !x.stateOf(p.Name) {
		return false
	}
	states := 0
	for r := range x.regions {
		if strings.HasPrefix(r, "US.") {
			states++
		}
	}
	return states >= severalStates
}

// obscure reports whether p is a city that a name which is also a word, or too
// many places have, means only with its region.
func (x *identities) obscure(p gazetteer.Place) bool {
	return p.Kind == "city" && (p.Ambiguous || p.Population < knownCity && !x.capital(p)) && !x.regions[region(p)]
}

// agrees reports whether p can be the entity for all that the article says of
// where the entity is.
func (x *identities) agrees(p gazetteer.Place, id string, steps int) bool {
	if steps == 0 {
		return true
	}
	for _, in := range x.to(id, schema.LocatedIn) {
		if in.Type == schema.Country {
			if in.ISO2 != p.Country {
				return false
			}
			continue
		}
		holders := x.called(in.Name)
		if len(holders) == 0 && !x.agrees(p, in.ID, steps-1) {
			return false
		}
		if len(holders) > 0 && !slices.ContainsFunc(holders, func(h gazetteer.Place) bool { return within(p, h) && x.agrees(h, in.ID, steps-1) }) {
			return false
		}
	}
	return true
}

// within reports whether p may be in h, for all that the list says of both.
func within(p, h gazetteer.Place) bool {
	if h.Country == "" {
		return true
	}
	return p.Country == h.Country && (p.Region == "" || h.Region == "" || p.Region == h.Region)
}

// stated reports whether the article says in which country, or in which place of
// a known country other than a city, the entity is.
func (x *identities) stated(id string, steps int) bool {
	return steps > 0 && slices.ContainsFunc(x.to(id, schema.LocatedIn), func(in *Entity) bool {
		if in.Type == schema.Country {
			return in.ISO2 != ""
		}
		p, ok := x.gaz.Place(in.Name)
		return ok && p.Country != "" && (p.Kind != "city" || x.stateOf(in.Name)) || x.stated(in.ID, steps-1)
	})
}

// stateOf reports whether the name of a city is also that of a state of the US.
func (x *identities) stateOf(name string) bool {
	return slices.ContainsFunc(x.called(name), func(p gazetteer.Place) bool { return p.Country == "US" && p.Kind == "region" })
}

// supported reports whether the article names the country of p, or the region of
// a city.
func (x *identities) supported(p gazetteer.Place) bool {
	return x.named[p.Country] || p.Kind == "city" && x.regions[region(p)]
}

// competes reports whether the article may mean p where it more likely means the
// better known best.
func (x *identities) competes(p, best gazetteer.Place) bool {
	switch {
	case !x.supported(p):
		return false
	case p.Country == best.Country:
		return !outweighs(best, p, outweighsAtHome) || x.regions[region(p)] && !x.regions[region(best)] && p.Kind == "city"
	case best.Country == x.main:
		return false
	}
	return !outweighs(best, p, outweighsAbroad)
}

// outweighs reports whether p is many times as populous as q. The list gives a
// region no people, and puts it before cities of its name only where it is the
// better known.
func outweighs(p, q gazetteer.Place, times int) bool {
	if p.Kind == "region" {
		return q.Kind == "city"
	}
	return p.Population > 0 && p.Population >= times*q.Population
}

// famous reports whether the name alone means p: a great city, or a state of the
// US, whose country news leaves out.
func (x *identities) famous(p gazetteer.Place, namesakes []gazetteer.Place) bool {
	switch {
	case p.Ambiguous:
		return false
	case p.Kind == "region":
		return p.Country == "US"
	case slices.ContainsFunc(namesakes, func(q gazetteer.Place) bool { return !outweighs(p, q, outweighsAbroad) }):
		return false
	}
	return p.Population >= famousCity || p.Population >= famousCapital && x.capital(p)
}

func (x *identities) capital(p gazetteer.Place) bool {
	c, ok := x.gaz.Capital(p.Name)
	return ok && c.ISO2 == p.Country
}

// official returns the known official that e is: of the same name, and in an
// office of the same country.
func (x *identities) official(e *Entity) (gazetteer.Official, bool) {
	o, ok := x.gaz.Official(e.Name)
	if !ok {
		o, ok = x.gaz.Official(plainName(e.Name))
	}
	if !ok {
		return o, false
	}
	return o, slices.ContainsFunc(x.to(e.ID, schema.HoldsOffice), func(office *Entity) bool {
		return ofState(office.Title) && x.officeIn(office.ID, o.Country)
	})
}

// officeIn reports whether the office is one of the country, of a body of its
// state or of a place in it.
func (x *identities) officeIn(office, iso2 string) bool {
	return slices.ContainsFunc(x.to(office, schema.OfficeOf), func(of *Entity) bool {
		switch of.Type {
		case schema.Country:
			return of.ISO2 == iso2
		case schema.Place:
			p, ok := x.place(of)
			return ok && p.Country == iso2
		}
		return stateKinds[of.Kind] && slices.ContainsFunc(x.to(of.ID, schema.PartOf), func(c *Entity) bool { return c.Type == schema.Country && c.ISO2 == iso2 })
	})
}

// officialTitles are words of the titles of those in the list. Others, whom news
// also calls by their country, are namesakes: Australia's coach.
var officialTitles = newSet(strings.Fields(`president minister ministers premier chancellor secretary treasurer attorney governor ambassador
	envoy representative commissioner speaker senator lawmaker mp deputy diplomat administrator director adviser advisor negotiator
	chief chair chairman chairwoman councillor councilor`))

func ofState(title string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(title, func(r rune) bool { return r == ' ' || r == '-' }), func(w string) bool { return officialTitles[w] })
}

// plainName returns a name without the initials between its first and last word
// and without what follows the last: Lloyd J. Austin III is Lloyd Austin.
func plainName(name string) string {
	words := strings.Fields(name)
	for len(words) > 2 && generations[strings.Trim(strings.ToLower(words[len(words)-1]), ".,")] {
		words = words[:len(words)-1]
	}
	if len(words) < 3 {
		return strings.TrimSuffix(strings.Join(words, " "), ",")
	}
	last := len(words) - 1
	inner := slices.DeleteFunc(slices.Clone(words[1:last]), func(w string) bool { return utf8.RuneCountInString(strings.TrimSuffix(w, ".")) == 1 })
	return strings.TrimSuffix(strings.Join(slices.Concat(words[:1], inner, words[last:]), " "), ",")
}

var generations = newSet([]string{"jr", "sr", "ii", "iii", "iv"})
