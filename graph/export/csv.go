package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dateline/graph/schema"
)

// CSV writes the graph into a folder as tables for spreadsheets and data frames:
//
//	nodes.csv   id,label,name,aliases,…         one line a node
//	edges.csv   source,target,type,fact,…       one line a relationship; source and target are ids of nodes
//
// in UTF-8, with lines that end in a line feed, and a column for each property of
// the schema, empty where a property is absent. Lists are JSON.
//
// Spreadsheets take text that begins with =, +, - or @ for a formula, and a
// formula in an article could send what is in the sheet elsewhere. So text that
// begins with one of these, with a tab, a carriage return or an apostrophe has an
// apostrophe before it; to take one apostrophe off what begins with one gives the
// text back. NUL, at which many readers stop, becomes U+FFFD. See nodeID for
// keys. Files that are there are replaced.
func CSV(dir string, nodes Nodes, relationships Relationships) error {
	var ofNodes, ofEdges []schema.Property
	for _, t := range tables(schema.Graph) {
		switch {
		case schema.Graph.Node(schema.Label(t.name)) != nil:
			ofNodes = union(ofNodes, t.properties)
		case schema.Graph.Relationship(schema.Type(t.name)) != nil:
			ofEdges = union(ofEdges, t.properties)
		}
	}
	err := writeCSV(filepath.Join(dir, "nodes.csv"), []string{"id", "label"}, ofNodes, func(yield rows) error {
		for n, err := range nodes {
			if err != nil {
				return err
			}
			if err := yield(n.Properties, nodeID(n.Label, n.ID), string(n.Label)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeCSV(filepath.Join(dir, "edges.csv"), []string{"source", "target", "type"}, ofEdges, func(yield rows) error {
		for r, err := range relationships {
			if err != nil {
				return err
			}
			from, to := ends(r)
			if err := yield(r.Properties, from, to, string(r.Type)); err != nil {
				return err
			}
		}
		return nil
	})
}

// rows takes the cells of a row: the first ones, and the properties of which
// there are columns.
type rows func(properties map[string]any, first ...string) error

func writeCSV(path string, first []string, columns []schema.Property, write func(rows) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 64<<10)
	defer func() { err = errors.Join(err, b.Flush(), f.Close()) }()
	header := slices.Clone(first)
	for _, c := range columns {
		header = append(header, c.Name)
	}
	if _, err := io.WriteString(b, strings.Join(header, ",")+"\n"); err != nil {
		return err
	}
	return write(func(properties map[string]any, first ...string) error {
		for i, s := range first {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(cell(s))
		}
		for _, c := range columns {
			b.WriteByte(',')
			switch v := properties[c.Name].(type) {
			case nil:
			case string, []string, []int64:
				b.WriteString(cell(text(c.Name, v)))
			default: // numbers and booleans
				fmt.Fprint(b, v)
			}
		}
		return b.WriteByte('\n')
	})
}

// cell returns text as a cell that no spreadsheet takes for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r'", rune(s[0])) {
		s = "'" + s
	}
	s = strings.ReplaceAll(s, "\x00", "\ufffd")
	if s != "" && !strings.ContainsAny(s, "\",\r\n") {
		return s
	}
	return quote(s)
}
