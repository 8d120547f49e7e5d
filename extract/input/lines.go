package input

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"dateline/extract"
	"dateline/graph"
)

var errLong = fmt.Errorf("line longer than %d MiB: split it, or leave it out", maxArticle>>20)

// readLines reads an article or a document from each line of JSON.
func (s *source) readLines(r *bufio.Reader) (read int, more bool) {
	var line []byte
	for number := 1; ; number++ {
		var err error
		if cap(line) > 1<<20 {
			line = nil // so that one long line does not stay in memory
		}
		line, err = nextLine(r, line[:0])
		if number == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		switch {
		case err == io.EOF && len(line) == 0:
			return read, true
		case err == errLong:
			if read++; !s.fail(number, err) {
				return read, false
			}
			continue
		case err != nil && err != io.EOF:
			return read + 1, s.fail(number, err)
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		read++
		if bytes.IndexByte(line, 0) >= 0 {
			return read, s.fail(number, errBinary)
		}
		r := s.line(number, line)
		if r.err != nil && s.once {
			r.input = extract.Input{File: s.path, Line: number, Unread: bytes.Clone(line)}
		}
		if !s.queue.put(r) {
			return read, false
		}
	}
}

// nextLine appends the next line to buf, without its end. At the end of the input
// it returns io.EOF, with what stands behind the last end of a line. A line that
// is too long is read over and returned as errLong.
func nextLine(r *bufio.Reader, buf []byte) ([]byte, error) {
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(buf)+len(part) > maxArticle; !long {
			buf = append(buf, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case long && (err == nil || err == io.EOF):
			return nil, errLong
		case err == nil:
			return buf[:len(buf)-1], nil
		default:
			return buf, err
		}
	}
}

// Line reads a line of JSON anew that Read could not read, in.Unread, and returns
// what Read would: if it still cannot be read, in with the error.
func Line(in extract.Input, opts Options) (extract.Input, error) {
	s := &source{path: in.File, name: baseName(in.File), opts: &opts}
	r := s.line(in.Line, in.Unread)
	if r.err != nil {
		return in, r.err
	}
	return r.input, nil
}

// line returns the article or the document of a line of JSON.
func (s *source) line(number int, line []byte) result {
	fail := func(err error) result { return result{err: s.error(number, err)} }
	if !utf8.Valid(line) {
		return fail(notUTF8(line))
	}
	var fields struct {
		ID        string  `json:"id"`
		URL       string  `json:"url"`
		Title     string  `json:"title"`
		Source    string  `json:"source"`
		Published string  `json:"published"`
		Text      *string `json:"text"`
	}
	if err := json.Unmarshal(line, &fields); err != nil {
		return fail(parsing(err))
	}
	published, err := extract.ParseDate(fields.Published)
	if err != nil {
		return fail(err)
	}
	a := extract.Article{ID: fields.ID, URL: fields.URL, Title: fields.Title, Source: fields.Source, Published: published}
	if fields.Text == nil {
		d, err := s.document(number, line, a)
		if err != nil {
			return fail(err)
		}
		return result{input: extract.Input{File: s.path, Line: number, Document: d}}
	}
	if err := checkText(*fields.Text); err != nil {
		return fail(fmt.Errorf("text: %w", err))
	}
	a.Text = *fields.Text
	return s.result(number, a)
}

// document returns the document of a line, which has no text, with the identity
// of the article that it is of.
func (s *source) document(number int, line []byte, a extract.Article) (*extract.Document, error) {
	if err := checkIdentity(a); err != nil {
		return nil, err
	}
	var d extract.Document
	if err := json.Unmarshal(line, &d); err != nil {
		return nil, parsing(err)
	}
	if d.Entities == nil {
		return nil, errors.New("no text")
	}
	if d.Relations == nil {
		d.Relations = []extract.Relation{}
	}
	if d.Key == "" {
		if a.ID == "" && d.URL == "" && d.ContentHash == "" {
			return nil, errors.New("the document has neither key nor id, url or contentHash")
		}
		d.Key = graph.ArticleKey(d.URL, a.ID, d.ContentHash)
	}
	if d.ID, d.Published = a.ID, a.Published; d.ID == "" {
		d.ID = s.number(number)
	}
	return &d, nil
}

// parsing says what is wrong with a line in the words of JSON.
func parsing(err error) error {
	if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
		if t.Field == "" {
			return fmt.Errorf("a JSON %s where an object belongs: one article a line", t.Value)
		}
		return fmt.Errorf("%s: a JSON %s where a %s belongs", t.Field, t.Value, jsonName(t.Type.Kind().String()))
	}
	return fmt.Errorf("broken JSON: %w", err)
}

// jsonName returns what JSON calls a kind of Go value.
func jsonName(kind string) string {
	switch kind {
	case "int", "float64":
		return "number"
	case "struct":
		return "object"
	case "slice":
		return "list"
	}
	return kind
}
