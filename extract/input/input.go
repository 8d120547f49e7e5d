// Package input reads news articles from where they are kept: plain text, JSON
// lines, pages of HTML, feeds, web archives and tables, in files, folders and
// standard input, compressed or not.
//
// Whatever the bytes, reading ends: what cannot be read is an error of its own,
// and the sequence goes on behind it.
package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"dateline/extract"
)

// Limits on what is read. A longer line, row, file of plain text, id or address
// is an error of its article; databases index no strings longer than maxIdentity.
const (
	maxArticle  = 64 << 20 // bytes
	maxIdentity = 2 << 10  // bytes
)

// ErrLanguage is the cause of the *extract.Error of an article that is not in
// English. Nothing has failed: the extractor knows no other language.
var ErrLanguage = errors.New("not in English")

// Options say how to read. The zero value is ready for use.
type Options struct {
	Published   string            // of articles without a date; an ISO 8601 prefix
	AnyLanguage bool              // articles that are not in English are yielded, too
	Stdin       io.Reader         // what "-" reads; os.Stdin if nil
	Skipped     func(path string) // told of each file in a folder that is not read; may be nil
	Progress    func(bytes int)   // told how much was read of files, as stored; may be nil

	// Open opens an http or https address: one of the paths, and one that an item
	// of a feed leads to if it has no text of its own. The media type is that of
	// the HTTP header, the final address the one behind all redirects. Without
	// Open, addresses are errors.
	Open func(ctx context.Context, address string) (body io.ReadCloser, mediaType, final string, err error)
}

