package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dateline/graph"
	"dateline/graph/store"
)

// SetJudgements implements store.Store.
func (s *Store) SetJudgements(ctx context.Context, js []graph.Judgement) (store.Changes, error) {
	if err := graph.CheckJudgements(js); err != nil {
		return store.Changes{}, err
	}
	return s.write(ctx, func(w *writer) error {
		before, after := w.verdict, graph.NewVerdict(js)
		ids, err := w.concerned(ctx, after)
		if err != nil {
			return err
		}
		w.verdict = after
		for _, id := range ids {
			if err := w.rejudge(ctx, id, before); err != nil {
				return fmt.Errorf("article %s: %w", id, err)
			}
		}
		if _, err := w.exec(ctx, "UPDATE entity SET canonical_id = NULL WHERE canonical_id IS NOT NULL"); err != nil {
			return err
		}
		for _, k := range after.Merged() {
			w.join(k)
		}
		return w.judgements(ctx, js)
	})
}

// judgements puts judgements in the place of those that are there.
func (w *writer) judgements(ctx context.Context, js []graph.Judgement) error {
	if _, err := w.exec(ctx, "DELETE FROM judgement"); err != nil {
		return err
	}
	for i, j := range js {
		if _, err := w.exec(ctx, "INSERT INTO judgement VALUES (?, ?)", i, asJSON{j}); err != nil {
			return err
		}
	}
	_, err := w.exec(ctx, "UPDATE meta SET judged = judged + 1")
	return err
}

// Judgements implements store.Store.
func (s *Store) Judgements(ctx context.Context) ([]graph.Judgement, error) {
	var js []graph.Judgement
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		js, err = readJudgements(ctx, tx)
		return err
	})
	return js, err
}

func readJudgements(ctx context.Context, tx *sql.Tx) ([]graph.Judgement, error) {
	var js []graph.Judgement
	for j, err := range each(ctx, tx, query[graph.Judgement]{
		text: "SELECT judgement FROM judgement ORDER BY number",
		scan: func(r row) (j graph.Judgement, err error) {
			err = r.Scan(asJSON{&j})
			return j, err
		},
	}) {
		if err != nil {
			return nil, err
		}
		js = append(js, j)
	}
	return js, nil
}

// known is the verdict on the judgements of the file, as they were set last.
type known struct {
	judged  int // how often they were set
	verdict graph.Verdict
}

// weigh returns the verdict on the judgements of the file.
func (s *Store) weigh(ctx context.Context, tx *sql.Tx) (graph.Verdict, error) {
	var judged int
	if err := tx.QueryRowContext(ctx, "SELECT judged FROM meta").Scan(&judged); err != nil {
		return graph.Verdict{}, err
	}
	if judged != s.known.judged {
		js, err := readJudgements(ctx, tx)
		if err != nil {
			return graph.Verdict{}, err
		}
		s.known = known{judged, graph.NewVerdict(js)}
	}
	return s.known.verdict, nil
}

// concerned returns the IDs of all articles that judgements alter, or that a
// verdict may.
func (w *writer) concerned(ctx context.Context, v graph.Verdict) ([]string, error) {
	ids := v.Articles()
	altered, err := collect(ctx, w, "SELECT article FROM journal WHERE extracted IS NOT NULL", scanText)
	if err != nil {
		return nil, err
	}
	ids = append(ids, altered...)
	for _, f := range v.Facts() {
		stating, err := collect(ctx, w, "SELECT article FROM claim WHERE fact = ?", scanText, f)
		if err != nil {
			return nil, err
		}
		ids = append(ids, stating...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// rejudge makes of an article, if it is there, what it says under the verdict,
// which was another before.
func (w *writer) rejudge(ctx context.Context, id string, before graph.Verdict) error {
	find, err := w.statement(ctx, `
		SELECT j.digest, j.origin, coalesce(j.extracted, ''), coalesce(l.likeness, '')
		FROM journal j LEFT JOIN likeness l ON l.article = j.article WHERE j.article = ?`)
	if err != nil {
		return err
	}
	var e store.Entry
	var digest, packed, likeness string
	err = find.QueryRowContext(ctx, id).Scan(&digest, &e.Origin, &packed, &likeness)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if packed != "" {
		e.Graph, err = store.Unpack(packed)
	} else {
		e.Graph, err = w.graph(ctx, id)
	}
	if err != nil {
		return err
	}
	l, err := graph.ParseLikeness(id, "", likeness)
	if err != nil {
		return err
	}
	e.Graph.Sketch = l.Sketch
	if before.Graph(e.Graph).Digest() == w.verdict.Graph(e.Graph).Digest() {
		return nil
	}
	if _, err := w.remove(ctx, id); err != nil {
		return err
	}
	return w.add(ctx, e, digest)
}

// graph returns what an article says, without its sketch.
func (w *writer) graph(ctx context.Context, id string) (*graph.Graph, error) {
	articles, err := collect(ctx, w, "SELECT "+articleColumns+" FROM article a WHERE a.id = ?", scanArticle, id)
	if err != nil {
		return nil, err
	}
	g := &graph.Graph{Article: articles[0]}
	var article string
	g.Mentions, err = collect(ctx, w, "SELECT "+mentionColumns+" FROM mention WHERE article = ? ORDER BY entity", func(r row) (graph.Mention, error) {
		var m graph.Mention
		var isCopy bool
		err := r.Scan(mentionFields(&article, &m, &isCopy)...)
		return m, err
	}, id)
	if err != nil {
		return nil, err
	}
	g.Claims, err = collect(ctx, w, "SELECT "+claimColumns+" FROM claim c WHERE article = ?", func(r row) (graph.Claim, error) {
		var c graph.Claim
		var isCopy bool
		err := r.Scan(claimFields(&article, &c, &isCopy)...)
		return c, err
	}, id)
	g.Sort()
	return g, err
}

// join notes that it is to be found out anew which entity stands for one and all
// that are judged to be the same.
func (w *writer) join(entity string) {
	if siblings := w.verdict.Siblings(entity); len(siblings) > 0 {
		w.groups[siblings[0]] = siblings
	}
}

// unite finds out which entity stands for those of each group.
func (w *writer) unite(ctx context.Context) error {
	for _, group := range w.groups {
		articles := map[string]int64{}
		for _, id := range group {
			n, err := collect(ctx, w, "SELECT articles FROM entity WHERE id = ?", func(r row) (n int64, err error) {
				err = r.Scan(&n)
				return n, err
			}, id)
			if err != nil {
				return err
			}
			if len(n) > 0 {
				articles[id] = n[0]
			}
		}
		canonical := unset(graph.Stands(articles))
		for id := range articles {
			if _, err := w.exec(ctx, "UPDATE entity SET canonical_id = ?1 WHERE id = ?2 AND canonical_id IS NOT ?1", canonical, id); err != nil {
				return err
			}
		}
	}
	return nil
}
