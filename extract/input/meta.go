package input

import (
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/graph"
)

// The names under which pages say what they are, the most trusted first, in
// lower case; those of JSON-LD have a dot.
var (
	titleNames  = []string{"ld.headline", "og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "h1", "title"}
	sourceNames = []string{"og:site_name", "ld.publisher", "application-name", "dc.publisher", "dcterms.publisher"}
	dateNames   = []string{
		"ld.datepublished", "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
		"dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
		"publish-date", "publish_date", "published_time", "publication_date", "publicationdate", "pubdate", "ptime", "displaydate", "date", "time",
	}
	addressNames = []string{"canonical", "og:url", "ld.url"}
)

// describe returns what the head of a page and its JSON-LD say of the article.
// The base is the address of the page, or nil.
func describe(doc *html.Node, linked []string, base *url.URL) *page {
	said := map[string]string{}
	for _, text := range linked {
		var data any
		if json.Unmarshal([]byte(strings.TrimSpace(text)), &data) == nil {
			readLinked(data, said, 0)
		}
	}
	readHead(doc, said)

	p := &page{url: address(said, base)}
	p.title = title(said)
	for _, name := range sourceNames {
		if p.source = inline(said[name]); p.source != "" {
			break
		}
	}
	for _, name := range dateNames {
		if p.published = day(said[name]); p.published != "" {
			break
		}
	}
	return p
}

// say notes what a page says under a name, the first time.
func say(said map[string]string, name, value string) {
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	if name != "" && value != "" && said[name] == "" {
		said[name] = value
	}
}

// readHead notes what meta, link, title, h1 and time elements say.
func readHead(n *html.Node, said map[string]string) {
	if n.Type == html.ElementNode {
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		if prop := attrs["itemprop"]; strings.EqualFold(prop, "datePublished") || strings.EqualFold(prop, "headline") {
			value := attrs["datetime"]
			if value == "" {
				value = attrs["content"]
			}
			if value == "" {
				value = joined(render(n))
			}
			say(said, map[string]string{"datepublished": "datepublished", "headline": "ld.headline"}[strings.ToLower(prop)], value)
		}
		switch n.DataAtom {
		case atom.Meta:
			say(said, attrs["property"], attrs["content"])
			say(said, attrs["name"], attrs["content"])
		case atom.Link:
			if strings.EqualFold(attrs["rel"], "canonical") {
				say(said, "canonical", attrs["href"])
			}
		case atom.Title, atom.H1:
			say(said, n.Data, joined(render(n)))
		case atom.Time:
			say(said, "time", attrs["datetime"])
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		readHead(c, said)
	}
}

// maxObjects is how deep objects of JSON-LD are looked for.
const maxObjects = 8

// readLinked notes what the articles in JSON-LD say.
func readLinked(data any, said map[string]string, depth int) {
	if depth > maxObjects {
		return
	}
	switch data := data.(type) {
	case []any:
		for _, d := range data {
			readLinked(d, said, depth+1)
		}
	case map[string]any:
		if isArticle(data["@type"]) {
			say(said, "ld.headline", word(data["headline"]))
			say(said, "ld.datepublished", word(data["datePublished"]))
			say(said, "ld.publisher", word(data["publisher"]))
			say(said, "ld.url", word(data["url"]))
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			readLinked(data[key], said, depth+1)
		}
	}
}

// isArticle reports whether a type of JSON-LD, or one of them, is an article.
func isArticle(types any) bool {
	switch t := types.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report"
	case []any:
		for _, t := range t {
			if s, ok := t.(string); ok && isArticle(s) {
				return true
			}
		}
	}
	return false
}

// word returns a text of JSON-LD, the name of an object, or that of the first of
// a list.
func word(data any) string {
	switch data := data.(type) {
	case string:
		return data
	case map[string]any:
		name, _ := data["name"].(string)
		return name
	case []any:
		if len(data) > 0 {
			if _, nested := data[0].([]any); !nested {
				return word(data[0])
			}
		}
	}
	return ""
}

// title returns the headline. A title that has the name of the site behind it
// loses that if the page says the rest elsewhere, too, or the name.
func title(said map[string]string) string {
	for _, name := range titleNames {
		t := inline(said[name])
		if t == "" {
			continue
		}
		if name == "h1" && len(t) < 15 && said["title"] != "" { // often the name of the site
			continue
		}
		for _, separator := range []string{" | ", " - ", " – ", " — ", " :: ", " » "} {
			at := strings.LastIndex(t, separator)
			if at <= 0 {
				continue
			}
			rest := graph.Normalize(t[at+len(separator):])
			site := graph.Normalize(inline(said["og:site_name"]))
			if rest == site || name == "title" && len(strings.Fields(t[:at])) > 3 {
				t = strings.TrimSpace(t[:at])
			}
		}
		return t
	}
	return ""
}

// address returns the canonical address that the page gives, if it is one of a
// page: many pages give that of the site.
func address(said map[string]string, base *url.URL) string {
	for _, name := range addressNames {
		if said[name] == "" {
			continue
		}
		u, err := url.Parse(said[name])
		if err != nil {
			continue
		}
		if base != nil {
			u = base.ResolveReference(u)
		}
		if s := u.String(); graph.CanonicalURL(s) != "" && (strings.Trim(u.Path, "/") != "" || u.RawQuery != "") {
			return s
		}
	}
	return ""
}
