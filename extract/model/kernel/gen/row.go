package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// next moves pointers on to the next sixteen floats.
func next(pointers ...reg.Register) {
	for _, p := range pointers {
		ADDQ(Imm(64), p)
	}
}

func (w width) minMax() {
	begin("minMax"+w.name, "func(x []float32) (least, greatest float32)")
	x, n := base("x"), steps("x", 4)
	least, greatest := w.vectors(16/w.lanes), w.vectors(16/w.lanes)
	for i := range least {
		VMOVUPS(w.at(x, i), least[i])
		VMOVUPS(least[i], greatest[i])
	}
	loop("next", n, func() {
		for i := range least {
			v := w.vector()
			VMOVUPS(w.at(x, i), v)
			VMINPS(v, least[i], least[i])
			VMAXPS(v, greatest[i], greatest[i])
		}
		next(x)
	})
	Store(w.fold(least, VMINPS).AsX(), Return("least"))
	Store(w.fold(greatest, VMAXPS).AsX(), Return("greatest"))
	end()
}

func (w width) quantize() {
	begin("quantize"+w.name, "func(dst []uint8, x []float32, inverse float32, zero int32)")
	dst, x, n := base("dst"), base("x"), steps("x", 5)
	inverse, zero := w.vector(), w.vector()
	VBROADCASTSS(NewParamAddr("inverse", 48), inverse)
	low := XMM()
	VMOVD(Load(Param("zero"), GP32()), low)
	VPBROADCASTD(low, zero)
	var order reg.VecVirtual
	if w == avx2 {
		order = YMM()
		VMOVDQU(packOrder, order)
	}
	loop("next", n, func() {
		v := w.vectors(32 / w.lanes)
		for i, q := range v {
			VMULPS(w.at(x, i), inverse, q)
			VCVTPS2DQ(q, q)
			VPADDD(zero, q, q)
		}
		if w == vnni {
			VPMOVDB(v[0], Mem{Base: dst})
			VPMOVDB(v[1], Mem{Base: dst, Disp: 16})
		} else {
			VPACKUSDW(v[1], v[0], v[0])
			VPACKUSDW(v[3], v[2], v[2])
			VPACKUSWB(v[2], v[0], v[0])
			VPERMD(v[0], order, v[0])
			VMOVDQU(v[0], Mem{Base: dst})
		}
		ADDQ(Imm(32), dst)
		ADDQ(Imm(128), x)
	})
	end()
}

// packOrder undoes the interleaving of the two halves of a register by two rounds of
// packing.
var packOrder = func() Mem {
	m := GLOBL("packOrder", RODATA|NOPTR)
	for i, v := range []uint32{0, 4, 1, 5, 2, 6, 3, 7} {
		DATA(4*i, U32(v))
	}
	return m
}()

func (w width) add() {
	begin("add"+w.name, "func(dst, x, y []float32) float32")
	dst, x, y, n := base("dst"), base("x"), base("y"), steps("dst", 4)
	sum := w.sixteen()
	loop("next", n, func() {
		for i, s := range sum {
			v := w.vector()
			VMOVUPS(w.at(x, i), v)
			VADDPS(w.at(y, i), v, v)
			VMOVUPS(v, w.at(dst, i))
			VADDPS(v, s, s)
		}
		next(dst, x, y)
	})
	Store(w.fold(sum, VADDPS).AsX(), ReturnIndex(0))
	end()
}

func (w width) squares() {
	begin("squares"+w.name, "func(x []float32, mean float32) float32")
	x, n := base("x"), steps("x", 4)
	mean, sum := w.vector(), w.sixteen()
	VBROADCASTSS(NewParamAddr("mean", 24), mean)
	loop("next", n, func() {
		for i, s := range sum {
			v := w.vector()
			VMOVUPS(w.at(x, i), v)
			VSUBPS(mean, v, v)
			VMULPS(v, v, v)
			VADDPS(v, s, s)
		}
		next(x)
	})
	Store(w.fold(sum, VADDPS).AsX(), ReturnIndex(0))
	end()
}

func (w width) normalize() {
	begin("normalize"+w.name, "func(x, gamma, beta []float32, mean, inverse float32)")
	x, gamma, beta, n := base("x"), base("gamma"), base("beta"), steps("x", 4)
	mean, inverse := w.vector(), w.vector()
	VBROADCASTSS(NewParamAddr("mean", 72), mean)
	VBROADCASTSS(NewParamAddr("inverse", 76), inverse)
	loop("next", n, func() {
		for i := range 16 / w.lanes {
			v := w.vector()
			VMOVUPS(w.at(x, i), v)
			VSUBPS(mean, v, v)
			VMULPS(inverse, v, v)
			VMULPS(w.at(gamma, i), v, v)
			VADDPS(w.at(beta, i), v, v)
			VMOVUPS(v, w.at(x, i))
		}
		next(x, gamma, beta)
	})
	end()
}

func (w width) exp() {
	begin("exp"+w.name, "func(x []float32, greatest, scale float32) float32")
	x, n := base("x"), steps("x", 4)
	greatest, scale, sum := w.vector(), w.vector(), w.sixteen()
	VBROADCASTSS(NewParamAddr("greatest", 24), greatest)
	VBROADCASTSS(NewParamAddr("scale", 28), scale)
	loop("next", n, func() {
		for i, s := range sum {
			v, biased, whole := w.vector(), w.vector(), w.vector()
			VMOVUPS(w.at(x, i), v)
			VSUBPS(greatest, v, v)
			VMULPS(scale, v, v)
			w.maxConst(exp2Least, v, v)
			w.addConst(roundingBias, v, biased)
			w.subConst(roundingBias, biased, whole)
			VSUBPS(whole, v, v)
			p := w.polynomial(v, exp2)
			VPSLLD(Imm(23), biased, biased)
			VPADDD(biased, p, p)
			VMOVUPS(p, w.at(x, i))
			VADDPS(p, s, s)
		}
		next(x)
	})
	Store(w.fold(sum, VADDPS).AsX(), ReturnIndex(0))
	end()
}
