package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/extract/model/kernel"
)

func TestParseDamaged(t *testing.T) {
	data := miniData(t)
	k := kernel.For(kernel.Portable)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"none":        {nil, "no weights"},
		"a pointer":   {[]byte("version https://example.org/spec\n"), "no weights"},
		"header only": {data[:40], "cut off"},
		"cut off":     {data[:len(data)-1], "instead of"},
		"longer":      {append(bytes.Clone(data), 0), "instead of"},
		"a bit":       {changed(data, len(data)/2, 1), "checksum"},
		"checksum":    {changed(data, len(data)-1, 1), "checksum"},
		"version":     {changed(data, 8, 2), "version 1"},
		"heads":       {signed(changed(data, 44, 1)), "5 heads"},
		"hidden":      {signed(changed(data, 12, 1)), "attention heads"},
		"layers":      {signed(changed(data, 20, 1)), "too early"},
		"fewer":       {signed(changed(data, 20, 3)), "too early"},
		"more":        {signed(slices.Insert(bytes.Clone(data), len(data)-sha256.Size, 0, 0, 0, 0)), "4 bytes too many"},
		"pairs":       {signed(bytes.Replace(data, []byte("happened\nongoing"), []byte("happened ongoing"), 1)), "too many"},
		"a label":     {signed(bytes.Replace(data, []byte("office\nOffice"), []byte("offise\nOffice"), 1)), `"offise"`},
		"vocabulary":  {signed(bytes.Replace(data, []byte("[SEP]"), []byte("[SUP]"), 1)), "no [SEP]"},
	} {
		_, err := parse(c.data, k)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// changed returns a copy with bits of one byte flipped.
func changed(data []byte, at int, bits byte) []byte {
	data = bytes.Clone(data)
	data[at] ^= bits
	return data
}

// signed returns a copy with the right length and checksum.
func signed(data []byte) []byte {
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[48:], uint32(len(data)))
	sum := sha256.Sum256(data[:len(data)-sha256.Size])
	return append(data[:len(data)-sha256.Size], sum[:]...)
}

// FuzzParse changes the header and the first texts: nothing that is signed may
// make parse panic or take memory without bounds.
func FuzzParse(f *testing.F) {
	data := miniData(f)
	f.Add(uint16(16), uint32(1<<30), uint16(len(data)&0xffff))
	f.Add(uint16(52), uint32(1<<31), uint16(0))
	k := kernel.For(kernel.Portable)
	f.Fuzz(func(t *testing.T, at uint16, value uint32, cut uint16) {
		data := data[:len(data)-int(cut)]
		data = bytes.Clone(data)
		binary.LittleEndian.PutUint32(data[int(at)%(len(data)-4):], value)
		tagger, err := parse(signed(data), k)
		if (tagger == nil) == (err == nil) {
			t.Fatal(tagger, err)
		}
	})
}

func TestFloat16(t *testing.T) {
	for bits, want := range map[uint16]float32{
		0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x3555: 0.33325195, 0x7bff: 65504, 0x0400: 1.0 / (1 << 14),
		0x0001: 1.0 / (1 << 24), 0x83ff: -1023.0 / (1 << 24), 0x7c00: float32(math.Inf(1)),
	} {
		if got := float16(bits); got != want {
			t.Errorf("%#04x: %g, want %g", bits, got, want)
		}
	}
}

func TestUnpack(t *testing.T) {
	record := []byte{0x00, 0x38, 0x00, 0xc0} // scales ½ and -2
	for range 16 {
		record = append(record, 0xf0)
	}
	for range 16 {
		record = append(record, 0x98)
	}
	got := make([]float32, 64)
	unpack(got, record)
	want := slices.Concat(slices.Repeat([]float32{-4, 3.5}, 16), slices.Repeat([]float32{0, -2}, 16))
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}
