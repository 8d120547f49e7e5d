package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"dateline/graph"
)

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
