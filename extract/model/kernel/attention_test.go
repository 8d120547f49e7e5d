package kernel

import (
	"fmt"
	"math"
	"testing"
)

// exactAttention computes attention of one sequence in float64.
func exactAttention(qkv []float32, heads, n int) []float64 {
	width := heads * HeadDim
	dst := make([]float64, n*width)
	at := func(row, part, h, d int) float64 { return float64(qkv[row*3*width+part*width+h*HeadDim+d]) }
	for h := range heads {
		for i := range n {
			scores := make([]float64, n)
			greatest := math.Inf(-1)
			for j := range n {
				for d := range HeadDim {
					scores[j] += at(i, 0, h, d) * at(j, 1, h, d) / math.Sqrt(HeadDim)
				}
				greatest = max(greatest, scores[j])
			}
			var sum float64
			for j, s := range scores {
				scores[j] = math.Exp(s - greatest)
				sum += scores[j]
			}
			for j, p := range scores {
				for d := range HeadDim {
					dst[i*width+h*HeadDim+d] += p / sum * at(j, 2, h, d)
				}
			}
		}
	}
	return dst
}

// scaled returns normal rows of queries, keys and values; a large scale makes
// attention sharp.
func scaled(seed uint64, n int, scale float32) []float32 {
	x := normal(random(seed), n)
	for i := range x {
		x[i] *= scale
	}
	return x
}

func TestAttention(t *testing.T) {
	const heads, width = 3, 3 * HeadDim
	eachPath(t, func(t *testing.T, k *Kernels) {
		var s Scratch
		for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 31, 32, 33, 40, 65, 130, 7} {
			for _, scale := range []float32{0, 1e-20, 1, 5} {
				qkv := scaled(uint64(n), n*3*width, scale)
				got := make([]float32, n*width)
				k.Attention(got, qkv, &s, heads, 0, n)
				near(t, fmt.Sprintf("%d rows times %g", n, scale), got, exactAttention(qkv, heads, n), 3e-5*float64(scale))
			}
		}
	})
}

// TestAttentionPacked checks that a sequence gives the same bits in a packed batch as
// alone, on every path, and that the rows of its neighbours are left as they are.
func TestAttentionPacked(t *testing.T) {
	const heads, width, batch = 2, 2 * HeadDim, 60
	for _, scale := range []float32{1, 30, 1e6} {
		qkv := scaled(11, batch*3*width, scale)
		t.Run(fmt.Sprint(scale), func(t *testing.T) {
			eachPath(t, func(t *testing.T, k *Kernels) {
				for _, part := range [][2]int{{0, 1}, {0, 60}, {1, 20}, {13, 29}, {20, 28}, {41, 60}, {59, 60}} {
					start, end := part[0], part[1]
					want := make([]float32, (end-start)*width)
					For(Portable).Attention(want, append([]float32(nil), qkv[start*3*width:end*3*width]...), &Scratch{}, heads, 0, end-start)
					got := make([]float32, batch*width)
					for i := range got {
						got[i] = -7
					}
					k.Attention(got, qkv, &Scratch{}, heads, start, end)
					sameBits(t, fmt.Sprintf("rows %d to %d", start, end), got[start*width:end*width], want)
					for i, v := range got {
						if (i < start*width || i >= end*width) && v != -7 {
							t.Fatalf("rows %d to %d: row %d was written", start, end, i/width)
						}
					}
				}
			})
		})
	}
}

// TestAttentionScratch checks that what an earlier sequence left behind does not matter.
func TestAttentionScratch(t *testing.T) {
	const heads, width, n = 2, 2 * HeadDim, 13
	qkv := scaled(12, n*3*width, 1)
	dirty := scaled(13, 50*3*width, 1e14)
	eachPath(t, func(t *testing.T, k *Kernels) {
		want, got := make([]float32, n*width), make([]float32, n*width)
		k.Attention(want, qkv, &Scratch{}, heads, 0, n)
		var s Scratch
		k.Attention(make([]float32, 50*width), dirty, &s, heads, 0, 50)
		k.Attention(got, qkv, &s, heads, 0, n)
		sameBits(t, "after another sequence", got, want)
	})
}
