package explore

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dateline/graph/schema"
	"dateline/graph/store"
)

// Bounds of what can be asked for.
const (
	defaultLimit  = 50
	maxLimit      = 500
	maxOffset     = 10_000_000
	maxValues     = 100  // of one parameter
	maxValue      = 2048 // bytes; no key is longer
	defaultLength = 6    // of a path
	maxLength     = 8
)

// parameters are those of one request; the first that is wrong is kept as the
// error.
type parameters struct {
	values url.Values
	known  []string
	err    error
}

func parametersOf(r *http.Request) *parameters {
	values, err := url.ParseQuery(r.URL.RawQuery)
	p := &parameters{values: values}
	if err != nil {
		p.fail("the address has malformed parameters")
	}
	for name, list := range values {
		for _, v := range list {
			if len(v) > maxValue || len(list) > maxValues {
				p.fail("%s: at most %d values of %d bytes", name, maxValues, maxValue)
			}
		}
	}
	return p
}

func (p *parameters) fail(format string, args ...any) {
	if p.err == nil {
		p.err = failure{http.StatusBadRequest, fmt.Sprintf(format, args...)}
	}
}

// end returns what is wrong, if only that there are parameters that nobody has
// asked for.
func (p *parameters) end() error {
	for name := range p.values {
		if !slices.Contains(p.known, name) {
			p.fail("%q: there is no such parameter, only %s", name, strings.Join(p.known, ", "))
		}
	}
	return p.err
}

func (p *parameters) list(name string) []string {
	p.known = append(p.known, name)
	return p.values[name]
}

func (p *parameters) text(name string) string {
	list := p.list(name)
	if len(list) > 1 {
		p.fail("%s: give it once", name)
	}
	return strings.Join(list, "")
}

func (p *parameters) needed(name string) string {
	v := p.text(name)
	if v == "" {
		p.fail("%s is missing", name)
	}
	return v
}

func (p *parameters) number(name string, least, normal, most int) int {
	text := p.text(name)
	if text == "" {
		return normal
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		p.fail("%s: a number from %d to %d, not %q", name, least, most, text)
	}
	return n
}

func (p *parameters) page() store.Page {
	return store.Page{Limit: p.number("limit", 1, defaultLimit, maxLimit), Offset: p.number("offset", 0, 0, maxOffset)}
}

var dateForm = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)

func (p *parameters) date(name string) string {
	v := p.text(name)
	if v != "" && !dateForm.MatchString(v) {
		p.fail("%s: a date such as 2024-10-11, 2024-10 or 2024, not %q", name, v)
	}
	return v
}

func oneOf[T ~string](p *parameters, name string, among []T) T {
	v := T(p.text(name))
	if v != "" && !slices.Contains(among, v) {
		p.fail("%s: %q is none of %v", name, v, among)
	}
	return v
}

func someOf[T ~string](p *parameters, name string, among []T) []T {
	var out []T
	for _, v := range p.list(name) {
		if !slices.Contains(among, T(v)) {
			p.fail("%s: %q is none of %v", name, v, among)
		}
		out = append(out, T(v))
	}
	return out
}

func (p *parameters) labels() []schema.Label { return someOf(p, "label", schema.Graph.Entities()) }

func (p *parameters) filter() store.Filter {
	f := store.Filter{
		Types:       someOf(p, "type", schema.Graph.Facts()),
		MinArticles: p.number("minArticles", 0, 0, math.MaxInt32),
		Since:       p.date("since"), Until: p.date("until"),
		Sources:       p.list("source"),
		Labels:        p.labels(),
		EventTypes:    someOf(p, "eventType", eventValues("eventType")),
		EventStatuses: someOf(p, "eventStatus", eventValues("status")),
	}
	if text := p.text("minConfidence"); text != "" {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x >= 0 && x <= 1) {
			p.fail("minConfidence: a number from 0 to 1, not %q", text)
		}
		f.MinConfidence = x
	}
	return f
}

// eventValues returns the values of an own property of events.
func eventValues(name string) []string {
	own := schema.Graph.Node(schema.Event).Properties
	return own[slices.IndexFunc(own, func(d schema.Property) bool { return d.Name == name })].Values
}
