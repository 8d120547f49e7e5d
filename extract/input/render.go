package input

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocks are the elements whose text stands on lines of its own. Between
// paragraphs there is an empty line, between what is closer only an end of line.
var (
	blocks = set(`address article aside blockquote body center dd details dialog div dl dt fieldset figure
		figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul`)
	close = set("br li dt dd tr")
)

// line is the text of a block.
type line struct {
	text   string
	links  int  // characters of text that are in links
	length int  // characters of text, without spaces
	near   bool // no empty line stands before it
}

// renderer turns elements into lines.
type renderer struct {
	lines  []line
	text   strings.Builder
	links  int
	length int
	space  bool // a space stands before the next word
	near   bool
}

// render returns the lines of text of the element, in order, none of them empty.
func render(n *html.Node) []line {
	r := &renderer{}
	r.node(n, false)
	r.end(false)
	return r.lines
}

func (r *renderer) node(n *html.Node, link bool) {
	switch n.Type {
	case html.TextNode:
		r.words(n.Data, link)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	block, near := blocks[n.Data] || n.DataAtom == atom.Br, close[n.Data]
	if block {
		r.end(near)
	}
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		r.space = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c, link || n.DataAtom == atom.A)
	}
	if block {
		r.end(near)
	}
}

// end ends the line, if there is one.
func (r *renderer) end(near bool) {
	if r.length > 0 {
		r.lines = append(r.lines, line{r.text.String(), r.links, r.length, r.near})
		r.near = true
	}
	r.text.Reset()
	r.links, r.length, r.space = 0, 0, false
	r.near = r.near && near
}

// words adds text, with one space where there is any and without what cannot be
// seen.
func (r *renderer) words(s string, link bool) {
	for _, c := range s {
		switch {
		case unicode.IsSpace(c):
			r.space = true
			continue
		case invisible(c):
			continue
		}
		if r.space && r.length > 0 {
			r.text.WriteByte(' ')
		}
		r.space = false
		r.text.WriteRune(c)
		r.length++
		if link {
			r.links++
		}
	}
}

// invisible reports whether c is a control character, a soft hyphen, or a space
// of no width; of what joins characters, only what scripts need is kept.
func invisible(c rune) bool {
	switch c {
	case '\u00AD', '\u200B', '\u200E', '\u200F', '\u2060', '\uFEFF':
		return true
	}
	return unicode.IsControl(c)
}

// joined returns the text of lines.
func joined(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		switch {
		case i == 0:
		case l.near:
			b.WriteString("\n")
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// inline returns the text of a fragment of HTML on one line.
func inline(s string) string {
	return strings.Join(strings.FieldsFunc(html.UnescapeString(s), func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }), " ")
}
