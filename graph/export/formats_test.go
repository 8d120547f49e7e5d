package export

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
)

// file is a format that is one file, as text.
func file(t testing.TB, write func(io.Writer, Nodes, Relationships) error, w graph.World) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, each(w.Nodes, nil), each(w.Relationships, nil)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func holds(t *testing.T, what, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("%s: %s is missing in\n%s", what, line, text)
		}
	}
}

func TestGEXF(t *testing.T) {
	w := night()
	for _, n := range w.Nodes {
		if n.Label == schema.Event {
			n.Properties["date"] = "2024-12" // to come, when it was reported
		}
	}
	text := file(t, GEXF, w)
	holds(t, "GEXF", text,
		`  <graph mode="dynamic" defaultedgetype="directed" idtype="string" timeformat="date" timerepresentation="interval">`,
		`      <attribute id="node-label" title="nodeLabel" type="string"/>`,
		`      <attribute id="edge-confidence" title="confidence" type="double"/>`,
		`      <node id="person:ana vuki" label="Ana Vuki" start="2024-10-11" end="2024-11-30"><attvalues><attvalue for="node-label" value="Person"/>`+
			`<attvalue for="node-aliases" value="[&#34;Ana Vuki&#34;]"/><attvalue for="node-articles" value="2"/><attvalue for="node-firstReported" value="2024-10-11"/>`+
			`<attvalue for="node-lastReported" value="2024-11"/><attvalue for="node-name" value="Ana Vuki"/></attvalues><viz:color r="76" g="142" b="218"/></node>`,
		`      <edge id="`+graph.FactKey(schema.LocatedIn, "place:harbour", "country:fj")+`" source="place:harbour" target="country:fj" label="LOCATED_IN" kind="LOCATED_IN" weight="1" start="2024-11-01" end="2024-11-30"><attvalues>`+
			`<attvalue for="edge-articles" value="1"/><attvalue for="edge-confidence" value="0.7"/><attvalue for="edge-fact" value="`+graph.FactKey(schema.LocatedIn, "place:harbour", "country:fj")+`"/>`+
			`<attvalue for="edge-firstReported" value="2024-11"/><attvalue for="edge-lastReported" value="2024-11"/></attvalues></edge>`,
	)
	for _, start := range []string{
		`<node id="event:visit|1" label="visit" start="2024-10-11" end="2024-12-31">`,
		`<node id="post" label="Post" start="2024-11-01" end="2024-11-30">`,
	} {
		if !strings.Contains(text, start) {
			t.Errorf("%s is missing in\n%s", start, text)
		}
	}
}

