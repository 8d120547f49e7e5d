package input

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// record is a record of a web archive.
func record(kind, uri, mediaType, content string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:b2c1>\r\nWARC-Date: 2024-10-12T00:00:00Z\r\n"+
		"WARC-Target-URI: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, mediaType, len(content), content)
}

// response is an HTTP response with a header of its own.
func response(status, header, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + strings.ReplaceAll(header, "\n", "\r\n") + "\r\n\r\n" + body
}

const (
	shortPage = `<html><head><title>Rain</title><link rel="canonical" href="https://other.example/x"></head><body><p>It rained in Ghana on Friday, the office said.</p></body></html>`
	shortFeed = `<rss version="2.0"><channel><title>Wire</title><item><guid>g</guid><description>It rained in Togo.</description></item><item><description>It rained in Mali.</description></item></channel></rss>`
)

func TestArchive(t *testing.T) {
	page := func(header, body string) string {
		return record("response", "https://example.org/rain", "application/http; msgtype=response", response("200 OK", header, body))
	}
	rain := func(i int) string {
		return fmt.Sprintf("a.warc:%d a#%d \"It rained in Ghana on Friday, the office said.\" https://example.org/rain Rain example.org numbered\n", i, i)
	}
	chunks := fmt.Sprintf("%x;note=1\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 30, shortPage[:30], len(shortPage)-30, shortPage[30:])
	for _, c := range []struct{ name, content, want string }{
		{"no records", "", "error a.warc: empty\n"},
		{
			"what is no page is passed over",
			record("warcinfo", "", "application/warc-fields", "software: x\r\n") +
				record("request", "https://example.org/rain", "application/http; msgtype=request", "GET /rain HTTP/1.1\r\n\r\n") +
				record("response", "dns:example.org", "text/dns", "example.org 1 IN A 192.0.2.1") +
				record("response", "https://example.org/gone", "application/http", response("404 Not Found", "Content-Type: text/html", shortPage)) +
				record("response", "https://example.org/pic", "application/http", response("200 OK", "Content-Type: image/png", "\x89PNG")) +
				record("response", "https://example.org/map", "application/http", response("200 OK", "Content-Type: text/xml", "<urlset/>")) +
				record("revisit", "https://example.org/rain", "application/http", response("200 OK", "Content-Type: text/html", "")) +
				page("Content-Type: text/html; charset=utf-8", shortPage),
			rain(8),
		},
		{"chunks", page("Content-Type: text/html\nTransfer-Encoding: chunked", chunks), rain(1)},
		{"chunks that the archive has joined", page("Content-Type: text/html\nTransfer-Encoding: chunked", shortPage), rain(1)},
		{"gzip", page("Content-Type: text/html\nContent-Encoding: gzip", gzipped(shortPage)), rain(1)},
		{"zstd", page("Content-Type: text/html\nContent-Encoding: zstd", zstandard(t, shortPage)), rain(1)},
		{
			"an encoding that is not known", page("Content-Type: text/html\nContent-Encoding: br", "\x8b") + page("Content-Type: text/html", shortPage),
			"error a.warc:1: reading the response: content encoding \"br\" is not known\n" + rain(2),
		},
		{
			"charset of the header", page("Content-Type: text/html; charset=iso-8859-1", strings.Replace(shortPage, "Ghana", "C\xf4te d'Ivoire", 1)),
			"a.warc:1 a#1 \"It rained in Côte d'Ivoire on Friday, the office said.\" https://example.org/rain Rain example.org numbered\n",
		},
		{"a resource", record("resource", "https://example.org/rain", "text/html", shortPage), rain(1)},
		{
			"a file as resource has the address that the page gives", record("resource", "file:///tmp/rain.html", "text/html", shortPage),
			"a.warc:1 a#1 \"It rained in Ghana on Friday, the office said.\" https://other.example/x Rain other.example numbered\n",
		},
		{
			"a feed", record("response", "https://example.org/feed", "application/http", response("200 OK", "Content-Type: application/rss+xml", shortFeed)),
			"a.warc:1 g \"It rained in Togo.\" Wire\na.warc:1 a#1#2 \"It rained in Mali.\" Wire numbered\n",
		},
		{"a page without an article", page("Content-Type: text/html", "<p>"), "error a.warc:1: no article in the page\n"},
		{"no archive", "<p>", "error a.warc:1: reading the record: none where one should start: no web archive, or a damaged one\n"},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\n", "error a.warc:1: reading the record: its length is \"\"\n"},
		{
			"the end is missing", page("Content-Type: text/html", shortPage) + page("Content-Type: text/html", shortPage)[:400],
			rain(1) + "error a.warc:2: reading the record: the file is truncated\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			files{"a.warc": c.content, "a.warc.gz": c.content}.write(t)
			if diff := cmp.Diff(c.want, list(Read(t.Context(), []string{"a.warc"}, Options{}))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(strings.ReplaceAll(c.want, "a.warc", "a.warc.gz"), list(Read(t.Context(), []string{"a.warc.gz"}, Options{}))); diff != "" {
				t.Errorf("compressed: %s", diff)
			}
		})
	}
}

// Archives have a gzip stream for each record.
func TestArchiveOfStreams(t *testing.T) {
	content := strings.Repeat(gzipped(record("resource", "https://example.org/rain", "text/html", shortPage)), 3)
	got := list(Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(content[:len(content)-30])}))
	want := `stdin:1 stdin#1 "It rained in Ghana on Friday, the office said." https://example.org/rain Rain example.org numbered
stdin:2 stdin#2 "It rained in Ghana on Friday, the office said." https://example.org/rain Rain example.org numbered
error stdin:3: reading the record: unzipping: the file is truncated
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
