package graph

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"dateline/graph/schema"
)

// Node is a node of the merged graph, with the properties of the schema: string,
// []string, int64, []int64, float64 or bool.
type Node struct {
	ID         string
	Label      schema.Label
	Properties map[string]any
}

// Relationship is a relationship of the merged graph; From and To are node IDs.
type Relationship struct {
	Type       schema.Type
	From, To   string
	Properties map[string]any
}

// World is a whole merged graph: nodes by label (in the order of the schema)
// and ID, relationships by type, From and To.
type World struct {
	Nodes         []Node
	Relationships []Relationship
}

// Dated is what an article says, with the day when it was published.
type Dated[T any] struct {
	PublishedAt string
	Said        T
	Copy        bool // an article of which this one is a copy says so too
}

// Merge unites graphs, see MergeUnder.
func Merge(graphs ...*Graph) World { return MergeUnder(nil, graphs...) }

// MergeUnder unites graphs under judgements. It defines what a store that was given
// these holds: of several graphs of one article the one that supersedes the others
// counts (see Article.Supersedes), and what an article and its copies say of an
// entity or fact counts as said once, by the first of them in the order of
// Likeness.Compare that says something of it.
func MergeUnder(js []Judgement, graphs ...*Graph) World {
	latest := map[string]*Graph{}
	for _, g := range graphs {
		if old := latest[g.Article.ID]; old == nil || g.Article.Supersedes(old.Article) {
			latest[g.Article.ID] = g
		}
	}
	var w World
	var order []Likeness
	for _, g := range latest {
		order = append(order, g.Likeness())
	}
	slices.SortFunc(order, Likeness.Compare)
	verdict, originals := NewVerdict(js), Originals(order)
	chorus := Chorus{}
	entities := map[string][]Dated[Mention]{}
	facts := map[string][]Dated[Claim]{}
	for _, l := range order {
		g := verdict.Graph(latest[l.Article])
		id, published := g.Article.ID, g.Article.PublishedAt
		w.Nodes = append(w.Nodes, g.Article.Node())
		original, isCopy := originals[id]
		if isCopy {
			w.Relationships = append(w.Relationships, DuplicateOf(id, original))
		} else {
			original = id
		}
		for _, m := range g.Mentions {
			d := Dated[Mention]{published, m, chorus.Again(original, m.Entity)}
			entities[m.Entity] = append(entities[m.Entity], d)
			r := m.Relationship(id)
			if d.Copy {
				r.Properties["copy"] = true
			}
			w.Relationships = append(w.Relationships, r)
		}
		for _, c := range g.Claims {
			d := Dated[Claim]{published, c, chorus.Again(original, c.Fact())}
			facts[c.Fact()] = append(facts[c.Fact()], d)
			n, r := c.Node(id)
			if d.Copy {
				n.Properties["copy"] = true
			}
			w.Nodes = append(w.Nodes, n)
			w.Relationships = append(w.Relationships, r)
		}
	}
	for _, ms := range entities {
		w.Nodes = append(w.Nodes, EntityNode(ms))
	}
	for _, cs := range facts {
		w.Relationships = append(w.Relationships, FactRelationship(cs))
	}
	w.unite(verdict)
	w.sort()
	return w
}

// unite gives entities that are judged to be one the key of the one that stands
// for them, and relationships to it.
func (w *World) unite(v Verdict) {
	articles := map[string]map[string]int64{} // by the first of the siblings, then by key
	for _, n := range w.Nodes {
		if siblings := v.Siblings(n.ID); len(siblings) > 0 {
			if articles[siblings[0]] == nil {
				articles[siblings[0]] = map[string]int64{}
			}
			articles[siblings[0]][n.ID] = n.Properties["articles"].(int64)
		}
	}
	for _, n := range w.Nodes {
		siblings := v.Siblings(n.ID)
		if len(siblings) == 0 {
			continue
		}
		canonical := Stands(articles[siblings[0]])
		if canonical == "" {
			continue
		}
		n.Properties["canonicalId"] = canonical
		if n.ID != canonical {
			w.Relationships = append(w.Relationships, SameAs(n.ID, canonical))
		}
	}
}

// DuplicateOf returns the relationship from an article to that of which it is a
// copy.
func DuplicateOf(article, original string) Relationship {
	return Relationship{schema.DuplicateOf, article, original, map[string]any{}}
}

// SameAs returns the relationship from an entity to the one that stands for it.
func SameAs(entity, canonical string) Relationship {
	return Relationship{schema.SameAs, entity, canonical, map[string]any{}}
}

