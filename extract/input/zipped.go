package input

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Limits on what is compressed: an archive that is made to fill memory or time
// gets no further.
const (
	maxWindow = 128 << 20 // bytes that a zstd stream may refer back to, as zstd --long does
	maxGrowth = 256       // times that what is read may be as large as what is stored
	freeRange = 64 << 20  // bytes of which growth does not count
)

// The first bytes of gzip and zstd streams.
var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// content is what a file holds, decompressed.
type content struct {
	*bufio.Reader
	close func()
}

// Close frees what decompression needs; the file stays open.
func (c *content) Close() { c.close() }

// decompress returns what r holds. If zipped, it is an error if r is not
// compressed.
func decompress(r io.Reader, zipped bool) (*content, error) {
	stored := &tally{r: r}
	in := bufio.NewReaderSize(stored, 32<<10)
	magic, err := in.Peek(len(zstdMagic))
	if err != nil && err != io.EOF {
		return nil, err
	}
	c := &content{in, func() {}}
	var unzip io.Reader
	switch {
	case bytes.HasPrefix(magic, zstdMagic):
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, unzipping(err)
		}
		unzip, c.close = z, z.Close
	case bytes.HasPrefix(magic, gzipMagic) || zipped:
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, unzipping(err)
		}
		unzip = z
	default:
		return c, nil
	}
	c.Reader = bufio.NewReaderSize(&unzipped{r: unzip, stored: stored}, 64<<10)
	return c, nil
}

// unzipped is what a compressed stream holds. It ends with an error where it
// grows beyond reason.
type unzipped struct {
	r      io.Reader
	stored *tally
	n      int64
}

func (u *unzipped) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.n += int64(n)
	if u.n > freeRange+maxGrowth*u.stored.n {
		return n, fmt.Errorf("unzipping: grows to more than %d times its size", maxGrowth)
	}
	if err != nil && err != io.EOF {
		err = unzipping(err)
	}
	return n, err
}

func unzipping(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("unzipping: the file is truncated")
	}
	return fmt.Errorf("unzipping: %w", err)
}

// tally counts what is read.
type tally struct {
	r io.Reader
	n int64
}

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.n += int64(n)
	return n, err
}

// counter tells how much is read.
type counter struct {
	io.Reader
	read func(int)
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read(n)
	return n, err
}
