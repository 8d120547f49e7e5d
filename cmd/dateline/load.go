package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/graph/store"
)

func loadCommand() *cli.Command {
	return &cli.Command{
		Name:      "load",
		Usage:     "put what articles say into the graph",
		ArgsUsage: "PATH…",
		Description: `Extracts the articles and adds them to the store, which is made if there is
none. What is loaded and unchanged is skipped before it is extracted, a changed
article replaces the older one, and after an interruption the same command
completes what is missing.

PATH is what dateline extract takes (see dateline extract --help), and also
what it writes.

Articles that fail are named, with why, and kept in a file, from which --retry
loads them again, with or without further PATHs: what succeeds leaves the file.
An article that is loaded and unchanged is not extracted again only because
dateline is newer. --stale without PATH lists the articles that another version
extracted; with PATHs it loads those of them that are among the articles there,
and nothing else.

Where the database goes away during a load, the load waits for it as long as
--patience says. Interrupted, it finishes the batch in hand; a second signal
ends it at once.

Examples:

  dateline load examples/articles
  dateline load --store news.db --published 2024-10-11 articles/ more.jsonl.gz
  NEO4J_PASSWORD=… dateline load --store neo4j://localhost articles/
  dateline extract articles/ | dateline load -
  dateline load --retry
  dateline load --stale archive/
  dateline load --report night.json --metrics night.prom --log-format json news/`,
		Flags: slices.Concat(storeFlags(), articleFlags(), []cli.Flag{
			&cli.BoolFlag{DisableDefaultText: true, Name: "retry", Usage: "load the articles that failed before"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "stale", Usage: "load only what another version of dateline extracted; without PATH, list it"},
			&cli.StringFlag{Name: "failed", DefaultText: "beside the store, dateline-failed.jsonl for a Neo4j", Usage: "`FILE` that keeps the articles that fail"},
			&cli.DurationFlag{Name: "wait", Usage: "wait `TIME` (30s, 5m) for another load to end, not give up at once"},
			&cli.DurationFlag{Name: "patience", Value: 2 * time.Minute, Usage: "wait `TIME` for a database that goes away during the load"},
			&cli.StringFlag{Name: "report", Usage: "write a report in JSON to `FILE` at the end"},
			&cli.StringFlag{Name: "metrics", Usage: "write metrics for Prometheus to `FILE` at the end"},
			&cli.StringFlag{Name: "log-format", DefaultText: "lines for people", Usage: "`F` is text or json: log by that format on standard error"},
		}),
		Action: func(c *cli.Context) error {
			if c.Bool("stale") && !c.Args().Present() && !c.Bool("retry") {
				return withStore(c, true, func(s store.Store) error { return listStale(c.Context, s) })
			}
			l, err := newLoading(c)
			if err != nil {
				return err
			}
			err = withStore(c, false, func(s store.Store) error {
				l.store = s
				return l.locked(func() error { return l.load(c) })
			})
			return l.close(c, err)
		},
	}
}

// loading is one run of load.
type loading struct {
	input     *input
	store     store.Store
	letters   *letters
	voice     *voice
	progress  *progress
	interrupt context.Context // done when the user wants an end
	start     time.Time
	retry     bool
	stale     bool
	wait      time.Duration // for another load, at the beginning
	patience  time.Duration // with a database that goes away
	unlock    func() error  // nil while the lock is not held

	budget *budget
	score  score
	before store.Counts
	after  *store.Counts // nil if the load did not come to its end
}

func newLoading(c *cli.Context) (*loading, error) {
	l := &loading{
		interrupt: c.Context, start: time.Now(), retry: c.Bool("retry"), stale: c.Bool("stale"),
		wait: c.Duration("wait"), patience: c.Duration("patience"), budget: newBudget(inHand),
	}
	var err error
	switch {
	case l.retry && l.stale:
		return nil, usagef("--retry and --stale are two loads: give one of both")
	case l.wait < 0 || l.patience < 0:
		return nil, usagef("--wait and --patience are no negative times")
	}
	if l.voice, err = newVoice(c.String("log-format")); err != nil {
		return nil, err
	}
	if l.input, err = newInput(c); err != nil {
		return nil, err
	}
	l.letters = newLetters(c)
	return l, nil
}

