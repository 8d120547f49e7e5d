package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// clause is a part of a statement with its arguments.
type clause struct {
	text string
	args []any
}

func (c *clause) add(text string, args ...any) {
	c.text += text
	c.args = append(c.args, args...)
}

// among is the right side of a comparison with any of the strings.
func among(list []string) clause {
	if len(list) == 1 { // an index keeps its order
		return clause{" = ?", []any{list[0]}}
	}
	c := clause{text: " IN (" + strings.TrimSuffix(strings.Repeat("?,", len(list)), ",") + ")"}
	for _, x := range list {
		c.args = append(c.args, x)
	}
	return c
}

// asTable is a table of the strings, with one column.
func asTable(list []string) clause {
	c := clause{text: "SELECT NULL WHERE 0"}
	if len(list) > 0 {
		c.text = "VALUES " + strings.TrimSuffix(strings.Repeat("(?),", len(list)), ",")
	}
	for _, x := range list {
		c.args = append(c.args, x)
	}
	return c
}

// batch is how many strings a statement takes at most.
const batch = 10_000

// keysOf is the range of the keys that the entities of a label have.
func keysOf(l schema.Label) (from, to string) {
	prefix := strings.ToLower(string(l))
	return prefix + ":", prefix + ";"
}

// passing is the conditions, each after an AND, on a fact f without its type.
func passing(f store.Filter) clause {
	var c clause
	if f.MinConfidence > 0 {
		c.add(" AND f.confidence >= ?", f.MinConfidence)
	}
	if f.MinArticles > 0 {
		c.add(" AND f.articles >= ?", f.MinArticles)
	}
	// '~' comes after all that may follow in a date: 2024 is all of its days.
	if f.Since != "" {
		c.add(" AND f.last_reported || '~' >= ?", f.Since)
	}
	if f.Until != "" {
		c.add(" AND f.first_reported <= ?", f.Until+"~")
	}
	if len(f.Sources) > 0 {
		a := among(f.Sources)
		c.add(" AND EXISTS (SELECT 1 FROM claim c JOIN article a ON a.id = c.article WHERE c.fact = f.id AND a.source"+a.text+")", a.args...)
	}
	return c
}

// passingEnd is the conditions, each after an AND, on the end of a fact that is in
// the column; all on those that are exempt.
func passingEnd(f store.Filter, column string, exempt ...string) clause {
	var c clause
	if len(f.Labels) > 0 {
		c.add(" AND (0")
		for _, l := range f.Labels {
			from, to := keysOf(l)
			c.add(fmt.Sprintf(" OR %[1]s >= ? AND %[1]s < ?", column), from, to)
		}
		c.add(")")
	}
	for _, own := range []struct {
		property string
		values   []string
	}{{"eventType", f.EventTypes}, {"status", f.EventStatuses}} {
		if len(own.values) > 0 {
			from, to := keysOf(schema.Event)
			values := among(own.values)
			c.add(fmt.Sprintf(` AND (%[1]s < ? OR %[1]s >= ? OR EXISTS (
				SELECT 1 FROM entity said JOIN entity e ON e.id = coalesce(said.canonical_id, said.id)
				WHERE said.id = %[1]s AND json_extract(e.properties, '$.%[2]s')%[3]s))`, column, own.property, values.text),
				append([]any{from, to}, values.args...)...)
		}
	}
	if c.text == "" || len(exempt) == 0 {
		return c
	}
	let := among(exempt)
	return clause{" AND (" + column + let.text + " OR 1" + c.text + ")", append(let.args, c.args...)}
}

// typesOf returns the types that pass the filter.
func typesOf(f store.Filter) []schema.Type {
	if len(f.Types) == 0 {
		return schema.Graph.Facts()
	}
	return slices.DeleteFunc(schema.Graph.Facts(), func(t schema.Type) bool { return !slices.Contains(f.Types, t) })
}

// ofType is the condition, after an AND, on the type of a fact f.
func ofType(f store.Filter) clause {
	if len(f.Types) == 0 {
		return clause{}
	}
	var names []string
	for _, t := range f.Types {
		names = append(names, string(t))
	}
	a := among(names)
	return clause{" AND f.type" + a.text, a.args}
}

// one returns the key of the entity that stands for that of the key, and the keys
// of all for which it does.
func one(ctx context.Context, tx *sql.Tx, id string) (stands string, keys []string, err error) {
	keys, err = gather(ctx, tx, query[string]{
		text: `SELECT id, coalesce(canonical_id, id) FROM entity WHERE id = ?1
			UNION SELECT id, canonical_id FROM entity WHERE canonical_id = (SELECT canonical_id FROM entity WHERE id = ?1)`,
		args: []any{id},
		scan: func(r row) (key string, err error) {
			err = r.Scan(&key, &stands)
			return key, err
		},
	})
	if err == nil && len(keys) == 0 {
		err = unknown(id)
	}
	return stands, keys, err
}

