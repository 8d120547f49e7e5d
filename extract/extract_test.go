package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dateline/graph"
	"dateline/graph/schema"
)

var extractor = sync.OnceValue(func() *Extractor {
	x, err := New()
	if err != nil {
		panic(err)
	}
	return x
})

// TestGolden compares the documents of the articles in testdata with what stands
// beside them; UPDATE=1 rewrites that. An archive holds the article ("text", and
// "published" where it has a date) and what is found, a fact a line.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := func(name string) string {
				for _, f := range archive.Files {
					if f.Name == name {
						return string(f.Data)
					}
				}
				return ""
			}
			a := Article{ID: "article", Published: strings.TrimSpace(part("published")), Text: strings.TrimSuffix(part("text"), "\n")}
			d, err := extractor().Extract(a)
			if err != nil {
				t.Fatal(err)
			}
			entities, relations := render(d)
			if os.Getenv("UPDATE") != "" {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "entities" || f.Name == "relations" })
				archive.Files = append(archive.Files, txtar.File{Name: "entities", Data: []byte(entities)}, txtar.File{Name: "relations", Data: []byte(relations)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(part("entities"), entities); diff != "" {
				t.Errorf("entities (-want +got), UPDATE=1 rewrites:\n%s", diff)
			}
			if diff := cmp.Diff(part("relations"), relations); diff != "" {
				t.Errorf("relations (-want +got), UPDATE=1 rewrites:\n%s", diff)
			}
		})
	}
}

// render writes a document for reading: entities by type, with their mentions;
// relations with the beginning of their sentence.
func render(d *Document) (entities, relations string) {
	var b strings.Builder
	names := map[string]string{}
	for _, e := range d.Entities {
		names[e.ID] = e.Name
		fmt.Fprintf(&b, "%s %q", e.Type, e.Name)
		for _, v := range []string{e.Title, e.Kind, e.ISO2, e.Event, e.Status, e.Date} {
			if v != "" {
				fmt.Fprintf(&b, " %s", v)
			}
		}
		b.WriteByte(':')
		for _, m := range e.Mentions {
			fmt.Fprintf(&b, " %d-%d %q", m.Start, m.End, m.Text)
		}
		b.WriteByte('\n')
	}
	entities = b.String()
	b.Reset()
	for _, r := range d.Relations {
		fmt.Fprintf(&b, "%q %s %q", names[r.From], r.Type, names[r.To])
		for _, v := range []string{r.Status, r.Role, r.Kind} {
			if v != "" {
				fmt.Fprintf(&b, " %s", v)
			}
		}
		fmt.Fprintf(&b, " %.2f (%s)", r.Confidence, r.Rule)
		if r.AttributedTo != "" {
			fmt.Fprintf(&b, " says %q", r.AttributedTo)
		}
		quote := []rune(r.Evidence[0].Quote)
		fmt.Fprintf(&b, ": %s\n", string(quote[:min(len(quote), 60)]))
	}
	return entities, b.String()
}

