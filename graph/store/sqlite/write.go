package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, entries []store.Entry) (store.Changes, error) {
	for _, e := range entries {
		if err := e.Graph.Check(schema.Graph); err != nil {
			return store.Changes{}, fmt.Errorf("article %s: %w", e.Graph.Article.ID, err)
		}
	}
	return s.write(ctx, func(w *writer) error {
		for _, e := range entries {
			if err := w.put(ctx, e); err != nil {
				return fmt.Errorf("article %s: %w", e.Graph.Article.ID, err)
			}
		}
		return nil
	})
}

// Retract implements store.Store.
func (s *Store) Retract(ctx context.Context, ids []string) (store.Changes, error) {
	return s.write(ctx, func(w *writer) error {
		for _, id := range ids {
			n, err := w.remove(ctx, id)
			if err != nil {
				return fmt.Errorf("article %s: %w", id, err)
			}
			w.changes.Retracted += n
		}
		return nil
	})
}

// write runs do in one transaction and derives anew what it touched.
func (s *Store) write(ctx context.Context, do func(w *writer) error) (store.Changes, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	w, err := s.begin(ctx)
	if err != nil {
		return store.Changes{}, s.explain(ctx, "writing to", err)
	}
	defer w.tx.Rollback()
	if err := do(w); err != nil {
		return store.Changes{}, s.explain(ctx, "writing to", err)
	}
	for _, derive := range []func(context.Context) error{w.copies, w.facts, w.entities, w.unite} {
		if err := derive(ctx); err != nil {
			return store.Changes{}, s.explain(ctx, "writing to", err)
		}
	}
	if err := w.tx.Commit(); err != nil {
		return store.Changes{}, s.explain(ctx, "writing to", err)
	}
	return w.changes, nil
}

// writer is one transaction. It notes in temporary tables which entities and
// facts it touches.
type writer struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	changes    store.Changes
	verdict    graph.Verdict
	kin        map[string]bool     // articles whose originals may be others now
	groups     map[string][]string // of entities that are judged to be one and touched, by the first
}

func (s *Store) begin(ctx context.Context) (*writer, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `
		CREATE TEMP TABLE IF NOT EXISTS touched_entity (id TEXT PRIMARY KEY) WITHOUT ROWID;
		CREATE TEMP TABLE IF NOT EXISTS touched_fact (id TEXT PRIMARY KEY) WITHOUT ROWID;
		DELETE FROM touched_entity;
		DELETE FROM touched_fact`)
	if err != nil {
		tx.Rollback()
		return nil, err
	}
	verdict, err := s.weigh(ctx, tx)
	if err != nil {
		tx.Rollback()
		return nil, err
	}
	return &writer{
		tx: tx, statements: map[string]*sql.Stmt{}, verdict: verdict, kin: map[string]bool{}, groups: map[string][]string{},
	}, nil
}

// statement prepares a statement once; it ends with the transaction.
func (w *writer) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := w.statements[text]; ok {
		return s, nil
	}
	s, err := w.tx.PrepareContext(ctx, text)
	if err == nil {
		w.statements[text] = s
	}
	return s, err
}

func (w *writer) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := w.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (w *writer) put(ctx context.Context, e store.Entry) error {
	known, err := w.statement(ctx, `
		SELECT coalesce(published_at, ''), content_hash, digest, origin
		FROM article JOIN journal ON journal.article = article.id WHERE id = ?`)
	if err != nil {
		return err
	}
	a, digest := e.Graph.Article, e.Graph.Digest()
	var old graph.Article
	var oldDigest, oldOrigin string
	err = known.QueryRowContext(ctx, a.ID).Scan(&old.PublishedAt, &old.ContentHash, &oldDigest, &oldOrigin)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		w.changes.Added++
	case err != nil:
		return err
	case digest == oldDigest:
		w.changes.Unchanged++
		if e.Origin == oldOrigin {
			return nil
		}
		_, err := w.exec(ctx, "UPDATE journal SET origin = ? WHERE article = ?", e.Origin, a.ID)
		return err
	case !a.Supersedes(old):
		w.changes.Superseded++
		return nil
	default:
		w.changes.Replaced++
		if _, err := w.remove(ctx, a.ID); err != nil {
			return err
		}
	}
	return w.add(ctx, e, digest)
}

