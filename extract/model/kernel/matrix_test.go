package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// weights is a matrix before it is packed.
type weights struct {
	out, in     int
	w           []int8
	scale, bias []float32
}

func (m weights) pack(k *Kernels) *Matrix { return k.Pack(m.w, m.scale, m.bias, m.out, m.in) }

// someWeights returns a matrix of all int8 values.
func someWeights(r *rand.Rand, out, in int) weights {
	m := weights{out: out, in: in, w: make([]int8, out*in), scale: make([]float32, out), bias: normal(r, out)}
	for i := range m.w {
		m.w[i] = int8(r.Uint32())
	}
	for i := range m.scale {
		m.scale[i] = 0.001 + 0.01*r.Float32()
	}
	return m
}

// extremeWeights returns a matrix whose rows are all -128 or all 127, so that the
// sums are as large as they can be.
func extremeWeights(r *rand.Rand, out, in int) weights {
	m := someWeights(r, out, in)
	for i := range m.w {
		m.w[i] = [2]int8{-128, 127}[i/in%2]
	}
	return m
}

// product multiplies the quantised activations with the matrix in integers, and
// scales in float64. It returns the results and the largest magnitude that is added
// up in one.
func (m weights) product(act *Activations) (want []float64, largest float64) {
	for r := range act.rows {
		for o := range m.out {
			var sum int64
			for i, w := range m.w[o*m.in : (o+1)*m.in] {
				sum += (int64(act.values[r*m.in+i]) - int64(act.zero[r])) * int64(w)
			}
			x := float64(sum) * float64(m.scale[o]) * float64(act.scale[r])
			largest = max(largest, math.Abs(x), math.Abs(float64(m.bias[o])))
			want = append(want, x+float64(m.bias[o]))
		}
	}
	return want, largest
}

func TestMatMul(t *testing.T) {
	shapes := []struct{ out, in int }{
		{1, 32}, {3, 64}, {4, 32}, {15, 96}, {16, 32}, {17, 32}, {31, 160}, {32, 384}, {33, 384}, {48, 1536}, {70, 128},
	}
	kinds := []struct {
		name string
		make func(*rand.Rand, int, int) weights
	}{{"random", someWeights}, {"extreme", extremeWeights}}
	eachPath(t, func(t *testing.T, k *Kernels) {
		var act Activations
		for _, in := range inputs {
			for _, kind := range kinds {
				for i, shape := range shapes {
					r := random(uint64(i))
					m := kind.make(r, shape.out, shape.in)
					rows := 1 + i*3%17
					what := fmt.Sprintf("%s, %s, %d rows, %d x %d", in.name, kind.name, rows, shape.out, shape.in)
					k.Quantize(&act, floats(r, rows*m.in, in.at), rows, m.in)
					got := make([]float32, rows*m.out)
					k.MatMul(got, &act, m.pack(k))
					want, largest := m.product(&act)
					near(t, what, got, want, 4e-7*largest)

					k.MatMulGELU(got, &act, m.pack(k))
					for j, x := range want {
						want[j] = exactGELU(x)
					}
					near(t, what+", GELU", got, want, 1e-5+1.4e-6*largest)
				}
			}
		}
	})
}

// TestMatMulRows tries every number of rows around the size of a block.
func TestMatMulRows(t *testing.T) {
	m := someWeights(random(3), 37, 64)
	eachPath(t, func(t *testing.T, k *Kernels) {
		packed := m.pack(k)
		for rows := 1; rows <= 17; rows++ {
			var act Activations
			k.Quantize(&act, normal(random(uint64(rows)), rows*m.in), rows, m.in)
			// The floats behind the result show that nothing is written there.
			buffer := make([]float32, rows*m.out+64)
			for i := range buffer {
				buffer[i] = -7
			}
			got := buffer[: rows*m.out : rows*m.out]
			k.MatMul(got, &act, packed)
			want, largest := m.product(&act)
			near(t, fmt.Sprintf("%d rows", rows), got, want, 4e-7*largest)
			for i, v := range buffer[len(got):] {
				if v != -7 {
					t.Fatalf("%d rows: wrote %g, %d floats behind the result", rows, v, i)
				}
			}
		}
	})
}