// lawful fails the test if a document breaks a law: mentions and quotes are
// where they say, the graph passes the schema, every fact has evidence, a second
// extraction gives the same bytes, and the JSON form gives the same graph.
func lawful(t *testing.T, a Article, d *Document) {
	t.Helper()
	for _, e := range d.Entities {
		if len(e.Mentions) == 0 || e.Key == "" {
			t.Fatalf("%s %q: no mentions or no key", e.Type, e.Name)
		}
		for _, m := range e.Mentions {
			if m.Start < 0 || m.End > len(a.Text) || a.Text[m.Start:m.End] != m.Text || !utf8.ValidString(m.Text) {
				t.Fatalf("%q is not at %d-%d", m.Text, m.Start, m.End)
			}
		}
	}
	for _, r := range d.Relations {
		for _, e := range r.Evidence {
			if a.Text[e.Start:e.End] != e.Quote {
				t.Fatalf("%q is not at %d-%d", e.Quote, e.Start, e.End)
			}
		}
	}
	g, err := d.Graph()
	if err != nil {
		t.Fatalf("%q: %v", a.Text, err)
	}
	line, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := extractor().Extract(a)
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(again)
	if err != nil || !bytes.Equal(line, second) {
		t.Fatalf("%q: another extraction gives another document:\n%s\n%s", a.Text, line, second)
	}
	var read Document
	if err := json.Unmarshal(line, &read); err != nil {
		t.Fatal(err)
	}
	h, err := read.Graph()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(graph.Merge(g), graph.Merge(h)); diff != "" {
		t.Fatalf("%q: its JSON gives another graph: %s", a.Text, diff)
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"WASHINGTON -- US Secretary of Defense Lloyd Austin will call his Israeli counterpart Yoav Gallant on Thursday.",
		"Presidents Ama Owusu of Ghana and Jean Kaboré of Togo met in Lomé, Togo.",
		"Accra, Accra, Ghana; Ghana's Ghana. The Ministry of the of and", "(JSC) J.S.C. Jane J. Doe-Smith’s wife, husband of wife",
		"US-led Israel-Lebanon border ex-president-elect the former acting",
		"US-led Irabl-Lebanon border ex-president-elect the forwwr acting", "A\x00B \u2028 😀 İstanbul ﬁ İ", "of of of Bank of of the X & & Y and and",
		"THE UNITED NATIONS SAID ON MONDAY THAT IT WOULD MEET", "president president president elect elect elect",
	} {
		f.Add(s, "2024-10-11")
	}
	f.Fuzz(func(t *testing.T, text, published string) {
		if len(published) != 10 {
			published = ""
		}
		a := Article{ID: "fuzz", Published: published, Text: text}
		d, err := extractor().Extract(a)
		if err != nil {
			if text != "" && utf8.ValidString(text) && len(text) <= MaxText {
				t.Fatal(err)
			}
			return
		}
		if published != "" {
			a.Published, d.Published = "", "" // any ten bytes are no date; reading checks them
			var err error
			if d, err = extractor().Extract(a); err != nil {
				t.Fatal(err)
			}
		}
		lawful(t, a, d)
	})
}

func TestExtractErrors(t *testing.T) {
	for want, text := range map[string]string{
		"the text is empty":     "",
		"the text is not UTF-8": "caf\xe9",
		"more than 4194304":     strings.Repeat("a", MaxText+1),
	} {
		if _, err := extractor().Extract(Article{ID: "x", Text: text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// An article of one word and one of 100,000 words are articles.
func TestExtractSizes(t *testing.T) {
	sentence := "Foreign Minister Ama Owusu of Ghana met Prime Minister Kofi Mensah in Accra on Monday. "
	for _, text := range []string{"Ghana", ".", " ", strings.Repeat(sentence, 100_000/15)} {
		a := Article{ID: "x", Text: text}
		d, err := extractor().Extract(a)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) < 1000 {
			lawful(t, a, d)
		} else if _, err := d.Graph(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExtractConcurrently(t *testing.T) {
	a := Article{ID: "x", Published: "2026-03-06", Text: "Ghana's foreign minister, Ama Owusu, met NATO chief Jan Peeters in Brussels, Belgium, on Thursday.\nOwusu said Ghana (population 34 million) would send aid to Chad."}
	want, err := extractor().Extract(a)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				got, err := extractor().Extract(a)
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Error(err, diff)
					return
				}
			}
		})
	}
	all.Wait()
	if len(want.Entities) < 6 || !slices.ContainsFunc(want.Relations, func(r Relation) bool { return r.Type == schema.HoldsOffice }) {
		t.Errorf("found too little: %+v", want)
	}
}

func BenchmarkExtract(b *testing.B) {
	data, err := os.ReadFile("../examples/articles/01-aqaba-port-attack.txt")
	if err != nil {
		b.Fatal(err)
	}
	a := Article{ID: "x", Published: "2026-03-04", Text: string(data)}
	x := extractor()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := x.Extract(a); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
