package extract

import (
	"cmp"
	"slices"
	"strings"

	"dateline/extract/model"
	"dateline/extract/text"
)

// Statuses of events, as in the schema.
const (
	happened  = "happened"
	ongoing   = "ongoing"
	planned   = "planned"
	possible  = "possible"
	cancelled = "cancelled"
)

// found is a trigger where it stands: words that tell of an event.
type found struct {
	first, last int    // tokens, half-open
	kind        string // the event's type
	head        string // the last word, in lower case
	score       float64
}

// triggers returns the words that tell of events.
func (p *page) triggers(spans []model.Span) []found {
	var out []found
	for len(spans) > 0 {
		s := spans[0]
		for spans = spans[1:]; len(spans) > 0 && spans[0].Label == s.Label && strings.TrimSpace(p.Source[s.End:spans[0].Start]) == ""; spans = spans[1:] {
			s.End = spans[0].End // "phone" and "call"
		}
		if first, last, ok := p.tokens(s); ok {
			head, kind := p.lower(last-1), s.Label
			switch {
			case strings.HasPrefix(head, "appeal"):
				kind = "request" // 75 of 81 times in the corpus; the network takes those to courts for trials
			case head == "cease-fire", head == "ceasefire":
				kind = "agreement" // 16 of 16 times in the corpus; with a hyphen the network sees fire
			case kind == "trial" && hearings[head] && p.among(first, assemblies) && !p.among(first, courts):
				kind = "meeting"
			}
			out = append(out, found{first, last, kind, head, float64(s.Score)})
		}
	}
	return out
}

// Hearings are trials in courts, and meetings in parliaments and committees.
var (
	hearings   = newSet(strings.Fields("hearing hearings hear hears heard testimony testify testifies testified"))
	assemblies = newSet(strings.Fields("committee committees subcommittee panel senate senator senators parliament assembly council congress house commission lawmakers legislators"))
	courts     = newSet(strings.Fields("court courts tribunal judge judges justice magistrate magistrates prosecutor prosecutors trial bail charges"))
)

// among reports whether one of the words is in the sentence of token i, in reach of it.
func (p *page) among(i int, words set) bool {
	first, last := p.around(i)
	return slices.ContainsFunc(p.Tokens[first:last], func(t text.Token) bool { return words[t.Lower] })
}

// event is a happening, with every place of the text that tells of it.
type event struct {
	kind     string // its type
	head     string // of the first trigger
	status   string
	date     string // ISO 8601 prefix, or empty
	triggers []int
	args     []argument
	places   []argument
}

// argument is a mention with its role in an event.
type argument struct {
	mention  int
	role     string // "" for a place
	sentence int
	score    float64
}

// events makes events of triggers: what happens, with those who take part, where
// and when. of holds the entity of each mention; reference is the day of the
// article.
func (p *page) events(triggers []found, related *links, mentions []mention, of []int, reference string) []event {
	all := make([]event, len(triggers))
	days := p.days(triggers, related.statuses, reference)
	for k, t := range triggers {
		e := &all[k]
		e.kind, e.head, e.triggers, e.status = t.kind, t.head, []int{k}, related.statuses[k]
		if days[k].far < carried {
			e.date = days[k].begin
		}
	}
	for _, l := range related.takes {
		e, role := &all[l.to], l.value
		if role != "participant" {
			subject := mentions[l.from]
			if l.pronoun >= 0 {
				subject = mention{first: l.pronoun, last: l.pronoun + 1}
			}
			role = cmp.Or(p.voice(triggers[l.to], subject), role)
		}
		e.args = append(e.args, argument{l.from, role, l.sentence, l.score})
	}
	for _, l := range related.occurs {
		e := &all[l.from]
		e.places = append(e.places, argument{l.to, "", l.sentence, l.score})
	}
	all = slices.DeleteFunc(all, func(e event) bool { return len(e.args)+len(e.places) == 0 })
	all = joined(all, related, of)
	all = slices.DeleteFunc(all, func(e event) bool { return e.sure(triggers) < doubtful })
	paired := p.paired(mentions)
	for k := range all {
		all[k].kind = typed(all[k], triggers)
		for i, a := range all[k].args {
			if a.role == "agent" && paired[a.mention] { // of "India-Pakistan talks" neither is the one who acts
				all[k].args[i].role = "participant"
			}
		}
	}
	dated(all, related.statuses, days)
	return all
}

// doubtful is how sure the network must be of an event. The articles held back score
// alike with and without those of which it is less sure, newspapers better without.
const doubtful = .2

// sure returns the probability, as the network has it, of the likeliest trigger of an
// event and of its likeliest participant or place, both.
func (e event) sure(triggers []found) float64 {
	told, shared := 0.0, 0.0
	for _, t := range e.triggers {
		told = max(told, triggers[t].score)
	}
	for _, a := range slices.Concat(e.args, e.places) {
		shared = max(shared, a.score)
	}
	return told * shared
}

