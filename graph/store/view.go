package store

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"dateline/graph"
	"dateline/graph/schema"
)

// ErrUnknown says that the graph has nothing with the given ID.
var ErrUnknown = errors.New("not in the graph")

// View looks at parts of a graph, each of bounded size and found without reading
// the rest. Every method sees one state of a store that nobody writes to.
//
// Of entities that are judged to be one only the one that stands for all is
// seen: any of their IDs names it, facts lead from it and to it, and facts
// between those that are one are not seen. An ID that the graph does not have is
// ErrUnknown. Facts are ordered by the number of articles that state them, most
// first, then by confidence, highest first, then by key.
type View interface {
	// Find returns at most limit entities whose name or one of whose aliases holds
	// all words of the query (see graph.Words; the last may be a prefix), the best
	// first: an equal name or alias (as graph.Normalize has it), then those that
	// more articles mention, then in the order of their IDs. With labels only
	// entities of these are found; a query without words finds nothing. Of entities
	// that are judged to be one the one that stands for all is found by the names
	// of each.
	Find(ctx context.Context, query string, limit int, labels ...schema.Label) ([]graph.Node, error)

	// Entity returns the node that stands for the entity, and how many facts of
	// which types lead from and to it: most first, then by type in the order of the
	// schema, direction (Out first) and label.
	Entity(ctx context.Context, id string) (graph.Node, []Degree, error)

	// Entities returns the nodes that stand for those of the entities that there
	// are, each once, in the order of their IDs.
	Entities(ctx context.Context, ids []string) ([]graph.Node, error)

	// Neighbours returns a page of the facts at an entity that pass the filter.
	Neighbours(ctx context.Context, id string, d Direction, f Filter, p Page) (Neighbours, error)

	// Between returns the first facts, at most limit, that lead between two of the
	// entities and pass the filter at both ends. Unknown entities have none.
	Between(ctx context.Context, ids []string, f Filter, limit int) ([]graph.Relationship, error)

	// Path returns a shortest way from one entity to another along facts of either
	// direction that pass the filter, as do the entities between the ends: at most
	// longest facts, none if there is no such way. Of several it is the one whose
	// first fact comes first, then the second, and so on.
	Path(ctx context.Context, from, to string, longest int, f Filter) (Path, error)

	// Evidence returns a fact, by its key, with a page of the statements of it:
	// latest first, then by article ID.
	Evidence(ctx context.Context, fact string, p Page) (Evidence, error)

	// Newest returns a page of the articles that pass the filter, and how many
	// there are: latest first, then by ID; those without a date come last.
	Newest(ctx context.Context, f ArticleFilter, p Page) ([]graph.Article, int, error)

	// Contents returns an article with the entities that it mentions and the facts
	// that it states, both in the order of graph.World.
	Contents(ctx context.Context, article string) (Contents, error)

	// Summary returns the graph in numbers, with at most top entities of each label.
	Summary(ctx context.Context, top int) (Summary, error)
}

// Direction says which way facts lead, seen from an entity: Out, In, or with ""
// both.
type Direction string

// The directions of facts.
const (
	Out Direction = "out"
	In  Direction = "in"
)

// Page is a part of an ordered list.
type Page struct {
	Limit, Offset int
}

// Filter says which facts are looked at. What is zero lets all pass; of lists one
// member has to fit.
type Filter struct {
	Types         []schema.Type
	MinConfidence float64
	MinArticles   int
	Since, Until  string   // dates: the fact is reported in this time, or both before and after it
	Sources       []string // an article of one of these states the fact

	// Of the other end: its label and, if it is an event, what it is.
	Labels        []schema.Label
	EventTypes    []string
	EventStatuses []string
}

// ArticleFilter says which articles are looked at, as Filter does.
type ArticleFilter struct {
	Sources      []string
	Since, Until string // dates
}

// Degree is a number of facts at an entity.
type Degree struct {
	Type      schema.Type
	Direction Direction
	Label     schema.Label // of the other end
	Facts     int
}

// Neighbours is a page of the facts at an entity, Total in all.
type Neighbours struct {
	Total int
	Facts []graph.Relationship
	Nodes []graph.Node // the other ends, each once, in the order of the facts
}

// Path is a way through the graph: from each node a fact leads to the next, in
// either direction.
type Path struct {
	Nodes []graph.Node
	Facts []graph.Relationship
}

// Evidence is a fact with a page of what articles say of it, Total in all.
type Evidence struct {
	Relationship graph.Relationship
	From, To     graph.Node
	Total        int
	Testimonies  []Testimony
}

