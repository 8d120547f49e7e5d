package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"dateline/graph/export"
	"dateline/graph/store"
)

func exportCommand() *cli.Command {
	return &cli.Command{
		Name:  "export",
		Usage: "write the whole graph to a file",
		Description: `jsonl has one node or relationship a line, nodes first, sorted, so that equal
stores give equal bytes and two exports can be compared by diff:

  {"node":"Person","id":"person:jane doe","properties":{"name":"Jane Doe",…}}
  {"relationship":"CITIZEN_OF","from":"person:jane doe","to":"country:gh","properties":{…}}

The ends of a relationship are ids of nodes; dateline schema explains the
properties. graphml is for Gephi, yEd, Cytoscape and NetworkX.

neo4j-admin makes a folder of CSV files for neo4j-admin database import full, by
far the fastest way into a new Neo4j; README.txt in it has the command. Loads can
go on in the imported database. No load can run while it is written.

Examples:

  dateline export | head
  dateline export --format graphml -o news.graphml
  dateline export --format neo4j-admin -o news`,
		Flags: append(storeFlags(),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "`F` is jsonl, graphml or neo4j-admin"},
			&cli.StringFlag{Name: "o", DefaultText: "standard output", Usage: "`FILE` to write; it appears, or is replaced, when all is written (neo4j-admin: an empty or new folder)"}),
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			out := c.String("o")
			file := func(write func(io.Writer, export.Nodes, export.Relationships) error) error {
				return withStore(c, true, func(s store.Store) error {
					return writeFile(out, func(w io.Writer) error {
						return write(w, s.Nodes(c.Context), s.Relationships(c.Context))
					})
				})
			}
			switch format := c.String("format"); format {
			case "jsonl":
				return file(export.JSONL)
			case "graphml":
				return file(export.GraphML)
			case "neo4j-admin":
				if out == "" || out == "-" {
					return usagef("--format neo4j-admin writes a folder: name it with -o")
				}
				return withStore(c, true, func(s store.Store) error {
					// Relationships between nodes that another load adds meanwhile could
					// not be imported.
					return withLock(c.Context, s, func() error {
						return writeFolder(out, func(dir string) error {
							return export.Neo4jAdmin(c.Context, dir, s)
						})
					})
				})
			default:
				return usagef("--format %q is none of jsonl, graphml and neo4j-admin", format)
			}
		},
	}
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
