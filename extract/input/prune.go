package input

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Limits on a page. They keep what the parser and the search for the article
// need of a hostile page to some hundred megabytes and some seconds; pages of
// newspapers have a tenth of them.
const (
	maxPage   = 16 << 20  // bytes
	maxTags   = 60_000    // start tags, without those that prune drops
	maxDepth  = 160       // elements within each other
	maxWeight = 100 << 20 // bytes of text, each times the elements that it stands in
	maxValue  = 8 << 10   // bytes of an attribute or a title; what is behind them goes
	maxLinked = 1 << 20   // bytes of JSON-LD
)

// dropped are the elements that go with all that is in them: to the tokenizer
// it is a single text. A noscript that holds the only picture of the page is no
// loss.
var dropped = set("script style noscript iframe noembed noframes")

// foreign are the elements of other languages, which go with all that is in them.
var foreign = set("svg math")

// breakout are the tags that end foreign content, as browsers have it, so that a
// missing end tag does not hide the article.
var breakout = set("article aside blockquote body center div dl footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p section table ul")

// formatting are the tags that go while their content stays. Nothing of an
// article depends on them, and unclosed ones would be repeated by the parser in
// every paragraph behind them.
var formatting = set("b big code em font i nobr s small strike strong tt u")

// attributes are those that say what an element is, or what the page is.
var attributes = set("aria-hidden aria-modal class content datetime hidden href id itemprop itemtype lang name property rel role style type")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// prune returns a page, which is UTF-8, without what no article is found in, and
// the contents of its JSON-LD scripts. What is left is bounded: the parser's
// worst cases, a tag with 100,000 attributes or as many unclosed formatting
// elements, need what prune drops.
func prune(page []byte) (pruned []byte, linked []string, err error) {
	var (
		out   bytes.Buffer
		z     = html.NewTokenizer(bytes.NewReader(page))
		tags  int
		skip  string // the element that is being dropped
		depth int    // of foreign elements of that name
		data  bool   // the script that is being dropped is JSON-LD
		size  int    // of all JSON-LD
		title bool   // what comes is the text of the title
	)
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return out.Bytes(), linked, nil
		case html.TextToken:
			switch raw := z.Raw(); {
			case title:
				out.Write(raw[:min(len(raw), maxValue)])
			case skip == "":
				out.Write(raw)
			case data && size+len(raw) <= maxLinked:
				size += len(raw)
				linked = append(linked, string(raw))
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			raw, more := z.TagName()
			name := string(raw)
			title = false
			if skip != "" && foreign[skip] && kind != html.EndTagToken && breakout[name] {
				skip = ""
			}
			switch {
			case skip != "":
				if foreign[skip] {
					z.NextIsNotRawText()
				}
				switch {
				case name != skip:
				case kind == html.EndTagToken:
					if depth--; depth <= 0 {
						skip = ""
					}
				case kind == html.StartTagToken:
					depth++
				}
			case kind == html.EndTagToken:
				if !dropped[name] && !foreign[name] && !formatting[name] {
					fmt.Fprintf(&out, "</%s>", name)
				}
			case dropped[name]:
				skip, depth, data = name, 1, name == "script" && isLinkedData(z, more)
			case foreign[name]:
				if kind == html.StartTagToken {
					skip, depth, data = name, 1, false
				}
			case formatting[name]:
			default:
				if tags++; tags > maxTags {
					return nil, nil, fmt.Errorf("more than %d tags: no page of an article", maxTags)
				}
				writeTag(&out, name, z, more)
				title = name == "title"
			}
		}
	}
}

// isLinkedData reports whether the script at which z stands is JSON-LD.
func isLinkedData(z *html.Tokenizer, more bool) bool {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) == "type" {
			return strings.EqualFold(strings.TrimSpace(string(value)), "application/ld+json")
		}
	}
	return false
}

// writeTag writes the start tag at which z stands, with each of the attributes
// at most once.
func writeTag(out *bytes.Buffer, name string, z *html.Tokenizer, more bool) {
	fmt.Fprintf(out, "<%s", name)
	var seen []string
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		k := string(key)
		if !attributes[k] || slices.Contains(seen, k) {
			continue
		}
		seen = append(seen, k)
		fmt.Fprintf(out, ` %s="%s"`, k, html.EscapeString(string(value[:min(len(value), maxValue)])))
	}
	out.WriteByte('>')
}
