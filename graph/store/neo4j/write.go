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

// Put adds graphs in one transaction, see store.Store.
func (s *Store) Put(ctx context.Context, entries []store.Entry) (store.Changes, error) {
	var ids []string
	digests := make([]string, len(entries))
	for i, e := range entries {
		if err := e.Graph.Check(schema.Graph); err != nil {
			return store.Changes{}, fmt.Errorf("putting article %s: %w", e.Graph.Article.ID, err)
		}
		digests[i] = e.Graph.Digest()
		ids = append(ids, e.Graph.Article.ID)
	}
	return s.change(ctx, "putting articles", func(tx transaction, v graph.Verdict) (c store.Changes, changed bool, err error) {
		stored, err := tx.revisions(ctx, ids)
		if err != nil {
			return c, false, err
		}
		latest, put := maps.Clone(stored), map[string]*graph.Graph{}
		journal := map[string]params{}
		for i, e := range entries {
			a := e.Graph.Article
			old, known := latest[a.ID]
			switch {
			case !known:
				c.Added++
			case old.Digest == digests[i]:
				c.Unchanged++
				if e.Origin != old.Origin {
					old.Origin = e.Origin
					latest[a.ID] = old
					journal[a.ID] = params{"article": a.ID, "origin": e.Origin}
				}
				continue
			case a.Supersedes(graph.Article{PublishedAt: old.PublishedAt, ContentHash: old.ContentHash}):
				c.Replaced++
			default:
				c.Superseded++
				continue
			}
			latest[a.ID] = store.Revision{PublishedAt: a.PublishedAt, ContentHash: a.ContentHash, Digest: digests[i], Origin: e.Origin}
			put[a.ID] = e.Graph
		}
		var replaced []string
		for id := range put {
			if _, known := stored[id]; known {
				replaced = append(replaced, id)
			}
			r := latest[id]
			r.Likeness = put[id].Likeness().String()
			if r.Extracted, err = pack(put[id], v); err != nil {
				return c, false, err
			}
			journal[id] = Journal(id, r)
		}
		slices.Sort(replaced)
		world, err := tx.apply(ctx, put, replaced, v)
		if err != nil {
			return c, false, err
		}
		var rows []params
		for _, id := range slices.Sorted(maps.Keys(journal)) {
			rows = append(rows, journal[id])
		}
		return c.Plus(world), len(rows) > 0, tx.write(ctx, mergeJournal, rows)
	})
}

// Journal returns the properties of the node :DatelineJournal of an article; what
// is nil it does not have.
func Journal(article string, r store.Revision) map[string]any {
	p := params{"article": article, "digest": r.Digest, "origin": r.Origin, "likeness": nil, "bands": nil, "extracted": nil}
	if l, err := graph.ParseLikeness(article, "", r.Likeness); err == nil && r.Likeness != "" {
		p["likeness"], p["bands"] = r.Likeness, bands(l)
	}
	if r.Extracted != "" {
		p["extracted"] = r.Extracted
	}
	return p
}

// Retract removes articles in one transaction, see store.Store.
func (s *Store) Retract(ctx context.Context, ids []string) (store.Changes, error) {
	return s.change(ctx, "retracting articles", func(tx transaction, v graph.Verdict) (c store.Changes, changed bool, err error) {
		stored, err := tx.revisions(ctx, ids)
		if err != nil {
			return c, false, err
		}
		gone := slices.Sorted(maps.Keys(stored))
		if c, err = tx.apply(ctx, nil, gone, v); err != nil {
			return c, false, err
		}
		c.Retracted = len(gone)
		return c, len(gone) > 0, tx.delete(ctx, deleteArticles, gone)
	})
}

