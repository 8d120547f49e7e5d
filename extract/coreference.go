package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	add := func(k int, keys ...string) {
		for _, key := range keys {
			if e, ok := byKey[key]; ok {
				join(k, e)
				for _, other := range keys {
					byKey[other] = e
				}
				return
			}
		}
		entities = append(entities, entity{label: mentions[k].label})
		join(k, len(entities)-1)
		for _, key := range keys {
			byKey[key] = len(entities) - 1
		}
	}
	acronyms := p.acronyms(mentions)
	people := p.people(mentions)
	for k, m := range mentions {
		form := p.text(m)
		switch m.label {
		case schema.Country:
			add(k, "country "+cmp.Or(m.country, graph.Normalize(form)))
		case schema.Place:
			add(k, "place "+graph.Normalize(form))
		case schema.Person:
			add(k, "person "+people[k])
		case schema.Organization:
			keys := []string{"organization " + graph.Normalize(form)}
			if m.known != "" {
				keys = append(keys, "organization "+graph.Normalize(m.known))
			}
			if long, ok := acronyms[form]; ok {
				keys = append(keys, "organization "+graph.Normalize(long))
			}
			add(k, keys...)
		}
	}
	for e := range entities {
		entities[e].name = p.entityName(entities[e], mentions)
	}
	return entities, of
}

// people returns for each mention of a person the full name that it stands for:
// the longest with the same last name and a first name that fits, for a single
// name the latest full name before it (or the first behind it) that ends with
// it, or else begins with it.
func (p *page) people(mentions []mention) map[int]string {
	out := map[int]string{}
	full := map[string]string{} // by what was written
	var byLast, byFirst, byPart index
	var single []int
	for k, m := range mentions {
		if m.label != schema.Person {
			continue
		}
		name := graph.Normalize(p.text(m))
		w := strings.Fields(name)
		out[k] = name
		if len(w) < 2 {
			single = append(single, k)
			continue
		}
		if _, ok := full[name]; !ok {
			full[name] = name
			for _, f := range byLast.lists[w[len(w)-1]] {
				if v := strings.Fields(out[f]); fits(v[0], w[0]) {
					full[name] = out[f]
				}
			}
		}
		out[k] = full[name]
		byLast.add(w[len(w)-1], k)
		byFirst.add(w[0], k)
		for _, part := range w {
			byPart.add(part, k)
		}
	}
	for _, k := range single {
		for _, x := range []index{byLast, byFirst, byPart} {
			if f, ok := x.near(out[k], k); ok {
				out[k] = out[f]
				break
			}
		}
	}
	return out
}

// fits reports whether two first names may be one: equal, or one the other's
// initial.
func fits(a, b string) bool {
	return a == b || len(a) == 1 && strings.HasPrefix(b, a) || len(b) == 1 && strings.HasPrefix(a, b)
}

// index lists mentions by a word, ascending.
type index struct{ lists map[string][]int }

func (x *index) add(word string, k int) {
	if x.lists == nil {
		x.lists = map[string][]int{}
	}
	x.lists[word] = append(x.lists[word], k)
}

// near returns the last mention of the word before k, else the first behind it.
func (x index) near(word string, k int) (int, bool) {
	list := x.lists[word]
	if len(list) == 0 {
		return 0, false
	}
	i, _ := slices.BinarySearch(list, k)
	return list[max(i-1, 0)], true
}

// acronyms returns the expansions of acronyms: "Judicial Service Commission
// (JSC)", or another organization of the article with these initials.
func (p *page) acronyms(mentions []mention) map[string]string {
	out := map[string]string{}
	long := map[string]string{} // the first name with these initials
	for _, m := range mentions {
		if m.label == schema.Organization && m.last-m.first > 1 {
			name := p.text(m)
			if _, ok := long[initials(name)]; !ok {
				long[initials(name)] = name
			}
		}
	}
	for k, m := range mentions {
		form := p.text(m)
		if m.label != schema.Organization || !allCaps(form) || strings.Contains(form, " ") || utf8.RuneCountInString(form) > 8 {
			continue
		}
		if k > 0 && mentions[k-1].label == schema.Organization && mentions[k-1].last == m.first-1 && p.lower(m.first-1) == "(" {
			out[form] = p.text(mentions[k-1])
			continue
		}
		if _, ok := out[form]; ok {
			continue
		}
		if name, ok := long[strings.ReplaceAll(form, ".", "")]; ok {
			out[form] = name
		}
	}
	return out
}

func initials(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(name) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// entityName returns the fullest name of an entity: its longest mention, those
// in capitals throughout and adjectives last; of a country the common name.
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
	return strings.Join(strings.Fields(p.text(mentions[best])), " ")
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
