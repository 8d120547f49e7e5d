package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/graph"
	"dateline/graph/store"
)

func retractCommand() *cli.Command {
	return &cli.Command{
		Name:      "retract",
		Usage:     "take articles out of the graph, with all that only they support",
		ArgsUsage: "[ID…]",
		Description: `Afterwards the graph is as if these articles had never been loaded. ID is an
article's id in the graph, the id that it was loaded with, or its address.
--source and --before select among these, or without any ID among all
articles. The articles are listed on standard output: id, date, title.

Examples:

  dateline retract 01-aqaba-port-attack
  dateline retract https://example.org/2024/10/11/story.html
  dateline retract --source "Example News" --before 2024-01-01 --dry-run`,
		Flags: append(storeFlags(),
			&cli.StringFlag{Name: "source", Usage: "only articles of the publisher `NAME`"},
			&cli.StringFlag{Name: "before", Usage: "only articles published before `DATE`; those without a date stay"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "dry-run", Usage: "only list the articles"}),
		Action: func(c *cli.Context) error {
			before, err := extract.ParseDate(c.String("before"))
			if err != nil {
				return usagef("--before: %v", err)
			}
			sel := selection{ids: c.Args().Slice(), source: c.String("source"), before: before}
			if len(sel.ids) == 0 && sel.source == "" && sel.before == "" {
				return usagef("retract what? Name articles by id or address, or use --source or --before")
			}
			return withStore(c, true, func(s store.Store) error {
				if c.Bool("dry-run") {
					return retract(c, s, sel)
				}
				return withLock(c.Context, s, func() error { return retract(c, s, sel) })
			})
		},
	}
}

// selection says which articles are meant: of those that ids name, or of all if
// there are none, those that fit the rest.
type selection struct {
	ids    []string
	source string
	before string
}

// names reports whether id names the article.
func names(id string, a graph.Article) bool {
	u := graph.CanonicalURL(id)
	return id == a.ID || id == a.InputID || id == a.URL || (u != "" && u == graph.CanonicalURL(a.URL))
}

func (s selection) fits(a graph.Article) bool {
	return (s.source == "" || a.Source == s.source) &&
		(s.before == "" || (a.PublishedAt != "" && a.PublishedAt < s.before))
}

// retractBatch is how many articles go at once.
const retractBatch = 200

func retract(c *cli.Context, s store.Store, sel selection) error {
	var found []graph.Article
	unknown := slices.Clone(sel.ids)
	for a, err := range s.Articles(c.Context) {
		if err != nil {
			return err
		}
		named := len(sel.ids) == 0
		for _, id := range sel.ids {
			if names(id, a) {
				named = true
				unknown = slices.DeleteFunc(unknown, func(u string) bool { return u == id })
			}
		}
		if named && sel.fits(a) {
			found = append(found, a)
		}
	}
	for _, id := range unknown {
		fmt.Fprintf(os.Stderr, "dateline: %s: no such article in %s\n", printable(id), storeName(c))
	}
	var changes store.Changes
	for batch := range slices.Chunk(found, retractBatch) {
		var ids []string
		for _, a := range batch {
			ids = append(ids, a.ID)
		}
		if !c.Bool("dry-run") {
			done, err := s.Retract(c.Context, ids)
			if err != nil {
				return fmt.Errorf("%w (%s retracted)", err, count(changes.Retracted, "article"))
			}
			changes = changes.Plus(done)
		}
		for _, a := range batch {
			if _, err := fmt.Printf("%s\t%s\t%s\n", a.ID, a.PublishedAt, printable(a.Title)); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
		}
	}
	if c.Bool("dry-run") {
		fmt.Fprintf(os.Stderr, "%s would go\n", count(len(found), "article"))
	} else {
		fmt.Fprintf(os.Stderr, "%s retracted, and with them %s and %s\n",
			count(changes.Retracted, "article"), count(changes.NodesRemoved, "node"), count(changes.FactsRemoved, "fact"))
	}
	if len(unknown) > 0 {
		return &exitError{exitArticles, fmt.Errorf("%s not found", count(len(unknown), "article"))}
	}
	return nil
}
