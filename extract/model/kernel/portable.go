package kernel

// portable is the path in plain Go. Its integer products go three to one
// multiplication of 64 bits: see packLanes.
var portable = &Kernels{
	path:   Portable,
	panel:  quad,
	matMul: matMulPortable,
	vector: vector{
		minMax:    minMaxPortable,
		quantize:  quantizePortable,
		add:       addPortable,
		squares:   squaresPortable,
		normalize: normalizePortable,
		transpose: transposePortable,
		scores:    scoresPortable,
		exp:       expPortable,
		mix:       mixPortable,
		block:     portableBlock,
	},
}

const (
	portableBlock = 4 // queries that attention takes at a time

	quad     = 4  // outputs of a panel
	laneRows = 3  // rows in one integer of 64 bits
	laneBits = 21 // bits of a row in it
	// laneSums is how many products of 7 by 8 bits may be added before one overflows
	// its lane: 127 * 255 * 64 < 2**21.
	laneSums = 64

	// weightBias makes a weight unsigned, so that a lane's sum borrows nothing from
	// the lane above it.
	weightBias = 128
)

// packBiased returns the weights, each plus weightBias, padded to whole panels.
func packBiased(weights []int8, padded, in int) []uint8 {
	biased := make([]uint8, padded*in)
	for i, w := range weights {
		biased[i] = uint8(int(w) + weightBias)
	}
	return biased
}

// packLanes sets a.lanes to the values, three rows in one integer: one
// multiplication by a weight then gives the products of three rows. It also sums the
// values of each row.
func (a *Activations) packLanes() {
	groups := roundUp(a.rows, laneRows) / laneRows
	a.lanes = grow(a.lanes, groups*a.width)
	a.sums = grow(a.sums, groups*laneRows)
	for g := range groups {
		v := a.values[g*laneRows*a.width:]
		lanes := a.lanes[g*a.width : (g+1)*a.width]
		v0, v1, v2 := v[:len(lanes)], v[a.width:][:len(lanes)], v[2*a.width:][:len(lanes)]
		var s0, s1, s2 int32
		for i := range lanes {
			lanes[i] = uint64(v0[i]) | uint64(v1[i])<<laneBits | uint64(v2[i])<<(2*laneBits)
			s0 += int32(v0[i])
			s1 += int32(v1[i])
			s2 += int32(v2[i])
		}
		copy(a.sums[g*laneRows:], []int32{s0, s1, s2})
	}
}

func matMulPortable(dst []float32, act *Activations, w *Matrix, withGELU bool) {
	act.packLanes()
	in := w.in
	for o := 0; o < w.out; o += quad {
		weights := w.biased[o*in : (o+quad)*in]
		outputs := min(quad, w.out-o)
		for r := 0; r < act.rows; r += laneRows {
			sums := dotLanes(act.lanes[r/laneRows*in:(r/laneRows+1)*in], weights)
			for j := range min(laneRows, act.rows-r) {
				row := dst[(r+j)*w.out+o:][:outputs]
				for i := range row {
					n := sums[j][i] - weightBias*act.sums[r+j] - act.zero[r+j]*w.sums[o+i]
					x := float32(float32(float32(n)*w.scale[o+i])*act.scale[r+j]) + w.bias[o+i]
					if withGELU {
						x = gelu(x)
					}
					row[i] = x
				}
			}
		}
	}
}

// dotLanes returns the dot products of three rows with four outputs, whose weights
// follow each other.
func dotLanes(lanes []uint64, weights []uint8) (sums [laneRows][quad]int32) {
	const mask = 1<<laneBits - 1
	in := len(lanes)
	for from := 0; from < in; from += laneSums {
		to := min(from+laneSums, in)
		s0, s1, s2, s3 := addLanes(lanes[from:to], weights[from:], weights[in+from:], weights[2*in+from:], weights[3*in+from:])
		for i, s := range [quad]uint64{s0, s1, s2, s3} {
			sums[0][i] += int32(s & mask)
			sums[1][i] += int32(s >> laneBits & mask)
			sums[2][i] += int32(s >> (2 * laneBits))
		}
	}
	return sums
}

// addLanes returns the sums of the products of lanes with the weights of each of four
// outputs. It is not inlined because it needs all the registers.
//
//go:noinline
func addLanes(lanes []uint64, w0, w1, w2, w3 []uint8) (s0, s1, s2, s3 uint64) {
	n := len(lanes)
	w0, w1, w2, w3 = w0[:n], w1[:n], w2[:n], w3[:n]
	for i, a := range lanes {
		s0 += a * uint64(w0[i])
		s1 += a * uint64(w1[i])
		s2 += a * uint64(w2[i])
		s3 += a * uint64(w3[i])
	}
	return s0, s1, s2, s3
}

func minMaxPortable(x []float32) (least, greatest float32) {
	least, greatest = x[0], x[0]
	for _, v := range x {
		if v < least {
			least = v
		}
		if v > greatest {
			greatest = v
		}
	}
	return least, greatest
}

func quantizePortable(dst []uint8, x []float32, inverse float32, zero int32) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = uint8(round(float32(v*inverse)) + zero)
	}
}

func addPortable(dst, x, y []float32) float32 {
	var sum partial
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		v := x[i] + y[i]
		dst[i] = v
		sum[i%16] += v
	}
	return sum.total()
}

func squaresPortable(x []float32, mean float32) float32 {
	var sum partial
	for i, v := range x {
		d := v - mean
		sum[i%16] += float32(d * d)
	}
	return sum.total()
}

func normalizePortable(x, gamma, beta []float32, mean, inverse float32) {
	gamma, beta = gamma[:len(x)], beta[:len(x)]
	for i, v := range x {
		x[i] = float32(float32((v-mean)*inverse)*gamma[i]) + beta[i]
	}
}

func transposePortable(dst, x []float32, stride, width, rows int) {
	for r := range rows {
		for d, v := range x[r*width:][:HeadDim] {
			dst[d*stride+r] = v
		}
	}
}

func scoresPortable(dst, q, kt, mask []float32, width int) {
	n := len(mask)
	for r := range portableBlock {
		row := dst[r*n:][:n]
		copy(row, mask)
		for d, a := range q[r*width:][:HeadDim] {
			keys := kt[d*n:][:len(row)]
			for j, b := range keys {
				row[j] += float32(a * b)
			}
		}
	}
}

func expPortable(x []float32, greatest, scale float32) float32 {
	var sum partial
	for i, v := range x {
		e := exp2(float32((v - greatest) * scale))
		x[i] = e
		sum[i%16] += e
	}
	return sum.total()
}

func mixPortable(dst, p, v, factor []float32, width, stride, vwidth, n int) {
	for r, f := range factor {
		var sum [HeadDim]float32
		for j, a := range p[r*stride:][:n] {
			for d, b := range v[j*vwidth:][:HeadDim] {
				sum[d] += float32(a * b)
			}
		}
		for d, s := range sum {
			dst[r*width+d] = float32(s * f)
		}
	}
}
