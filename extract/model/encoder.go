package model

import "dateline/extract/model/kernel"

// epsilon is added to the variance in layer norms.
const epsilon = 1e-12

// encoder is a stack of BERT's layers with the linear layer that gives the tags'
// scores. It is read-only.
type encoder struct {
	kernels                  *kernel.Kernels
	hidden, inner, attention int // sizes; attention counts heads

	words             []byte    // a record of recordSize for each sub-word
	positions, shapes []float32 // rows of hidden
	norm              layerNorm
	layers            []layer
	tags              *kernel.Matrix // of all heads, one after another
}

// layerNorm is a layer norm.
type layerNorm struct{ weight, bias []float32 }

// layer is one layer: attention and a feed-forward network, each added to its
// input and normalised.
type layer struct {
	qkv, out, up, down *kernel.Matrix
	norm1, norm2       layerNorm
}

// input is what the encoder reads at once, and its working memory: rows are
// sub-words. It serves one goroutine at a time.
type input struct {
	subwords []int32
	shapes   []shape
	firsts   []int // the first sub-word of each word

	hidden, scores []float32 // of the first sub-words, rows of hidden size and of tags
	x, y, wide     []float32
	activations    kernel.Activations
	scratch        kernel.Scratch
}

func (in *input) reset() {
	in.subwords, in.shapes, in.firsts = in.subwords[:0], in.shapes[:0], in.firsts[:0]
}

func (in *input) add(subword int32, s shape) {
	in.subwords = append(in.subwords, subword)
	in.shapes = append(in.shapes, s)
}

// encode sets in.hidden to the states of the first sub-words after the last
// layer, and in.scores to the scores of all tags for each.
func (e *encoder) encode(in *input) {
	k, h, rows, act := e.kernels, e.hidden, len(in.subwords), &in.activations
	in.x, in.y = grow(in.x, rows*h), grow(in.y, rows*h)
	in.wide = grow(in.wide, rows*max(3*h, e.inner))
	e.embed(in)
	x, y := in.x, in.y
	for i, l := range e.layers {
		qkv := in.wide[:rows*3*h]
		k.Quantize(act, x, rows, h)
		k.MatMul(qkv, act, l.qkv)
		k.Attention(y, qkv, &in.scratch, e.attention, 0, rows)
		if i == len(e.layers)-1 { // from here on, rows no longer need each other
			rows = len(in.firsts)
			x, y = pick(x, in.firsts, h), pick(y, in.firsts, h)
		}
		up := in.wide[:rows*e.inner]
		k.Quantize(act, y, rows, h)
		k.MatMul(y, act, l.out)
		k.LayerNorm(x, x, y, l.norm1.weight, l.norm1.bias, rows, epsilon)
		k.Quantize(act, x, rows, h)
		k.MatMulGELU(up, act, l.up)
		k.Quantize(act, up, rows, e.inner)
		k.MatMul(y, act, l.down)
		k.LayerNorm(x, x, y, l.norm2.weight, l.norm2.bias, rows, epsilon)
	}
	in.hidden, in.scores = x, grow(in.scores, rows*e.tags.Out())
	k.Quantize(act, x, rows, h)
	k.MatMul(in.scores, act, e.tags)
}

// embed sets in.x to the embeddings of the sub-words.
func (e *encoder) embed(in *input) {
	h, size := e.hidden, recordSize(e.hidden)
	for i, s := range in.subwords {
		unpack(in.x[i*h:(i+1)*h], e.words[int(s)*size:][:size])
		y, position, shape := in.y[i*h:(i+1)*h], e.positions[i*h:], e.shapes[int(in.shapes[i])*h:]
		for j := range y {
			y[j] = position[j] + shape[j]
		}
	}
	e.kernels.LayerNorm(in.x, in.x, in.y, e.norm.weight, e.norm.bias, len(in.subwords), epsilon)
}

// pick moves the given rows of x, ascending, to its front, and returns them.
func pick(x []float32, rows []int, width int) []float32 {
	for i, r := range rows {
		copy(x[i*width:(i+1)*width], x[r*width:])
	}
	return x[:len(rows)*width]
}

// grow returns a slice of length n, of s's memory if that is large enough. What
// it holds is left from earlier.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
