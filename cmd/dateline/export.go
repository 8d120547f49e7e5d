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

Examples:

  dateline export | head
  dateline export --format graphml -o news.graphml`,
		Flags: append(storeFlags(),
			&cli.StringFlag{Name: "format", Value: "jsonl", Usage: "`F` is jsonl or graphml"},
			&cli.StringFlag{Name: "o", DefaultText: "standard output", Usage: "`FILE` to write; it appears, or is replaced, when all is written"}),
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			write := export.JSONL
			switch c.String("format") {
			case "jsonl":
			case "graphml":
				write = export.GraphML
			default:
				return usagef("--format %q is neither jsonl nor graphml", c.String("format"))
			}
			return withStore(c, true, func(s store.Store) error {
				return writeFile(c.String("o"), func(w io.Writer) error {
					return write(w, s.Nodes(c.Context), s.Relationships(c.Context))
				})
			})
		},
	}
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