// TestMatMulPaths checks that all paths give the same bits.
func TestMatMulPaths(t *testing.T) {
	const rows, out, in = 19, 75, 384
	for _, input := range inputs {
		t.Run(input.name, func(t *testing.T) {
			r := random(5)
			m := someWeights(r, out, in)
			x := floats(r, rows*in, input.at)
			result := func(k *Kernels) (act Activations, plain, withGELU []float32) {
				plain, withGELU = make([]float32, rows*out), make([]float32, rows*out)
				packed := m.pack(k)
				k.Quantize(&act, x, rows, in)
				k.MatMul(plain, &act, packed)
				k.MatMulGELU(withGELU, &act, packed)
				return act, plain, withGELU
			}
			wantAct, want, wantGELU := result(For(Portable))
			eachPath(t, func(t *testing.T, k *Kernels) {
				act, got, gotGELU := result(k)
				if string(act.values[:rows*in]) != string(wantAct.values[:rows*in]) {
					t.Error("the quantised activations differ")
				}
				sameBits(t, "plain", got, want)
				sameBits(t, "with GELU", gotGELU, wantGELU)
			})
		})
	}
}

// TestMatMulAlone checks that a row gives the same bits alone as anywhere in a batch.
func TestMatMulAlone(t *testing.T) {
	const rows, out, in = 33, 50, 96
	r := random(6)
	m := someWeights(r, out, in)
	row := normal(r, in)
	eachPath(t, func(t *testing.T, k *Kernels) {
		packed := m.pack(k)
		var act Activations
		want := make([]float32, out)
		k.Quantize(&act, row, 1, in)
		k.MatMulGELU(want, &act, packed)
		for at := range rows {
			x := floats(r, rows*in, inputs[at%len(inputs)].at)
			copy(x[at*in:], row)
			got := make([]float32, rows*out)
			k.Quantize(&act, x, rows, in)
			k.MatMulGELU(got, &act, packed)
			sameBits(t, fmt.Sprintf("row %d of %d", at, rows), got[at*out:(at+1)*out], want)
		}
	})
}

func TestQuantize(t *testing.T) {
	const rows, width = 7, 160
	eachPath(t, func(t *testing.T, k *Kernels) {
		for _, input := range inputs {
			x := floats(random(7), rows*width, input.at)
			var act Activations
			k.Quantize(&act, x, rows, width)
			if act.Rows() != rows {
				t.Fatalf("%s: %d rows, want %d", input.name, act.Rows(), rows)
			}
			for i, v := range x {
				q, scale := act.values[i], float64(act.scale[i/width])
				if q > 127 {
					t.Fatalf("%s: element %d is %d, more than 7 bits", input.name, i, q)
				}
				got := scale * float64(int32(q)-act.zero[i/width])
				if d := math.Abs(got - float64(v)); d > 0.50001*scale && d > 1e-34 {
					t.Fatalf("%s: %g became %g, steps of %g", input.name, v, got, scale)
				}
			}
		}
	})
}

// TestQuantizationLoss holds the loss of 7-bit activations against exact ones, on
// what the encoder multiplies: rows of a normal distribution, and the same after GELU.
func TestQuantizationLoss(t *testing.T) {
	const rows, out, in = 16, 64, 384
	r := random(8)
	m := someWeights(r, out, in)
	k := Best()
	packed := m.pack(k)
	for _, test := range []struct {
		name string
		f    func(float32) float32
		most float64 // root of the mean squared error, of the results' own
	}{
		{"normal", func(x float32) float32 { return x }, 0.02},
		{"after GELU", gelu, 0.02},
	} {
		x := normal(r, rows*in)
		for i, v := range x {
			x[i] = test.f(v)
		}
		var act Activations
		got := make([]float32, rows*out)
		k.Quantize(&act, x, rows, in)
		k.MatMul(got, &act, packed)
		var lost, all float64
		for i := range rows {
			for o := range out {
				var want float64
				for j, w := range m.w[o*in : (o+1)*in] {
					want += float64(x[i*in+j]) * float64(w) * float64(m.scale[o])
				}
				d := float64(got[i*out+o]-m.bias[o]) - want
				lost += d * d
				all += want * want
			}
		}
		loss := math.Sqrt(lost / all)
		t.Logf("%s: relative error %.4f", test.name, loss)
		if loss > test.most {
			t.Errorf("%s: relative error %.4f, want at most %g", test.name, loss, test.most)
		}
	}
}
