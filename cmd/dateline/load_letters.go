package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	reading "dateline/extract/input"
)

// letter is a line of the file of dead letters: what failed, why, and when first.
// What could not be read has neither article nor document, and its line only if
// that cannot be found again.
type letter struct {
	Time     time.Time         `json:"time"`
	Reason   string            `json:"reason"`
	File     string            `json:"file"`
	Line     int               `json:"line,omitempty"`
	Article  *deadArticle      `json:"article,omitempty"`
	Document *extract.Document `json:"document,omitempty"`
	Unread   []byte            `json:"unread,omitempty"`

	line []byte // of the file, with its end
	end  int64  // of the line in the file
}

// deadArticle is an article with the names of the input's JSON.
type deadArticle struct {
	ID        string `json:"id"`
	Numbered  bool   `json:"numbered,omitempty"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Source    string `json:"source,omitempty"`
	Published string `json:"published,omitempty"`
	Text      string `json:"text"`
	Headline  bool   `json:"headline,omitempty"`
}

// letterOf returns a letter about an article or document, for no reason yet.
func letterOf(in extract.Input) letter {
	return letter{File: in.File, Line: in.Line, Article: (*deadArticle)(in.Article), Document: in.Document, Unread: in.Unread}
}

// input returns what a letter is about.
func (l letter) input() extract.Input {
	return extract.Input{File: l.File, Line: l.Line, Article: (*extract.Article)(l.Article), Document: l.Document, Unread: l.Unread}
}

// whole reports whether the letter has all that it takes to try again.
func (l letter) whole() bool { return l.Article != nil || l.Document != nil }

type identity [sha256.Size]byte

// identity tells letters apart: by what failed, or else where that was.
func (l letter) identity() identity {
	var what any = l.Document
	switch {
	case l.Article != nil:
		what = l.Article
	case l.Unread != nil:
		what = l.Unread
	case l.Document == nil:
		what = []any{l.File, l.Line}
	}
	b, err := json.Marshal(what)
	if err != nil {
		panic(err) // structs of strings and numbers
	}
	return sha256.Sum256(b)
}

// letters is the file of dead letters. It is read when the first article fails,
// and does not exist as long as none has. It is safe for concurrent use; its
// methods are for a process that holds the store's lock.
type letters struct {
	path string
	mu   sync.Mutex

	file   *os.File // to append to; nil until then
	known  map[identity]bool
	failed map[identity]letter // in this load
	done   map[identity]bool   // by this load; kept while it replays, else nil
}

func newLetters(c *cli.Context) *letters {
	l := &letters{path: c.String("failed"), known: map[identity]bool{}, failed: map[identity]letter{}}
	if l.path == "" {
		l.path = defaultLetters(storeName(c))
	}
	if c.Bool("retry") {
		l.done = map[identity]bool{}
	}
	return l
}

// defaultLetters returns the file of dead letters of a store.
func defaultLetters(store string) string {
	if strings.Contains(store, "://") {
		return "dateline-failed.jsonl"
	}
	return strings.TrimSuffix(store, filepath.Ext(store)) + "-failed.jsonl"
}

// loaded notes that articles are in the store.
func (l *letters) loaded(items ...*item) {
	if l.done == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, it := range items {
		l.done[letterOf(it.input).identity()] = true
	}
}

// keep appends what has failed, and returns when it is on the disk. What is there
// already is not appended again.
func (l *letters) keep(items []*item) error {
	if len(items) == 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.open(); err != nil {
		return fmt.Errorf("keeping what failed: %w", err)
	}
	var lines bytes.Buffer
	for _, it := range items {
		letter, why := letterOf(it.input), failureOf(it.err)
		letter.File, letter.Line, letter.Reason = why.File, why.Line, why.Reason
		letter.Time = time.Now().UTC().Truncate(time.Second)
		id := letter.identity()
		if l.done != nil {
			l.failed[id] = letter
		}
		if l.known[id] {
			continue
		}
		l.known[id] = true
		if err := writeLetter(&lines, letter); err != nil {
			return fmt.Errorf("keeping what failed in %s: %w", l.path, err)
		}
	}
	if _, err := l.file.Write(lines.Bytes()); err != nil {
		return fmt.Errorf("keeping what failed: %w", err)
	}
	if err := l.file.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) { // of what is no file
		return fmt.Errorf("keeping what failed: %w", err)
	}
	return nil
}

func writeLetter(w io.Writer, l letter) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(l)
}

// open opens the file to append to, and looks what is in it. A last line that was
// cut off by the end of a process goes: its article fails again.
func (l *letters) open() error {
	if l.file != nil {
		return nil
	}
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	end := int64(0)
	for letter, err := range readLetters(f) {
		if err == nil {
			l.known[letter.identity()] = true
		}
		end = letter.end
	}
	if info, _ := f.Stat(); info.Mode().IsRegular() && end < info.Size() {
		if err := f.Truncate(end); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	l.file = f
	return nil
}

// readLetters yields the letters of a file, in order. What is no letter is an
// error, and reading goes on behind it. A last line without an end is none.
func readLetters(f *os.File) iter.Seq2[letter, error] {
	return func(yield func(letter, error) bool) {
		in := bufio.NewReaderSize(f, 64<<10)
		end := int64(0)
		for number := 1; ; number++ {
			line, err := in.ReadBytes('\n')
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(letter{end: end}, err)
				return
			}
			end += int64(len(line))
			var l letter
			if err = json.Unmarshal(line, &l); err != nil {
				err = fmt.Errorf("reading %s: line %d is no failed article: %w", f.Name(), number, err)
			}
			l.line, l.end = line, end
			if !yield(l, err) {
				return
			}
		}
	}
}

// replay yields the articles of the letters, and then all that is in the files
// which could not be read, whole: what they hold that is loaded is skipped later.
func (l *letters) replay(ctx context.Context, in *input) iter.Seq2[extract.Input, error] {
	return func(yield func(extract.Input, error) bool) {
		var paths []string
		f, err := os.Open(l.path)
		if err == nil {
			defer f.Close()
			for letter, err := range readLetters(f) {
				more := true
				switch {
				case err != nil:
					yield(extract.Input{}, &storeError{err})
					return
				case letter.whole():
					more = yield(letter.input(), nil)
				case letter.Unread != nil:
					more = yield(reading.Line(letter.input(), in.options))
				case letter.File == "stdin":
					more = yield(extract.Input{}, &extract.Error{File: letter.File, Line: letter.Line, Err: errors.New(letter.Reason)})
				case !slices.Contains(paths, letter.File):
					paths = append(paths, letter.File)
				}
				if !more {
					return
				}
			}
		} else if !errors.Is(err, fs.ErrNotExist) {
			yield(extract.Input{}, &storeError{err})
			return
		}
		if paths = append(paths, in.paths...); len(paths) == 0 {
			return
		}
		for in, err := range in.read(ctx, paths) {
			if !yield(in, err) {
				return
			}
		}
	}
}

// settle writes the file anew after a replay: without what has succeeded, and
// with the reasons of what has failed again. What was not reached stays. A file
// that is left empty goes.
func (l *letters) settle(finished bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return err
	}
	left := 0
	err = writeFile(l.path, func(w io.Writer) error {
		for letter, err := range readLetters(f) {
			if err != nil {
				return err
			}
			id := letter.identity()
			again, failed := l.failed[id]
			switch {
			case failed:
				again.Time = letter.Time
				err = writeLetter(w, again)
			case l.done[id] || finished && !letter.whole():
				continue
			default:
				_, err = w.Write(letter.line)
			}
			if err != nil {
				return err
			}
			left++
		}
		return nil
	})
	if err == nil && left == 0 {
		err = os.Remove(l.path)
	}
	if err != nil {
		return fmt.Errorf("taking what succeeded out of %s: %w", l.path, err)
	}
	return nil
}

// count returns how many letters there are.
func (l *letters) count() (int, error) {
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n := 0
	for range readLetters(f) {
		n++
	}
	return n, nil
}
