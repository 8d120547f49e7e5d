package kernel

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// eachPath runs a test once for every path that this CPU has.
func eachPath(t *testing.T, test func(t *testing.T, k *Kernels)) {
	for _, p := range Paths() {
		t.Run(p.String(), func(t *testing.T) { test(t, For(p)) })
	}
}

// inputs are the kinds of rows that the kernels are tried on.
var inputs = []struct {
	name string
	at   func(r *rand.Rand, i int) float32
}{
	{"normal", func(r *rand.Rand, _ int) float32 { return float32(r.NormFloat64()) }},
	{"zero", func(*rand.Rand, int) float32 { return 0 }},
	{"constant", func(*rand.Rand, int) float32 { return -0.75 }},
	{"positive", func(r *rand.Rand, _ int) float32 { return 3 + r.Float32() }},
	{"negative", func(r *rand.Rand, _ int) float32 { return -3 - r.Float32() }},
	{"huge", func(r *rand.Rand, _ int) float32 { return 1e15 * (2*r.Float32() - 1) }},
	{"tiny", func(r *rand.Rand, _ int) float32 { return 1e-30 * (2*r.Float32() - 1) }},
	{"denormal", func(r *rand.Rand, _ int) float32 { return math.Float32frombits(r.Uint32() & 0x807fffff) }},
	{"signed zero", func(_ *rand.Rand, i int) float32 { return math.Float32frombits(uint32(i) << 31) }},
	{"outlier", func(r *rand.Rand, i int) float32 {
		if i%97 == 13 {
			return 500
		}
		return float32(r.NormFloat64())
	}},
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 4)) }

// floats returns n floats of one kind of input.
func floats(r *rand.Rand, n int, at func(*rand.Rand, int) float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = at(r, i)
	}
	return x
}

func normal(r *rand.Rand, n int) []float32 { return floats(r, n, inputs[0].at) }

// sameBits reports the first element in which two results differ in any bit.
func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d floats, want %d", what, len(got), len(want))
	}
	for i := range got {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: element %d is %g (%08x), want %g (%08x)", what, i,
				got[i], math.Float32bits(got[i]), want[i], math.Float32bits(want[i]))
		}
	}
}

// near reports the first element that is further from want than tolerance.
func near(t *testing.T, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	for i := range got {
		if !(math.Abs(float64(got[i])-want[i]) <= tolerance) {
			t.Fatalf("%s: element %d is %g, want %g within %g", what, i, got[i], want[i], tolerance)
		}
	}
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}

func TestPaths(t *testing.T) {
	paths := Paths()
	if !slices.IsSortedFunc(paths, func(a, b Path) int { return int(b - a) }) {
		t.Errorf("paths %v are not in order", paths)
	}
	if last := paths[len(paths)-1]; last != Portable {
		t.Errorf("last path is %v, want %v", last, Portable)
	}
	if got := Best().Path(); got != paths[0] {
		t.Errorf("best path is %v, want %v", got, paths[0])
	}
	if !panics(func() { For(VNNI + 1) }) {
		t.Error("an unknown path did not panic")
	}
	t.Logf("paths of this CPU: %v", paths)
}

func TestMisuse(t *testing.T) {
	k := For(Portable)
	matrix := k.Pack(make([]int8, 2*32), make([]float32, 2), make([]float32, 2), 2, 32)
	var act Activations
	k.Quantize(&act, make([]float32, 3*32), 3, 32)
	foreign := *matrix
	foreign.path = VNNI
	for name, misuse := range map[string]func(){
		"width not in 32s":    func() { k.Pack(make([]int8, 33), make([]float32, 1), make([]float32, 1), 1, 33) },
		"no outputs":          func() { k.Pack(nil, nil, nil, 0, 32) },
		"missing scales":      func() { k.Pack(make([]int8, 64), make([]float32, 1), make([]float32, 2), 2, 32) },
		"no rows":             func() { k.Quantize(&act, nil, 0, 32) },
		"short rows":          func() { k.Quantize(&act, make([]float32, 95), 3, 32) },
		"short result":        func() { k.MatMul(make([]float32, 5), &act, matrix) },
		"foreign matrix":      func() { k.MatMul(make([]float32, 6), &act, &foreign) },
		"unequal LayerNorm":   func() { k.LayerNorm(make([]float32, 16), nil, nil, make([]float32, 16), make([]float32, 16), 1, 0) },
		"end before start":    func() { k.Attention(make([]float32, 32), make([]float32, 96), &Scratch{}, 1, 1, 1) },
		"attention too short": func() { k.Attention(make([]float32, 32), make([]float32, 95), &Scratch{}, 1, 0, 1) },
	} {
		if !panics(misuse) {
			t.Errorf("%s did not panic", name)
		}
	}
}

