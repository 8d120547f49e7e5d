package resolve

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"dateline/graph/schema"
)

// comparison collects the cues of a pair. It is of entities of one label.
type comparison struct {
	x    *Index
	i, j id
	a, b *entity
	hits []hit
}

// compare returns the cues of a pair; false where the two cannot be one: their
// names differ, or something rules it out.
func (x *Index) compare(i, j id) ([]hit, bool) {
	c := &comparison{x: x, i: i, j: j, a: &x.entities[i], b: &x.entities[j]}
	if c.ruledOut() {
		return nil, false
	}
	identified := c.identifier()
	named := false
	switch c.a.label {
	case schema.Person:
		named = c.personNames()
		c.personFacts()
	case schema.Event:
		named = c.events()
	default:
		named = c.forms()
		c.formFacts()
	}
	if !named && !identified {
		return nil, false
	}
	c.context()
	return c.hits, true
}

func (c *comparison) add(name cue, value float64, said string) {
	if value > 0 {
		c.hits = append(c.hits, hit{name, value, said})
	}
}

// ruledOut reports whether the two cannot be one, whatever their names: outside
// lists have two entries for them, one is a relative or part of the other, or an
// article knows both as people or events of their own.
func (c *comparison) ruledOut() bool {
	for _, name := range []string{"wikidataId", "geonamesId", "iso2"} {
		if p, q := c.a.props[name], c.b.props[name]; p != "" && q != "" && p != q {
			return true
		}
	}
	for _, f := range c.a.facts {
		if f.other == c.j {
			return true
		}
	}
	if c.a.label == schema.Office && !c.sameOf(c.i, c.j) {
		return true
	}
	return (c.a.label == schema.Person || c.a.label == schema.Event) && c.x.together(c.i, c.j)
}

// identifier adds a cue for what outside lists call both, and reports whether
// there is any: then their names may differ.
func (c *comparison) identifier() bool {
	for _, name := range []string{"wikidataId", "geonamesId", "iso2"} {
		if p := c.a.props[name]; p != "" && p == c.b.props[name] {
			c.add("identifier", 1, p)
			return true
		}
	}
	return false
}

func (c *comparison) personNames() bool {
	var best personLikeness
	var said string
	found := false
	for _, p := range c.a.persons {
		for _, q := range c.b.persons {
			l, ok := comparePersons(p, q)
			if !ok {
				continue
			}
			if l.conflict {
				return false
			}
			if !found || l.rank() > best.rank() {
				best, found = l, true
				said = strings.Join(p.words, " ") + ", " + strings.Join(q.words, " ")
			}
		}
	}
	if !found {
		return false
	}
	switch {
	case best.surname == equal && best.given == equal && best.middle == 0:
		c.add("name.same", 1, "")
	case best.surname == spelling:
		c.add("surname.respelt", 1, said)
		said = ""
	}
	if best.inner {
		c.add("surname.inner", 1, "")
	}
	switch best.given {
	case equal:
		c.add("given.same", 1, "")
	case spelling:
		c.add("given.respelt", 1, said)
	case nickname:
		c.add("given.nickname", 1, said)
	case initial:
		c.add("given.initial", 1, said)
	case absent:
		c.add("given.absent", 1, "")
	}
	if best.single == 2 {
		c.add("single.both", 1, "")
	}
	if best.middleAgree {
		c.add("middle.agree", 1, "")
	}
	if best.generation {
		c.add("generation", 1, "")
	}
	if best.single == 0 {
		c.add("middle.extra", float64(min(best.middle, 2)), "")
	}
	return true
}

// rank orders likenesses of one pair, the closest last.
func (l personLikeness) rank() int {
	r := 10*int(l.surname) + 2*int(l.given) - l.middle
	if l.inner {
		r -= 3
	}
	return r
}

func (c *comparison) personFacts() {
	c.offices()
	c.shared("organization", c.x.organizations(c.i), c.x.organizations(c.j))
	c.shared("relative", c.x.others(c.i, schema.RelativeOf), c.x.others(c.j, schema.RelativeOf))
	c.sameEvent()
	c.countries()
}

