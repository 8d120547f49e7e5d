package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"dateline/graph"
)

// Input is one article, or a document that was extracted from one before; or what
// was to be one of both and could not be read. One of the three is not nil.
type Input struct {
	File     string // path as given or found, "stdin" for standard input
	Line     int    // line, row, item or record, from 1; 0 where a file is one article
	Article  *Article
	Document *Document
	Unread   []byte // a line of JSON, without its end
}

// Article is one news article as read. Text is never changed: all offsets are
// byte offsets into it.
type Article struct {
	ID        string // the given id, else the file's base name, "#n" behind it for the n-th line
	Numbered  bool   // ID is a line number, not an identity
	URL       string
	Title     string
	Source    string
	Published string // ISO 8601 prefix (2024, 2024-10, 2024-10-11), or empty
	Text      string // UTF-8
	Headline  bool   // the first line of Text is the headline (plain text files)
}

// ContentHash returns the SHA-256 of all that was read of the article,
// hexadecimal.
func (a Article) ContentHash() string {
	h := sha256.New()
	for _, s := range []string{a.URL, a.Title, a.Source, a.Published, a.Text} {
		io.WriteString(h, s)
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Key returns the key of the article in the graph.
func (a Article) Key() string {
	id := a.ID
	if a.Numbered {
		id = ""
	}
	return graph.ArticleKey(a.URL, id, a.ContentHash())
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
