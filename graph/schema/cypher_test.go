package schema

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCypherIsDeterministic(t *testing.T) {
	if a, b := Graph.Cypher(), Graph.Cypher(); !slices.Equal(a, b) {
		t.Errorf("two calls differ:\n%q\n%q", a, b)
	}
}

func TestCypherCoversTheSchema(t *testing.T) {
	all := strings.Join(Graph.Cypher(), "\n") + "\n"
	for _, want := range []string{
		"CREATE CONSTRAINT entityId IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE\n",
		"CREATE CONSTRAINT holdsOfficeFact IF NOT EXISTS FOR ()-[r:HOLDS_OFFICE]-() REQUIRE r.fact IS UNIQUE\n",
		"CREATE INDEX articlePublishedAt IF NOT EXISTS FOR (n:Article) ON (n.publishedAt)\n",
		"CREATE INDEX claimFact IF NOT EXISTS FOR (n:Claim) ON (n.fact)\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	for _, n := range Graph.Nodes {
		if !strings.Contains(all, "FOR (n:"+string(n.Label)+") REQUIRE n.id IS UNIQUE\n") {
			t.Errorf("no unique id for %s", n.Label)
		}
	}
	for _, r := range Graph.Relationships {
		constrained := strings.Contains(all, "FOR ()-[r:"+string(r.Type)+"]-() REQUIRE r.fact IS UNIQUE\n")
		if constrained == r.Provenance {
			t.Errorf("%s: unique fact is %t, provenance is %t", r.Type, constrained, r.Provenance)
		}
	}
}

func TestCypherNamesAreUnique(t *testing.T) {
	name := regexp.MustCompile(`^CREATE (?:CONSTRAINT|INDEX|FULLTEXT INDEX) ([a-z]\w*) IF NOT EXISTS FOR `)
	seen := map[string]bool{}
	for _, statement := range Graph.Cypher() {
		m := name.FindStringSubmatch(statement)
		if m == nil {
			t.Errorf("no name, or not repeatable: %s", statement)
			continue
		}
		if seen[m[1]] {
			t.Errorf("name %s twice", m[1])
		}
		seen[m[1]] = true
	}
}

func TestIndexesAreOfDeclaredProperties(t *testing.T) {
	for _, i := range indexes {
		of := Graph.Entity
		if i.label != Entity {
			of = Graph.Node(i.label).Properties
		}
		if !slices.ContainsFunc(of, func(p Property) bool { return p.Name == i.property }) {
			t.Errorf("%s.%s is not in the schema", i.label, i.property)
		}
	}
}
