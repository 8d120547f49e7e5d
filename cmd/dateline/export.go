package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/graph/export"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// format is a way to write a graph: to a file or into a folder. neo4jAdmin takes a
// whole store.
type format struct {
	name   string
	file   func(io.Writer, export.Nodes, export.Relationships) error
	folder func(dir string, nodes export.Nodes, relationships export.Relationships) error
}

var formats = []format{
	{name: "jsonl", file: export.JSONL},
	{name: "graphml", file: export.GraphML},
	{name: "gexf", file: export.GEXF},
	{name: "csv", folder: export.CSV},
	{name: "rdf", file: export.RDF},
	{name: neo4jAdmin},
}

const neo4jAdmin = "neo4j-admin"

func exportCommand() *cli.Command {
	return &cli.Command{
		Name:  "export",
		Usage: "write the graph, or a part of it, to a file",
		Description: `jsonl has one node or relationship a line, nodes first, sorted, so that equal
stores give equal bytes and two exports can be compared by diff:

  {"node":"Person","id":"person:jane doe","properties":{"name":"Jane Doe",…}}
  {"relationship":"CITIZEN_OF","from":"person:jane doe","to":"country:gh","properties":{…}}

The ends of a relationship are ids of nodes; dateline schema explains the
properties. The other formats say the same to other tools:

  gexf         Gephi, with colours and its timeline; NetworkX
  graphml      yEd, Cytoscape, NetworkX, Gephi
  csv          spreadsheets, pandas, R: a folder with nodes.csv and edges.csv
  rdf          RDF stores, as N-Triples: schema.org, PROV, W3C ORG, Wikidata
  neo4j-admin  a folder for neo4j-admin database import full, by far the fastest
               way into a new Neo4j; README.txt in it has the command

All is written unless one of these flags asks for a part: --label and --type for
kinds of entities and facts, --since, --until and --source for what certain
articles say, --min-confidence and --min-articles for what is well supported,
--around for what is near somebody or something. Several flags all hold. The part
is a graph of its own: no relationship without its ends, no fact without its
claims and articles, unless --no-evidence leaves these out, as is best for a
picture. The counts and dates in it stay those of the whole graph. No load may
run meanwhile (neo4j-admin sees to that itself, and always writes all).

Examples:

  dateline export | head
  dateline export --format gexf --no-evidence -o news.gexf
  dateline export --format csv --type HOLDS_OFFICE,OFFICE_OF --no-evidence -o offices
  dateline export --format graphml --around "Eleanor Whitcomb" --hops 2 -o near.graphml
  dateline export --format rdf --source "Example News" --since 2024-10 --until 2024-12 -o news.nt
  dateline export --format neo4j-admin -o news`,
		Flags: append(storeFlags(),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "`F` is " + formatNames()},
			&cli.StringFlag{Name: "o", DefaultText: "standard output", Usage: "`FILE` to write; it appears, or is replaced, when all is written (csv, neo4j-admin: an empty or new folder)"},
			&cli.StringSliceFlag{Name: "label", Usage: "only entities of the labels `L`,…: " + listed(schema.Graph.Entities())},
			&cli.StringSliceFlag{Name: "type", Usage: "only facts of the types `T`,… and what they join; dateline schema lists them"},
			&cli.StringFlag{Name: "since", Usage: "only what articles say that were published on `DATE` or later (2024, 2024-10, 2024-10-11)"},
			&cli.StringFlag{Name: "until", Usage: "only what articles say that were published on `DATE` or earlier"},
			&cli.StringFlag{Name: "source", Usage: "only what articles of the publisher `NAME` say"},
			&cli.Float64Flag{Name: "min-confidence", Usage: "leave out facts and claims whose confidence is less than `X` (0 to 1); entities stay"},
			&cli.Int64Flag{Name: "min-articles", Usage: "only entities that at least `N` articles mention, and facts that as many state"},
			&cli.StringFlag{Name: "around", Usage: "only what is near the entity that dateline show finds by `NAME`"},
			&cli.IntFlag{Name: "hops", Value: 1, Usage: "at most `N` facts away from --around"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "no-evidence", Usage: "leave out articles and claims"}),
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			i := slices.IndexFunc(formats, func(f format) bool { return f.name == c.String("format") })
			if i < 0 {
				return usagef("--format %q is none of %s", c.String("format"), formatNames())
			}
			f, out := formats[i], c.String("o")
			if f.file == nil && (out == "" || out == "-") {
				return usagef("--format %s writes a folder: name it with -o", f.name)
			}
			filter, err := exportFilter(c)
			if err != nil {
				return err
			}
			return withStore(c, true, func(s store.Store) error {
				if f.name == neo4jAdmin {
					// Relationships between nodes that another load adds meanwhile could
					// not be imported.
					return withLock(c.Context, s, func() error {
						return writeFolder(out, func(dir string) error { return export.Neo4jAdmin(c.Context, dir, s) })
					})
				}
				if c.String("around") != "" {
					found, err := s.Find(c.Context, c.String("around"), 1)
					if err != nil {
						return err
					}
					if len(found) == 0 {
						return notFound(c.Context, s, c.String("around"))
					}
					filter.Around = []string{found[0].ID}
				}
				nodes, relationships, err := filter.Part(s.Nodes(c.Context), s.Relationships(c.Context))
				if err != nil {
					return err
				}
				if f.folder != nil {
					return writeFolder(out, func(dir string) error { return f.folder(dir, nodes, relationships) })
				}
				return writeFile(out, func(w io.Writer) error { return f.file(w, nodes, relationships) })
			})
		},
	}
}

