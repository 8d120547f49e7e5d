package input

import (
	"bufio"
	"bytes"
	"fmt"
	"mime"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// kind is a format of files.
type kind struct {
	extensions []string
	media      []string // types
}

// The kinds of files.
var (
	plain   = &kind{[]string{".txt"}, nil}
	lines   = &kind{[]string{".jsonl", ".ndjson"}, []string{"application/x-ndjson", "application/jsonl", "application/x-jsonlines"}}
	objects = &kind{[]string{".json"}, []string{"application/json"}} // lines or a feed
	pages   = &kind{[]string{".html", ".htm", ".xhtml"}, []string{"text/html", "application/xhtml+xml"}}
	feeds   = &kind{
		[]string{".rss", ".atom", ".xml"},
		[]string{"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/xml", "text/xml"},
	}
	archives = &kind{[]string{".warc"}, []string{"application/warc"}}
	tables   = &kind{[]string{".csv", ".tsv"}, []string{"text/csv", "text/tab-separated-values"}}
	kinds    = []*kind{plain, lines, objects, pages, feeds, archives, tables}
)

// read yields what a file of the kind holds, and returns how many articles and
// errors it has found.
func (s *source) read(k *kind, r *bufio.Reader) (n int, more bool) {
	switch k {
	case plain:
		return s.readText(r)
	case objects:
		if byContent(r) == feeds {
			return s.readFeed(r)
		}
		return s.readLines(r)
	case pages:
		return s.readPage(r)
	case feeds:
		return s.readFeed(r)
	case archives:
		return s.readArchive(r)
	case tables:
		return s.readTable(r)
	}
	return s.readLines(r)
}

// compressed are the extensions of compressed files, behind those of kinds.
var compressed = []string{".gz", ".zst"}

// Extensions lists the ends of names of the files that are read in folders. Each
// may have .gz or .zst behind it.
var Extensions = func() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.extensions...)
	}
	return all
}()

var errKind = fmt.Errorf("not a kind of file that is read (%s, each also with %s)", strings.Join(Extensions, ", "), strings.Join(compressed, " or "))

// kind returns the kind of what the source holds, or nil if it is none that is
// read. A media type wins over the extension of an address.
func (s *source) kind(r *bufio.Reader) *kind {
	if t, _, err := mime.ParseMediaType(s.media); err == nil {
		for _, k := range kinds {
			if slices.Contains(k.media, t) {
				return k
			}
		}
	}
	name := s.path
	if s.address != "" {
		name, _, _ = strings.Cut(s.address, "?")
	}
	if k := byExtension(name); k != nil && !s.standard {
		return k
	}
	return byContent(r)
}

// zipped reports whether the file is compressed, by its name.
func zipped(path string) bool {
	return slices.Contains(compressed, strings.ToLower(filepath.Ext(path)))
}

// extension returns the extension of the file in lower case, without one that
// says that it is compressed, or "".
func extension(path string) string {
	name := strings.ToLower(filepath.Base(path))
	if zipped(name) {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	return filepath.Ext(name)
}

// byExtension returns the kind of the file by its name, or nil.
func byExtension(path string) *kind {
	ext := extension(path)
	for _, k := range kinds {
		if slices.Contains(k.extensions, ext) {
			return k
		}
	}
	return nil
}

// baseName returns the name of the file without its extensions.
func baseName(path string) string {
	name := filepath.Base(path)
	if zipped(name) {
		name = name[:len(name)-len(filepath.Ext(name))]
	}
	if byExtension(name) != nil {
		name = name[:len(name)-len(filepath.Ext(name))]
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

// sniffed is how much of a file says what it is, in bytes.
const sniffed = 4 << 10

var (
	feedRoot = regexp.MustCompile(`(?i)<(rss|feed|rdf:RDF)[\s>]`)
	pageRoot = regexp.MustCompile(`(?i)<(!doctype html|html|head|body|title|meta|div|article|h1|p)[\s>]`)
	feedName = regexp.MustCompile(`"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/`)
)

// byContent returns the kind of what r holds by its first bytes, which stay to be
// read, or nil.
func byContent(r *bufio.Reader) *kind {
	head := firstLine(r)
	if bytes.HasPrefix(head, []byte("{")) && bytes.HasSuffix(bytes.TrimSpace(head), []byte("}")) && !feedName.Match(head) {
		return lines // at once: who writes them may wait for an answer
	}
	head, _ = r.Peek(sniffed)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	switch {
	case len(head) == 0:
		return nil
	case bytes.HasPrefix(head, []byte("WARC/")):
		return archives
	case head[0] == '<' && feedRoot.Match(head) && !bytes.HasPrefix(bytes.ToLower(head), []byte("<!doctype html")):
		return feeds
	case head[0] == '<' && pageRoot.Match(head):
		return pages
	case head[0] == '{' && feedName.Match(head):
		return feeds
	}
	line, _, whole := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSpace(line)
	switch {
	case len(line) == 0 || bytes.IndexByte(line, 0) >= 0:
		return nil
	case line[0] == '{' && (!whole && len(head) > sniffed/2 || line[len(line)-1] == '}'): // not one object over many lines
		return lines
	case newHeader(string(line)) != nil:
		return tables
	}
	return nil
}

// firstLine returns what r has of its first line without waiting for more than
// its end.
func firstLine(r *bufio.Reader) []byte {
	for n := 1; ; n = r.Buffered() + 1 {
		head, err := r.Peek(min(n, sniffed))
		if err == nil {
			head, _ = r.Peek(min(r.Buffered(), sniffed))
		}
		if before, _, ok := bytes.Cut(head, []byte{'\n'}); ok {
			return before
		}
		if err != nil || len(head) == sniffed {
			return head
		}
	}
}