func unknown(id string) error { return fmt.Errorf("%s: %w", id, store.ErrUnknown) }

func gather[T any](ctx context.Context, tx *sql.Tx, q query[T]) ([]T, error) {
	var out []T
	for x, err := range each(ctx, tx, q) {
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// after is a row with a column more in front.
type after struct {
	row
	first any
}

func (a after) Scan(to ...any) error { return a.row.Scan(append([]any{a.first}, to...)...) }

// standing returns the nodes that stand for entities, by the keys of these.
func standing(ctx context.Context, tx *sql.Tx, keys []string) (map[string]graph.Node, error) {
	type stand struct {
		graph.Node
		of string
	}
	out := map[string]graph.Node{}
	for chunk := range slices.Chunk(keys, batch) {
		these := among(chunk)
		for s, err := range each(ctx, tx, query[stand]{
			text: "SELECT said.id, " + entityColumns + " FROM entity said JOIN entity e ON e.id = coalesce(said.canonical_id, said.id) WHERE said.id" + these.text,
			args: these.args,
			scan: func(r row) (s stand, err error) {
				s.Node, err = scanEntity(after{r, &s.of})
				return s, err
			},
		}) {
			if err != nil {
				return nil, err
			}
			out[s.of] = s.Node
		}
	}
	return out, nil
}

// factsOf returns the facts whose keys the query selects, in the order of
// store.View, and the nodes of their ends by their IDs.
func factsOf(ctx context.Context, tx *sql.Tx, keys clause) ([]graph.Relationship, map[string]graph.Node, error) {
	facts, err := gather(ctx, tx, query[graph.Relationship]{
		text: "SELECT " + factColumns + " FROM fact WHERE id IN (" + keys.text + ") ORDER BY articles DESC, confidence DESC, id",
		args: keys.args, scan: scanFact,
	})
	if err != nil {
		return nil, nil, err
	}
	var ends []string
	for _, f := range facts {
		ends = append(ends, f.From, f.To)
	}
	stand, err := standing(ctx, tx, ends)
	nodes := map[string]graph.Node{}
	for i, f := range facts {
		facts[i].From, facts[i].To = stand[f.From].ID, stand[f.To].ID
		nodes[facts[i].From], nodes[facts[i].To] = stand[f.From], stand[f.To]
	}
	return facts, nodes, err
}

// Entities implements store.View.
func (s *Store) Entities(ctx context.Context, ids []string) ([]graph.Node, error) {
	var out []graph.Node
	err := s.read(ctx, func(tx *sql.Tx) error {
		nodes, err := standing(ctx, tx, ids)
		out = store.Once(nodes)
		return err
	})
	return out, err
}

// ways are the directions with the columns of a fact f for the near and the far
// end.
var ways = []struct {
	store.Direction
	near, far string
}{{store.Out, "f.from_id", "f.to_id"}, {store.In, "f.to_id", "f.from_id"}}

// part is a query, without what it selects, that finds facts f of one type and
// direction at entities that are one.
type part struct {
	clause
	store.Degree // without a number; of several labels the first
}

// partsOf returns the queries for all facts at the entities that pass the filter.
// An index has each of them in the order of store.View, so that a page is merged
// from their beginnings.
func partsOf(keys []string, d store.Direction, f store.Filter) []part {
	own := among(keys)
	var parts []part
	for _, way := range ways {
		for _, t := range typesOf(f) {
			near, far := schema.Graph.Relationship(t).From, schema.Graph.Relationship(t).To
			if way.Direction == store.In {
				near, far = far, near
			}
			labels := far
			if len(f.Labels) > 0 {
				labels = slices.DeleteFunc(slices.Clone(far), func(l schema.Label) bool { return !slices.Contains(f.Labels, l) })
			}
			if d != "" && d != way.Direction || !slices.Contains(near, graph.LabelOf(keys[0])) || len(labels) == 0 {
				continue
			}
			p := part{clause{" FROM fact f WHERE " + way.near + own.text + " AND f.type = ?", append(slices.Clone(own.args), t)}, store.Degree{
				Type: t, Direction: way.Direction, Label: labels[0],
			}}
			if len(keys) > 1 {
				p.add(" AND NOT "+way.far+own.text, own.args...)
			}
			end := f
			end.Labels = labels
			if len(labels) == len(far) {
				end.Labels = nil // they all pass, and need not be read
			}
			for _, c := range []clause{passing(f), passingEnd(end, way.far)} {
				p.add(c.text, c.args...)
			}
			parts = append(parts, p)
		}
	}
	return parts
}

// Entity implements store.View.
func (s *Store) Entity(ctx context.Context, id string) (graph.Node, []store.Degree, error) {
	var here graph.Node
	var out []store.Degree
	err := s.read(ctx, func(tx *sql.Tx) error {
		stands, keys, err := one(ctx, tx, id)
		if err != nil {
			return err
		}
		nodes, err := standing(ctx, tx, []string{stands})
		if err != nil {
			return err
		}
		here = nodes[stands]
		for _, l := range schema.Graph.Entities() {
			for _, part := range partsOf(keys, "", store.Filter{Labels: []schema.Label{l}}) {
				d := part.Degree
				if err := tx.QueryRowContext(ctx, "SELECT count(*)"+part.text, part.args...).Scan(&d.Facts); err != nil {
					return err
				}
				if d.Facts > 0 {
					out = append(out, d)
				}
			}
		}
		return nil
	})
	slices.SortFunc(out, store.Degree.Compare)
	return here, out, err
}

// Neighbours implements store.View.
func (s *Store) Neighbours(ctx context.Context, id string, d store.Direction, f store.Filter, p store.Page) (store.Neighbours, error) {
	var out store.Neighbours
	err := s.read(ctx, func(tx *sql.Tx) error {
		here, keys, err := one(ctx, tx, id)
		if err != nil {
			return err
		}
		count, page := clause{text: "SELECT 0 AS n"}, clause{text: "SELECT '' AS id, 0, 0 WHERE 0"}
		for _, part := range partsOf(keys, d, f) {
			count.add(" UNION ALL SELECT count(*) AS n"+part.text, part.args...)
			page.add(" UNION ALL SELECT f.id, f.articles, f.confidence"+part.text, part.args...)
		}
		if err := tx.QueryRowContext(ctx, "SELECT sum(n) FROM ("+count.text+")", count.args...).Scan(&out.Total); err != nil {
			return err
		}
		page.add(" ORDER BY 2 DESC, 3 DESC, 1 LIMIT ? OFFSET ?", p.Limit, p.Offset)
		facts, nodes, err := factsOf(ctx, tx, clause{"SELECT id FROM (" + page.text + ")", page.args})
		out.Facts, out.Nodes = facts, store.OtherEnds(facts, here, nodes)
		return err
	})
	return out, err
}

// Between implements store.View.
func (s *Store) Between(ctx context.Context, ids []string, f store.Filter, limit int) ([]graph.Relationship, error) {
	var facts []graph.Relationship
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		q := members(ids)
		q.add(" SELECT f.id FROM member a CROSS JOIN fact f ON f.from_id = a.id CROSS JOIN member b ON b.id = f.to_id WHERE a.stands <> b.stands")
		for _, c := range []clause{ofType(f), passing(f), passingEnd(f, "f.from_id"), passingEnd(f, "f.to_id")} {
			q.add(c.text, c.args...)
		}
		q.add(" ORDER BY f.articles DESC, f.confidence DESC, f.id LIMIT ?", limit)
		facts, _, err = factsOf(ctx, tx, q)
		return err
	})
	return facts, err
}