// Testimony is a statement with the places where its article names both ends.
type Testimony struct {
	Statement
	From, To graph.Mention
}

// Contents is what an article says.
type Contents struct {
	Article graph.Article
	Nodes   []graph.Node
	Facts   []graph.Relationship
}

// Summary is a graph in numbers. Months are of the form 2024-10; dates without
// one are not counted.
type Summary struct {
	Counts   Counts
	Top      map[schema.Label][]graph.Node // entities that most articles mention, then by ID
	Events   []EventCount                  // by month and type
	Reported []MonthCount                  // by month
	Sources  []SourceCount                 // most articles first, then by name; at most MaxSources
}

// MaxSources is the number of sources in a Summary.
const MaxSources = 500

// EventCount is how many events of a type there are in a month.
type EventCount struct {
	Month     string
	EventType string
	Events    int
}

// MonthCount is how many articles were published in a month.
type MonthCount struct {
	Month    string
	Articles int
}

// SourceCount is how many articles are from a source.
type SourceCount struct {
	Source   string
	Articles int
}

// Compare orders degrees as View.Degrees does.
func (d Degree) Compare(e Degree) int {
	way := func(d Degree) int { return slices.Index([]Direction{Out, In}, d.Direction) }
	return cmp.Or(
		cmp.Compare(e.Facts, d.Facts), rank(d.Type)-rank(e.Type), way(d)-way(e), cmp.Compare(d.Label, e.Label),
	)
}

// rank is the place of a type in the schema.
func rank(t schema.Type) int { return slices.Index(schema.Graph.Facts(), t) }

// OtherEnds returns of nodes, by their IDs, those at the other ends of the facts at
// an entity, each once, in the order of the facts.
func OtherEnds(facts []graph.Relationship, entity string, nodes map[string]graph.Node) []graph.Node {
	var out []graph.Node
	seen := map[string]bool{}
	for _, f := range facts {
		other := f.To
		if other == entity {
			other = f.From
		}
		if !seen[other] {
			seen[other] = true
			out = append(out, nodes[other])
		}
	}
	return out
}

// Once returns nodes, by any keys, each once, in the order of their IDs.
func Once(nodes map[string]graph.Node) []graph.Node {
	out := slices.SortedFunc(maps.Values(nodes), func(a, b graph.Node) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b graph.Node) bool { return a.ID == b.ID })
}

// Way returns the path of the steps from an entity, given what they lead over:
// facts in any order, and nodes by their IDs.
func Way(from string, steps []Step, facts []graph.Relationship, nodes map[string]graph.Node) Path {
	out := Path{Nodes: []graph.Node{nodes[from]}}
	for _, s := range steps {
		i := slices.IndexFunc(facts, func(f graph.Relationship) bool { return f.Properties["fact"] == s.Fact })
		out.Facts = append(out.Facts, facts[i])
		out.Nodes = append(out.Nodes, nodes[s.To])
	}
	return out
}

// NewContents returns the contents of an article: the nodes, by any keys, in order
// and each once, and the facts in order and without those from a node to itself.
func NewContents(a graph.Article, nodes map[string]graph.Node, facts []graph.Relationship) Contents {
	labels := schema.Graph.Entities()
	c := Contents{Article: a}
	c.Nodes = slices.SortedFunc(maps.Values(nodes), func(a, b graph.Node) int {
		return cmp.Or(slices.Index(labels, a.Label)-slices.Index(labels, b.Label), cmp.Compare(a.ID, b.ID))
	})
	c.Nodes = slices.CompactFunc(c.Nodes, func(a, b graph.Node) bool { return a.ID == b.ID })
	c.Facts = slices.DeleteFunc(facts, func(f graph.Relationship) bool { return f.From == f.To })
	slices.SortFunc(c.Facts, func(a, b graph.Relationship) int {
		return cmp.Or(rank(a.Type)-rank(b.Type), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(factKey(a), factKey(b)))
	})
	return c
}

// CompareFacts orders facts as View does.
func CompareFacts(a, b graph.Relationship) int {
	p, q := a.Properties, b.Properties
	articles := func(p map[string]any) int64 { n, _ := p["articles"].(int64); return n }
	confidence := func(p map[string]any) float64 { x, _ := p["confidence"].(float64); return x }
	return cmp.Or(cmp.Compare(articles(q), articles(p)), cmp.Compare(confidence(q), confidence(p)), cmp.Compare(factKey(a), factKey(b)))
}

func factKey(f graph.Relationship) string {
	key, _ := f.Properties["fact"].(string)
	return key
}
