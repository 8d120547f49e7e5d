package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// product writes the function that multiplies a block of rows of activations with
// one panel of weights, two vectors of outputs wide, and stores as many of the rows
// as it is told.
func (w width) product(name string, withGELU bool) {
	begin(name, "func(dst *float32, pitch, rows int, act *uint8, in int, weights *int8, sums *int32, scale, bias, rowScale *float32, rowZero *int32)")
	act, in, weights := integer("act"), integer("in"), integer("weights")
	row, advance := rowAddresses(act, in, w.rows)

	sum := w.vectors(2 * w.rows)
	for _, s := range sum {
		w.clear(s)
	}
	var ones reg.VecVirtual
	if w == avx2 {
		ones = w.vector()
		VMOVDQU(ones16.Mem, ones)
	}
	groups := GP64()
	MOVQ(in, groups)
	SHRQ(Imm(2), groups)
	loop("groups", groups, func() {
		left, right := w.vector(), w.vector()
		if w == vnni {
			VMOVDQU32(w.at(weights, 0), left)
			VMOVDQU32(w.at(weights, 1), right)
		} else {
			VMOVDQU(w.at(weights, 0), left)
			VMOVDQU(w.at(weights, 1), right)
		}
		for r := range w.rows {
			a := w.vector()
			VPBROADCASTD(row(r, 0), a)
			for i, q := range []reg.VecVirtual{left, right} {
				s := sum[2*r+i]
				if w == vnni {
					dotProduct(q, a, s)
					continue
				}
				p := w.vector()
				VPMADDUBSW(q, a, p)
				VPMADDWD(ones, p, p)
				VPADDD(p, s, s)
			}
		}
		ADDQ(Imm(uint64(8*w.lanes)), weights)
		advance(4)
	})

	dst, pitch, rows := integer("dst"), integer("pitch"), integer("rows")
	sums, scale, bias := integer("sums"), integer("scale"), integer("bias")
	rowScale, rowZero := integer("rowScale"), integer("rowZero")
	for r := range w.rows {
		zero, factor := w.vector(), w.vector()
		VPBROADCASTD(Mem{Base: rowZero, Disp: 4 * r}, zero)
		VBROADCASTSS(Mem{Base: rowScale, Disp: 4 * r}, factor)
		for i, s := range sum[2*r : 2*r+2] {
			shift := w.vector()
			VPMULLD(w.at(sums, i), zero, shift)
			VPSUBD(shift, s, s)
			VCVTDQ2PS(s, s)
			VMULPS(w.at(scale, i), s, s)
			VMULPS(factor, s, s)
			VADDPS(w.at(bias, i), s, s)
			if withGELU {
				w.gelu(s)
			}
			VMOVUPS(s, w.at(dst, i))
		}
		if r < w.rows-1 {
			DECQ(rows)
			JZ(LabelRef("done"))
			ADDQ(pitch, dst)
		}
	}
	Label("done")
	end()
}

// dotProduct adds to each 32-bit lane of sum the products of four signed bytes with
// four unsigned ones. Avo does not know the instruction.
func dotProduct(signed, unsigned, sum reg.VecVirtual) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPBUSD",
		Operands: []Op{signed, unsigned, sum},
		Inputs:   []Op{signed, unsigned, sum},
		Outputs:  []Op{sum},
		ISA:      []string{"AVX512VNNI"},
	})
}

// gelu sets x to gelu(x).
func (w width) gelu(x reg.VecVirtual) {
	z, u := w.vector(), w.vector()
	w.maxConst(geluLeast, x, x)
	w.minConst(geluGreatest, x, z)
	VMULPS(z, z, u)
	p, q := w.polynomial(u, geluP), w.polynomial(u, geluQ)
	VMULPS(p, z, z)
	VDIVPS(q, z, z)
	w.addConst(half, z, z)
	VMULPS(z, x, x)
}
