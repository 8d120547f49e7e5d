package explore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"dateline/graph/schema"
	"dateline/graph/store"
)

// Bounds of what one request may cost.
const (
	queryTimeout = 20 * time.Second
	maxBody      = 4 << 20 // bytes
	maxBetween   = 2500    // nodes
	maxFacts     = 10_000  // between these
	topOfLabel   = 10
	newest       = 10
	summaryAge   = 5 * time.Second // for which a summary is given again
)

// api answers questions from a store.
type api struct {
	view   store.View
	report func(error)

	mu      sync.Mutex
	summary summaryAnswer // of the time
	taken   time.Time
}

// route is an address under /api/.
type route struct {
	name   string
	method string // GET (then also HEAD) or POST
	answer func(r *http.Request) (any, error)
	report func(error) // nil for nobody
}

func (a *api) routes() []route {
	return []route{
		{"schema", http.MethodGet, a.schema, a.report},
		{"summary", http.MethodGet, a.summarize, a.report},
		{"search", http.MethodGet, a.search, a.report},
		{"node", http.MethodGet, a.node, a.report},
		{"neighbours", http.MethodGet, a.neighbours, a.report},
		{"between", http.MethodPost, a.between, a.report},
		{"evidence", http.MethodGet, a.evidence, a.report},
		{"path", http.MethodGet, a.path, a.report},
		{"articles", http.MethodGet, a.articles, a.report},
		{"article", http.MethodGet, a.article, a.report},
	}
}

func (route route) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	methods := []string{route.method}
	if route.method == http.MethodGet {
		methods = append(methods, http.MethodHead)
	}
	if !allow(w, r, methods...) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	answer, err := route.answer(r.WithContext(ctx))
	if err != nil {
		status, text, known := explain(err)
		if !known && route.report != nil {
			route.report(err)
		}
		writeError(w, status, text)
		return
	}
	write(w, http.StatusOK, answer)
}

func (a *api) schema(r *http.Request) (any, error) {
	if err := parametersOf(r).end(); err != nil {
		return nil, err
	}
	out := schemaAnswer{EventTypes: eventValues("eventType"), EventStatuses: eventValues("status")}
	for _, l := range schema.Graph.Entities() {
		n := schema.Graph.Node(l)
		out.Nodes = append(out.Nodes, nodeKind{n.Label, n.Doc, n.Color, n.Shape})
	}
	for _, t := range schema.Graph.Facts() {
		d := schema.Graph.Relationship(t)
		out.Relationships = append(out.Relationships, factKind{d.Type, d.Doc, d.From, d.To})
	}
	return out, nil
}

func (a *api) summarize(r *http.Request) (any, error) {
	if err := parametersOf(r).end(); err != nil {
		return nil, err
	}
	a.mu.Lock() // all who ask meanwhile get the same
	defer a.mu.Unlock()
	if time.Since(a.taken) < summaryAge {
		return a.summary, nil
	}
	s, err := a.view.Summary(r.Context(), topOfLabel)
	if err != nil {
		return nil, err
	}
	articles, _, err := a.view.Newest(r.Context(), store.ArticleFilter{}, store.Page{Limit: newest})
	if err != nil {
		return nil, err
	}
	top := map[schema.Label][]node{}
	for _, l := range schema.Graph.Entities() {
		top[l] = each(s.Top[l], nodeOf)
	}
	nodes, relationships := map[schema.Label]int{}, map[schema.Type]int{}
	for _, d := range schema.Graph.Nodes {
		nodes[d.Label] = s.Counts.Nodes[d.Label]
	}
	for _, d := range schema.Graph.Relationships {
		relationships[d.Type] = s.Counts.Relationships[d.Type]
	}
	a.taken, a.summary = time.Now(), summaryAnswer{
		Nodes:         nodes,
		Relationships: relationships,
		Top:           top,
		Events:        each(s.Events, func(c store.EventCount) eventCount { return eventCount{c.Month, c.EventType, c.Events} }),
		Reported:      each(s.Reported, func(c store.MonthCount) monthCount { return monthCount{c.Month, c.Articles} }),
		Sources:       each(s.Sources, func(c store.SourceCount) sourceCount { return sourceCount{c.Source, c.Articles} }),
		Newest:        each(articles, articleOf),
	}
	return a.summary, nil
}

