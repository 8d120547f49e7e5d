// Package schema says which nodes, relationships and properties the graph may
// have. Its one source is schema.yaml; the constants below are tested equal to
// it, and the constraints, the documentation and the explorer's styles are
// generated from it.
package schema

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Label is the label of a node, for example Person.
type Label string

// Type is the type of a relationship, for example HOLDS_OFFICE.
type Type string

// Entity is the label that all world nodes carry besides their own.
const Entity Label = "Entity"

// The labels of schema.yaml.
const (
	Person       Label = "Person"
	Office       Label = "Office"
	Organization Label = "Organization"
	Country      Label = "Country"
	Place        Label = "Place"
	Event        Label = "Event"
	Article      Label = "Article"
	Claim        Label = "Claim"
)

// The relationship types of schema.yaml.
const (
	HoldsOffice    Type = "HOLDS_OFFICE"
	OfficeOf       Type = "OFFICE_OF"
	MemberOf       Type = "MEMBER_OF"
	WorksFor       Type = "WORKS_FOR"
	CitizenOf      Type = "CITIZEN_OF"
	RelativeOf     Type = "RELATIVE_OF"
	PartOf         Type = "PART_OF"
	BasedIn        Type = "BASED_IN"
	LocatedIn      Type = "LOCATED_IN"
	ParticipatedIn Type = "PARTICIPATED_IN"
	OccurredIn     Type = "OCCURRED_IN"
	ResponseTo     Type = "RESPONSE_TO"
	States         Type = "STATES"
	Mentions       Type = "MENTIONS"
	DuplicateOf    Type = "DUPLICATE_OF"
	SameAs         Type = "SAME_AS"
)

// Kind is the kind of a property's values.
type Kind string

// The kinds of properties. A Date is an ISO 8601 prefix: 2024, 2024-10 or 2024-10-11.
const (
	String  Kind = "string"
	Strings Kind = "strings"
	Int     Kind = "int"
	Ints    Kind = "ints"
	Float   Kind = "float"
	Bool    Kind = "bool"
	Date    Kind = "date"
	Enum    Kind = "enum"
)

// Shape is how nodes are drawn.
type Shape string

// The shapes of nodes.
const (
	Circle   Shape = "circle"
	Square   Shape = "square"
	Diamond  Shape = "diamond"
	Triangle Shape = "triangle"
	Hexagon  Shape = "hexagon"
	Star     Shape = "star"
)

// Property describes one property of a node or relationship.
type Property struct {
	Name     string   `yaml:"name" json:"name"`
	Kind     Kind     `yaml:"kind" json:"kind"`
	Optional bool     `yaml:"optional" json:"optional,omitempty"`
	Values   []string `yaml:"values" json:"values,omitempty"` // of an Enum
	Doc      string   `yaml:"doc" json:"doc"`
}

// Node describes the nodes of one label.
type Node struct {
	Label      Label      `yaml:"label" json:"label"`
	Provenance bool       `yaml:"provenance" json:"provenance,omitempty"` // of the articles, not of the world
	Doc        string     `yaml:"doc" json:"doc"`
	Key        string     `yaml:"key" json:"key"`
	Color      string     `yaml:"color" json:"color"`
	Shape      Shape      `yaml:"shape" json:"shape,omitempty"`           // in drawings; none if it is not drawn
	Properties []Property `yaml:"properties" json:"properties,omitempty"` // its own, beside Schema.Entity
}

// Relationship describes the relationships of one type.
type Relationship struct {
	Type       Type       `yaml:"type" json:"type"`
	Provenance bool       `yaml:"provenance" json:"provenance,omitempty"` // of the articles or of judgements, not of the world
	Doc        string     `yaml:"doc" json:"doc"`
	From       []Label    `yaml:"from" json:"from"`
	To         []Label    `yaml:"to" json:"to"`
	Properties []Property `yaml:"properties" json:"properties,omitempty"` // its own, beside Schema.Fact
}

