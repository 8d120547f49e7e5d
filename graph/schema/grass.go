package schema

import (
	"fmt"
	"strconv"
	"strings"
)

// Grass returns a graph style sheet for Neo4j Browser: colors, sizes and
// captions of nodes by label, colors and widths of relationships by type.
// Provenance is smaller and paler than the world. There are no comments in it,
// because the Browser takes them for part of the rule that follows.
func (s *Schema) Grass() string {
	var b strings.Builder
	rule := func(selector string, declarations ...string) {
		fmt.Fprintf(&b, "%s {\n", selector)
		for i := 0; i < len(declarations); i += 2 {
			fmt.Fprintf(&b, "  %s: %s;\n", declarations[i], declarations[i+1])
		}
		b.WriteString("}\n\n")
	}
	rule("node", "diameter", "65px", "color", "#A5ABB6", "border-color", shade("#A5ABB6"), "border-width", "2px",
		"text-color-internal", ink("#A5ABB6"), "font-size", "10px")
	rule("relationship", "color", "#848B98", "shaft-width", "2px", "font-size", "8px", "padding", "3px",
		"text-color-external", "#2A2C34", "text-color-internal", "#FFFFFF", "caption", "'<type>'")
	for _, n := range s.Nodes {
		diameter := "65px"
		if n.Provenance {
			diameter = "50px"
		}
		rule("node."+string(n.Label), "diameter", diameter, "color", n.Color, "border-color", shade(n.Color),
			"text-color-internal", ink(n.Color), "caption", "'{"+n.caption()+"}'")
	}
	for _, r := range s.Relationships {
		if r.Provenance {
			rule("relationship."+string(r.Type), "color", "#C7CBD3", "shaft-width", "1px", "caption", "'<type>'")
			continue
		}
		// A fact has the color of what it says something about.
		color := "#848B98"
		if len(r.From) == 1 {
			color = shade(s.Node(r.From[0]).Color)
		}
		rule("relationship."+string(r.Type), "color", color, "shaft-width", "2px", "caption", "'<type>'")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// caption is the property that stands in the node: its name, or what the nodes of
// articles have in its place.
func (n *Node) caption() string {
	if !n.Provenance {
		return "name"
	}
	for _, p := range n.Properties {
		if p.Name == "title" || p.Name == "quote" {
			return p.Name
		}
	}
	return "id"
}

// shade is a darker tone of a color, "#4C8EDA".
func shade(color string) string {
	r, g, b := channels(color)
	return fmt.Sprintf("#%02X%02X%02X", r*4/5, g*4/5, b*4/5)
}

// ink is the color of text that can be read on a color.
func ink(color string) string {
	r, g, b := channels(color)
	if 299*r+587*g+114*b > 150_000 {
		return "#2A2C34"
	}
	return "#FFFFFF"
}

// channels are the red, green and blue of a color, 0 to 255.
func channels(color string) (r, g, b int) {
	n, _ := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 24)
	return int(n >> 16), int(n >> 8 & 255), int(n & 255)
}
