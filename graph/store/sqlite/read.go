package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// query is a statement with its arguments and how to read its rows.
type query[T any] struct {
	text string
	args []any
	scan func(row) (T, error)
}

type row interface{ Scan(to ...any) error }

// stream yields the rows of all queries from one state of the store.
func stream[T any](ctx context.Context, s *Store, queries ...query[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		stopped := false
		err := s.read(ctx, func(tx *sql.Tx) error {
			for _, q := range queries {
				for x, err := range each(ctx, tx, q) {
					if err != nil {
						return err
					}
					if stopped = !yield(x, nil); stopped {
						return nil
					}
				}
			}
			return nil
		})
		if err != nil && !stopped {
			var none T
			yield(none, err)
		}
	}
}

// read runs do on one state of the store.
func (s *Store) read(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.explain(ctx, "reading", err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return s.explain(ctx, "reading", err)
	}
	return nil
}

func each[T any](ctx context.Context, tx *sql.Tx, q query[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := tx.QueryContext(ctx, q.text, q.args...)
		if err != nil {
			yield(none, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			x, err := q.scan(rows)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(x, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, err)
		}
	}
}

const (
	articleColumns = `a.id, coalesce(a.input_id, ''), coalesce(a.url, ''), coalesce(a.title, ''), coalesce(a.source, ''),
		coalesce(a.published_at, ''), a.content_hash, a.extractor_version`
	mentionColumns = "article, entity, label, name, starts, ends, forms, confidence, properties, copy"
	claimColumns   = `c.article, c.type, c.from_id, c.to_id, c.quote, c.start_byte, c.end_byte, c.confidence, c.rule,
		coalesce(c.attributed_to, ''), c.properties, c.copy`
	entityColumns = "e.id, e.label, e.name, e.aliases, e.articles, e.first_reported, e.last_reported, e.properties, e.canonical_id"
	factColumns   = "id, type, from_id, to_id, articles, confidence, first_reported, last_reported, properties"
)

func articleFields(a *graph.Article) []any {
	return []any{&a.ID, &a.InputID, &a.URL, &a.Title, &a.Source, &a.PublishedAt, &a.ContentHash, &a.ExtractorVersion}
}

func claimFields(article *string, c *graph.Claim, isCopy *bool) []any {
	return []any{
		article, &c.Type, &c.From, &c.To, &c.Quote, &c.Start, &c.End, &c.Confidence, &c.Rule, &c.AttributedTo, asJSON{&c.Props}, isCopy,
	}
}

func mentionFields(article *string, m *graph.Mention, isCopy *bool) []any {
	return []any{
		article, &m.Entity, &m.Label, &m.Name, asJSON{&m.Starts}, asJSON{&m.Ends}, asJSON{&m.Forms}, &m.Confidence, asJSON{&m.Props}, isCopy,
	}
}

func scanArticle(r row) (a graph.Article, err error) {
	err = r.Scan(articleFields(&a)...)
	return a, err
}

func scanMention(r row) (graph.Relationship, error) {
	var article string
	var m graph.Mention
	var isCopy bool
	if err := r.Scan(mentionFields(&article, &m, &isCopy)...); err != nil {
		return graph.Relationship{}, err
	}
	out := m.Relationship(article)
	if isCopy {
		out.Properties["copy"] = true
	}
	return out, nil
}

func scanClaim(r row) (graph.Node, error) {
	var article string
	var c graph.Claim
	var isCopy bool
	if err := r.Scan(claimFields(&article, &c, &isCopy)...); err != nil {
		return graph.Node{}, err
	}
	n, _ := c.Node(article)
	if isCopy {
		n.Properties["copy"] = true
	}
	return n, nil
}

func scanEntity(r row) (n graph.Node, err error) {
	var name string
	var aliases []string
	var articles int64
	var first, last, canonical sql.NullString
	p := map[string]any{}
	if err := r.Scan(&n.ID, &n.Label, &name, asJSON{&aliases}, &articles, &first, &last, asJSON{&p}, &canonical); err != nil {
		return graph.Node{}, err
	}
	if err := integers(p); err != nil {
		return graph.Node{}, err
	}
	p["id"], p["name"], p["aliases"], p["articles"] = n.ID, name, aliases, articles
	if canonical.Valid {
		p["canonicalId"] = canonical.String
	}
	reported(p, first, last)
	n.Properties = p
	return n, nil
}

func scanFact(row row) (r graph.Relationship, err error) {
	var id string
	var articles int64
	var confidence float64
	var first, last sql.NullString
	p := map[string]any{}
	if err := row.Scan(&id, &r.Type, &r.From, &r.To, &articles, &confidence, &first, &last, asJSON{&p}); err != nil {
		return graph.Relationship{}, err
	}
	if err := integers(p); err != nil {
		return graph.Relationship{}, err
	}
	p["fact"], p["articles"], p["confidence"] = id, articles, confidence
	reported(p, first, last)
	r.Properties = p
	return r, nil
}

// integers turns the numbers among own properties, all of which are of the kind
// int, into int64.
func integers(p map[string]any) error {
	for k, v := range p {
		n, ok := v.(json.Number)
		if !ok {
			continue
		}
		i, err := n.Int64()
		if err != nil {
			return fmt.Errorf("reading %s: %w", k, err)
		}
		p[k] = i
	}
	return nil
}

func reported(p map[string]any, first, last sql.NullString) {
	if first.Valid {
		p["firstReported"], p["lastReported"] = first.String, last.String
	}
}

// Articles implements store.Store.
func (s *Store) Articles(ctx context.Context) iter.Seq2[graph.Article, error] {
	return stream(ctx, s, query[graph.Article]{text: "SELECT " + articleColumns + " FROM article a ORDER BY id", scan: scanArticle})
}

// Revisions implements store.Store.
func (s *Store) Revisions(ctx context.Context, ids []string) (map[string]store.Revision, error) {
	out := map[string]store.Revision{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		known, err := tx.PrepareContext(ctx, `
			SELECT coalesce(published_at, ''), content_hash, extractor_version, digest, origin, coalesce(likeness, ''), coalesce(extracted, '')
			FROM article JOIN journal ON journal.article = id LEFT JOIN likeness ON likeness.article = id WHERE id = ?`)
		if err != nil {
			return err
		}
		defer known.Close()
		for _, id := range ids {
			var r store.Revision
			err := known.QueryRowContext(ctx, id).Scan(&r.PublishedAt, &r.ContentHash, &r.ExtractorVersion, &r.Digest, &r.Origin, &r.Likeness, &r.Extracted)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			out[id] = r
		}
		return nil
	})
	return out, err
}

