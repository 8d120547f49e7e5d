package kernel

import (
	"fmt"
	"math"
	"testing"
)

const eps = 1e-12

func TestLayerNorm(t *testing.T) {
	eachPath(t, func(t *testing.T, k *Kernels) {
		for _, input := range inputs {
			for _, width := range []int{16, 48, 384} {
				const rows = 3
				r := random(9)
				x, residual := floats(r, rows*width, input.at), floats(r, rows*width, input.at)
				gamma, beta := normal(r, width), normal(r, width)
				want := make([]float64, rows*width)
				for i := range rows {
					row := want[i*width : (i+1)*width]
					var mean, variance float64
					for j := range row {
						row[j] = float64(x[i*width+j] + residual[i*width+j])
						mean += row[j] / float64(width)
					}
					for _, v := range row {
						variance += (v - mean) * (v - mean) / float64(width)
					}
					for j, v := range row {
						row[j] = (v-mean)/math.Sqrt(variance+eps)*float64(gamma[j]) + float64(beta[j])
					}
				}
				got := make([]float32, rows*width)
				k.LayerNorm(got, x, residual, gamma, beta, rows, eps)
				near(t, fmt.Sprintf("%s, width %d", input.name, width), got, want, 5e-5)

				inPlace := append([]float32(nil), x...)
				k.LayerNorm(inPlace, inPlace, residual, gamma, beta, rows, eps)
				sameBits(t, "in place", inPlace, got)
			}
		}
	})
}

func TestLayerNormPaths(t *testing.T) {
	const rows, width = 5, 384
	for _, input := range inputs {
		t.Run(input.name, func(t *testing.T) {
			r := random(10)
			x, residual := floats(r, rows*width, input.at), floats(r, rows*width, input.at)
			gamma, beta := normal(r, width), normal(r, width)
			want := make([]float32, rows*width)
			For(Portable).LayerNorm(want, x, residual, gamma, beta, rows, eps)
			eachPath(t, func(t *testing.T, k *Kernels) {
				got := make([]float32, rows*width)
				k.LayerNorm(got, x, residual, gamma, beta, rows, eps)
				sameBits(t, "batch", got, want)
				for i := range rows {
					from, to := i*width, (i+1)*width
					k.LayerNorm(got[:width], x[from:to], residual[from:to], gamma, beta, 1, eps)
					sameBits(t, fmt.Sprintf("row %d alone", i), got[:width], want[from:to])
				}
			})
		})
	}
}
