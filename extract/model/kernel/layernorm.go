package kernel

import (
	"fmt"
	"math"
)

// LayerNorm sets dst, rows of len(gamma) floats, to x + residual, normalised row by
// row to mean 0 and variance 1, times gamma plus beta. Eps is added to the
// variance. The width len(gamma) is a multiple of 16. Dst may be x or residual.
func (k *Kernels) LayerNorm(dst, x, residual, gamma, beta []float32, rows int, eps float32) {
	width := len(gamma)
	if width < 16 || width%16 != 0 || len(beta) != width ||
		len(dst) != rows*width || len(x) != rows*width || len(residual) != rows*width {
		panic(fmt.Sprintf("kernel: normalising %d rows of %d from %d + %d to %d floats",
			rows, width, len(x), len(residual), len(dst)))
	}
	n := float32(width)
	for r := range rows {
		from, to := r*width, (r+1)*width
		row := dst[from:to]
		mean := k.add(row, x[from:to], residual[from:to]) / n
		variance := k.squares(row, mean) / n
		k.normalize(row, gamma, beta, mean, 1/sqrt(variance+eps))
	}
}

// sqrt returns the correctly rounded root: rounding twice is harmless for roots.
func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
