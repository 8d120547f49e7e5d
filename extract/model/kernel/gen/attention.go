package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// headDim is HeadDim of package kernel.
const headDim = 32

// accumulate adds to each sum the product of the float at m and the vector of v.
func (w width) accumulate(m Mem, v, sum []reg.VecVirtual) {
	if w == vnni && len(v) == 1 {
		p := w.vector()
		VMULPS_BCST(m, v[0], p)
		VADDPS(p, sum[0], sum[0])
		return
	}
	a := w.vector()
	VBROADCASTSS(m, a)
	for i := range v {
		p := w.vector()
		VMULPS(v[i], a, p)
		VADDPS(p, sum[i], sum[i])
	}
}

func (w width) scores() {
	begin("scores"+w.name, "func(dst, q, kt, mask []float32, width int)")
	dst, kt, mask := base("dst"), base("kt"), base("mask")
	panels, stride := steps("mask", 4), pitch(Param("mask").Len())
	n := 16 / w.lanes

	loop("panels", panels, func() {
		q := base("q")
		row, advance := rowAddresses(q, pitch(Param("width")), w.rows)
		sum := w.vectors(n * w.rows)
		for i, s := range sum {
			VMOVUPS(w.at(mask, i%n), s)
		}
		key, dims := GP64(), GP64()
		MOVQ(kt, key)
		MOVQ(U32(headDim), dims)
		loop("dims", dims, func() {
			v := w.vectors(n)
			for i := range v {
				VMOVUPS(w.at(key, i), v[i])
			}
			for r := range w.rows {
				w.accumulate(row(r, 0), v, sum[n*r:n*r+n])
			}
			ADDQ(stride, key)
			advance(4)
		})
		out := GP64()
		MOVQ(dst, out)
		for i, s := range sum {
			VMOVUPS(s, w.at(out, i%n))
			if i%n == n-1 && i < len(sum)-1 {
				ADDQ(stride, out)
			}
		}
		next(dst, kt, mask)
	})
	end()
}

func (w width) mix() {
	begin("mix"+w.name, "func(dst, p, v, factor []float32, width, stride, vwidth, n int)")
	n := 2 // vectors of a row at a time
	for from := 0; from < headDim/w.lanes; from += n {
		suffix := string(rune('A' + from))
		p, v := base("p"), base("v")
		row, advance := rowAddresses(p, pitch(Param("stride")), w.rows)
		vpitch, keys := pitch(Param("vwidth")), integer("n")
		sum := w.vectors(n * w.rows)
		for _, s := range sum {
			w.clear(s)
		}
		loop("keys"+suffix, keys, func() {
			value := w.vectors(n)
			for i := range value {
				VMOVUPS(w.at(v, from+i), value[i])
			}
			for r := range w.rows {
				w.accumulate(row(r, 0), value, sum[n*r:n*r+n])
			}
			ADDQ(vpitch, v)
			advance(4)
		})
		dst, out, factor := base("dst"), pitch(Param("width")), base("factor")
		rows := Load(Param("factor").Len(), GP64())
		for r := range w.rows {
			f := w.vector()
			VBROADCASTSS(Mem{Base: factor, Disp: 4 * r}, f)
			for i, s := range sum[n*r : n*r+n] {
				VMULPS(f, s, s)
				VMOVUPS(s, w.at(dst, from+i))
			}
			if r < w.rows-1 {
				DECQ(rows)
				JZ(LabelRef("stored" + suffix))
				ADDQ(out, dst)
			}
		}
		Label("stored" + suffix)
	}
	end()
}

// transpose writes the function that both widths share: blocks of eight rows and
// four columns.
func transpose() {
	begin("transposeAVX2", "func(dst, x []float32, stride, width, rows int)")
	dst, x := base("dst"), base("x")
	stride, width, blocks := pitch(Param("stride")), pitch(Param("width")), integer("rows")
	SHRQ(Imm(3), blocks)
	loop("blocks", blocks, func() {
		src, out := GP64(), GP64()
		MOVQ(x, src)
		MOVQ(dst, out)
		row, _ := rowAddresses(src, width, 8)
		column, _ := rowAddresses(out, stride, 4)
		for c := range headDim / 4 {
			var a [4]reg.VecVirtual
			for i := range a {
				a[i] = YMM()
				VBROADCASTF128(row(i, 16*c), a[i])
				VINSERTF128(Imm(1), row(i+4, 16*c), a[i], a[i])
			}
			var pair [4]reg.VecVirtual
			for i := range pair {
				pair[i] = YMM()
			}
			VUNPCKLPS(a[1], a[0], pair[0])
			VUNPCKHPS(a[1], a[0], pair[1])
			VUNPCKLPS(a[3], a[2], pair[2])
			VUNPCKHPS(a[3], a[2], pair[3])
			for i := range 4 {
				v := YMM()
				if i%2 == 0 {
					VUNPCKLPD(pair[2+i/2], pair[i/2], v)
				} else {
					VUNPCKHPD(pair[2+i/2], pair[i/2], v)
				}
				VMOVUPS(v, column(i, 0))
			}
			LEAQ(Mem{Base: out, Index: stride, Scale: 4}, out)
		}
		LEAQ(Mem{Base: x, Index: width, Scale: 8}, x)
		ADDQ(Imm(32), dst)
	})
	end()
}
