package input

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"dateline/extract"
)

// columns are the names of columns by what is in them, the best first; letters
// alone count.
var columns = map[string][]string{
	"id":        {"id", "guid", "uid", "articleid", "docid", "documentid"},
	"url":       {"url", "link", "href", "permalink", "address", "articleurl", "sourceurl"},
	"title":     {"title", "headline", "heading", "articletitle"},
	"source":    {"source", "publisher", "publication", "outlet", "site", "sitename", "sourcename", "newspaper"},
	"published": {"published", "date", "publishedat", "datepublished", "publicationdate", "publishdate", "publisheddate", "pubdate", "articledate", "timestamp"},
	"text":      {"text", "content", "body", "article", "fulltext", "articletext", "articlebody", "articlecontent", "maintext", "story"},
}

// maxColumns is how many separators a row may have, those in quotes included:
// each costs the parser tens of bytes.
const maxColumns = 1 << 20

// header says where in a row what stands.
type header struct {
	separator rune
	names     []string       // as the table has them
	at        map[string]int // by the keys of columns
}

// newHeader returns the header that the first line of a table is, or nil if it
// names no column of texts.
func newHeader(line string) *header {
	h := splitHeader(line)
	if _, ok := h.at["text"]; !ok {
		return nil
	}
	return h
}

// splitHeader splits the first line of a table by the separator that gives the
// most columns.
func splitHeader(line string) *header {
	best := &header{separator: ',', at: map[string]int{}}
	for _, separator := range []rune{',', '\t', ';', '|'} {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma = separator
		r.LazyQuotes = true
		names, err := r.Read()
		if err != nil || len(names) <= len(best.names) {
			continue
		}
		best = &header{separator, names, map[string]int{}}
	}
	byName := map[string]int{}
	for i, name := range best.names {
		name = letters(name)
		if _, twice := byName[name]; !twice {
			byName[name] = i
		}
	}
	for field, names := range columns {
		for _, name := range names {
			if i, ok := byName[name]; ok {
				best.at[field] = i
				break
			}
		}
	}
	return best
}

// letters returns the letters of a name in lower case.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// readTable reads an article from each row of a table.
func (s *source) readTable(r *bufio.Reader) (n int, more bool) {
	first, err := readLine(r)
	if err == io.ErrUnexpectedEOF {
		return 0, true
	}
	if err != nil {
		return 1, s.fail(1, err)
	}
	if strings.Contains(first, "\x00") {
		return 1, s.fail(1, errBinary)
	}
	h := splitHeader(strings.TrimPrefix(first, string(byteOrderMark)))
	if _, ok := h.at["text"]; !ok {
		return 1, s.fail(1, fmt.Errorf("no column for the text: the first row has %.200q; the column may be called %s", h.names, strings.Join(columns["text"], ", ")))
	}
	row := &rowReader{r: r, separator: byte(h.separator)}
	rows := csv.NewReader(row)
	rows.Comma = h.separator
	rows.FieldsPerRecord = -1
	rows.ReuseRecord = true
	rows.LazyQuotes = h.separator == '\t' // where quotes are needed for nothing
	for last := 1; ; {
		row.bytes, row.separators = 0, 0
		values, err := rows.Read()
		if err == io.EOF {
			return n, true
		}
		n++
		var parse *csv.ParseError
		switch {
		case errors.As(err, &parse):
			last = parse.StartLine + 1
			more = s.fail(last, fmt.Errorf("broken row: %w", parse.Err))
		case err != nil:
			return n, s.fail(last+1, err)
		default:
			last, _ = rows.FieldPos(0)
			last++ // the header
			more = s.row(last, h, values)
		}
		if !more {
			return n, false
		}
	}
}

// row yields the article of a row.
func (s *source) row(line int, h *header, values []string) bool {
	if len(values) != len(h.names) {
		return s.fail(line, fmt.Errorf("%d columns, not the %d of the first row", len(values), len(h.names)))
	}
	value := func(field string) string {
		i, ok := h.at[field]
		if !ok {
			return ""
		}
		return strings.TrimSpace(values[i])
	}
	a := extract.Article{ID: value("id"), URL: value("url"), Title: value("title"), Source: value("source"), Text: strings.Clone(values[h.at["text"]])}
	if published := value("published"); published != "" {
		var err error
		if a.Published, err = extract.ParseDate(published); err != nil {
			if a.Published = day(published); a.Published == "" {
				return s.fail(line, err)
			}
		}
	}
	return s.article(line, a)
}

// rowReader ends with an error in a row that is too long, which a quote without
// an end makes of all that is behind it. It is up to a buffer ahead of the rows.
type rowReader struct {
	r                 io.Reader
	separator         byte
	bytes, separators int
}

func (r *rowReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.bytes += n
	r.separators += strings.Count(string(p[:n]), string(rune(r.separator)))
	if r.bytes > maxArticle || r.separators > maxColumns {
		return n, fmt.Errorf("row longer than %d MiB or %d columns: a quote may have no end", maxArticle>>20, maxColumns)
	}
	return n, err
}