// formatNames lists the formats for people.
func formatNames() string {
	var names []string
	for _, f := range formats[:len(formats)-1] {
		names = append(names, f.name)
	}
	return strings.Join(names, ", ") + " or " + neo4jAdmin
}

func listed[T ~string](names []T) string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, ", ")
}

// partFlags are the flags that select a part of the graph.
var partFlags = []string{"label", "type", "since", "until", "source", "min-confidence", "min-articles", "around", "hops", "no-evidence"}

// exportFilter returns what the flags mean but for --around.
func exportFilter(c *cli.Context) (f export.Filter, err error) {
	if c.String("format") == neo4jAdmin {
		for _, name := range partFlags {
			if c.IsSet(name) {
				return f, usagef("--format %s writes the whole graph: --%s does not go with it", neo4jAdmin, name)
			}
		}
	}
	if f.Labels, err = chosen(c, "label", schema.Graph.Entities()); err != nil {
		return f, err
	}
	if f.Types, err = chosen(c, "type", schema.Graph.Facts()); err != nil {
		return f, err
	}
	if f.Since, err = extract.ParseDate(c.String("since")); err != nil {
		return f, usagef("--since: %v", err)
	}
	if f.Until, err = extract.ParseDate(c.String("until")); err != nil {
		return f, usagef("--until: %v", err)
	}
	f.Source, f.MinConfidence, f.MinArticles = c.String("source"), c.Float64("min-confidence"), c.Int64("min-articles")
	f.Hops, f.NoEvidence = c.Int("hops"), c.Bool("no-evidence")
	switch {
	case !(f.MinConfidence >= 0 && f.MinConfidence <= 1): // NaN neither
		return f, usagef("--min-confidence %v is not between 0 and 1", f.MinConfidence)
	case f.Hops < 0:
		return f, usagef("--hops %d is less than 0", f.Hops)
	case c.IsSet("hops") && !c.IsSet("around"):
		return f, usagef("--hops from whom or what? Name it with --around")
	case c.IsSet("around") && strings.TrimSpace(c.String("around")) == "":
		return f, usagef("--around whom or what?")
	}
	return f, nil
}

// chosen returns the values of a flag, in whatever case they are written.
func chosen[T ~string](c *cli.Context, flag string, all []T) ([]T, error) {
	var out []T
	for _, name := range c.StringSlice(flag) {
		i := slices.IndexFunc(all, func(x T) bool { return strings.EqualFold(string(x), strings.TrimSpace(name)) })
		if i < 0 {
			return nil, usagef("--%s %q is none of %s", flag, name, listed(all))
		}
		out = append(out, all[i])
	}
	return out, nil
}

// writeFolder writes a folder through another beside it, so that it is never
// seen half written. The path must be free, or an empty folder.
func writeFolder(path string, write func(dir string) error) (err error) {
	if there, err := os.ReadDir(path); err == nil && len(there) > 0 {
		return fmt.Errorf("writing %s: it is not empty: name a new folder", path)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	part, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(part)
		}
	}()
	if err := write(part); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Chmod(part, 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(part, path)
}

// writeFile writes a file through another beside it, so that it is never seen
// half written. Without a path it writes to standard output, and what is no
// regular file it writes directly.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if path == "" || path == "-" {
		return buffered(os.Stdout, write)
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			return errors.Join(buffered(f, write), f.Close())
		}
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := buffered(f, write); err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}

func buffered(f *os.File, write func(io.Writer) error) error {
	w := bufio.NewWriterSize(f, 64<<10)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}