// offices compares the offices that two persons hold.
func (c *comparison) offices() {
	var same, title, current bool
	var said string
	several := false
	for _, f := range c.a.facts {
		if f.kind != schema.HoldsOffice {
			continue
		}
		o := &c.x.entities[f.other]
		for _, g := range c.b.facts {
			if g.kind != schema.HoldsOffice {
				continue
			}
			p := &c.x.entities[g.other]
			several = true
			alike := f.other == g.other
			if !alike {
				l, ok := compareForms(o.forms[0], p.forms[0])
				alike = ok && l.extra == 0 && l.acronym == 0 && agree(o.countries, p.countries) && c.sameOf(f.other, g.other)
				title = title || alike
			} else {
				same = true
			}
			if alike {
				said = p.name
				if f.status != g.status && overlap(f, g) {
					current = true
				}
			}
		}
	}
	switch {
	case same:
		c.add("office", 1, said)
	case title:
		c.add("title", 1, said)
	case several:
		c.add("office.other", 1, "")
	}
	if current {
		c.add("succession", 1, "")
	}
}

// sameOf reports whether two offices may be of the same: where both are known,
// they are in one country or one thing by two names.
func (c *comparison) sameOf(i, j id) bool {
	p, q := c.x.others(i, schema.OfficeOf), c.x.others(j, schema.OfficeOf)
	if len(p) == 0 || len(q) == 0 {
		return true
	}
	for a := range p {
		for b := range q {
			if a == b || c.x.entities[a].label != c.x.entities[b].label {
				return true
			}
			if x, y := &c.x.entities[a], &c.x.entities[b]; len(x.forms) > 0 && len(y.forms) > 0 {
				if l, ok := compareForms(x.forms[0], y.forms[0]); ok && l.extra == 0 {
					return true
				}
			}
		}
	}
	return false
}

// agree reports whether two lists of countries, where both are known, have one in
// common.
func agree(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(c string) bool { return slices.Contains(b, c) })
}

// overlap reports whether two facts hold at one time, as far as articles say; of
// what has no date, it does.
func overlap(f, g fact) bool {
	if f.since == "" || g.since == "" {
		return true
	}
	a, b := days(f.since, f.until), days(g.since, g.until)
	const slack = 30 // days: who has just left is still called by the office
	return a[0] <= b[1]+slack && b[0] <= a[1]+slack
}

// days returns the first and the last day of a span of dates, in days of the
// epoch.
func days(since, until string) [2]int {
	first, _ := day(since)
	last, _ := day(cmp.Or(until, since))
	return [2]int{first, max(first, last)}
}

const secondsOfDay = 24 * 60 * 60

// day returns the day that a date is or begins with, in days of the epoch, and
// whether the date has a day.
func day(date string) (int, bool) {
	const full = "2006-01-02"
	padded := date + "-01-01"[min(len("-01-01"), max(0, len(date)-len("2006"))):]
	t, err := time.Parse(full, padded)
	if err != nil {
		return 0, false
	}
	return int(t.Unix() / secondsOfDay), len(date) == len(full)
}

// countries compares the countries of two entities. What is of one country alone
// and seems to be of several has a name that several things share (the foreign
// ministry), so that a country in common says nothing.
func (c *comparison) countries() {
	a, b := c.a.countries, c.b.countries
	several := c.a.label == schema.Organization && max(len(a), len(b)) > 1
	if len(a) == 0 || len(b) == 0 || several && agree(a, b) {
		return
	}
	for _, k := range a {
		if slices.Contains(b, k) {
			said := strings.TrimPrefix(k, "country:")
			if i, ok := c.x.ids[k]; ok {
				said = c.x.entities[i].name
			}
			c.add("country", 1, said)
			return
		}
	}
	c.add("country.other", 1, "")
}

// others returns what the entity has facts of the type with, either way.
func (x *Index) others(i id, t schema.Type) map[id]bool {
	out := map[id]bool{}
	for _, f := range x.entities[i].facts {
		if f.kind == t && (t != schema.OfficeOf && t != schema.PartOf && t != schema.BasedIn && t != schema.LocatedIn || f.out) {
			out[f.other] = true
		}
	}
	return out
}

// organizations returns those that a person belongs to, works for or has an
// office of.
func (x *Index) organizations(i id) map[id]bool {
	out := map[id]bool{}
	for _, f := range x.entities[i].facts {
		switch f.kind {
		case schema.WorksFor, schema.MemberOf:
			out[f.other] = true
		case schema.HoldsOffice:
			for o := range x.others(f.other, schema.OfficeOf) {
				if x.entities[o].label == schema.Organization {
					out[o] = true
				}
			}
		}
	}
	return out
}

