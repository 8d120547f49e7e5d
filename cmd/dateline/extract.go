package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	reading "dateline/extract/input"
	"dateline/graph/export"
)

func extractCommand() *cli.Command {
	return &cli.Command{
		Name:      "extract",
		Usage:     "write what articles say, one JSON object an article",
		ArgsUsage: "PATH…",
		Description: `A filter: articles in, one line of JSON out for each, in the order of the
input, nothing else on standard output. dateline load reads these lines, so
many machines can extract for one store.

PATH is a file, a folder, a glob, an http(s) address, or - for standard input,
also compressed (.gz, .zst). The extension says what is in it, without one its
first bytes:

  .txt          one article, the first line its headline
  .jsonl .json  one article a line, of which only text is required:
  .ndjson       {"id": "…", "url": "…", "title": "…", "source": "…",
                 "published": "2024-10-11", "text": "…"}
  .csv .tsv     one article a row; the first row names the columns as above
  .html .htm    the article of a page, without what is around it
  .rss .atom    one article an item of a feed (also .xml, and JSON Feed)
  .warc         one article a page of a web archive

Articles that are not in English are set aside and counted. Addresses, and the
pages that a feed only links to, are fetched as robots.txt allows, one request a
second to a host; what has not changed since the last time is not sent again.

With --explain the output is for reading: each fact with its confidence, what
found it and its sentences, in which the names of its two ends are marked, by
color in a terminal unless NO_COLOR is set, else by brackets. Lines that extract
has written can be explained, too.

With --graph the output is what each article adds to the graph: nodes and
relationships as dateline export writes them, as if there were no other article,
and a line for the journal. A distributed engine can merge these by their ids.

Examples:

  dateline extract article.txt
  dateline extract --published 2024-10-11 articles/ crawl.warc.gz
  dateline extract --contact desk@example.org https://example.org/world/rss.xml
  zcat crawl.gz | dateline extract - | dateline load -
  dateline extract --explain article.txt`,
		Flags: append(articleFlags(),
			&cli.BoolFlag{DisableDefaultText: true, Name: "explain", Usage: "write for reading: each fact with its sentences, not JSON"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "graph", Usage: "write the nodes and relationships of each article, not documents"}),
		Action: func(c *cli.Context) error {
			in, err := newInput(c)
			if err != nil {
				return err
			}
			enc := json.NewEncoder(os.Stdout)
			enc.SetEscapeHTML(false)
			write := func(d *extract.Document) error { return enc.Encode(d) }
			switch {
			case c.Bool("explain") && c.Bool("graph"):
				return usagef("extract: one of --explain and --graph")
			case c.Bool("explain"):
				write = newExplainer(os.Stdout).explain
			case c.Bool("graph"):
				write = contribute
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

// contribute writes what a document adds to the graph.
func contribute(d *extract.Document) error {
	g, err := d.Graph()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	if err := export.Contribution(w, g); err != nil {
		return err
	}
	return w.Flush()
}

// articleFlags returns the flags that say how articles are read.
func articleFlags() []cli.Flag {
	return append(fetchFlags(),
		&cli.StringFlag{Name: "published", Usage: "`DATE` of articles without one (2024-10-11): what \"Thursday\" and \"Oct 1\" refer to"},
		&cli.BoolFlag{DisableDefaultText: true, Name: "any-language", Usage: "take articles that are not in English, too, which little is found in"},
		&cli.IntFlag{Name: "workers", Value: runtime.GOMAXPROCS(0), DefaultText: "number of processors", Usage: "extract `N` articles at the same time; the output is the same"},
		&cli.Float64Flag{Name: "min-confidence", Usage: "leave out relations whose confidence is less than `X` (0 to 1); entities stay"},
	)
}

// input is what the arguments and flags say about articles to read, and how
// reading them goes.
type input struct {
	extractor     *extract.Extractor
	paths         []string
	options       reading.Options
	workers       int
	minConfidence float64
	report        func(line string) // on standard error
	skipped       atomic.Int64      // files
	foreign       int               // articles that are not in English
	failed        int               // articles, lines or files
}

func newInput(c *cli.Context) (*input, error) {
	in := &input{
		paths: c.Args().Slice(), workers: c.Int("workers"), minConfidence: c.Float64("min-confidence"),
		report: func(line string) { fmt.Fprintln(os.Stderr, line) },
	}
	published, err := extract.ParseDate(c.String("published"))
	switch {
	case len(in.paths) == 0 && !c.Bool("retry"):
		return nil, usagef("%s what? Name files, folders or globs; - is standard input", c.Command.Name)
	case err != nil:
		return nil, usagef("--%v", err)
	case c.Duration("interval") <= 0:
		return nil, usagef("--interval %v: there has to be some time between two requests", c.Duration("interval"))
	case in.workers < 1:
		return nil, usagef("--workers %d: at least 1 has to work", in.workers)
	case !(in.minConfidence >= 0 && in.minConfidence <= 1):
		return nil, usagef("--min-confidence %v is not between 0 and 1", in.minConfidence)
	}
	in.options = reading.Options{
		Published: published, AnyLanguage: c.Bool("any-language"), Skipped: func(string) { in.skipped.Add(1) },
		Open: opener(c),
	}
	in.extractor, err = extract.New()
	return in, err
}

// documents yields the documents of the articles that the arguments name.
func (in *input) documents(c *cli.Context) iter.Seq2[*extract.Document, error] {
	return func(yield func(*extract.Document, error) bool) {
		for d, err := range in.extractor.All(c.Context, reading.Read(c.Context, in.paths, in.options), in.workers) {
			if err == nil && in.minConfidence > 0 {
				d.DropBelow(in.minConfidence)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// fail names an article that cannot be used, and why. Those that are not in
// English are only counted.
func (in *input) fail(err error) {
	if errors.Is(err, reading.ErrLanguage) {
		in.foreign++
		return
	}
	in.failed++
	in.report("dateline: " + message(err))
}

// outcome says what was left out, and returns the error that articles failed if
// some did.
func (in *input) outcome() error {
	if n := in.skipped.Load(); n > 0 {
		in.report(fmt.Sprintf("%s of other kinds skipped", count(int(n), "file")))
	}
	if in.foreign > 0 {
		in.report(fmt.Sprintf("%s not in English set aside", count(in.foreign, "article")))
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
