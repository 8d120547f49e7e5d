package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"dateline/graph"
)

// liken adds what tells the copies of an article, and notes those that are there.
func (w *writer) liken(ctx context.Context, l graph.Likeness) error {
	keys := bandKeys(l)
	if len(keys) == 0 {
		return nil
	}
	near, err := collect(ctx, w, `
		SELECT DISTINCT l.article, coalesce(a.published_at, ''), l.likeness
		FROM band b JOIN likeness l ON l.number = b.number JOIN article a ON a.id = l.article
		WHERE b.key IN (SELECT value FROM json_each(?))`, scanLikeness, asJSON{keys})
	if err != nil {
		return err
	}
	for _, other := range near {
		if l.CopyOf(other) {
			w.kin[other.Article], w.kin[l.Article] = true, true
		}
	}
	written, err := w.exec(ctx, "INSERT INTO likeness (article, likeness) VALUES (?, ?)", l.Article, l.String())
	if err != nil {
		return err
	}
	number, err := written.LastInsertId()
	if err != nil {
		return err
	}
	_, err = w.exec(ctx, "INSERT OR IGNORE INTO band SELECT value, ? FROM json_each(?)", number, asJSON{keys})
	return err
}

// bandKeys returns the keys of an article in the table band.
func bandKeys(l graph.Likeness) []int64 {
	var keys []int64
	for i, b := range l.Sketch.Bands() {
		keys = append(keys, int64(i)<<32|int64(b))
	}
	return keys
}

func scanLikeness(r row) (graph.Likeness, error) {
	var article, published, text string
	if err := r.Scan(&article, &published, &text); err != nil {
		return graph.Likeness{}, err
	}
	return graph.ParseLikeness(article, published, text)
}

// unlike removes what tells the copies of an article, and notes those that are
// there.
func (w *writer) unlike(ctx context.Context, article string) error {
	kin, err := w.kinOf(ctx, article)
	if err != nil {
		return err
	}
	for _, d := range kin {
		w.kin[d.article], w.kin[d.original] = true, true
	}
	find, err := w.statement(ctx, "SELECT number, likeness FROM likeness WHERE article = ?")
	if err != nil {
		return err
	}
	var number int64
	var text string
	if err := find.QueryRowContext(ctx, article).Scan(&number, &text); errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return err
	}
	l, err := graph.ParseLikeness(article, "", text)
	if err != nil {
		return err
	}
	_, err = w.exec(ctx, "DELETE FROM band WHERE number = ? AND key IN (SELECT value FROM json_each(?))", number, asJSON{bandKeys(l)})
	return err
}

type duplicate struct{ article, original string }

// kinOf returns the rows that an article is in, as a copy or as an original.
func (w *writer) kinOf(ctx context.Context, article string) ([]duplicate, error) {
	return collect(ctx, w, "SELECT article, original FROM duplicate WHERE article = ?1 OR original = ?1", func(r row) (duplicate, error) {
		var d duplicate
		err := r.Scan(&d.article, &d.original)
		return d, err
	}, article)
}

// copies finds the originals of the articles in kin anew, and which of what they
// and their copies say counts. It touches what now counts otherwise.
func (w *writer) copies(ctx context.Context) error {
	before := map[string]string{} // original by copy
	seen := map[string]bool{}
	var all []graph.Likeness
	for queue := slices.Sorted(maps.Keys(w.kin)); len(queue) > 0; {
		article := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if seen[article] {
			continue
		}
		seen[article] = true
		kin, err := w.kinOf(ctx, article)
		if err != nil {
			return err
		}
		for _, d := range kin {
			before[d.article] = d.original
			queue = append(queue, d.article, d.original)
		}
		there, err := collect(ctx, w, `
			SELECT l.article, coalesce(a.published_at, ''), l.likeness FROM likeness l JOIN article a ON a.id = l.article
			WHERE l.article = ?`, scanLikeness, article)
		if err != nil {
			return err
		}
		all = append(all, there...)
	}
	slices.SortFunc(all, graph.Likeness.Compare)
	originals := graph.Originals(all)
	for article, original := range before {
		if originals[article] == "" {
			if _, err := w.exec(ctx, "DELETE FROM duplicate WHERE article = ? AND original = ?", article, original); err != nil {
				return err
			}
		}
	}
	for article, original := range originals {
		if before[article] == original {
			continue
		}
		_, err := w.exec(ctx, "INSERT INTO duplicate VALUES (?, ?) ON CONFLICT (article) DO UPDATE SET original = excluded.original", article, original)
		if err != nil {
			return err
		}
	}
	chorus := graph.Chorus{}
	for _, l := range all {
		if err := w.count(ctx, chorus, cmp.Or(originals[l.Article], l.Article), l.Article); err != nil {
			return err
		}
	}
	return nil
}

// count marks what of that which an article says one has said of which it is a
// copy.
func (w *writer) count(ctx context.Context, chorus graph.Chorus, original, article string) error {
	type said struct {
		of   string
		copy bool
	}
	scan := func(r row) (said, error) {
		var x said
		err := r.Scan(&x.of, &x.copy)
		return x, err
	}
	for _, table := range []struct {
		read, write string
		recount     func(id, article string, again bool)
	}{
		{
			"SELECT entity, copy FROM mention WHERE article = ?",
			"UPDATE mention SET copy = ? WHERE article = ? AND entity = ?",
			w.mentioned.recount,
		},
		{
			"SELECT fact, copy FROM claim WHERE article = ?",
			"UPDATE claim SET copy = ? WHERE article = ? AND fact = ?",
			w.claimed.recount,
		},
	} {
		all, err := collect(ctx, w, table.read, scan, article)
		if err != nil {
			return err
		}
		for _, x := range all {
			again := chorus.Again(original, x.of)
			if again == x.copy {
				continue
			}
			if _, err := w.exec(ctx, table.write, again, article, x.of); err != nil {
				return err
			}
			table.recount(x.of, article, again)
		}
	}
	return nil
}

// collect returns all rows of a statement that is prepared once.
func collect[T any](ctx context.Context, w *writer, text string, scan func(row) (T, error), args ...any) ([]T, error) {
	s, err := w.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

func scanText(r row) (text string, err error) {
	err = r.Scan(&text)
	return text, err
}
