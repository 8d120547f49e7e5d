package input

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/tools/txtar"

	"dateline/extract"
)

// files are what a test reads, by their paths; the content of one that ends in
// .gz or .zst is compressed.
type files map[string]string

func (fs files) write(t *testing.T) {
	t.Helper()
	for name, content := range fs {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(name) {
		case ".gz":
			content = gzipped(content)
		case ".zst":
			content = zstandard(t, content)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func gzipped(content string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(content))
	z.Close()
	return b.String()
}

func zstandard(t testing.TB, content string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(content), nil))
}

// list renders what was read, a line each.
func list(inputs iter.Seq2[extract.Input, error]) string {
	var b strings.Builder
	for in, err := range inputs {
		switch {
		case err != nil:
			fmt.Fprintln(&b, "error", err)
		case in.Document != nil:
			fmt.Fprintf(&b, "%s:%d document %s %s %d entities\n", in.File, in.Line, in.Document.ID, in.Document.Key, len(in.Document.Entities))
		default:
			a := in.Article
			fmt.Fprintf(&b, "%s:%d %s %q", in.File, in.Line, a.ID, a.Text)
			for _, s := range []string{a.URL, a.Title, a.Source, a.Published} {
				if s != "" {
					fmt.Fprintf(&b, " %s", s)
				}
			}
			if a.Headline {
				b.WriteString(" headline")
			}
			if a.Numbered {
				b.WriteString(" numbered")
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Each file of testdata holds a folder of files and, as want, what is read in it.
// UPDATE=1 rewrites that.
func TestFolders(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("found %d folders: %v", len(archives), err)
	}
	for _, file := range archives {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := &a.Files[len(a.Files)-1]
			if want.Name != "want" {
				t.Fatalf("the last file is %s, not want", want.Name)
			}
			file, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			for _, f := range a.Files[:len(a.Files)-1] {
				files{f.Name: string(f.Data)}.write(t)
			}
			var skipped string
			got := list(Read(t.Context(), []string{"."}, Options{Skipped: func(path string) { skipped += "skipped " + path + "\n" }})) + skipped
			if os.Getenv("UPDATE") != "" {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name  string
		files files
		paths []string
		stdin string
		date  string
		want  string
	}{
		{
			name:  "plain text",
			files: files{"a/strike.txt": "Dockers walk out\r\n\r\nROTTERDAM -- Work stopped.\r\n"},
			paths: []string{"a/strike.txt"},
			date:  "2024-10-11",
			want:  `a/strike.txt:0 strike "Dockers walk out\r\n\r\nROTTERDAM -- Work stopped.\r\n" 2024-10-11 headline` + "\n",
		},
		{
			name:  "a byte order mark is no part of the text",
			files: files{"a.txt": "\uFEFFRain", "b.jsonl": "\uFEFF" + `{"text":"Snow"}`},
			paths: []string{"a.txt", "b.jsonl"},
			want:  "a.txt:0 a \"Rain\" headline\nb.jsonl:1 b#1 \"Snow\" numbered\n",
		},
		{
			name: "a folder is walked in order, for what can be read",
			files: files{
				"d/b.txt": "B", "d/a.TXT": "A", "d/c/z.ndjson": `{"text":"Z"}`, "d/c.jsonl": `{"text":"C"}`, "d/y.jsonl.gz": `{"text":"Y"}`,
				"d/picture.png": "x", "d/.hidden.txt": "x", "d/.git/x.txt": "x",
			},
			paths: []string{"d"},
			want: "d/a.TXT:0 a \"A\" headline\nd/b.txt:0 b \"B\" headline\nd/c/z.ndjson:1 z#1 \"Z\" numbered\n" +
				"d/c.jsonl:1 c#1 \"C\" numbered\nd/y.jsonl.gz:1 y#1 \"Y\" numbered\nskipped d/.hidden.txt\nskipped d/picture.png\n",
		},
		{
			name:  "globs",
			files: files{"a1.txt": "1", "a2.txt": "2", "b.txt": "3", "what?.txt": "4"},
			paths: []string{"a*.txt", "what?.txt", "none*"},
			want:  "a1.txt:0 a1 \"1\" headline\na2.txt:0 a2 \"2\" headline\nwhat?.txt:0 what? \"4\" headline\nerror none*: no such file or directory\n",
		},
		{
			name: "all fields, and unknown ones",
			files: files{"x.jsonl": `{"id":"7","url":"https://example.org/7","title":"T","source":"S","published":"2024-10-11T23:30:00-05:00","text":"Seven","lang":"en","tags":[1]}` +
				"\n\n" + `{"text":"Eight","published":"2024-10"}` + "\n" + `{"id":"7","text":"again","published":null}`},
			paths: []string{"x.jsonl"},
			date:  "2023",
			want: "x.jsonl:1 7 \"Seven\" https://example.org/7 T S 2024-10-11\nx.jsonl:3 x#3 \"Eight\" 2024-10 numbered\n" +
				"x.jsonl:4 7 \"again\" 2023\n",
		},
		{
			name:  "standard input may be empty",
			paths: []string{"-"},
		},
		{
			name:  "standard input",
			paths: []string{"-"},
			stdin: `{"text":"One"}` + "\n" + `{"id":"two","text":"Two"}` + "\n",
			want:  "stdin:1 stdin#1 \"One\" numbered\nstdin:2 two \"Two\"\n",
		},
		{
			name:  "documents",
			paths: []string{"-"},
			stdin: `{"id":"d","key":"k","entities":[{"id":"p1","type":"Person"}],"relations":[]}` + "\n" +
				`{"url":"https://www.example.org/d/","entities":[]}` + "\n" + `{"entities":[]}` + "\n" + `{"id":"d","entities":3}`,
			want: "stdin:1 document d k 1 entities\nstdin:2 document stdin#2 https://example.org/d 0 entities\n" +
				"error stdin:3: the document has neither key nor id, url or contentHash\nerror stdin:4: entities: a JSON number where a list belongs\n",
		},
		{
			name: "bad files stop nothing",
			files: files{
				"empty.txt": "", "space.txt": " \n\t", "latin.txt": "caf\xe9", "binary.txt": "a\x00b", "bom.txt": "\uFEFF",
				"empty.jsonl": "", "blank.jsonl": "\n\n", "page.html": "<p>", "plain.jsonl.gzip": "x", "good.txt": "good",
			},
			paths: []string{"empty.txt", "space.txt", "latin.txt", "binary.txt", "bom.txt", "empty.jsonl", "blank.jsonl", "page.html", "missing.txt", "good.txt"},
			want: "error empty.txt: empty\nerror space.txt: no text, only space\n" +
				"error latin.txt: not UTF-8: byte 0xe9 at offset 3; convert it first (iconv -t UTF-8)\n" +
				"error binary.txt: binary: it has NUL bytes\nerror bom.txt: empty\nerror empty.jsonl: empty\nerror blank.jsonl: empty\n" +
				"error page.html: no article in the page\n" +
				"error missing.txt: no such file or directory\ngood.txt:0 good \"good\" headline\n",
		},
		{
			name: "bad lines stop nothing",
			files: files{"x.jsonl": strings.Join([]string{
				`{"text":"half`, `[1,2]`, `"text"`, `null`, `{}`, `{"text":7}`, `{"text":""}`, `{"text":" "}`, `{"text":"a\u0000b"}`, `{"id":"\u0000","text":"a"}`,
				`{"text":"ok","published":"yesterday"}`, `{"text":"ok","published":"2024-02-30"}`, "{\"text\":\"\xff\"}",
				`{"text":"x"} {"text":"y"}`, `{"id":"` + strings.Repeat("i", 3000) + `","text":"ok"}`, `{"text":"good"}`,
			}, "\n")},
			paths: []string{"x.jsonl"},
			want: `error x.jsonl:1: broken JSON: unexpected end of JSON input
error x.jsonl:2: a JSON array where an object belongs: one article a line
error x.jsonl:3: a JSON string where an object belongs: one article a line
error x.jsonl:4: no text
error x.jsonl:5: no text
error x.jsonl:6: text: a JSON number where a string belongs
error x.jsonl:7: text: empty
error x.jsonl:8: text: no text, only space
error x.jsonl:9: text: binary: it has NUL bytes
error x.jsonl:10: binary: it has NUL bytes
error x.jsonl:11: published "yesterday" is neither a date (2024-10-11) nor a timestamp (2024-10-11T09:30:00Z)
error x.jsonl:12: published "2024-02-30" is neither a date (2024-10-11) nor a timestamp (2024-10-11T09:30:00Z)
error x.jsonl:13: not UTF-8: byte 0xff at offset 9; convert it first (iconv -t UTF-8)
error x.jsonl:14: broken JSON: invalid character '{' after top-level value
error x.jsonl:15: id or url is longer than 2048 bytes
x.jsonl:16 x#16 "good" numbered
`,
		},
		{
			name:  "a binary file is one error",
			files: files{"x.jsonl": `{"text":"good"}` + "\n\x00\n\x00\n\x00", "y.txt": "Y"},
			paths: []string{"x.jsonl", "y.txt"},
			want:  "x.jsonl:1 x#1 \"good\" numbered\nerror x.jsonl:2: binary: it has NUL bytes\ny.txt:0 y \"Y\" headline\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			c.files.write(t)
			var skipped string
			got := list(Read(t.Context(), c.paths, Options{
				Published: c.date,
				Stdin:     strings.NewReader(c.stdin),
				Skipped:   func(path string) { skipped += "skipped " + path + "\n" },
			}))
			if diff := cmp.Diff(c.want, got+skipped); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadTruncatedZip(t *testing.T) {
	t.Chdir(t.TempDir())
	var lines strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&lines, `{"text":"article %d"}`+"\n", i*i*i)
	}
	whole := gzipped(lines.String())
	for name, content := range map[string]string{"cut.jsonl.gz": whole[:len(whole)/2], "stub.jsonl.gz": whole[:5], "zero.jsonl.gz": "", "text.jsonl.gz": `{"text":"a"}`} {
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	read, failure := 0, ""
	for _, err := range Read(t.Context(), []string{"cut.jsonl.gz"}, Options{}) {
		if err != nil {
			failure += err.Error()
			continue
		}
		read++
	}
	if want := fmt.Sprintf("cut.jsonl.gz:%d: unzipping: the file is truncated", read+1); read < 1000 || failure != want {
		t.Errorf("read %d lines, then %q, want %q", read, failure, want)
	}
	want := "error stub.jsonl.gz: unzipping: the file is truncated\nerror zero.jsonl.gz: unzipping: the file is truncated\nerror text.jsonl.gz: unzipping: gzip: invalid header\n"
	if diff := cmp.Diff(want, list(Read(t.Context(), []string{"stub.jsonl.gz", "zero.jsonl.gz", "text.jsonl.gz"}, Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestReadUnreadable(t *testing.T) {
	t.Chdir(t.TempDir())
	files{"d/a.txt": "A", "d/b/x.txt": "X", "d/c.txt": "C"}.write(t)
	if err := os.Symlink("nowhere", "d/dangling.txt"); err != nil {
		t.Fatal(err)
	}
	want := "d/a.txt:0 a \"A\" headline\nd/b/x.txt:0 x \"X\" headline\nd/c.txt:0 c \"C\" headline\nerror d/dangling.txt: no such file or directory\n"
	if os.Getuid() != 0 { // who may read all
		os.Chmod("d/a.txt", 0)
		os.Chmod("d/b", 0)
		t.Cleanup(func() { os.Chmod("d/b", 0o777) })
		want = "error d/a.txt: permission denied\nerror d/b: permission denied\nd/c.txt:0 c \"C\" headline\nerror d/dangling.txt: no such file or directory\n"
	}
	if diff := cmp.Diff(want, list(Read(t.Context(), []string{"d"}, Options{}))); diff != "" {
		t.Error(diff)
	}
	if err := os.Symlink("d", "link"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(want, "d/", "link/"), strings.ReplaceAll(list(Read(t.Context(), []string{"link"}, Options{})), "link:", "link/:")); os.Getuid() == 0 && diff != "" {
		t.Errorf("through a link: %s", diff)
	}
	in := Read(t.Context(), []string{"-"}, Options{Stdin: iotest.ErrReader(errors.New("line is cut"))})
	if got := list(in); got != "error stdin: line is cut\n" {
		t.Error(got)
	}
}

// A line of 50 MB is an article; one beyond the limit is read over, in no more
// memory than the limit.
func TestReadLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 350 MB")
	}
	fifty := strings.Repeat("word ", 10<<20)
	long := &repeated{part: strings.NewReader(strings.Repeat("x", 1<<20)), times: 300}
	in := Read(t.Context(), []string{"-"}, Options{Stdin: io.MultiReader(
		strings.NewReader(`{"text":"`+fifty+`"}`+"\n"), long, strings.NewReader("\n"+`{"text":"good"}`),
	)})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var got []string
	for x, err := range in {
		switch {
		case err != nil:
			got = append(got, err.Error())
		default:
			got = append(got, fmt.Sprint(x.Line, " ", len(x.Article.Text)))
		}
	}
	runtime.ReadMemStats(&after)
	want := []string{fmt.Sprint("1 ", len(fifty)), "stdin:2: line longer than 64 MiB: split it, or leave it out", "3 4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if grown := int64(after.Sys) - int64(before.Sys); grown > 600<<20 {
		t.Errorf("%d MiB of memory for a limit of 64", grown>>20)
	}
}

func TestReadStops(t *testing.T) {
	t.Chdir(t.TempDir())
	files{"a.txt": "A", "b.jsonl": `{"text":"B"}` + "\n" + `{"text":"C"}`, "c.txt": ""}.write(t)
	paths := []string{".", "missing", "b.jsonl"}
	total := 0
	for range Read(t.Context(), paths, Options{}) {
		total++
	}
	for stop := range total {
		n := 0
		for range Read(t.Context(), paths, Options{}) {
			if n++; n > stop {
				break
			}
		}
		if n != stop+1 {
			t.Errorf("stopped after %d, want %d", n, stop+1)
		}
	}
}

// The first bytes say what standard input is, compressed or not.
func TestStandardInput(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"lines", `{"text": "It rained in Chad."}`, `stdin:1 stdin#1 "It rained in Chad." numbered`},
		{"a page", shortPage, `stdin:0 stdin "It rained in Ghana on Friday, the office said." https://other.example/x Rain other.example numbered`},
		{"a page without a head", "\uFEFF\n <div><p>It rained in Ghana on Friday.</p></div>", `stdin:0 stdin "It rained in Ghana on Friday." numbered`},
		{"XHTML", `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html><p>It rained in Ghana on Friday.</p></html>`, `stdin:0 stdin "It rained in Ghana on Friday." numbered`},
		{"a feed", `<?xml version="1.0"?><!-- by hand --><rss version="2.0"><channel><item><guid>g</guid><description>It rained in Mali.</description></item></channel></rss>`, `stdin:1 g "It rained in Mali."`},
		{"a JSON feed", `{"version": "https://jsonfeed.org/version/1", "items": [{"id": "g", "content_text": "It rained in Mali."}]}`, `stdin:1 g "It rained in Mali."`},
		{"an archive", record("resource", "https://example.org/rain", "text/html", shortPage), `stdin:1 stdin#1 "It rained in Ghana on Friday, the office said." https://example.org/rain Rain example.org numbered`},
		{"a table", "id,content\nt,It rained in Niger.\n", `stdin:2 t "It rained in Niger."`},
		{"nothing that is known", "It rained in Gabon.\n", `error stdin:1: broken JSON: invalid character 'I' looking for beginning of value`},
		{"a broken line", `{"text": "It rained`, `error stdin:1: broken JSON: unexpected end of JSON input`},
	} {
		for packing, content := range map[string]string{"stored": c.content, "gzip": gzipped(c.content), "zstd": zstandard(t, c.content), "gzip in parts": gzipped(c.content[:7]) + gzipped(c.content[7:])} {
			got := list(Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(content)}))
			if diff := cmp.Diff(c.want+"\n", got); diff != "" {
				t.Errorf("%s, %s: %s", c.name, packing, diff)
			}
		}
	}
}

// A line of standard input that cannot be read comes with the error, byte by byte,
// and can be read anew.
func TestLine(t *testing.T) {
	for _, line := range []string{`{"text": "It rained`, "{\"text\": \"\xff\"}", `{"text": " "}`} {
		for in, want := range Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader("\n" + line + "\n")}) {
			if want == nil || string(in.Unread) != line || in.File != "stdin" || in.Line != 2 {
				t.Fatalf("%q: %+v, %v", line, in, want)
			}
			again, err := Line(in, Options{})
			if diff := cmp.Diff(in, again); diff != "" || err == nil || err.Error() != want.Error() {
				t.Errorf("%q again: %v, want %v: %s", line, err, want, diff)
			}
			in.Unread = []byte(`{"text": "It rained in Chad."}`)
			again, err = Line(in, Options{})
			if err != nil || again.Unread != nil || again.Article.ID != "stdin#2" || again.Article.Text != "It rained in Chad." {
				t.Errorf("mended: %+v, %v", again, err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "lines.jsonl")
	if err := os.WriteFile(path, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	for in, err := range Read(t.Context(), []string{path}, Options{}) {
		if err == nil || in.Unread != nil {
			t.Errorf("a file keeps its lines itself: %+v, %v", in, err)
		}
	}
}

// A line is read when it is there, whatever comes behind it.
func TestReadWaitsForNothing(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	lines := []string{`{"text": "It rained in Chad."}`, `{"text": "It rained in Mali."}`, `{"text": "It rained in Togo."}`}
	written := make(chan bool)
	go func() {
		for _, line := range lines {
			w.Write([]byte(line + "\n"))
			<-written
		}
		w.Close()
	}()
	n := 0
	for in, err := range Read(t.Context(), []string{"-"}, Options{Stdin: r}) {
		if err != nil || !strings.Contains(lines[n], in.Article.Text) {
			t.Fatalf("read %+v, %v, want %s", in, err, lines[n])
		}
		n++
		written <- true
	}
	if n != len(lines) {
		t.Errorf("read %d lines, want %d", n, len(lines))
	}
}

// web is what addresses lead to.
type web map[string]struct{ mediaType, final, body string }

func (w web) open(_ context.Context, address string) (io.ReadCloser, string, string, error) {
	found, ok := w[address]
	if !ok {
		return nil, "", "", errors.New("404 Not Found")
	}
	if found.final != "" {
		address = found.final
	}
	return io.NopCloser(strings.NewReader(found.body)), found.mediaType, address, nil
}

func TestAddresses(t *testing.T) {
	w := web{
		"https://example.org/rain":        {"text/html; charset=utf-8", "https://www.example.org/2024/rain.html", `<title>Rain</title><p>It rained in Ghana on Friday.</p>`},
		"https://example.org/own":         {"text/html", "", shortPage},
		"https://example.org/":            {"text/html", "", `<p>It rained in Ghana on Friday.</p>`},
		"https://example.org/x.jsonl.gz":  {"application/octet-stream", "", gzipped(`{"text": "It rained in Chad."}`)},
		"https://example.org/data?x=1":    {"", "", "text\nIt rained in Chad.\n"},
		"https://example.org/picture.png": {"image/png", "", "\x89PNG\r\n\x1a\n\x00"},
		"https://example.org/feed": {"application/rss+xml", "", `<rss version="2.0"><channel><title>Wire</title>
<item><title>Rain at last</title><link>https://example.org/rain</link><guid>r</guid><pubDate>Fri, 11 Oct 2024 09:00:00 GMT</pubDate></item>
<item><title>Gone</title><link>https://example.org/gone</link></item>
<item><title>Picture</title><link>https://example.org/picture.png</link></item></channel></rss>`},
	}
	for address, want := range map[string]string{
		"https://example.org/rain":        `rain:0 rain "It rained in Ghana on Friday." https://www.example.org/2024/rain.html Rain example.org`,
		"https://example.org/own":         `own:0 own "It rained in Ghana on Friday, the office said." https://other.example/x Rain other.example`,
		"https://example.org/":            `:0 example.org "It rained in Ghana on Friday." https://example.org/ example.org`,
		"https://example.org/x.jsonl.gz":  `x.jsonl.gz:1 x#1 "It rained in Chad." numbered`,
		"https://example.org/data?x=1":    `data?x=1:2 data#2 "It rained in Chad." numbered`,
		"https://example.org/picture.png": `error picture.png: not a kind of file that is read (.txt, .jsonl, .ndjson, .json, .html, .htm, .xhtml, .rss, .atom, .xml, .warc, .csv, .tsv, each also with .gz or .zst)`,
		"https://example.org/gone":        `error gone: fetching: 404 Not Found`,
		"https://example.org/feed": `feed:1 r "It rained in Ghana on Friday." https://example.org/rain Rain Wire 2024-10-11
error feed:2: fetching https://example.org/gone: 404 Not Found
error feed:3: fetching https://example.org/picture.png: image/png is no page`,
	} {
		got := list(Read(t.Context(), []string{address}, Options{Open: w.open}))
		got = strings.ReplaceAll(got, "https://example.org/:", ":")
		got = strings.ReplaceAll(got, address+":", strings.TrimPrefix(address, "https://example.org/")+":")
		if diff := cmp.Diff(want+"\n", got); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
	got := list(Read(t.Context(), []string{"https://example.org/rain"}, Options{}))
	if diff := cmp.Diff("error https://example.org/rain: an address, and there is nothing to fetch it with\n", got); diff != "" {
		t.Error(diff)
	}
}

func TestAnyLanguage(t *testing.T) {
	line := `{"text": "Die Fähre fährt wieder, und auch die Gewerkschaft ist nicht unzufrieden."}`
	for _, err := range Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(line)}) {
		if !errors.Is(err, ErrLanguage) {
			t.Errorf("error %v, want %v", err, ErrLanguage)
		}
	}
	for in, err := range Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(line), AnyLanguage: true}) {
		if err != nil || in.Article == nil {
			t.Errorf("%+v, %v, want an article", in, err)
		}
	}
}

// Compressed files that are made to fill memory or time, or are damaged.
func TestZipped(t *testing.T) {
	zeros := &repeated{part: strings.NewReader(strings.Repeat("\n", 1<<20)), times: 200}
	var bomb bytes.Buffer
	z, err := zstd.NewWriter(&bomb)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(z, zeros); err != nil {
		t.Fatal(err)
	}
	z.Close()
	whole := zstandard(t, `{"text": "It rained in Chad."}`+"\n"+`{"text": "It rained in Mali."}`)
	for _, c := range []struct{ name, content, want string }{
		{"bomb.jsonl.zst", bomb.String(), `error bomb.jsonl.zst:\d+: unzipping: grows to more than 256 times its size`},
		{"cut.jsonl.zst", whole[:len(whole)-8], `error cut.jsonl.zst:\d+: unzipping: the file is truncated`},
		{"stub.jsonl.zst", whole[:5], `error stub.jsonl.zst:1: unzipping: the file is truncated`},
		{"text.jsonl.zst", `{"text": "a"}`, `error text.jsonl.zst: unzipping: gzip: invalid header`},
		{"other.jsonl.gz", whole, "other.jsonl.gz:1 other#1 \"It rained in Chad.\" numbered\nother.jsonl.gz:2 other#2 \"It rained in Mali.\" numbered"},
		{"plain.jsonl", gzipped(`{"text": "It rained in Chad."}`), `plain.jsonl:1 plain#1 "It rained in Chad." numbered`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile(c.name, []byte(c.content), 0o666); err != nil {
				t.Fatal(err)
			}
			got := list(Read(t.Context(), []string{c.name}, Options{}))
			if !regexp.MustCompile("^" + c.want + "\n$").MatchString(got) {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

func TestSize(t *testing.T) {
	t.Chdir(t.TempDir())
	files{"d/a.txt": "four", "d/b.jsonl": "sixsix", "d/c.png": "not read"}.write(t)
	if got := Size([]string{"d", "missing"}); got != 10 {
		t.Errorf("Size is %d, want 10", got)
	}
	if got := Size([]string{"d", "-"}); got != -1 {
		t.Errorf("Size of standard input is %d, want -1", got)
	}
	read := 0
	list(Read(t.Context(), []string{"d"}, Options{Progress: func(n int) { read += n }}))
	if read != 10 {
		t.Errorf("progress of %d bytes, want 10", read)
	}
}

// repeated reads one part several times.
type repeated struct {
	part  *strings.Reader
	times int
}

func (r *repeated) Read(p []byte) (int, error) {
	n, err := r.part.Read(p)
	if err != nil && r.times > 1 {
		r.times--
		r.part.Seek(0, 0)
		return n, nil
	}
	return n, err
}
