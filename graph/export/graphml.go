package export

import (
	"bufio"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dateline/graph/schema"
)

// GraphML writes the graph as GraphML, which Gephi, yEd, Cytoscape and NetworkX
// read. Besides the properties of the schema a node has its label in "label" and
// a relationship its type in "label". Lists, which GraphML lacks, are JSON.
// Characters that XML cannot hold become U+FFFD; see nodeID for those in keys.
func GraphML(w io.Writer, nodes Nodes, relationships Relationships) error {
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	keys := declarations(schema.Graph)
	for _, k := range slices.SortedFunc(maps.Keys(keys), func(a, b attribute) int {
		return cmp.Or(-cmp.Compare(a.of, b.of), cmp.Compare(a.name, b.name))
	}) {
		fmt.Fprintf(b, `  <key id="%s" for="%s" attr.name="%s" attr.type="%s"/>`+"\n", k.id(), k.of, k.name, keys[k])
	}
	b.WriteString(`  <graph id="dateline" edgedefault="directed">` + "\n")
	for n, err := range nodes {
		if err != nil {
			return err
		}
		fmt.Fprintf(b, `    <node id="%s">`, escape(nodeID(n.Label, n.ID)))
		writeData(b, "node", string(n.Label), n.Properties)
		if _, err := b.WriteString("</node>\n"); err != nil {
			return err
		}
	}
	for r, err := range relationships {
		if err != nil {
			return err
		}
		from, to := ends(r)
		fmt.Fprintf(b, `    <edge source="%s" target="%s">`, escape(from), escape(to))
		writeData(b, "edge", string(r.Type), r.Properties)
		if _, err := b.WriteString("</edge>\n"); err != nil {
			return err
		}
	}
	b.WriteString("  </graph>\n</graphml>\n")
	return b.Flush()
}

// attribute is what GraphML calls a key: a property of all nodes or all edges.
type attribute struct{ of, name string }

func (a attribute) id() string { return a.of + "-" + a.name }

// declarations returns the GraphML types of all properties of the schema.
func declarations(s *schema.Schema) map[attribute]string {
	keys := map[attribute]string{{"node", "label"}: "string", {"edge", "label"}: "string"}
	declare := func(of string, properties []schema.Property) {
		for _, p := range properties {
			if p.Name != "id" {
				keys[attribute{of, p.Name}] = typeOf(p.Kind)
			}
		}
	}
	declare("node", s.Entity)
	declare("edge", s.Fact)
	// Mentions carry the properties of their entities, and claims those of their
	// facts, so both kinds of things have both.
	for _, of := range []string{"node", "edge"} {
		for _, n := range s.Nodes {
			declare(of, n.Properties)
		}
		for _, r := range s.Relationships {
			declare(of, r.Properties)
		}
	}
	return keys
}

func typeOf(k schema.Kind) string {
	switch k {
	case schema.Int:
		return "long"
	case schema.Float:
		return "double"
	case schema.Bool:
		return "boolean"
	}
	return "string"
}

func writeData(b *bufio.Writer, of, label string, properties map[string]any) {
	fmt.Fprintf(b, `<data key="%s">%s</data>`, attribute{of, "label"}.id(), label)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if name != "id" {
			fmt.Fprintf(b, `<data key="%s">%s</data>`, attribute{of, name}.id(), escape(text(name, properties[name])))
		}
	}
}

// text returns the value of a property as files without lists have it.
func text(name string, v any) string {
	switch v := v.(type) {
	case []string, []int64:
		list, err := json.Marshal(v)
		if err != nil {
			panic(err) // unreachable: lists of strings and numbers encode
		}
		return string(list)
	case string:
		if name == "canonicalId" {
			return nodeID(schema.Entity, v)
		}
		return v
	default:
		return fmt.Sprint(v)
	}
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // unreachable: a Builder takes all
	}
	return b.String()
}