// locked holds the store's lock while it is used. It waits for it as long as the
// user wants to.
func (l *loading) locked(use func() error) (err error) {
	begin := time.Now()
	unlock, err := l.store.Lock(l.interrupt)
	for said := false; errors.Is(err, store.ErrLocked) && time.Since(begin) < l.wait; {
		if !said {
			said = true
			l.voice.say(slog.LevelInfo, fmt.Sprintf("another load holds the lock: waiting up to %v", l.wait), "waiting for the lock", "wait", l.wait.String())
		}
		if !sleep(l.interrupt, lockRetry) {
			return l.interrupt.Err()
		}
		unlock, err = l.store.Lock(l.interrupt)
	}
	if err != nil {
		return err
	}
	l.unlock = unlock
	defer func() {
		if l.unlock == nil {
			return
		}
		if unlocking := l.unlock(); err == nil && unlocking != nil {
			err = fmt.Errorf("giving the lock back: %w", unlocking)
		}
	}()
	return use()
}

// lockRetry is the time between two attempts to take the lock.
const lockRetry = time.Second

// sleep waits, and reports whether it did so to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// load loads the input into the store and says what came of it.
func (l *loading) load(c *cli.Context) error {
	var err error
	if l.before, err = l.store.Count(l.interrupt); err != nil {
		return err
	}
	l.progress = newProgress(l)
	err = l.all()
	l.progress.close()
	finished := err == nil && l.interrupt.Err() == nil
	if l.retry {
		err = errors.Join(err, l.letters.settle(finished))
	}
	if err == nil && !finished {
		err = &exitError{exitInterrupted, errors.New("interrupted")}
	}
	// What was loaded is told even after an interruption.
	if err != nil {
		left := ""
		if n := l.score.unfinished(); n > 0 {
			left = fmt.Sprintf(", %s not", thousands(n))
		}
		return fmt.Errorf("%w (%s loaded%s; the same command again loads the rest)", err, count(l.score.loaded(), "article"), left)
	}
	err = l.patiently(func() error {
		after, err := l.store.Count(l.interrupt)
		l.after = &after
		return err
	})
	if err != nil {
		l.after = nil
		return err
	}
	l.sayLoaded()
	if err := l.patiently(func() error { return picture(c, l.store, *l.after) }); err != nil {
		return err
	}
	return l.outcome()
}

// outcome says what was left out, and returns the error that articles failed if
// some did.
func (l *loading) outcome() error {
	if n := l.input.skipped.Load(); n > 0 {
		l.voice.say(slog.LevelInfo, count(int(n), "file")+" of other kinds skipped", "files skipped", "files", n)
	}
	if n := l.score.Failed; n > 0 {
		return &exitError{exitArticles, fmt.Errorf("%s failed", count(n, "article"))}
	}
	return nil
}

// listStale lists the articles that another version of dateline extracted.
func listStale(ctx context.Context, s store.Store) error {
	versions := map[string]int{}
	n := 0
	for a, err := range s.Articles(ctx) {
		if err != nil {
			return err
		}
		if a.ExtractorVersion == extract.Version {
			continue
		}
		n++
		versions[a.ExtractorVersion]++
		if _, err := fmt.Printf("%s\t%s\t%s\t%s\n", a.ID, a.PublishedAt, printable(a.ExtractorVersion), printable(a.Title)); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
	}
	fmt.Fprintf(os.Stderr, "%s extracted by another version than %s%s\n", count(n, "article"), extract.Version, byVersion(versions))
	if n > 0 {
		fmt.Fprintln(os.Stderr, "dateline load --stale PATH… loads those of them that are there anew")
	}
	return nil
}

func byVersion(versions map[string]int) string {
	if len(versions) == 0 {
		return ""
	}
	var parts []string
	for v, n := range versions {
		parts = append(parts, fmt.Sprintf("%s by %s", thousands(n), printable(v)))
	}
	slices.Sort(parts)
	return ": " + strings.Join(parts, ", ")
}
