package export

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dateline/graph"
	"dateline/graph/schema"
)

// The vocabularies of RDF. Ours has every label and type, and those properties
// that no other has.
const (
	things    = "urn:dateline:"
	ours      = "urn:dateline:schema#"
	rdf       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd       = "http://www.w3.org/2001/XMLSchema#"
	owl       = "http://www.w3.org/2002/07/owl#"
	org       = "http://www.w3.org/ns/org#"
	prov      = "http://www.w3.org/ns/prov#"
	schemaOrg = "https://schema.org/"
	wikidata  = "http://www.wikidata.org/entity/"
	geonames  = "https://sws.geonames.org/"
)

// RDF writes the graph as N-Triples, which are Turtle, too. docs/exports.md has
// the terms. Nothing is lost: every property is there under our own name or that
// of another vocabulary; a relationship is a triple, in our terms and where they
// fit in others', and a fact or mention with its properties a rdf:Statement.
// What a fact says is prov:wasDerivedFrom its claims, and these
// prov:wasQuotedFrom articles.
func RDF(w io.Writer, nodes Nodes, relationships Relationships) error {
	t := triples{bufio.NewWriter(w)}
	for n, err := range nodes {
		if err != nil {
			return err
		}
		if err := t.node(n); err != nil {
			return err
		}
	}
	for r, err := range relationships {
		if err != nil {
			return err
		}
		if err := t.relationship(r); err != nil {
			return err
		}
	}
	return t.Flush()
}

// classes are what nodes are besides their labels.
var classes = map[schema.Label][]string{
	schema.Person:       {schemaOrg + "Person"},
	schema.Office:       {org + "Post"},
	schema.Organization: {schemaOrg + "Organization", org + "Organization"},
	schema.Country:      {schemaOrg + "Country"},
	schema.Place:        {schemaOrg + "Place"},
	schema.Event:        {schemaOrg + "Event"},
	schema.Article:      {schemaOrg + "NewsArticle", prov + "Entity"},
	schema.Claim:        {schemaOrg + "Claim", prov + "Entity"},
}

// predicates are the properties that are others' terms: those of one label or type
// by it and a dot.
var predicates = map[string]string{
	"name":               schemaOrg + "name",
	"aliases":            schemaOrg + "alternateName",
	"Article.title":      schemaOrg + "headline",
	"Article.url":        schemaOrg + "url",
	"Article.source":     schemaOrg + "publisher",
	"publishedAt":        schemaOrg + "datePublished",
	"Event.date":         schemaOrg + "startDate",
	"Claim.quote":        schemaOrg + "text",
	"HOLDS_OFFICE.since": schemaOrg + "startDate",
	"HOLDS_OFFICE.until": schemaOrg + "endDate",
}

// relatives are the terms for the kinds of RELATIVE_OF, which say what from is to
// to, while these say what to is to from.
var relatives = map[any]string{
	"spouse":  schemaOrg + "spouse",
	"parent":  schemaOrg + "children",
	"child":   schemaOrg + "parent",
	"sibling": schemaOrg + "sibling",
	"other":   schemaOrg + "relatedTo",
}

// term returns that of another vocabulary which says what a relationship does,
// or "".
func term(r graph.Relationship) string {
	toOrganization := strings.HasPrefix(r.To, "organization:")
	switch r.Type {
	case schema.HoldsOffice:
		if s := r.Properties["status"]; s == "current" || s == "acting" {
			return org + "holds"
		}
	case schema.OfficeOf:
		if toOrganization {
			return org + "postIn"
		}
	case schema.PartOf:
		if toOrganization {
			return schemaOrg + "parentOrganization"
		}
	case schema.MemberOf:
		return schemaOrg + "memberOf"
	case schema.WorksFor:
		return schemaOrg + "worksFor"
	case schema.CitizenOf:
		return schemaOrg + "nationality"
	case schema.RelativeOf:
		return relatives[r.Properties["kind"]]
	case schema.LocatedIn:
		return schemaOrg + "containedInPlace"
	case schema.BasedIn, schema.OccurredIn:
		return schemaOrg + "location"
	case schema.Mentions:
		return schemaOrg + "mentions"
	case schema.DuplicateOf:
		return prov + "alternateOf"
	case schema.SameAs:
		return owl + "sameAs"
	}
	return ""
}

// triples writes N-Triples.
type triples struct{ *bufio.Writer }