// people returns the persons who belong to, work for or have an office of an
// organization or a country, or hold an office.
func (x *Index) people(i id) map[id]bool {
	out := map[id]bool{}
	for _, f := range x.entities[i].facts {
		if f.out {
			continue
		}
		switch f.kind {
		case schema.WorksFor, schema.MemberOf, schema.HoldsOffice:
			out[f.other] = true
		case schema.OfficeOf:
			for p := range x.others(f.other, schema.HoldsOffice) {
				out[p] = true
			}
		}
	}
	return out
}

// shared adds a cue for what both sets have.
func (c *comparison) shared(name cue, a, b map[id]bool) {
	best := id(-1)
	for o := range a {
		if b[o] && (best < 0 || o < best) {
			best = o
		}
	}
	if best >= 0 {
		c.add(name, 1, c.x.entities[best].name)
	}
}

// sameEvent adds a cue for events of the same type and day with another
// participant or a place in common: with two spellings of one participant they
// have two keys.
func (c *comparison) sameEvent() {
	via := schema.ParticipatedIn
	if c.a.label == schema.Place {
		via = schema.OccurredIn
	}
	for _, f := range c.a.facts {
		if f.kind != via {
			continue
		}
		for _, g := range c.b.facts {
			if g.kind != via || f.role != g.role {
				continue
			}
			e, o := &c.x.entities[f.other], &c.x.entities[g.other]
			if f.other != g.other {
				p, full := day(e.props["date"])
				q, both := day(o.props["date"])
				if e.props["eventType"] != o.props["eventType"] || !full || !both || p != q || !c.company(e, o) {
					continue
				}
			}
			c.add("event", 1, e.name)
			return
		}
	}
}

// company reports whether two events have a participant or place in common, but
// the pair in question.
func (c *comparison) company(e, o *entity) bool {
	return slices.ContainsFunc(e.facts, func(f fact) bool {
		return f.other != c.i && f.other != c.j && f.kind != schema.ResponseTo &&
			slices.ContainsFunc(o.facts, func(g fact) bool { return f.other == g.other && f.kind == g.kind })
	})
}

// forms compares the names of organizations, places, countries and offices.
func (c *comparison) forms() bool {
	var best formLikeness
	found := false
	var kinds [2]string
	var inName [2]bool // a country
	for n, p := range c.a.forms[:min(len(c.a.forms), maxForms)] {
		for m, q := range c.b.forms[:min(len(c.b.forms), maxForms)] {
			l, ok := compareForms(p, q)
			if !ok {
				if n == 0 && m == 0 && c.namesConflict(p, q) {
					return false
				}
				continue
			}
			if !c.tellable(p, q, n == 0, m == 0, l) {
				continue
			}
			if !found || l.rank() > best.rank() {
				best, found, kinds = l, true, [2]string{p.kind, q.kind}
				inName = [2]bool{p.country != "" && q.country == "", q.country != "" && p.country == ""}
			}
		}
	}
	if !found {
		return false
	}
	switch {
	case best.exact:
		c.add("exact", 1, "")
	case best.acronym > 0:
		c.add("acronym", float64(best.acronym-1)/float64(minAcronym), "")
	case best.words == spelling:
		c.add("words.respelt", 1, "")
	case best.extra == 0:
		c.add("words.equal", 1, "")
	}
	c.add("extra", float64(min(best.extra, 3)), "")
	if c.a.label == schema.Organization && (inName[0] && len(c.b.countries) == 0 || inName[1] && len(c.a.countries) == 0) {
		c.add("country.open", 1, "")
	}
	if c.a.label == schema.Place {
		if (kinds[0] == "") != (kinds[1] == "") {
			c.add("kindword", 1, "")
		}
	} else {
		c.add("generic", float64(min(best.generic, 3)), "")
	}
	return true
}

// tellable reports whether a likeness of two forms counts: of the names, or of a
// name and an alias that is not vague. What is spelt out tells which of several
// things with one acronym an entity is, so acronyms among aliases do not.
func (c *comparison) tellable(p, q form, first, second bool, l formLikeness) bool {
	switch {
	case first && second:
		return true
	case l.acronym > 0:
		return first && p.acronym != "" || second && q.acronym != ""
	case !first && !second && (p.acronym != "" || len(p.words) < 2 || len(q.words) < 2):
		return false
	}
	return !vague(p) && !vague(q)
}

