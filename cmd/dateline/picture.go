package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// A picture of the whole graph is for small ones, and for one screen.
const (
	pictureArticles = 1000
	pictureFacts    = 10
	pictureOfType   = 3 // facts of one type
)

// picture shows what the store holds: how much of each label, the best attested
// facts, and what to ask next.
func picture(c *cli.Context, s store.Store, counts store.Counts) error {
	nodes, facts := 0, 0
	var labels []string
	for _, l := range schema.Graph.Entities() {
		nodes += counts.Nodes[l]
		if n := counts.Nodes[l]; n > 0 {
			labels = append(labels, fmt.Sprintf("%s %s", thousands(n), l))
		}
	}
	for _, t := range schema.Graph.Facts() {
		facts += counts.Relationships[t]
	}
	articles := counts.Nodes[schema.Article]
	if articles == 0 {
		return nil
	}
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(w, "\n%s: %s, %s, %s\n", storeName(c), count(articles, "article"), count(nodes, "node"), count(facts, "fact"))
	if len(labels) > 0 {
		fmt.Fprintf(w, "  %s\n", strings.Join(labels, " · "))
	}
	next := "dateline stats"
	if articles <= pictureArticles {
		best, names, err := bestAttested(c, s)
		if err != nil {
			return err
		}
		if len(best) > 0 {
			fmt.Fprintln(w)
			var lines []string
			width := 0
			for _, r := range best {
				line := fmt.Sprintf("%s —%s→ %s%s", names[r.From], r.Type, names[r.To], qualifiers(r))
				lines = append(lines, line)
				width = max(width, utf8.RuneCountInString(line))
			}
			for i, r := range best {
				fmt.Fprintf(w, "  %s%s  %s\n", lines[i], strings.Repeat(" ", width-utf8.RuneCountInString(lines[i])), count(articlesOf(r.Properties), "article"))
			}
			next = fmt.Sprintf("dateline show %q", names[best[0].From])
		}
	}
	fmt.Fprintf(w, "\nNext: %s\n", next+storeFlag(c))
	return w.Flush()
}

// bestAttested returns the facts that most articles state, not too many of one
// type, with the names of all entities by their IDs.
func bestAttested(c *cli.Context, s store.Store) ([]graph.Relationship, map[string]string, error) {
	names := map[string]string{}
	for n, err := range s.Nodes(c.Context) {
		if err != nil {
			return nil, nil, err
		}
		if schema.Graph.Node(n.Label).Provenance {
			break
		}
		names[n.ID] = name(n)
	}
	var facts []graph.Relationship
	for r, err := range s.Relationships(c.Context) {
		if err != nil {
			return nil, nil, err
		}
		if schema.Graph.Relationship(r.Type).Provenance {
			break
		}
		facts = append(facts, r)
	}
	slices.SortStableFunc(facts, func(a, b graph.Relationship) int {
		return cmp.Or(
			articlesOf(b.Properties)-articlesOf(a.Properties),
			cmp.Compare(confidenceOf(b.Properties), confidenceOf(a.Properties)),
		)
	})
	shown := map[schema.Type]int{}
	facts = slices.DeleteFunc(facts, func(r graph.Relationship) bool {
		shown[r.Type]++
		return shown[r.Type] > pictureOfType
	})
	return facts[:min(len(facts), pictureFacts)], names, nil
}

func articlesOf(properties map[string]any) int {
	n, _ := properties["articles"].(int64)
	return int(n)
}

func confidenceOf(properties map[string]any) float64 {
	x, _ := properties["confidence"].(float64)
	return x
}

// qualifiers returns the own properties of a fact in parentheses, or "".
func qualifiers(r graph.Relationship) string {
	var parts []string
	for _, p := range schema.Graph.Relationship(r.Type).Properties {
		if v, ok := r.Properties[p.Name].(string); ok {
			if p.Kind == schema.Date {
				v = p.Name + " " + v
			}
			parts = append(parts, printable(v))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// printable returns s on one line, without what a terminal would obey.
func printable(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
}
