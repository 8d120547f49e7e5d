package model

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/model/kernel"
)

func TestSplit(t *testing.T) {
	v := mini(t, kernel.Portable).vocabulary
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" \t\r\n", ""},
		{"Rome wasn't", "Rome|wasn|'|t"},
		{"U.S.-born", "U|.|S|.|-|born"},
		{"naïve re\u0301sume\u0301!", "naïve|re\u0301sume|!"},
		{"zero\u200bwidth \u200bmark\u200b", "zero\u200bwidth|mark"},
		{"a\x00b\x7fc", "a\x00b\x7fc"},
		{"习近平 in東京", "习|近|平|in|東|京"},
		{"≠ “x”—…", "≠|“|x|”|—|…"},
		{"한국; 🚀🚀", "한국|;|🚀🚀"},
		{"bad \xff\xfe by\xfftes", "bad|by\xfftes"},
	} {
		var w words
		v.split(c.text, &w)
		var got []string
		for _, word := range w.words {
			got = append(got, c.text[word.start:word.end])
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

// TestSplitLikeTokenizers compares with the Python package that makes the words
// in training.
func TestSplitLikeTokenizers(t *testing.T) {
	for name, tagger := range map[string]*Tagger{"mini": mini(t, kernel.Portable), "real": load(t)} {
		for _, f := range readFixtures(t, name+"/words.jsonl") {
			var w words
			tagger.vocabulary.split(f.Text, &w)
			got := []fixtureWord{}
			for _, word := range w.words {
				got = append(got, fixtureWord{word.start, word.end, word.shape, w.subwords[word.first:word.last]})
			}
			if diff := cmp.Diff(f.Words, got); diff != "" {
				t.Errorf("%s, %q: %s", name, f.Text, diff)
			}
		}
	}
}

func TestShape(t *testing.T) {
	for word, want := range map[string]shape{
		"rome": shapeLower, "東": shapeLower, "é": shapeLower,
		"Rome": shapeCapital, "A": shapeCapital, "Łódź": shapeCapital, "O": shapeCapital,
		"NATO": shapeUpper, "ÉU": shapeUpper,
		"McCoy": shapeMixed, "iPhone": shapeMixed, "UNs": shapeMixed,
		"2024": shapeDigits, "٣": shapeDigits,
		"1st": shapeAlphanumeric, "G7": shapeAlphanumeric,
		"-": shapeSymbol, "🚀": shapeSymbol, "½": shapeSymbol,
	} {
		if got := shapeOf(word); got != want {
			t.Errorf("%s: %d, want %d", word, got, want)
		}
	}
}

func TestVocabularyWithoutMarks(t *testing.T) {
	if _, err := newVocabulary([]string{"[UNK]", "[CLS]", "a"}); err == nil {
		t.Error("a vocabulary without [SEP] is no error")
	}
}

func FuzzSplit(f *testing.F) {
	for _, row := range readFixtures(f, "mini/words.jsonl") {
		f.Add(row.Text)
	}
	f.Add("\xff\xc3(\xed\xa0\x80")
	v := mini(f, kernel.Portable).vocabulary
	f.Fuzz(func(t *testing.T, text string) {
		var w words
		v.split(text, &w)
		at, subword := 0, 0
		for _, word := range w.words {
			switch {
			case word.start < at || word.end <= word.start || word.end > len(text):
				t.Fatalf("word %d-%d after %d in %d bytes", word.start, word.end, at, len(text))
			case !utf8.RuneStart(text[word.start]) && utf8.ValidString(text),
				word.end < len(text) && !utf8.RuneStart(text[word.end]) && utf8.ValidString(text):
				t.Fatalf("word %d-%d cuts a code point", word.start, word.end)
			case word.first != subword || word.last <= word.first:
				t.Fatalf("sub-words %d-%d after %d", word.first, word.last, subword)
			}
			at, subword = word.end, word.last
		}
		if subword != len(w.subwords) {
			t.Fatalf("%d sub-words of %d", subword, len(w.subwords))
		}
		for _, s := range w.subwords {
			if int(s) >= len(v.first)+len(v.rest) || s < 0 {
				t.Fatalf("sub-word %d", s)
			}
		}
	})
}

// story is an article for benchmarks.
const story = `Harbour minister resigns as strike spreads to Port Elder
PORT ELDER, June 9 - The minister for harbours, Tomás Ibarra, stepped down on Monday after dockworkers in three cities refused to unload ships for a ninth day.
Ibarra, 58, had promised parliament that the dispute would be over by the weekend. President Leonor Vasquez thanked him for "eleven years of loyal work" and asked his deputy, Hugo Lindqvist, to lead the talks with the Union of Maritime Workers.
The union's secretary-general, Amara Diallo, said her members would return to work only if the government withdrew a law that lets foreign companies run container terminals. Danish and Singaporean firms have bid for the terminal at Port Elder, the country's largest.
Food prices rose by 4.5% in May, according to the National Statistics Office, and the World Food Programme warned that aid for 60,000 refugees in the northern district of Karsu could run out within two weeks.
In the capital, police arrested 23 protesters outside the Ministry of Transport. A spokeswoman for the European Commission called on both sides to "find a way back to the table".
`

func BenchmarkSplit(b *testing.B) {
	v := load(b).vocabulary
	var w words
	v.split(story, &w)
	count := len(w.words)
	b.SetBytes(int64(len(story)))
	b.ReportAllocs()
	for b.Loop() {
		w.words, w.subwords = w.words[:0], w.subwords[:0]
		v.split(story, &w)
	}
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkSplitLongWord(b *testing.B) {
	v := load(b).vocabulary
	var w words
	word := strings.Repeat("x", 10_000)
	b.SetBytes(int64(len(word)))
	for b.Loop() {
		w.words, w.subwords = w.words[:0], w.subwords[:0]
		v.split(word, &w)
	}
}
