package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"dateline/graph"
)

func copiesCommand() *cli.Command {
	return &cli.Command{
		Name:   "copies",
		Usage:  "say which articles are copies of others",
		Hidden: true, // a step of examples/spark
		Description: `A filter for engines that merge what dateline extract --graph writes; its lines
of DatelineJournal have what this one reads:

  {"article": "…", "publishedAt": "2024-10-11", "likeness": "…"}

in any order, an article any number of times; one line for each copy out:

  {"article": "…", "original": "…"}

All lines are kept in memory, some kilobytes an article. Where articles are
looked at in several runs, those that any of them joins belong together, and the
original is the first published of all these.

Example:

  dateline copies < likenesses.jsonl`,
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return copies(os.Stdin, os.Stdout)
		},
	}
}

func copies(r io.Reader, w io.Writer) error {
	all := map[string]graph.Likeness{}
	dec := json.NewDecoder(bufio.NewReader(r))
	for {
		var line struct{ Article, PublishedAt, Likeness string }
		if err := dec.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("reading likenesses: %w", err)
		}
		if _, again := all[line.Article]; again {
			continue
		}
		l, err := graph.ParseLikeness(line.Article, line.PublishedAt, line.Likeness)
		if err != nil {
			return fmt.Errorf("reading the likeness of %s: %w", line.Article, err)
		}
		all[line.Article] = l
	}
	originals := graph.Originals(slices.Collect(maps.Values(all)))
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, article := range slices.Sorted(maps.Keys(originals)) {
		if err := enc.Encode(map[string]string{"article": article, "original": originals[article]}); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}
