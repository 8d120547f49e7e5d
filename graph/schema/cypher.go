package schema

import (
	"fmt"
	"strings"
)

// indexes are the properties, besides keys, by which nodes are looked up.
var indexes = []struct {
	label    Label
	property string
}{
	{Article, "inputId"},
	{Article, "publishedAt"},
	{Article, "source"},
	{Article, "url"},
	{Claim, "fact"},
	{Entity, "articles"},
	{Event, "date"},
}

// EntityNames is the name of the full-text index on the names and aliases of
// entities. Its analyzer splits words as Unicode has it and folds case and
// accents.
const EntityNames = "entityNames"

// Cypher returns the statements that create the constraints and indexes of the
// graph in Neo4j 5, each on one line and without a semicolon: unique keys of
// nodes, unique facts, and indexes for look-ups. They change nothing where a
// constraint or index of the same name or meaning exists.
func (s *Schema) Cypher() []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	labels := []Label{Entity}
	for _, n := range s.Nodes {
		labels = append(labels, n.Label)
	}
	for _, l := range labels {
		add("CREATE CONSTRAINT %s IF NOT EXISTS FOR (n:%s) REQUIRE n.id IS UNIQUE", lowerCamel(string(l), "id"), l)
	}
	for _, t := range s.Facts() {
		name := lowerCamel(append(strings.Split(strings.ToLower(string(t)), "_"), "fact")...)
		add("CREATE CONSTRAINT %s IF NOT EXISTS FOR ()-[r:%s]-() REQUIRE r.fact IS UNIQUE", name, t)
	}
	for _, i := range indexes {
		add("CREATE INDEX %s IF NOT EXISTS FOR (n:%s) ON (n.%s)", lowerCamel(string(i.label), i.property), i.label, i.property)
	}
	add("CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR (n:%s) ON EACH [n.name, n.aliases]"+
		" OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}", EntityNames, Entity)
	return out
}

// lowerCamel joins words: holds, office, fact become holdsOfficeFact.
func lowerCamel(words ...string) string {
	var b strings.Builder
	for i, w := range words {
		first := strings.ToUpper(w[:1])
		if i == 0 {
			first = strings.ToLower(first)
		}
		b.WriteString(first + w[1:])
	}
	return b.String()
}
