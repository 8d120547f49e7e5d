package neo4j

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
)

// SetJudgements implements store.Store, in one transaction.
func (s *Store) SetJudgements(ctx context.Context, js []graph.Judgement) (store.Changes, error) {
	if err := graph.CheckJudgements(js); err != nil {
		return store.Changes{}, err
	}
	rows := make([]params, len(js))
	for i, j := range js {
		var err error
		if rows[i], err = Judgement(i, j); err != nil {
			return store.Changes{}, fmt.Errorf("setting judgements: %w", err)
		}
	}
	after := graph.NewVerdict(js)
	return s.change(ctx, "setting judgements", func(tx transaction, before graph.Verdict) (c store.Changes, changed bool, err error) {
		put, err := tx.rejudged(ctx, before, after)
		if err != nil {
			return c, false, err
		}
		ids := slices.Sorted(maps.Keys(put))
		if c, err = tx.apply(ctx, put, ids, after); err != nil {
			return c, false, err
		}
		var packed []params
		for _, id := range ids {
			extracted, err := pack(put[id], after)
			if err != nil {
				return c, false, err
			}
			row := params{"article": id, "extracted": nil}
			if extracted != "" {
				row["extracted"] = extracted
			}
			packed = append(packed, row)
		}
		if err := tx.write(ctx, mergeJournal, packed); err != nil {
			return c, false, err
		}
		if err := tx.delete(ctx, deleteCanonical, before.Merged()); err != nil {
			return c, false, err
		}
		if err := tx.unite(ctx, after, after.Merged()); err != nil {
			return c, false, err
		}
		if _, err := tx.collect(ctx, deleteJudgements, nil); err != nil {
			return c, false, err
		}
		return c, true, tx.write(ctx, createJudgements, rows)
	})
}

// Judgement returns the properties of the node :DatelineJudgement of the judgement
// with that number.
func Judgement(number int, j graph.Judgement) (map[string]any, error) {
	text, err := json.Marshal(j)
	return params{"number": number, "judgement": string(text)}, err
}

// Judgements returns those that were set, see store.Store.
func (s *Store) Judgements(ctx context.Context) ([]graph.Judgement, error) {
	var js []graph.Judgement
	err := s.begin(ctx, driver.AccessModeRead, func(tx transaction) (err error) {
		js, err = tx.judgements(ctx)
		return err
	})
	return js, s.failed(ctx, "reading judgements", err)
}

func (tx transaction) judgements(ctx context.Context) ([]graph.Judgement, error) {
	records, err := tx.collect(ctx, readJudgements, nil)
	if err != nil {
		return nil, err
	}
	js := make([]graph.Judgement, len(records))
	for i, r := range records {
		if err := json.Unmarshal([]byte(text(r, "judgement")), &js[i]); err != nil {
			return nil, err
		}
	}
	return js, nil
}

// known is the verdict on the judgements of the database, as they were set last.
type known struct {
	judged  int64 // how often they were set
	verdict graph.Verdict
}

// verdict returns that on the judgements of the database.
func (s *Store) verdict(ctx context.Context, tx transaction) (graph.Verdict, error) {
	records, err := tx.collect(ctx, countJudged, nil)
	if err != nil {
		return graph.Verdict{}, err
	}
	judged := int64(0)
	if len(records) > 0 {
		judged = integer(records[0], "judged")
	}
	if judged != s.known.judged {
		js, err := tx.judgements(ctx)
		if err != nil {
			return graph.Verdict{}, err
		}
		s.known = known{judged, graph.NewVerdict(js)}
	}
	return s.known.verdict, nil
}

// pack returns what the journal keeps of a graph that the verdict alters, "" of
// others.
func pack(g *graph.Graph, v graph.Verdict) (string, error) {
	if v.Graph(g) == g {
		return "", nil
	}
	return store.Pack(g)
}

