package extract

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dateline/graph/schema"
)

// network is the rule of what the network found.
const network = "network"

// document gives entities, offices, events and the facts between them the form
// of a Document.
func (p *page) document(a Article, mentions []mention, pronouns []pronoun, entities []entity, of []int, offices []office, triggers []found, events []event, related *links) *Document {
	d := &Document{
		ID: a.ID, Key: a.Key(), URL: a.URL, Title: a.Title, Source: a.Source, Published: a.Published,
		ContentHash: a.ContentHash(), Extractor: Version, Entities: []Entity{}, Relations: []Relation{},
	}
	country, town := p.mainCountry(mentions, entities), p.mainTown(mentions, entities, of)
	var facts []fact
	whole := map[int]bool{} // organizations of which the text says what they are a part of
	for _, l := range related.names {
		f := fact{kind: l.kind, from: of[l.from], to: of[l.to], sentence: l.sentence, confidence: l.score, rule: network}
		if f.from == f.to {
			continue
		}
		if l.kind == schema.RelativeOf {
			f.kin = l.value
		}
		whole[f.from] = whole[f.from] || f.kind == schema.PartOf
		facts = append(facts, f)
	}
	facts = append(facts, p.kinship(mentions, pronouns, of)...)
	facts = append(facts, p.stateBodies(mentions, entities, whole, country)...)
	positions, officeOf := p.positions(offices, entities, of, country, town)
	for k, o := range offices {
		if o.holder >= 0 {
			m := mentions[o.holder]
			beside := max(o.first-m.last, m.first-o.last) <= 2 // a comma, an article
			facts = append(facts, fact{kind: schema.HoldsOffice, from: of[o.holder], to: len(entities) + officeOf[k], status: o.status, beside: beside, sentence: p.Tokens[o.first].Sentence, confidence: o.held, rule: network})
		}
	}
	for k, o := range positions {
		if o.target >= 0 {
			facts = append(facts, fact{kind: schema.OfficeOf, from: len(entities) + k, to: o.target, sentence: p.Tokens[offices[o.offices[0]].first].Sentence, confidence: o.confidence, rule: o.rule})
		}
	}
	base := len(entities) + len(positions)
	for k, e := range events {
		for _, x := range e.args {
			facts = append(facts, fact{kind: schema.ParticipatedIn, from: of[x.mention], to: base + k, role: x.role, sentence: x.sentence, confidence: x.score, rule: network})
		}
		for _, x := range scenes(e.places, facts, entities, of) {
			facts = append(facts, fact{kind: schema.OccurredIn, from: base + k, to: of[x.mention], sentence: x.sentence, confidence: x.score, rule: network})
		}
	}
	told := map[int]int{} // by trigger, the event
	for k, e := range events {
		for _, t := range e.triggers {
			told[t] = base + k
		}
	}
	for _, l := range related.responds {
		from, ok := told[l.from]
		to, ok2 := told[l.to]
		if ok && ok2 && from != to {
			facts = append(facts, fact{kind: schema.ResponseTo, from: from, to: to, sentence: l.sentence, confidence: l.score, rule: network})
		}
	}

	ordinals := map[schema.Label]int{}
	id := func(l schema.Label) string {
		ordinals[l]++
		return strings.ToLower(string(l[:2])) + fmt.Sprint(ordinals[l])
	}
	for _, e := range entities {
		x := Entity{ID: id(e.label), Type: e.label, Name: e.name}
		for _, k := range e.mentions {
			x.Mentions = append(x.Mentions, p.mentionOf(mentions[k].first, mentions[k].last, naming.at(mentions[k].score)))
		}
		switch e.label {
		case schema.Country:
			if c, ok := p.gaz.ByISO2(e.country); ok {
				x.ISO2, x.ISO3 = c.ISO2, c.ISO3
			}
		case schema.Organization, schema.Place:
			x.Kind = e.kind
		}
		d.Entities = append(d.Entities, x)
	}
	for _, o := range positions {
		x := Entity{ID: id(schema.Office), Type: schema.Office, Name: o.name, Title: o.title}
		for _, k := range o.offices {
			x.Mentions = append(x.Mentions, p.mentionOf(offices[k].first, offices[k].last, described))
		}
		d.Entities = append(d.Entities, x)
	}
	for _, e := range events {
		x := Entity{ID: id(schema.Event), Type: schema.Event, Name: p.eventName(e, triggers, entities, of), Event: e.kind, Status: e.status, Date: e.date}
		x.Precision = map[int]string{4: "year", 7: "month", 10: "day"}[len(e.date)]
		for _, t := range e.triggers {
			x.Mentions = append(x.Mentions, p.mentionOf(triggers[t].first, triggers[t].last, telling.at(triggers[t].score)))
		}
		d.Entities = append(d.Entities, x)
	}
	d.Relations = p.relations(facts, d.Entities, entities, p.speakers(mentions, entities, of, offices, officeOf))
	main := ""
	if country >= 0 {
		main = entities[country].country
	}
	identify(p.gaz, d, main)
	keys := d.keys()
	for i := range d.Entities {
		d.Entities[i].Key = keys[d.Entities[i].ID]
	}
	return d
}

