package model

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/extract/model/kernel"
	"dateline/extract/text"
)

// fixture is a line of a file that train/reference.py writes: a text with what
// PyTorch makes of it. Offsets count bytes. New weights need new ones in real:
//
//	train/reference.py extract/model/weights/tagger.bin fixtures --out extract/model/testdata/real
//
// Those in mini belong to a small model that testdata/mini.py makes.
type fixture struct {
	Text    string
	Words   []fixtureWord
	Limit   int
	Borders []int // words at which sentences start
	Windows []struct {
		First, Last int // words
		Breaks      []int
		Hidden      [][]float32            // of every 16th word
		Logits      map[string][][]float32 // by head, words x tags
	}
	Mentions []fixtureMention
	Pairs    []fixturePair   // every 7th of all
	Statuses []fixtureStatus // of all events
}

type fixtureWord struct {
	Start, End int
	Shape      shape
	Subwords   []int32
}

func (w *fixtureWord) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&w.Start, &w.End, &w.Shape, &w.Subwords})
}

// fixturePair counts mentions without dates.
type fixturePair struct {
	From, To int
	Logits   []float64
}

func (p *fixturePair) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.From, &p.To, &p.Logits})
}

type fixtureStatus struct {
	Mention int
	Logits  []float64
}

func (s *fixtureStatus) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&s.Mention, &s.Logits})
}

type fixtureMention struct {
	Start, End int
	Label      string
}

func (m *fixtureMention) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&m.Start, &m.End, &m.Label})
}

// sentences returns the text with the sentences of the fixture.
func (f fixture) sentences() *text.Text {
	t := &text.Text{Source: f.Text}
	for i, b := range f.Borders {
		s := text.Sentence{Start: f.Words[b].Start, End: len(f.Text)}
		if i+1 < len(f.Borders) {
			s.End = f.Words[f.Borders[i+1]].Start
		}
		t.Sentences = append(t.Sentences, s)
	}
	return t
}

func readFixtures(t testing.TB, name string) []fixture {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var out []fixture
	for line := range strings.Lines(string(b)) {
		var f fixture
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, f)
	}
	return out
}

// miniData returns the file of a small model with random weights.
func miniData(t testing.TB) []byte {
	b, err := os.ReadFile(filepath.Join("testdata", "mini", "tagger.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mini(t testing.TB, p kernel.Path) *Tagger {
	tagger, err := parse(miniData(t), kernel.For(p))
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

func load(t testing.TB) *Tagger {
	tagger, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

// limited returns a tagger with the same weights and other windows.
func (t *Tagger) limited(limit int) *Tagger {
	return &Tagger{vocabulary: t.vocabulary, encoder: t.encoder, heads: t.heads, pairs: t.pairs, limit: limit}
}