// members makes a table of all entities that are one with those of a list: id, and
// stands, the id of the one that stands for them.
func members(ids []string) clause {
	list := asTable(ids)
	return clause{`WITH asked (id) AS (` + list.text + `), stand (id) AS MATERIALIZED (
		SELECT DISTINCT coalesce(e.canonical_id, e.id) FROM asked CROSS JOIN entity e ON e.id = asked.id
	), member (id, stands) AS MATERIALIZED (
		SELECT id, id FROM stand UNION SELECT e.id, stand.id FROM stand CROSS JOIN entity e ON e.canonical_id = stand.id
	)`, list.args}
}

// Path implements store.View.
func (s *Store) Path(ctx context.Context, from, to string, longest int, f store.Filter) (store.Path, error) {
	var out store.Path
	err := s.read(ctx, func(tx *sql.Tx) error {
		start, _, err := one(ctx, tx, from)
		if err != nil {
			return err
		}
		end, _, err := one(ctx, tx, to)
		if err != nil {
			return err
		}
		steps, err := store.Search(store.Terrain{
			Cost: func(entities []string) (int, error) { return cost(ctx, tx, entities) },
			Steps: func(entities []string) (out []store.Step, err error) {
				for chunk := range slices.Chunk(entities, batch) {
					steps, err := stepsFrom(ctx, tx, chunk, f, start, end)
					if err != nil {
						return nil, err
					}
					out = append(out, steps...)
				}
				return out, nil
			},
		}, start, end, longest)
		if err != nil || len(steps) == 0 && start != end {
			return err
		}
		var keys []string
		for _, step := range steps {
			keys = append(keys, step.Fact)
		}
		facts, nodes, err := factsOf(ctx, tx, asTable(keys))
		if err != nil {
			return err
		}
		if start == end {
			nodes, err = standing(ctx, tx, []string{start})
		}
		out = store.Way(start, steps, facts, nodes)
		return err
	})
	return out, err
}

