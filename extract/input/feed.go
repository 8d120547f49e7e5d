package input

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"dateline/extract"
	"dateline/graph"
)

// Limits on a feed. They bound what its parser needs, which goes as deep as the
// elements and has some hundred bytes for each.
const (
	maxFeed     = 16 << 20 // bytes
	maxElements = 200_000
	maxNesting  = 100
)

// readFeed reads an article from each item of a feed.
func (s *source) readFeed(r *bufio.Reader) (n int, more bool) {
	data, err := readAtMost(r, maxFeed)
	if err != nil {
		return 1, s.fail(0, err)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return 0, true
	}
	feed, err := parseFeed(data)
	if err != nil {
		return 1, s.fail(0, err)
	}
	for i, item := range feed.Items {
		number := i + 1
		a, err := s.item(feed, item)
		if err != nil {
			more = s.fail(number, err)
		} else {
			more = s.article(number, a)
		}
		if !more {
			return number, false
		}
	}
	return len(feed.Items), true
}

// parseFeed returns the feed that data holds, within the limits.
func parseFeed(data []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			feed, err = nil, fmt.Errorf("reading the feed: panic: %v", r)
		}
	}()
	if err := checkFeed(data); err != nil {
		return nil, err
	}
	p := gofeed.NewParser()
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	feed, err = p.Parse(bytes.NewReader(data))
	switch {
	case errors.Is(err, gofeed.ErrFeedTypeNotDetected):
		return nil, errors.New("no RSS, Atom or JSON feed")
	case err != nil:
		return nil, fmt.Errorf("reading the feed: %w", err)
	}
	return feed, nil
}

// checkFeed says whether a feed is within the limits. What is no XML it leaves
// to the parser.
func checkFeed(data []byte) error {
	if bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(data, byteOrderMark), " \t\r\n"), []byte("{")) {
		if bytes.Count(data, []byte("{")) > maxElements {
			return fmt.Errorf("more than %d objects: no feed", maxElements)
		}
		return nil
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	elements, depth := 0, 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			elements += 1 + len(t.Attr)
			depth++
		case xml.EndElement:
			depth--
		}
		if elements > maxElements {
			return fmt.Errorf("more than %d elements: no feed", maxElements)
		}
		if depth > maxNesting {
			return fmt.Errorf("elements nested more than %d deep: no feed", maxNesting)
		}
	}
}

// item returns the article of an item of a feed.
func (s *source) item(feed *gofeed.Feed, item *gofeed.Item) (extract.Article, error) {
	a := extract.Article{
		ID: oneLine(item.GUID), URL: oneLine(item.Link), Title: inline(item.Title), Source: inline(feed.Title),
		Published: itemDay(item),
	}
	if a.URL == "" && graph.CanonicalURL(a.ID) != "" {
		a.URL = a.ID
	}
	for _, text := range []string{item.Content, item.Description} {
		text, err := fragment(text)
		if err != nil {
			return a, err
		}
		if text != "" {
			a.Text = text
			return a, nil
		}
	}
	switch {
	case a.URL == "":
		return a, errors.New("the item has neither text nor link")
	case s.opts.Open == nil:
		return a, fmt.Errorf("the item has no text, only a link, and there is nothing to fetch it with: %s", a.URL)
	}
	p, err := s.fetch(a.URL)
	if err != nil {
		return a, err
	}
	a.Text = p.text
	if p.title != "" {
		a.Title = p.title
	}
	if a.Published == "" {
		a.Published = p.published
	}
	return a, nil
}

// fetch returns the page at an address.
func (s *source) fetch(address string) (*page, error) {
	body, media, final, err := s.opts.Open(s.ctx, address)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", address, err)
	}
	defer body.Close()
	if t, _, err := mime.ParseMediaType(media); err == nil && !slices.Contains(pages.media, t) {
		return nil, fmt.Errorf("fetching %s: %s is no page", address, t)
	}
	data, err := readAtMost(body, maxPage)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", address, err)
	}
	p, err := parsePage(data, media, final)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return p, nil
}

// itemDay returns the day on which an item was published, as its own time zone
// has it, or "".
func itemDay(item *gofeed.Item) string {
	for _, s := range []string{item.Published, item.Updated} {
		if d := day(s); d != "" {
			return d
		}
	}
	if item.PublishedParsed != nil {
		return valid(item.PublishedParsed.Format(time.DateOnly))
	}
	return ""
}

// fragment returns the text of a piece of HTML, which may be plain text.
func fragment(s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", nil
	}
	pruned, _, err := prune([]byte(strings.ToValidUTF8(s, "\uFFFD")))
	if err != nil {
		return "", err
	}
	doc, err := html.Parse(bytes.NewReader(pruned))
	if err != nil {
		return "", fmt.Errorf("reading the item: %w", err)
	}
	tidy(doc)
	return joined(trim(render(doc), "")), nil
}

// oneLine returns s without space at its ends and without what is not UTF-8.
func oneLine(s string) string {
	return strings.ToValidUTF8(strings.TrimSpace(s), "\uFFFD")
}
