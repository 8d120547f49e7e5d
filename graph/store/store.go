// Package store keeps merged graphs. A Store given a set of graphs and judgements
// holds what graph.MergeUnder makes of them, whatever the order, the batches and
// the interruptions; package storetest is the contract.
package store

import (
	"context"
	"errors"
	"iter"

	"dateline/graph"
	"dateline/graph/schema"
)

// Errors that every implementation returns, wrapped with what to do about them.
var (
	// ErrLocked says that another process is writing to the store.
	ErrLocked = errors.New("another load holds the lock")
	// ErrUnreachable says that the database does not answer.
	ErrUnreachable = errors.New("database out of reach")
	// ErrUnwritable says that the store can take nothing, whatever it is given: no
	// space is left, it is read-only or damaged.
	ErrUnwritable = errors.New("store cannot be written")
	// ErrVersion says that the store was written by another version of dateline
	// and cannot be migrated by this one.
	ErrVersion = errors.New("store has another version")
)

// Store is a durable merged graph. It is safe for concurrent use by one process.
type Store interface {
	View

	// Lock takes the store's one lock for writing, or returns ErrLocked at once.
	// The lock dies with the process. Put, Retract and SetJudgements need it.
	Lock(ctx context.Context) (unlock func() error, err error)

	// Put adds graphs, all or none; one that breaks the schema is an error that
	// names its article. A graph of an article that the store has replaces it if
	// it supersedes it; all that only the old one supported goes.
	Put(ctx context.Context, entries []Entry) (Changes, error)

	// Revisions returns what the store has of those articles with the given IDs
	// that it has. It needs no lock.
	Revisions(ctx context.Context, ids []string) (map[string]Revision, error)

	// Retract removes the articles with the given IDs (those of graph.Article.ID)
	// with all that only they supported, all or none; unknown IDs are ignored.
	Retract(ctx context.Context, ids []string) (Changes, error)

	// SetJudgements puts judgements in the place of all that were set before, all
	// or none: those that graph.CheckJudgements refuses are an error. They hold for
	// the articles that are there and for those to come, and whatever comes from
	// articles comes back when they are taken back. Changes of articles are zero.
	SetJudgements(ctx context.Context, js []graph.Judgement) (Changes, error)

	// Judgements returns the judgements, in the order in which they were given.
	Judgements(ctx context.Context) ([]graph.Judgement, error)

	// Articles yields all articles in the order of their IDs.
	Articles(ctx context.Context) iter.Seq2[graph.Article, error]

	// Facts returns the facts of an entity, and of all that are judged to be one
	// with it, with the claims behind each: by type
	// in the order of the schema, then by From and To; statements by publication,
	// latest first, then by article ID.
	Facts(ctx context.Context, entity string) ([]Fact, error)

	// Count returns how many nodes of each label and relationships of each type
	// there are.
	Count(ctx context.Context) (Counts, error)

	// Nodes and Relationships yield the whole graph in the order of graph.World.
	Nodes(ctx context.Context) iter.Seq2[graph.Node, error]
	Relationships(ctx context.Context) iter.Seq2[graph.Relationship, error]

	Close() error
}

// Entry is a graph to put.
type Entry struct {
	Graph  *graph.Graph
	Origin string // names what the graph was made from and how, "" if that is not known
}

// Revision is what the store has of an article. Making a graph anew from an
// equal Origin with an extractor of the same version would change nothing.
type Revision struct {
	PublishedAt      string
	ContentHash      string
	ExtractorVersion string
	Digest           string // of the graph as extracted, see graph.Graph.Digest
	Origin           string // of the last entry that was added, replaced or unchanged
	Likeness         string // what tells copies of the article, see graph.Likeness
	Extracted        string // where judgements alter the graph: what Pack made of it as extracted
}

// Fact is a relationship between two entities with the claims behind it.
type Fact struct {
	Relationship graph.Relationship
	From, To     graph.Node
	Statements   []Statement
}

// Statement is a claim and the article that makes it.
type Statement struct {
	Article graph.Article
	Claim   graph.Claim
	Copy    bool // an article of which this one is a copy makes it too
}

// Changes says what a Put or Retract did: of the graphs given, one after the
// other, and of the world (entities and facts) from before to after. A graph
// with the same digest as the one that the store has is unchanged, one that does
// not supersede it is superseded.
type Changes struct {
	Added, Replaced, Unchanged, Superseded, Retracted int // articles
	NodesAdded, NodesRemoved                          int
	FactsAdded, FactsRemoved                          int
}

// Plus returns the sum of both changes.
func (c Changes) Plus(d Changes) Changes {
	c.Added += d.Added
	c.Replaced += d.Replaced
	c.Unchanged += d.Unchanged
	c.Superseded += d.Superseded
	c.Retracted += d.Retracted
	c.NodesAdded += d.NodesAdded
	c.NodesRemoved += d.NodesRemoved
	c.FactsAdded += d.FactsAdded
	c.FactsRemoved += d.FactsRemoved
	return c
}

// Counts holds numbers of nodes by label and relationships by type; absent ones
// are zero.
type Counts struct {
	Nodes         map[schema.Label]int
	Relationships map[schema.Type]int
}
