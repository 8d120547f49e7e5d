package export

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
)

// world is a graph of one article with what is awkward to write.
func world() graph.World {
	g := &graph.Graph{
		Article: graph.Article{ID: "a&b", Title: `"<Quake>" & more`, ContentHash: "h", ExtractorVersion: "1", PublishedAt: "2024-10-11"},
		Mentions: []graph.Mention{
			{Entity: "country:cl", Label: schema.Country, Name: "Chile", Starts: []int{3, 40}, Ends: []int{8, 45}, Forms: []string{"Chile"}, Confidence: 1, Props: graph.Props{"iso2": "CL", "wikidataId": "Q298"}},
			{Entity: "place:valdivia|cl", Label: schema.Place, Name: "Valdivia", Starts: []int{30}, Ends: []int{38}, Forms: []string{"Valdivia"}, Confidence: 1, Props: graph.Props{"geonamesId": "3868707"}},
			{Entity: "person:vidal|a&b", Label: schema.Person, Name: "Vidal", Starts: []int{0}, Ends: []int{5}, Forms: []string{"<Vidal>", "Vidal"}, Confidence: 0.97, Props: graph.Props{"ambiguous": "true"}},
		},
		Claims: []graph.Claim{{Type: schema.CitizenOf, From: "person:vidal|a&b", To: "country:cl", Quote: "Vidal\x01 said <so>\n", Start: 0, End: 17, Confidence: 0.5, Rule: "r"}},
	}
	return graph.Merge(g)
}

