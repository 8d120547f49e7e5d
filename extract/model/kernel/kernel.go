package kernel

import "fmt"

// Path names one implementation of the kernels.
type Path int

// The paths, from the slowest to the fastest.
const (
	Portable Path = iota // plain Go, for every platform
	AVX2                 // amd64 with AVX2
	VNNI                 // amd64 with AVX-512 F, BW, DQ, VL and VNNI
)

// String returns the path's name in lower case.
func (p Path) String() string {
	switch p {
	case Portable:
		return "portable"
	case AVX2:
		return "avx2"
	case VNNI:
		return "vnni"
	}
	return fmt.Sprintf("path(%d)", int(p))
}

// Kernels is the set of kernels of one path. It is safe for concurrent use.
type Kernels struct {
	path  Path
	panel int // outputs in one panel of a packed matrix

	// matMul fills dst, act.rows x w.out, with the scaled products, passed through
	// GELU if gelu is set.
	matMul func(dst []float32, act *Activations, w *Matrix, gelu bool)

	vector
}

// vector is what a path does to one row, or to one block of rows. Rows have a
// multiple of 16 elements, and all slices of one call as many, unless a comment
// says otherwise. A sum is taken as the package comment says.
type vector struct {
	// minMax returns the least and the greatest element.
	minMax func(x []float32) (least, greatest float32)
	// quantize sets dst to x*inverse, rounded to even, plus zero. The results fit
	// in 7 bits. The length is a multiple of 32.
	quantize func(dst []uint8, x []float32, inverse float32, zero int32)
	// add sets dst to x + y and returns the sum of dst.
	add func(dst, x, y []float32) float32
	// squares returns the sum of (x-mean)².
	squares func(x []float32, mean float32) float32
	// normalize sets x to (x-mean)*inverse*gamma + beta.
	normalize func(x, gamma, beta []float32, mean, inverse float32)

	// transpose sets dst, HeadDim rows of stride floats, to the transpose of the
	// first HeadDim columns of x, rows of width floats. The number of rows is a
	// multiple of 8 and at most stride.
	transpose func(dst, x []float32, stride, width, rows int)
	// scores sets dst, block rows of len(mask) floats, to mask + q*kt: q is block
	// rows of HeadDim floats, width apart; kt is HeadDim rows of len(mask) floats.
	scores func(dst, q, kt, mask []float32, width int)
	// exp sets x to 2**((x-greatest)*scale) and returns the sum of x.
	exp func(x []float32, greatest, scale float32) float32
	// mix sets dst, rows of HeadDim floats, width apart, to p*v, each row times its
	// factor. p is block rows of stride floats, v is n rows of HeadDim floats,
	// vwidth apart. Only len(factor) rows, at most block, are stored.
	mix func(dst, p, v, factor []float32, width, stride, vwidth, n int)
	// block is the number of query rows of scores and mix.
	block int
}

// Path returns the path of the kernels.
func (k *Kernels) Path() Path { return k.path }

// Paths returns the paths that this CPU can run, the fastest first. [Portable] is
// always the last.
func Paths() []Path {
	paths := make([]Path, len(available))
	for i, k := range available {
		paths[i] = k.path
	}
	return paths
}

// For returns the kernels of a path. It panics if the CPU cannot run them: see
// [Paths].
func For(p Path) *Kernels {
	for _, k := range available {
		if k.path == p {
			return k
		}
	}
	panic(fmt.Sprintf("kernel: this CPU cannot run %v", p))
}

// Best returns the kernels of the fastest path that this CPU can run.
func Best() *Kernels { return available[0] }
