package input

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"dateline/extract"
)

// byteOrderMark opens some UTF-8 files.
var byteOrderMark = []byte("\uFEFF")

// readText reads an article of plain text.
func (s *source) readText(r *bufio.Reader) (n int, more bool) {
	data, err := readAtMost(r, maxArticle)
	if err != nil {
		return 1, s.fail(0, err)
	}
	text := string(bytes.TrimPrefix(data, byteOrderMark))
	return 1, s.article(0, extract.Article{ID: s.name, URL: s.address, Text: text, Headline: true})
}

// readAtMost returns all of r, which is an error if that is more than limit
// bytes.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("longer than %d MiB: split it, or leave it out", limit>>20)
	}
	return data, nil
}
