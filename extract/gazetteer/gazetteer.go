// Package gazetteer knows the names that news uses for countries, places,
// organizations and people, and the common words of English, so that a name can
// be told from a sentence's capitalised first word.
//
// It says what a form may stand for, never what it stands for in a given
// sentence: the article's own cues come first, and a form that is also a common
// word or a person's name ("Reading", "Jordan") is found like any other.
//
// The big lists stay what they are in the binary, one string of sorted lines
// each, and are searched where they lie; only the small ones become maps. See
// SOURCES.md for where the data comes from.
package gazetteer

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Form says in which form a text names a country.
type Form int

// The forms of a country's name.
const (
	Name      Form = iota // Iran, U.S., Britain
	Adjective             // Iranian, British
	People                // Iranians, Britons; not forms that are adjectives too, such as Chinese
)

// Country is a state, or a territory commonly counted as one.
type Country struct {
	ISO2    string // ISO 3166-1 alpha-2; XK, in common use, for Kosovo
	ISO3    string // ISO 3166-1 alpha-3; XKX for Kosovo
	Name    string // the common English short name: United States, South Korea
	Capital string // English name, empty if there is none

	WikidataID string // Q30
}

// Place is a named location that is no country.
type Place struct {
	Name       string
	Country    string // ISO 3166-1 alpha-2, empty if it is in several or none
	Region     string // GeoNames' code of the first-level region that it is in or is, unique in the country; empty if unknown
	Kind       string // city, region, continent, area, sea, strait, river, lake, mountain, island, desert, canal, site
	Population int    // 0 if unknown
	Lat, Lon   float64
	GeoNamesID int // 0 if unknown

	// Ambiguous is true if the form is more often something else: a common word,
	// a person's name, a country. It needs a cue to be taken for the place.
	Ambiguous bool
}

// Organization is a named institution, or what stands for one.
type Organization struct {
	Name    string
	Kind    string // government office, ministry, parliament, party, armed group, media, company, ...
	Country string // ISO 3166-1 alpha-2, empty if it is of several or none
	Metonym bool   // the form is a building or a street: the Pentagon, Downing Street

	// Ambiguous is true if the form is also a common word or a person's name
	// (Apple, Kan, Shell) and needs a cue to be taken for the organization.
	Ambiguous bool
}

// Official is a person who held a high office of state in the years before 2023.
type Official struct {
	WikidataID string
	Country    string // of which, ISO 3166-1 alpha-2
}

// Gazetteer is all lists together. It never changes and is safe for concurrent
// use.
type Gazetteer struct {
	iso           map[string]Country // by ISO2
	countries     map[string]countryForm
	capitals      map[string]Country
	organizations map[string]Organization

	places, namesakes, officials, given table
}

type countryForm struct {
	Country
	form Form
}

//go:embed countries.tsv
var countriesTSV string

//go:embed organizations.tsv
var organizationsTSV string

//go:embed places.tsv
var placesTSV string

//go:embed namesakes.tsv
var namesakesTSV string

//go:embed officials.tsv
var officialsTSV string

//go:embed given.txt
var givenTXT string

var load = sync.OnceValues(func() (*Gazetteer, error) {
	return parse(lists{countriesTSV, organizationsTSV, placesTSV, namesakesTSV, officialsTSV, givenTXT})
})

// Load returns the gazetteer of the embedded lists; they are read once. Lists
// that are damaged are an error.
func Load() (*Gazetteer, error) { return load() }

// lists are the texts of the lists.
type lists struct{ countries, organizations, places, namesakes, officials, given string }

func parse(l lists) (*Gazetteer, error) {
	g := &Gazetteer{
		iso: map[string]Country{}, countries: map[string]countryForm{}, capitals: map[string]Country{},
		organizations: map[string]Organization{},
		places:        table(l.places), namesakes: table(l.namesakes), officials: table(l.officials), given: table(l.given),
	}
	var errs []error
	check := func(list string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("reading %s: %w", list, err))
		}
	}
	check("countries.tsv", table(l.countries).each(9, g.addCountry))
	check("organizations.tsv", table(l.organizations).each(5, g.addOrganization))
	check("places.tsv", g.places.check(3, 10))
	check("namesakes.tsv", g.namesakes.check(2))
	check("officials.tsv", g.officials.check(3))
	check("given.txt", g.given.check(1))
	return g, errors.Join(errs...)
}

// addCountry takes iso2, iso3, name, capital, other names, adjectives, peoples,
// other names of the capital, Wikidata id.
func (g *Gazetteer) addCountry(f []string) error {
	c := Country{ISO2: f[0], ISO3: f[1], Name: f[2], Capital: f[3], WikidataID: f[8]}
	if len(c.ISO2) != 2 || len(c.ISO3) != 3 || c.Name == "" {
		return fmt.Errorf("%q: not a country's codes and name", strings.Join(f[:3], " "))
	}
	g.iso[c.ISO2] = c
	for form, list := range [...]string{Name: join(c.Name, f[4]), Adjective: f[5], People: f[6]} {
		for s := range forms(list) {
			k := fold(s)
			if old, ok := g.countries[k]; ok && old.ISO2 != c.ISO2 {
				return fmt.Errorf("%q is both %s and %s", s, old.ISO2, c.ISO2)
			} else if !ok {
				g.countries[k] = countryForm{c, Form(form)}
			}
		}
	}
	for s := range forms(join(c.Capital, f[7])) {
		k := fold(s)
		if old, ok := g.capitals[k]; ok && old.ISO2 != c.ISO2 {
			return fmt.Errorf("%q is the capital of both %s and %s", s, old.ISO2, c.ISO2)
		}
		g.capitals[k] = c
	}
	return nil
}

