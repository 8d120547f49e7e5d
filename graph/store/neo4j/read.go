package neo4j

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// errChanged says that a change was committed in the middle of a reading.
var errChanged = errors.New("the graph has changed meanwhile: repeat it, or wait until no load is running")

// ahead is how much of a stream is read before its first part is given out. A
// graph of that size is read again when it changes meanwhile; a larger one
// cannot be, and the stream ends with errChanged.
const ahead = 10_000

// rereads bounds how often that happens.
const rereads = 200

// changes returns the number of changes that are committed, once none is being
// committed. Neo4j shows readers each part of a commit as soon as it is written,
// so that two equal numbers, before and after, are what tells a whole.
func (s *Store) changes(ctx context.Context) (n int64, err error) {
	err = s.write(ctx, func(tx transaction) error {
		records, err := tx.collect(ctx, countChanges, nil)
		if err == nil && len(records) > 0 {
			n = integer(records[0], "changes")
		}
		return err
	})
	return n, err
}

// whole runs body, which reads and may run several times, until nothing changes
// in between.
func (s *Store) whole(ctx context.Context, body func(transaction) error) error {
	for range rereads {
		before, err := s.changes(ctx)
		if err != nil {
			return err
		}
		if err := s.begin(ctx, driver.AccessModeRead, body); err != nil {
			return err
		}
		after, err := s.changes(ctx)
		if err != nil || before == after {
			return err
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
	return errChanged
}

// stream yields what walk gives away, until that returns false: all of one state
// of the graph, or an error at the end.
func stream[T any](ctx context.Context, s *Store, doing string, walk func(tx transaction, give func(T) bool) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var (
			held    []T
			flowing bool // held has been given out, so there is no way back
			stopped bool
		)
		flush := func() bool {
			flowing = true
			for _, x := range held {
				if ctx.Err() != nil || stopped {
					return false
				}
				stopped = !yield(x, nil)
			}
			held = held[:0]
			return !stopped
		}
		give := func(x T) bool {
			held = append(held, x)
			return len(held) < ahead && !flowing || flush()
		}
		err := s.whole(ctx, func(tx transaction) error {
			if flowing {
				return errChanged
			}
			held = held[:0]
			return walk(tx, give)
		})
		if err == nil && !stopped {
			flush()
			err = ctx.Err()
		}
		if err != nil && !stopped {
			var zero T
			yield(zero, s.failed(ctx, doing, err))
		}
	}
}

// walk runs a statement that yields many rows in ascending order of a column, as
// Go orders strings.
func (tx transaction) walk(ctx context.Context, c statement, column string, use func(*driver.Record) bool) (whole bool, err error) {
	result, err := tx.Run(ctx, string(c), nil)
	if err != nil {
		return false, err
	}
	last := ""
	for r, err := range result.Records(ctx) {
		if err != nil {
			return false, err
		}
		id := text(r, column)
		if id < last {
			return false, fmt.Errorf("the server sorts %q after %q", id, last)
		}
		last = id
		if !use(r) {
			return false, nil
		}
	}
	return true, nil
}

// Nodes yields all nodes, see store.Store. Graphs of up to 10,000 nodes are of
// one moment; with more the last thing yielded is an error if a load has changed
// the graph meanwhile.
func (s *Store) Nodes(ctx context.Context) iter.Seq2[graph.Node, error] {
	return stream(ctx, s, "reading nodes", func(tx transaction, give func(graph.Node) bool) error {
		for _, n := range schema.Graph.Nodes {
			more, err := tx.walk(ctx, streamNodes(n.Label), "id", func(r *driver.Record) bool {
				return give(node(n.Label, text(r, "id"), object(r, "properties")))
			})
			if err != nil || !more {
				return err
			}
		}
		return nil
	})
}

// Relationships yields all relationships, see store.Store and Nodes. It keeps
// those of one type that leave one node in memory, to sort them.
func (s *Store) Relationships(ctx context.Context) iter.Seq2[graph.Relationship, error] {
	return stream(ctx, s, "reading relationships", func(tx transaction, give func(graph.Relationship) bool) error {
		for _, d := range schema.Graph.Relationships {
			var same []graph.Relationship // of one source
			flush := func() bool {
				slices.SortFunc(same, func(a, b graph.Relationship) int { return cmp.Compare(a.To, b.To) })
				for _, r := range same {
					if !give(r) {
						return false
					}
				}
				same = same[:0]
				return true
			}
			more, err := tx.walk(ctx, streamRelationships(d), "source", func(r *driver.Record) bool {
				x := relationship(d.Type, text(r, "source"), text(r, "target"), object(r, "properties"))
				if len(same) > 0 && same[0].From != x.From && !flush() {
					return false
				}
				same = append(same, x)
				return true
			})
			if err != nil || !more || !flush() {
				return err
			}
		}
		return nil
	})
}

// Articles yields all articles, see store.Store.
func (s *Store) Articles(ctx context.Context) iter.Seq2[graph.Article, error] {
	return func(yield func(graph.Article, error) bool) {
		err := s.begin(ctx, driver.AccessModeRead, func(tx transaction) error {
			_, err := tx.walk(ctx, streamNodes(schema.Article), "id", func(r *driver.Record) bool {
				return yield(article(object(r, "properties")), nil)
			})
			return err
		})
		if err != nil {
			yield(graph.Article{}, s.failed(ctx, "reading articles", err))
		}
	}
}

// Count counts nodes and relationships, see store.Store.
func (s *Store) Count(ctx context.Context) (store.Counts, error) {
	var c store.Counts
	err := s.whole(ctx, func(tx transaction) error {
		c = store.Counts{Nodes: map[schema.Label]int{}, Relationships: map[schema.Type]int{}}
		records, err := tx.collect(ctx, countAll(schema.Graph), nil)
		if err != nil {
			return err
		}
		for _, r := range records {
			n := int(integer(r, "n"))
			if l := schema.Label(text(r, "name")); schema.Graph.Node(l) != nil {
				c.Nodes[l] = n
			} else {
				c.Relationships[schema.Type(l)] = n
			}
		}
		return nil
	})
	if err != nil {
		return store.Counts{}, s.failed(ctx, "counting", err)
	}
	return c, nil
}

// Facts returns what is known of an entity, see store.Store.
func (s *Store) Facts(ctx context.Context, entity string) ([]store.Fact, error) {
	var out []store.Fact
	err := s.whole(ctx, func(tx transaction) error {
		records, err := tx.collect(ctx, readFactsOf(schema.Graph), params{"id": entity})
		if err != nil {
			return err
		}
		out = make([]store.Fact, len(records))
		at := map[string]*store.Fact{}
		var keys []string
		for i, r := range records {
			from, to := text(r, "source"), text(r, "target")
			out[i] = store.Fact{
				Relationship: relationship(schema.Type(text(r, "type")), from, to, object(r, "properties")),
				From:         node(labelOf(from), from, object(r, "sourceProperties")),
				To:           node(labelOf(to), to, object(r, "targetProperties")),
			}
			key := graph.FactKey(out[i].Relationship.Type, from, to)
			at[key] = &out[i]
			keys = append(keys, key)
		}
		return tx.read(ctx, readStatements, keys, func(r *driver.Record) {
			f := at[text(r, "id")]
			f.Statements = append(f.Statements, store.Statement{
				Article: article(object(r, "article")),
				Claim:   claim(f.Relationship, object(r, "claim")),
				Copy:    object(r, "claim")["copy"] == true,
			})
		})
	})
	if err != nil {
		return nil, s.failed(ctx, "reading facts of "+entity, err)
	}
	rank := map[schema.Type]int{}
	for i, r := range schema.Graph.Relationships {
		rank[r.Type] = i
	}
	slices.SortFunc(out, func(a, b store.Fact) int {
		x, y := a.Relationship, b.Relationship
		return cmp.Or(rank[x.Type]-rank[y.Type], cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	for _, f := range out {
		slices.SortFunc(f.Statements, func(a, b store.Statement) int {
			return cmp.Or(cmp.Compare(b.Article.PublishedAt, a.Article.PublishedAt), cmp.Compare(a.Article.ID, b.Article.ID))
		})
	}
	return out, nil
}
