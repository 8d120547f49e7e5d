package schema

import (
	"fmt"
	"strings"
)

// Markdown renders the schema as a page for people: its nodes, its relationships
// and their properties.
func (s *Schema) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The graph, version %d\n\n", s.Version)
	b.WriteString("Nodes that stand for something in the world also carry the label `Entity`. " +
		"A date is an ISO 8601 prefix: 2024, 2024-10 or 2024-10-11. Properties with ? may be absent.\n")

	b.WriteString("\n## Nodes\n\n| label | what it is | key |\n|---|---|---|\n")
	for _, n := range s.Nodes {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", n.Label, cell(n.Doc), cell(n.Key))
	}
	b.WriteString("\n### Every entity\n\n")
	writeProperties(&b, s.Entity)
	for _, n := range s.Nodes {
		if len(n.Properties) > 0 {
			fmt.Fprintf(&b, "\n### %s\n\n", n.Label)
			writeProperties(&b, n.Properties)
		}
	}

	b.WriteString("\n## Relationships\n\n| type | from | to | when |\n|---|---|---|---|\n")
	for _, r := range s.Relationships {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.Type, list(r.From), list(r.To), cell(r.Doc))
	}
	fmt.Fprintf(&b, "\n### Every fact\n\nFacts are %s: one for each type and pair of ends, however many articles state it.\n\n", list(s.Facts()))
	writeProperties(&b, s.Fact)
	for _, r := range s.Relationships {
		if len(r.Properties) > 0 {
			fmt.Fprintf(&b, "\n### %s\n\n", r.Type)
			writeProperties(&b, r.Properties)
		}
	}
	return b.String()
}

func writeProperties(b *strings.Builder, properties []Property) {
	b.WriteString("| property | kind | meaning |\n|---|---|---|\n")
	for _, p := range properties {
		name, kind := p.Name, string(p.Kind)
		if p.Optional {
			name += "?"
		}
		if p.Kind == Enum {
			kind = strings.Join(p.Values, ", ")
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", name, kind, cell(p.Doc))
	}
}

func list[T ~string](names []T) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return strings.Join(out, ", ")
}

// cell keeps text from ending the cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
