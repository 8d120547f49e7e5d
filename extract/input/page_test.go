package input

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDecode(t *testing.T) {
	const text = "Zoë – «naïve»"
	meta := func(label string) string { return strings.Repeat("<!-- x -->", 300) + `<meta charset="` + label + `">` }
	for _, c := range []struct{ name, data, media, want string }{
		{"ASCII", "Zoe", "", "Zoe"},
		{"UTF-8, not declared", text, "", text},
		{"UTF-8 with a byte order mark", "\uFEFF" + text, "text/html; charset=iso-8859-1", text},
		{"UTF-8 declared as another", meta("iso-8859-1") + text, "", meta("iso-8859-1") + text},
		{"UTF-8 with a damaged character", meta("utf-8") + "Zo\xeb", "", meta("utf-8") + "Zo\uFFFD"},
		{"by the header", "Zo\xeb", "text/html; charset=ISO-8859-1", "Zoë"},
		{"by the header, not the page", meta("utf-8") + "\xc7\xee\xff", "text/html; charset=windows-1251", meta("utf-8") + "Зоя"},
		{"by the page, late", meta("windows-1251") + "\xc7\xee\xff", "", meta("windows-1251") + "Зоя"},
		{"by the page, the old way", `<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">` + "\xfa\xcf\xd1", "", `<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">` + "Зоя"},
		{"Shift JIS", meta("shift_jis") + "\x93\x8c\x8b\x9e", "", meta("shift_jis") + "東京"},
		{"ISO-2022-JP", meta("iso-2022-jp") + "\x1b$BEl5~\x1b(B", "", meta("iso-2022-jp") + "東京"},
		{"not declared", "\x93Zo\xeb\x94", "", "“Zoë”"},
		{"no such charset", meta("x-none") + "Zo\xeb", "text/html; charset=none", meta("x-none") + "Zoë"},
		{"UTF-16", "\xff\xfeZ\x00o\x00\xeb\x00", "", "Zoë"},
		{"UTF-16 in ASCII", meta("utf-16") + "Zo\xeb", "", meta("utf-16") + "Zo\uFFFD"},
	} {
		if diff := cmp.Diff(c.want, string(decode([]byte(c.data), c.media))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPrune(t *testing.T) {
	for in, want := range map[string]string{
		`<p onclick="x()" class='a "b"'>one <b>two</b> three</p>`: `<p class="a &#34;b&#34;">one two three</p>`,
		`<p class=a class=b>`: `<p class="a">`,
		`a<script>if (1 < 2) { document.write("<p>") }</script>b<style>p > b {}</style>c`:      `abc`,
		`a<svg><g><text>no</text></g><svg/></svg>b<math><mi>x</mi></math>c`:                    `abc`,
		`<svg><path><p>The end of the drawing is missing.</p>`:                                 `<p>The end of the drawing is missing.</p>`,
		`<svg><style></svg><b><p>x`:                                                            `<p>x`,
		`a<noscript><img src=x></noscript>b<iframe src=x><p>no</iframe>c<!-- <p> -->d</b></i>`: `abcd`,
		`<title>a <b> c</title>`:                                                               `<title>a <b> c</title>`,
		`<a href=x>a &lt; b</a`:                                                                `<a href="x">a &lt; b</a>`[:len(`<a href="x">a &lt; b`)],
	} {
		got, _, err := prune([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", in, err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func TestDay(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "2024-10-11": "2024-10-11", "2024-10-11T23:30:00-07:00": "2024-10-11", "2024-10-11 09:30": "2024-10-11", "20241011T093000Z": "2024-10-11",
		"Fri, 11 Oct 2024 22:30:00 -0500": "2024-10-11", "11 Oct 2024": "2024-10-11", " October 11,\n2024 at 9:30 a.m. EDT": "2024-10-11",
		"Sept. 5, 2024": "2024-09-05", "Monday, September 5, 2022": "2022-09-05", "Fri Oct 11 09:30:00 UTC 2024": "2024-10-11", "2024/10/11": "2024-10-11",
		"10/11/2024": "", "11.10.2024": "", "2024-13-11": "", "2024-02-30": "", "0001-01-01T00:00:00Z": "", "last week": "", "2024": "", "1728640800": "",
		strings.Repeat("Oct 11 ", 50_000): "",
	} {
		if got := day(in); got != want {
			t.Errorf("day(%.40q) is %q, want %q", in, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	head := func(s string) string {
		return "<html><head>" + s + "</head><body><p>It rained in Ghana on Friday.</p></body></html>"
	}
	for _, c := range []struct{ name, page, address, want string }{
		{"nothing", head(""), "", "|||"},
		{"an address", head(`<link rel=canonical href="https://www.news.example/2024/rain">`), "", "|||https://www.news.example/2024/rain"},
		{"a relative address", head(`<link rel=canonical href="/2024/rain">`), "https://news.example/amp/rain", "|||https://news.example/2024/rain"},
		{"the address of the site is none of an article", head(`<link rel=canonical href="https://news.example/"><meta property=og:url content="https://news.example/a?id=1">`), "", "|||https://news.example/a?id=1"},
		{"no address to fetch", head(`<link rel=canonical href="javascript:alert(1)"><meta property=og:url content="ftp://news.example/a">`), "", "|||"},
		{"a title with the site behind it", head(`<title>Rain falls on all of Ghana - The News</title>`), "", "Rain falls on all of Ghana|||"},
		{"a title with a dash of its own", head(`<title>Rain - and more rain</title>`), "", "Rain - and more rain|||"},
		{"a date that leaves the day open", head(`<meta name=date content="10/11/2024"><meta name=pubdate content="Oct. 11, 2024 9:30 am">`), "", "||2024-10-11|"},
		{"a time element", head(`<title>R</title>`) + `<time datetime="2024-10-11T08:00">Friday</time><time datetime="2020-01-01">`, "", "R||2024-10-11|"},
		{"broken JSON-LD", head(`<script type="application/ld+json">{"@type": "Article",</script><title>R</title>`), "", "R|||"},
		{"JSON-LD of something else", head(`<script type="application/ld+json">[{"@type": "Person", "headline": "X"}, 3, {"@type": "Article", "headline": 7, "publisher": [{"name": "P"}]}]</script>`), "", "|P||"},
		{"microdata", head("") + `<h1 itemprop=headline>Rain</h1><span itemprop=datePublished content="2024-10-11">Friday</span>`, "", "Rain||2024-10-11|"},
	} {
		p, err := parsePage([]byte(c.page), "", c.address)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, strings.Join([]string{p.title, p.source, p.published, p.url}, "|")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// Pages that are made to fill memory and time are read, or refused, in little of
// both. Each was slow or large for one of the parsers.
func TestHostilePages(t *testing.T) {
	repeat := strings.Repeat
	sentence := "Some words, with commas, in a sentence that is long enough to count. "
	var fonts, attributes strings.Builder
	for i := range 400 {
		fmt.Fprintf(&fonts, "<font size=%d>", i)
	}
	for i := range 100_000 {
		fmt.Fprintf(&attributes, "<body a%d=1>", i)
	}
	for name, page := range map[string]string{
		"deep":                repeat("<div>", 100_000) + "x",
		"deep text":           repeat("<div>", 150) + "<p>" + repeat("word, ", 2_000_000),
		"unclosed formatting": fonts.String() + repeat("<p>a", 50_000),
		"many attributes":     attributes.String() + sentence,
		"one attribute":       "<p class='" + repeat("share ", 2_000_000) + "'>" + sentence,
		"many tags":           repeat("<p>", 1_000_000) + sentence,
		"a long title":        "<title>" + repeat("a | b - ", 500_000) + "</title><p>" + sentence,
		"nested tables":       repeat("<table><tr><td>x", 10_000),
		"links":               repeat("<a href=x>a", 50_000),
		"open tags":           repeat("<", 4<<20),
		"deep JSON-LD":        repeat("<script type=application/ld+json>"+repeat("[", 9000)+"</script>", 500),
		"open scripts":        repeat("<script>", 100_000),
		"too long":            repeat(" ", maxPage+1),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := parsePage([]byte(page), "", "")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: took %s (%v)", name, took, err)
		}
		runtime.ReadMemStats(&after)
		if all := int64(after.TotalAlloc - before.TotalAlloc); all > 1<<30 {
			t.Errorf("%s: allocated %d MiB (%v)", name, all>>20, err)
		}
	}
}
