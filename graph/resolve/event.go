package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/graph"
	"dateline/graph/schema"
)

// Days between two dates of one event: articles count them from different places,
// or date it by its beginning and its end.
const farDays = 3

// Days between the reports of one event.
const (
	soonDays  = 3
	laterDays = 45
)

// events compares two events; false where they are two.
func (c *comparison) events() bool {
	if c.a.props["eventType"] != c.b.props["eventType"] {
		return false
	}
	return c.eventNames() && c.eventDates() && c.eventParts()
}

// eventNames compares the names of two events without the words that name their
// participants, places and dates, which are compared as such.
func (c *comparison) eventNames() bool {
	p, q := c.x.form(c.a.name, schema.Event), c.x.form(c.b.name, schema.Event)
	if len(p.numbers) > 0 && len(q.numbers) > 0 && !slices.ContainsFunc(p.numbers, func(n string) bool { return slices.Contains(q.numbers, n) }) {
		return false
	}
	parts := map[string]bool{}
	for _, e := range []*entity{c.a, c.b} {
		for _, f := range e.facts {
			for _, name := range names(&c.x.entities[f.other]) {
				for _, w := range graph.Words(name) {
					parts[singular(plain(w))] = true
				}
			}
		}
	}
	telling := func(ws []string) []string {
		return slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return parts[w] || vocab.month[w] })
	}
	left, right := telling(p.words), telling(q.words)
	n := min(len(left), len(right))
	var common []string
	left = slices.DeleteFunc(left, func(w string) bool {
		at := slices.IndexFunc(right, func(v string) bool { return w == v || respelt(w, v) })
		if at >= 0 {
			common = append(common, w)
			right = slices.Delete(right, at, at+1)
		}
		return at >= 0
	})
	if opposed(left, right) {
		return false
	}
	switch {
	case len(common) > 0:
		c.add("words", float64(len(common))/float64(n), strings.Join(common, " "))
	case n > 0:
		c.add("words.none", 1, "")
	}
	if proper(c.a.name, left) && proper(c.b.name, right) {
		c.add("words.other", 1, "")
	}
	return true
}

// proper reports whether one of the words is a name in the text.
func proper(text string, words []string) bool {
	for i, raw := range strings.Fields(text) {
		r, _ := utf8.DecodeRuneInString(raw)
		if i > 0 && unicode.IsUpper(r) && slices.Contains(words, singular(plain(graph.Normalize(raw)))) {
			return true
		}
	}
	return false
}

func (c *comparison) eventDates() bool {
	p, q := c.a.props["date"], c.b.props["date"]
	if p != "" && q != "" {
		d, full := day(p)
		e, both := day(q)
		apart := max(d-e, e-d)
		switch {
		case !full || !both:
			if short := min(len(p), len(q)); p[:short] != q[:short] {
				return false
			}
			c.add("month", 1, p[:min(len(p), len(q))])
		case apart == 0:
			c.add("day", 1, p)
		case apart == 1:
			c.add("day.near", 1, p+", "+q)
		case apart <= farDays:
			c.add("day.far", 1, p+", "+q)
		default:
			return false
		}
	}
	first, other := c.a.props["firstReported"], c.b.props["firstReported"]
	d, full := day(first)
	e, both := day(other)
	if !full || !both {
		return true
	}
	switch apart := max(d-e, e-d); {
	case apart <= soonDays:
		c.add("reported", 1, "")
	case apart > laterDays && (p == "" || q == ""):
		c.add("reported.far", 1, first+", "+other)
	}
	return true
}

