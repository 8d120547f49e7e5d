package export

import (
	"crypto/sha256"
	"maps"
	"slices"

	"dateline/graph"
	"dateline/graph/schema"
)

// Filter says which part of a graph is meant; the zero value is all of it. The
// part holds together: a relationship has both its ends, a claim its fact and its
// article, and an article mentions something. The properties are those that
// there are in the whole graph: articles, for one, counts all articles.
type Filter struct {
	// Labels are those of entities, none for all. Those of Around stay anyway.
	Labels []schema.Label
	// Types are those of facts, none for all. With Types, entities without such a
	// fact go.
	Types []schema.Type
	// Since and Until, prefixes of ISO 8601 dates and both included, and Source, a
	// publisher, select articles. Entities that none of them mentions go, and facts
	// that none of them states.
	Since, Until, Source string
	// MinConfidence is the least of facts and claims, 0 to 1.
	MinConfidence float64
	// MinArticles is how many articles at least mention an entity or state a fact.
	MinArticles int64
	// Around are keys of entities: only these stay and what is at most Hops facts
	// away from one. None for all.
	Around []string
	Hops   int
	// NoEvidence leaves articles and claims out.
	NoEvidence bool
}

// Part returns the part of the graph that f means. It reads the whole graph to
// find out what that is, keeping about 100 bytes of each entity, fact, claim and
// article, and what it returns reads it again; meanwhile it must not change.
func (f Filter) Part(nodes Nodes, relationships Relationships) (Nodes, Relationships, error) {
	p := part{
		Filter: f, entities: map[mark]bool{}, articles: map[mark]bool{}, claims: map[mark]mark{}, facts: map[mark]*link{},
	}
	if p.all() {
		return nodes, relationships, nil
	}
	if err := p.choose(nodes); err != nil {
		return nil, nil, err
	}
	if err := p.connect(relationships); err != nil {
		return nil, nil, err
	}
	p.settle()
	if !f.NoEvidence {
		if err := p.cite(relationships); err != nil {
			return nil, nil, err
		}
	}
	return only(nodes, p.keepsNode), only(relationships, p.keepsRelationship), nil
}

// only yields what there is of a sequence, up to the first error, that keep holds of.
func only[T any](all func(func(T, error) bool), keep func(T) bool) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for x, err := range all {
			if (err != nil || keep(x)) && !yield(x, err) {
				return
			}
		}
	}
}

// part is what stays of a graph. In the beginning its sets have all that may stay.
type part struct {
	Filter
	entities map[mark]bool // true if an article among those selected mentions it
	articles map[mark]bool // true if it mentions an entity that stays
	claims   map[mark]mark // and their facts
	facts    map[mark]*link
	same     []link // judged to be one
}

// link is a fact, or a judgement.
type link struct {
	from, to mark
	stated   bool // by an article among those selected
}

// mark stands for a key. No two keys have the same.
type mark [16]byte

func markOf(key string) mark {
	h := sha256.Sum256([]byte(key))
	return mark(h[:16])
}

func (p *part) all() bool {
	return len(p.Labels)+len(p.Types)+len(p.Around) == 0 && !p.selective() && p.MinConfidence <= 0 && p.MinArticles <= 0 && !p.NoEvidence
}

// selective reports whether only some articles count.
func (p *part) selective() bool { return p.Since != "" || p.Until != "" || p.Source != "" }

// counts reports whether an article does.
func (p *part) counts(properties map[string]any) bool {
	published, _ := properties["publishedAt"].(string)
	source, _ := properties["source"].(string)
	within := func(bound string, in func(date, bound string) bool) bool {
		n := min(len(published), len(bound)) // of the prefixes that can be compared
		return bound == "" || published != "" && in(published[:n], bound[:n])
	}
	return (p.Source == "" || source == p.Source) &&
		within(p.Since, func(date, since string) bool { return date >= since }) &&
		within(p.Until, func(date, until string) bool { return date <= until })
}

// reported reports whether enough articles mention an entity or state a fact.
func (p *part) reported(properties map[string]any) bool {
	n, _ := properties["articles"].(int64)
	return n >= p.MinArticles
}

// sure reports whether a fact or a claim is.
func (p *part) sure(properties map[string]any) bool {
	c, _ := properties["confidence"].(float64)
	return c >= p.MinConfidence
}

