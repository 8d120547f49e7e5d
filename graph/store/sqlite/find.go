package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
)

const (
	// maxWords bounds the words that the index is asked for; the rest are compared
	// with what it finds.
	maxWords = 16
	// walkable is how many entities are looked at before the index is asked: where so
	// many names fit that the index is slow, those that most articles mention are
	// soon found among the first.
	walkable = 4000
)

// named is an entity that stands for itself, with the folded names of all for
// which it does, one a line.
type named struct {
	id    string
	label schema.Label
	forms string
}

func scanNamed(r row) (n named, err error) {
	err = r.Scan(&n.id, &n.label, &n.forms)
	return n, err
}

// Find implements store.View.
func (s *Store) Find(ctx context.Context, text string, limit int, labels ...schema.Label) ([]graph.Node, error) {
	words := graph.Words(text)
	if len(words) == 0 || limit <= 0 {
		return nil, ctx.Err()
	}
	var out []graph.Node
	err := s.read(ctx, func(tx *sql.Tx) error {
		h := hits{words: words, labels: labels, limit: limit, walkable: s.walkable, there: map[string]bool{}}
		for _, find := range []func(context.Context, *sql.Tx) error{h.equal, h.walk, h.match} {
			if err := find(ctx, tx); err != nil {
				return err
			}
			if h.whole {
				break
			}
		}
		nodes, err := standing(ctx, tx, h.ids)
		for _, id := range h.ids {
			out = append(out, nodes[id])
		}
		return err
	})
	return out, err
}

// hits are the entities that a search finds, the best first.
type hits struct {
	words    []string
	labels   []schema.Label
	limit    int
	walkable int
	ids      []string
	there    map[string]bool
	whole    bool // no others are to be looked for
}

// take adds what is found next.
func (h *hits) take(n named) {
	if !h.there[n.id] && (len(h.labels) == 0 || slices.Contains(h.labels, n.label)) {
		h.there[n.id] = true
		h.ids = append(h.ids, n.id)
		h.whole = len(h.ids) == h.limit
	}
}

// equal takes entities with a name that has just these words.
func (h *hits) equal(ctx context.Context, tx *sql.Tx) error {
	// Words have neither quotes nor operators in them.
	phrase := `"` + strings.Join(h.words[:min(len(h.words), maxWords)], " ") + `"`
	for n, err := range each(ctx, tx, query[named]{
		text: `SELECT e.id, e.label, '' FROM entity_fts JOIN entity said ON said.number = entity_fts.rowid
			JOIN entity e ON e.id = coalesce(said.canonical_id, said.id)
			WHERE entity_fts MATCH ? AND instr(forms, ?) ORDER BY e.articles DESC, e.id`,
		args: []any{phrase, "\n" + strings.Join(h.words, " ") + "\n"}, scan: scanNamed,
	}) {
		if err != nil {
			return err
		}
		if h.take(n); h.whole {
			break
		}
	}
	return nil
}

// walk takes others in their order, as far as it goes.
func (h *hits) walk(ctx context.Context, tx *sql.Tx) error {
	before, seen := len(h.ids), 0
	for n, err := range each(ctx, tx, query[named]{
		text: `SELECT e.id, e.label, CASE WHEN e.canonical_id IS NULL THEN f.c0 ELSE (
				SELECT group_concat(g.c0, '') FROM entity m JOIN entity_fts_content g ON g.id = m.number WHERE m.canonical_id = e.id
			) END
			FROM entity e INDEXED BY entity_rank CROSS JOIN entity_fts_content f ON f.id = e.number
			WHERE e.canonical_id IS NULL OR e.canonical_id = e.id ORDER BY e.articles DESC, e.id LIMIT ?`,
		args: []any{h.walkable}, scan: scanNamed,
	}) {
		if err != nil {
			return err
		}
		seen++
		if holds(n.forms, h.words) {
			if h.take(n); h.whole {
				return nil
			}
		}
	}
	if h.whole = seen < h.walkable; !h.whole {
		for _, id := range h.ids[before:] {
			delete(h.there, id)
		}
		h.ids = h.ids[:before]
	}
	return nil
}

// match takes all others that the index has.
func (h *hits) match(ctx context.Context, tx *sql.Tx) error {
	last := len(h.words) - 1
	match := `"` + strings.Join(append(slices.Clone(h.words[:min(last, maxWords)]), h.words[last]), `" "`) + `" *`
	for n, err := range each(ctx, tx, query[named]{
		text: `SELECT e.id, e.label, forms FROM entity_fts JOIN entity said ON said.number = entity_fts.rowid
			JOIN entity e ON e.id = coalesce(said.canonical_id, said.id)
			WHERE entity_fts MATCH ? ORDER BY e.articles DESC, e.id`,
		args: []any{match}, scan: scanNamed,
	}) {
		if err != nil {
			return err
		}
		if holds(n.forms, h.words) {
			if h.take(n); h.whole {
				break
			}
		}
	}
	return nil
}

// holds reports whether a line of forms has all words, the last as a prefix. The
// index finds words that stand in different names, too.
func holds(forms string, words []string) bool {
	rest, prefix := words[:len(words)-1], words[len(words)-1]
	for form := range strings.Lines(forms) {
		have := strings.Fields(form)
		if slices.ContainsFunc(have, func(w string) bool { return strings.HasPrefix(w, prefix) }) &&
			!slices.ContainsFunc(rest, func(w string) bool { return !slices.Contains(have, w) }) {
			return true
		}
	}
	return false
}