// namesConflict reports whether the names of two entities rule out that they are
// one, whatever else articles call them: 1st and 2nd Division.
func (c *comparison) namesConflict(p, q form) bool {
	if p.acronym != "" || q.acronym != "" {
		return false
	}
	if p.country != "" && q.country != "" && p.country != q.country || p.kind != "" && q.kind != "" && p.kind != q.kind {
		return true
	}
	return len(p.numbers) > 0 && len(q.numbers) > 0 && !slices.Equal(p.numbers, q.numbers) || opposed(p.words, q.words)
}

// vague reports whether a form tells nothing by itself: the ministry.
func vague(f form) bool {
	return f.acronym == "" && !slices.ContainsFunc(f.words, tells) || len(f.words) == 1 && f.country == "" && f.acronym == "" && vocab.vague[f.words[0]]
}

// rank orders likenesses of one pair, the closest last.
func (l formLikeness) rank() int {
	r := 10*int(l.words) - 8*l.extra - l.generic
	switch {
	case l.exact:
		r += 10
	case l.acronym > 0:
		r = 10*int(spelling) + 5
	}
	return r
}

// formFacts compares what stands around organizations, places, countries and
// offices.
func (c *comparison) formFacts() {
	if c.x.together(c.i, c.j) {
		c.add("together", 1, "")
	}
	if p, q := c.a.props["kind"], c.b.props["kind"]; p != "" && q != "" {
		if p == q {
			c.add("kind", 1, p)
		} else {
			c.add("kind.other", 1, p+", "+q)
		}
	}
	switch c.a.label {
	case schema.Organization:
		c.shared("people", c.x.people(c.i), c.x.people(c.j))
		c.shared("parent", c.x.notCountries(c.i, schema.PartOf, schema.BasedIn), c.x.notCountries(c.j, schema.PartOf, schema.BasedIn))
		c.sameEvent()
		c.countries()
	case schema.Country:
		c.shared("people", c.x.people(c.i), c.x.people(c.j))
		c.sameEvent()
	case schema.Place:
		c.shared("located", c.x.notCountries(c.i, schema.LocatedIn), c.x.notCountries(c.j, schema.LocatedIn))
		c.sameEvent()
		c.countries()
	case schema.Office:
		p, q := c.x.others(c.i, schema.OfficeOf), c.x.others(c.j, schema.OfficeOf)
		c.shared("of", p, q)
		c.shared("holder", c.x.people(c.i), c.x.people(c.j))
		c.countries()
		if len(p) > 0 && len(q) > 0 && !slices.ContainsFunc(slices.Collect(maps.Keys(p)), func(o id) bool { return q[o] }) {
			c.add("of.other", 1, "")
		}
	}
}

func (x *Index) notCountries(i id, types ...schema.Type) map[id]bool {
	out := map[id]bool{}
	for _, t := range types {
		for o := range x.others(i, t) {
			if x.entities[o].label != schema.Country {
				out[o] = true
			}
		}
	}
	return out
}

// maxContext is how many neighbours are compared.
const maxContext = 4096

// context adds a cue for what the articles of both mention, and what both have
// facts with: the rarer in all articles, the more.
func (c *comparison) context() {
	near := func(i id) map[id]bool {
		out := map[id]bool{}
		for _, f := range c.x.entities[i].facts {
			out[f.other] = true
		}
		c.x.context(i, func(o id) {
			if len(out) < maxContext {
				out[o] = true
			}
		})
		delete(out, c.i)
		delete(out, c.j)
		return out
	}
	a, b := near(c.i), near(c.j)
	if c.x.together(c.i, c.j) {
		return
	}
	var sum float64
	var best id
	rarest := 0.0
	n := 0
	for _, o := range slices.Sorted(maps.Keys(a)) {
		e := &c.x.entities[o]
		if !b[o] || e.label == schema.Country {
			continue
		}
		v := 1 / math.Log2(1+float64(max(e.number, 2)))
		n++
		sum += v
		if v > rarest {
			rarest, best = v, o
		}
	}
	if n == 0 {
		return
	}
	said := c.x.entities[best].name
	if n > 1 {
		said += fmt.Sprintf(" and %d more", n-1)
	}
	c.add("context", sum/(sum+1), said)
}