// choose fills the sets with the nodes that may stay by what they are themselves.
func (p *part) choose(nodes Nodes) error {
	for n, err := range nodes {
		if err != nil {
			return err
		}
		switch n.Label {
		case schema.Article:
			if p.counts(n.Properties) {
				p.articles[markOf(n.ID)] = false
			}
		case schema.Claim:
			if (p.selective() || !p.NoEvidence) && p.sure(n.Properties) {
				fact, _ := n.Properties["fact"].(string)
				p.claims[markOf(n.ID)] = markOf(fact)
			}
		default:
			labeled := len(p.Labels) == 0 || slices.Contains(p.Labels, n.Label) || slices.Contains(p.Around, n.ID)
			if labeled && p.reported(n.Properties) {
				p.entities[markOf(n.ID)] = false
			}
		}
	}
	return nil
}

// connect finds the facts that may stay, and takes note of what the selected
// articles say.
func (p *part) connect(relationships Relationships) error {
	for r, err := range relationships {
		if err != nil {
			return err
		}
		from, to := markOf(r.From), markOf(r.To)
		switch r.Type {
		case schema.States:
			fact := p.facts[p.claims[to]]
			if _, selected := p.articles[from]; selected && fact != nil {
				fact.stated = true
			} else {
				delete(p.claims, to)
			}
		case schema.Mentions:
			_, selected := p.articles[from]
			if _, there := p.entities[to]; selected && there {
				p.entities[to] = true
			}
		case schema.SameAs:
			p.same = append(p.same, link{from: from, to: to})
		case schema.DuplicateOf:
		default:
			typed := len(p.Types) == 0 || slices.Contains(p.Types, r.Type)
			if typed && p.joins(from, to) && p.reported(r.Properties) && p.sure(r.Properties) {
				p.facts[markOf(graph.FactKey(r.Type, r.From, r.To))] = &link{from: from, to: to}
			}
		}
	}
	return nil
}

// joins reports whether both ends may stay.
func (p *part) joins(from, to mark) bool {
	_, a := p.entities[from]
	_, b := p.entities[to]
	return a && b
}

// settle takes out of the sets what cannot stay for what others are.
func (p *part) settle() {
	if p.selective() {
		maps.DeleteFunc(p.facts, func(_ mark, f *link) bool { return !f.stated })
		maps.DeleteFunc(p.entities, func(_ mark, mentioned bool) bool { return !mentioned })
	}
	if len(p.Types) > 0 {
		ends := map[mark]bool{}
		for _, f := range p.facts {
			ends[f.from], ends[f.to] = true, true
		}
		maps.DeleteFunc(p.entities, func(m mark, _ bool) bool { return !ends[m] })
	}
	if len(p.Around) > 0 {
		near := p.near()
		maps.DeleteFunc(p.entities, func(m mark, _ bool) bool { return !near[m] })
	}
	maps.DeleteFunc(p.facts, func(_ mark, f *link) bool { return !p.joins(f.from, f.to) })
	maps.DeleteFunc(p.claims, func(_, fact mark) bool { return p.facts[fact] == nil })
}

// near returns what is at most Hops facts away from Around; judgements that two
// are one take no hop.
func (p *part) near() map[mark]bool {
	near := map[mark]bool{}
	for _, key := range p.Around {
		near[markOf(key)] = true
	}
	one := func() {
		for grown := true; grown; {
			grown = false
			for _, l := range p.same {
				if near[l.from] != near[l.to] && p.joins(l.from, l.to) {
					near[l.from], near[l.to], grown = true, true, true
				}
			}
		}
	}
	one()
	for range p.Hops {
		var next []mark
		for _, f := range p.facts {
			if near[f.from] != near[f.to] {
				next = append(next, f.from, f.to)
			}
		}
		for _, m := range next {
			near[m] = true
		}
		one()
	}
	return near
}

// cite finds the articles that stay.
func (p *part) cite(relationships Relationships) error {
	for r, err := range relationships {
		if err != nil {
			return err
		}
		if r.Type != schema.Mentions {
			continue
		}
		article := markOf(r.From)
		_, selected := p.articles[article]
		if _, stays := p.entities[markOf(r.To)]; selected && stays {
			p.articles[article] = true
		}
	}
	return nil
}

func (p *part) keepsNode(n graph.Node) bool {
	m := markOf(n.ID)
	switch n.Label {
	case schema.Article:
		return p.articles[m]
	case schema.Claim:
		_, stays := p.claims[m]
		return stays && !p.NoEvidence
	}
	_, stays := p.entities[m]
	return stays
}

func (p *part) keepsRelationship(r graph.Relationship) bool {
	from, to := markOf(r.From), markOf(r.To)
	switch r.Type {
	case schema.States:
		_, stays := p.claims[to]
		return stays && !p.NoEvidence
	case schema.Mentions:
		_, stays := p.entities[to]
		return p.articles[from] && stays
	case schema.DuplicateOf:
		return p.articles[from] && p.articles[to]
	case schema.SameAs:
		return p.joins(from, to)
	}
	return p.facts[markOf(graph.FactKey(r.Type, r.From, r.To))] != nil
}
