package extract

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/graph"
)

// Limits on what is read. A longer line, text file, id or URL is an error of its
// article; databases index no strings longer than maxIdentity.
const (
	maxArticle  = 64 << 20 // bytes
	maxIdentity = 2 << 10  // bytes
)

// Extensions lists the ends of names of the files that are read in folders: plain
// text, one article a file, and JSON, one article or document a line.
var Extensions = []string{".txt", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"}

// Input is one article, or a document that was extracted from one before. One of
// both is nil.
type Input struct {
	File     string // path as given or found, "stdin" for standard input
	Line     int    // from 1; 0 for a plain text file
	Article  *Article
	Document *Document
}

// ReadOptions say how to read. The zero value is ready for use.
type ReadOptions struct {
	Published string            // of articles without a date; an ISO 8601 prefix
	Stdin     io.Reader         // what "-" reads; os.Stdin if nil
	Skipped   func(path string) // told of each file in a folder that is not read; may be nil
	Progress  func(bytes int)   // told how much was read of files, as stored; may be nil
}

// Read yields what is in files, folders and globs, in the order of the paths;
// "-" is standard input. Folders are walked in the order of their names for files
// with one of the Extensions; hidden ones and links to folders are passed over. A
// path that does not exist and holds *, ? or [ is a glob.
//
// A .txt file is an article whose first line is the headline and whose ID is the
// base name of the file without its extension; a byte order mark at its start is
// no part of the text, line ends stay as they are. All else, pipes included, is
// JSON with one object a line: {"id", "url", "title", "source", "published",
// "text"}, of which only text is required, or a Document, which has entities and
// no text. A line without id is called after the file and the number of the line.
//
// What cannot be read is yielded as *Error, and reading goes on behind it. The
// sequence can be used again unless it reads standard input.
func Read(paths []string, opts ReadOptions) iter.Seq2[Input, error] {
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	return func(yield func(Input, error) bool) {
		for path, err := range find(paths, opts.Skipped) {
			if err != nil {
				if !yield(Input{}, err) {
					return
				}
				continue
			}
			for in, err := range readFile(path, opts) {
				if !yield(in, err) {
					return
				}
			}
		}
	}
}

// Size returns how many bytes Read will read of files, or -1 if that cannot be
// known beforehand.
func Size(paths []string) int64 {
	var size int64
	for path, err := range find(paths, nil) {
		if err != nil {
			continue
		}
		if path == "-" {
			return -1
		}
		info, err := os.Stat(path)
		if err == nil && !info.Mode().IsRegular() {
			return -1
		}
		if err == nil {
			size += info.Size()
		}
	}
	return size
}

// ParseDate returns the ISO 8601 prefix that s gives: s itself if it is a date
// (2024, 2024-10 or 2024-10-11), the day of an RFC 3339 timestamp as its own
// zone has it, "" for "".
func ParseDate(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range []string{"2006", "2006-01", time.DateOnly, time.RFC3339} {
		if _, err := time.Parse(layout, s); err == nil {
			return s[:min(len(s), len(time.DateOnly))], nil
		}
	}
	return "", fmt.Errorf("published %q is neither a date (2024-10-11) nor a timestamp (2024-10-11T09:30:00Z)", s)
}

// find yields the files that the paths lead to.
func find(paths []string, skipped func(string)) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, path := range paths {
			for _, p := range expand(path) {
				if !walk(p, skipped, yield) {
					return
				}
			}
		}
	}
}

// expand returns what a glob matches, and any other path as it is.
func expand(path string) []string {
	if path == "-" || !strings.ContainsAny(path, "*?[") {
		return []string{path}
	}
	if _, err := os.Lstat(path); err == nil {
		return []string{path}
	}
	if matches, err := filepath.Glob(path); err == nil && len(matches) > 0 {
		return matches
	}
	return []string{path}
}

// walk yields path, or the files to read in it if it is a folder. It reports
// whether the consumer wants more.
func walk(path string, skipped func(string), yield func(string, error) bool) bool {
	if path == "-" {
		return yield(path, nil)
	}
	info, err := os.Stat(path)
	if err != nil {
		return yield("", fileError(path, err))
	}
	if !info.IsDir() {
		if info.Mode().IsRegular() && extension(path) == "" {
			return yield("", &Error{File: path, Err: fmt.Errorf("not a kind of file that is read (%s)", strings.Join(Extensions, ", "))})
		}
		return yield(path, nil)
	}
	more := true
	root := path + string(filepath.Separator) // so that a link to a folder is followed
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		p = filepath.Join(p)
		hidden := strings.HasPrefix(filepath.Base(p), ".") && p != filepath.Join(root)
		switch {
		case err != nil:
			more = yield("", fileError(p, err))
		case hidden && d.IsDir():
			return fs.SkipDir
		case d.IsDir():
		case hidden || extension(p) == "" || !regular(p, d):
			if skipped != nil {
				skipped(p)
			}
		default:
			more = yield(p, nil)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && more {
		return yield("", fileError(path, err))
	}
	return more
}

// regular reports whether a folder's entry is a regular file or a link to one, or
// to nothing, which reading will report.
func regular(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// extension returns the one of Extensions that the path has, or "".
func extension(path string) string {
	name := strings.ToLower(filepath.Base(path))
	for _, ext := range Extensions {
		if strings.HasSuffix(name, ext) {
			return ext
		}
	}
	return ""
}

// baseName returns the name of the file without its extension.
func baseName(path string) string {
	name := filepath.Base(path)
	return strings.ToValidUTF8(name[:len(name)-len(extension(path))], "\uFFFD")
}

// counter tells how much is read.
type counter struct {
	io.Reader
	read func(int)
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read(n)
	return n, err
}

func readFile(path string, opts ReadOptions) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		if path == "-" {
			readLines(opts.Stdin, "stdin", "stdin", opts, yield)
			return
		}
		f, err := os.Open(path)
		if err != nil {
			yield(Input{}, fileError(path, err))
			return
		}
		defer f.Close()
		var r io.Reader = f
		if opts.Progress != nil {
			r = counter{f, opts.Progress}
		}
		ext := extension(path)
		if ext == ".txt" {
			a, err := readText(r, path, opts)
			if err != nil {
				yield(Input{}, fileError(path, err))
				return
			}
			yield(Input{File: path, Article: a}, nil)
			return
		}
		if strings.HasSuffix(ext, ".gz") {
			z, err := gzip.NewReader(r)
			if err != nil {
				yield(Input{}, fileError(path, unzipping(err)))
				return
			}
			r = z
		}
		read, more := readLines(r, path, baseName(path), opts, yield)
		if read == 0 && more {
			yield(Input{}, &Error{File: path, Err: errors.New("empty")})
		}
	}
}

