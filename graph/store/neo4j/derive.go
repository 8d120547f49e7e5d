package neo4j

import (
	"context"
	"maps"
	"slices"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/store"
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

// derive finds out, for each key of news in order, what all articles say of it:
// from what it has already, where that suffices (see store.Alike), else from all
// that they say, which the server groups.
func derive[T any](
	ctx context.Context, tx transaction, all map[string]*tidings[T], standing, spoken statement,
	decode func(r *driver.Record, own graph.Props) T, own func(T) graph.Props,
) ([]derived[T], error) {
	found := map[string]*derived[T]{}
	ids := slices.Sorted(maps.Keys(all))
	for _, id := range ids {
		found[id] = &derived[T]{id: id}
	}
	stands := map[string]store.Alike[T]{}
	err := tx.read(ctx, standing, ids, func(r *driver.Record) {
		stands[text(r, "id")] = alike(r, decode)
	})
	if err != nil {
		return nil, err
	}
	var doubtful []string
	for _, id := range ids {
		s, existed := stands[id]
		switch {
		case !existed:
		case all[id].lost || s.ContradictedBy(all[id].said, own):
			doubtful = append(doubtful, id)
		default:
			found[id].said, found[id].articles = s.Ends(), s.Articles
		}
		found[id].existed = existed
	}
	err = tx.read(ctx, spoken, doubtful, func(r *driver.Record) {
		d, a := found[text(r, "id")], alike(r, decode)
		if !a.Copies {
			d.articles += a.Articles
		}
		d.said = append(d.said, a.Spread()...)
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

// alike reads a row of what articles that say the same say.
func alike[T any](r *driver.Record, decode func(*driver.Record, graph.Props) T) store.Alike[T] {
	return store.Alike[T]{
		Said: decode(r, values(object(r, "own"))), Articles: integer(r, "articles"),
		First: text(r, "first"), Last: text(r, "last"), Copies: value[bool](r, "copy"),
	}
}
