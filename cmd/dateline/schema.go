package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"dateline/graph/schema"
)

func schemaCommand() *cli.Command {
	return &cli.Command{
		Name:  "schema",
		Usage: "print which nodes, relationships and properties the graph may have",
		Description: `Examples:

  dateline schema
  dateline schema --json | jq '.nodes[].label'
  dateline schema --cypher | cypher-shell
  dateline schema --grass > dateline.grass`,
		Flags: []cli.Flag{
			&cli.BoolFlag{DisableDefaultText: true, Name: "markdown", Usage: "as a page for people (the default)"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "json", Usage: "for programs"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "cypher", Usage: "the constraints and indexes that a Neo4j gets"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "grass", Usage: "a graph style sheet, to be dropped on Neo4j Browser"},
		},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			if c.NumFlags() > 1 {
				return usagef("schema: one of --markdown, --json, --cypher and --grass")
			}
			text := schema.Graph.Markdown()
			switch {
			case c.Bool("json"):
				data, err := json.MarshalIndent(schema.Graph, "", "  ")
				if err != nil {
					return err
				}
				text = string(data) + "\n"
			case c.Bool("cypher"):
				text = strings.Join(schema.Graph.Cypher(), ";\n") + ";\n"
			case c.Bool("grass"):
				text = schema.Graph.Grass()
			}
			if _, err := fmt.Fprint(os.Stdout, text); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
			return nil
		},
	}
}