// TestNotFinite checks that senseless numbers do no harm to the process.
func TestNotFinite(t *testing.T) {
	eachPath(t, func(t *testing.T, k *Kernels) {
		const rows, heads, width = 5, 2, 2 * HeadDim
		for _, v := range []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32} {
			x := normal(random(1), rows*3*width)
			x[7], x[100] = v, -v
			var act Activations
			k.Quantize(&act, x, rows, 3*width)
			m := k.Pack(make([]int8, 9*3*width), make([]float32, 9), make([]float32, 9), 9, 3*width)
			k.MatMulGELU(make([]float32, rows*9), &act, m)
			k.LayerNorm(x, x, x, x[:width], x[:width], 3*rows, 1e-12)
			k.Attention(make([]float32, rows*width), x, &Scratch{}, heads, 0, rows)
		}
	})
}

// TestSameBitsEverywhere checks that every path, on every CPU and operating system,
// gives the results that were once written down here: one layer of an encoder, twice.
func TestSameBitsEverywhere(t *testing.T) {
	const heads, width, inner, rows, split = 2, 2 * HeadDim, 4 * 2 * HeadDim, 21, 9
	const want uint64 = 0xd2b3371b821511b
	// Only exact arithmetic makes the inputs, since the compiler may fuse any other.
	r := random(4)
	exact := func(n int, scale float32) []float32 {
		return floats(r, n, func(r *rand.Rand, _ int) float32 { return scale * float32(int(r.Uint32()>>8)-1<<23) / (1 << 23) })
	}
	matrix := func(out, in int) weights {
		m := weights{out: out, in: in, w: make([]int8, out*in), scale: make([]float32, out), bias: exact(out, 1)}
		for i := range m.w {
			m.w[i] = int8(r.Uint32())
		}
		for i := range m.scale {
			m.scale[i] = 1.0 / 512
		}
		return m
	}
	qkv, out, up, down := matrix(3*width, width), matrix(width, width), matrix(inner, width), matrix(width, inner)
	input, gamma, beta := exact(rows*width, 4), exact(width, 2), exact(width, 1)
	eachPath(t, func(t *testing.T, k *Kernels) {
		x, y := slices.Clone(input), make([]float32, rows*width)
		wide, high := make([]float32, rows*3*width), make([]float32, rows*inner)
		var act Activations
		var s Scratch
		sum := fnv.New64a()
		for range 2 {
			k.Quantize(&act, x, rows, width)
			k.MatMul(wide, &act, qkv.pack(k))
			k.Attention(y, wide, &s, heads, 0, split)
			k.Attention(y, wide, &s, heads, split, rows)
			k.Quantize(&act, y, rows, width)
			k.MatMul(y, &act, out.pack(k))
			k.LayerNorm(x, x, y, gamma, beta, rows, 1e-12)
			k.Quantize(&act, x, rows, width)
			k.MatMulGELU(high, &act, up.pack(k))
			k.Quantize(&act, high, rows, inner)
			k.MatMul(y, &act, down.pack(k))
			k.LayerNorm(x, x, y, gamma, beta, rows, 1e-12)
			for _, v := range [][]float32{wide, high, y, x} {
				binary.Write(sum, binary.LittleEndian, v)
			}
		}
		if got := sum.Sum64(); got != want {
			t.Errorf("checksum %#x, want %#x", got, want)
		}
	})
}

// TestNoAllocation checks that, once the working memory has grown, nothing is
// allocated.
func TestNoAllocation(t *testing.T) {
	eachPath(t, func(t *testing.T, k *Kernels) {
		const rows, heads, width, out = 11, 2, 2 * HeadDim, 3*2*HeadDim + 5
		r := random(2)
		m := k.Pack(make([]int8, out*width), make([]float32, out), make([]float32, out), out, width)
		x, qkv, wide := normal(r, rows*width), normal(r, rows*3*width), make([]float32, rows*out)
		gamma := normal(r, width)
		var act Activations
		var s Scratch
		forward := func() {
			k.Quantize(&act, x, rows, width)
			k.MatMul(wide, &act, m)
			k.MatMulGELU(wide, &act, m)
			k.Attention(x, qkv, &s, heads, 0, rows)
			k.LayerNorm(x, x, x, gamma, gamma, rows, 1e-12)
		}
		forward()
		if n := testing.AllocsPerRun(10, forward); n != 0 {
			t.Errorf("%v allocations, want none", n)
		}
	})
}
