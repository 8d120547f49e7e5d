// Package export writes a merged graph, or a part of it, to files that other tools read.
// Equal graphs give equal bytes.
package export

import (
	"encoding/json"
	"io"
	"iter"
	"maps"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/neo4j"
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
	Article    string         `json:"article,omitempty"` // of a contribution
	Properties map[string]any `json:"properties"`
}

type relationship struct {
	Relationship schema.Type    `json:"relationship"`
	From         string         `json:"from"`
	To           string         `json:"to"`
	Article      string         `json:"article,omitempty"`
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
		if err := enc.Encode(node{n.Label, n.ID, "", own(n.Properties)}); err != nil {
			return err
		}
	}
	for r, err := range relationships {
		if err != nil {
			return err
		}
		if err := enc.Encode(relationship{r.Type, r.From, r.To, "", own(r.Properties)}); err != nil {
			return err
		}
	}
	return nil
}

// Contribution writes what one article adds to a store: the nodes and
// relationships of a graph in which there is no other, as JSONL does, but each with
// the article's key, and behind them its journal as a Neo4j has it, with the date of
// the article:
//
//	{"node":"Person","id":"person:jane doe","article":"https://example.org/1","properties":{…}}
//	{"node":"DatelineJournal","id":"https://example.org/1","article":"https://example.org/1","properties":
//	 {"bands":"a1f… b02… …","digest":"…","likeness":"…","origin":"","publishedAt":"2024-10-11"}}
//
// Articles that are copies of each other have a word of bands in common.
func Contribution(w io.Writer, g *graph.Graph) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	world := graph.Merge(g)
	for _, n := range world.Nodes {
		if err := enc.Encode(node{n.Label, n.ID, g.Article.ID, own(n.Properties)}); err != nil {
			return err
		}
	}
	for _, r := range world.Relationships {
		if err := enc.Encode(relationship{r.Type, r.From, r.To, g.Article.ID, own(r.Properties)}); err != nil {
			return err
		}
	}
	properties := neo4j.Journal(g.Article.ID, store.Revision{Digest: g.Digest(), Likeness: g.Likeness().String()})
	delete(properties, "article")
	maps.DeleteFunc(properties, func(_ string, v any) bool { return v == nil })
	properties["publishedAt"] = g.Article.PublishedAt
	return enc.Encode(node{journal, g.Article.ID, g.Article.ID, properties})
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