// costly is as far as facts are counted.
const costly = 100_000

// cost counts the facts at entities.
func cost(ctx context.Context, tx *sql.Tx, entities []string) (n int, err error) {
	list := asTable(entities[:min(batch, len(entities))])
	err = tx.QueryRowContext(ctx, "WITH near (id) AS ("+list.text+`) SELECT count(*) FROM (
		SELECT 1 FROM near CROSS JOIN fact ON from_id = near.id UNION ALL SELECT 1 FROM near CROSS JOIN fact ON to_id = near.id LIMIT ?)`,
		append(list.args, costly)...).Scan(&n)
	return n, err
}

// stepsFrom returns the steps from entities along facts that pass the filter, as
// do the entities that they lead to unless they are exempt.
func stepsFrom(ctx context.Context, tx *sql.Tx, entities []string, f store.Filter, exempt ...string) ([]store.Step, error) {
	q := members(entities)
	for i, way := range ways {
		if i > 0 {
			q.add(" UNION ALL")
		}
		const far = "coalesce(o.canonical_id, o.id)"
		q.add(fmt.Sprintf(" SELECT f.id, m.stands, %s AS far, f.articles, f.confidence FROM member m CROSS JOIN fact f ON %s = m.id CROSS JOIN entity o ON o.id = %s WHERE far <> m.stands",
			far, way.near, way.far))
		for _, c := range []clause{ofType(f), passing(f), passingEnd(f, far, exempt...)} {
			q.add(c.text, c.args...)
		}
	}
	return gather(ctx, tx, query[store.Step]{text: q.text, args: q.args, scan: func(r row) (s store.Step, err error) {
		err = r.Scan(&s.Fact, &s.From, &s.To, &s.Articles, &s.Confidence)
		return s, err
	}})
}

// Evidence implements store.View.
func (s *Store) Evidence(ctx context.Context, fact string, p store.Page) (store.Evidence, error) {
	var out store.Evidence
	err := s.read(ctx, func(tx *sql.Tx) error {
		facts, nodes, err := factsOf(ctx, tx, clause{"?", []any{fact}})
		if err != nil {
			return err
		}
		if len(facts) == 0 {
			return unknown(fact)
		}
		out.Relationship, out.From, out.To = facts[0], nodes[facts[0].From], nodes[facts[0].To]
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM claim WHERE fact = ?", fact).Scan(&out.Total); err != nil {
			return err
		}
		out.Testimonies, err = gather(ctx, tx, query[store.Testimony]{
			text: "SELECT " + claimColumns + ", " + articleColumns + ` FROM claim c JOIN article a ON a.id = c.article
				WHERE c.fact = ? ORDER BY a.published_at DESC, a.id LIMIT ? OFFSET ?`,
			args: []any{fact, p.Limit, p.Offset},
			scan: func(r row) (t store.Testimony, err error) {
				err = r.Scan(append(claimFields(&t.Article.ID, &t.Claim, &t.Copy), articleFields(&t.Article)...)...)
				return t, err
			},
		})
		if err != nil {
			return err
		}
		return places(ctx, tx, out.Testimonies)
	})
	return out, err
}

// places reads where the articles of testimonies of one fact name its ends.
func places(ctx context.Context, tx *sql.Tx, ts []store.Testimony) error {
	at := map[string]*store.Testimony{}
	var articles, ends []string
	for i := range ts {
		at[ts[i].Article.ID] = &ts[i]
		articles, ends = append(articles, ts[i].Article.ID), []string{ts[i].Claim.From, ts[i].Claim.To}
	}
	type place struct {
		article string
		graph.Mention
	}
	in, of := among(articles), among(ends)
	all, err := gather(ctx, tx, query[place]{
		text: "SELECT " + mentionColumns + " FROM mention WHERE article" + in.text + " AND entity" + of.text,
		args: slices.Concat(in.args, of.args),
		scan: func(r row) (p place, err error) {
			var isCopy bool
			err = r.Scan(mentionFields(&p.article, &p.Mention, &isCopy)...)
			return p, err
		},
	})
	for _, p := range all {
		if t := at[p.article]; p.Entity == t.Claim.From {
			t.From = p.Mention
		} else {
			t.To = p.Mention
		}
	}
	return err
}

