package explore

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"unicode/utf8"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// What the API answers; openapi.yaml says what the fields mean.
type (
	node struct {
		ID            string         `json:"id"`
		Label         schema.Label   `json:"label"`
		Name          string         `json:"name"`
		Articles      int64          `json:"articles"`
		FirstReported string         `json:"firstReported,omitempty"`
		LastReported  string         `json:"lastReported,omitempty"`
		CanonicalID   string         `json:"canonicalId,omitempty"`
		Properties    map[string]any `json:"properties"`
	}
	fact struct {
		ID            string         `json:"id"`
		Type          schema.Type    `json:"type"`
		From          string         `json:"from"`
		To            string         `json:"to"`
		Articles      int64          `json:"articles"`
		Confidence    float64        `json:"confidence"`
		FirstReported string         `json:"firstReported,omitempty"`
		LastReported  string         `json:"lastReported,omitempty"`
		Properties    map[string]any `json:"properties"`
	}
	article struct {
		ID          string `json:"id"`
		URL         string `json:"url,omitempty"`
		Title       string `json:"title,omitempty"`
		Source      string `json:"source,omitempty"`
		PublishedAt string `json:"publishedAt,omitempty"`
	}
	statement struct {
		Article      article     `json:"article"`
		Confidence   float64     `json:"confidence"`
		Rule         string      `json:"rule"`
		AttributedTo string      `json:"attributedTo,omitempty"`
		Copy         bool        `json:"copy,omitempty"`
		Properties   graph.Props `json:"properties"`
		Quote        []piece     `json:"quote"`
	}
	piece struct {
		Text string `json:"text"`
		Node string `json:"node,omitempty"`
	}

	schemaAnswer struct {
		Nodes         []nodeKind `json:"nodes"`
		Relationships []factKind `json:"relationships"`
		EventTypes    []string   `json:"eventTypes"`
		EventStatuses []string   `json:"eventStatuses"`
	}
	nodeKind struct {
		Label schema.Label `json:"label"`
		Doc   string       `json:"doc"`
		Color string       `json:"color"`
		Shape schema.Shape `json:"shape"`
	}
	factKind struct {
		Type schema.Type    `json:"type"`
		Doc  string         `json:"doc"`
		From []schema.Label `json:"from"`
		To   []schema.Label `json:"to"`
	}
	summaryAnswer struct {
		Nodes         map[schema.Label]int    `json:"nodes"`
		Relationships map[schema.Type]int     `json:"relationships"`
		Top           map[schema.Label][]node `json:"top"`
		Events        []eventCount            `json:"events"`
		Reported      []monthCount            `json:"reported"`
		Sources       []sourceCount           `json:"sources"`
		Newest        []article               `json:"newest"`
	}
	eventCount struct {
		Month     string `json:"month"`
		EventType string `json:"eventType"`
		Count     int    `json:"count"`
	}
	monthCount struct {
		Month    string `json:"month"`
		Articles int    `json:"articles"`
	}
	sourceCount struct {
		Source   string `json:"source"`
		Articles int    `json:"articles"`
	}
	searchAnswer struct {
		Nodes []node `json:"nodes"`
	}
	nodeAnswer struct {
		Node    node     `json:"node"`
		Degrees []degree `json:"degrees"`
	}
	degree struct {
		Type      schema.Type     `json:"type"`
		Direction store.Direction `json:"direction"`
		Label     schema.Label    `json:"label"`
		Facts     int             `json:"facts"`
	}
	neighboursAnswer struct {
		Total int    `json:"total"`
		Facts []fact `json:"facts"`
		Nodes []node `json:"nodes"`
	}
	betweenAnswer struct {
		Nodes     []node `json:"nodes"`
		Facts     []fact `json:"facts"`
		Truncated bool   `json:"truncated,omitempty"`
	}
	evidenceAnswer struct {
		Fact       fact        `json:"fact"`
		From       node        `json:"from"`
		To         node        `json:"to"`
		Total      int         `json:"total"`
		Statements []statement `json:"statements"`
	}
	pathAnswer struct {
		Nodes []node `json:"nodes"`
		Facts []fact `json:"facts"`
	}
	articlesAnswer struct {
		Total    int       `json:"total"`
		Articles []article `json:"articles"`
	}
	articleAnswer struct {
		Article article `json:"article"`
		Nodes   []node  `json:"nodes"`
		Facts   []fact  `json:"facts"`
	}
	errorAnswer struct {
		Error string `json:"error"`
	}
)

