package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// news is what a transaction brings of entities or facts, by key.
type news[T any] map[string]*tidings[T]

type tidings[T any] struct {
	said map[string]graph.Dated[T] // by articles that come
	lost bool                      // an article that was there before says it no more, or counts otherwise
}

func (n news[T]) at(id string) *tidings[T] {
	if n[id] == nil {
		n[id] = &tidings[T]{said: map[string]graph.Dated[T]{}}
	}
	return n[id]
}

func (n news[T]) gain(id string, a graph.Article, said T) {
	n.at(id).said[a.ID] = graph.Dated[T]{PublishedAt: a.PublishedAt, Said: said}
}

func (n news[T]) lose(ids []string) {
	for _, id := range ids {
		n.at(id).lost = true
	}
}

// recount notes that what an article says is, or is no more, said by one already
// of which it is a copy.
func (n news[T]) recount(id, article string, again bool) {
	t := n.at(id)
	if d, ok := t.said[article]; ok {
		d.Copy = again
		t.said[article] = d
	} else {
		t.lost = true
	}
}

// entities derives anew the entities of which there is news.
func (w *writer) entities(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(w.mentioned)) {
		if err := w.entity(ctx, id, w.mentioned[id]); err != nil {
			return err
		}
	}
	return nil
}

// entity writes one entity, or removes it if nothing supports it.
func (w *writer) entity(ctx context.Context, id string, t *tidings[graph.Mention]) error {
	w.join(id)
	type stored struct {
		store.Alike[graph.Mention]
		number int64
	}
	rows, err := collect(ctx, w, `
		SELECT number, label, name, aliases, properties, articles, coalesce(first_reported, ''), coalesce(last_reported, '')
		FROM entity WHERE id = ?`, func(r row) (e stored, err error) {
		var own map[string]any
		e.Said.Entity = id
		err = r.Scan(&e.number, &e.Said.Label, &e.Said.Name, asJSON{&e.Said.Forms}, asJSON{&own}, &e.Articles, &e.First, &e.Last)
		e.Said.Props = asSaid(own)
		return e, err
	}, id)
	if err != nil {
		return err
	}
	var standing *store.Alike[graph.Mention]
	if len(rows) > 0 {
		standing = &rows[0].Alike
	}
	said, articles, err := sum(standing, t, func(m graph.Mention) graph.Props { return m.Props }, func() ([]store.Alike[graph.Mention], error) {
		return collect(ctx, w, `
			SELECT m.label, m.name, m.forms, m.properties, m.copy,
				count(*), coalesce(min(a.published_at), ''), coalesce(max(a.published_at), '')
			FROM mention m JOIN article a ON a.id = m.article WHERE m.entity = ?
			GROUP BY m.label, m.name, m.forms, m.properties, m.copy`, func(r row) (g store.Alike[graph.Mention], err error) {
			g.Said.Entity = id
			err = r.Scan(&g.Said.Label, &g.Said.Name, asJSON{&g.Said.Forms}, asJSON{&g.Said.Props}, &g.Copies, &g.Articles, &g.First, &g.Last)
			return g, err
		}, id)
	})
	switch {
	case err != nil:
		return err
	case len(said) > 0:
	case len(rows) == 0:
		return nil
	default:
		w.changes.NodesRemoved++
		if _, err := w.exec(ctx, "DELETE FROM entity_fts WHERE rowid = ?", rows[0].number); err != nil {
			return err
		}
		_, err := w.exec(ctx, "DELETE FROM entity WHERE number = ?", rows[0].number)
		return err
	}
	n := graph.EntityNode(said)
	p := n.Properties
	forms := fold(p["name"].(string), p["aliases"].([]string))
	properties := asJSON{own(p, schema.Graph.Node(n.Label).Properties)}
	if len(rows) == 0 {
		w.changes.NodesAdded++
		written, err := w.exec(
			ctx, "INSERT INTO entity VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
			n.ID, n.Label, p["name"], asJSON{p["aliases"]}, articles, p["firstReported"], p["lastReported"], properties,
		)
		if err != nil {
			return err
		}
		number, err := written.LastInsertId()
		if err != nil {
			return err
		}
		_, err = w.exec(ctx, "INSERT INTO entity_fts (rowid, forms) VALUES (?, ?)", number, forms)
		return err
	}
	_, err = w.exec(
		ctx, "UPDATE entity SET name = ?, aliases = ?, articles = ?, first_reported = ?, last_reported = ?, properties = ? WHERE number = ?",
		p["name"], asJSON{p["aliases"]}, articles, p["firstReported"], p["lastReported"], properties, rows[0].number,
	)
	if err != nil || forms == fold(standing.Said.Name, standing.Said.Forms) {
		return err
	}
	_, err = w.exec(ctx, "UPDATE entity_fts SET forms = ? WHERE rowid = ?", forms, rows[0].number)
	return err
}