// byteOrderMark opens some UTF-8 files.
var byteOrderMark = []byte("\uFEFF")

func readText(r io.Reader, path string, opts ReadOptions) (*Article, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxArticle+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxArticle {
		return nil, fmt.Errorf("longer than %d MiB: split it, or leave it out", maxArticle>>20)
	}
	text := string(bytes.TrimPrefix(data, byteOrderMark))
	if err := checkText(text); err != nil {
		return nil, err
	}
	return &Article{ID: baseName(path), Published: opts.Published, Text: text, Headline: true}, nil
}

func checkText(text string) error {
	switch {
	case text == "":
		return errors.New("empty")
	case strings.IndexByte(text, 0) >= 0:
		return errBinary
	case !utf8.ValidString(text):
		return notUTF8([]byte(text))
	case strings.TrimSpace(text) == "":
		return errors.New("no text, only space")
	}
	return nil
}

var errBinary = errors.New("binary: it has NUL bytes")

// notUTF8 says where data is not UTF-8.
func notUTF8(data []byte) error {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return fmt.Errorf("not UTF-8: byte %#x at offset %d; convert it first (iconv -t UTF-8)", data[at], at)
}

func unzipping(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("unzipping: the file is truncated")
	}
	return fmt.Errorf("unzipping: %w", err)
}

var errLong = fmt.Errorf("line longer than %d MiB: split it, or leave it out", maxArticle>>20)

// readLines yields what the lines of r hold. It returns how many lines or errors
// it found, and whether the consumer wants more.
func readLines(r io.Reader, file, name string, opts ReadOptions, yield func(Input, error) bool) (read int, more bool) {
	in := bufio.NewReaderSize(r, 64<<10)
	var line []byte
	for number := 1; ; number++ {
		var err error
		if cap(line) > 1<<20 {
			line = nil // so that one long line does not stay in memory
		}
		line, err = nextLine(in, line[:0])
		if number == 1 {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		switch {
		case err == io.EOF && len(line) == 0:
			return read, true
		case err == errLong:
			if read++; !yield(Input{}, &Error{file, number, err}) {
				return read, false
			}
			continue
		case err != nil && err != io.EOF:
			if _, zipped := r.(*gzip.Reader); zipped {
				err = unzipping(err)
			}
			if p := (*fs.PathError)(nil); errors.As(err, &p) {
				err = p.Err
			}
			return read + 1, yield(Input{}, &Error{file, number, err})
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		read++
		if bytes.IndexByte(line, 0) >= 0 {
			return read, yield(Input{}, &Error{file, number, errBinary})
		}
		x, err := parseLine(line, name, number, opts)
		if err != nil {
			err = &Error{file, number, err}
		}
		x.File, x.Line = file, number
		if !yield(x, err) {
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

// parseLine reads an article or a document from a line of JSON.
func parseLine(line []byte, name string, number int, opts ReadOptions) (Input, error) {
	if !utf8.Valid(line) {
		return Input{}, notUTF8(line)
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
		return Input{}, parsing(err)
	}
	if strings.Contains(fields.ID+fields.URL+fields.Title+fields.Source, "\x00") {
		return Input{}, errBinary
	}
	if len(fields.ID) > maxIdentity || len(fields.URL) > maxIdentity {
		return Input{}, fmt.Errorf("id or url is longer than %d bytes", maxIdentity)
	}
	published, err := ParseDate(fields.Published)
	if err != nil {
		return Input{}, err
	}
	numbered := fields.ID == ""
	if numbered {
		fields.ID = fmt.Sprintf("%s#%d", name, number)
	}
	if fields.Text == nil {
		d, err := parseDocument(line)
		if err != nil {
			return Input{}, err
		}
		d.ID, d.Published = fields.ID, published
		if d.Key == "" {
			if numbered && d.URL == "" && d.ContentHash == "" {
				return Input{}, errors.New("the document has neither key nor id, url or contentHash")
			}
			id := d.ID
			if numbered {
				id = ""
			}
			d.Key = graph.ArticleKey(d.URL, id, d.ContentHash)
		}
		return Input{Document: d}, nil
	}
	if err := checkText(*fields.Text); err != nil {
		return Input{}, fmt.Errorf("text: %w", err)
	}
	if published == "" {
		published = opts.Published
	}
	return Input{Article: &Article{
		ID: fields.ID, Numbered: numbered, URL: fields.URL, Title: fields.Title, Source: fields.Source,
		Published: published, Text: *fields.Text,
	}}, nil
}

func parseDocument(line []byte) (*Document, error) {
	var d Document
	if err := json.Unmarshal(line, &d); err != nil {
		return nil, parsing(err)
	}
	if d.Entities == nil {
		return nil, errors.New("no text")
	}
	if d.Relations == nil {
		d.Relations = []Relation{}
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
