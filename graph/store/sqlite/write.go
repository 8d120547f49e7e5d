package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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

// writer is one transaction. It notes what it brings of which entities and facts.
type writer struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	changes    store.Changes
	verdict    graph.Verdict
	mentioned  news[graph.Mention]
	claimed    news[graph.Claim]
	kin        map[string]bool     // articles whose originals may be others now
	groups     map[string][]string // of entities that are judged to be one and touched, by the first
}

func (s *Store) begin(ctx context.Context) (*writer, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	verdict, err := s.weigh(ctx, tx)
	if err != nil {
		tx.Rollback()
		return nil, err
	}
	return &writer{
		tx: tx, statements: map[string]*sql.Stmt{}, verdict: verdict, mentioned: news[graph.Mention]{}, claimed: news[graph.Claim]{},
		kin: map[string]bool{}, groups: map[string][]string{},
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
		w.mentioned.gain(m.Entity, a, m)
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
		w.claimed.gain(fact, a, c)
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
	return w.liken(ctx, e.Graph.Likeness())
}

// remove removes what an article says and returns how many articles that were.
func (w *writer) remove(ctx context.Context, id string) (int, error) {
	entities, err := collect(ctx, w, "SELECT entity FROM mention WHERE article = ?", scanText, id)
	if err != nil {
		return 0, err
	}
	w.mentioned.lose(entities)
	facts, err := collect(ctx, w, "SELECT fact FROM claim WHERE article = ?", scanText, id)
	if err != nil {
		return 0, err
	}
	w.claimed.lose(facts)
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
