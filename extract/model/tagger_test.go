package model

import (
	"cmp"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/extract/model/kernel"
	"dateline/extract/text"
)

func TestWindowsLikePython(t *testing.T) {
	tagger := mini(t, kernel.Portable)
	for _, f := range readFixtures(t, "mini/tags.jsonl") {
		r := tagger.limited(f.Limit).plan(f.sentences())
		for i, w := range r.windows {
			var breaks []int
			for _, p := range r.parts[w.first:w.last] {
				breaks = append(breaks, p.first)
			}
			want := f.Windows[i]
			first, last := r.parts[w.first].first, r.parts[w.last-1].last
			if first != want.First || last != want.Last || !slices.Equal(breaks, want.Breaks) {
				t.Errorf("%.20q: window of words %d-%d with breaks %v, want %d-%d, %v", f.Text, first, last, breaks, want.First, want.Last, want.Breaks)
			}
		}
		if len(r.windows) != len(f.Windows) {
			t.Errorf("%.20q: %d windows, want %d", f.Text, len(r.windows), len(f.Windows))
		}
	}
}

// TestWindowsOfLongWords wants every word in a window and no window too long.
func TestWindowsOfLongWords(t *testing.T) {
	tagger := mini(t, kernel.Portable)
	source := strings.Repeat("antidisestablishmentarianism ", 30) + strings.Repeat("x", 99) + " end."
	for limit := 3; limit < 40; limit++ {
		var r reading
		tagger := tagger.limited(limit)
		tx := tagger.plan(&text.Text{Source: source})
		words := 0
		for _, w := range tx.windows {
			if tagger.fill(&r, tx.words, tx.parts, w); len(r.input.subwords) > limit {
				t.Errorf("limit %d: a window of %d sub-words", limit, len(r.input.subwords))
			}
			words += len(r.input.firsts)
		}
		if words != len(tx.words.words) {
			t.Errorf("limit %d: %d words in windows, want %d", limit, words, len(tx.words.words))
		}
	}
}

// TestDecodeLikePython decodes PyTorch's scores.
func TestDecodeLikePython(t *testing.T) {
	tagger := mini(t, kernel.Portable)
	for _, f := range readFixtures(t, "mini/tags.jsonl") {
		var r reading
		tagger := tagger.limited(f.Limit)
		got := tagger.plan(f.sentences())
		for n, w := range f.Windows {
			r.input.scores = r.input.scores[:0]
			for i := range w.Logits["name"] {
				for _, name := range headNames {
					r.input.scores = append(r.input.scores, w.Logits[name][i]...)
				}
			}
			tagger.decode(&r, got, got.windows[n])
		}
		if diff := gocmp.Diff(f.Mentions, mentions(got.Spans)); diff != "" {
			t.Errorf("%.20q: %s", f.Text, diff)
		}
	}
}

// mentions returns all spans, sorted as in fixtures.
func mentions(s Spans) []fixtureMention {
	var out []fixtureMention
	for _, spans := range [][]Span{s.Names, s.Offices, s.Events, s.Dates} {
		for _, x := range spans {
			out = append(out, fixtureMention{x.Start, x.End, x.Label})
		}
	}
	slices.SortFunc(out, func(a, b fixtureMention) int {
		return cmp.Or(a.Start-b.Start, a.End-b.End, strings.Compare(a.Label, b.Label))
	})
	return out
}

// TestDecodeIsBest compares with all sequences of tags.
func TestDecodeIsBest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	h := head{labels: []string{"A", "B"}, offset: 1, tags: 5}
	var d decoder
	for range 200 {
		const words, width = 4, 7
		scores := make([]float32, words*width)
		for i := range scores {
			scores[i] = float32(random.NormFloat64())
		}
		best, bestSum := []uint8(nil), math.Inf(-1)
		for n := range 5 * 5 * 5 * 5 {
			path := []uint8{uint8(n % 5), uint8(n / 5 % 5), uint8(n / 25 % 5), uint8(n / 125)}
			sum, valid := 0.0, true
			for w, tag := range path {
				sum += float64(scores[w*width+h.offset+int(tag)])
				inside := tag > 0 && tag%2 == 0
				valid = valid && (!inside || w > 0 && (path[w-1] == tag || path[w-1] == tag-1))
			}
			if valid && sum > bestSum {
				best, bestSum = path, sum
			}
		}
		if got := d.decode(h, scores, width); !slices.Equal(got, best) {
			t.Fatalf("%v, want %v", got, best)
		}
	}
}

