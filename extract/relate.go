package extract

import (
	"slices"
	"strings"

	"dateline/extract/model"
	"dateline/graph/schema"
)

// link is a relation that the network sees between two mentions: from and to are
// indices of names, of offices or of triggers, as the relation's ends are.
type link struct {
	kind     schema.Type
	value    string // its status, role or kind
	from, to int
	score    float64
	sentence int // that of its later end
	pronoun  int // the token that stands for the name at from; -1 if none does
}

// links are what the network sees between the mentions of an article.
type links struct {
	holds    []link   // name → office
	of       []link   // office → name
	names    []link   // name → name
	takes    []link   // name → trigger
	occurs   []link   // trigger → name
	responds []link   // trigger → trigger
	events   []link   // trigger = trigger
	statuses []string // of triggers
}

// threshold is the least score of a relation: of mentions in one sentence, and
// apart.
type threshold struct{ together, apart float64 }

// thresholds are those with which the articles that are held back from training
// score best.
var thresholds = map[schema.Type]threshold{
	schema.HoldsOffice:    {.4, .4},
	schema.OfficeOf:       {.3, .3},
	schema.MemberOf:       {.3, .3},
	schema.WorksFor:       {.5, .5},
	schema.CitizenOf:      {.5, .5},
	schema.RelativeOf:     {.5, .5},
	schema.PartOf:         {.5, .5},
	schema.BasedIn:        {.5, .5},
	schema.LocatedIn:      {.4, .4},
	schema.ParticipatedIn: {.5, .6},
	schema.OccurredIn:     {.5, .5},
	schema.ResponseTo:     {.5, .5},
	same:                  {.5, .5},
}

// leastByPronoun is the least score of a relation of a pronoun, chosen alike.
const leastByPronoun = .7

// same is the network's word for two mentions of one event.
const same = schema.Type("SAME")

// relate asks the network for the relations between names, offices and triggers. A
// pronoun takes part in an event as the name does for which it stands.
func (p *page) relate(read *model.Text, names []mention, pronouns []pronoun, offices []office, triggers []found) *links {
	type ref struct {
		model.Mention
		at, sentence, pronoun int
	}
	var all []ref
	add := func(first, last int, kind schema.Label, at int) {
		m := model.Mention{Start: p.Tokens[first].Start, End: p.Tokens[last-1].End, Type: string(kind)}
		all = append(all, ref{m, at, p.Tokens[first].Sentence, -1})
	}
	for k, m := range names {
		add(m.first, m.last, m.label, k)
	}
	for _, x := range pronouns {
		add(x.token, x.token+1, schema.Person, x.name)
		all[len(all)-1].pronoun = x.token
	}
	for k, o := range offices {
		add(o.first, o.last, schema.Office, k)
	}
	for k, t := range triggers {
		add(t.first, t.last, schema.Event, k)
	}
	slices.SortStableFunc(all, func(a, b ref) int { return a.Start - b.Start })
	asked := make([]model.Mention, len(all))
	for i, r := range all {
		asked[i] = r.Mention
	}
	pairs, statuses := read.Relate(asked)
	out := &links{statuses: make([]string, len(triggers))}
	for i := range out.statuses {
		out.statuses[i] = happened
	}
	for _, s := range statuses {
		at := all[s.Mention].at
		if out.statuses[at] = s.Label; s.Label == ongoing && p.isPerfect(triggers[at]) {
			out.statuses[at] = happened
		}
	}
	for _, pair := range pairs {
		from, to := all[pair.From], all[pair.To]
		kind, value, _ := strings.Cut(pair.Label, " ")
		l := link{schema.Type(kind), value, from.at, to.at, float64(pair.Score), max(from.sentence, to.sentence), from.pronoun}
		sure, least := 1.0, thresholds[l.kind].together
		switch {
		case (from.pronoun >= 0 || to.pronoun >= 0) && l.kind != schema.ParticipatedIn:
			continue // offices have been given to the wrong one of two, and kin have a rule
		case from.pronoun >= 0:
			sure, least = standing, leastByPronoun
		case from.sentence != to.sentence:
			least = thresholds[l.kind].apart
		}
		if l.score >= least {
			l.score *= sure
			if list := out.list(l.kind, schema.Label(from.Type)); list != nil {
				*list = append(*list, l)
			}
		}
	}
	return out
}

// list returns the list for a relation from a mention of a type; nil if there is
// none.
func (l *links) list(kind schema.Type, from schema.Label) *[]link {
	switch kind {
	case schema.HoldsOffice:
		return &l.holds
	case schema.OfficeOf:
		return &l.of
	case schema.ParticipatedIn:
		return &l.takes
	case schema.OccurredIn:
		return &l.occurs
	case schema.ResponseTo:
		return &l.responds
	case same:
		if from == schema.Event {
			return &l.events
		}
		return nil
	}
	return &l.names
}
