package store

import "dateline/graph"

// Alike is a number of articles that say the same of an entity or a fact. It can
// also be what an entity or a fact has in the world, which stands for all that
// articles say of it as long as they do not contradict each other: the longest
// name, the union of the forms, the highest confidence and the first and last
// dates follow from those of the parts. What most articles say does not. So a
// store, which may have 100,000 articles of one entity, need not read them all
// where articles only come, and say nothing else than what stands.
type Alike[T any] struct {
	Said        T
	Articles    int64  // how many; of an entity or fact those that count
	First, Last string // least and greatest day of publication
	Copies      bool   // articles of which these are copies say so too
}

// Spread returns what derives from the articles the same as each of them would:
// the first of them, and for the others the last.
func (a Alike[T]) Spread() []graph.Dated[T] {
	n := a.Articles
	if a.Copies {
		n = min(n, 2) // they have no vote
	}
	out := make([]graph.Dated[T], n)
	for i := range out {
		out[i] = graph.Dated[T]{PublishedAt: a.Last, Said: a.Said, Copy: a.Copies}
	}
	out[0].PublishedAt = a.First
	return out
}

// Ends returns the first and the last of the articles. Of an entity or fact the
// last may be a copy, which does not count.
func (a Alike[T]) Ends() []graph.Dated[T] {
	return []graph.Dated[T]{{PublishedAt: a.First, Said: a.Said}, {PublishedAt: a.Last, Said: a.Said}}
}

// ContradictedBy reports whether new articles, other than copies, have a value
// for a property that differs from the one which stands.
func (a Alike[T]) ContradictedBy(said []graph.Dated[T], own func(T) graph.Props) bool {
	stands := own(a.Said)
	for _, s := range said {
		if s.Copy {
			continue
		}
		for k, v := range own(s.Said) {
			if stands[k] != "" && v != "" && v != stands[k] {
				return true
			}
		}
	}
	return false
}