// TestTagLikePyTorch wants nearly all mentions that PyTorch finds with the
// weights in the binary; some scores are too close for 7 bits.
func TestTagLikePyTorch(t *testing.T) {
	tagger := load(t)
	var right, found, wanted int
	for _, f := range readFixtures(t, "real/tags.jsonl") {
		got := mentions(tagger.limited(f.Limit).Read(f.sentences()).Spans)
		found, wanted = found+len(got), wanted+len(f.Mentions)
		for _, m := range got {
			if slices.Contains(f.Mentions, m) {
				right++
			}
		}
	}
	t.Logf("%d mentions found, %d of PyTorch's %d", found, right, wanted)
	if f1 := float64(2*right) / float64(found+wanted); wanted < 50 || f1 < 0.95 {
		t.Errorf("F1 of %.3f, want 0.95", f1)
	}
}

func TestRead(t *testing.T) {
	tagger := load(t)
	source := "Markets calm\nPrime Minister Anna Lindholm of Sweden met Kenyan President Josphat Mwangi in Nairobi on May 3, 2021."
	got := tagger.Read(&text.Text{Source: source, Sentences: []text.Sentence{{Start: 0, End: 12}, {Start: 13, End: len(source)}}})
	show := func(spans []Span) string {
		var out []string
		for _, s := range spans {
			if s.Score <= 0 || s.Score > 1 {
				t.Errorf("score %g of %v", s.Score, s)
			}
			out = append(out, s.Label+" "+source[s.Start:s.End])
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct {
		spans []Span
		want  string
	}{
		{got.Names, "Person Anna Lindholm, Country Sweden, Country Kenyan, Person Josphat Mwangi, Place Nairobi"},
		{got.Events, "meeting met"},
		{got.Dates, "Date May 3, 2021"},
	} {
		if diff := gocmp.Diff(c.want, show(c.spans)); diff != "" {
			t.Error(diff)
		}
	}
	show(got.Offices)
}

func TestReadNothing(t *testing.T) {
	tagger := mini(t, kernel.Best().Path())
	for _, source := range []string{"", " \n\u200b"} {
		if got := tagger.Read(&text.Text{Source: source}).Spans; !reflect.ValueOf(got).IsZero() {
			t.Errorf("%q: %v", source, got)
		}
	}
}

// TestReadConcurrently wants the same from many goroutines as from one.
func TestReadConcurrently(t *testing.T) {
	tagger := mini(t, kernel.Best().Path())
	fixtures := readFixtures(t, "mini/tags.jsonl")
	var want []Spans
	for _, f := range fixtures {
		want = append(want, tagger.Read(f.sentences()).Spans)
	}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 3 * len(fixtures) {
				i = (i*(worker+1) + worker) % len(fixtures)
				if got := tagger.Read(fixtures[i].sentences()).Spans; !reflect.DeepEqual(got, want[i]) {
					t.Errorf("%.20q differs", fixtures[i].Text)
				}
			}
		})
	}
	group.Wait()
}

func FuzzRead(f *testing.F) {
	for _, row := range readFixtures(f, "mini/words.jsonl") {
		f.Add(row.Text, uint16(10), uint16(20))
	}
	tagger := mini(f, kernel.Best().Path())
	f.Fuzz(func(t *testing.T, source string, first, second uint16) {
		a := min(int(first), len(source))
		b := min(a+int(second), len(source))
		got := tagger.Read(&text.Text{Source: source, Sentences: []text.Sentence{{Start: 0, End: a}, {Start: a, End: b}, {Start: b, End: len(source)}}})
		for _, spans := range [][]Span{got.Names, got.Offices, got.Events, got.Dates} {
			at := 0
			for _, s := range spans {
				if s.Start < at || s.End <= s.Start || s.End > len(source) || s.Label == "" || s.Score <= 0 || s.Score > 1 {
					t.Fatalf("%v after %d in %d bytes", s, at, len(source))
				}
				at = s.End
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	splitter, err := text.NewSplitter()
	if err != nil {
		b.Fatal(err)
	}
	tagger := load(b)
	tx := splitter.Split(story)
	subwords := len(tagger.plan(tx).words.subwords)
	b.SetBytes(int64(len(story)))
	b.ReportAllocs()
	for b.Loop() {
		tagger.Read(tx)
	}
	b.ReportMetric(float64(subwords)*float64(b.N)/b.Elapsed().Seconds(), "subwords/s")
}
