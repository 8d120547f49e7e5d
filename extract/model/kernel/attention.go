package kernel

import "fmt"

// HeadDim is the number of dimensions of one attention head.
const HeadDim = 32

const (
	// scoreScale is 1/√HeadDim, times log₂e, since exp takes powers of two.
	scoreScale = 0.17677669529663687 * 1.4426950408889634
	// hidden is the score of a key that only fills up a vector.
	hidden = -1e36
)

// Scratch is the working memory of [Kernels.Attention]. The zero value is ready
// for use; it serves one goroutine at a time, and all paths.
type Scratch struct {
	keys   []float32 // of one head, transposed
	tail   []float32 // the last keys, if they are not a block of eight
	scores []float32 // of one block of queries
	mask   []float32
	query  []float32 // a block of queries that is not full
	factor []float32
}

// Attention computes self-attention for one sequence of a packed batch: rows start
// to end, without end. Qkv is rows of 3*heads*HeadDim floats, queries, keys and
// values; dst is rows of heads*HeadDim floats, of which only those of the sequence
// are set: softmax(q*kᵀ/√HeadDim)*v, head by head.
func (k *Kernels) Attention(dst, qkv []float32, s *Scratch, heads, start, end int) {
	width := heads * HeadDim
	if heads < 1 || start < 0 || end <= start || len(dst) < end*width || len(qkv) < end*3*width {
		panic(fmt.Sprintf("kernel: attention of %d heads to rows %d to %d of %d floats", heads, start, end, len(qkv)))
	}
	n := end - start
	s.resize(n, k.block)
	for h := range heads {
		from := start*3*width + h*HeadDim
		k.head(dst[start*width+h*HeadDim:], qkv[from:], qkv[from+width:], qkv[from+2*width:], s, n, width)
	}
}

// head computes one head: the slices begin at its first row and column.
func (k *Kernels) head(dst, queries, keys, values []float32, s *Scratch, n, width int) {
	stride := len(s.mask)
	whole := n / 8 * 8
	if whole > 0 {
		k.transpose(s.keys, keys, stride, 3*width, whole)
	}
	for r := whole; r < n; r++ {
		copy(s.tail[(r-whole)*HeadDim:], keys[r*3*width:][:HeadDim])
	}
	if whole < n {
		k.transpose(s.keys[whole:], s.tail, stride, HeadDim, 8)
	}
	for r := 0; r < n; r += k.block {
		q, qwidth := queries[r*3*width:], 3*width
		rows := min(k.block, n-r)
		if rows < k.block {
			for i := range rows {
				copy(s.query[i*HeadDim:], q[i*qwidth:][:HeadDim])
			}
			q, qwidth = s.query, HeadDim
		}
		k.scores(s.scores, q, s.keys, s.mask, qwidth)
		for i := range rows {
			row := s.scores[i*stride:][:stride]
			_, greatest := k.minMax(row)
			s.factor[i] = 1 / k.exp(row, greatest, scoreScale)
		}
		k.mix(dst[r*width:], s.scores, values, s.factor[:rows], width, stride, 3*width, n)
	}
}

func (s *Scratch) resize(n, block int) {
	stride := roundUp(n, 16)
	// Beyond the last key there are zeros, and the mask hides their scores.
	s.keys = grow(s.keys, HeadDim*stride)
	clear(s.keys)
	s.tail = grow(s.tail, 8*HeadDim)
	clear(s.tail)
	s.scores = grow(s.scores, block*stride)
	s.query = grow(s.query, block*HeadDim)
	s.factor = grow(s.factor, block)
	s.mask = grow(s.mask, stride)
	for i := range s.mask {
		s.mask[i] = 0
		if i >= n {
			s.mask[i] = hidden
		}
	}
}
