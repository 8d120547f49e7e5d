// Package sketch tells articles that are copies of each other from articles that
// are not, by a few numbers for each: agencies' reports appear in many
// newspapers, with another headline, a paragraph less, a sentence changed.
//
// A sketch is a MinHash signature (Broder, On the resemblance and containment of
// documents, 1997) of the runs of words of a text: the share of equal numbers
// of two sketches estimates the share of runs that both texts have.
package sketch

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"strings"
	"unicode"
)

const (
	run   = 8  // words of a run: names that differ in a text of set phrases spoil most of its runs
	size  = 60 // numbers of a sketch
	width = 3  // numbers of a band
)

// Least is the resemblance from which on two articles may be copies. Texts that
// are filled into one form, as declarations of emergency are, reach it too: their
// dates and names tell them apart.
const Least = 0.5

// Sketch stands for a text. The empty one is that of a text without words, of
// which there are no copies.
type Sketch []uint32

// Of returns the sketch of a text. Letter case, punctuation and space do not
// matter.
func Of(text string) Sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	if len(words) == 0 {
		return nil
	}
	out := make(Sketch, size)
	for i := range out {
		out[i] = math.MaxUint32
	}
	n := min(run, len(words))
	for i := range len(words) - n + 1 {
		h := fnv.New64a()
		for _, w := range words[i : i+n] {
			h.Write([]byte(w))
			h.Write([]byte{' '})
		}
		x := h.Sum64()
		for k := range out {
			out[k] = min(out[k], uint32(mix(x+uint64(k)*0x9e3779b97f4a7c15)>>32))
		}
	}
	return out
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, Fast splittable
// pseudorandom number generators, 2014): with another summand for each, it makes
// many hash functions of one.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Resemblance estimates the share of the runs of words of two texts that both
// have, 0 to 1; the standard error is at most 0.065. It is 0 if one is empty.
func (s Sketch) Resemblance(t Sketch) float64 {
	if len(s) != size || len(t) != size {
		return 0
	}
	n := 0
	for i, x := range s {
		if t[i] == x {
			n++
		}
	}
	return float64(n) / size
}

// Bands returns keys by which to look for copies: of pairs of texts whose
// resemblance is 0.5, 93 in 100 have a key in common at the same index, at 0.8 all
// but one in a million.
func (s Sketch) Bands() []uint32 {
	var out []uint32
	for i := 0; i+width <= len(s); i += width {
		x := uint64(i)
		for _, v := range s[i : i+width] {
			x = mix(x ^ uint64(v))
		}
		out = append(out, uint32(x>>32))
	}
	return out
}

// Resembles reports whether two sketches have a key in common, and a resemblance
// of Least.
func (s Sketch) Resembles(t Sketch) bool {
	if s.Resemblance(t) < Least {
		return false
	}
	other := t.Bands()
	for i, b := range s.Bands() {
		if other[i] == b {
			return true
		}
	}
	return false
}

// String returns the sketch in base64, for Parse.
func (s Sketch) String() string {
	data := make([]byte, 0, 4*len(s))
	for _, v := range s {
		data = binary.LittleEndian.AppendUint32(data, v)
	}
	return base64.RawStdEncoding.EncodeToString(data)
}

// Parse returns the sketch that String wrote. Whatever is none is an error.
func Parse(s string) (Sketch, error) {
	data, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(data) != 0 && len(data) != 4*size {
		return nil, errors.New("not the sketch of an article")
	}
	var out Sketch
	for ; len(data) > 0; data = data[4:] {
		out = append(out, binary.LittleEndian.Uint32(data))
	}
	return out, nil
}