// Nodes implements store.Store.
func (s *Store) Nodes(ctx context.Context) iter.Seq2[graph.Node, error] {
	var queries []query[graph.Node]
	for _, d := range schema.Graph.Nodes {
		q := query[graph.Node]{
			text: "SELECT " + entityColumns + " FROM entity e WHERE label = ? ORDER BY id", args: []any{d.Label}, scan: scanEntity,
		}
		switch d.Label {
		case schema.Article:
			q = query[graph.Node]{text: "SELECT " + articleColumns + " FROM article a ORDER BY id", scan: func(r row) (graph.Node, error) {
				a, err := scanArticle(r)
				return a.Node(), err
			}}
		case schema.Claim:
			q = query[graph.Node]{text: "SELECT " + claimColumns + " FROM claim c ORDER BY id", scan: scanClaim}
		}
		queries = append(queries, q)
	}
	return stream(ctx, s, queries...)
}

// Relationships implements store.Store.
func (s *Store) Relationships(ctx context.Context) iter.Seq2[graph.Relationship, error] {
	var queries []query[graph.Relationship]
	for _, d := range schema.Graph.Relationships {
		q := query[graph.Relationship]{
			text: "SELECT " + factColumns + " FROM fact WHERE type = ? ORDER BY from_id, to_id", args: []any{d.Type}, scan: scanFact,
		}
		switch d.Type {
		case schema.Mentions:
			q = query[graph.Relationship]{text: "SELECT " + mentionColumns + " FROM mention ORDER BY article, entity", scan: scanMention}
		case schema.States:
			q = ends(schema.States, "SELECT article, id FROM claim ORDER BY article, id")
		case schema.DuplicateOf:
			q = ends(schema.DuplicateOf, "SELECT article, original FROM duplicate ORDER BY article")
		case schema.SameAs:
			q = ends(schema.SameAs, "SELECT id, canonical_id FROM entity WHERE canonical_id IS NOT NULL AND canonical_id <> id ORDER BY id")
		}
		queries = append(queries, q)
	}
	return stream(ctx, s, queries...)
}

