package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"dateline/extract"
)

func extractCommand() *cli.Command {
	return &cli.Command{
		Name:      "extract",
		Usage:     "write what articles say, one JSON object an article",
		ArgsUsage: "PATH…",
		Description: `A filter: articles in, one line of JSON out for each, in the order of the
input, nothing else on standard output. dateline load reads these lines, so
many machines can extract for one store.

PATH is a file, a folder, a glob, or - for standard input: plain text (.txt,
one article a file, the first line its headline) or JSON (.jsonl, .ndjson,
also .gz) with one object a line, of which only text is required:

  {"id": "…", "url": "…", "title": "…", "source": "…",
   "published": "2024-10-11", "text": "…"}

With --explain the output is for reading: each fact with its confidence, what
found it and its sentences, in which the names of its two ends are marked, by
color in a terminal unless NO_COLOR is set, else by brackets. Lines that extract
has written can be explained, too.

Examples:

  dateline extract article.txt
  dateline extract --published 2024-10-11 articles/
  zcat crawl.gz | dateline extract - | dateline load -
  dateline extract --explain article.txt`,
		Flags: append(articleFlags(),
			&cli.BoolFlag{DisableDefaultText: true, Name: "explain", Usage: "write for reading: each fact with its sentences, not JSON"}),
		Action: func(c *cli.Context) error {
			in, err := newInput(c)
			if err != nil {
				return err
			}
			enc := json.NewEncoder(os.Stdout)
			enc.SetEscapeHTML(false)
			write := func(d *extract.Document) error { return enc.Encode(d) }
			if c.Bool("explain") {
				write = newExplainer(os.Stdout).explain
			}
			for d, err := range in.documents(c) {
				if err != nil {
					in.fail(err)
					continue
				}
				if err := write(d); err != nil {
					return fmt.Errorf("writing: %w", err)
				}
			}
			if c.Context.Err() != nil {
				return errors.New("interrupted: the output ends early")
			}
			return in.outcome()
		},
	}
}

// articleFlags returns the flags that say how articles are read.
func articleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "published", Usage: "`DATE` of articles without one (2024-10-11): what \"Thursday\" and \"Oct 1\" refer to"},
		&cli.IntFlag{Name: "workers", Value: runtime.GOMAXPROCS(0), DefaultText: "number of processors", Usage: "extract `N` articles at the same time; the output is the same"},
		&cli.Float64Flag{Name: "min-confidence", Usage: "leave out relations whose confidence is less than `X` (0 to 1); entities stay"},
	}
}

// input is what the arguments and flags say about articles to read, and how
// reading them goes.
type input struct {
	extractor     *extract.Extractor
	paths         []string
	options       extract.ReadOptions
	workers       int
	minConfidence float64
	report        func(line string) // on standard error
	skipped       atomic.Int64      // files
	failed        int               // articles, lines or files
}

func newInput(c *cli.Context) (*input, error) {
	in := &input{
		paths: c.Args().Slice(), workers: c.Int("workers"), minConfidence: c.Float64("min-confidence"),
		report: func(line string) { fmt.Fprintln(os.Stderr, line) },
	}
	published, err := extract.ParseDate(c.String("published"))
	switch {
	case len(in.paths) == 0:
		return nil, usagef("%s what? Name files, folders or globs; - is standard input", c.Command.Name)
	case err != nil:
		return nil, usagef("--%v", err)
	case in.workers < 1:
		return nil, usagef("--workers %d: at least 1 has to work", in.workers)
	case !(in.minConfidence >= 0 && in.minConfidence <= 1):
		return nil, usagef("--min-confidence %v is not between 0 and 1", in.minConfidence)
	}
	in.options = extract.ReadOptions{Published: published, Skipped: func(string) { in.skipped.Add(1) }}
	in.extractor, err = extract.New()
	return in, err
}

// documents yields the documents of the articles that the arguments name.
func (in *input) documents(c *cli.Context) iter.Seq2[*extract.Document, error] {
	return func(yield func(*extract.Document, error) bool) {
		for d, err := range in.extractor.All(c.Context, extract.Read(in.paths, in.options), in.workers) {
			if err == nil && in.minConfidence > 0 {
				d.DropBelow(in.minConfidence)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// fail names an article that cannot be used, and why.
func (in *input) fail(err error) {
	in.failed++
	in.report("dateline: " + message(err))
}

// outcome says what was left out, and returns the error that articles failed if
// some did.
func (in *input) outcome() error {
	if n := in.skipped.Load(); n > 0 {
		in.report(fmt.Sprintf("%s of other kinds skipped", count(int(n), "file")))
	}
	if in.failed > 0 {
		return &exitError{exitArticles, fmt.Errorf("%s failed", count(in.failed, "article"))}
	}
	return nil
}

// count returns a number with its noun, in the plural where it belongs.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", thousands(n), noun)
}

// thousands returns n with its digits in groups of three.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
