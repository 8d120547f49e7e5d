package neo4j

import (
	"strconv"
	"strings"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/schema"
)

// value returns the value of a column, zero if it is null.
func value[T any](r *driver.Record, column string) T {
	raw, _ := r.Get(column)
	v, _ := raw.(T)
	return v
}

func text(r *driver.Record, column string) string    { return value[string](r, column) }
func integer(r *driver.Record, column string) int64  { return value[int64](r, column) }
func object(r *driver.Record, column string) params  { return value[params](r, column) }
func number(r *driver.Record, column string) float64 { return value[float64](r, column) }
func texts(r *driver.Record, column string) []string { return list[string](value[[]any](r, column)) }

func list[T any](raw []any) []T {
	out := make([]T, 0, len(raw))
	for _, x := range raw {
		if v, ok := x.(T); ok {
			out = append(out, v)
		}
	}
	return out
}

// labelOf and typeOf read an entity's label and a fact's type off its key; empty
// if it is of no kind that the schema has.
func labelOf(entity string) schema.Label {
	prefix, _, _ := strings.Cut(entity, ":")
	for _, l := range schema.Graph.Entities() {
		if strings.EqualFold(prefix, string(l)) {
			return l
		}
	}
	return ""
}

func typeOf(fact string) schema.Type {
	prefix, _, _ := strings.Cut(fact, ":")
	return schema.Type(prefix)
}

// properties converts those that are declared; others may have been added to
// the database by its users.
func properties(raw params, declared ...[]schema.Property) map[string]any {
	out := map[string]any{}
	for _, ps := range declared {
		for _, p := range ps {
			switch v := raw[p.Name].(type) {
			case nil:
			case []any:
				if p.Kind == schema.Ints {
					out[p.Name] = list[int64](v)
				} else {
					out[p.Name] = list[string](v)
				}
			default:
				out[p.Name] = v
			}
		}
	}
	return out
}

// values turns own properties into those of a claim or mention.
func values(raw params) graph.Props {
	out := graph.Props{}
	for k, v := range raw {
		switch v := v.(type) {
		case string:
			out[k] = v
		case bool:
			if v {
				out[k] = "true"
			}
		case int64:
			out[k] = strconv.FormatInt(v, 10)
		}
	}
	return out
}

func node(l schema.Label, id string, raw params) graph.Node {
	declared := schema.Graph.Node(l)
	switch {
	case l == schema.Claim:
		fact, _ := raw["fact"].(string)
		if r := schema.Graph.Relationship(typeOf(fact)); r != nil {
			return graph.Node{ID: id, Label: l, Properties: properties(raw, declared.Properties, r.Properties)}
		}
		return graph.Node{ID: id, Label: l, Properties: properties(raw, declared.Properties)}
	case declared.Provenance:
		return graph.Node{ID: id, Label: l, Properties: properties(raw, declared.Properties)}
	}
	return graph.Node{ID: id, Label: l, Properties: properties(raw, schema.Graph.Entity, declared.Properties)}
}

func relationship(t schema.Type, from, to string, raw params) graph.Relationship {
	declared := schema.Graph.Relationship(t)
	out := graph.Relationship{Type: t, From: from, To: to}
	switch {
	case t == schema.Mentions:
		out.Properties = properties(raw, declared.Properties)
		if n := schema.Graph.Node(labelOf(to)); n != nil {
			out.Properties = properties(raw, declared.Properties, n.Properties)
		}
	case declared.Provenance:
		out.Properties = properties(raw, declared.Properties)
	default:
		out.Properties = properties(raw, schema.Graph.Fact, declared.Properties)
	}
	return out
}

func article(raw params) graph.Article {
	get := func(name string) string {
		s, _ := raw[name].(string)
		return s
	}
	return graph.Article{
		ID: get("id"), InputID: get("inputId"), URL: get("url"), Title: get("title"), Source: get("source"),
		PublishedAt: get("publishedAt"), ContentHash: get("contentHash"), ExtractorVersion: get("extractorVersion"),
	}
}

// mention reads back what graph.Mention.Relationship has written.
func mention(entity string, raw params) graph.Mention {
	l := labelOf(entity)
	p := properties(raw, schema.Graph.Relationship(schema.Mentions).Properties)
	m := graph.Mention{Entity: entity, Label: l, Props: values(properties(raw, schema.Graph.Node(l).Properties))}
	m.Name, _ = p["name"].(string)
	m.Forms, _ = p["forms"].([]string)
	m.Confidence, _ = p["confidence"].(float64)
	m.Starts, m.Ends = offsets(p["starts"]), offsets(p["ends"])
	return m
}

func offsets(list any) []int {
	var out []int
	bytes, _ := list.([]int64)
	for _, b := range bytes {
		out = append(out, int(b))
	}
	return out
}

// claim reads back what graph.Claim.Node has written.
func claim(r graph.Relationship, raw params) graph.Claim {
	get := func(name string) string {
		s, _ := raw[name].(string)
		return s
	}
	start, _ := raw["start"].(int64)
	end, _ := raw["end"].(int64)
	confidence, _ := raw["confidence"].(float64)
	return graph.Claim{
		Type: r.Type, From: r.From, To: r.To, Quote: get("quote"), Start: int(start), End: int(end),
		Confidence: confidence, Rule: get("rule"), AttributedTo: get("attributedTo"),
		Props: values(properties(raw, schema.Graph.Relationship(r.Type).Properties)),
	}
}