// each answers a list, which is never null.
func each[T, U any](list []T, answer func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, x := range list {
		out = append(out, answer(x))
	}
	return out
}

func nodeOf(n graph.Node) node {
	p := maps.Clone(n.Properties)
	out := node{ID: n.ID, Label: n.Label}
	out.Name, _ = p["name"].(string)
	out.Articles, _ = p["articles"].(int64)
	out.FirstReported, _ = p["firstReported"].(string)
	out.LastReported, _ = p["lastReported"].(string)
	out.CanonicalID, _ = p["canonicalId"].(string)
	for _, d := range schema.Graph.Entity {
		if d.Name != "aliases" {
			delete(p, d.Name)
		}
	}
	out.Properties = p
	return out
}

func factOf(r graph.Relationship) fact {
	p := maps.Clone(r.Properties)
	out := fact{Type: r.Type, From: r.From, To: r.To}
	out.ID, _ = p["fact"].(string)
	out.Articles, _ = p["articles"].(int64)
	out.Confidence, _ = p["confidence"].(float64)
	out.FirstReported, _ = p["firstReported"].(string)
	out.LastReported, _ = p["lastReported"].(string)
	for _, d := range schema.Graph.Fact {
		delete(p, d.Name)
	}
	out.Properties = p
	return out
}

func articleOf(a graph.Article) article {
	return article{a.ID, a.URL, a.Title, a.Source, a.PublishedAt}
}

// statementOf answers a testimony of the fact between two nodes.
func statementOf(t store.Testimony, from, to string) statement {
	c := t.Claim
	out := statement{articleOf(t.Article), c.Confidence, c.Rule, c.AttributedTo, t.Copy, c.Props, nil}
	if out.Properties == nil {
		out.Properties = graph.Props{}
	}
	var marks []mark
	for _, end := range []struct {
		graph.Mention
		node string
	}{{t.From, from}, {t.To, to}} {
		for i, start := range end.Starts {
			marks = append(marks, mark{start - c.Start, end.Ends[i] - c.Start, end.node})
		}
	}
	out.Quote = pieces(c.Quote, marks)
	return out
}

// mark is a part of a quote that names a node.
type mark struct {
	start, end int // bytes
	node       string
}

// pieces cuts a quote at the marks in it. Of marks that overlap the first counts,
// of those that begin together the longest.
func pieces(quote string, marks []mark) []piece {
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	boundary := func(i int) bool { return i == len(quote) || utf8.RuneStart(quote[i]) }
	out := []piece{}
	at := 0
	for _, m := range marks {
		if m.start < at || m.end <= m.start || m.end > len(quote) || !boundary(m.start) || !boundary(m.end) {
			continue
		}
		if m.start > at {
			out = append(out, piece{Text: quote[at:m.start]})
		}
		out = append(out, piece{quote[m.start:m.end], m.node})
		at = m.end
	}
	if at < len(quote) {
		out = append(out, piece{Text: quote[at:]})
	}
	return out
}

// failure is an error that says what to do about a request.
type failure struct {
	status int
	text   string
}

func (f failure) Error() string { return f.text }

// explain returns the status and the text for an error, and whether they say all
// of it: what else a store says names files and addresses, which are for those who
// have started the explorer.
func explain(err error) (status int, text string, known bool) {
	var own failure
	switch {
	case errors.As(err, &own):
		return own.status, own.text, true
	case errors.Is(err, store.ErrUnknown):
		return http.StatusNotFound, "the graph does not have this id: it may have been retracted, search for it again", true
	case errors.Is(err, store.ErrTooBroad):
		return http.StatusGatewayTimeout, "this leads over too much of the graph: narrow it by a filter", true
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, "the database takes too long: narrow the question by a filter, or try again", true
	case errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable, "the explorer is being closed", true
	case errors.Is(err, store.ErrUnreachable):
		return http.StatusServiceUnavailable, "the database is out of reach: try again once it is back", false
	}
	return http.StatusServiceUnavailable, "the database cannot answer: see what dateline explore has printed", false
}

func writeError(w http.ResponseWriter, status int, text string) {
	write(w, status, errorAnswer{text})
}

func write(w http.ResponseWriter, status int, answer any) {
	data, err := json.Marshal(answer)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"error":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(append(data, '\n'))
}
