package resolve

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"dateline/extract/gazetteer"
	"dateline/graph"
	"dateline/graph/schema"
)

// Index holds the entities of a graph with what stands around each: its facts
// and the articles that mention it. It takes memory for each entity and fact and
// for each mention, some hundred bytes and four; it is read-only and safe for
// concurrent use.
type Index struct {
	entities []entity
	ids      map[string]id // by key
	mentions [][]id        // entities by article, ascending
	gaz      *gazetteer.Gazetteer
}

// id is the place of an entity in Index.entities.
type id int32

// entity is one entity with its neighbourhood.
type entity struct {
	key      string
	label    schema.Label
	name     string
	aliases  []string
	number   int64             // articles that mention it
	props    map[string]string // of the schema, the label's own
	facts    []fact
	articles []int32 // into Index.mentions, the first maxArticles

	persons   []personName // of persons
	forms     []form       // of organizations, places, offices and countries
	countries []string     // keys of those that it belongs to, sorted
}

// fact is one fact of an entity as seen from it.
type fact struct {
	kind   schema.Type
	out    bool // it leads from the entity
	other  id
	status string // of HOLDS_OFFICE
	role   string // of PARTICIPATED_IN
	since  string // the first report of it, or what articles give as its start
	until  string
}

// Bounds of a neighbourhood: what a hub has beyond them tells nobody apart.
const (
	maxFacts    = 512
	maxArticles = 128
	maxAliases  = 24
)

// Read takes in a graph: its nodes, then its relationships, as store.Store yields
// them, in any order. The first error ends it.
func Read(nodes iter.Seq2[graph.Node, error], relationships iter.Seq2[graph.Relationship, error]) (*Index, error) {
	gaz, err := gazetteer.Load()
	if err != nil {
		return nil, fmt.Errorf("loading names of countries: %w", err)
	}
	x := &Index{ids: map[string]id{}, gaz: gaz}
	for n, err := range nodes {
		if err != nil {
			return nil, fmt.Errorf("reading entities: %w", err)
		}
		if d := schema.Graph.Node(n.Label); d != nil && !d.Provenance {
			x.add(n)
		}
	}
	articles := map[string]int32{}
	for r, err := range relationships {
		if err != nil {
			return nil, fmt.Errorf("reading facts: %w", err)
		}
		switch d := schema.Graph.Relationship(r.Type); {
		case d == nil:
		case r.Type == schema.Mentions:
			x.mention(r, articles)
		case !d.Provenance:
			x.relate(r)
		}
	}
	for _, es := range x.mentions {
		slices.Sort(es)
	}
	for i := range x.entities {
		x.describe(id(i))
	}
	return x, nil
}

func (x *Index) add(n graph.Node) {
	e := entity{key: n.ID, label: n.Label, props: map[string]string{}}
	e.name, _ = n.Properties["name"].(string)
	e.aliases, _ = n.Properties["aliases"].([]string)
	e.aliases = e.aliases[:min(len(e.aliases), maxAliases)]
	e.number, _ = n.Properties["articles"].(int64)
	for _, d := range slices.Concat(schema.Graph.Node(n.Label).Properties, reports) {
		if v, ok := n.Properties[d.Name]; ok {
			e.props[d.Name] = fmt.Sprint(v)
		}
	}
	x.ids[n.ID] = id(len(x.entities))
	x.entities = append(x.entities, e)
}

func (x *Index) mention(r graph.Relationship, articles map[string]int32) {
	i, ok := x.ids[r.To]
	if !ok {
		return
	}
	a, ok := articles[r.From]
	if !ok {
		a = int32(len(x.mentions))
		articles[r.From] = a
		x.mentions = append(x.mentions, nil)
	}
	x.mentions[a] = append(x.mentions[a], i)
	if e := &x.entities[i]; len(e.articles) < maxArticles {
		e.articles = append(e.articles, a)
	}
}

func (x *Index) relate(r graph.Relationship) {
	from, ok := x.ids[r.From]
	to, known := x.ids[r.To]
	if !ok || !known {
		return
	}
	text := func(name string) string {
		s, _ := r.Properties[name].(string)
		return s
	}
	f := fact{
		kind: r.Type, out: true, other: to, status: text("status"), role: text("role"),
		since: cmp.Or(text("since"), text("firstReported")), until: cmp.Or(text("until"), text("lastReported")),
	}
	if e := &x.entities[from]; len(e.facts) < maxFacts {
		e.facts = append(e.facts, f)
	}
	f.out, f.other = false, from
	if e := &x.entities[to]; len(e.facts) < maxFacts {
		e.facts = append(e.facts, f)
	}
}

// describe computes what is compared of an entity.
func (x *Index) describe(i id) {
	e := &x.entities[i]
	switch e.label {
	case schema.Person:
		e.persons = personNames(e)
	case schema.Organization, schema.Place, schema.Country:
		for _, name := range names(e) {
			f := x.form(name, e.label)
			if e.label == schema.Place && f.kind == "" {
				f.kind = placeKinds[e.props["kind"]]
			}
			e.forms = append(e.forms, f)
		}
	case schema.Office:
		e.forms = []form{x.form(e.props["title"], e.label)}
	}
	found := map[string]bool{}
	x.reach(i, 3, found)
	e.countries = slices.Sorted(maps.Keys(found))
}

// placeKinds are the words of the vocabulary for kinds of places that articles
// leave unsaid.
var placeKinds = map[string]string{"city": "city", "region": "province"}

// names returns the name of an entity and its aliases that are not in it.
func names(e *entity) []string {
	out := []string{e.name}
	for _, a := range e.aliases {
		if a != e.name {
			out = append(out, a)
		}
	}
	return out
}

// reach collects the countries that i belongs to, over at most so many facts.
func (x *Index) reach(i id, steps int, found map[string]bool) {
	e := &x.entities[i]
	if e.label == schema.Country {
		return
	}
	if _, country, ok := strings.Cut(e.key, "|"); ok && e.label == schema.Place {
		found["country:"+country] = true
		return
	}
	for _, f := range e.facts {
		if !f.out || steps == 0 {
			continue
		}
		switch f.kind {
		case schema.HoldsOffice, schema.OfficeOf, schema.WorksFor, schema.CitizenOf, schema.PartOf, schema.BasedIn, schema.LocatedIn, schema.OccurredIn:
		case schema.MemberOf:
			if e.label == schema.Organization { // of an alliance of several countries
				continue
			}
		default:
			continue
		}
		if x.entities[f.other].label == schema.Country {
			found[x.entities[f.other].key] = true
		} else {
			x.reach(f.other, steps-1, found)
		}
	}
	if e.label != schema.Organization || len(found) > 0 {
		return
	}
	for _, f := range e.forms {
		if f.country != "" {
			found["country:"+f.country] = true
			return
		}
	}
}

// context calls do for all that the articles that mention i mention besides, and
// may stop it; what occurs in several comes several times.
func (x *Index) context(i id, do func(id)) {
	for _, a := range x.entities[i].articles {
		for _, j := range x.mentions[a] {
			if j != i {
				do(j)
			}
		}
	}
}

// together reports whether one article mentions both.
func (x *Index) together(i, j id) bool {
	a, b := x.entities[i].articles, x.entities[j].articles
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

// reports are the properties of every entity that say when it is reported.
var reports = []schema.Property{{Name: "firstReported"}, {Name: "lastReported"}}