// Newest implements store.View.
func (s *Store) Newest(ctx context.Context, f store.ArticleFilter, p store.Page) (articles []graph.Article, total int, err error) {
	where := clause{text: " FROM article a WHERE 1"}
	if len(f.Sources) > 0 {
		a := among(f.Sources)
		where.add(" AND a.source"+a.text, a.args...)
	}
	if f.Since != "" {
		// The year alone is what an index can find.
		where.add(" AND a.published_at >= ? AND a.published_at || '~' >= ?", f.Since[:min(4, len(f.Since))], f.Since)
	}
	if f.Until != "" {
		where.add(" AND a.published_at <= ?", f.Until+"~")
	}
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		if err := tx.QueryRowContext(ctx, "SELECT count(*)"+where.text, where.args...).Scan(&total); err != nil {
			return err
		}
		articles, err = gather(ctx, tx, query[graph.Article]{
			text: "SELECT " + articleColumns + where.text + " ORDER BY a.published_at DESC, a.id LIMIT ? OFFSET ?",
			args: slices.Concat(where.args, []any{p.Limit, p.Offset}), scan: scanArticle,
		})
		return err
	})
	return articles, total, err
}

// Contents implements store.View.
func (s *Store) Contents(ctx context.Context, article string) (store.Contents, error) {
	var out store.Contents
	err := s.read(ctx, func(tx *sql.Tx) error {
		articles, err := gather(ctx, tx, query[graph.Article]{
			text: "SELECT " + articleColumns + " FROM article a WHERE a.id = ?", args: []any{article}, scan: scanArticle,
		})
		if err != nil {
			return err
		}
		if len(articles) == 0 {
			return unknown(article)
		}
		keys, err := gather(ctx, tx, query[string]{
			text: "SELECT entity FROM mention WHERE article = ?", args: []any{article}, scan: scanText,
		})
		if err != nil {
			return err
		}
		nodes, err := standing(ctx, tx, keys)
		if err != nil {
			return err
		}
		facts, _, err := factsOf(ctx, tx, clause{"SELECT fact FROM claim WHERE article = ?", []any{article}})
		out = store.NewContents(articles[0], nodes, facts)
		return err
	})
	return out, err
}

// Summary implements store.View.
func (s *Store) Summary(ctx context.Context, top int) (store.Summary, error) {
	counts, err := s.Count(ctx)
	if err != nil {
		return store.Summary{}, err
	}
	out := store.Summary{Counts: counts, Top: map[schema.Label][]graph.Node{}}
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		for _, l := range schema.Graph.Entities() {
			out.Top[l], err = gather(ctx, tx, query[graph.Node]{
				text: "SELECT " + entityColumns + ` FROM entity e
					WHERE label = ? AND (canonical_id IS NULL OR canonical_id = id) ORDER BY articles DESC, id LIMIT ?`,
				args: []any{l, top}, scan: scanEntity,
			})
			if err != nil {
				return err
			}
		}
		out.Events, err = gather(ctx, tx, query[store.EventCount]{
			text: `SELECT substr(json_extract(properties, '$.date'), 1, 7) AS month, json_extract(properties, '$.eventType') AS kind, count(*)
				FROM entity WHERE label = 'Event' AND (canonical_id IS NULL OR canonical_id = id)
				GROUP BY month, kind HAVING length(month) = 7 ORDER BY month, kind`,
			scan: func(r row) (c store.EventCount, err error) {
				err = r.Scan(&c.Month, &c.EventType, &c.Events)
				return c, err
			},
		})
		if err != nil {
			return err
		}
		out.Reported, err = gather(ctx, tx, query[store.MonthCount]{
			text: `SELECT substr(published_at, 1, 7) AS month, count(*) FROM article GROUP BY month HAVING length(month) = 7 ORDER BY month`,
			scan: func(r row) (c store.MonthCount, err error) {
				err = r.Scan(&c.Month, &c.Articles)
				return c, err
			},
		})
		if err != nil {
			return err
		}
		out.Sources, err = gather(ctx, tx, query[store.SourceCount]{
			text: "SELECT source, count(*) FROM article WHERE source IS NOT NULL GROUP BY source ORDER BY 2 DESC, 1 LIMIT ?",
			args: []any{store.MaxSources},
			scan: func(r row) (c store.SourceCount, err error) {
				err = r.Scan(&c.Source, &c.Articles)
				return c, err
			},
		})
		return err
	})
	return out, err
}