// facts derives anew the facts of which there is news.
func (w *writer) facts(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(w.claimed)) {
		if err := w.fact(ctx, id, w.claimed[id]); err != nil {
			return err
		}
	}
	return nil
}

// fact writes one fact, or removes it if nothing supports it.
func (w *writer) fact(ctx context.Context, id string, t *tidings[graph.Claim]) error {
	rows, err := collect(ctx, w, `
		SELECT type, from_id, to_id, confidence, properties, articles, coalesce(first_reported, ''), coalesce(last_reported, '')
		FROM fact WHERE id = ?`, func(r row) (f store.Alike[graph.Claim], err error) {
		var own map[string]any
		err = r.Scan(&f.Said.Type, &f.Said.From, &f.Said.To, &f.Said.Confidence, asJSON{&own}, &f.Articles, &f.First, &f.Last)
		f.Said.Props = asSaid(own)
		return f, err
	}, id)
	if err != nil {
		return err
	}
	var standing *store.Alike[graph.Claim]
	if len(rows) > 0 {
		standing = &rows[0]
	}
	said, articles, err := sum(standing, t, func(c graph.Claim) graph.Props { return c.Props }, func() ([]store.Alike[graph.Claim], error) {
		return collect(ctx, w, `
			SELECT c.type, c.from_id, c.to_id, max(c.confidence), c.properties, c.copy,
				count(*), coalesce(min(a.published_at), ''), coalesce(max(a.published_at), '')
			FROM claim c JOIN article a ON a.id = c.article WHERE c.fact = ?
			GROUP BY c.properties, c.copy`, func(r row) (g store.Alike[graph.Claim], err error) {
			err = r.Scan(&g.Said.Type, &g.Said.From, &g.Said.To, &g.Said.Confidence, asJSON{&g.Said.Props}, &g.Copies, &g.Articles, &g.First, &g.Last)
			return g, err
		}, id)
	})
	switch {
	case err != nil:
		return err
	case len(said) > 0:
	case standing == nil:
		return nil
	default:
		w.changes.FactsRemoved++
		_, err := w.exec(ctx, "DELETE FROM fact WHERE id = ?", id)
		return err
	}
	if standing == nil {
		w.changes.FactsAdded++
	}
	r := graph.FactRelationship(said)
	_, err = w.exec(
		ctx, `INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
			articles = excluded.articles, confidence = excluded.confidence, first_reported = excluded.first_reported,
			last_reported = excluded.last_reported, properties = excluded.properties`,
		id, r.Type, r.From, r.To, articles, r.Properties["confidence"], r.Properties["firstReported"], r.Properties["lastReported"],
		asJSON{own(r.Properties, schema.Graph.Relationship(r.Type).Properties)},
	)
	return err
}

// sum returns what stands for all that articles say of an entity or fact, and
// how many of them count: what stands and the news, where these suffice (see
// store.Alike), else all that the tables have.
func sum[T any](
	standing *store.Alike[T], t *tidings[T], own func(T) graph.Props, all func() ([]store.Alike[T], error),
) (said []graph.Dated[T], articles int64, err error) {
	var gained []graph.Dated[T]
	for _, article := range slices.Sorted(maps.Keys(t.said)) {
		gained = append(gained, t.said[article])
	}
	if t.lost || standing != nil && standing.ContradictedBy(gained, own) {
		groups, err := all()
		for _, g := range groups {
			said = append(said, g.Spread()...)
			if !g.Copies {
				articles += g.Articles
			}
		}
		return said, articles, err
	}
	if standing != nil {
		said, articles = standing.Ends(), standing.Articles
	}
	for _, d := range gained {
		if !d.Copy {
			articles++
		}
	}
	return append(said, gained...), articles, nil
}

// asSaid turns own properties of a node or fact into those of what is said of it.
func asSaid(own map[string]any) graph.Props {
	out := graph.Props{}
	for k, v := range own {
		switch v := v.(type) {
		case string:
			out[k] = v
		case json.Number, bool:
			out[k] = fmt.Sprint(v)
		}
	}
	return out
}

// fold returns the words of all names of an entity: each name once, between
// newlines.
func fold(name string, aliases []string) string {
	var forms []string
	for _, n := range append([]string{name}, aliases...) {
		if words := graph.Words(n); len(words) > 0 {
			forms = append(forms, strings.Join(words, " "))
		}
	}
	slices.Sort(forms)
	return "\n" + strings.Join(slices.Compact(forms), "\n") + "\n"
}

// own returns the properties that are declared, those for the column properties.
func own(properties map[string]any, declared []schema.Property) map[string]any {
	out := map[string]any{}
	for _, d := range declared {
		if v, ok := properties[d.Name]; ok {
			out[d.Name] = v
		}
	}
	return out
}
