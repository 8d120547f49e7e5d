package resolve

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"dateline/graph"
	"dateline/graph/schema"
)

// Threshold is the score from which a pair is proposed: a wrong proposal costs an
// analyst more than a missing one, so it is above a half.
const Threshold = 0.6

// margin is how much likelier, in log-odds, one of two entities that cannot be
// one has to be than the other for a third to be proposed as the one.
const margin = 1.5

// unlikely is the score up to which two entities count as two.
const unlikely = 0.1

// proposal is a pair that may be one entity.
type proposal struct {
	pair  [2]id
	score float64
	hits  []hit
}

// Propose returns the pairs of entities that are likely one, of kind
// graph.JudgePropose, with score, names and reasons: by label in the order of the
// schema, then by score. What judgements already decide, by themselves or by the
// merges among them, is not proposed. progress, if not nil, is told now and then
// how many of a label's pairs are compared; its calls do not overlap.
func (x *Index) Propose(ctx context.Context, decided []graph.Judgement, progress func(done, total int)) ([]graph.Judgement, error) {
	known := newDecisions(decided)
	var out []graph.Judgement
	for _, label := range schema.Graph.Entities() {
		pairs, err := x.pairs(ctx, label)
		if err != nil {
			return nil, err
		}
		found, err := x.judgeAll(ctx, pairs, known, progress)
		if err != nil {
			return nil, err
		}
		found = x.unambiguous(found, known)
		slices.SortFunc(found, func(a, b proposal) int {
			return cmp.Or(cmp.Compare(b.score, a.score), slices.Compare(x.keys(a.pair), x.keys(b.pair)))
		})
		for _, q := range x.sufficient(found, known) {
			out = append(out, x.judgement(label, q))
		}
	}
	return out, nil
}

// judgeChunk is how many pairs are compared at once by one of several workers.
const judgeChunk = 1024

// judgeAll compares pairs that nobody has decided, on all cores, and returns
// those that reach the threshold, in the order of the pairs.
func (x *Index) judgeAll(ctx context.Context, pairs [][2]id, known decisions, progress func(done, total int)) ([]proposal, error) {
	chunks := slices.Collect(slices.Chunk(pairs, judgeChunk))
	found := make([][]proposal, len(chunks))
	var mu sync.Mutex // of what follows
	next, done := 0, 0
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(chunks)) {
		workers.Go(func() {
			for {
				mu.Lock()
				n := next
				next++
				mu.Unlock()
				if n >= len(chunks) || ctx.Err() != nil {
					return
				}
				for _, p := range chunks[n] {
					if known.decided(x.entities[p[0]].key, x.entities[p[1]].key) {
						continue
					}
					if q, ok := x.judge(p); ok && q.score >= Threshold {
						found[n] = append(found[n], q)
					}
				}
				mu.Lock()
				done += len(chunks[n])
				if progress != nil {
					progress(done, len(pairs))
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return slices.Concat(found...), ctx.Err()
}

// judge compares a pair, the lesser key first; false where nothing but names
// speaks for it.
func (x *Index) judge(p [2]id) (proposal, bool) {
	if x.entities[p[0]].key > x.entities[p[1]].key {
		p[0], p[1] = p[1], p[0]
	}
	hits, ok := x.compare(p[0], p[1])
	if !ok || !supported(hits) {
		return proposal{}, false
	}
	return proposal{p, score(x.entities[p[0]].label, hits), hits}, true
}

func (x *Index) keys(p [2]id) []string {
	return []string{x.entities[p[0]].key, x.entities[p[1]].key}
}

func (x *Index) judgement(label schema.Label, q proposal) graph.Judgement {
	a, b := &x.entities[q.pair[0]], &x.entities[q.pair[1]]
	return graph.Judgement{
		Kind: graph.JudgePropose, A: a.key, B: b.key, NameA: a.name, NameB: b.name,
		Score: math.Floor(100*q.score) / 100, Reasons: reasons(label, q.hits),
	}
}

// unambiguous drops the proposals of an entity that may be either of two which
// cannot be one, but the likeliest if it is so by far: a surname stands for one
// of its bearers.
func (x *Index) unambiguous(found []proposal, known decisions) []proposal {
	by := map[id][]int{}
	for n, q := range found {
		by[q.pair[0]] = append(by[q.pair[0]], n)
		by[q.pair[1]] = append(by[q.pair[1]], n)
	}
	drop := map[int]bool{}
	for e, ns := range by {
		other := func(n int) id { return found[n].pair[0] + found[n].pair[1] - e }
		for k, n := range ns {
			for _, m := range ns[k+1:] {
				if p := known.pair(x.entities[other(n)].key, x.entities[other(m)].key); p[0] == p[1] {
					continue
				}
				if hits, ok := x.compare(other(n), other(m)); ok && score(x.entities[e].label, hits) > unlikely {
					continue
				}
				d := logit(found[n].score) - logit(found[m].score)
				if d < margin {
					drop[n] = true
				}
				if d > -margin {
					drop[m] = true
				}
			}
		}
	}
	var out []proposal
	for n, q := range found {
		if !drop[n] {
			out = append(out, q)
		}
	}
	return out
}

// sufficient drops the proposals that follow from likelier ones and from what is
// decided: of A and C where A and B, B and C are proposed. They come back when
// one of these is kept apart.
func (x *Index) sufficient(found []proposal, known decisions) []proposal {
	var merges []graph.Judgement
	for entity, canonical := range known.canonical {
		merges = append(merges, graph.Judgement{Kind: graph.JudgeMerge, A: entity, B: canonical})
	}
	groups := newGroups(merges)
	var out []proposal
	for _, q := range found {
		if groups.join(x.entities[q.pair[0]].key, x.entities[q.pair[1]].key) {
			out = append(out, q)
		}
	}
	return out
}

// groups are sets of keys that are one, by a chain of each to another of its set.
type groups map[string]string

func newGroups(merges []graph.Judgement) groups {
	g := groups{}
	for _, j := range merges {
		g.join(j.A, j.B)
	}
	return g
}

// root returns the key that stands for the set of k.
func (g groups) root(k string) string {
	for g[k] != "" {
		if next := g[g[k]]; next != "" {
			g[k] = next
		}
		k = g[k]
	}
	return k
}

// join makes one set of two, and reports whether they were two.
func (g groups) join(a, b string) bool {
	a, b = g.root(a), g.root(b)
	if a != b {
		g[a] = b
	}
	return a != b
}

func logit(p float64) float64 {
	p = min(max(p, 1e-9), 1-1e-9)
	return math.Log(p / (1 - p))
}

// decisions are what judgements say of pairs.
type decisions struct {
	canonical map[string]string
	pairs     map[[2]string]bool // of canonical keys
}

func newDecisions(js []graph.Judgement) decisions {
	d := decisions{graph.Canonical(js), map[[2]string]bool{}}
	for _, j := range js {
		if j.Kind == graph.JudgeApart {
			d.pairs[d.pair(j.A, j.B)] = true
		}
	}
	return d
}

func (d decisions) pair(a, b string) [2]string {
	a, b = cmp.Or(d.canonical[a], a), cmp.Or(d.canonical[b], b)
	return [2]string{min(a, b), max(a, b)}
}

func (d decisions) decided(a, b string) bool {
	p := d.pair(a, b)
	return p[0] == p[1] || d.pairs[p]
}