// eventParts compares who takes part and where.
func (c *comparison) eventParts() bool {
	roles := func(e *entity) map[id]string {
		out := map[id]string{}
		for _, f := range e.facts {
			if f.kind == schema.ParticipatedIn {
				out[f.other] = f.role
			}
		}
		return out
	}
	p, q := roles(c.a), roles(c.b)
	shared, crossed := 0, false
	var said []string
	for o, role := range p {
		other, ok := q[o]
		if !ok {
			if other, ok = c.namedAlike(o, q); !ok {
				continue
			}
		}
		shared++
		said = append(said, c.x.entities[o].name)
		crossed = crossed || role != other && role != "participant" && other != "participant"
	}
	slices.Sort(said)
	if n := min(len(p), len(q)); n > 0 {
		c.add("participants", float64(shared)/float64(n), strings.Join(said, ", "))
		c.add("participants.other", 1-float64(shared)/float64(n), "")
	}
	if crossed {
		c.add("role.other", 1, "")
	}
	places := c.where(c.a, c.b)
	switch {
	case places > 0:
		c.add("place", 1, "")
	case places < 0:
		c.add("place.other", 1, "")
	}
	undone := func(e *entity) bool {
		return slices.Contains([]string{"denied", "cancelled", "possible"}, e.props["status"])
	}
	done := func(e *entity) bool {
		return e.props["status"] == "happened" || e.props["status"] == "ongoing"
	}
	if undone(c.a) && done(c.b) || undone(c.b) && done(c.a) {
		c.add("status.other", 1, "")
	}
	dated := slices.ContainsFunc(c.hits, func(h hit) bool { return h.cue == "day" || h.cue == "day.near" })
	alike := slices.ContainsFunc(c.hits, func(h hit) bool { return h.cue == "words" && h.value >= enoughWords })
	return (shared > 0 || places > 0) && (dated || alike)
}

// enoughWords is the part of the words that two events must share whose days are
// not known to be one: many have the same participants.
const enoughWords = 0.5

// namedAlike returns the role of a participant whose name may be o's in another
// spelling.
func (c *comparison) namedAlike(o id, participants map[id]string) (role string, ok bool) {
	for _, p := range slices.Sorted(maps.Keys(participants)) {
		a, b := &c.x.entities[o], &c.x.entities[p]
		if a.label != schema.Person || b.label != schema.Person {
			if c.alike(o, p) {
				return participants[p], true
			}
			continue
		}
		if l, ok := comparePersons(a.persons[0], b.persons[0]); ok && !l.conflict && l.single < 2 {
			return participants[p], true
		}
	}
	return "", false
}

// where is positive if two events have a place in common, one's place in the
// other's included, negative if their places differ, and 0 if one has none.
func (c *comparison) where(a, b *entity) int {
	out := 0
	for _, f := range a.facts {
		for _, g := range b.facts {
			if f.kind != schema.OccurredIn || g.kind != schema.OccurredIn || !f.out || !g.out {
				continue
			}
			if f.other == g.other || c.within(f.other, g.other) || c.within(g.other, f.other) || c.alike(f.other, g.other) {
				return 1
			}
			if c.x.entities[f.other].label == c.x.entities[g.other].label {
				out = -1
			}
		}
	}
	return out
}

// within reports whether a place is in another or in a country.
func (c *comparison) within(i, j id) bool {
	e := &c.x.entities[j]
	if e.label == schema.Country {
		of := c.x.entities[i].countries
		if p, ok := c.x.gaz.Place(c.x.entities[i].name); ok && len(of) == 0 {
			of = []string{"country:" + strings.ToLower(p.Country)}
		}
		return slices.Contains(of, e.key)
	}
	return c.x.others(i, schema.LocatedIn)[j]
}

// alike reports whether two places may be one by name and country.
func (c *comparison) alike(i, j id) bool {
	a, b := &c.x.entities[i], &c.x.entities[j]
	if a.label != b.label || len(a.forms) == 0 || len(b.forms) == 0 || !agree(a.countries, b.countries) {
		return false
	}
	l, ok := compareForms(a.forms[0], b.forms[0])
	return ok && l.extra == 0
}

// months returns the months that an event may be dated or reported in.
func (e *entity) months() []string {
	const month = "2006-01"
	date := cmp.Or(e.props["date"], e.props["firstReported"])
	d, full := day(date)
	if !full {
		return []string{date[:min(len(date), len(month))]}
	}
	var out []string
	for _, n := range []int{d - farDays, d + farDays} {
		out = append(out, time.Unix(int64(n)*secondsOfDay, 0).UTC().Format(month))
	}
	return slices.Compact(out)
}