// add adds what an article says under the judgements.
func (w *writer) add(ctx context.Context, e store.Entry, digest string) error {
	g := w.verdict.Graph(e.Graph)
	a := g.Article
	_, err := w.exec(
		ctx, "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		a.ID, unset(a.InputID), unset(a.URL), unset(a.Title), unset(a.Source), unset(a.PublishedAt), a.ContentHash, a.ExtractorVersion,
	)
	if err != nil {
		return err
	}
	for _, m := range g.Mentions {
		_, err := w.exec(
			ctx, "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
			a.ID, m.Entity, m.Label, m.Name, asJSON{m.Starts}, asJSON{m.Ends}, asJSON{m.Forms}, m.Confidence, asJSON{m.Props},
		)
		if err != nil {
			return err
		}
	}
	for _, c := range g.Claims {
		fact := c.Fact()
		_, err := w.exec(
			ctx, "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
			graph.ClaimKey(fact, a.ID), a.ID, fact, c.Type, c.From, c.To, c.Quote, c.Start, c.End, c.Confidence, c.Rule,
			unset(c.AttributedTo), asJSON{c.Props},
		)
		if err != nil {
			return err
		}
	}
	extracted := ""
	if g != e.Graph {
		if extracted, err = store.Pack(e.Graph); err != nil {
			return err
		}
	}
	if _, err := w.exec(ctx, "INSERT INTO journal VALUES (?, ?, ?, ?)", a.ID, digest, e.Origin, unset(extracted)); err != nil {
		return err
	}
	if err := w.liken(ctx, e.Graph.Likeness()); err != nil {
		return err
	}
	return w.touch(ctx, a.ID)
}

