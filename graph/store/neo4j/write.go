package neo4j

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// revision is what decides between two graphs of one article.
type revision struct {
	article graph.Article // with PublishedAt and ContentHash alone
	digest  string        // of the graph
}

// Put adds graphs in one transaction, see store.Store.
func (s *Store) Put(ctx context.Context, graphs []*graph.Graph) (store.Changes, error) {
	var ids []string
	digests := make([]string, len(graphs))
	for i, g := range graphs {
		if err := g.Check(schema.Graph); err != nil {
			return store.Changes{}, fmt.Errorf("putting article %s: %w", g.Article.ID, err)
		}
		digests[i] = g.Digest()
		ids = append(ids, g.Article.ID)
	}
	return s.change(ctx, "putting articles", func(tx transaction) (store.Changes, error) {
		var c store.Changes
		stored, err := tx.revisions(ctx, ids)
		if err != nil {
			return c, err
		}
		latest, put := maps.Clone(stored), map[string]edition{}
		for i, g := range graphs {
			id := g.Article.ID
			old, known := latest[id]
			switch {
			case !known:
				c.Added++
			case old.digest == digests[i]:
				c.Unchanged++
				continue
			case g.Article.Supersedes(old.article):
				c.Replaced++
			default:
				c.Superseded++
				continue
			}
			latest[id] = revision{g.Article, digests[i]}
			put[id] = edition{g, digests[i]}
		}
		var replaced []string
		for id := range put {
			if _, known := stored[id]; known {
				replaced = append(replaced, id)
			}
		}
		slices.Sort(replaced)
		world, err := tx.apply(ctx, put, replaced)
		return c.Plus(world), err
	})
}

// Retract removes articles in one transaction, see store.Store.
func (s *Store) Retract(ctx context.Context, ids []string) (store.Changes, error) {
	return s.change(ctx, "retracting articles", func(tx transaction) (store.Changes, error) {
		stored, err := tx.revisions(ctx, ids)
		if err != nil {
			return store.Changes{}, err
		}
		gone := slices.Sorted(maps.Keys(stored))
		c, err := tx.apply(ctx, nil, gone)
		if err != nil {
			return store.Changes{}, err
		}
		c.Retracted = len(gone)
		return c, tx.delete(ctx, deleteArticles, gone)
	})
}

// change runs body in a transaction that commits if this store still holds the
// lock. A body that changes no article is not committed.
func (s *Store) change(ctx context.Context, doing string, body func(transaction) (store.Changes, error)) (store.Changes, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.owner == "" {
		return store.Changes{}, errors.New(doing + " without the lock")
	}
	var changes store.Changes
	err := s.write(ctx, func(tx transaction) error {
		var err error
		if changes, err = body(tx); err != nil {
			return err
		}
		if changes.Added+changes.Replaced+changes.Retracted == 0 {
			return nil
		}
		records, err := tx.collect(ctx, changed, params{"owner": s.owner})
		if err == nil && len(records) == 0 {
			return errLost
		}
		if err != nil {
			return err
		}
		return tx.Commit(ctx)
	})
	if err != nil {
		return store.Changes{}, s.failed(ctx, doing, err)
	}
	return changes, nil
}

// edition is a graph to be stored.
type edition struct {
	graph  *graph.Graph
	digest string
}

func (tx transaction) revisions(ctx context.Context, ids []string) (map[string]revision, error) {
	out := map[string]revision{}
	err := tx.read(ctx, readArticles, ids, func(r *driver.Record) {
		out[text(r, "id")] = revision{graph.Article{PublishedAt: text(r, "publishedAt"), ContentHash: text(r, "contentHash")}, text(r, "digest")}
	})
	return out, err
}

