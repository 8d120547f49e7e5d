package input

import (
	"bufio"
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"dateline/extract"
)

// seeds returns files of the kind: those of testdata, and more of its own.
func seeds(t testing.TB, k *kind) []string {
	t.Helper()
	folders, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, folder := range folders {
		a, err := txtar.ParseFile(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if byExtension(f.Name) == k || k == feeds && byExtension(f.Name) == objects {
				all = append(all, string(f.Data))
			}
		}
	}
	switch k {
	case lines:
		all = append(all,
			`{"id":"a","text":"Jane Doe visited Ghana.","published":"2024-10-11"}`+"\n{\n",
			`{"key":"k","entities":[{"id":"p","type":"Person","name":"J","mentions":[]}],"relations":[{"type":"CITIZEN_OF"}]}`,
			"\uFEFF\n\n{\"text\":\"\\ud800\"}\r\n\x00",
		)
	case archives:
		all = append(all,
			record("warcinfo", "", "application/warc-fields", "software: x\r\n")+record("resource", "https://example.org/rain", "text/html", shortPage),
			record("response", "https://example.org/rain", "application/http", response("200 OK", "Content-Type: text/html\nContent-Encoding: gzip", gzipped(shortPage))),
			record("response", "https://example.org/feed", "application/http", response("200 OK", "Content-Type: application/rss+xml\nTransfer-Encoding: chunked", "5\r\n<rss>\r\n6\r\n</rss>\r\n0\r\n\r\n"))+record("request", "", "", ""),
		)
	}
	return all
}

// read reads data as a file of the kind and fails on what no input may do: each
// error names the file and is of one line, and each article has an id, a date
// that is one, and text that is UTF-8, in paragraphs if it comes from HTML.
func read(t testing.TB, k *kind, data []byte) {
	t.Helper()
	yielded := 0
	s := &source{path: "f", name: "f", ctx: t.Context(), opts: &Options{}}
	s.queue = &queue{yield: func(in extract.Input, err error) bool {
		yielded++
		if err != nil {
			var e *extract.Error
			if !errors.As(err, &e) || e.File != "f" || e.Line < 0 || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "panic") {
				t.Fatalf("error %v", err)
			}
			return true
		}
		if d := in.Document; d != nil {
			if d.ID == "" || d.Key == "" || d.Entities == nil || d.Relations == nil {
				t.Fatalf("document %+v", d)
			}
			d.Graph() // an error or not, but no panic
			return true
		}
		a := in.Article
		if _, err := extract.ParseDate(a.Published); err != nil || a.ID == "" || a.Text == "" || !utf8.ValidString(a.Text+a.ID+a.URL+a.Title+a.Source) || a.Key() == "" {
			t.Fatalf("article %+v", a)
		}
		if k != pages && k != feeds && k != archives {
			return true
		}
		for line := range strings.SplitSeq(a.Text, "\n") {
			if strings.TrimSpace(line) != line || strings.Contains(line, "  ") || strings.ContainsFunc(line, unicode.IsControl) {
				t.Fatalf("line %q of the text", line)
			}
		}
		return true
	}}
	n, more := s.read(k, bufio.NewReader(bytes.NewReader(data)))
	s.queue.flush(0)
	if n != yielded || !more {
		t.Fatalf("read %d articles and errors, more %t, yielded %d", n, more, yielded)
	}
}

func fuzz(f *testing.F, k *kind) {
	for _, s := range seeds(f, k) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { read(t, k, data) })
}

func FuzzArchive(f *testing.F) { fuzz(f, archives) }
func FuzzFeed(f *testing.F)    { fuzz(f, feeds) }
func FuzzLines(f *testing.F)   { fuzz(f, lines) }
func FuzzPage(f *testing.F)    { fuzz(f, pages) }
func FuzzTable(f *testing.F)   { fuzz(f, tables) }

// tokens are what mutations insert, besides parts of other files.
var tokens = []string{
	"<", ">", "</", "/>", "<!--", "<![CDATA[", "]]>", "&#0;", "&amp", "\x00", "\xff", "\uFEFF", "\u2028", "\"", "'", "{", "}", "[", "]", ",", "\n", "\r\n", "\r\n\r\n", "\t",
	"<div>", "<table>", "<b>", "<svg>", "<style>", "<script type=application/ld+json>", "<template>", "<frameset>", "<plaintext>", "<a href=x>", "</p>", "<br><br>", "<meta charset=utf-16>",
	"<item>", "<entry>", "<content:encoded>", "<!DOCTYPE x [<!ENTITY y 'z'>]>", "encoding=\"x-none\"", "WARC/1.0\r\n", "Content-Length: -1", "99999999999", "Transfer-Encoding: chunked",
}

// mutated returns a file that one of the seeds has become by some changes.
func mutated(r *rand.Rand, seeds []string) []byte {
	data := []byte(seeds[r.IntN(len(seeds))])
	at := func() int { return r.IntN(len(data) + 1) }
	for range 1 + r.IntN(6) {
		i, j := at(), at()
		i, j = min(i, j), max(i, j)
		switch r.IntN(8) {
		case 0, 1:
			for k := range data[i:min(j, i+4)] {
				data[i+k] ^= 1 << r.IntN(8)
			}
		case 2:
			data = append(data[:i:i], data[min(j, i+64):]...)
		case 3:
			data = append(data[:i:i], append([]byte(tokens[r.IntN(len(tokens))]), data[i:]...)...)
		case 4:
			data = append(data[:j:j], data[i:]...)
		case 5:
			other := seeds[r.IntN(len(seeds))]
			data = append(data[:i:i], other[r.IntN(len(other)+1):]...)
		case 6:
			data = data[:j]
		case 7:
			part := append(data[i:min(j, i+200):min(j, i+200)], tokens[r.IntN(len(tokens))]...)
			again := bytes.Repeat(part, 1<<r.IntN(13))
			data = append(data[:i:i], append(again, data[i:]...)...)
		}
		data = data[:min(len(data), 4<<20)]
	}
	return data
}

// Mutated files of each kind stop nothing, and none takes long or much memory:
// a hundred of each, with DATELINE_SOAK=1 ten thousand.
func TestMutations(t *testing.T) {
	times := 100
	switch {
	case os.Getenv("DATELINE_SOAK") != "":
		times = 10_000
	case testing.Short():
		times = 20
	}
	for _, k := range []*kind{lines, pages, feeds, archives, tables} {
		t.Run(k.extensions[0], func(t *testing.T) {
			seeds := seeds(t, k)
			var slowest time.Duration
			for i := range times {
				data := mutated(rand.New(rand.NewPCG(1, uint64(i))), seeds)
				start := time.Now()
				read(t, k, data)
				slowest = max(slowest, time.Since(start))
				if packed := []byte(gzipped(string(data))); i%10 == 0 {
					packed[i%len(packed)] ^= 1 << (i % 8)
					list(Read(t.Context(), []string{"-"}, Options{Stdin: bytes.NewReader(packed)}))
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			t.Logf("%d files, the slowest in %s, %d MiB of memory", times, slowest, m.Sys>>20)
			if slowest > 10*time.Second || m.Sys > 1<<30 {
				t.Errorf("the slowest of %d files took %s; %d MiB of memory", times, slowest, m.Sys>>20)
			}
		})
	}
}