func TestDays(t *testing.T) {
	for _, test := range []struct{ date, first, last string }{
		{"", "", ""},
		{"2024", "2024-01-01", "2024-12-31"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2023-02", "2023-02-01", "2023-02-28"},
		{"2024-10-11", "2024-10-11", "2024-10-11"},
		{"2024-13", "", ""},
		{"2023-02-29", "", ""},
		{"2024-", "", ""},
		{"2024-10-11T09", "", ""},
	} {
		if first, last := firstDay(test.date), lastDay(test.date); first != test.first || last != test.last {
			t.Errorf("%q lasts from %q to %q, want %q to %q", test.date, first, last, test.first, test.last)
		}
	}
}

func TestRDF(t *testing.T) {
	w := world()
	text := file(t, RDF, w)
	fact := "urn:dateline:fact:" + graph.FactKey(schema.CitizenOf, "person:vidal|a&b", "country:cl")
	claim := "urn:dateline:" + graph.ClaimKey(graph.FactKey(schema.CitizenOf, "person:vidal|a&b", "country:cl"), "a&b")
	mention := "urn:dateline:mention:" + graph.FactKey(schema.Mentions, "a&b", "country:cl")
	holds(t, "RDF", text,
		`<urn:dateline:person:vidal%7Ca%26b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Person> .`,
		`<urn:dateline:person:vidal%7Ca%26b> <https://schema.org/alternateName> "<Vidal>" .`,
		`<urn:dateline:person:vidal%7Ca%26b> <urn:dateline:schema#ambiguous> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .`,
		`<urn:dateline:country:cl> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q298> .`,
		`<urn:dateline:place:valdivia%7Ccl> <http://www.w3.org/2002/07/owl#sameAs> <https://sws.geonames.org/3868707/> .`,
		`<urn:dateline:article:a%26b> <https://schema.org/headline> "\"<Quake>\" & more" .`,
		`<urn:dateline:article:a%26b> <https://schema.org/datePublished> "2024-10-11"^^<http://www.w3.org/2001/XMLSchema#date> .`,
		`<urn:dateline:article:a%26b> <https://schema.org/mentions> <urn:dateline:country:cl> .`,
		`<`+mention+`> <urn:dateline:schema#starts> "[3,40]" .`,
		`<urn:dateline:person:vidal%7Ca%26b> <https://schema.org/nationality> <urn:dateline:country:cl> .`,
		`<`+fact+`> <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <urn:dateline:country:cl> .`,
		`<`+fact+`> <urn:dateline:schema#confidence> "0.5"^^<http://www.w3.org/2001/XMLSchema#double> .`,
		`<`+fact+`> <http://www.w3.org/ns/prov#wasDerivedFrom> <`+claim+`> .`,
		`<`+claim+`> <https://schema.org/text> "Vidal\u0001 said <so>\n" .`,
		`<`+claim+`> <http://www.w3.org/ns/prov#wasQuotedFrom> <urn:dateline:article:a%26b> .`,
	)
}

// The terms for relationships say what they do and no more.
func TestTerm(t *testing.T) {
	for _, test := range []struct {
		of       schema.Type
		to       string
		name, is string // a property
		want     string
	}{
		{schema.HoldsOffice, "office:a", "status", "current", org + "holds"},
		{schema.HoldsOffice, "office:a", "status", "former", ""},
		{schema.OfficeOf, "organization:a", "", "", org + "postIn"},
		{schema.OfficeOf, "country:a", "", "", ""},
		{schema.PartOf, "organization:a", "", "", schemaOrg + "parentOrganization"},
		{schema.PartOf, "country:a", "", "", ""},
		{schema.RelativeOf, "person:a", "kind", "parent", schemaOrg + "children"},
		{schema.RelativeOf, "person:a", "kind", "child", schemaOrg + "parent"},
		{schema.ParticipatedIn, "event:a", "role", "agent", ""},
	} {
		r := graph.Relationship{Type: test.of, From: "person:b", To: test.to, Properties: map[string]any{test.name: test.is}}
		if got := term(r); got != test.want {
			t.Errorf("%s %s to %s is %q, want %q", test.of, test.is, test.to, got, test.want)
		}
	}
}

func TestCSV(t *testing.T) {
	w := world()
	w.Nodes[0].Properties["name"] = "=1+\"1\"\x00"
	dir := t.TempDir()
	if err := CSV(dir, each(w.Nodes, nil), each(w.Relationships, nil)); err != nil {
		t.Fatal(err)
	}
	read := func(name string) []map[string]string {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var out []map[string]string
		for _, row := range all[1:] {
			cells := map[string]string{}
			for i, c := range row {
				if c != "" {
					cells[all[0][i]] = c
				}
			}
			out = append(out, cells)
		}
		return out
	}
	nodes, edges := read("nodes.csv"), read("edges.csv")
	if len(nodes) != len(w.Nodes) || len(edges) != len(w.Relationships) {
		t.Fatalf("%d nodes and %d edges, want %d and %d", len(nodes), len(edges), len(w.Nodes), len(w.Relationships))
	}
	want := map[string]string{
		"id": "person:vidal|a&b", "label": "Person", "name": "'=1+\"1\"\ufffd", "aliases": `["\u003cVidal\u003e","Vidal"]`, "articles": "1",
		"firstReported": "2024-10-11", "lastReported": "2024-10-11", "ambiguous": "true",
	}
	if diff := cmp.Diff(want, nodes[0]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{
		"source": "a&b", "target": "country:cl", "type": "MENTIONS", "name": "Chile", "count": "2", "starts": "[3,40]", "ends": "[8,45]",
		"forms": `["Chile"]`, "confidence": "1", "iso2": "CL", "wikidataId": "Q298",
	}, edges[2]); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{filepath.Join(dir, "nowhere"), filepath.Join(dir, "nodes.csv")} {
		if err := CSV(path, each(w.Nodes, nil), each(w.Relationships, nil)); err == nil {
			t.Errorf("no error in %s", path)
		}
	}
	cut := errors.New("cut")
	if err := CSV(dir, each(w.Nodes, cut), each(w.Relationships, nil)); !errors.Is(err, cut) {
		t.Errorf("nodes: %v", err)
	}
	if err := CSV(dir, each(w.Nodes, nil), each(w.Relationships, cut)); !errors.Is(err, cut) {
		t.Errorf("relationships: %v", err)
	}
}

// Keys that differ are different nodes, and most are as they are.
func TestNodeID(t *testing.T) {
	for _, test := range []struct {
		label     schema.Label
		key, want string
	}{
		{schema.Person, "person:jane doe", "person:jane doe"},
		{schema.Person, "person:東京\n", "person:東京\n"},
		{schema.Person, "person:\x01", "person:\ufffd~adeb7dab0d5f29e9"},
		{schema.Person, "person:\x02", "person:\ufffd~4cfd262144137435"},
		{schema.Person, "person:\ufffd", "person:\ufffd"},
		{schema.Article, "https://example.org/1", "https://example.org/1"},
		{schema.Article, "person:jane doe", "article:person:jane doe"},
		{schema.Article, "article:person:jane doe", "article:article:person:jane doe"},
		{schema.Article, "claim:1", "article:claim:1"},
	} {
		if got := nodeID(test.label, test.key); got != test.want {
			t.Errorf("%s %q is %q, want %q", test.label, test.key, got, test.want)
		}
	}
}