func (a *api) search(r *http.Request) (any, error) {
	p := parametersOf(r)
	q, labels, limit := p.text("q"), p.labels(), p.number("limit", 1, defaultLimit, maxLimit)
	if err := p.end(); err != nil {
		return nil, err
	}
	found, err := a.view.Find(r.Context(), q, limit, labels...)
	return searchAnswer{each(found, nodeOf)}, err
}

func (a *api) node(r *http.Request) (any, error) {
	p := parametersOf(r)
	id := p.needed("id")
	if err := p.end(); err != nil {
		return nil, err
	}
	n, degrees, err := a.view.Entity(r.Context(), id)
	return nodeAnswer{nodeOf(n), each(degrees, func(d store.Degree) degree { return degree(d) })}, err
}

func (a *api) neighbours(r *http.Request) (any, error) {
	p := parametersOf(r)
	id, direction, filter, page := p.needed("id"), oneOf(p, "direction", []store.Direction{store.Out, store.In}), p.filter(), p.page()
	if err := p.end(); err != nil {
		return nil, err
	}
	n, err := a.view.Neighbours(r.Context(), id, direction, filter, page)
	return neighboursAnswer{n.Total, each(n.Facts, factOf), each(n.Nodes, nodeOf)}, err
}

func (a *api) between(r *http.Request) (any, error) {
	p := parametersOf(r)
	filter := p.filter()
	if err := p.end(); err != nil {
		return nil, err
	}
	var asked struct {
		IDs []string `json:"ids"`
	}
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	err := dec.Decode(&asked)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge) || len(asked.IDs) > maxBetween:
		return nil, failure{http.StatusBadRequest, fmt.Sprintf("ids: at most %d can be asked for at once", maxBetween)}
	case err != nil:
		return nil, failure{http.StatusBadRequest, `the body has to be of the form {"ids":["person:…"]}`}
	}
	nodes, err := a.view.Entities(r.Context(), asked.IDs)
	if err != nil {
		return nil, err
	}
	facts, err := a.view.Between(r.Context(), asked.IDs, filter, maxFacts+1)
	truncated := len(facts) > maxFacts
	return betweenAnswer{each(nodes, nodeOf), each(facts[:min(len(facts), maxFacts)], factOf), truncated}, err
}

func (a *api) evidence(r *http.Request) (any, error) {
	p := parametersOf(r)
	key, page := p.needed("fact"), p.page()
	if err := p.end(); err != nil {
		return nil, err
	}
	e, err := a.view.Evidence(r.Context(), key, page)
	return evidenceAnswer{
		factOf(e.Relationship), nodeOf(e.From), nodeOf(e.To), e.Total,
		each(e.Testimonies, func(t store.Testimony) statement { return statementOf(t, e.From.ID, e.To.ID) }),
	}, err
}

func (a *api) path(r *http.Request) (any, error) {
	p := parametersOf(r)
	from, to, longest, filter := p.needed("from"), p.needed("to"), p.number("longest", 1, defaultLength, maxLength), p.filter()
	if err := p.end(); err != nil {
		return nil, err
	}
	path, err := a.view.Path(r.Context(), from, to, longest, filter)
	return pathAnswer{each(path.Nodes, nodeOf), each(path.Facts, factOf)}, err
}

func (a *api) articles(r *http.Request) (any, error) {
	p := parametersOf(r)
	filter, page := store.ArticleFilter{Sources: p.list("source"), Since: p.date("since"), Until: p.date("until")}, p.page()
	if err := p.end(); err != nil {
		return nil, err
	}
	articles, total, err := a.view.Newest(r.Context(), filter, page)
	return articlesAnswer{total, each(articles, articleOf)}, err
}

func (a *api) article(r *http.Request) (any, error) {
	p := parametersOf(r)
	id := p.needed("id")
	if err := p.end(); err != nil {
		return nil, err
	}
	c, err := a.view.Contents(r.Context(), id)
	return articleAnswer{articleOf(c.Article), each(c.Nodes, nodeOf), each(c.Facts, factOf)}, err
}
