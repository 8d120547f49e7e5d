// Package kernel holds the numeric kernels of a small BERT encoder, for
// inference on one core: 8-bit matrix products, layer normalisation, GELU and
// self-attention.
//
// There are three paths: [VNNI] (AVX-512 with VPDPBUSD), [AVX2] and [Portable]
// (plain Go). [Best] is the fastest that the CPU can run; [For] names one.
//
// # Numbers
//
// A weight is an int8 with one scale per output (symmetric, any value from -128
// to 127). An activation is a 7-bit unsigned integer, with one scale and one zero
// point per row, taken from the row's own least and greatest value: 7 bits,
// because AVX2 adds pairs of 8-bit products in 16 bits, and with 8 bits they
// would saturate. The zero point makes up for most of the lost bit: the error in
// the last hidden states is a fifth more than with 8 bits and no zero point, where
// 7 bits and no zero point would nearly double it. A product is summed exactly in 32 bits
// and only then becomes a float32.
//
// # Every path gives the same bits
//
// The integer sums are exact, so they agree. The floating-point parts agree too,
// because all paths do the same operations in the same order:
//
//   - no multiplication is ever fused with an addition;
//   - a sum along a row is sixteen partial sums, of the elements whose indices
//     are equal modulo 16, then folded in half four times;
//   - a sum over keys or head dimensions is taken in ascending order;
//   - exp and erf are the same polynomials and quotients, and scalars between the
//     vector operations are computed in Go, by one function for all paths.
//
// A test holds the checksum of a small encoder's states, for every platform.
//
// For the same reason a row of a result depends on that row alone (in attention,
// on its sequence alone): neither on the other rows of a batch nor on its place.
//
// All this holds for inputs of magnitude up to 1e15, so that nothing overflows.
// Other inputs, NaN too, give unspecified numbers, but nothing panics or reads out
// of bounds.
//
// # Use
//
// Kernels and matrices are read-only after they are made, and safe for concurrent
// use. [Activations] and [Scratch] are working memory for one goroutine; they grow
// on demand, and nothing else is allocated. Slices of the wrong length panic.
//
// # Generated assembly
//
// The assembly of the two amd64 paths is written by the program in gen, a module of
// its own, so that the generator is no dependency of the binary:
//
//	go generate ./extract/model/kernel
package kernel

//go:generate go run -C gen . -out ../vector_amd64.s -stubs ../vector_amd64.go -pkg kernel