// Schema is the whole declaration.
type Schema struct {
	Version       int            `yaml:"version" json:"version"`
	Entity        []Property     `yaml:"entity" json:"entity"`
	Fact          []Property     `yaml:"fact" json:"fact"`
	Nodes         []Node         `yaml:"nodes" json:"nodes"`
	Relationships []Relationship `yaml:"relationships" json:"relationships"`
}

//go:embed schema.yaml
var source []byte

// Graph is the schema of the graph, parsed from the embedded schema.yaml.
var Graph = must(Parse(source))

func must(s *Schema, err error) *Schema {
	if err != nil {
		panic("schema.yaml: " + err.Error())
	}
	return s
}

// Labels and types reach statements as text, so nothing but words may be one.
var (
	labelForm    = regexp.MustCompile(`^[A-Z][A-Za-z]*$`)
	typeForm     = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	propertyForm = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
)

// Parse reads and checks a declaration. Unknown keys, unknown kinds, doubled
// names and ends without a node are errors.
func Parse(data []byte) (*Schema, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var s Schema
	if err := dec.Decode(&s); err != nil {
		return nil, err
	}
	return &s, s.check()
}

func (s *Schema) check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	properties := func(of string, ps []Property) {
		seen := map[string]bool{}
		for _, p := range ps {
			if !propertyForm.MatchString(p.Name) || seen[p.Name] {
				bad("%s: property %q is malformed or doubled", of, p.Name)
			}
			seen[p.Name] = true
			if !slices.Contains([]Kind{String, Strings, Int, Ints, Float, Bool, Date, Enum}, p.Kind) {
				bad("%s.%s: unknown kind %q", of, p.Name, p.Kind)
			}
			if (p.Kind == Enum) != (len(p.Values) > 0) {
				bad("%s.%s: an enum has values, nothing else has", of, p.Name)
			}
		}
	}
	if s.Version < 1 {
		bad("version %d is less than 1", s.Version)
	}
	properties("entity", s.Entity)
	properties("fact", s.Fact)
	labels := map[Label]bool{}
	for _, n := range s.Nodes {
		if !labelForm.MatchString(string(n.Label)) || labels[n.Label] || n.Label == Entity {
			bad("label %q is malformed, doubled or reserved", n.Label)
		}
		labels[n.Label] = true
		if !slices.Contains([]Shape{"", Circle, Square, Diamond, Triangle, Hexagon, Star}, n.Shape) {
			bad("%s: unknown shape %q", n.Label, n.Shape)
		}
		properties(string(n.Label), n.Properties)
	}
	types := map[Type]bool{}
	for _, r := range s.Relationships {
		if !typeForm.MatchString(string(r.Type)) || types[r.Type] {
			bad("type %q is malformed or doubled", r.Type)
		}
		types[r.Type] = true
		properties(string(r.Type), r.Properties)
		for _, l := range slices.Concat(r.From, r.To) {
			if !labels[l] {
				bad("%s: unknown label %q", r.Type, l)
			}
		}
		if len(r.From) == 0 || len(r.To) == 0 {
			bad("%s: from or to is empty", r.Type)
		}
	}
	return errors.Join(errs...)
}

// Node returns the declaration of the label, nil if there is none.
func (s *Schema) Node(l Label) *Node {
	for i := range s.Nodes {
		if s.Nodes[i].Label == l {
			return &s.Nodes[i]
		}
	}
	return nil
}

// Relationship returns the declaration of the type, nil if there is none.
func (s *Schema) Relationship(t Type) *Relationship {
	for i := range s.Relationships {
		if s.Relationships[i].Type == t {
			return &s.Relationships[i]
		}
	}
	return nil
}

// Entities returns the labels of the world nodes, in the order of the declaration.
func (s *Schema) Entities() []Label {
	var out []Label
	for _, n := range s.Nodes {
		if !n.Provenance {
			out = append(out, n.Label)
		}
	}
	return out
}

// Facts returns the types of the relationships between world nodes, in the
// order of the declaration.
func (s *Schema) Facts() []Type {
	var out []Type
	for _, r := range s.Relationships {
		if !r.Provenance {
			out = append(out, r.Type)
		}
	}
	return out
}