func (w *World) sort() {
	labels := map[schema.Label]int{}
	for i, n := range schema.Graph.Nodes {
		labels[n.Label] = i
	}
	types := map[schema.Type]int{}
	for i, r := range schema.Graph.Relationships {
		types[r.Type] = i
	}
	slices.SortFunc(w.Nodes, func(a, b Node) int {
		return cmp.Or(labels[a.Label]-labels[b.Label], cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(w.Relationships, func(a, b Relationship) int {
		return cmp.Or(types[a.Type]-types[b.Type], cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}

// EntityNode derives the node of an entity from all mentions of it, one for each
// article, at least one of which is no copy.
func EntityNode(mentions []Dated[Mention]) Node {
	first := mentions[0].Said
	var names, forms, dates []string
	for _, m := range mentions {
		names = append(names, m.Said.Name)
		forms = append(forms, m.Said.Forms...)
		dates = append(dates, m.PublishedAt)
	}
	slices.Sort(forms)
	p := map[string]any{
		"id":       first.Entity,
		"name":     longest(names),
		"aliases":  slices.Compact(forms),
		"articles": sources(mentions),
	}
	reported(p, dates)
	for _, d := range schema.Graph.Node(first.Label).Properties {
		vote(p, d, mentions, func(m Mention) string { return m.Props[d.Name] })
	}
	return Node{first.Entity, first.Label, p}
}

// FactRelationship derives the relationship of a fact from all claims of it, one
// for each article, at least one of which is no copy.
func FactRelationship(claims []Dated[Claim]) Relationship {
	first := claims[0].Said
	var confidence float64
	var dates []string
	for _, c := range claims {
		confidence = max(confidence, c.Said.Confidence)
		dates = append(dates, c.PublishedAt)
	}
	p := map[string]any{
		"fact":       first.Fact(),
		"articles":   sources(claims),
		"confidence": confidence,
	}
	reported(p, dates)
	for _, d := range schema.Graph.Relationship(first.Type).Properties {
		vote(p, d, claims, func(c Claim) string { return c.Props[d.Name] })
	}
	return Relationship{first.Type, first.From, first.To, p}
}

// Node returns the node of the article.
func (a Article) Node() Node {
	p := map[string]any{"id": a.ID, "contentHash": a.ContentHash, "extractorVersion": a.ExtractorVersion}
	for k, v := range map[string]string{"inputId": a.InputID, "url": a.URL, "title": a.Title, "source": a.Source, "publishedAt": a.PublishedAt} {
		if v != "" {
			p[k] = v
		}
	}
	return Node{a.ID, schema.Article, p}
}

// Relationship returns the MENTIONS relationship from the article with the ID.
func (m Mention) Relationship(article string) Relationship {
	p := map[string]any{
		"name": m.Name, "count": int64(len(m.Starts)), "starts": int64s(m.Starts), "ends": int64s(m.Ends),
		"forms": m.Forms, "confidence": m.Confidence,
	}
	own(p, m.Props, schema.Graph.Node(m.Label).Properties)
	return Relationship{schema.Mentions, article, m.Entity, p}
}

// Node returns the node of the claim by the article with the ID, and the STATES
// relationship that leads to it.
func (c Claim) Node(article string) (Node, Relationship) {
	id := ClaimKey(c.Fact(), article)
	p := map[string]any{
		"id": id, "fact": c.Fact(), "quote": c.Quote, "start": int64(c.Start), "end": int64(c.End),
		"confidence": c.Confidence, "rule": c.Rule,
	}
	if c.AttributedTo != "" {
		p["attributedTo"] = c.AttributedTo
	}
	own(p, c.Props, schema.Graph.Relationship(c.Type).Properties)
	return Node{id, schema.Claim, p}, Relationship{schema.States, article, id, map[string]any{}}
}

func own(p map[string]any, props Props, declared []schema.Property) {
	for _, d := range declared {
		if v := props[d.Name]; v != "" {
			p[d.Name] = value(d, v)
		}
	}
}

func value(d schema.Property, v string) any {
	switch d.Kind {
	case schema.Bool:
		return v == "true"
	case schema.Int:
		n, _ := strconv.ParseInt(v, 10, 64) // Check has seen to it that it is one
		return n
	}
	return v
}

// sources counts those who speak for themselves.
func sources[T any](all []Dated[T]) int64 {
	n := int64(0)
	for _, x := range all {
		if !x.Copy {
			n++
		}
	}
	return n
}

// vote sets a property to what most say, then the latest published, then the
// first in order; copies and those who say nothing have no vote.
func vote[T any](p map[string]any, d schema.Property, all []Dated[T], said func(T) string) {
	type tally struct {
		count  int
		latest string
	}
	votes := map[string]tally{}
	for _, x := range all {
		if v := said(x.Said); v != "" && !x.Copy {
			t := votes[v]
			votes[v] = tally{t.count + 1, max(t.latest, x.PublishedAt)}
		}
	}
	if len(votes) == 0 {
		return
	}
	best := slices.MinFunc(slices.Collect(maps.Keys(votes)), func(a, b string) int {
		return cmp.Or(cmp.Compare(votes[b].count, votes[a].count), cmp.Compare(votes[b].latest, votes[a].latest), cmp.Compare(a, b))
	})
	p[d.Name] = value(d, best)
}

// reported sets firstReported and lastReported from the dates that are known.
func reported(p map[string]any, dates []string) {
	dates = slices.DeleteFunc(dates, func(d string) bool { return d == "" })
	if len(dates) > 0 {
		p["firstReported"], p["lastReported"] = slices.Min(dates), slices.Max(dates)
	}
}

// longest returns the longest name in code points, then the first in order.
func longest(names []string) string {
	return slices.MinFunc(names, func(a, b string) int {
		return cmp.Or(utf8.RuneCountInString(b)-utf8.RuneCountInString(a), cmp.Compare(a, b))
	})
}

func int64s(xs []int) []int64 {
	out := make([]int64, len(xs))
	for i, x := range xs {
		out[i] = int64(x)
	}
	return out
}