// ends reads relationships without properties: from, to.
func ends(t schema.Type, text string) query[graph.Relationship] {
	return query[graph.Relationship]{text: text, scan: func(row row) (graph.Relationship, error) {
		r := graph.Relationship{Type: t, Properties: map[string]any{}}
		err := row.Scan(&r.From, &r.To)
		return r, err
	}}
}

// Count implements store.Store.
func (s *Store) Count(ctx context.Context) (store.Counts, error) {
	type count struct {
		of string
		n  int
	}
	scan := func(r row) (count, error) {
		var c count
		err := r.Scan(&c.of, &c.n)
		return c, err
	}
	counts := store.Counts{Nodes: map[schema.Label]int{}, Relationships: map[schema.Type]int{}}
	err := s.read(ctx, func(tx *sql.Tx) error {
		const nodes = `SELECT label, count(*) FROM entity GROUP BY label
			UNION ALL SELECT 'Article', count(*) FROM article UNION ALL SELECT 'Claim', count(*) FROM claim`
		for c, err := range each(ctx, tx, query[count]{text: nodes, scan: scan}) {
			if err != nil {
				return err
			}
			counts.Nodes[schema.Label(c.of)] = c.n
		}
		const relationships = `SELECT type, count(*) FROM fact GROUP BY type
			UNION ALL SELECT 'MENTIONS', count(*) FROM mention UNION ALL SELECT 'STATES', count(*) FROM claim
			UNION ALL SELECT 'DUPLICATE_OF', count(*) FROM duplicate
			UNION ALL SELECT 'SAME_AS', count(*) FROM entity WHERE canonical_id IS NOT NULL AND canonical_id <> id`
		for c, err := range each(ctx, tx, query[count]{text: relationships, scan: scan}) {
			if err != nil {
				return err
			}
			counts.Relationships[schema.Type(c.of)] = c.n
		}
		return nil
	})
	return counts, err
}

// Facts implements store.Store.
func (s *Store) Facts(ctx context.Context, id string) ([]store.Fact, error) {
	type statement struct {
		fact string
		store.Statement
	}
	// one holds the entity and all that are judged to be one with it.
	const one = `WITH one AS (SELECT ?1 AS id UNION SELECT id FROM entity WHERE canonical_id = (SELECT canonical_id FROM entity WHERE id = ?1))
		`
	var facts []store.Fact
	err := s.read(ctx, func(tx *sql.Tx) error {
		ends := map[string]graph.Node{}
		for n, err := range each(ctx, tx, query[graph.Node]{
			text: one + "SELECT " + entityColumns + ` FROM entity e WHERE id IN (SELECT id FROM one
				UNION SELECT from_id FROM fact WHERE to_id IN one UNION SELECT to_id FROM fact WHERE from_id IN one)`,
			args: []any{id}, scan: scanEntity,
		}) {
			if err != nil {
				return err
			}
			ends[n.ID] = n
		}
		statements := map[string][]store.Statement{}
		for x, err := range each(ctx, tx, query[statement]{
			text: one + "SELECT c.fact, " + claimColumns + ", " + articleColumns + ` FROM claim c JOIN article a ON a.id = c.article
				WHERE c.fact IN (SELECT id FROM fact WHERE from_id IN one OR to_id IN one) ORDER BY a.published_at DESC, a.id`,
			args: []any{id},
			scan: func(r row) (statement, error) {
				var x statement
				fields := append([]any{&x.fact}, claimFields(&x.Article.ID, &x.Claim, &x.Copy)...)
				err := r.Scan(append(fields, articleFields(&x.Article)...)...)
				return x, err
			},
		}) {
			if err != nil {
				return err
			}
			statements[x.fact] = append(statements[x.fact], x.Statement)
		}
		for r, err := range each(ctx, tx, query[graph.Relationship]{
			text: one + "SELECT " + factColumns + " FROM fact WHERE from_id IN one OR to_id IN one ORDER BY from_id, to_id",
			args: []any{id}, scan: scanFact,
		}) {
			if err != nil {
				return err
			}
			facts = append(facts, store.Fact{
				Relationship: r, From: ends[r.From], To: ends[r.To], Statements: statements[r.Properties["fact"].(string)],
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	order := schema.Graph.Facts()
	slices.SortStableFunc(facts, func(a, b store.Fact) int {
		return slices.Index(order, a.Relationship.Type) - slices.Index(order, b.Relationship.Type)
	})
	return facts, nil
}
