package model

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"dateline/extract/model/kernel"
)

// embedded is the file that train/export.py writes and documents.
//
//go:embed weights/tagger.bin
var embedded []byte

const (
	magic   = "DATELINE"
	version = 3
	group   = 32 // elements of a word embedding that share a scale
)

// sizes are the dimensions in the file's header, in its order.
type sizes struct {
	Hidden, Attention, Layers, Inner, Words, Positions, Shapes uint32
	Window                                                     uint32 // sub-words, with those at both ends
	Heads, Length                                              uint32
}

// check reports sizes that this package cannot run.
func (s sizes) check() error {
	switch {
	case s.Attention == 0 || s.Attention > 1<<10 || s.Hidden != s.Attention*kernel.HeadDim:
		return fmt.Errorf("%d attention heads for a hidden size of %d, not of %d each", s.Attention, s.Hidden, kernel.HeadDim)
	case s.Inner == 0 || s.Inner%32 != 0 || s.Inner > 1<<16:
		return fmt.Errorf("an inner size of %d", s.Inner)
	case s.Layers == 0:
		return errors.New("no layers")
	case s.Shapes != uint32(shapes):
		return fmt.Errorf("%d word shapes, not %d", s.Shapes, shapes)
	case s.Window < 3 || s.Window > s.Positions:
		return fmt.Errorf("windows of %d sub-words, with %d positions", s.Window, s.Positions)
	case s.Heads != uint32(len(headNames)):
		return fmt.Errorf("%d heads, not %d", s.Heads, len(headNames))
	}
	return nil
}

// parse returns the tagger of a file of weights, which must not change
// afterwards. A file that is damaged or of another version is an error.
func parse(data []byte, k *kernel.Kernels) (*Tagger, error) {
	switch {
	case !bytes.HasPrefix(data, []byte(magic)):
		return nil, fmt.Errorf("%d bytes that are no weights", len(data))
	case len(data) < len(magic)+4+binary.Size(sizes{})+sha256.Size:
		return nil, fmt.Errorf("the weights are cut off after %d bytes", len(data))
	}
	r := &reader{data: data[len(magic):]}
	if v := r.number(); v != version {
		return nil, fmt.Errorf("weights of version %d, not %d", v, version)
	}
	var s sizes
	n, err := binary.Decode(r.data, binary.LittleEndian, &s)
	if err != nil {
		return nil, fmt.Errorf("reading sizes: %w", err)
	}
	r.take(n)
	if uint64(s.Length) != uint64(len(data)) {
		return nil, fmt.Errorf("the weights have %d bytes instead of %d", len(data), s.Length)
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(sum) {
		return nil, errors.New("the weights are damaged: their checksum differs")
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("weights with %w", err)
	}
	r.data = r.data[:len(r.data)-sha256.Size]
	t, err := r.tagger(s, k)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading weights: %w", err)
	case r.short:
		return nil, errors.New("the weights end too early for their sizes")
	case len(r.data) > 0:
		return nil, fmt.Errorf("the weights have %d bytes too many for their sizes", len(r.data))
	}
	return t, nil
}

// reader takes values from the front of data. After a value for which there are
// not enough bytes, short is true and all values are zero or empty.
type reader struct {
	data    []byte
	short   bool
	weights []int8 // of the last matrix
}

