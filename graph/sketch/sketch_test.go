package sketch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// report is a text of so many sentences, all different.
func report(seed uint64, sentences int) []string {
	draw := rand.New(rand.NewPCG(seed, 0))
	var out []string
	for range sentences {
		words := make([]string, 8+draw.IntN(15))
		for i := range words {
			words[i] = fmt.Sprintf("w%d", draw.IntN(3000))
		}
		out = append(out, strings.Join(words, " ")+".")
	}
	return out
}

func TestCopies(t *testing.T) {
	base := report(1, 30)
	whole := strings.Join(base, " ")
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"the same":               {whole, true},
		"other case and marks":   {strings.ToUpper(strings.ReplaceAll(whole, ".", " —")), true},
		"a new headline":         {"W1 w2 w3: what w4 w5 said\n" + whole, true},
		"the last fifth cut off": {strings.Join(base[:24], " "), true},
		"two sentences changed":  {strings.Join(append(report(2, 2), base[2:]...), " "), true},
		"a quarter quoted":       {strings.Join(append(report(3, 24), base[:6]...), " "), false},
		"another report":         {strings.Join(report(4, 30), " "), false},
		"nothing":                {"", false},
		"no words":               {"— ! —", false},
	} {
		if got := Of(whole).Resembles(Of(c.text)); got != c.want {
			t.Errorf("%s: %v at a resemblance of %.2f", name, got, Of(whole).Resemblance(Of(c.text)))
		}
		if a, b := Of(whole), Of(c.text); a.Resembles(b) != b.Resembles(a) {
			t.Errorf("%s: not symmetric", name)
		}
	}
	if short := Of("Three words only"); !short.Resembles(Of("three WORDS, only")) || short.Resembles(Of("two words only")) {
		t.Error("a short text has no copy of its own")
	}
}

// Texts cut to a known share have the resemblance that this gives.
func TestResemblance(t *testing.T) {
	const trials = 50
	for _, share := range []float64{0.2, 0.5, 0.8} {
		var sum float64
		for seed := range uint64(trials) {
			words := strings.Fields(strings.Join(report(seed+100, 60), " "))
			sum += Of(strings.Join(words, " ")).Resemblance(Of(strings.Join(words[:int(share*float64(len(words)))], " ")))
		}
		if mean := sum / trials; mean < share-0.03 || mean > share+0.03 {
			t.Errorf("share %.1f: resemblance %.3f", share, mean)
		}
	}
}

func TestParse(t *testing.T) {
	s := Of(strings.Join(report(5, 10), " "))
	got, err := Parse(s.String())
	if err != nil || got.Resemblance(s) != 1 {
		t.Errorf("read back: %v, %v", got, err)
	}
	if got, err := Parse(Sketch(nil).String()); err != nil || len(got) != 0 {
		t.Errorf("the empty one: %v, %v", got, err)
	}
	for _, bad := range []string{"x", "!!!!", "AAAA", s.String()[1:]} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%.10q is no sketch", bad)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	text := strings.Join(report(6, 30), " ")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Of(text)
	}
}
