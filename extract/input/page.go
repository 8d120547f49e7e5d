package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"dateline/extract"
	"dateline/graph"
)

// page is what a page of HTML says of its article.
type page struct {
	url       string // canonical address as the page gives it, or empty
	title     string
	source    string // name of the site, or empty
	published string // ISO 8601 prefix, or empty
	text      string // paragraphs, with empty lines between them
}

// readPage reads a page of HTML, which is parsed in the background.
func (s *source) readPage(r *bufio.Reader) (n int, more bool) {
	data, err := readAtMost(r, maxPage)
	if err != nil {
		return 1, s.fail(0, err)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return 0, true
	}
	return 1, s.queue.add(func() result {
		p, err := parsePage(data, s.media, s.address)
		if err != nil {
			return result{err: s.error(0, err)}
		}
		return s.result(0, s.pageArticle(p))
	})
}

// pageArticle returns the article of a page. In an archive, its address is that
// from which it was fetched, else the one that the page gives as its own. A
// source that the page does not name is the host.
func (s *source) pageArticle(p *page) extract.Article {
	a := extract.Article{ID: s.name, URL: p.url, Title: p.title, Source: p.source, Published: p.published, Text: p.text}
	a.Numbered = s.record > 0 || s.standard // the name is none of the article
	if s.record > 0 && graph.CanonicalURL(s.address) != "" || a.URL == "" {
		a.URL = s.address
	}
	if u, err := url.Parse(a.URL); err == nil && a.Source == "" {
		a.Source = strings.TrimPrefix(u.Hostname(), "www.")
	}
	return a
}

// parsePage returns the article of a page of HTML. The media type is that of the
// HTTP header, or empty; address is where the page comes from, or empty. A page
// without an article is an error.
func parsePage(data []byte, mediaType, address string) (p *page, err error) {
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("reading the page: panic: %v", r)
		}
	}()
	if len(data) > maxPage {
		return nil, fmt.Errorf("a page of more than %d MiB: no page of an article", maxPage>>20)
	}
	pruned, linked, err := prune(decode(data, mediaType))
	if err != nil {
		return nil, err
	}
	doc, err := html.Parse(bytes.NewReader(pruned))
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w", err)
	}
	if err := weigh(doc); err != nil {
		return nil, err
	}
	base, _ := url.Parse(address)
	p = describe(doc, linked, base)
	tidy(doc)
	if p.text = articleText(doc, p.title); p.text == "" {
		return nil, errors.New("no article in the page")
	}
	return p, nil
}

