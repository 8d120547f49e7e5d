package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

func showCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show an entity, its facts and the sentences behind them",
		ArgsUsage: "NAME",
		Description: `Looks for the entity by its name or by any form that an article uses; the
last word may be incomplete. Several may match: the best is shown and the
others are listed. Arrows point from the entity (→) or to it (←).

Examples:

  dateline show "Eleanor Whitcomb"
  dateline show zambia
  dateline show --all pentagon`,
		Flags: append(storeFlags(),
			&cli.BoolFlag{DisableDefaultText: true, Name: "all", Usage: "all facts and sentences, not only the first of each kind"}),
		Action: func(c *cli.Context) error {
			query := strings.Join(c.Args().Slice(), " ")
			if strings.TrimSpace(query) == "" {
				return usagef("show whom or what? dateline show \"Eleanor Whitcomb\"")
			}
			return withStore(c, true, func(s store.Store) error { return show(c, s, query) })
		},
	}
}

// How much of an entity is shown without --all.
const (
	showMatches    = 10
	showFacts      = 10 // of one type
	showStatements = 2  // of one fact
)

func show(c *cli.Context, s store.Store, query string) error {
	matches, err := s.Find(c.Context, query, showMatches)
	if err != nil {
		return err
	}
	if len(matches) == 0 {
		return notFound(c.Context, s, query)
	}
	facts, err := s.Facts(c.Context, matches[0].ID)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	writeEntity(w, matches[0])
	writeFacts(w, matches[0], facts, c.Bool("all"))
	if len(matches) > 1 {
		fmt.Fprintln(w, "\nAlso found:")
		for _, n := range matches[1:] {
			fmt.Fprintf(w, "  %s\n", headline(n))
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// notFound returns an error that names what is called nearly so.
func notFound(ctx context.Context, s store.Store, query string) error {
	var near []string
	for word := range strings.FieldsSeq(query) {
		for cut := []rune(word); len(cut) >= 2; cut = cut[:len(cut)-1] {
			matches, err := s.Find(ctx, string(cut), 3)
			if err != nil {
				return err
			}
			for _, n := range matches {
				near = append(near, fmt.Sprintf("%q", name(n)))
			}
			if len(matches) > 0 {
				break
			}
		}
	}
	if len(near) == 0 {
		return fmt.Errorf("nothing here is called %q; dateline stats says what there is", query)
	}
	return fmt.Errorf("nothing here is called %q; perhaps %s?", query, strings.Join(near, " or "))
}

func name(n graph.Node) string {
	s, _ := n.Properties["name"].(string)
	return printable(s)
}

// headline returns what a node is, in one line.
func headline(n graph.Node) string {
	parts := []string{string(n.Label)}
	for _, p := range schema.Graph.Node(n.Label).Properties {
		if p.Name == "datePrecision" {
			continue // the date shows it
		}
		switch v := n.Properties[p.Name].(type) {
		case string:
			parts = append(parts, printable(v))
		case bool:
			parts = append(parts, p.Name)
		case int64:
			parts = append(parts, fmt.Sprintf("%s %d", p.Name, v))
		}
	}
	parts = append(parts, count(articlesOf(n.Properties), "article"))
	return fmt.Sprintf("%s  (%s)", name(n), strings.Join(parts, ", "))
}

func writeEntity(w io.Writer, n graph.Node) {
	fmt.Fprintln(w, headline(n))
	first, _ := n.Properties["firstReported"].(string)
	last, _ := n.Properties["lastReported"].(string)
	switch {
	case first != last:
		fmt.Fprintf(w, "  reported from %s to %s\n", first, last)
	case first != "":
		fmt.Fprintf(w, "  reported on %s\n", first)
	}
	aliases, _ := n.Properties["aliases"].([]string)
	var others []string
	for _, a := range aliases {
		if a = printable(a); a != name(n) {
			others = append(others, a)
		}
	}
	if len(others) > 0 {
		fmt.Fprintf(w, "  also %s\n", strings.Join(others, " · "))
	}
	fmt.Fprintf(w, "  %s\n", n.ID)
}

// writeFacts writes the facts of the entity, type by type, each with the latest
// sentences that state it.
func writeFacts(w io.Writer, entity graph.Node, facts []store.Fact, all bool) {
	if len(facts) == 0 {
		fmt.Fprintln(w, "\nNo facts: articles only mention it.")
		return
	}
	for len(facts) > 0 {
		t := facts[0].Relationship.Type
		n := 1
		for n < len(facts) && facts[n].Relationship.Type == t {
			n++
		}
		fmt.Fprintf(w, "\n%s\n", t)
		for i, f := range facts[:n] {
			if i == showFacts && !all {
				fmt.Fprintf(w, "  … and %s more (--all)\n", thousands(n-i))
				break
			}
			writeFact(w, entity, f, all)
		}
		facts = facts[n:]
	}
}

func writeFact(w io.Writer, entity graph.Node, f store.Fact, all bool) {
	arrow, other := "→", f.To
	if !one(f.From, entity) {
		arrow, other = "←", f.From
	}
	when := ""
	if date, ok := other.Properties["date"].(string); ok {
		when = ", " + printable(date)
	}
	fmt.Fprintf(w, "  %s %s%s%s\n", arrow, name(other), when, qualifiers(f.Relationship))
	for i, s := range f.Statements {
		if i == showStatements && !all {
			fmt.Fprintf(w, "      … and in %s more (--all)\n", count(len(f.Statements)-i, "article"))
			break
		}
		fmt.Fprintf(w, "      “%s”\n        %s\n", printable(s.Claim.Quote), citation(s))
	}
}

// one reports whether two entities are the same, if need be by judgement.
func one(a, b graph.Node) bool {
	canonical, judged := a.Properties["canonicalId"]
	return a.ID == b.ID || judged && canonical == b.Properties["canonicalId"]
}

// citation says which article a sentence is from.
func citation(s store.Statement) string {
	a := s.Article
	parts := []string{a.Title}
	if a.Title == "" {
		parts = []string{a.InputID}
	}
	for _, p := range []string{a.Source, a.PublishedAt, a.URL} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if by := s.Claim.AttributedTo; by != "" {
		parts = append(parts, "according to "+by)
	}
	if s.Copy {
		parts = append(parts, "a copy of another")
	}
	return printable(strings.Join(parts, ", "))
}
