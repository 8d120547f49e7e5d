package eval

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/graph/schema"
)

var (
	isoDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)
	context = regexp.MustCompile(`\[(.*?)\]`)
)

// Check returns what is wrong with the annotation, nil if nothing is: entities
// without what their type needs, mentions that the text does not have, relations
// that the schema does not have or that stand there twice.
func (g Gold) Check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(g.ID+": "+format, args...)) }
	if g.Published != "" && !isoDate.MatchString(g.Published) {
		bad("published on %q", g.Published)
	}
	entities := map[string]Entity{}
	for _, e := range g.Entities {
		if _, ok := entities[e.ID]; ok {
			bad("two entities %s", e.ID)
		}
		entities[e.ID] = e
		if !slices.Contains(schema.Graph.Entities(), e.Type) {
			bad("%s: no type %q", e.ID, e.Type)
		}
		if e.Name == "" || len(e.Mentions) == 0 {
			bad("%s: no name or no mention", e.ID)
		}
		for _, m := range e.Mentions {
			if !strings.Contains(g.Text, m) && !strings.Contains(g.Text, context.ReplaceAllString(m, "$1")) {
				bad("%s: %q is not in the text", e.ID, m)
			}
		}
		switch {
		case e.Type == schema.Office && e.Title == "":
			bad("%s: an office without a title", e.ID)
		case e.Type == schema.Event && !slices.Contains(values(schema.Graph.Node(schema.Event).Properties, "eventType"), e.Event):
			bad("%s: no type of events %q", e.ID, e.Event)
		case e.Type == schema.Event && !slices.Contains(values(schema.Graph.Node(schema.Event).Properties, "status"), e.Status):
			bad("%s: no status %q", e.ID, e.Status)
		case e.Date != "" && !isoDate.MatchString(e.Date):
			bad("%s: no date %q", e.ID, e.Date)
		}
	}
	seen := map[[3]string]bool{}
	for _, r := range g.Relations {
		name := fmt.Sprintf("%s from %s to %s", r.Type, r.From, r.To)
		key := [3]string{string(r.Type), r.From, r.To}
		if seen[key] {
			bad("%s twice", name)
		}
		seen[key] = true
		from, ok := entities[r.From]
		to, ok2 := entities[r.To]
		if !ok || !ok2 {
			bad("%s: no such entities", name)
			continue
		}
		kind := schema.Graph.Relationship(r.Type)
		if kind == nil || kind.Provenance || !slices.Contains(kind.From, from.Type) || !slices.Contains(kind.To, to.Type) {
			bad("%s: not from %s to %s", name, from.Type, to.Type)
			continue
		}
		for property, value := range map[string]string{"status": r.Status, "role": r.Role, "kind": r.Kind} {
			if allowed := values(kind.Properties, property); allowed != nil && !slices.Contains(allowed, value) {
				bad("%s: no %s %q", name, property, value)
			}
		}
	}
	return errors.Join(errs...)
}

// values returns the values of a property; nil if there is no such property.
func values(properties []schema.Property, name string) []string {
	for _, p := range properties {
		if p.Name == name {
			return p.Values
		}
	}
	return nil
}
