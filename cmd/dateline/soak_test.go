package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	reading "dateline/extract/input"
)

// TestSoak loads the articles of DATELINE_ARTICLES (.jsonl, perhaps .gz) again and
// again, DATELINE_COPIES times, each time with other names of people and places
// and other dates, into an empty store of each kind, and says how fast and with
// how much memory. The rate may not fall by more than a fifth on the way, and
// memory may not grow. .ci/soak runs it.
func TestSoak(t *testing.T) {
	source := os.Getenv("DATELINE_ARTICLES")
	if source == "" {
		t.Skip("DATELINE_ARTICLES names no articles: see .ci/soak")
	}
	copies := 1
	if n, err := strconv.Atoi(os.Getenv("DATELINE_COPIES")); err == nil && n > 0 {
		copies = n
	}
	articles := readSoaked(t, source)
	dir := t.TempDir()
	stores := []string{filepath.Join(dir, "soak.db")}
	if uri := os.Getenv("NEO4J_URI"); uri != "" {
		emptied(t)
		stores = append(stores, uri)
	}
	for _, s := range stores {
		kind, _, ok := strings.Cut(s, "://")
		if !ok {
			kind = "sqlite"
		}
		t.Run(kind, func(t *testing.T) {
			fmt.Println("store   copy  articles  articles/s  facts+nodes/s  read s  extract s  store s  peak MiB")
			var first, last float64
			var least, most int64
			for k := range copies {
				path := filepath.Join(dir, fmt.Sprintf("copy%d.jsonl", k))
				writeSoaked(t, path, articles, k)
				told := filepath.Join(dir, "report.json")
				output(t, exitDone, "load", "--any-language", "--store", s, "--report", told, path)
				os.Remove(path)
				r := readReport(t, told)
				if r.Articles.Added+r.Articles.Replaced+r.Articles.Unchanged+r.Articles.Superseded != len(articles) {
					t.Fatalf("%+v, want %d articles", r.Articles, len(articles))
				}
				rate := float64(len(articles)) / r.Seconds
				fmt.Printf("%-7s %4d %9d %11.1f %14.0f %7.1f %10.1f %8.1f %9d\n", kind, k+1, len(articles), rate,
					float64(r.Nodes.Added+r.Relationships.Added)/r.Seconds, r.Stages.Read, r.Stages.Extract, r.Stages.Store, r.PeakMemory>>20)
				if k == 0 {
					first, least = rate, r.PeakMemory
				}
				last, most = rate, max(most, r.PeakMemory)
			}
			if last < 0.8*first {
				t.Errorf("the last copy came at %.1f articles a second, the first at %.1f", last, first)
			}
			if copies > 1 && most > least+least/2 {
				t.Errorf("memory grew from %d to %d MiB", least>>20, most>>20)
			}
		})
	}
}

// soaked is an article as the lines of a file have it.
type soaked struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Text      string `json:"text"`
}

func readSoaked(t *testing.T, path string) []soaked {
	t.Helper()
	var out []soaked
	for in, err := range reading.Read(t.Context(), []string{path}, reading.Options{AnyLanguage: true}) {
		if err != nil || in.Article == nil {
			t.Fatalf("no article: %v", err)
		}
		a := in.Article
		out = append(out, soaked{a.ID, a.Title, a.Published, a.Text})
	}
	if len(out) == 0 {
		t.Fatalf("%s has no articles", path)
	}
	return out
}

// writeSoaked writes the articles with what copy k has of its own.
func writeSoaked(t *testing.T, path string, articles []soaked, k int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	for _, a := range articles {
		a.ID = fmt.Sprintf("%s+%d", a.ID, k)
		a.Text = renamed(a.Text, k)
		if day, err := time.Parse(time.DateOnly, a.Published); err == nil {
			a.Published = day.AddDate(0, 0, 37*k).Format(time.DateOnly)
		}
		if err := enc.Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// renamed gives the last of two or more capitalised words another ending, which
// makes "Ada Okonjo" another person; k = 0 changes nothing.
func renamed(text string, k int) string {
	if k == 0 {
		return text
	}
	endings := []string{"ora", "ini", "esco", "ama", "ulu", "andi", "oye", "ira", "eko"}
	capital := func(w string) bool { return len(w) > 3 && unicode.IsUpper(rune(w[0])) && strings.ToUpper(w) != w }
	words := strings.SplitAfter(text, " ")
	for i := 1; i < len(words); i++ {
		w := strings.TrimRight(words[i], " ")
		if letters := strings.TrimRight(w, ".,;:'’s\"”"); capital(letters) && capital(words[i-1]) && (i+1 == len(words) || !capital(words[i+1])) {
			words[i] = letters + endings[(k-1)%len(endings)] + words[i][len(letters):]
		}
	}
	return strings.Join(words, "")
}