// change runs body in a transaction that commits if this store still holds the
// lock. A body that reports no change is not committed.
func (s *Store) change(ctx context.Context, doing string, body func(transaction, graph.Verdict) (store.Changes, bool, error)) (store.Changes, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.owner == "" {
		return store.Changes{}, errors.New(doing + " without the lock")
	}
	var changes store.Changes
	err := s.write(ctx, func(tx transaction) error {
		v, err := s.verdict(ctx, tx)
		if err != nil {
			return err
		}
		var differs bool
		if changes, differs, err = body(tx, v); err != nil || !differs {
			return err
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

// Revisions returns what there is of articles, see store.Store.
func (s *Store) Revisions(ctx context.Context, ids []string) (map[string]store.Revision, error) {
	var stored map[string]store.Revision
	err := s.begin(ctx, driver.AccessModeRead, func(tx transaction) (err error) {
		stored, err = tx.revisions(ctx, ids)
		return err
	})
	return stored, s.failed(ctx, "reading revisions", err)
}

func (tx transaction) revisions(ctx context.Context, ids []string) (map[string]store.Revision, error) {
	out := map[string]store.Revision{}
	err := tx.read(ctx, readArticles, ids, func(r *driver.Record) {
		out[text(r, "id")] = store.Revision{
			PublishedAt: text(r, "publishedAt"), ContentHash: text(r, "contentHash"),
			ExtractorVersion: text(r, "extractorVersion"), Digest: text(r, "digest"), Origin: text(r, "origin"),
			Likeness: text(r, "likeness"), Extracted: text(r, "extracted"),
		}
	})
	return out, err
}

// apply takes away what the articles with the IDs in gone say, adds what the
// graphs, as extracted, say under the verdict, and derives anew all that either
// touches. It returns how entities and facts changed.
func (tx transaction) apply(ctx context.Context, put map[string]*graph.Graph, gone []string, v graph.Verdict) (store.Changes, error) {
	entities, facts := news[schema.Label, graph.Mention]{}, news[schema.Type, graph.Claim]{}
	tx.gone = append([]string{}, gone...) // nil would be null, which nothing is or is not in
	if err := tx.lost(ctx, entities, facts); err != nil {
		return store.Changes{}, err
	}
	k, err := tx.kin(ctx, put, gone)
	if err != nil {
		return store.Changes{}, err
	}
	judged := map[string]*graph.Graph{}
	for id, g := range put {
		judged[id] = v.Graph(g)
	}
	copied, err := tx.recount(ctx, k, judged, entities, facts)
	if err != nil {
		return store.Changes{}, err
	}
	var articles, mentions, claims []params
	for _, id := range slices.Sorted(maps.Keys(judged)) {
		g := judged[id]
		published := g.Article.PublishedAt
		articles = append(articles, g.Article.Node().Properties)
		var mentioned, claimed []params
		for _, m := range g.Mentions {
			d := graph.Dated[graph.Mention]{PublishedAt: published, Said: m, Copy: copied[spoken{id, m.Entity}]}
			entities.gain(m.Label, m.Entity, d)
			r := m.Relationship(id)
			if d.Copy {
				r.Properties["copy"] = true
			}
			mentioned = append(mentioned, params{"entity": m.Entity, "properties": r.Properties})
		}
		for _, x := range g.Claims {
			d := graph.Dated[graph.Claim]{PublishedAt: published, Said: x, Copy: copied[spoken{id, x.Fact()}]}
			facts.gain(x.Type, x.Fact(), d)
			node, _ := x.Node(id)
			if d.Copy {
				node.Properties["copy"] = true
			}
			claimed = append(claimed, node.Properties)
		}
		mentions = append(mentions, params{"article": id, "mentions": mentioned})
		claims = append(claims, params{"article": id, "claims": claimed})
	}
	// Nodes come before relationships. Deleting comes after all that is derived, and
	// of that what is looked up one by one comes first: in an index the server looks
	// the longer the more the same transaction has deleted. What articles say now
	// comes when what they said is gone; deriving has added it already.
	if err := tx.write(ctx, mergeArticles, articles); err != nil {
		return store.Changes{}, err
	}
	if err := tx.point(ctx, k); err != nil {
		return store.Changes{}, err
	}
	var c store.Changes
	orphans, err := tx.deriveEntities(ctx, entities, &c)
	if err != nil {
		return store.Changes{}, err
	}
	unfounded, err := tx.deriveFacts(ctx, facts, &c)
	if err != nil {
		return store.Changes{}, err
	}
	for _, t := range schema.Graph.Facts() {
		if err := tx.delete(ctx, deleteFacts(t), unfounded[t]); err != nil {
			return store.Changes{}, err
		}
	}
	if err := tx.delete(ctx, deleteEntities, orphans); err != nil {
		return store.Changes{}, err
	}
	if err := tx.delete(ctx, deleteMentions, gone); err != nil {
		return store.Changes{}, err
	}
	if err := tx.delete(ctx, deleteClaims, gone); err != nil {
		return store.Changes{}, err
	}
	if err := tx.write(ctx, createMentions, mentions); err != nil {
		return store.Changes{}, err
	}
	if err := tx.write(ctx, createClaims, claims); err != nil {
		return store.Changes{}, err
	}
	var touched []string
	for _, of := range entities {
		touched = slices.AppendSeq(touched, maps.Keys(of))
	}
	return c, tx.unite(ctx, v, touched)
}

// lost notes what the articles that go speak of.
func (tx transaction) lost(ctx context.Context, entities news[schema.Label, graph.Mention], facts news[schema.Type, graph.Claim]) error {
	err := tx.read(ctx, readMentioned, tx.gone, func(r *driver.Record) { entities.lose(labelOf(text(r, "id")), text(r, "id")) })
	if err != nil {
		return err
	}
	return tx.read(ctx, readClaimed, tx.gone, func(r *driver.Record) { facts.lose(typeOf(text(r, "id")), text(r, "id")) })
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
		var created, altered []params
		for _, d := range derived {
			if len(d.said) == 0 {
				orphans = append(orphans, d.id)
				c.NodesRemoved++
				continue
			}
			n := graph.EntityNode(d.said)
			n.Properties["articles"] = d.articles
			if d.existed {
				altered = append(altered, n.Properties)
			} else {
				created = append(created, n.Properties)
				c.NodesAdded++
			}
		}
		if err := tx.write(ctx, createEntities(l), created); err != nil {
			return nil, err
		}
		if err := tx.write(ctx, setEntities(l), altered); err != nil {
			return nil, err
		}
	}
	return orphans, nil
}

// deriveFacts writes the relationships of facts and counts them in c. It returns
// those that nobody states any more.
func (tx transaction) deriveFacts(ctx context.Context, all news[schema.Type, graph.Claim], c *store.Changes) (unfounded map[schema.Type][]string, err error) {
	unfounded = map[schema.Type][]string{}
	for _, t := range schema.Graph.Facts() {
		derived, err := derive(ctx, tx, all[t], readFacts(t), readClaims(t), func(r *driver.Record, own graph.Props) graph.Claim {
			return graph.Claim{Type: t, From: text(r, "source"), To: text(r, "target"), Confidence: number(r, "confidence"), Props: own}
		}, func(c graph.Claim) graph.Props { return c.Props })
		if err != nil {
			return nil, err
		}
		var created, altered []params
		for _, d := range derived {
			if len(d.said) == 0 {
				unfounded[t] = append(unfounded[t], d.id)
				c.FactsRemoved++
				continue
			}
			r := graph.FactRelationship(d.said)
			r.Properties["articles"] = d.articles
			if d.existed {
				altered = append(altered, r.Properties)
			} else {
				created = append(created, params{"source": r.From, "target": r.To, "properties": r.Properties})
				c.FactsAdded++
			}
		}
		if err := tx.write(ctx, createFacts(t), created); err != nil {
			return nil, err
		}
		if err := tx.write(ctx, setFacts(t), altered); err != nil {
			return nil, err
		}
	}
	return unfounded, nil
}
