package explore

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// document is what openapi.yaml says.
type document struct {
	Paths      map[string]map[string]operation
	Components struct {
		Parameters map[string]parameter
		Schemas    map[string]shape
	}
}

type operation struct {
	Parameters  []parameter
	RequestBody struct {
		Content map[string]struct{ Schema shape }
	} `yaml:"requestBody"`
	Responses map[string]struct {
		Content map[string]struct{ Schema shape }
	}
}

type parameter struct {
	Name string
	Ref  string `yaml:"$ref"`
}

type shape struct {
	Ref                  string `yaml:"$ref"`
	Type                 string
	Required             []string
	Properties           map[string]shape
	Items                *shape
	AdditionalProperties any `yaml:"additionalProperties"`
}

// TestOpenAPI compares what is described with what there is: addresses, methods,
// parameters, and the fields of all answers with their types.
func TestOpenAPI(t *testing.T) {
	h := New(inSQLite(t), Options{})
	w := ask(h, http.MethodGet, "/api/openapi.yaml", "")
	var d document
	if err := yaml.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d, %v", w.Code, err)
	}
	described, there := map[string][]string{}, map[string][]string{}
	for path, methods := range d.Paths {
		for method, o := range methods {
			names := []string{}
			for _, p := range o.Parameters {
				if p.Ref != "" {
					p = d.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
				}
				names = append(names, p.Name)
			}
			slices.Sort(names)
			described[strings.ToUpper(method)+" "+path] = names
		}
	}
	for _, r := range (&api{}).routes() {
		w := ask(h, r.method, "/api/"+r.name+"?unheard=of&id=x&from=x&to=x&fact=x", "{}")
		_, known, _ := strings.Cut(w.Body.String(), "no such parameter, only ")
		names := strings.FieldsFunc(known, func(r rune) bool { return strings.ContainsRune(", \"}\n", r) })
		slices.Sort(names)
		there[r.method+" /api/"+r.name] = append([]string{}, names...)
	}
	if d := gocmp.Diff(there, described); d != "" {
		t.Errorf("addresses and parameters (-there +described):\n%s", d)
	}

	check := checker{t, d.Components.Schemas, map[string]bool{}}
	for name, answer := range map[string]any{
		"schema": schemaAnswer{}, "summary": summaryAnswer{}, "search": searchAnswer{}, "node": nodeAnswer{}, "neighbours": neighboursAnswer{},
		"between": betweenAnswer{}, "evidence": evidenceAnswer{}, "path": pathAnswer{}, "articles": articlesAnswer{}, "article": articleAnswer{},
	} {
		for _, o := range d.Paths["/api/"+name] {
			check.compare(name, o.Responses["200"].Content["application/json"].Schema, reflect.TypeOf(answer))
		}
	}
	check.compare("error", shape{Ref: "#/components/schemas/Error"}, reflect.TypeFor[errorAnswer]())
	for _, name := range []string{"Ids", "Date", "Month"} {
		check.seen[name] = true // of a request, or only a form of text
	}
	for name := range d.Components.Schemas {
		if !check.seen[name] {
			t.Errorf("%s is described and not answered", name)
		}
	}
}

// checker compares schemas with types of Go.
type checker struct {
	t       *testing.T
	schemas map[string]shape
	seen    map[string]bool
}

func (c checker) compare(at string, s shape, g reflect.Type) {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		c.seen[name] = true
		if s, ok = c.schemas[name]; !ok {
			c.t.Errorf("%s: %s is not described", at, name)
			return
		}
	}
	kinds := map[reflect.Kind]string{
		reflect.String: "string", reflect.Int: "integer", reflect.Int64: "integer", reflect.Float64: "number", reflect.Bool: "boolean",
		reflect.Slice: "array", reflect.Map: "object", reflect.Struct: "object",
	}
	if want := kinds[g.Kind()]; s.Type != want {
		c.t.Errorf("%s: described as %q, is %q", at, s.Type, want)
		return
	}
	switch g.Kind() {
	case reflect.Slice:
		c.compare(at+"[]", *s.Items, g.Elem())
	case reflect.Map:
		more, ok := s.AdditionalProperties.(map[string]any)
		if ok && g.Elem().Kind() != reflect.Interface {
			var of shape
			text, err := yaml.Marshal(more)
			if err == nil {
				err = yaml.Unmarshal(text, &of)
			}
			if err != nil {
				c.t.Fatal(err)
			}
			c.compare(at+"{}", of, g.Elem())
		}
	case reflect.Struct:
		var fields, always []string
		for field := range g.Fields() {
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			fields = append(fields, name)
			if options != "omitempty" {
				always = append(always, name)
			}
			c.compare(fmt.Sprintf("%s.%s", at, name), s.Properties[name], field.Type)
		}
		if d := gocmp.Diff(fields, s.fields(fields)); d != "" {
			c.t.Errorf("%s: fields (-answered +described):\n%s", at, d)
		}
		if d := gocmp.Diff(always, s.Required); d != "" {
			c.t.Errorf("%s: fields that are always there (-answered +described):\n%s", at, d)
		}
	}
}

// fields returns the names of all properties, first those of a list in its order.
func (s shape) fields(first []string) []string {
	var out []string
	for _, name := range first {
		if _, ok := s.Properties[name]; ok {
			out = append(out, name)
		}
	}
	for name := range s.Properties {
		if !slices.Contains(first, name) {
			out = append(out, name)
		}
	}
	return out
}
