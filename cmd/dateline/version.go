package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/graph/schema"
)

func versionCommand() *cli.Command {
	return &cli.Command{
		Name:        "version",
		Usage:       "print the versions of the extractor, the schema and the build",
		Description: "Two extractors of one version make the same graph of the same article.",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return printVersion()
		},
	}
}

func printVersion() error {
	text := fmt.Sprintf("dateline %s, schema %d", extract.Version, schema.Graph.Version)
	if info, ok := debug.ReadBuildInfo(); ok {
		settings := map[string]string{}
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
		text += ", " + info.GoVersion
		if revision := settings["vcs.revision"]; revision != "" {
			text += ", revision " + revision
			if settings["vcs.modified"] == "true" {
				text += " and changes"
			}
		}
	}
	if _, err := fmt.Fprintln(os.Stdout, text); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}
