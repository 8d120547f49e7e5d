package kernel

import "fmt"

// maxIn bounds the inputs of a matrix so that a sum of products fits in an int32.
const maxIn = 1 << 16

// group is how many consecutive inputs of one output the vector instructions of all
// paths multiply and add at once.
const group = 4

// Matrix is a weight matrix with a bias, packed for one path. It is read-only.
type Matrix struct {
	path    Path
	out, in int

	// weights is the panels in order: of each panel, of each group of inputs, the
	// groups of its outputs. The outputs are padded with zeros to whole panels.
	weights []int8
	// biased is what the portable path has in place of weights, see packBiased.
	biased []uint8

	// sums is the sum of each output's weights: what one unit of a row's zero point
	// adds to a product.
	sums  []int32
	scale []float32
	bias  []float32
}

// Out returns the number of outputs of the matrix.
func (m *Matrix) Out() int { return m.out }

// In returns the number of inputs of the matrix.
func (m *Matrix) In() int { return m.in }

// Pack prepares a matrix for the path of k. Weights is out rows of in values; the
// value of a weight is the int8 times its row's scale. In is a multiple of 32, at
// most 65,536; out is any positive number. Nothing of the arguments is kept.
func (k *Kernels) Pack(weights []int8, scales, bias []float32, out, in int) *Matrix {
	switch {
	case out < 1 || in < 1 || in%32 != 0 || in > maxIn:
		panic(fmt.Sprintf("kernel: packing a matrix of %d x %d", out, in))
	case len(weights) != out*in || len(scales) != out || len(bias) != out:
		panic(fmt.Sprintf("kernel: packing %d weights, %d scales and %d biases for %d x %d",
			len(weights), len(scales), len(bias), out, in))
	}
	padded := roundUp(out, k.panel)
	m := &Matrix{
		path: k.path, out: out, in: in,
		sums:  make([]int32, padded),
		scale: make([]float32, padded),
		bias:  make([]float32, padded),
	}
	copy(m.scale, scales)
	copy(m.bias, bias)
	for o := range out {
		var sum int32
		for _, w := range weights[o*in : (o+1)*in] {
			sum += int32(w)
		}
		m.sums[o] = sum
	}
	if k.path == Portable {
		m.biased = packBiased(weights, padded, in)
		return m
	}
	m.weights = make([]int8, padded*in)
	for o := range out {
		row := weights[o*in : (o+1)*in]
		panel := m.weights[o/k.panel*k.panel*in:]
		at := o % k.panel * group
		for i := 0; i < in; i += group {
			copy(panel[i*k.panel+at:], row[i:i+group])
		}
	}
	return m
}

// MatMul sets dst, a row of w.Out() floats for each row of act, to act*wᵀ + bias.
// The width of act is w.In(), and w was packed by the same path.
func (k *Kernels) MatMul(dst []float32, act *Activations, w *Matrix) {
	k.check(dst, act, w)
	k.matMul(dst, act, w, false)
}

// MatMulGELU is [Kernels.MatMul] followed by GELU(x) = x*Φ(x), where Φ is the
// distribution function of the standard normal distribution: to within 1e-5 or, for
// x above 10, one part in a million.
func (k *Kernels) MatMulGELU(dst []float32, act *Activations, w *Matrix) {
	k.check(dst, act, w)
	k.matMul(dst, act, w, true)
}

func (k *Kernels) check(dst []float32, act *Activations, w *Matrix) {
	switch {
	case w.path != k.path:
		panic(fmt.Sprintf("kernel: a matrix packed for %v on %v", w.path, k.path))
	case act.width != w.in:
		panic(fmt.Sprintf("kernel: activations %d wide for a matrix with %d inputs", act.width, w.in))
	case len(dst) != act.rows*w.out:
		panic(fmt.Sprintf("kernel: a result of %d floats for %d x %d", len(dst), act.rows, w.out))
	}
}

// roundUp returns the least multiple of m that is at least n.
func roundUp(n, m int) int { return (n + m - 1) / m * m }
