package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/neo4j"
)

// Neo4jAdmin writes all that a store holds into a folder as files for neo4j-admin
// database import full, which makes of them what a load over Bolt would have made,
// with the journal and the judgements, so that a load of the same articles changes
// nothing. There are two files for each label and each type:
//
//	nodes/Person/header.csv                 columns and their types
//	nodes/Person/part-00000.csv             one line a node
//	relationships/CITIZEN_OF/header.csv
//	relationships/CITIZEN_OF/part-00000.csv
//	import.args                             the arguments of neo4j-admin
//	README.txt                              what to do with all this
//
// The store must not change meanwhile. It is read again if text holds the
// character that was to part the elements of lists. Files that are there are
// replaced.
func Neo4jAdmin(ctx context.Context, dir string, s store.Store) error {
	err := errDelimiter
	for _, d := range delimiters {
		if err = writeTables(ctx, dir, d, s); !errors.Is(err, errDelimiter) {
			break
		}
	}
	return err
}

// delimiters are characters that text hardly ever has: separators among the
// control characters, and code points that Unicode leaves free for such uses.
// neo4j-admin parts the elements of lists at one of them and knows no escape.
var delimiters = []rune{0x1f, 0x1e, 0x1d, 0x1c, 0xfdd0, 0xfdd1, 0xfdd2, 0xfdd3, 0xfdd4, 0xfdd5, 0xfdd6, 0xfdd7}

var errDelimiter = errors.New("an element of a list holds what delimits lists")

// The bookkeeping of a Neo4j, see package neo4j: what a store of another kind
// keeps elsewhere.
const (
	journal   schema.Label = "DatelineJournal"
	judgement schema.Label = "DatelineJudgement"
	meta      schema.Label = "DatelineMeta"
)

func writeTables(ctx context.Context, dir string, delimiter rune, s store.Store) (err error) {
	all := tables(schema.Graph)
	files := map[string]*tableFile{}
	defer func() {
		for _, f := range files {
			if closing := f.close(); err == nil {
				err = closing
			}
		}
	}()
	for _, t := range all {
		f, err := t.create(dir, delimiter)
		if err != nil {
			return err
		}
		files[t.name] = f
	}
	var articles []string // whose journal is to be written
	flush := func() error {
		entries, err := s.Revisions(ctx, articles)
		if err != nil {
			return err
		}
		for _, id := range articles {
			if err := files[string(journal)].write(neo4j.Journal(id, entries[id]), id); err != nil {
				return err
			}
		}
		articles = articles[:0]
		return nil
	}
	for n, err := range s.Nodes(ctx) {
		if err != nil {
			return err
		}
		if err := files[string(n.Label)].write(n.Properties, n.ID); err != nil {
			return err
		}
		if n.Label == schema.Article {
			articles = append(articles, n.ID)
		}
		if len(articles) == 1000 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	for r, err := range s.Relationships(ctx) {
		if err != nil {
			return err
		}
		if err := files[string(r.Type)].write(r.Properties, r.From, r.To); err != nil {
			return err
		}
	}
	js, err := s.Judgements(ctx)
	if err != nil {
		return err
	}
	for i, j := range js {
		properties, err := neo4j.Judgement(i, j)
		if err != nil {
			return err
		}
		if err := files[string(judgement)].write(properties, strconv.Itoa(i)); err != nil {
			return err
		}
	}
	if err := files[string(meta)].write(map[string]any{"version": neo4j.Version, "changes": 0, "judged": len(js)}, "store"); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "import.args"), []byte(arguments(all, delimiter)), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "README.txt"), []byte(readme), 0o666)
}

const readme = `The graph of a dateline store, for a new database of Neo4j 5. In this folder,
while the server is stopped:

  neo4j-admin database import full neo4j @import.args

neo4j is the name of the database; --overwrite-destination replaces one that is
there. Start the server and go on as if all had been loaded over Bolt: the first
dateline command that opens the database makes its constraints and indexes.
`

// arguments returns those of neo4j-admin, one a line.
func arguments(all []table, delimiter rune) string {
	lines := []string{
		fmt.Sprintf("--array-delimiter=U+%04X", delimiter),
		"--multiline-fields=true",
		"--bad-tolerance=0",
	}
	for _, t := range all {
		lines = append(lines, fmt.Sprintf("%s=%s,%s", t.option, path.Join(t.folder, "header.csv"), path.Join(t.folder, "part-.*")))
	}
	return strings.Join(lines, "\n") + "\n"
}

// table says what the files of one label or type are like.
type table struct {
	name       string // Person
	folder     string // nodes/Person
	option     string // of neo4j-admin, without the files
	ids        []string
	properties []schema.Property
}