func (r *reader) take(n int) []byte {
	if r.short || n < 0 || n > len(r.data) {
		r.short = true
		return nil
	}
	b := r.data[:n:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) number() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// lines returns the lines of a text.
func (r *reader) lines() []string {
	n := int(r.number())
	text := string(r.take(n))
	r.take(-n & 3)
	return strings.Split(text, "\n")
}

// floats returns n floats, or fewer if the data end.
func (r *reader) floats(n int) []float32 {
	b := r.take(4 * n)
	f := make([]float32, len(b)/4)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return f
}

func (r *reader) norm(hidden int) layerNorm {
	return layerNorm{r.floats(hidden), r.floats(hidden)}
}

func (r *reader) linear(k *kernel.Kernels, out, in int) *kernel.Matrix {
	scales, bias, b := r.floats(out), r.floats(out), r.take(out*in)
	if r.short {
		return nil
	}
	r.weights = grow(r.weights, len(b))
	for i, w := range b {
		r.weights[i] = int8(w)
	}
	return k.Pack(r.weights, scales, bias, out, in)
}

// tagger reads all that follows the header.
func (r *reader) tagger(s sizes, k *kernel.Kernels) (*Tagger, error) {
	t := &Tagger{limit: int(s.Window)}
	subwords := r.lines()
	if len(subwords) != int(s.Words) {
		return nil, fmt.Errorf("a vocabulary of %d sub-words, not %d", len(subwords), s.Words)
	}
	var err error
	if t.vocabulary, err = newVocabulary(subwords); err != nil {
		return nil, err
	}
	tags := 0
	for i := range t.heads {
		lines := r.lines()
		name, labels := lines[0], lines[1:]
		if name != headNames[i] || len(labels) == 0 || len(labels) > maxLabels {
			return nil, fmt.Errorf("a head %q with %d labels in place of %q", name, len(labels), headNames[i])
		}
		t.heads[i] = head{labels, tags, 1 + 2*len(labels)}
		tags += t.heads[i].tags
	}
	t.encoder = r.encoder(s, k)
	t.encoder.tags = r.tags(t.heads[:], t.encoder.hidden, k)
	t.pairs, err = r.pairs(t.encoder.hidden, k)
	return t, err
}

func (r *reader) encoder(s sizes, k *kernel.Kernels) encoder {
	h, inner := int(s.Hidden), int(s.Inner)
	e := encoder{kernels: k, hidden: h, inner: inner, attention: int(s.Attention)}
	e.words = r.take(int(s.Words) * recordSize(h))
	e.positions = r.floats(int(s.Positions) * h)
	e.shapes = r.floats(int(s.Shapes) * h)
	e.norm = r.norm(h)
	for range s.Layers {
		if r.short {
			break
		}
		e.layers = append(e.layers, layer{
			qkv: r.linear(k, 3*h, h), out: r.linear(k, h, h), norm1: r.norm(h),
			up: r.linear(k, inner, h), down: r.linear(k, h, inner), norm2: r.norm(h),
		})
	}
	return e
}

// tags reads the weights of the heads as one matrix of 8 bits.
func (r *reader) tags(heads []head, hidden int, k *kernel.Kernels) *kernel.Matrix {
	var weights []int8
	var scales, biases []float32
	for _, h := range heads {
		rows := r.floats(h.tags * hidden)
		biases = append(biases, r.floats(h.tags)...)
		if r.short {
			return nil
		}
		for row := range slices.Chunk(rows, hidden) {
			scale := max(slices.Max(row), -slices.Min(row)) / math.MaxInt8
			if scale == 0 {
				scale = 1
			}
			scales = append(scales, scale)
			for _, w := range row {
				weights = append(weights, int8(math.RoundToEven(float64(w/scale))))
			}
		}
	}
	return k.Pack(weights, scales, biases, len(scales), hidden)
}

// recordSize is the number of bytes of a word's embedding: the groups' scales in
// 16 bits, then the elements in 4.
func recordSize(hidden int) int { return hidden/group*2 + hidden/2 }

// unpack sets dst to a word's embedding.
func unpack(dst []float32, record []byte) {
	scales, packed := record[:len(dst)/group*2], record[len(dst)/group*2:]
	for g := 0; len(packed) > 0; g++ {
		scale := float16(binary.LittleEndian.Uint16(scales[2*g:]))
		elements := dst[g*group : (g+1)*group]
		for i, b := range packed[:group/2] {
			elements[2*i] = scale * float32(int(b&15)-8)
			elements[2*i+1] = scale * float32(int(b>>4)-8)
		}
		packed = packed[group/2:]
	}
}

// float16 returns the value of an IEEE float of 16 bits.
func float16(b uint16) float32 {
	sign, exponent, fraction := uint32(b>>15)<<31, uint32(b>>10&31), uint32(b&1023)
	switch exponent {
	case 0:
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)/(1<<24)))
	case 31:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}
