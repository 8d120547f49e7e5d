package export

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
)

// nodeID returns by what a node goes in files where all nodes share one space of
// names and not every character can be written: its key, but
//
//   - "article:" before the key of an article that begins as keys of other nodes do;
//   - in the place of characters that XML cannot hold U+FFFD, and behind the key "~"
//     and the beginning of its SHA-256, so that keys that differ stay different.
func nodeID(l schema.Label, key string) string {
	if l == schema.Article && slices.ContainsFunc(schema.Graph.Nodes, func(n schema.Node) bool {
		return strings.HasPrefix(key, strings.ToLower(string(n.Label))+":")
	}) {
		key = "article:" + key
	}
	legible := strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, key)
	if legible == key {
		return key
	}
	hash := sha256.Sum256([]byte(key))
	return legible + "~" + hex.EncodeToString(hash[:8])
}

// ends returns the nodeIDs of both ends.
func ends(r graph.Relationship) (from, to string) {
	d := schema.Graph.Relationship(r.Type)
	return nodeID(d.From[0], r.From), nodeID(d.To[0], r.To)
}