// remove removes what an article says and returns how many articles that were.
func (w *writer) remove(ctx context.Context, id string) (int, error) {
	if err := w.touch(ctx, id); err != nil {
		return 0, err
	}
	if err := w.unlike(ctx, id); err != nil {
		return 0, err
	}
	r, err := w.exec(ctx, "DELETE FROM article WHERE id = ?", id)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

func (w *writer) touch(ctx context.Context, article string) error {
	if _, err := w.exec(ctx, "INSERT OR IGNORE INTO touched_entity SELECT entity FROM mention WHERE article = ?", article); err != nil {
		return err
	}
	_, err := w.exec(ctx, "INSERT OR IGNORE INTO touched_fact SELECT fact FROM claim WHERE article = ?", article)
	return err
}

// facts derives the touched facts anew.
func (w *writer) facts(ctx context.Context) error {
	rows, err := w.tx.QueryContext(ctx, `
		SELECT t.id, f.id IS NOT NULL, c.type, c.from_id, c.to_id, c.confidence, c.properties, coalesce(a.published_at, ''), coalesce(c.copy, 0)
		FROM touched_fact t LEFT JOIN fact f ON f.id = t.id
		LEFT JOIN claim c ON c.fact = t.id LEFT JOIN article a ON a.id = c.article
		ORDER BY t.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	type group struct {
		id     string
		stored bool
		claims []graph.Dated[graph.Claim]
	}
	var g group
	for rows.Next() {
		var next group
		var published string
		var isCopy bool
		var t, from, to sql.NullString
		var confidence sql.NullFloat64
		var props graph.Props
		if err := rows.Scan(&next.id, &next.stored, &t, &from, &to, &confidence, asJSON{&props}, &published, &isCopy); err != nil {
			return err
		}
		if next.id != g.id {
			if err := w.fact(ctx, g.id, g.stored, g.claims); err != nil {
				return err
			}
			g = next
		}
		if t.Valid {
			c := graph.Claim{Type: schema.Type(t.String), From: from.String, To: to.String, Confidence: confidence.Float64, Props: props}
			g.claims = append(g.claims, graph.Dated[graph.Claim]{PublishedAt: published, Said: c, Copy: isCopy})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return w.fact(ctx, g.id, g.stored, g.claims)
}

// fact writes one fact, or removes it if nothing supports it.
func (w *writer) fact(ctx context.Context, id string, stored bool, claims []graph.Dated[graph.Claim]) error {
	if len(claims) == 0 {
		if !stored {
			return nil
		}
		w.changes.FactsRemoved++
		_, err := w.exec(ctx, "DELETE FROM fact WHERE id = ?", id)
		return err
	}
	if !stored {
		w.changes.FactsAdded++
	}
	r := graph.FactRelationship(claims)
	_, err := w.exec(
		ctx, `INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
			articles = excluded.articles, confidence = excluded.confidence, first_reported = excluded.first_reported,
			last_reported = excluded.last_reported, properties = excluded.properties`,
		id, r.Type, r.From, r.To, r.Properties["articles"], r.Properties["confidence"],
		r.Properties["firstReported"], r.Properties["lastReported"],
		asJSON{own(r.Properties, schema.Graph.Relationship(r.Type).Properties)},
	)
	return err
}

// entities derives the touched entities anew.
func (w *writer) entities(ctx context.Context) error {
	rows, err := w.tx.QueryContext(ctx, `
		SELECT t.id, e.number, coalesce(s.forms, ''), m.label, m.name, m.forms, m.properties, coalesce(a.published_at, ''), coalesce(m.copy, 0)
		FROM touched_entity t LEFT JOIN entity e ON e.id = t.id LEFT JOIN entity_fts s ON s.rowid = e.number
		LEFT JOIN mention m ON m.entity = t.id LEFT JOIN article a ON a.id = m.article
		ORDER BY t.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var e entity
	for rows.Next() {
		var next entity
		var published string
		var isCopy bool
		var label, name sql.NullString
		var forms []string
		var props graph.Props
		if err := rows.Scan(&next.id, &next.number, &next.forms, &label, &name, asJSON{&forms}, asJSON{&props}, &published, &isCopy); err != nil {
			return err
		}
		if next.id != e.id {
			if err := w.entity(ctx, e); err != nil {
				return err
			}
			e = next
		}
		if label.Valid {
			m := graph.Mention{Entity: e.id, Label: schema.Label(label.String), Name: name.String, Forms: forms, Props: props}
			e.mentions = append(e.mentions, graph.Dated[graph.Mention]{PublishedAt: published, Said: m, Copy: isCopy})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return w.entity(ctx, e)
}

// entity is an entity with all mentions of it, and what is stored of it.
type entity struct {
	id       string
	number   sql.NullInt64
	forms    string // in entity_fts
	mentions []graph.Dated[graph.Mention]
}

// entity writes one entity, or removes it if nothing supports it.
func (w *writer) entity(ctx context.Context, e entity) error {
	w.join(e.id)
	if len(e.mentions) == 0 {
		if !e.number.Valid {
			return nil
		}
		w.changes.NodesRemoved++
		if _, err := w.exec(ctx, "DELETE FROM entity_fts WHERE rowid = ?", e.number); err != nil {
			return err
		}
		_, err := w.exec(ctx, "DELETE FROM entity WHERE number = ?", e.number)
		return err
	}
	n := graph.EntityNode(e.mentions)
	p := n.Properties
	written, err := w.exec(
		ctx, `INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT (number) DO UPDATE SET
			name = excluded.name, aliases = excluded.aliases, articles = excluded.articles, first_reported = excluded.first_reported,
			last_reported = excluded.last_reported, properties = excluded.properties`,
		e.number, n.ID, n.Label, p["name"], asJSON{p["aliases"]}, p["articles"], p["firstReported"], p["lastReported"],
		asJSON{own(p, schema.Graph.Node(n.Label).Properties)},
	)
	if err != nil {
		return err
	}
	forms := fold(n)
	switch {
	case !e.number.Valid:
		w.changes.NodesAdded++
		number, err := written.LastInsertId()
		if err != nil {
			return err
		}
		_, err = w.exec(ctx, "INSERT INTO entity_fts (rowid, forms) VALUES (?, ?)", number, forms)
		return err
	case forms != e.forms:
		_, err := w.exec(ctx, "UPDATE entity_fts SET forms = ? WHERE rowid = ?", forms, e.number)
		return err
	}
	return nil
}

// fold returns the words of all names of an entity: each name once, between
// newlines.
func fold(n graph.Node) string {
	var forms []string
	for _, name := range append([]string{n.Properties["name"].(string)}, n.Properties["aliases"].([]string)...) {
		if words := graph.Words(name); len(words) > 0 {
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