// rejudged returns the graphs, as extracted, of which two verdicts make different
// ones.
func (tx transaction) rejudged(ctx context.Context, before, after graph.Verdict) (map[string]*graph.Graph, error) {
	ids := after.Articles()
	records, err := tx.collect(ctx, readAltered, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		ids = append(ids, text(r, "id"))
	}
	if err := tx.read(ctx, readStating, after.Facts(), func(r *driver.Record) { ids = append(ids, text(r, "id")) }); err != nil {
		return nil, err
	}
	slices.Sort(ids)
	graphs, err := tx.graphs(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(graphs, func(_ string, g *graph.Graph) bool { return before.Graph(g).Digest() == after.Graph(g).Digest() })
	return graphs, nil
}

// graphs returns the graphs of articles as extracted, of those that are there.
func (tx transaction) graphs(ctx context.Context, ids []string) (map[string]*graph.Graph, error) {
	out := map[string]*graph.Graph{}
	altered := map[string]bool{}
	var failed error
	err := tx.read(ctx, readExtracted, ids, func(r *driver.Record) {
		a := article(object(r, "properties"))
		g := &graph.Graph{Article: a}
		if packed := text(r, "extracted"); packed != "" {
			var err error
			if g, err = store.Unpack(packed); err != nil {
				failed = err
				return
			}
			altered[a.ID] = true
		}
		l, err := graph.ParseLikeness(a.ID, a.PublishedAt, text(r, "likeness"))
		if err != nil {
			failed = fmt.Errorf("article %s: %w", a.ID, err)
		}
		g.Sketch = l.Sketch
		out[a.ID] = g
	})
	if err != nil || failed != nil {
		return nil, errors.Join(err, failed)
	}
	ids = slices.DeleteFunc(slices.Sorted(maps.Keys(out)), func(id string) bool { return altered[id] })
	err = tx.read(ctx, readSaidMentions, ids, func(r *driver.Record) {
		g := out[text(r, "article")]
		g.Mentions = append(g.Mentions, mention(text(r, "id"), object(r, "properties")))
	})
	if err != nil {
		return nil, err
	}
	type stated struct {
		article string
		claim   params
	}
	facts := map[string][]stated{}
	err = tx.read(ctx, readSaidClaims, ids, func(r *driver.Record) {
		f := text(r, "id")
		facts[f] = append(facts[f], stated{text(r, "article"), object(r, "properties")})
	})
	if err != nil {
		return nil, err
	}
	for _, t := range schema.Graph.Facts() {
		of := slices.DeleteFunc(slices.Sorted(maps.Keys(facts)), func(f string) bool { return typeOf(f) != t })
		err := tx.read(ctx, readFacts(t), of, func(r *driver.Record) {
			f := graph.Relationship{Type: t, From: text(r, "source"), To: text(r, "target")}
			for _, s := range facts[text(r, "id")] {
				g := out[s.article]
				g.Claims = append(g.Claims, claim(f, s.claim))
			}
		})
		if err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		out[id].Sort()
	}
	return out, nil
}

// unite finds out which entity stands for those that are judged to be one with
// each of some.
func (tx transaction) unite(ctx context.Context, v graph.Verdict, entities []string) error {
	groups := map[string][]string{}
	var all []string
	for _, k := range entities {
		if siblings := v.Siblings(k); len(siblings) > 0 && groups[siblings[0]] == nil {
			groups[siblings[0]] = siblings
			all = append(all, siblings...)
		}
	}
	if len(all) == 0 {
		return nil
	}
	articles := map[string]int64{}
	if err := tx.read(ctx, readArticleCounts, all, func(r *driver.Record) { articles[text(r, "id")] = integer(r, "articles") }); err != nil {
		return err
	}
	var marked, joined []params
	for _, first := range slices.Sorted(maps.Keys(groups)) {
		there := map[string]int64{}
		for _, k := range groups[first] {
			if n, ok := articles[k]; ok {
				there[k] = n
			}
		}
		canonical := graph.Stands(there)
		if canonical == "" {
			continue
		}
		for _, k := range slices.Sorted(maps.Keys(there)) {
			marked = append(marked, params{"id": k, "canonical": canonical})
			if k != canonical {
				joined = append(joined, params{"source": k, "target": canonical})
			}
		}
	}
	if err := tx.delete(ctx, deleteCanonical, all); err != nil {
		return err
	}
	if err := tx.write(ctx, setCanonical, marked); err != nil {
		return err
	}
	return tx.write(ctx, createSameAs, joined)
}
