package neo4j

import (
	"context"
	"maps"
	"slices"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
)

// news is what a change brings about entities or facts: by label or type, then
// by key.
type news[K ~string, T any] map[K]map[string]*tidings[T]

type tidings[T any] struct {
	said []graph.Dated[T] // by articles that come
	lost bool             // an article that goes spoke of it
}

func (n news[K, T]) at(k K, id string) *tidings[T] {
	if n[k] == nil {
		n[k] = map[string]*tidings[T]{}
	}
	if n[k][id] == nil {
		n[k][id] = &tidings[T]{}
	}
	return n[k][id]
}

func (n news[K, T]) gain(k K, id string, said graph.Dated[T]) {
	t := n.at(k, id)
	t.said = append(t.said, said)
}

func (n news[K, T]) lose(k K, id string) { n.at(k, id).lost = true }

// derived is what all articles say of an entity or fact, as far as its
// properties depend on it, save for their number.
type derived[T any] struct {
	id       string
	existed  bool
	said     []graph.Dated[T]
	articles int64
}

// derive finds out, for each key of news in order, what all articles say of it.
//
// It avoids reading that of old articles where it can, because an entity may
// have 100,000 of them: what a node or relationship already has stands for them.
// This is exact where articles only come: the longest name, the union of the
// forms, the highest confidence and the first and last dates follow from those
// of the parts. What most articles say does not, so where a new article says
// something else than what the most have said until now, as well as where an
// article goes, the old ones are read after all: grouped by the server, because
// of articles that say the same only the number and the first and last dates
// count, and of copies not even the number.
func derive[T any](
	ctx context.Context, tx transaction, all map[string]*tidings[T], standing, spoken statement,
	decode func(r *driver.Record, own graph.Props) T, own func(T) graph.Props,
) ([]derived[T], error) {
	found := map[string]*derived[T]{}
	ids := slices.Sorted(maps.Keys(all))
	for _, id := range ids {
		found[id] = &derived[T]{id: id}
	}
	err := tx.read(ctx, standing, ids, func(r *driver.Record) {
		d := found[text(r, "id")]
		d.existed = true
		d.articles = integer(r, "articles")
		d.said = spread(r, min(d.articles, 2), decode)
	})
	if err != nil {
		return nil, err
	}
	var doubtful []string
	for _, id := range ids {
		if d := found[id]; d.existed && (all[id].lost || contradicts(all[id].said, d.said[0].Said, own)) {
			doubtful = append(doubtful, id)
			d.articles, d.said = 0, nil
		}
	}
	err = tx.read(ctx, spoken, doubtful, func(r *driver.Record) {
		d, n := found[text(r, "id")], integer(r, "articles")
		if value[bool](r, "copy") {
			n = min(n, 2) // which have no votes
		} else {
			d.articles += n
		}
		d.said = append(d.said, spread(r, n, decode)...)
	})
	if err != nil {
		return nil, err
	}
	out := make([]derived[T], len(ids))
	for i, id := range ids {
		d := found[id]
		d.said = append(d.said, all[id].said...)
		for _, s := range all[id].said {
			if !s.Copy {
				d.articles++
			}
		}
		out[i] = *d
	}
	return out, nil
}

// spread turns a row that stands for articles which say the same into n of them,
// the first published and n-1 of the last.
func spread[T any](r *driver.Record, n int64, decode func(*driver.Record, graph.Props) T) []graph.Dated[T] {
	said := decode(r, values(object(r, "own")))
	out := make([]graph.Dated[T], n)
	for i := range out {
		out[i] = graph.Dated[T]{PublishedAt: text(r, "last"), Said: said, Copy: value[bool](r, "copy")}
	}
	out[0].PublishedAt = text(r, "first")
	return out
}

// contradicts reports whether new articles, other than copies, have a value for a
// property that differs from the one which stands.
func contradicts[T any](said []graph.Dated[T], standing T, own func(T) graph.Props) bool {
	for _, s := range said {
		if s.Copy {
			continue
		}
		for k, v := range own(s.Said) {
			if old := own(standing)[k]; old != "" && v != "" && v != old {
				return true
			}
		}
	}
	return false
}
