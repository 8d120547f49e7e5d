// Command gen writes the assembly of package kernel: each function once with
// vectors of 256 bits (AVX2) and once with 512 (VNNI). The Go function of the same
// name in the portable path says what each must compute, to the last bit.
package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64")
	for _, w := range []width{avx2, vnni} {
		w.product("product"+w.name, false)
		w.product("productGELU"+w.name, true)
		w.minMax()
		w.quantize()
		w.add()
		w.squares()
		w.normalize()
		w.exp()
		w.scores()
		w.mix()
	}
	transpose()
	Generate()
}

// width is a size of vectors, and what depends on it.
type width struct {
	name  string
	lanes int // floats in a vector
	rows  int // rows in a block: as many as the registers can sum
}

var (
	avx2 = width{name: "AVX2", lanes: 8, rows: 4}
	vnni = width{name: "VNNI", lanes: 16, rows: 8}
)

// vector returns a new register.
func (w width) vector() reg.VecVirtual {
	if w == vnni {
		return ZMM()
	}
	return YMM()
}

// vectors returns n new registers.
func (w width) vectors(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = w.vector()
	}
	return v
}

// sixteen returns the registers for a sum of sixteen partial sums, set to 0.
func (w width) sixteen() []reg.VecVirtual {
	v := w.vectors(16 / w.lanes)
	for _, r := range v {
		w.clear(r)
	}
	return v
}

func (w width) clear(v reg.VecVirtual) {
	if w == vnni {
		VPXORD(v, v, v)
	} else {
		VPXOR(v, v, v)
	}
}

// constant is a number that all lanes share.
type constant struct{ Mem }

// define writes a constant to the data section, filling one vector of 256 bits.
func define(name string, bits uint32) constant {
	m := GLOBL(name, RODATA|NOPTR)
	for i := range 8 {
		DATA(4*i, U32(bits))
	}
	return constant{m}
}

func float(name string, v float32) constant { return define(name, math.Float32bits(v)) }

// The constants of function.go.
var (
	one          = float("one", 1)
	half         = float("half", 0.5)
	roundingBias = float("roundingBias", 3<<22)
	exp2Least    = float("exp2Least", -125)
	exp2         = []constant{
		float("exp2C5", 0.00132647141),
		float("exp2C4", 0.00967151354),
		float("exp2C3", 0.05550733787),
		float("exp2C2", 0.2402224207),
		float("exp2C1", 0.6931469776),
		one,
	}
	geluLeast    = float("geluLeast", -4.7)
	geluGreatest = float("geluGreatest", 4.7)
	geluP        = []constant{
		float("geluP3", 3.213470031e-5),
		float("geluP2", 0.00380164448),
		float("geluP1", 0.02801511417),
		float("geluP0", 0.3989163397),
	}
	geluQ = []constant{
		float("geluQ3", 0.001140709469),
		float("geluQ2", 0.02404777753),
		float("geluQ1", 0.236775258),
		one,
	}
	ones16 = define("ones16", 1<<16|1)
)

// The arithmetic with a constant as one operand: dst = x op c.

func (w width) mulConst(c constant, x, dst Op) {
	if w == vnni {
		VMULPS_BCST(c.Mem, x, dst)
	} else {
		VMULPS(c.Mem, x, dst)
	}
}

func (w width) addConst(c constant, x, dst Op) {
	if w == vnni {
		VADDPS_BCST(c.Mem, x, dst)
	} else {
		VADDPS(c.Mem, x, dst)
	}
}

func (w width) subConst(c constant, x, dst Op) {
	if w == vnni {
		VSUBPS_BCST(c.Mem, x, dst)
	} else {
		VSUBPS(c.Mem, x, dst)
	}
}

func (w width) minConst(c constant, x, dst Op) {
	if w == vnni {
		VMINPS_BCST(c.Mem, x, dst)
	} else {
		VMINPS(c.Mem, x, dst)
	}
}

func (w width) maxConst(c constant, x, dst Op) {
	if w == vnni {
		VMAXPS_BCST(c.Mem, x, dst)
	} else {
		VMAXPS(c.Mem, x, dst)
	}
}

// polynomial returns the polynomial in x with the given coefficients, the highest
// first.
func (w width) polynomial(x reg.VecVirtual, coefficients []constant) reg.VecVirtual {
	p := w.vector()
	VBROADCASTSS(coefficients[0].Mem, p)
	for _, c := range coefficients[1:] {
		VMULPS(x, p, p)
		w.addConst(c, p, p)
	}
	return p
}

// fold reduces sixteen partial results to one, halving their number four times, in
// the low lane of the register that it returns.
func (w width) fold(v []reg.VecVirtual, op func(...Op)) reg.VecVirtual {
	low := v[0]
	if w == vnni {
		high := YMM()
		VEXTRACTF64X4(Imm(1), low, high)
		op(high, low.AsY(), low.AsY())
	} else {
		op(v[1], low, low)
	}
	x, high := low.AsX(), XMM()
	VEXTRACTF128(Imm(1), low.AsY(), high)
	op(high, x, x)
	VPERMILPS(Imm(0b01_00_11_10), x, high)
	op(high, x, x)
	VPERMILPS(Imm(0b00_00_00_01), x, high)
	op(high, x, x)
	return low
}

// begin starts a function of the given signature, which keeps none of its pointers.
func begin(name, signature string) {
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
}

func end() {
	VZEROUPPER()
	RET()
}

// loop writes body, to be run n times; n is at least 1 and is used up.
func loop(label string, n reg.Register, body func()) {
	Label(label)
	body()
	DECQ(n)
	JNZ(LabelRef(label))
}

// base loads the address of a slice parameter.
func base(name string) reg.Register { return Load(Param(name).Base(), GP64()) }

// steps loads the length of a slice parameter, divided by 1<<shift.
func steps(name string, shift uint64) reg.Register {
	n := Load(Param(name).Len(), GP64())
	SHRQ(Imm(shift), n)
	return n
}

// integer loads a parameter that is an int or a pointer.
func integer(name string) reg.Register { return Load(Param(name), GP64()) }

// pitch loads a number of floats as bytes.
func pitch(floats gotypes.Component) reg.Register {
	p := Load(floats, GP64())
	SHLQ(Imm(2), p)
	return p
}

// at returns the address of vector i of those that begin at p.
func (w width) at(p reg.Register, i int) Mem { return Mem{Base: p, Disp: 4 * w.lanes * i} }

// rowAddresses returns functions for the addresses of up to eight rows, and for moving
// all of them on by a number of bytes. Pitch is the distance of rows in bytes.
func rowAddresses(p, pitch reg.Register, rows int) (row func(i, disp int) Mem, advance func(bytes int)) {
	third := GP64()
	LEAQ(Mem{Base: pitch, Index: pitch, Scale: 2}, third)
	bases := []reg.Register{p}
	if rows > 4 {
		fourth := GP64()
		LEAQ(Mem{Base: p, Index: pitch, Scale: 4}, fourth)
		bases = append(bases, fourth)
	}
	row = func(i, disp int) Mem {
		m := Mem{Base: bases[i/4], Disp: disp}
		switch i % 4 {
		case 1:
			m.Index, m.Scale = pitch, 1
		case 2:
			m.Index, m.Scale = pitch, 2
		case 3:
			m.Index, m.Scale = third, 1
		}
		return m
	}
	advance = func(bytes int) {
		for _, b := range bases {
			ADDQ(Imm(uint64(bytes)), b)
		}
	}
	return row, advance
}
