package export

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"dateline/graph"
	"dateline/graph/schema"
)

// GEXF writes the graph as GEXF 1.3, which Gephi and NetworkX read, with colours
// and for Gephi's timeline with time:
//
//   - A node has the beginning of its name, headline or quote as its label and, in the attribute "nodeLabel",
//     the label of the schema. It is there from firstReported to lastReported, an
//     event also on its date, an article when it was published.
//   - An edge has its type as label and kind, the key of the fact as id, and how many
//     articles state it, or how often the article mentions the entity, as weight. A
//     fact is there from firstReported to lastReported.
//
// Dates that are months or years last that long. What has no date has no time.
// Lists are JSON. Of values of more than 400,000 bytes the end is missing, or the
// last elements. Characters that XML cannot hold become U+FFFD, see nodeID for those
// in keys.
func GEXF(w io.Writer, nodes Nodes, relationships Relationships) error {
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header + `<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <meta><creator>dateline</creator></meta>
  <graph mode="dynamic" defaultedgetype="directed" idtype="string" timeformat="date" timerepresentation="interval">
`)
	keys := declarations(schema.Graph)
	delete(keys, attribute{"edge", "label"})
	for _, of := range []string{"node", "edge"} {
		fmt.Fprintf(b, "    <attributes class=%q mode=\"static\">\n", of)
		for _, k := range slices.SortedFunc(maps.Keys(keys), func(a, b attribute) int { return cmp.Compare(a.name, b.name) }) {
			if k.of != of {
				continue
			}
			title := k.name
			if title == "label" {
				title = "nodeLabel"
			}
			fmt.Fprintf(b, "      <attribute id=%q title=%q type=%q/>\n", k.id(), title, keys[k])
		}
		b.WriteString("    </attributes>\n")
	}
	colors := map[schema.Label]string{}
	for _, n := range schema.Graph.Nodes {
		colors[n.Label] = vizColor(n.Color)
	}
	b.WriteString("    <nodes>\n")
	for n, err := range nodes {
		if err != nil {
			return err
		}
		fmt.Fprintf(b, `      <node id="%s" label="%s"%s><attvalues>`, escape(nodeID(n.Label, n.ID)), escape(caption(n)), lifetime(n))
		fmt.Fprintf(b, `<attvalue for="%s" value="%s"/>`, attribute{"node", "label"}.id(), n.Label)
		writeAttributes(b, "node", n.Properties)
		if _, err := b.WriteString("</attvalues>" + colors[n.Label] + "</node>\n"); err != nil {
			return err
		}
	}
	b.WriteString("    </nodes>\n    <edges>\n")
	for r, err := range relationships {
		if err != nil {
			return err
		}
		from, to := ends(r)
		weight := ""
		for _, name := range []string{"articles", "count"} {
			if n, ok := r.Properties[name].(int64); ok {
				weight = fmt.Sprintf(` weight="%d"`, n)
			}
		}
		fmt.Fprintf(
			b, `      <edge id="%s" source="%s" target="%s" label="%s" kind="%s"%s%s><attvalues>`,
			graph.FactKey(r.Type, r.From, r.To), escape(from), escape(to), r.Type, r.Type, weight, spell(reportedFrom(r.Properties)),
		)
		writeAttributes(b, "edge", r.Properties)
		if _, err := b.WriteString("</attvalues></edge>\n"); err != nil {
			return err
		}
	}
	b.WriteString("    </edges>\n  </graph>\n</gexf>\n")
	return b.Flush()
}

func writeAttributes(b *bufio.Writer, of string, properties map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if name != "id" {
			fmt.Fprintf(b, `<attvalue for="%s" value="%s"/>`, attribute{of, name}.id(), escape(clipped(name, properties[name])))
		}
	}
}

// maxAttribute bounds a value in bytes: Java's XML readers, and so Gephi, refuse
// files with more than 524,288 characters in an attribute.
const maxAttribute = 400_000

// clipped returns the value of a property with the end of what is too long cut off.
func clipped(name string, v any) string {
	s := text(name, v)
	if len(s) <= maxAttribute {
		return s
	}
	switch v := v.(type) {
	case []string:
		return clipped(name, v[:len(v)/2])
	case []int64:
		return clipped(name, v[:len(v)/2])
	}
	cut := maxAttribute
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// maxCaption is how many code points a caption has at most.
const maxCaption = 100

// caption returns what stands beside a node in a picture.
func caption(n graph.Node) string {
	s := n.ID
	for _, name := range []string{"quote", "title", "name"} {
		if v, ok := n.Properties[name].(string); ok && v != "" {
			s = v
		}
	}
	points := 0
	for i := range s {
		if points++; points > maxCaption {
			return s[:i] + "…"
		}
	}
	return s
}

// lifetime returns the attributes that say when a node is there.
func lifetime(n graph.Node) string {
	switch n.Label {
	case schema.Article:
		day, _ := n.Properties["publishedAt"].(string)
		return spell(firstDay(day), lastDay(day))
	case schema.Event:
		// Its edges are there as long as it is reported, and it must not be missing
		// where they are.
		start, end := reportedFrom(n.Properties)
		date, _ := n.Properties["date"].(string)
		if day := firstDay(date); day != "" && (start == "" || day < start) {
			start = day
		}
		return spell(start, max(end, lastDay(date)))
	}
	return spell(reportedFrom(n.Properties))
}

// reportedFrom returns the first and the last day of the reports, "" if they are
// not known.
func reportedFrom(properties map[string]any) (first, last string) {
	first, _ = properties["firstReported"].(string)
	last, _ = properties["lastReported"].(string)
	return firstDay(first), lastDay(last)
}

func spell(start, end string) string {
	if start == "" || end == "" {
		return ""
	}
	return fmt.Sprintf(` start="%s" end="%s"`, start, end)
}

// firstDay returns the first day of a date that may be a month or a year, "" if
// there is no such date.
func firstDay(date string) string {
	t, _, err := period(date)
	if err != nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

// lastDay returns the last day of a date that may be a month or a year, "" if
// there is no such date.
func lastDay(date string) string {
	_, t, err := period(date)
	if err != nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

// period returns the first and the last day of a date.
func period(date string) (first, last time.Time, err error) {
	first, err = time.Parse(time.DateOnly[:min(len(date), len(time.DateOnly))], date)
	switch len(date) {
	case len("2006"):
		last = first.AddDate(1, 0, -1)
	case len("2006-01"):
		last = first.AddDate(0, 1, -1)
	case len("2006-01-02"):
		last = first
	default:
		return first, first, fmt.Errorf("%q is no date", date)
	}
	return first, last, err
}

// vizColor returns the element for a colour of the schema, such as #4C8EDA.
func vizColor(hex string) string {
	rgb, err := strconv.ParseUint(hex[1:], 16, 24)
	if err != nil {
		panic(err) // unreachable: the schema has colours of this form
	}
	return fmt.Sprintf(`<viz:color r="%d" g="%d" b="%d"/>`, rgb>>16, rgb>>8&0xff, rgb&0xff)
}