// Read yields what is in files, folders and globs, in the order of the paths;
// "-" is standard input, http:// and https:// start an address. Folders are
// walked in the order of their names for files with one of the Extensions, those
// with none, .json or .xml only if their first bytes are of a kind that is read;
// hidden ones and links to folders are passed over. A path that does not exist
// and holds *, ? or [ is a glob.
//
// The extension says what a file is; without one, and on standard input, the
// first bytes do. What is compressed by gzip or zstd is decompressed first.
//
//   - Plain text is an article whose first line is the headline; a byte order
//     mark is no part of it, line ends stay as they are.
//   - A line of JSON is an object {"id", "url", "title", "source", "published",
//     "text"}, of which only text is required, or an [extract.Document], which
//     has entities and no text. What no kind is recognised in, on standard input
//     or a pipe, is taken for lines of JSON, too.
//   - A page of HTML is an article if there is one in it; its URL is the
//     canonical address that it gives.
//   - A feed (RSS, Atom, JSON Feed) has an article an item: its content, else its
//     description, else the page that it leads to, if Options.Open is set. The ID
//     is the item's guid.
//   - A web archive (WARC) has an article for each page that was fetched with
//     success, and those of feeds; the URL is the address that it was fetched from.
//   - A table (CSV or TSV) has an article a row; its first row names the columns
//     as JSON does, or by usual other names.
//
// The ID of an article that has none is the base name of the file without its
// extensions, with the number of the line, item, record or row where there may
// be several.
//
// What cannot be read is yielded as *extract.Error, an article in another
// language as one whose cause is ErrLanguage, and reading goes on behind it. With
// the error of a line of JSON of standard input or a pipe, which cannot be read
// again, comes the line. The sequence can be used again unless it reads one.
func Read(ctx context.Context, paths []string, opts Options) iter.Seq2[extract.Input, error] {
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	return func(yield func(extract.Input, error) bool) {
		q := &queue{yield: yield}
		for path, err := range find(paths, opts.Skipped) {
			s := &source{path: path, ctx: ctx, opts: &opts, queue: q}
			if err != nil && !q.put(result{err: err}) || err == nil && !s.readAll() {
				return
			}
		}
		q.flush(0)
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
		if path == "-" || isAddress(path) {
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

// isAddress reports whether a path is an address to fetch.
func isAddress(path string) bool {
	return strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://")
}

// source is what is being read: a file, standard input, an address, or a record
// of an archive.
type source struct {
	path    string // as given or found
	name    string // what articles without an ID are called after
	address string // where a page comes from, or empty
	media   string // media type of the HTTP header, or empty
	record  int    // of an archive, from 1; else 0

	standard bool // input
	once     bool // it cannot be read again
	ctx      context.Context
	opts     *Options
	queue    *queue
}

// readAll yields what the source holds, or puts it into the queue. Like all
// methods that do, it reports whether the consumer wants more.
func (s *source) readAll() (more bool) {
	raw, err := s.open()
	if err != nil {
		return s.fail(0, err)
	}
	defer raw.Close()
	var r io.Reader = raw
	file, isFile := raw.(*os.File)
	s.once = s.standard || isFile && !isRegular(file)
	if isFile && s.opts.Progress != nil {
		r = counter{r, s.opts.Progress}
	}
	body, err := decompress(r, zipped(s.path) && isFile)
	if err != nil {
		return s.fail(0, err)
	}
	defer body.Close()
	k := s.kind(body.Reader)
	if k == nil {
		if !s.once {
			return s.fail(0, errKind)
		}
		k = lines
	}
	n, more := s.read(k, body.Reader)
	if n == 0 && more && !s.standard {
		return s.fail(0, errors.New("empty"))
	}
	return more
}

func isRegular(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular()
}

// open opens the path of the source, and says what its articles are called
// after.
func (s *source) open() (io.ReadCloser, error) {
	switch {
	case s.path == "-":
		s.path, s.name, s.standard = "stdin", "stdin", true
		return io.NopCloser(s.opts.Stdin), nil
	case !isAddress(s.path):
		s.name = baseName(s.path)
		return os.Open(s.path)
	case s.opts.Open == nil:
		return nil, errors.New("an address, and there is nothing to fetch it with")
	}
	body, media, final, err := s.opts.Open(s.ctx, s.path)
	if err != nil {
		return nil, fmt.Errorf("fetching: %w", err)
	}
	s.media, s.address = media, final
	if u, err := url.Parse(final); err == nil {
		s.name = baseName(path.Base(u.Path))
		if strings.Trim(u.Path, "/.") == "" {
			s.name = u.Host
		}
	}
	return body, nil
}

// fail yields an error of the line, item, record or row of the source, or of the
// source as a whole, which the error does not name twice.
func (s *source) fail(line int, err error) bool {
	return s.queue.put(result{err: s.error(line, err)})
}

func (s *source) error(line int, err error) *extract.Error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err
	}
	if s.record > 0 {
		line = s.record
	}
	return &extract.Error{File: s.path, Line: line, Err: err}
}

// article yields an article, with an ID and a date if it has none, or says what
// is wrong with it.
func (s *source) article(line int, a extract.Article) bool {
	return s.queue.put(s.result(line, a))
}

func (s *source) result(line int, a extract.Article) result {
	if err := s.complete(line, &a); err != nil {
		return result{err: s.error(line, err)}
	}
	if s.record > 0 {
		line = s.record
	}
	return result{input: extract.Input{File: s.path, Line: line, Article: &a}}
}

// complete gives an article the ID and the date that it lacks, and says what is
// wrong with it.
func (s *source) complete(line int, a *extract.Article) error {
	if err := checkText(a.Text); err != nil {
		return err
	}
	if err := checkIdentity(*a); err != nil {
		return err
	}
	if a.Published == "" {
		a.Published = s.opts.Published
	}
	if a.ID == "" {
		a.ID, a.Numbered = s.number(line), true
	}
	if !s.opts.AnyLanguage && !english(a.Title, a.Text) {
		return ErrLanguage
	}
	return nil
}

// number returns the ID of a line that has none.
func (s *source) number(line int) string {
	return fmt.Sprintf("%s#%d", s.name, line)
}

// checkIdentity says what is wrong with what an article is called.
func checkIdentity(a extract.Article) error {
	for _, v := range []string{a.ID, a.URL, a.Title, a.Source} {
		switch {
		case strings.IndexByte(v, 0) >= 0:
			return errBinary
		case !utf8.ValidString(v):
			return notUTF8([]byte(v))
		}
	}
	if len(a.ID) > maxIdentity || len(a.URL) > maxIdentity {
		return errIdentity
	}
	return nil
}

var (
	errBinary   = errors.New("binary: it has NUL bytes")
	errIdentity = fmt.Errorf("id or url is longer than %d bytes", maxIdentity)
)

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
