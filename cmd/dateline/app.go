package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string) int {
	app := newApp()
	err := app.RunContext(ctx, reorder(app, args))
	if err == nil {
		return exitDone
	}
	code := exitCode(ctx, err)
	if text := message(err); text != "" {
		fmt.Fprintln(os.Stderr, "dateline:", text)
	}
	return code
}

func newApp() *cli.App {
	app := &cli.App{
		Name:      "dateline",
		HelpName:  "dateline",
		Usage:     "turn news articles into a graph in which every edge shows its sentences",
		UsageText: "dateline COMMAND [FLAGS] [ARGUMENTS]",
		Description: `Load articles, look at what they say, ask for the sentence behind it:

  dateline load examples/articles
  dateline show "Eleanor Whitcomb"

The graph goes to the file dateline.db, or where --store or NEO4J_URI says:
a file (--store news.db) or a Neo4j (--store neo4j://localhost).

Data goes to standard output, everything else to standard error. Exit codes:
0 done, 1 failed, 2 wrong usage, 3 done but some articles failed (each is
named, with why), 4 another load holds the lock, 5 database out of reach,
130 interrupted.`,
		Commands: []*cli.Command{
			loadCommand(), exploreCommand(), showCommand(), statsCommand(), exportCommand(), resolveCommand(), retractCommand(),
			extractCommand(), copiesCommand(), schemaCommand(), versionCommand(), completionCommand(),
		},
		EnableBashCompletion: true,
		HideVersion:          true, // there is a command for it
		OnUsageError:         usageError,
		ExitErrHandler:       func(*cli.Context, error) {}, // run alone decides on the exit code
		Flags:                []cli.Flag{&cli.BoolFlag{Name: "version", Usage: "print the version", DisableDefaultText: true}},
		Action:               noCommand,
	}
	for _, c := range app.Commands {
		c.OnUsageError = usageError
		c.HideHelpCommand = true // or "show help" could not show what is called help
	}
	return app
}

// noCommand is what happens without a command, or with one that there is not.
func noCommand(c *cli.Context) error {
	if c.Bool("version") {
		return printVersion()
	}
	if c.Args().Present() {
		name := c.Args().First()
		return usagef("there is no command %q. %s (dateline --help lists all)", name, cli.SuggestCommand(c.App.Commands, name))
	}
	c.App.Writer = os.Stderr
	if err := cli.ShowAppHelp(c); err != nil {
		return err
	}
	return &exitError{exitUsage, nil}
}

// longFlag finds flags in the words of the parser, which knows one dash only.
var longFlag = regexp.MustCompile(` -(\w[\w-]+)`)

// usageError is told of wrong flags.
func usageError(c *cli.Context, err error, _ bool) error {
	text := longFlag.ReplaceAllString(err.Error(), " --$1")
	if unknown, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); ok {
		text = "there is no flag --" + unknown
	}
	return usagef("%s (see %s --help)", text, c.Command.HelpName)
}

// reorder puts the flags of a command before its arguments, where the flag
// parser wants them, so that they may stand anywhere.
func reorder(app *cli.App, args []string) []string {
	if len(args) < 2 || args[len(args)-1] == "--generate-bash-completion" {
		return args
	}
	at := slices.IndexFunc(args[1:], func(a string) bool { return !strings.HasPrefix(a, "-") }) + 1
	if at == 0 {
		return args
	}
	command := app.Command(args[at])
	if command == nil {
		return args
	}
	var flags, rest []string
	for i := at + 1; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			rest = append(rest, arg)
		default:
			flags = append(flags, arg)
			if arg == "--help" || arg == "-h" {
				return append(args[:at+1:at+1], arg)
			}
			if takesValue(command, arg) {
				if i++; i == len(args) { // the flag parser says that the value is missing
					return slices.Concat(args[:at+1], flags)
				}
				flags = append(flags, args[i])
			}
		}
	}
	return slices.Concat(args[:at+1], flags, []string{"--"}, rest)
}

// takesValue reports whether the next argument is the value of the flag arg.
func takesValue(command *cli.Command, arg string) bool {
	name := strings.TrimLeft(arg, "-")
	for _, f := range command.Flags {
		if v, ok := f.(cli.DocGenerationFlag); ok && slices.Contains(f.Names(), name) {
			return v.TakesValue()
		}
	}
	return false
}
