package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"dateline/graph/schema"
	"dateline/graph/store"
)

func statsCommand() *cli.Command {
	return &cli.Command{
		Name:  "stats",
		Usage: "say how many nodes and relationships of each kind there are",
		Description: `One line for each label and type of the schema, with its number behind a tab.

Examples:

  dateline stats
  dateline stats --store neo4j://localhost`,
		Flags: storeFlags(),
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return withStore(c, true, func(s store.Store) error {
				counts, err := s.Count(c.Context)
				if err != nil {
					return err
				}
				w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
				for _, n := range schema.Graph.Nodes {
					fmt.Fprintf(w, "%s\t%d\n", n.Label, counts.Nodes[n.Label])
				}
				for _, r := range schema.Graph.Relationships {
					fmt.Fprintf(w, "%s\t%d\n", r.Type, counts.Relationships[r.Type])
				}
				return w.Flush()
			})
		},
	}
}

// noArguments returns an error of usage if there are arguments.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return usagef("%s takes no arguments, not %q", c.Command.Name, strings.Join(c.Args().Slice(), " "))
	}
	return nil
}