var (
	auxiliary = newSet(strings.Fields("has have had will would can could may might shall should must not never also since then later"))
	being     = newSet(strings.Fields("be been being is are was were got"))
	parting   = newSet(strings.Fields("of in for to from at on with by and who that which , ; ."))
	stative   = newSet(strings.Fields("expected scheduled supposed opposed prepared committed determined concerned worried interested engaged involved")) // tell what one does or thinks
)

// voice returns the role that a verb in the passive gives a mention beside it: the
// subject is the target ("the Assembly will not be dissolved"), whom "by" names is
// the agent ("she was attacked by Luk"). It is empty for every other mention.
func (p *page) voice(t found, m mention) string {
	if !p.isPast(t) || stative[p.lower(t.first)] {
		return ""
	}
	if p.lower(t.last) == "by" && m.first > t.last && !p.possessive(m.last) {
		for i := t.last + 1; i < m.first; i++ {
			if parting[p.lower(i)] {
				return ""
			}
		}
		return "agent"
	}
	role := ""
	for i := t.first - 1; i >= m.last; i-- {
		switch w := p.lower(i); {
		case being[w]:
			role = "target"
		case !auxiliary[w] && !strings.HasSuffix(w, "ly"):
			return ""
		}
	}
	return role
}

// paired returns, for each mention, whether a hyphen joins it to another: "India" and
// "Pakistan" in "the India-Pakistan talks".
func (p *page) paired(mentions []mention) []bool {
	starts := map[int]int{}
	for k, m := range mentions {
		starts[m.first] = k
	}
	out := make([]bool, len(mentions))
	for k, m := range mentions {
		if t := p.lower(m.last); t != "-" && t != "–" {
			continue
		}
		if other, ok := starts[m.last+1]; ok && p.Tokens[m.last-1].End == p.Tokens[m.last].Start && p.Tokens[m.last].End == p.Tokens[m.last+1].Start {
			out[k], out[other] = true, true
		}
	}
	return out
}

// maxApart is the number of events between two that may still be one.
const maxApart = 200

// joined makes one event of those that the network takes for one, a trigger and most
// of the others', and of those of one type that share who takes part or are spoken
// of with the same word, where nothing is against it.
func joined(events []event, related *links, of []int) []event {
	same := map[[2]int]bool{}
	for _, l := range related.events {
		same[[2]int{l.from, l.to}], same[[2]int{l.to, l.from}] = true, true
	}
	var out []event
	for _, e := range events {
		// Far apart, an article speaks of other things; and a book takes no hour.
		from := max(0, len(out)-maxApart)
		at := slices.IndexFunc(out[from:], func(o event) bool {
			n := 0
			for _, t := range o.triggers {
				if same[[2]int{t, e.triggers[0]}] {
					n++
				}
			}
			return 2*n > len(o.triggers) || alike(o, e, of)
		})
		if at < 0 {
			out = append(out, e)
			continue
		}
		o := &out[from+at]
		o.triggers = append(o.triggers, e.triggers...)
		o.date = cmp.Or(o.date, e.date)
		o.args = append(o.args, e.args...)
		o.places = append(o.places, e.places...)
	}
	return out
}

// alike reports whether two events are told of so much alike that they are one.
func alike(o, e event, of []int) bool {
	if o.kind != e.kind || o.date != "" && e.date != "" && o.date != e.date {
		return false
	}
	form := sameWord(o.head, e.head)
	if (o.status == happened) != (e.status == happened) && !form &&
		(o.status == cancelled || e.status == cancelled || o.status == planned || e.status == planned) {
		return false
	}
	shared := 0
	for _, a := range e.args {
		if slices.ContainsFunc(o.args, func(b argument) bool { return of[a.mention] == of[b.mention] && a.role == b.role }) {
			shared++
		}
	}
	switch least := min(len(o.args), len(e.args)); {
	case form:
		return shared > 0 || least == 0
	case least == 0:
		return slices.ContainsFunc(e.places, func(a argument) bool {
			return slices.ContainsFunc(o.places, func(b argument) bool { return of[a.mention] == of[b.mention] })
		})
	default:
		return shared == least
	}
}

// typed returns the type of which the network is the surest over all triggers of
// an event.
func typed(e event, triggers []found) string {
	sure := map[string]float64{}
	for _, t := range e.triggers {
		sure[triggers[t].kind] += triggers[t].score
	}
	kind := e.kind
	for _, t := range e.triggers {
		if sure[triggers[t].kind] > sure[kind] {
			kind = triggers[t].kind
		}
	}
	return kind
}

// sameWord reports whether two words are forms of one: retaliate, retaliation.
func sameWord(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a == b || n >= 4 && n >= min(len(a), len(b))-2
}
