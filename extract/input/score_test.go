package input

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// DATELINE_PAGES names a folder of pages with their articles, which are not ours
// to publish: expected.jsonl has {"html": file, gzipped, "url", "text"} a line.
func TestPagesScore(t *testing.T) {
	folder := os.Getenv("DATELINE_PAGES")
	if folder == "" {
		t.Skip("DATELINE_PAGES is not set")
	}
	f, err := os.Open(filepath.Join(folder, "expected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sum float64
	var seconds time.Duration
	n := 0
	for lines := bufio.NewReader(f); ; n++ {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			break
		}
		var want struct{ HTML, URL, Text string }
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		data := unzip(t, filepath.Join(folder, want.HTML))
		start := time.Now()
		p, err := parsePage(data, "", "")
		seconds += time.Since(start)
		if err != nil {
			t.Errorf("%s: %v", want.URL, err)
			continue
		}
		f1 := overlap(p.text, want.Text)
		sum += f1
		t.Logf("%.3f %s %q %s %s", f1, want.URL, p.title, p.source, p.published)
	}
	mean := sum / float64(n)
	t.Logf("F1 of words, mean of %d pages: %.4f; %.0f pages/s", n, mean, float64(n)/seconds.Seconds())
	if mean < 0.97 {
		t.Errorf("F1 of words is %.4f, want 0.97", mean)
	}
}

func unzip(t *testing.T, file string) []byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var anyWord = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+`)

// overlap returns the F1 of the words of two texts, as bags in lower case.
func overlap(got, want string) float64 {
	bag := func(s string) (map[string]int, int) {
		m, n := map[string]int{}, 0
		for _, w := range anyWord.FindAllString(strings.ToLower(s), -1) {
			m[w]++
			n++
		}
		return m, n
	}
	g, gn := bag(got)
	w, wn := bag(want)
	common := 0
	for k, n := range g {
		common += min(n, w[k])
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(gn+wn)
}
