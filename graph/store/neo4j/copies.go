package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/schema"
)

// kin is what a change means for copies: the articles whose originals it may
// alter.
type kin struct {
	order  []graph.Likeness  // those that stay or come, in the order of Likeness.Compare
	before map[string]string // original by copy
	after  map[string]string
}

// original returns that of an article of k, after the change: its own ID if it is
// no copy.
func (k kin) original(article string) string { return cmp.Or(k.after[article], article) }

// kin finds the articles that are copies of those that come or go, with their
// copies and originals.
func (tx transaction) kin(ctx context.Context, put map[string]*graph.Graph, gone []string) (kin, error) {
	k := kin{before: map[string]string{}}
	come := map[string]graph.Likeness{}
	for id, g := range put {
		come[id] = g.Likeness()
	}
	goes := map[string]bool{}
	for _, id := range gone {
		goes[id] = true
	}
	stays := func(id string) bool {
		_, comes := come[id]
		return !comes && !goes[id]
	}
	concerned := map[string]bool{}
	for article, original := range graph.Originals(slices.Collect(maps.Values(come))) {
		concerned[article], concerned[original] = true, true
	}
	near, err := tx.near(ctx, come)
	if err != nil {
		return k, err
	}
	for _, other := range near {
		for id, l := range come {
			if stays(other.Article) && l.CopyOf(other) {
				concerned[id], concerned[other.Article] = true, true
			}
		}
	}
	asked := slices.Concat(gone, slices.Collect(maps.Keys(concerned)))
	slices.Sort(asked)
	err = tx.read(ctx, readKin, asked, func(r *driver.Record) {
		article, original := text(r, "article"), text(r, "original")
		k.before[article] = original
		concerned[article], concerned[original] = true, true
	})
	if err != nil {
		return k, err
	}
	var stored []string
	for _, id := range slices.Sorted(maps.Keys(concerned)) {
		if l, comes := come[id]; comes {
			k.order = append(k.order, l)
		} else if stays(id) {
			stored = append(stored, id)
		}
	}
	if len(stored) > 0 {
		likenesses, err := tx.likenesses(ctx, readLikenesses, params{"ids": stored})
		if err != nil {
			return k, err
		}
		k.order = append(k.order, likenesses...)
	}
	slices.SortFunc(k.order, graph.Likeness.Compare)
	k.after = graph.Originals(k.order)
	return k, nil
}

// near returns the articles that have a key of their sketches in common with one
// of those that come.
func (tx transaction) near(ctx context.Context, come map[string]graph.Likeness) ([]graph.Likeness, error) {
	const atOnce = 40 // a query to the index has at most 1024 terms
	var queries []string
	for _, id := range slices.Sorted(maps.Keys(come)) {
		if q := bands(come[id]); q != "" {
			queries = append(queries, q)
		}
	}
	var out []graph.Likeness
	for some := range slices.Chunk(queries, atOnce) {
		found, err := tx.likenesses(ctx, findLikenesses, params{"query": strings.Join(some, " ")})
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func (tx transaction) likenesses(ctx context.Context, c statement, p params) ([]graph.Likeness, error) {
	records, err := tx.collect(ctx, c, p)
	if err != nil {
		return nil, err
	}
	out := make([]graph.Likeness, len(records))
	for i, r := range records {
		if out[i], err = graph.ParseLikeness(text(r, "id"), text(r, "publishedAt"), text(r, "likeness")); err != nil {
			return nil, fmt.Errorf("article %s: %w", text(r, "id"), err)
		}
	}
	return out, nil
}

// bands returns the keys of a sketch as words for the index.
func bands(l graph.Likeness) string {
	var words []string
	for i, b := range l.Sketch.Bands() {
		words = append(words, fmt.Sprintf("%c%08x", 'a'+i, b))
	}
	return strings.Join(words, " ")
}

// spoken is what an article says something of: an entity or a fact, by key.
type spoken struct{ article, of string }

// recount finds out what of that which articles of k say does not count, because
// one of which they are copies says it too. Of those in put, under judgements, it
// returns it; of the others it writes what has changed, and notes what they say it
// of.
func (tx transaction) recount(
	ctx context.Context, k kin, put map[string]*graph.Graph, entities news[schema.Label, graph.Mention], facts news[schema.Type, graph.Claim],
) (map[spoken]bool, error) {
	copied := map[spoken]bool{}
	var stored []string
	for _, l := range k.order {
		if put[l.Article] == nil {
			stored = append(stored, l.Article)
		}
	}
	type part struct {
		of     string
		copied bool
	}
	said := map[string][]part{}
	note := func(r *driver.Record) {
		id := text(r, "article")
		said[id] = append(said[id], part{text(r, "id"), value[bool](r, "copy")})
	}
	if err := tx.read(ctx, readMentionCopies, stored, note); err != nil {
		return nil, err
	}
	if err := tx.read(ctx, readClaimCopies, stored, note); err != nil {
		return nil, err
	}
	chorus := graph.Chorus{}
	var mentions, claims []params
	for _, l := range k.order {
		id, original := l.Article, k.original(l.Article)
		if g := put[id]; g != nil {
			for _, m := range g.Mentions {
				copied[spoken{id, m.Entity}] = chorus.Again(original, m.Entity)
			}
			for _, c := range g.Claims {
				copied[spoken{id, c.Fact()}] = chorus.Again(original, c.Fact())
			}
			continue
		}
		for _, p := range said[id] {
			again := chorus.Again(original, p.of)
			if again == p.copied {
				continue
			}
			flag := any(nil)
			if again {
				flag = true
			}
			if l := labelOf(p.of); l != "" {
				entities.lose(l, p.of)
				mentions = append(mentions, params{"article": id, "entity": p.of, "copy": flag})
			} else {
				facts.lose(typeOf(p.of), p.of)
				claims = append(claims, params{"id": graph.ClaimKey(p.of, id), "copy": flag})
			}
		}
	}
	if err := tx.write(ctx, markMentions, mentions); err != nil {
		return nil, err
	}
	return copied, tx.write(ctx, markClaims, claims)
}

// point writes which articles of k are copies of which.
func (tx transaction) point(ctx context.Context, k kin) error {
	var ended []string
	var begun []params
	for _, article := range slices.Sorted(maps.Keys(k.before)) {
		if k.after[article] != k.before[article] {
			ended = append(ended, article)
		}
	}
	for _, article := range slices.Sorted(maps.Keys(k.after)) {
		if original := k.after[article]; k.before[article] != original {
			begun = append(begun, params{"source": article, "target": original})
		}
	}
	if err := tx.delete(ctx, deleteDuplicates, ended); err != nil {
		return err
	}
	return tx.write(ctx, createDuplicates, begun)
}