func (t triples) node(n graph.Node) error {
	s := iri(n.Label, n.ID)
	t.link(s, rdf+"type", ours+string(n.Label))
	for _, class := range classes[n.Label] {
		t.link(s, rdf+"type", class)
	}
	if n.Label == schema.Claim {
		fact, _ := n.Properties["fact"].(string)
		t.link(things+"fact:"+percent(fact), prov+"wasDerivedFrom", s)
	}
	if same := wikidataItem(n); same != "" {
		t.link(s, owl+"sameAs", same)
	}
	if id, ok := n.Properties["geonamesId"].(int64); ok && id > 0 {
		t.link(s, owl+"sameAs", fmt.Sprintf("%s%d/", geonames, id))
	}
	return t.properties(s, string(n.Label), n.Properties)
}

var itemForm = regexp.MustCompile(`^Q[1-9][0-9]*$`)

func wikidataItem(n graph.Node) string {
	if id, ok := n.Properties["wikidataId"].(string); ok && itemForm.MatchString(id) {
		return wikidata + id
	}
	return ""
}

func (t triples) relationship(r graph.Relationship) error {
	d := schema.Graph.Relationship(r.Type)
	from, to := iri(d.From[0], r.From), iri(d.To[0], r.To)
	predicate := ours + string(r.Type)
	if r.Type == schema.States {
		t.link(from, predicate, to)
		return t.link(to, prov+"wasQuotedFrom", from)
	}
	err := t.link(from, predicate, to)
	if other := term(r); other != "" {
		err = t.link(from, other, to)
	}
	kind := "fact:"
	switch {
	case r.Type == schema.Mentions:
		kind = "mention:"
	case d.Provenance:
		return err
	}
	s := things + kind + percent(graph.FactKey(r.Type, r.From, r.To))
	t.link(s, rdf+"type", rdf+"Statement")
	if r.Type == schema.HoldsOffice {
		t.link(s, rdf+"type", schemaOrg+"Role")
	}
	t.link(s, rdf+"subject", from)
	t.link(s, rdf+"predicate", predicate)
	t.link(s, rdf+"object", to)
	return t.properties(s, string(r.Type), r.Properties)
}

// properties writes those of a node or relationship, but for the keys that are
// parts of its own IRI or of a claim's fact.
func (t triples) properties(s, of string, properties map[string]any) error {
	var err error
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if name == "id" || name == "fact" {
			continue
		}
		p := ours + name
		for _, k := range []string{name, of + "." + name} {
			if predicates[k] != "" {
				p = predicates[k]
			}
		}
		switch v := properties[name].(type) {
		case []string:
			for _, element := range v {
				err = t.literal(s, p, element, "")
			}
		case int64:
			err = t.literal(s, p, strconv.FormatInt(v, 10), "integer")
		case float64:
			err = t.literal(s, p, strconv.FormatFloat(v, 'g', -1, 64), "double")
		case bool:
			err = t.literal(s, p, strconv.FormatBool(v), "boolean")
		case string:
			if name == "canonicalId" {
				err = t.link(s, p, iri(schema.Entity, v))
			} else {
				err = t.literal(s, p, v, dateType(name, v))
			}
		default: // lists of numbers, whose order counts
			err = t.literal(s, p, text(name, v), "")
		}
	}
	return err
}

// dates are the names of the properties that hold dates.
var dates = func() map[string]bool {
	out := map[string]bool{}
	for _, t := range tables(schema.Graph) {
		for _, p := range t.properties {
			if p.Kind == schema.Date {
				out[p.Name] = true
			}
		}
	}
	return out
}()

// dateType returns the type of a date, "" if it is none.
func dateType(name, v string) string {
	if _, _, err := period(v); err != nil || !dates[name] {
		return ""
	}
	switch len(v) {
	case len("2006"):
		return "gYear"
	case len("2006-01"):
		return "gYearMonth"
	}
	return "date"
}

// iri returns the IRI of a node.
func iri(l schema.Label, key string) string {
	if l == schema.Article {
		key = "article:" + key
	}
	return things + percent(key)
}

// percent encodes all bytes but letters, digits, "-", ".", "_", "~" and ":", so
// that no key can end the IRI that it is in.
func percent(key string) string {
	var b strings.Builder
	for i := range len(key) {
		switch c := key[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~:", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func (t triples) link(s, p, o string) error {
	_, err := fmt.Fprintf(t, "<%s> <%s> <%s> .\n", s, p, o)
	return err
}

// literal writes a triple with a value of a type of XML Schema, or text.
func (t triples) literal(s, p, value, kind string) error {
	if kind != "" {
		kind = "^^<" + xsd + kind + ">"
	}
	_, err := fmt.Fprintf(t, "<%s> <%s> \"%s\"%s .\n", s, p, literalEscapes(value), kind)
	return err
}

// literalEscapes escapes what cannot stand in a literal, or what readers that
// take more than line feeds for ends of lines would stumble over.
func literalEscapes(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == '"':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ', '\x7f' <= r && r <= '\u009f', r == '\u2028', r == '\u2029', r == '\ufeff', r == '\ufffe', r == '\uffff':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