// addOrganization takes name, kind, country, "metonym" or nothing, other names;
// "?" behind a form says that it is ambiguous.
func (g *Gazetteer) addOrganization(f []string) error {
	o := Organization{Name: strings.TrimSuffix(f[0], "?"), Kind: f[1], Country: f[2], Metonym: f[3] != ""}
	if o.Kind == "" || len(o.Country)%2 != 0 || len(o.Country) > 2 || o.Metonym && f[3] != "metonym" {
		return fmt.Errorf("%q: kind %q, country %q, %q", o.Name, o.Kind, o.Country, f[3])
	}
	for s := range forms(join(f[0], f[4])) {
		form, ambiguous := strings.CutSuffix(s, "?")
		o.Ambiguous = ambiguous
		k := fold(form)
		if old, ok := g.organizations[k]; ok && old != o {
			return fmt.Errorf("%q is both %q and %q", s, old.Name, o.Name)
		}
		g.organizations[k] = o
	}
	return nil
}

// Country returns the country that the form names, and in which form it does:
// "U.S.", "Iranian", "Britons". Letter case counts ("US" is a country, "us" is
// not), but names may be in capitals throughout ("KUWAIT"). Accents, dots and
// hyphens do not count, nor does "the" before the name.
func (g *Gazetteer) Country(form string) (Country, Form, bool) {
	c, ok := lookup(form, func(k string) (countryForm, bool) { c, ok := g.countries[k]; return c, ok })
	return c.Country, c.form, ok
}

// ByISO2 returns the country of an ISO 3166-1 alpha-2 code in capitals.
func (g *Gazetteer) ByISO2(code string) (Country, bool) {
	c, ok := g.iso[code]
	return c, ok
}

// Capital returns the country whose capital the form names.
func (g *Gazetteer) Capital(form string) (Country, bool) {
	return lookup(form, func(k string) (Country, bool) { c, ok := g.capitals[k]; return c, ok })
}

// Organization returns the organization that the form names.
func (g *Gazetteer) Organization(form string) (Organization, bool) {
	return lookup(form, func(k string) (Organization, bool) { o, ok := g.organizations[k]; return o, ok })
}

// Place returns the place that the form names; of several of the name the best
// known, mostly the most populous.
func (g *Gazetteer) Place(form string) (Place, bool) {
	_, p, ok := g.place(form)
	return p, ok
}

// Namesakes returns the other cities and first-level regions of the place that
// the form names, the most populous first: of Tripoli in Libya the one in Lebanon.
// They have no coordinates.
func (g *Gazetteer) Namesakes(form string) []Place {
	key, p, _ := g.place(form)
	rest, ok := g.namesakes.find(key)
	if !ok {
		return nil
	}
	var out []Place
	for s := range forms(rest) {
		if other, err := namesake(p.Name, strings.Split(s, ",")); err == nil {
			out = append(out, other)
		}
	}
	return out
}

// place returns the place that the form names, and its key.
func (g *Gazetteer) place(form string) (key string, p Place, ok bool) {
	p, ok = lookup(form, func(k string) (Place, bool) {
		rest, ok := g.places.find(k)
		if !ok {
			return Place{}, false
		}
		ambiguous := false
		if other, alias := strings.CutPrefix(rest, "="); alias {
			to, flag, _ := strings.Cut(other, "\t")
			k, ambiguous = to, flag != ""
			rest, _ = g.places.find(k)
		}
		key = k
		p, err := place(append([]string{k}, strings.Split(rest, "\t")...))
		p.Ambiguous = p.Ambiguous || ambiguous
		return p, err == nil
	})
	return key, p, ok
}

// place takes key, name if it is not the key, country, region, kind, population,
// latitude, longitude, GeoNames id, "?" or nothing.
func place(f []string) (Place, error) {
	p := Place{Name: f[1], Country: f[2], Region: f[3], Kind: f[4], Ambiguous: f[9] != ""}
	if p.Name == "" {
		p.Name = f[0]
	}
	if p.Kind == "" {
		return p, fmt.Errorf("%q: no kind", f[0])
	}
	var errs [4]error
	p.Population, errs[0] = number(f[5])
	p.Lat, errs[1] = degrees(f[6])
	p.Lon, errs[2] = degrees(f[7])
	p.GeoNamesID, errs[3] = number(f[8])
	if err := errors.Join(errs[:]...); err != nil {
		return p, fmt.Errorf("%q: %w", f[0], err)
	}
	return p, nil
}

// namesake takes country, region, kind, population, GeoNames id.
func namesake(name string, f []string) (Place, error) {
	if len(f) != 5 {
		return Place{}, fmt.Errorf("%q: %d fields of a namesake", name, len(f))
	}
	return place([]string{name, "", f[0], f[1], f[2], f[3], "", "", f[4], ""})
}

// Official returns the official of the name. Letter case does not count.
func (g *Gazetteer) Official(name string) (Official, bool) {
	rest, ok := g.officials.find(strings.ToLower(fold(name)))
	if !ok {
		return Official{}, false
	}
	id, country, _ := strings.Cut(rest, "\t")
	return Official{id, country}, true
}

func number(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	return strconv.Atoi(s)
}

func degrees(s string) (float64, error) {
	if s == "" {
		return 0, nil
	}
	return strconv.ParseFloat(s, 64)
}

// GivenName reports whether the capitalised word is a common given name.
func (g *Gazetteer) GivenName(word string) bool {
	if r, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(r) {
		return false
	}
	_, ok := g.given.find(strings.ToLower(fold(word)))
	return ok
}
