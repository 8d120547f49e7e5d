package kernel

import "math"

// The constants of the functions below. The assembly has them as well.
const (
	// roundingBias, added to a float32 of magnitude below 2**22, rounds it to an
	// integer, ties to even, and leaves that integer in the low bits of the sum.
	roundingBias = 3 << 22

	// exp2Least keeps 2**x a normal number.
	exp2Least = -125
	// 2**x on [-½, ½] is 1 + x*(exp2C1 + x*(… exp2C5)), to 1e-7.
	exp2C1 = 0.6931469776
	exp2C2 = 0.2402224207
	exp2C3 = 0.05550733787
	exp2C4 = 0.00967151354
	exp2C5 = 0.00132647141

	// Beyond geluBound, Φ counts as 0 or 1. Within it, Φ(x) is
	// ½ + x*p(x²)/q(x²), to 4e-6 / |x|.
	geluBound = 4.7
	geluP0    = 0.3989163397
	geluP1    = 0.02801511417
	geluP2    = 0.00380164448
	geluP3    = 3.213470031e-5
	geluQ1    = 0.236775258
	geluQ2    = 0.02404777753
	geluQ3    = 0.001140709469
)

// In this package every product of floats that may be added to something is converted
// to float32: the conversion forbids the compiler to fuse the two, which it does on
// some platforms, across functions that it inlines too.

// round returns x, of magnitude below 2**22, rounded to an integer, ties to even.
func round(x float32) int32 {
	return int32(math.Float32bits(x+roundingBias) - math.Float32bits(roundingBias))
}

// exp2 returns 2**x for x of at most 0; below exp2Least it stays what it is there.
func exp2(x float32) float32 {
	x = max(x, exp2Least)
	biased := x + roundingBias
	f := x - (biased - roundingBias)
	p := float32(f*exp2C5) + exp2C4
	p = float32(f*p) + exp2C3
	p = float32(f*p) + exp2C2
	p = float32(f*p) + exp2C1
	p = float32(f*p) + 1
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(biased)<<23)
}

// gelu returns x*Φ(x).
func gelu(x float32) float32 {
	x = max(x, -geluBound)
	z := min(x, geluBound)
	u := float32(z * z)
	p := float32(u*geluP3) + geluP2
	p = float32(u*p) + geluP1
	p = float32(u*p) + geluP0
	q := float32(u*geluQ3) + geluQ2
	q = float32(u*q) + geluQ1
	q = float32(u*q) + 1
	return float32(x * (float32(z*p)/q + 0.5))
}

// partial is a sum along a row: element i of the row is added to partial i mod 16.
type partial [16]float32

// total folds the partial sums in half until one is left.
func (s *partial) total() float32 {
	for n := 8; n > 0; n /= 2 {
		for i := range n {
			s[i] += s[i+n]
		}
	}
	return s[0]
}
