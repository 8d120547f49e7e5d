package graph

import (
	"cmp"
	"maps"
	"slices"
)

// Verdict is what judgements come to together. The zero value is that of none.
type Verdict struct {
	split    map[string]map[string]string // by article and entity: the key of the namesake
	wrong    map[string]bool              // facts, wherever they are stated
	wrongIn  map[string]map[string]bool   // by article: facts
	siblings map[string][]string          // by entity: the keys of all that are judged to be one with it, sorted
}

// NewVerdict weighs judgements. Those that CheckJudgements refuses have no certain
// effect.
func NewVerdict(js []Judgement) Verdict {
	v := Verdict{map[string]map[string]string{}, map[string]bool{}, map[string]map[string]bool{}, map[string][]string{}}
	for _, j := range js {
		switch j.Kind {
		case JudgeSplit:
			for _, a := range j.Articles {
				if v.split[a] == nil {
					v.split[a] = map[string]string{}
				}
				v.split[a][j.A] = SplitKey(j.A, j.B)
			}
		case JudgeReject:
			if len(j.Articles) == 0 {
				v.wrong[j.A] = true
			}
			for _, a := range j.Articles {
				if v.wrongIn[a] == nil {
					v.wrongIn[a] = map[string]bool{}
				}
				v.wrongIn[a][j.A] = true
			}
		}
	}
	groups := map[string][]string{}
	one := Canonical(js)
	for _, k := range slices.Sorted(maps.Keys(one)) {
		groups[one[k]] = append(groups[one[k]], k)
	}
	for k, r := range one {
		v.siblings[k] = groups[r]
	}
	return v
}

// Graph returns what the article of g says under the judgements: its mentions and
// claims of an entity that is split go to the namesake, then its claims of facts
// that are rejected go. It returns g itself, which it leaves as it is, if that
// changes nothing.
func (v Verdict) Graph(g *Graph) *Graph {
	split, wrong := v.split[g.Article.ID], v.wrongIn[g.Article.ID]
	namesake := func(entity string) string { return cmp.Or(split[entity], entity) }
	moved := slices.ContainsFunc(g.Mentions, func(m Mention) bool { return split[m.Entity] != "" })
	out := *g
	if moved {
		out.Mentions, out.Claims = slices.Clone(g.Mentions), slices.Clone(g.Claims)
		for i := range out.Mentions {
			out.Mentions[i].Entity = namesake(out.Mentions[i].Entity)
		}
		for i := range out.Claims {
			out.Claims[i].From, out.Claims[i].To = namesake(out.Claims[i].From), namesake(out.Claims[i].To)
		}
		out.Sort()
	}
	rejected := func(c Claim) bool { f := c.Fact(); return v.wrong[f] || wrong[f] }
	if len(v.wrong)+len(wrong) > 0 && slices.ContainsFunc(out.Claims, rejected) {
		out.Claims = slices.DeleteFunc(slices.Clone(out.Claims), rejected)
	} else if !moved {
		return g
	}
	return &out
}

// Articles returns the IDs of the articles that the judgements name, sorted, and
// Facts the keys of the facts that are rejected wherever they are stated: of no
// other articles can Graph change what they say.
func (v Verdict) Articles() []string {
	ids := slices.AppendSeq(slices.Collect(maps.Keys(v.split)), maps.Keys(v.wrongIn))
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Facts returns the keys of the facts that are rejected wherever they are stated,
// sorted.
func (v Verdict) Facts() []string { return slices.Sorted(maps.Keys(v.wrong)) }

// Siblings returns the keys of all entities that are judged to be one with that
// of the key, and its own, sorted; none if there are no others. Not all of them
// need be in the graph.
func (v Verdict) Siblings(entity string) []string { return v.siblings[entity] }

// Merged returns the keys of all entities with Siblings, sorted.
func (v Verdict) Merged() []string { return slices.Sorted(maps.Keys(v.siblings)) }

// Stands returns which of several entities that are one stands for all, given how
// many articles mention each: that which most mention, then one of whom more than
// a surname is known, then the least key; "" if there are not two.
func Stands(articles map[string]int64) string {
	if len(articles) < 2 {
		return ""
	}
	return slices.MinFunc(slices.Collect(maps.Keys(articles)), func(a, b string) int {
		behind := 0
		switch {
		case standsBehind(a, b):
			behind = 1
		case standsBehind(b, a):
			behind = -1
		}
		return cmp.Or(cmp.Compare(articles[b], articles[a]), behind)
	})
}