// apply takes away what the articles with the IDs in gone say, adds the
// editions, and derives anew all that either touches. It returns how entities
// and facts changed.
func (tx transaction) apply(ctx context.Context, put map[string]edition, gone []string) (store.Changes, error) {
	entities, facts := news[schema.Label, graph.Mention]{}, news[schema.Type, graph.Claim]{}
	if err := tx.withdraw(ctx, gone, entities, facts); err != nil {
		return store.Changes{}, err
	}
	var articles, journal, mentions, claims []params
	for _, id := range slices.Sorted(maps.Keys(put)) {
		g := put[id].graph
		published := g.Article.PublishedAt
		articles = append(articles, g.Article.Node().Properties)
		journal = append(journal, params{"article": id, "digest": put[id].digest})
		for _, m := range g.Mentions {
			entities.gain(m.Label, m.Entity, graph.Dated[graph.Mention]{PublishedAt: published, Said: m})
			mentions = append(mentions, params{"article": id, "entity": m.Entity, "properties": m.Relationship(id).Properties})
		}
		for _, x := range g.Claims {
			facts.gain(x.Type, x.Fact(), graph.Dated[graph.Claim]{PublishedAt: published, Said: x})
			node, _ := x.Node(id)
			claims = append(claims, params{"article": id, "properties": node.Properties})
		}
	}
	// Nodes come before relationships, and facts that nobody states any more go
	// before entities that nobody mentions. What articles say is read before the
	// new ones are there: deriving adds them.
	if err := tx.write(ctx, mergeArticles, articles); err != nil {
		return store.Changes{}, err
	}
	if err := tx.write(ctx, mergeJournal, journal); err != nil {
		return store.Changes{}, err
	}
	var c store.Changes
	orphans, err := tx.deriveEntities(ctx, entities, &c)
	if err != nil {
		return store.Changes{}, err
	}
	if err := tx.deriveFacts(ctx, facts, &c); err != nil {
		return store.Changes{}, err
	}
	if err := tx.write(ctx, createMentions, mentions); err != nil {
		return store.Changes{}, err
	}
	if err := tx.write(ctx, createClaims, claims); err != nil {
		return store.Changes{}, err
	}
	return c, tx.delete(ctx, deleteEntities, orphans)
}

// withdraw deletes what articles say, and notes what they said it of.
func (tx transaction) withdraw(ctx context.Context, articles []string, entities news[schema.Label, graph.Mention], facts news[schema.Type, graph.Claim]) error {
	if err := tx.read(ctx, readMentioned, articles, func(r *driver.Record) { entities.lose(labelOf(text(r, "id")), text(r, "id")) }); err != nil {
		return err
	}
	if err := tx.read(ctx, readClaimed, articles, func(r *driver.Record) { facts.lose(typeOf(text(r, "id")), text(r, "id")) }); err != nil {
		return err
	}
	if err := tx.delete(ctx, deleteMentions, articles); err != nil {
		return err
	}
	return tx.delete(ctx, deleteClaims, articles)
}

// deriveEntities writes the nodes of entities and counts them in c. It returns
// those that nobody mentions any more.
func (tx transaction) deriveEntities(ctx context.Context, all news[schema.Label, graph.Mention], c *store.Changes) (orphans []string, err error) {
	for _, l := range schema.Graph.Entities() {
		derived, err := derive(ctx, tx, all[l], readEntities(l), readMentions(l), func(r *driver.Record, own graph.Props) graph.Mention {
			return graph.Mention{Entity: text(r, "id"), Label: l, Name: text(r, "name"), Forms: texts(r, "forms"), Props: own}
		}, func(m graph.Mention) graph.Props { return m.Props })
		if err != nil {
			return nil, err
		}
		var nodes []params
		for _, d := range derived {
			if len(d.said) == 0 {
				orphans = append(orphans, d.id)
				c.NodesRemoved++
				continue
			}
			if !d.existed {
				c.NodesAdded++
			}
			n := graph.EntityNode(d.said)
			n.Properties["articles"] = d.articles
			nodes = append(nodes, n.Properties)
		}
		if err := tx.write(ctx, mergeEntities(l), nodes); err != nil {
			return nil, err
		}
	}
	return orphans, nil
}

// deriveFacts writes the relationships of facts, deletes those that nobody
// states any more, and counts them in c.
func (tx transaction) deriveFacts(ctx context.Context, all news[schema.Type, graph.Claim], c *store.Changes) error {
	for _, t := range schema.Graph.Facts() {
		derived, err := derive(ctx, tx, all[t], readFacts(t), readClaims(t), func(r *driver.Record, own graph.Props) graph.Claim {
			return graph.Claim{Type: t, From: text(r, "source"), To: text(r, "target"), Confidence: number(r, "confidence"), Props: own}
		}, func(c graph.Claim) graph.Props { return c.Props })
		if err != nil {
			return err
		}
		var relationships []params
		var unfounded []string
		for _, d := range derived {
			if len(d.said) == 0 {
				unfounded = append(unfounded, d.id)
				c.FactsRemoved++
				continue
			}
			if !d.existed {
				c.FactsAdded++
			}
			r := graph.FactRelationship(d.said)
			r.Properties["articles"] = d.articles
			relationships = append(relationships, params{"source": r.From, "target": r.To, "properties": r.Properties})
		}
		if err := tx.write(ctx, mergeFacts(t), relationships); err != nil {
			return err
		}
		if err := tx.delete(ctx, deleteFacts(t), unfounded); err != nil {
			return err
		}
	}
	return nil
}
