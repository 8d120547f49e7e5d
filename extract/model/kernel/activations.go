package kernel

import "fmt"

// rowBlock is what the rows of activations are padded to a multiple of, so that each
// path may read whole blocks: of 8, 4 or 3 rows.
const rowBlock = 24

// Activations is rows of activations in 7 bits, made by [Kernels.Quantize]. The
// zero value is ready for use; it serves one goroutine at a time, and all paths.
type Activations struct {
	rows, width int
	values      []uint8 // rows, padded to rowBlock, times width
	scale       []float32
	zero        []int32

	// lanes and sums are values as the portable path reads them, see packLanes.
	lanes []uint64
	sums  []int32
	// tile is the result of one tile that does not fit in the destination.
	tile []float32
}

// Rows returns the number of rows.
func (a *Activations) Rows() int { return a.rows }

// Quantize sets dst to rows of the given width, a multiple of 32: each element of
// x becomes one of 127 steps between the least and the greatest element of its
// row and zero. A row whose elements are all smaller than 1e-34 counts as zero.
func (k *Kernels) Quantize(dst *Activations, x []float32, rows, width int) {
	if rows < 1 || width < 32 || width%32 != 0 || len(x) != rows*width {
		panic(fmt.Sprintf("kernel: quantising %d floats as %d x %d", len(x), rows, width))
	}
	dst.resize(rows, width)
	for r := range rows {
		row := x[r*width : (r+1)*width]
		least, greatest := k.minMax(row)
		s := step(least, greatest)
		dst.scale[r], dst.zero[r] = s.scale, s.zero
		k.quantize(dst.values[r*width:(r+1)*width], row, s.inverse, s.zero)
	}
}

func (a *Activations) resize(rows, width int) {
	a.rows, a.width = rows, width
	padded := roundUp(rows, rowBlock)
	a.values = grow(a.values, padded*width)
	a.scale = grow(a.scale, padded)
	a.zero = grow(a.zero, padded)
}

// quantum is how a row's elements become integers: x/scale, rounded, plus zero.
type quantum struct {
	scale, inverse float32
	zero           int32
}

// step returns the quantum of a row between least and greatest. The range is cut
// into 126 steps and not 127, so that rounding the element and the zero point
// cannot leave 0 to 127.
func step(least, greatest float32) quantum {
	least, greatest = min(least, 0), max(greatest, 0)
	scale := greatest/126 - least/126
	if scale < 1e-36 {
		return quantum{}
	}
	inverse := 1 / scale
	return quantum{scale: scale, inverse: inverse, zero: -round(float32(least * inverse))}
}

// grow returns a slice of length n, of s's memory if that is large enough.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
