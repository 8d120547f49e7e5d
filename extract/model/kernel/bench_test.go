package kernel

import (
	"fmt"
	"testing"
)

func eachPathBench(b *testing.B, bench func(b *testing.B, k *Kernels)) {
	for _, p := range Paths() {
		b.Run(p.String(), func(b *testing.B) { bench(b, For(p)) })
	}
}

// perSecond reports how much of unit was done, given how much one iteration does.
func perSecond(b *testing.B, each float64, unit string) {
	b.ReportMetric(each*float64(b.N)/b.Elapsed().Seconds(), unit+"/s")
}

// BenchmarkMatMul multiplies with the four matrices of a layer; quantising is part of
// it. GMAC is 1e9 multiplications with addition.
func BenchmarkMatMul(b *testing.B) {
	shapes := []struct {
		in, out  int
		withGELU bool
	}{{384, 384, false}, {384, 1152, false}, {384, 1536, true}, {1536, 384, false}}
	for _, shape := range shapes {
		for _, rows := range []int{64, 256} {
			b.Run(fmt.Sprintf("%dx%d/%d", shape.in, shape.out, rows), func(b *testing.B) {
				eachPathBench(b, func(b *testing.B, k *Kernels) {
					r := random(1)
					m := someWeights(r, shape.out, shape.in).pack(k)
					x, dst := normal(r, rows*shape.in), make([]float32, rows*shape.out)
					var act Activations
					for b.Loop() {
						k.Quantize(&act, x, rows, shape.in)
						if shape.withGELU {
							k.MatMulGELU(dst, &act, m)
						} else {
							k.MatMul(dst, &act, m)
						}
					}
					perSecond(b, float64(rows*shape.out*shape.in)/1e9, "GMAC")
				})
			})
		}
	}
}

func BenchmarkAttention(b *testing.B) {
	const heads = 12
	for _, n := range []int{16, 40, 128, 192} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			eachPathBench(b, func(b *testing.B, k *Kernels) {
				qkv, dst := normal(random(1), n*3*heads*HeadDim), make([]float32, n*heads*HeadDim)
				var s Scratch
				for b.Loop() {
					k.Attention(dst, qkv, &s, heads, 0, n)
				}
				perSecond(b, float64(n), "rows")
			})
		})
	}
}

func BenchmarkLayerNorm(b *testing.B) {
	const rows, width = 64, 384
	eachPathBench(b, func(b *testing.B, k *Kernels) {
		x := normal(random(1), rows*width)
		dst := make([]float32, rows*width)
		for b.Loop() {
			k.LayerNorm(dst, x, x, x[:width], x[:width], rows, eps)
		}
		perSecond(b, rows, "rows")
	})
}

func BenchmarkQuantize(b *testing.B) {
	const rows, width = 64, 1536
	eachPathBench(b, func(b *testing.B, k *Kernels) {
		x := normal(random(1), rows*width)
		var act Activations
		b.SetBytes(4 * rows * width)
		for b.Loop() {
			k.Quantize(&act, x, rows, width)
		}
	})
}

// BenchmarkEncoder runs the layers of an encoder, without embeddings and heads: six,
// of 384 dimensions, on 384 subwords in sequences of several lengths.
func BenchmarkEncoder(b *testing.B) {
	const layers, heads, width, inner, rows = 6, 12, 384, 1536, 384
	for _, length := range []int{48, 192} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			eachPathBench(b, func(b *testing.B, k *Kernels) {
				r := random(1)
				type layer struct{ qkv, out, up, down *Matrix }
				stack := make([]layer, layers)
				for i := range stack {
					stack[i] = layer{
						qkv: someWeights(r, 3*width, width).pack(k), out: someWeights(r, width, width).pack(k),
						up: someWeights(r, inner, width).pack(k), down: someWeights(r, width, inner).pack(k),
					}
				}
				x, y, gamma := normal(r, rows*width), make([]float32, rows*width), normal(r, width)
				qkv, up := make([]float32, rows*3*width), make([]float32, rows*inner)
				var act Activations
				var s Scratch
				for b.Loop() {
					for _, l := range stack {
						k.Quantize(&act, x, rows, width)
						k.MatMul(qkv, &act, l.qkv)
						for start := 0; start < rows; start += length {
							k.Attention(y, qkv, &s, heads, start, start+length)
						}
						k.Quantize(&act, y, rows, width)
						k.MatMul(y, &act, l.out)
						k.LayerNorm(x, x, y, gamma, gamma, rows, eps)
						k.Quantize(&act, x, rows, width)
						k.MatMulGELU(up, &act, l.up)
						k.Quantize(&act, up, rows, inner)
						k.MatMul(y, &act, l.down)
						k.LayerNorm(x, x, y, gamma, gamma, rows, eps)
					}
				}
				perSecond(b, rows, "subwords")
			})
		})
	}
}
