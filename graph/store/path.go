package store

import (
	"cmp"
	"errors"
	"slices"
)

// ErrTooBroad says that a search would look at too much of the graph.
var ErrTooBroad = errors.New("the search is too broad")

// maxSeen bounds the entities that a search for a path looks at: some hundred
// bytes each.
const maxSeen = 500_000

// Step is a fact that leads from an entity to another, in either direction.
type Step struct {
	Fact       string // key
	From, To   string // in the direction of the step
	Articles   int64
	Confidence float64
}

func (s Step) compare(t Step) int {
	return cmp.Or(cmp.Compare(t.Articles, s.Articles), cmp.Compare(t.Confidence, s.Confidence), cmp.Compare(s.Fact, t.Fact))
}

// Terrain is a graph in which Search finds its way.
type Terrain struct {
	// Cost estimates how many steps lead from the entities.
	Cost func(entities []string) (int, error)
	// Steps returns the steps from the entities.
	Steps func(entities []string) ([]Step, error)
}

// side is what has been seen from one end, level by level.
type side struct {
	level []string
	back  map[string][]Step // of each entity seen, the steps to it from the level before
}

// Search finds the way from one entity to another that View.Path describes, from
// both ends at once: what few steps lead from is looked at first.
func Search(t Terrain, from, to string, longest int) ([]Step, error) {
	if from == to {
		return nil, nil
	}
	forth := &side{[]string{from}, map[string][]Step{from: nil}}
	back := &side{[]string{to}, map[string][]Step{to: nil}}
	for range longest {
		next, other, err := t.cheaper(forth, back)
		if err != nil {
			return nil, err
		}
		if err := t.widen(next); err != nil {
			return nil, err
		}
		if len(next.level) == 0 {
			return nil, nil
		}
		var met []string
		for _, e := range next.level {
			if _, ok := other.back[e]; ok {
				met = append(met, e)
			}
		}
		if len(met) > 0 {
			return join(forth, back, met, from, to), nil
		}
		if len(forth.back)+len(back.back) > maxSeen {
			return nil, ErrTooBroad
		}
	}
	return nil, nil
}

func (t Terrain) cheaper(forth, back *side) (next, other *side, err error) {
	f, err := t.Cost(forth.level)
	if err != nil {
		return nil, nil, err
	}
	b, err := t.Cost(back.level)
	if err != nil {
		return nil, nil, err
	}
	if b < f {
		return back, forth, nil
	}
	return forth, back, nil
}

// widen goes one level further.
func (t Terrain) widen(s *side) error {
	steps, err := t.Steps(s.level)
	if err != nil {
		return err
	}
	fresh := map[string][]Step{}
	for _, step := range steps {
		if _, seen := s.back[step.To]; !seen {
			fresh[step.To] = append(fresh[step.To], step)
		}
	}
	s.level = s.level[:0]
	for e, steps := range fresh {
		s.level = append(s.level, e)
		s.back[e] = steps
	}
	slices.Sort(s.level)
	return nil
}

// join chooses among the ways over the entities where both sides met.
func join(forth, back *side, met []string, from, to string) []Step {
	onward := map[string][]Step{}
	for level := met; len(level) > 0; {
		var before []string
		for _, e := range level {
			for _, s := range forth.back[e] {
				if _, known := onward[s.From]; !known {
					before = append(before, s.From)
				}
				onward[s.From] = append(onward[s.From], s)
			}
		}
		level = before
	}
	seen := map[string]bool{}
	for level := met; len(level) > 0; {
		var after []string
		for _, e := range level {
			for _, s := range back.back[e] {
				onward[e] = append(onward[e], Step{s.Fact, e, s.From, s.Articles, s.Confidence})
				if !seen[s.From] {
					seen[s.From] = true
					after = append(after, s.From)
				}
			}
		}
		level = after
	}
	var way []Step
	for e := from; e != to; {
		s := slices.MinFunc(onward[e], Step.compare)
		way = append(way, s)
		e = s.To
	}
	return way
}
