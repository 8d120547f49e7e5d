package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

func loadCommand() *cli.Command {
	return &cli.Command{
		Name:      "load",
		Usage:     "put what articles say into the graph",
		ArgsUsage: "PATH…",
		Description: `Extracts the articles and adds them to the store, which is made if there is
none. Loading again changes nothing, a changed article replaces the older one,
and after an interruption the same command completes what is missing.

PATH is what dateline extract takes (see dateline extract --help), and also
what it writes.

Examples:

  dateline load examples/articles
  dateline load --store news.db --published 2024-10-11 articles/ more.jsonl.gz
  NEO4J_PASSWORD=… dateline load --store neo4j://localhost articles/
  dateline extract articles/ | dateline load -`,
		Flags: append(storeFlags(), articleFlags()...),
		Action: func(c *cli.Context) error {
			in, err := newInput(c)
			if err != nil {
				return err
			}
			return withStore(c, false, func(s store.Store) error {
				return withLock(c.Context, s, func() error { return load(c, in, s) })
			})
		},
	}
}

// load loads the input into the store and says what came of it.
func load(c *cli.Context, in *input, s store.Store) error {
	start := time.Now()
	before, err := s.Count(c.Context)
	if err != nil {
		return err
	}
	progress := newProgress(in)
	l := &loading{store: s, input: in}
	err = l.all(c, progress)
	progress.close()

	// What was loaded is told even after an interruption.
	ctx := context.WithoutCancel(c.Context)
	if err != nil {
		return fmt.Errorf("%w (%s loaded; the same command again loads the rest)", err, count(l.articles(), "article"))
	}
	after, err := s.Count(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s loaded in %s: %s\n", count(l.articles(), "article"), time.Since(start).Round(time.Millisecond), l.summary())
	if news := growth(before, after); news != "" {
		fmt.Fprintln(os.Stderr, "new:", news)
	}
	if err := picture(c, s, after); err != nil {
		return err
	}
	return in.outcome()
}

// A batch goes to the store when it has so many articles or rows (mentions,
// claims and what joins them): few enough to be lost in an interruption, enough
// to be written fast.
const (
	batchArticles = 200
	batchRows     = 20_000
)

// loading is one run of load.
type loading struct {
	store   store.Store
	input   *input
	batch   []*graph.Graph
	rows    int
	changes store.Changes
}

// all loads all documents of the input. Interrupted, it finishes the batch that
// the store is at.
func (l *loading) all(c *cli.Context, progress *progress) error {
	ctx := context.WithoutCancel(c.Context)
	for d, err := range l.input.documents(c) {
		if err != nil {
			l.input.fail(err)
			continue
		}
		g, err := d.Graph()
		if err != nil {
			l.input.fail(&extract.Error{File: d.ID, Err: err})
			continue
		}
		l.batch = append(l.batch, g)
		l.rows += 1 + len(g.Mentions) + 2*len(g.Claims)
		if len(l.batch) >= batchArticles || l.rows >= batchRows {
			if err := l.put(ctx); err != nil {
				return err
			}
		}
		progress.at(l.articles() + len(l.batch))
	}
	if c.Context.Err() != nil {
		return &exitError{exitInterrupted, errors.New("interrupted")}
	}
	return l.put(ctx)
}

// put gives the batch to the store. If the store refuses it, each article is
// tried alone, so that one does not keep out the others.
func (l *loading) put(ctx context.Context) error {
	batch := l.batch
	l.batch, l.rows = nil, 0
	if len(batch) == 0 {
		return nil
	}
	changes, err := l.store.Put(ctx, batch)
	if err == nil {
		l.changes = l.changes.Plus(changes)
		return nil
	}
	if len(batch) == 1 || errors.Is(err, store.ErrUnreachable) || errors.Is(err, store.ErrLocked) {
		return err
	}
	refused := map[*graph.Graph]error{}
	for _, g := range batch {
		changes, err := l.store.Put(ctx, []*graph.Graph{g})
		if errors.Is(err, store.ErrUnreachable) {
			return err
		}
		if err != nil {
			refused[g] = err
			continue
		}
		l.changes = l.changes.Plus(changes)
	}
	if len(refused) == len(batch) {
		return err // it is not the articles
	}
	for _, g := range batch {
		if err := refused[g]; err != nil {
			l.input.fail(&extract.Error{File: g.Article.InputID, Err: err})
		}
	}
	return nil
}

// articles returns how many articles the store has taken.
func (l *loading) articles() int {
	c := l.changes
	return c.Added + c.Replaced + c.Unchanged + c.Superseded
}

func (l *loading) summary() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{l.changes.Added, "added"},
		{l.changes.Replaced, "replaced by a later text"},
		{l.changes.Superseded, "older than what the store has"},
		{l.changes.Unchanged, "unchanged"},
	} {
		if p.n > 0 {
			parts = append(parts, thousands(p.n)+" "+p.what)
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// growth says of which labels and types there are more or fewer than before.
func growth(before, after store.Counts) string {
	var parts []string
	for _, l := range schema.Graph.Entities() {
		if n := after.Nodes[l] - before.Nodes[l]; n != 0 {
			parts = append(parts, fmt.Sprintf("%+d %s", n, l))
		}
	}
	for _, t := range schema.Graph.Facts() {
		if n := after.Relationships[t] - before.Relationships[t]; n != 0 {
			parts = append(parts, fmt.Sprintf("%+d %s", n, t))
		}
	}
	return strings.Join(parts, ", ")
}