// tables returns those of the schema. Keys are unique among entities, articles
// and claims only, so each of these kinds is an ID space of its own.
func tables(s *schema.Schema) []table {
	var out []table
	for _, n := range s.Nodes {
		labels, properties := string(n.Label), n.Properties
		switch {
		case n.Label == schema.Claim:
			for _, r := range s.Relationships {
				if !r.Provenance {
					properties = union(properties, r.Properties)
				}
			}
		case !n.Provenance:
			labels += ":" + string(schema.Entity)
			properties = union(s.Entity, properties)
		}
		out = append(out, table{
			name: string(n.Label), folder: "nodes/" + string(n.Label), option: "--nodes=" + labels,
			ids: []string{"id:ID(" + space(s, n.Label) + ")"}, properties: slices.DeleteFunc(slices.Clone(properties), func(p schema.Property) bool { return p.Name == "id" }),
		})
	}
	out = append(out, table{
		name: string(journal), folder: "nodes/" + string(journal), option: "--nodes=" + string(journal),
		ids: []string{"article:ID(" + string(journal) + ")"}, properties: []schema.Property{{Name: "digest"}, {Name: "origin"}, {Name: "likeness"}, {Name: "bands"}, {Name: "extracted"}},
	}, table{
		name: string(judgement), folder: "nodes/" + string(judgement), option: "--nodes=" + string(judgement),
		ids: []string{":ID(" + string(judgement) + ")"}, properties: []schema.Property{{Name: "number", Kind: schema.Int}, {Name: "judgement"}},
	}, table{
		name: string(meta), folder: "nodes/" + string(meta), option: "--nodes=" + string(meta),
		ids: []string{"name:ID(" + string(meta) + ")"}, properties: []schema.Property{{Name: "version", Kind: schema.Int}, {Name: "changes", Kind: schema.Int}, {Name: "judged", Kind: schema.Int}},
	})
	for _, r := range s.Relationships {
		properties := r.Properties
		switch {
		case r.Type == schema.Mentions:
			for _, l := range s.Entities() {
				properties = union(properties, s.Node(l).Properties)
			}
		case !r.Provenance:
			properties = union(s.Fact, properties)
		}
		out = append(out, table{
			name: string(r.Type), folder: "relationships/" + string(r.Type), option: "--relationships=" + string(r.Type),
			ids:        []string{":START_ID(" + space(s, r.From[0]) + ")", ":END_ID(" + space(s, r.To[0]) + ")"},
			properties: properties,
		})
	}
	return out
}

func space(s *schema.Schema, l schema.Label) string {
	if s.Node(l).Provenance {
		return string(l)
	}
	return string(schema.Entity)
}

func union(a, b []schema.Property) []schema.Property {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.ContainsFunc(a, func(q schema.Property) bool { return q.Name == p.Name }) {
			out = append(out, p)
		}
	}
	return out
}

// header returns the first line of the table, with the types that the properties
// have in a load: dates are text.
func (t table) header() string {
	columns := slices.Clone(t.ids)
	for _, p := range t.properties {
		kind := "string"
		switch p.Kind {
		case schema.Int:
			kind = "long"
		case schema.Ints:
			kind = "long[]"
		case schema.Float:
			kind = "double"
		case schema.Bool:
			kind = "boolean"
		case schema.Strings:
			kind = "string[]"
		}
		columns = append(columns, p.Name+":"+kind)
	}
	return strings.Join(columns, ",") + "\n"
}

// create makes the files of the table.
func (t table) create(dir string, delimiter rune) (*tableFile, error) {
	folder := filepath.Join(dir, filepath.FromSlash(t.folder))
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(folder, "header.csv"), []byte(t.header()), 0o666); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(folder, "part-00000.csv"))
	if err != nil {
		return nil, err
	}
	return &tableFile{table: t, file: f, buffer: bufio.NewWriterSize(f, 64<<10), delimiter: string(delimiter)}, nil
}

// tableFile is the file of a table's rows.
type tableFile struct {
	table
	file      *os.File
	buffer    *bufio.Writer
	delimiter string // of lists
}

func (f *tableFile) close() error {
	return errors.Join(f.buffer.Flush(), f.file.Close())
}

// write writes a row. A property that is absent is nothing between two commas,
// which is not the same as "".
func (f *tableFile) write(properties map[string]any, ids ...string) error {
	for i, id := range ids {
		if i > 0 {
			f.buffer.WriteByte(',')
		}
		f.buffer.WriteString(quote(id))
	}
	for _, p := range f.properties {
		f.buffer.WriteByte(',')
		switch v := properties[p.Name].(type) {
		case nil:
		case string:
			f.buffer.WriteString(quote(v))
		case []string:
			for _, element := range v {
				if strings.Contains(element, f.delimiter) {
					return errDelimiter
				}
			}
			f.buffer.WriteString(quote(strings.Join(v, f.delimiter)))
		case []int64:
			for i, n := range v {
				if i > 0 {
					f.buffer.WriteString(f.delimiter)
				}
				f.buffer.WriteString(strconv.FormatInt(n, 10))
			}
		default: // numbers and booleans
			fmt.Fprint(f.buffer, v)
		}
	}
	return f.buffer.WriteByte('\n')
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
