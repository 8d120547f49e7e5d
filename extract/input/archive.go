package input

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
)

// maxHeader is the length in bytes of the longest header of a record, or of the
// HTTP response in it.
const maxHeader = 256 << 10

// readArchive reads an article from each page in the records of a web archive
// (WARC 1.0 and 1.1, ISO 28500): from responses with status 200, and from
// resources, which have no HTTP header. All other records are passed over.
func (s *source) readArchive(r *bufio.Reader) (n int, more bool) {
	for number := 1; ; number++ {
		header, err := nextRecord(r)
		if err == io.EOF {
			return n, true
		}
		var length int64
		if err == nil {
			length, err = header.length()
		}
		if err != nil {
			return n + 1, s.fail(number, fmt.Errorf("reading the record: %w", err))
		}
		record := &source{
			path: s.path, name: s.number(number), record: number, address: strings.Trim(header["warc-target-uri"], "<> "),
			ctx: s.ctx, opts: s.opts, queue: s.queue,
		}
		body := &io.LimitedReader{R: r, N: length}
		k, data, failure := record.content(header, bufio.NewReaderSize(body, 8<<10))
		if _, err = io.Copy(io.Discard, body); err == nil && body.N > 0 {
			err = errors.New("the file is truncated")
		}
		switch {
		case err != nil: // what was read of the record is not all of it
			return n + 1, s.fail(number, fmt.Errorf("reading the record: %w", err))
		case failure != nil:
			n++
			more = record.fail(0, fmt.Errorf("reading the response: %w", failure))
		case k == nil:
			continue
		default:
			var found int
			found, more = record.read(k, bufio.NewReader(bytes.NewReader(data)))
			n += found
		}
		if !more {
			return n, false
		}
	}
}

// content returns what a record holds, decoded, if it is a page or a feed, and
// which of them; else the kind is nil.
func (s *source) content(header fields, r *bufio.Reader) (*kind, []byte, error) {
	response := header
	switch header["warc-type"] {
	case "response":
		status, err := readLine(r)
		if err != nil || !strings.HasPrefix(status, "HTTP/") {
			return nil, nil, nil // of another protocol, such as DNS
		}
		if f := strings.Fields(status); len(f) < 2 || f[1] != "200" {
			return nil, nil, nil
		}
		if response, err = readHeader(r); err != nil {
			return nil, nil, err
		}
	case "resource":
		response = fields{"content-type": header["content-type"]}
	default:
		return nil, nil, nil
	}
	s.media = response["content-type"]
	t, _, _ := mime.ParseMediaType(s.media)
	page, feed := slices.Contains(pages.media, t), slices.Contains(feeds.media, t)
	if !page && !feed {
		return nil, nil, nil
	}
	data, err := readBody(r, response)
	switch {
	case err != nil:
		return nil, nil, err
	case page:
		return pages, data, nil
	case byContent(bufio.NewReader(bytes.NewReader(data))) == feeds:
		return feeds, data, nil
	}
	return nil, nil, nil // XML of another kind
}

// readBody returns the body of an HTTP response, decoded as its header says.
func readBody(r *bufio.Reader, header fields) ([]byte, error) {
	var body io.Reader = r
	if strings.EqualFold(header["transfer-encoding"], "chunked") && chunked(r) {
		body = httputil.NewChunkedReader(r)
	}
	switch encoding := strings.ToLower(header["content-encoding"]); encoding {
	case "", "identity", "gzip", "x-gzip", "zstd":
		c, err := decompress(body, false)
		if err != nil {
			return nil, err
		}
		defer c.Close()
		body = c
	case "deflate":
		z, err := zlib.NewReader(body)
		if err != nil {
			return nil, unzipping(err)
		}
		body = z
	default:
		return nil, fmt.Errorf("content encoding %q is not known", encoding)
	}
	data, err := readAtMost(body, maxPage)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.New("the response is truncated")
	}
	return data, err
}

// chunked reports whether a body starts as chunks do: many archives keep the
// header but not the chunks.
func chunked(r *bufio.Reader) bool {
	head, _ := r.Peek(20)
	line, _, found := bytes.Cut(head, []byte("\n"))
	size, _, _ := strings.Cut(strings.TrimSpace(string(line)), ";")
	_, err := strconv.ParseUint(strings.TrimSpace(size), 16, 63)
	return found && err == nil
}

// fields are a header, by names in lower case.
type fields map[string]string

// length returns how many bytes the content of a record has.
func (f fields) length() (int64, error) {
	n, err := strconv.ParseInt(f["content-length"], 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("its length is %q", f["content-length"])
	}
	return n, nil
}

// readHeader reads fields up to an empty line.
func readHeader(r *bufio.Reader) (fields, error) {
	f := fields{}
	read := 0
	last := ""
	for {
		line, err := readLine(r)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return f, nil
		}
		if read += len(line) + 100; read > maxHeader {
			return nil, fmt.Errorf("a header longer than %d KiB", maxHeader>>10)
		}
		name, value, found := strings.Cut(line, ":")
		switch {
		case (line[0] == ' ' || line[0] == '\t') && last != "":
			f[last] += " " + strings.TrimSpace(line)
		case found:
			last = strings.ToLower(strings.TrimSpace(name))
			if _, twice := f[last]; !twice {
				f[last] = strings.TrimSpace(value)
			}
		}
	}
}

// readLine returns the next line without its end.
func readLine(r *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		part, err := r.ReadSlice('\n')
		b.Write(part)
		switch {
		case b.Len() > maxHeader:
			return "", fmt.Errorf("a line longer than %d KiB", maxHeader>>10)
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && b.Len() == 0:
			return "", io.ErrUnexpectedEOF
		case err != nil && err != io.EOF:
			return "", err
		}
		return strings.TrimRight(b.String(), "\r\n"), nil
	}
}

// nextRecord returns the header of the next record, or io.EOF.
func nextRecord(r *bufio.Reader) (fields, error) {
	for {
		if _, err := r.Peek(1); err != nil {
			return nil, err
		}
		version, err := readLine(r)
		switch {
		case err != nil:
			return nil, err
		case version == "":
		case !strings.HasPrefix(version, "WARC/"):
			return nil, errors.New("none where one should start: no web archive, or a damaged one")
		default:
			return readHeader(r)
		}
	}
}
