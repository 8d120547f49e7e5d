package text

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func splitter(t testing.TB) *Splitter {
	s, err := NewSplitter()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSplit(t *testing.T) {
	s := splitter(t)
	for _, c := range []struct{ text, want string }{
		{"Mr. Abe met Dr. Lee. They ate.", "Mr.|Abe|met|Dr.|Lee|.||They|ate|."},
		{"Headline without a stop\nACCRA -- It rained.", "Headline|without|a|stop||ACCRA|--|It|rained|."},
		{"Ghana’s minister couldn't “stay”.", "Ghana|’s|minister|could|n't|“|stay|”|."},
		{"U.S. and U.K. officials met on Oct. 3 in Rome.", "U.S.|and|U.K.|officials|met|on|Oct.|3|in|Rome|."},
		{"talks—the third/fourth—failed (again)", "talks|—|the|third|/|fourth|—|failed|(|again|)"},
		{"Łódź, São Paulo, 東京 and 😀!", "Łódź|,|São|Paulo|,|東京|and|😀|!"},
		{"", ""},
		{" \n\t\n ", ""},
		{"One.\r\nTwo.", "One|.||Two|."},
	} {
		var parts []string
		tx := s.Split(c.text)
		for _, sent := range tx.Sentences {
			var tokens []string
			for _, tok := range tx.Tokens[sent.First:sent.Last] {
				tokens = append(tokens, tok.Text)
			}
			parts = append(parts, strings.Join(tokens, "|"))
		}
		if diff := cmp.Diff(c.want, strings.Join(parts, "||")); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func check(t *testing.T, source string, tx *Text) {
	end, token := 0, 0
	for i, s := range tx.Sentences {
		if s.Start < end || s.End <= s.Start || s.First != token || s.Last < s.First {
			t.Fatalf("%q: sentence %d is %+v after %d", source, i, s, end)
		}
		end = s.Start
		for _, tok := range tx.Tokens[s.First:s.Last] {
			if tok.Start < end || tok.End > s.End || tok.Text == "" || source[tok.Start:tok.End] != tok.Text || tok.Sentence != i {
				t.Fatalf("%q: token %+v after %d in %+v", source, tok, end, s)
			}
			end = tok.End
		}
		end, token = s.End, s.Last
	}
	if token != len(tx.Tokens) {
		t.Fatalf("%q: %d tokens outside of sentences", source, len(tx.Tokens)-token)
	}
}

func FuzzSplit(f *testing.F) {
	s := splitter(f)
	for _, seed := range []string{
		"Mr. Abe met Dr. Lee. They ate.", "a\u00a0b &rsquo;s ’s :-) (-; ...)", strings.Repeat(")", 300) + " x. Y",
		"x\x00y\u2028z\u0085w", "Ἀθῆναι. Ötzi's \u200b.", "'''ll's's n't", "\ufeffBOM. Next",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) {
			return
		}
		tx := s.Split(source)
		check(t, source, tx)
		covered := 0
		for _, tok := range tx.Tokens {
			covered += len(tok.Text)
		}
		letters := len(strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, source))
		if covered != letters {
			t.Fatalf("%q: %d bytes in tokens of %d", source, covered, letters)
		}
	})
}

// Hostile input takes linear time: four times as much text takes about four
// times as long, and not sixteen times.
func TestSplitLongWords(t *testing.T) {
	s := splitter(t)
	for _, unit := range []string{")", "a", "'s", "x. ", "😀", "&rsquo;", "A.", "\"", "?! "} {
		took := func(size int) time.Duration {
			source := strings.Repeat(unit, size/len(unit))
			best := time.Duration(math.MaxInt64)
			for range 3 {
				start := time.Now()
				check(t, source, s.Split(source))
				best = min(best, time.Since(start))
			}
			return best
		}
		small, large := took(20_000), took(80_000)
		if large > 10*small && large > 50*time.Millisecond {
			t.Errorf("%q: %v for 20 kB, %v for 80 kB", unit, small, large)
		}
		t.Logf("%q: %v for 20 kB, %v for 80 kB", unit, small, large)
	}
}

func BenchmarkSplit(b *testing.B) {
	s := splitter(b)
	source := strings.Repeat("The minister, who arrived in Accra on Oct. 3, didn't say when the talks would end. ", 50)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		s.Split(source)
	}
}
