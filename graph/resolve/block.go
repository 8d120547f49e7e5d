package resolve

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"
	"strings"

	"dateline/graph/schema"
)

// Entities of one block are compared with each other. A block of more is divided
// by what stands around its members, without which nothing would be proposed
// anyway; what is shared by more still tells nobody apart.
const maxBlock = 64

// member says that an entity is in the block with the hash.
type member struct {
	block uint64
	id    id
}

// seed makes hashes of blocks; a collision costs a comparison, no more.
var seed = maphash.MakeSeed()

// pairs returns the pairs of entities of the label that are worth comparing, the
// lesser id first, sorted.
func (x *Index) pairs(ctx context.Context, label schema.Label) ([][2]id, error) {
	var members []member
	for i := range x.entities {
		if x.entities[i].label != label {
			continue
		}
		for _, k := range x.blocks(id(i)) {
			members = append(members, member{maphash.String(seed, k), id(i)})
		}
	}
	sortMembers(members)
	var out pairList
	for block := range runs(members) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if out.add(x, block) {
			continue
		}
		var parts []member
		for _, m := range block {
			for _, k := range x.surroundings(m.id) {
				parts = append(parts, member{maphash.Comparable(seed, k), m.id})
			}
		}
		sortMembers(parts)
		for part := range runs(parts) {
			out.add(x, part)
		}
	}
	return out.compact(), nil
}

func sortMembers(ms []member) {
	slices.SortFunc(ms, func(a, b member) int { return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.id, b.id)) })
}

// runs yields the members of one block after the other, each once.
func runs(ms []member) func(func([]member) bool) {
	return func(yield func([]member) bool) {
		for len(ms) > 0 {
			n := 1
			for n < len(ms) && ms[n].block == ms[0].block {
				n++
			}
			if !yield(slices.Compact(slices.Clone(ms[:n]))) {
				return
			}
			ms = ms[n:]
		}
	}
}

// pairList holds pairs, in memory for each but once in a while for each twice.
type pairList struct {
	pairs  [][2]id
	sorted int // of compact
}

// add adds the pairs of a block, and reports whether it is small enough. Of a
// larger one it adds those of persons of whom only a surname is known with its
// bearers, if these are few enough.
func (l *pairList) add(x *Index, block []member) bool {
	named := block
	if len(block) > maxBlock {
		named = slices.DeleteFunc(slices.Clone(block), func(m member) bool { return x.entities[m.id].props["ambiguous"] != "" })
		if len(named) > maxBlock {
			return false
		}
	}
	for _, m := range named {
		for _, o := range block {
			if m.id != o.id {
				l.pairs = append(l.pairs, [2]id{min(m.id, o.id), max(m.id, o.id)})
			}
		}
	}
	if len(l.pairs) > 2*l.sorted+1<<20 {
		l.compact()
	}
	return len(block) <= maxBlock
}

func (l *pairList) compact() [][2]id {
	slices.SortFunc(l.pairs, func(a, b [2]id) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	l.pairs = slices.Compact(l.pairs)
	l.sorted = len(l.pairs)
	return l.pairs
}

// maxSurroundings is how many neighbours divide a block.
const maxSurroundings = 64

// surroundings returns what a large block is divided by: countries, what the
// entity has facts with, and what its articles mention besides.
func (x *Index) surroundings(i id) []any {
	e := &x.entities[i]
	var out []any
	for _, c := range e.countries {
		out = append(out, c)
	}
	seen := map[id]bool{}
	add := func(o id) {
		if len(seen) < maxSurroundings && !seen[o] && x.entities[o].label != schema.Country {
			seen[o] = true
			out = append(out, o)
		}
	}
	for _, f := range e.facts {
		add(f.other)
	}
	x.context(i, add)
	if date := e.props["date"]; date != "" {
		out = append(out, date)
	}
	return out
}

// blocks returns the keys of the blocks that an entity is in.
func (x *Index) blocks(i id) []string {
	e := &x.entities[i]
	var keys []string
	switch e.label {
	case schema.Person:
		for _, p := range e.persons {
			keys = append(keys, p.blocks()...)
		}
	case schema.Event:
		keys = e.eventBlocks(x)
	default:
		for n, f := range e.forms[:min(len(e.forms), maxForms)] {
			if n == 0 || !vague(f) {
				keys = append(keys, f.blocks()...)
			}
		}
	}
	for _, name := range []string{"wikidataId", "geonamesId"} {
		if v := e.props[name]; v != "" {
			keys = append(keys, name+"|"+v)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// sound returns what spellings of a surname share.
func sound(w string) string { return skeleton(unarticled(given.group(w))) }

// firsts returns the first sounds of the names that a given name stands for.
func firsts(w string) []string {
	full := []string{given.group(w)}
	for f := range given.short[given.group(w)] {
		full = append(full, f)
	}
	for i, f := range full {
		full[i] = skeleton(f)[:1]
	}
	slices.Sort(full)
	return slices.Compact(full)
}

func (p personName) blocks() []string {
	ws := p.words
	if len(ws) == 0 {
		return nil
	}
	if len(ws) == 1 {
		return []string{"single|" + sound(ws[0])}
	}
	last := len(ws) - 1
	keys := []string{"joined|" + strings.Join(ws, "")}
	for _, w := range ws {
		keys = append(keys, "single|"+sound(w))
	}
	add := func(surname, first string) {
		for _, f := range firsts(first) {
			keys = append(keys, "full|"+sound(surname)+"|"+f)
		}
	}
	for n, w := range ws[:last] {
		add(ws[last], w)
		if n > 0 {
			add(w, ws[0])
		}
	}
	add(ws[0], ws[1])    // the surname first
	add(ws[0], ws[last]) // the same, with a middle name
	return keys
}

func (f form) blocks() []string {
	keys := []string{"folded|" + f.folded}
	if f.acronym != "" {
		return append(keys, "short|"+f.acronym)
	}
	for n := len(f.initial); n >= 2 && n >= len(f.initial)-1; n-- {
		keys = append(keys, "short|"+f.initial[:n])
	}
	keys = append(keys, "short|"+f.initials)
	var ws []string
	for _, w := range f.words {
		if tells(w) {
			ws = append(ws, sound(w))
		}
	}
	slices.Sort(ws)
	keys = append(keys, "words|"+strings.Join(ws, " "), "joined|"+skeleton(strings.Join(f.words, "")))
	if len(ws) > 1 {
		for n := range ws {
			keys = append(keys, "words|"+strings.Join(slices.Delete(slices.Clone(ws), n, n+1), " "))
		}
	}
	return keys
}

// eventBlocks are of an event's type, a participant or its place, and the months
// that its date may be in.
func (e *entity) eventBlocks(x *Index) []string {
	var keys []string
	for _, f := range e.facts {
		if f.kind != schema.ParticipatedIn && (f.kind != schema.OccurredIn || !f.out) {
			continue
		}
		for _, m := range e.months() {
			keys = append(keys, e.props["eventType"]+"|"+x.entities[f.other].key+"|"+m)
		}
	}
	return keys
}