// each yields all values, then the error if there is one.
func each[T any](values []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

func TestJSONL(t *testing.T) {
	w := world()
	var b strings.Builder
	if err := JSONL(&b, each(w.Nodes, nil), each(w.Relationships, nil)); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for line := range strings.Lines(b.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{"node", "relationship"} {
			if v, ok := fields[kind]; ok {
				kinds = append(kinds, kind+" "+v.(string))
			}
		}
	}
	want := []string{
		"node Person", "node Country", "node Place", "node Article", "node Claim",
		"relationship CITIZEN_OF", "relationship STATES", "relationship MENTIONS", "relationship MENTIONS", "relationship MENTIONS",
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	for _, line := range []string{
		`{"node":"Person","id":"person:vidal|a&b","properties":{"aliases":["<Vidal>","Vidal"],"ambiguous":true,"articles":1,"firstReported":"2024-10-11","lastReported":"2024-10-11","name":"Vidal"}}`,
		`{"relationship":"MENTIONS","from":"a&b","to":"country:cl","properties":{"confidence":1,"count":2,"ends":[8,45],"forms":["Chile"],"iso2":"CL","name":"Chile","starts":[3,40],"wikidataId":"Q298"}}`,
		`{"node":"Place","id":"place:valdivia|cl","properties":{"aliases":["Valdivia"],"articles":1,"firstReported":"2024-10-11","geonamesId":3868707,"lastReported":"2024-10-11","name":"Valdivia"}}`,
		`{"relationship":"STATES","from":"a&b","to":"` + graph.ClaimKey(graph.FactKey(schema.CitizenOf, "person:vidal|a&b", "country:cl"), "a&b") + `","properties":{}}`,
	} {
		if !strings.Contains(b.String(), line+"\n") {
			t.Errorf("%s is missing in\n%s", line, b.String())
		}
	}
}

func TestGraphML(t *testing.T) {
	w := world()
	var b strings.Builder
	if err := GraphML(&b, each(w.Nodes, nil), each(w.Relationships, nil)); err != nil {
		t.Fatal(err)
	}
	type data struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	}
	var doc struct {
		Keys []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Type string `xml:"attr.type,attr"`
		} `xml:"key"`
		Nodes []struct {
			ID   string `xml:"id,attr"`
			Data []data `xml:"data"`
		} `xml:"graph>node"`
		Edges []struct {
			Source string `xml:"source,attr"`
			Target string `xml:"target,attr"`
			Data   []data `xml:"data"`
		} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	types := map[string]string{}
	for _, k := range doc.Keys {
		if _, twice := types[k.ID]; twice || !strings.HasPrefix(k.ID, k.For+"-") {
			t.Errorf("key %+v", k)
		}
		types[k.ID] = k.Type
	}
	nodes := map[string]map[string]string{}
	for _, n := range doc.Nodes {
		nodes[n.ID] = map[string]string{}
		for _, d := range n.Data {
			nodes[n.ID][d.Key] = d.Value
			if types[d.Key] == "" {
				t.Errorf("%s is not declared", d.Key)
			}
		}
	}
	want := map[string]string{
		"node-label": "Person", "node-name": "Vidal", "node-aliases": `["\u003cVidal\u003e","Vidal"]`, "node-ambiguous": "true",
		"node-articles": "1", "node-firstReported": "2024-10-11", "node-lastReported": "2024-10-11",
	}
	if diff := cmp.Diff(want, nodes["person:vidal|a&b"]); diff != "" {
		t.Error(diff)
	}
	if id := nodes["place:valdivia|cl"]["node-geonamesId"]; id != "3868707" {
		t.Errorf("geonamesId is %q", id)
	}
	if title := nodes["a&b"]["node-title"]; title != `"<Quake>" & more` {
		t.Errorf("title is %q", title)
	}
	edges := 0
	for _, e := range doc.Edges {
		if nodes[e.Source] == nil || nodes[e.Target] == nil {
			t.Errorf("an edge from %q to %q, which are not both there", e.Source, e.Target)
		}
		for _, d := range e.Data {
			if types[d.Key] == "" {
				t.Errorf("%s is not declared", d.Key)
			}
		}
		edges++
	}
	if len(nodes) != len(w.Nodes) || edges != len(w.Relationships) {
		t.Errorf("%d nodes and %d edges, want %d and %d", len(nodes), edges, len(w.Nodes), len(w.Relationships))
	}
	for key, want := range map[string]string{"node-articles": "long", "node-geonamesId": "long", "edge-geonamesId": "long", "edge-confidence": "double", "node-ambiguous": "boolean", "edge-starts": "string"} {
		if types[key] != want {
			t.Errorf("%s is a %s, want %s", key, types[key], want)
		}
	}
}

// No two properties of one name have different GraphML types.
func TestDeclarationsAgree(t *testing.T) {
	types := declarations(schema.Graph)
	check := func(of string, properties []schema.Property) {
		for _, p := range properties {
			if got := types[attribute{of, p.Name}]; p.Name != "id" && got != typeOf(p.Kind) {
				t.Errorf("%s %s is declared as %s, and as %s elsewhere", of, p.Name, typeOf(p.Kind), got)
			}
		}
	}
	check("node", schema.Graph.Entity)
	check("edge", schema.Graph.Fact)
	for _, of := range []string{"node", "edge"} {
		for _, n := range schema.Graph.Nodes {
			check(of, n.Properties)
		}
		for _, r := range schema.Graph.Relationships {
			check(of, r.Properties)
		}
	}
}

// What goes wrong with the store or the file is passed on.
func TestErrors(t *testing.T) {
	w := world()
	cut := errors.New("cut")
	for name, write := range map[string]func(io.Writer, Nodes, Relationships) error{"jsonl": JSONL, "graphml": GraphML, "gexf": GEXF, "rdf": RDF} {
		if err := write(io.Discard, each(w.Nodes, cut), each(w.Relationships, nil)); !errors.Is(err, cut) {
			t.Errorf("%s: nodes: %v", name, err)
		}
		if err := write(io.Discard, each(w.Nodes, nil), each(w.Relationships, cut)); !errors.Is(err, cut) {
			t.Errorf("%s: relationships: %v", name, err)
		}
		if err := write(&limited{limit: 100}, each(w.Nodes, nil), each(w.Relationships, nil)); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: full: %v", name, err)
		}
	}
}

// limited is a disk with little space.
type limited struct{ limit int }

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.limit {
		return l.limit, io.ErrShortWrite
	}
	l.limit -= len(p)
	return len(p), nil
}