// declared finds a charset in a meta element.
var declared = regexp.MustCompile(`(?i)<meta[^>]{0,500}charset\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// decode returns the page as UTF-8: by its byte order mark, else by the charset
// of its media type, else as UTF-8 if it is that, else by its meta element, else
// as windows-1252, as browsers do.
func decode(data []byte, mediaType string) []byte {
	enc, name, certain := charset.DetermineEncoding(data, mediaType)
	if !certain {
		ascii := bytes.IndexFunc(data, func(r rune) bool { return r > unicode.MaxASCII || r == '\x1b' }) < 0
		m := declared.FindSubmatch(data[:min(len(data), 64<<10)])
		switch {
		case ascii:
			return data
		case utf8.Valid(data) && !bytes.ContainsRune(data, '\x1b'):
			name = "utf-8"
		case m != nil:
			if e, n := charset.Lookup(string(m[1])); e != nil {
				enc, name = e, n
			}
		}
		if strings.HasPrefix(name, "utf-16") { // which a meta element of ASCII is not
			name = "utf-8"
		}
	}
	if name != "utf-8" {
		if out, err := enc.NewDecoder().Bytes(data); err == nil {
			data = out
		}
	}
	return bytes.ToValidUTF8(bytes.TrimPrefix(data, byteOrderMark), []byte("\uFFFD"))
}

// weigh says whether the page is within maxDepth and maxWeight.
func weigh(doc *html.Node) error {
	weight := 0
	var visit func(n *html.Node, depth int) error
	visit = func(n *html.Node, depth int) error {
		if n.Type == html.TextNode {
			weight += len(n.Data) * depth
		}
		if depth > maxDepth {
			return fmt.Errorf("elements nested more than %d deep: no page of an article", maxDepth)
		}
		if weight > maxWeight {
			return errors.New("too much text too deep: no page of an article")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if err := visit(c, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return visit(doc, 0)
}

// aside are the elements that are no part of an article wherever they stand.
var aside = map[atom.Atom]bool{
	atom.Aside: true, atom.Nav: true, atom.Figcaption: true, atom.Button: true, atom.Select: true, atom.Textarea: true,
	atom.Dialog: true, atom.Template: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Object: true,
}

// tidy removes what is beside the article or hidden. What is hidden but has most
// of the text is not: a script will show it, or a dialog is in front of it.
func tidy(doc *html.Node) {
	whole := size(doc)
	remove(doc, func(n *html.Node) bool {
		switch {
		case aside[n.DataAtom]:
			return true
		case !hidden(n):
			return false
		case 2*size(n) < whole:
			return true
		}
		n.Attr = nil
		return false
	})
}

// unseen finds styles of elements that are not shown.
var unseen = regexp.MustCompile(`display\s*:\s*none|visibility\s*:\s*hidden`)

// hidden reports whether readers of the page do not see the element.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" || a.Key == "style" && unseen.MatchString(a.Val) {
			return true
		}
	}
	return false
}

// remove removes all elements in n of which drop says so.
func remove(n *html.Node, drop func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode && drop(c) {
			n.RemoveChild(c)
		} else {
			remove(c, drop)
		}
		c = next
	}
}

// articleText returns the text of the article of the page, which it changes.
func articleText(doc *html.Node, title string) string {
	r := readability.NewParser()
	r.DisableJSONLD, r.KeepClasses = true, true
	a, err := r.ParseAndMutate(doc, nil)
	if err != nil || a.Node == nil {
		return ""
	}
	strip(a.Node)
	return joined(trim(render(a.Node), title))
}

// furniture are words of classes and ids of what stands in an article without
// being a part of it.
var furniture = set(`advert advertisement ads breadcrumb breadcrumbs byline caption captions comments copyright credit credits disclaimer
	newsletter outbrain promo promotion recirc recirculation recommended related share sharing signup social subscribe
	subscription taboola tags toolbar trending`)

// strip removes furniture from the article. What has much of the article's text
// is none, whatever its class.
func strip(article *html.Node) {
	whole := size(article)
	remove(article, func(n *html.Node) bool {
		for _, a := range n.Attr {
			if a.Key != "class" && a.Key != "id" {
				continue
			}
			for _, w := range strings.FieldsFunc(strings.ToLower(a.Val), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if furniture[w] {
					return size(n) < whole/4
				}
			}
		}
		return false
	})
}

// size returns how many bytes of text are in the element.
func size(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += size(c)
	}
	return sum
}

// pointers are how lines begin that lead away from an article, or say what is
// around it.
var pointers = regexp.MustCompile(`(?i)^(` + strings.Join([]string{
	"read (more|also|next)", "see (more|also)", "more (on|from)", "related( (stor(y|ies)|articles?|posts?|coverage|content|links?))?",
	"continue reading", "recommended", "trending", "most read", "you (may|might) also like", "don['’]t miss", "watch( now| live| more)?",
	"click (here|to tweet)", "sign up", "subscribe", "follow us", "share (this|on)", "comments?", "skip to", "loading",
	"print article", "order reprints", "text size", "advertisement", "filed under", "published", "updated", "posted", "highlights",
	"images?( source| copyright| caption)?", "media (caption|playback)", "photo(graph)?s?( by| credit)?", "getty images",
	"copyright", "all rights reserved", "the post .* appeared first on",
}, "|") + `)\b`)

// Lengths in bytes of lines that may be pointers: without the end of a sentence,
// and with it.
const (
	longestLabel = 120
	longestPlea  = 60
)

// trim returns the lines without those that are no sentences of the article:
// those that are all link, those that point elsewhere, and the title again.
func trim(lines []line, title string) []line {
	title = graph.Normalize(title)
	var kept []line
	for _, l := range lines {
		sentence := strings.ContainsRune(".!?\"”’…", lastRune(l.text))
		longest := longestLabel
		if sentence {
			longest = longestPlea
		}
		switch {
		case l.links*10 >= l.length*9 && !sentence:
		case len(l.text) <= longest && pointers.MatchString(l.text):
		case strings.HasPrefix(l.text, "©"):
		case len(kept) == 0 && title != "" && graph.Normalize(l.text) == title:
		default:
			kept = append(kept, l)
		}
	}
	if len(kept) == 0 {
		return lines
	}
	return kept
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
