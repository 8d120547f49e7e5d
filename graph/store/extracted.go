package store

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"dateline/graph"
)

// Pack returns a graph as text, for a store to keep beside what judgements have
// made of it.
func Pack(g *graph.Graph) (string, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(g); err != nil {
		return "", fmt.Errorf("packing article %s: %w", g.Article.ID, err)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("packing article %s: %w", g.Article.ID, err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// Unpack returns the graph that Pack was given.
func Unpack(packed string) (*graph.Graph, error) {
	zipped, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		return nil, fmt.Errorf("unpacking an article: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, fmt.Errorf("unpacking an article: %w", err)
	}
	var g graph.Graph
	if err := json.NewDecoder(z).Decode(&g); err != nil {
		return nil, fmt.Errorf("unpacking an article: %w", err)
	}
	return &g, nil
}
