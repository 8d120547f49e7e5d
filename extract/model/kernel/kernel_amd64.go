package kernel

import "golang.org/x/sys/cpu"

// available is the kernels that this CPU can run, the fastest first.
var available = detect()

func detect() []*Kernels {
	kernels := []*Kernels{portable}
	if cpu.X86.HasAVX2 {
		kernels = append([]*Kernels{kernelsAVX2}, kernels...)
	}
	// AVX2 is asked for as well: both paths share a function that uses it.
	if cpu.X86.HasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ &&
		cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI {
		kernels = append([]*Kernels{kernelsVNNI}, kernels...)
	}
	return kernels
}

var kernelsAVX2 = &Kernels{
	path:  AVX2,
	panel: 16,
	matMul: func(dst []float32, act *Activations, w *Matrix, withGELU bool) {
		if withGELU {
			matMulTiles(dst, act, w, 4, 16, productGELUAVX2)
		} else {
			matMulTiles(dst, act, w, 4, 16, productAVX2)
		}
	},
	vector: vector{
		minMax:    minMaxAVX2,
		quantize:  quantizeAVX2,
		add:       addAVX2,
		squares:   squaresAVX2,
		normalize: normalizeAVX2,
		transpose: transposeAVX2,
		scores:    scoresAVX2,
		exp:       expAVX2,
		mix:       mixAVX2,
		block:     4,
	},
}

var kernelsVNNI = &Kernels{
	path:  VNNI,
	panel: 32,
	matMul: func(dst []float32, act *Activations, w *Matrix, withGELU bool) {
		if withGELU {
			matMulTiles(dst, act, w, 8, 32, productGELUVNNI)
		} else {
			matMulTiles(dst, act, w, 8, 32, productVNNI)
		}
	},
	vector: vector{
		minMax:    minMaxVNNI,
		quantize:  quantizeVNNI,
		add:       addVNNI,
		squares:   squaresVNNI,
		normalize: normalizeVNNI,
		transpose: transposeAVX2,
		scores:    scoresVNNI,
		exp:       expVNNI,
		mix:       mixVNNI,
		block:     8,
	},
}

// product multiplies a block of rows of activations, each of in bytes, with one
// panel of weights, and stores the first rows of the result, pitch bytes apart.
type product func(dst *float32, pitch, rows int, act *uint8, in int, weights *int8,
	sums *int32, scale, bias, rowScale *float32, rowZero *int32)

// matMulTiles goes through the panels, and for each through the rows in blocks, so
// that a panel of weights stays in the cache.
func matMulTiles(dst []float32, act *Activations, w *Matrix, block, panel int, f product) {
	in := w.in
	for o := 0; o < w.out; o += panel {
		outputs := min(panel, w.out-o)
		weights := &w.weights[o*in]
		for r := 0; r < act.rows; r += block {
			rows := min(block, act.rows-r)
			at, pitch := dst[r*w.out+o:], w.out
			if outputs < panel {
				act.tile = grow(act.tile, block*panel)
				at, pitch = act.tile, panel
			}
			f(&at[0], 4*pitch, rows, &act.values[r*in], in, weights,
				&w.sums[o], &w.scale[o], &w.bias[o], &act.scale[r], &act.zero[r])
			if outputs < panel {
				for i := range rows {
					copy(dst[(r+i)*w.out+o:][:outputs], act.tile[i*panel:])
				}
			}
		}
	}
}