// scenes leaves the places where an event most likely is: without those that contain
// another of them, by what the article says or as the country of a known place, and
// without those of which the network is clearly less sure than of the best. Hardly
// one event of fifty is in several places.
func scenes(places []argument, facts []fact, entities []entity, of []int) []argument {
	const clearly = .9
	contains := func(wide, narrow argument) bool {
		w, n := of[wide.mention], of[narrow.mention]
		known := entities[w].label == schema.Country && entities[n].label == schema.Place && entities[n].country != "" && entities[n].country == entities[w].country
		return n != w && (known || slices.ContainsFunc(facts, func(f fact) bool { return f.kind == schema.LocatedIn && f.from == n && f.to == w }))
	}
	out := slices.DeleteFunc(slices.Clone(places), func(wide argument) bool {
		return slices.ContainsFunc(places, func(x argument) bool { return contains(wide, x) })
	})
	sure, best := map[int]float64{}, 0.0
	for _, x := range out {
		sure[of[x.mention]] = max(sure[of[x.mention]], x.score)
		best = max(best, x.score)
	}
	return slices.DeleteFunc(out, func(x argument) bool { return sure[of[x.mention]] < clearly*best })
}

func (p *page) mentionOf(first, last int, score float64) Mention {
	start, end := p.Tokens[first].Start, p.Tokens[last-1].End
	return Mention{start, end, p.Source[start:end], round(score)}
}

// round keeps two digits, so that the last bits of another processor's
// arithmetic do not show.
func round(p float64) float64 { return math.Round(p*100) / 100 }

// relations writes facts as relations, one for each type and pair of ends, the
// most confident first statement as its values, all sentences as evidence.
func (p *page) relations(facts []fact, out []Entity, entities []entity, speakers []int) []Relation {
	for i := range facts {
		facts[i].confidence = facts[i].likely()
	}
	slices.SortStableFunc(facts, func(a, b fact) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), a.from-b.from, a.to-b.to, cmp.Compare(b.confidence, a.confidence), a.sentence-b.sentence)
	})
	relations := []Relation{}
	for i, f := range facts {
		if i > 0 && facts[i-1].kind == f.kind && facts[i-1].from == f.from && facts[i-1].to == f.to {
			last := &relations[len(relations)-1]
			if e := p.evidence(f.sentence); !slices.Contains(last.Evidence, e) {
				last.Evidence = append(last.Evidence, e)
			}
			continue
		}
		r := Relation{
			Type: f.kind, From: out[f.from].ID, To: out[f.to].ID, Status: f.status, Role: f.role, Kind: f.kin,
			Confidence: round(f.confidence), Rule: f.rule, Evidence: []Evidence{p.evidence(f.sentence)},
		}
		if s := speakers[f.sentence]; s != unsaid && !describes(f, s) {
			r.AttributedTo = entities[s].name
		}
		relations = append(relations, r)
	}
	return relations
}

func (p *page) evidence(sentence int) Evidence {
	s := p.Sentences[sentence]
	return Evidence{s.Start, s.End, p.Source[s.Start:s.End]}
}

// position is one office of the article, mentioned once or more often.
type position struct {
	title, name string
	target      int // an entity, or -1
	offices     []int
	confidence  float64 // the network's score of target
	rule        string
}

// stateTitles are offices of a country when nothing else is said.
var stateTitles = newSet(strings.Split("president,vice president,prime minister,deputy prime minister,premier,chancellor,king,queen,emir,amir,sultan,foreign minister,defence minister,defense minister,finance minister,interior minister,attorney general,chief justice,crown prince,first lady,foreign secretary,home secretary,defense secretary,defence secretary,secretary of state,secretary of defense,minister of foreign affairs,minister of finance,minister of defence,minister of defense,home minister,health minister,education minister,justice minister,secretary of the treasury,treasury secretary,national security adviser,national security advisor,supreme leader,public protector,opposition leader,speaker,monarch,ombudsman,first gentleman,mp,senator,minister,ambassador,lawmaker", ","))

