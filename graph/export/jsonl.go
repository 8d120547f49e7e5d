// Package export writes a whole merged graph to a file that other tools read.
// Equal graphs give equal bytes.
package export

import (
	"encoding/json"
	"io"
	"iter"

	"dateline/graph"
	"dateline/graph/schema"
)

// Nodes and Relationships are a graph in the order of graph.World.
type (
	Nodes         = iter.Seq2[graph.Node, error]
	Relationships = iter.Seq2[graph.Relationship, error]
)

// node and relationship are the two kinds of lines.
type node struct {
	Node       schema.Label   `json:"node"`
	ID         string         `json:"id"`
	Properties map[string]any `json:"properties"`
}

type relationship struct {
	Relationship schema.Type    `json:"relationship"`
	From         string         `json:"from"`
	To           string         `json:"to"`
	Properties   map[string]any `json:"properties"`
}

// JSONL writes one JSON object a line: first the nodes,
//
//	{"node":"Person","id":"person:jane doe","properties":{"aliases":["Doe","Jane Doe"],…}}
//
// then the relationships, whose ends are ids of nodes,
//
//	{"relationship":"CITIZEN_OF","from":"person:jane doe","to":"country:gh","properties":{"articles":1,…}}
//
// Properties are those of the schema in the order of their names; an absent one
// is left out, and id is not repeated among them.
func JSONL(w io.Writer, nodes Nodes, relationships Relationships) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n, err := range nodes {
		if err != nil {
			return err
		}
		if err := enc.Encode(node{n.Label, n.ID, own(n.Properties)}); err != nil {
			return err
		}
	}
	for r, err := range relationships {
		if err != nil {
			return err
		}
		if err := enc.Encode(relationship{r.Type, r.From, r.To, own(r.Properties)}); err != nil {
			return err
		}
	}
	return nil
}

// own returns the properties without the id, never nil.
func own(properties map[string]any) map[string]any {
	out := make(map[string]any, len(properties))
	for k, v := range properties {
		if k != "id" {
			out[k] = v
		}
	}
	return out
}