// townTitles are offices of a town when nothing else is said.
var townTitles = newSet(strings.Split("mayor,deputy mayor,vice mayor,lord mayor,mayoress,town clerk,city manager,alderman,councillor,city councillor,police chief", ","))

// positions joins the mentions of one office: the same title of the same
// institution. Where a mention does not say of which, the holder's other
// mentions, the only office of this title, or the town or the country that the
// article is plainly about decide, in this order.
func (p *page) positions(offices []office, entities []entity, of []int, country, town int) ([]position, []int) {
	targets := make([]int, len(offices))
	rules := make([]string, len(offices))
	titles := make([]string, len(offices))
	for k, o := range offices {
		targets[k], titles[k] = -1, o.title
		if o.target >= 0 && (o.whole || governs(o.title, entities[of[o.target]])) {
			targets[k], rules[k] = of[o.target], network
		}
		if o.counterpart() && k > 0 {
			titles[k] = titles[k-1]
		}
	}
	byTitle := map[string][]int{} // the distinct targets that titles name
	byHolder := map[string]int{}  // the first target that the title names for the holder
	held := func(title string, holder int) string { return fmt.Sprint(title, "\t", of[holder]) }
	for k, o := range offices {
		if targets[k] < 0 {
			continue
		}
		if !slices.Contains(byTitle[titles[k]], targets[k]) {
			byTitle[titles[k]] = append(byTitle[titles[k]], targets[k])
		}
		if o.holder >= 0 {
			if _, ok := byHolder[held(titles[k], o.holder)]; !ok {
				byHolder[held(titles[k], o.holder)] = targets[k]
			}
		}
	}
	for k, o := range offices {
		if targets[k] >= 0 {
			continue
		}
		if o.holder >= 0 {
			if t, ok := byHolder[held(titles[k], o.holder)]; ok {
				targets[k], rules[k] = t, "in the holder's title elsewhere"
			}
		}
		switch {
		case targets[k] >= 0:
		case len(byTitle[titles[k]]) == 1 && o.holder < 0:
			targets[k], rules[k] = byTitle[titles[k]][0], "the only office of this title"
		case townTitles[titles[k]] && town >= 0:
			targets[k], rules[k] = town, "the article's town"
		case (stateTitles[titles[k]] || strings.Contains(titles[k], "minister")) && country >= 0:
			targets[k], rules[k] = country, "the article's country"
		}
	}
	type key struct {
		title  string
		target int
	}
	index := map[key]int{}
	var out []position
	at := make([]int, len(offices))
	for k, o := range offices {
		q := key{titles[k], targets[k]}
		i, ok := index[q]
		if !ok {
			i = len(out)
			index[q] = i
			out = append(out, position{title: titles[k], target: targets[k], confidence: o.linked, rule: rules[k]})
		}
		out[i].offices = append(out[i].offices, k)
		at[k] = i
	}
	for i := range out {
		out[i].name = p.positionName(out[i], offices, entities)
	}
	return out, at
}

// governs reports whether an office of the title may be one of the entity: a
// minister is none of a company.
func governs(title string, e entity) bool {
	return e.label != schema.Organization || stateKinds[e.kind] || !strings.Contains(title, "minister")
}

// positionName returns the title with what it is the office of: as it stands in
// the longest mention that has both, else put together.
func (p *page) positionName(o position, offices []office, entities []entity) string {
	best := ""
	for _, k := range o.offices {
		x := offices[k]
		words, _ := bare(p.span(x.first, x.last))
		if s := strings.Join(words, " "); x.whole && len(s) > len(best) && !x.counterpart() {
			best = s
		}
	}
	if best != "" || o.target < 0 {
		return cmp.Or(best, p.span(offices[o.offices[0]].first, offices[o.offices[0]].last))
	}
	return o.title + " of " + entities[o.target].name
}

// eventName describes an event: who, what, to whom or where.
func (p *page) eventName(e event, triggers []found, entities []entity, of []int) string {
	var who, whom []string
	for _, a := range e.args {
		n := entities[of[a.mention]].name
		switch {
		case slices.Contains(who, n) || slices.Contains(whom, n):
		case a.role == "target" && len(whom) < 2:
			whom = append(whom, n)
		case a.role != "target" && len(who) < 2:
			who = append(who, n)
		}
	}
	name := strings.Join(who, ", ")
	what := strings.Join(strings.Fields(p.span(triggers[e.triggers[0]].first, triggers[e.triggers[0]].last)), " ")
	if name == "" {
		name = what
	} else {
		name += ": " + what
	}
	switch {
	case len(whom) > 0:
		name += " → " + strings.Join(whom, ", ")
	case len(e.places) > 0:
		name += ", " + entities[of[e.places[0].mention]].name
	}
	return name
}
