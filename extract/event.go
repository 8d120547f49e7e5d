package extract

import (
	"cmp"
	"slices"
	"strings"

	"dateline/extract/date"
	"dateline/extract/model"
	"dateline/extract/text"
)

// Roles of participants and statuses of events, as in the schema.
const (
	agent       = "agent"
	target      = "target"
	participant = "participant"

	happened  = "happened"
	ongoing   = "ongoing"
	planned   = "planned"
	possible  = "possible"
	denied    = "denied"
	cancelled = "cancelled"
)

// event is a happening, with every place of the text that tells of it.
type event struct {
	kind     string // its type
	stem     string // of the first trigger
	status   string
	date     string  // ISO 8601 prefix, or empty
	score    float64 // of the first trigger
	triggers [][2]int
	args     []argument
	places   []argument
}

// argument is a mention with its role in an event.
type argument struct {
	mention  int
	role     string // "" for a place
	sentence int
	score    float64
	rule     string
}

// mutual events have participants instead of an agent and a target.
var mutual = newSet([]string{"meeting", "call", "agreement"})

// undergone events have the one without whom there would be none as target,
// though it stands where an agent would: "her death", "the appointment of X".
var undergone = newSet([]string{"death", "appointment", "arrest", "trial", "disaster", "sanction"})

// events finds what happens: the triggers that the network found, with those who
// take part, where and when. of holds the entity of each mention.
func (p *page) events(spans []model.Span, mentions []mention, of []int, reference string) []event {
	inSentence := make([][]int, len(p.Sentences))
	for k, m := range mentions {
		s := p.Tokens[m.first].Sentence
		inSentence[s] = append(inSentence[s], k)
	}
	var out []event
	for s, sent := range p.Sentences {
		var triggers []found
		for len(spans) > 0 && spans[0].Start < sent.End {
			s := spans[0]
			for spans = spans[1:]; len(spans) > 0 && spans[0].Label == s.Label && strings.TrimSpace(p.Source[s.End:spans[0].Start]) == ""; spans = spans[1:] {
				s.End = spans[0].End // "phone" and "call"
			}
			if t, ok := p.trigger(s); ok {
				triggers = append(triggers, t)
			}
		}
		days := p.days(date.Find(p.Source[sent.Start:sent.End], reference), sent, triggers)
		for k, t := range triggers {
			e := event{kind: t.event, stem: t.stem, score: t.score, triggers: [][2]int{{t.first, t.last}}, date: days[k]}
			if t.verb {
				p.verbArguments(&e, t.trigger, inSentence[s], mentions)
			} else {
				p.nounArguments(&e, inSentence[s], mentions)
			}
			p.placeArguments(&e, inSentence[s], mentions)
			e.status = p.status(t.first, t.last, t.trigger)
			if len(e.args) > 0 || len(e.places) > 0 && !t.plural {
				out = append(out, e)
			}
		}
	}
	return joinEvents(out, of)
}

// found is a trigger where it stands.
type found struct {
	trigger
	first, last int // tokens, half-open
	score       float64
}

// trigger returns what the network takes for a trigger, with what the lexicon or
// the form of the word says of it.
func (p *page) trigger(s model.Span) (found, bool) {
	first, last, ok := p.tokens(s)
	if !ok {
		return found{}, false
	}
	out := found{first: first, last: last, score: float64(s.Score)}
	word, head := p.lower(first), p.lower(last-1)
	out.words, out.event, out.stem = []string{word}, s.Label, head
	whole := strings.Fields(strings.ToLower(p.span(first, last)))
	for _, t := range p.lex.triggers[word] { // the longest first
		if slices.Equal(t.words, whole) && (len(whole) > 1 || t.verb == p.verbal(first, t)) || len(t.words) == 1 && t.verb && p.verbal(first, t) {
			out.trigger = t
			return out, true
		}
	}
	for _, t := range p.lex.triggers[head] {
		if len(t.words) == 1 && !t.verb {
			out.trigger = t
			return out, true
		}
	}
	switch before := p.lower(first - 1); {
	case determiners[before]:
	case strings.HasSuffix(word, "ed"):
		out.verb, out.past = true, true
	case auxiliaries[before] && before != "of":
		out.verb, out.base = true, true
	case strings.HasSuffix(word, "ing"):
		out.verb = true
	}
	return out, true
}

var (
	determiners = newSet(strings.Fields("a an the this that these those his her its their our my your any some no each every another 's ' first second third last next recent new planned upcoming joint major deadly alleged several two three"))
	auxiliaries = newSet(strings.Fields("to will would can could may might shall should must not n't do does did who which they he she we i you it also have has had been be being is are was were"))
	beings      = newSet(strings.Fields("is are was were be been being get got"))
)

// verbal guesses whether a word that may be both is a verb here.
func (p *page) verbal(i int, t trigger) bool {
	prev, next := p.lower(i-1), p.lower(i+1)
	if !p.same(i-1, i) {
		prev = ""
	}
	if !p.same(i, i+1) {
		next = ""
	}
	switch {
	case t.past:
		return true
	case determiners[prev]:
		return false
	case auxiliaries[prev]:
		return true
	case t.base:
		// A noun stands behind an adjective, a noun or a preposition; a verb
		// behind a plural subject, which is rare in print.
		return t.verb && strings.HasSuffix(prev, "s") && (next == "the" || next == "a" || isUpper(p.textOf(i+1)))
	case strings.HasSuffix(t.words[0], "ing"):
		return t.verb && (next == "the" || next == "a" || next == "an" || isUpper(p.textOf(i+1)) || prev == "by" || prev == "for" || prev == "of" || prev == "after" || prev == "before" || !isNoun(p.lex, t.words[0]))
	}
	// "-s": a verb behind a singular subject, a noun otherwise.
	return t.verb && (prev != "" && isUpper(p.textOf(i-1)) && next != "" && next != "in" && next != "on" && next != "of" && next != "against" || !isNoun(p.lex, t.words[0]))
}

func isNoun(lex *lexicon, word string) bool {
	return slices.ContainsFunc(lex.triggers[word], func(t trigger) bool { return !t.verb && len(t.words) == 1 })
}

func (p *page) textOf(i int) string {
	if i < 0 || i >= len(p.Tokens) {
		return ""
	}
	return p.Tokens[i].Text
}

var (
	plans      = newSet(strings.Fields("will shall plan plans planned planning scheduled upcoming expected due tomorrow next set forthcoming wo"))
	maybes     = newSet(strings.Fields("could may might would should can possible potential likely wants wanted want seek seeks sought consider considering if unless ready urged urge proposed propose hopes must"))
	denials    = newSet(strings.Fields("denied denies deny"))
	cancels    = newSet(strings.Fields("cancelled canceled cancels postponed scrapped called-off averted suspended"))
	continuing = newSet(strings.Fields("ongoing continuing continues continued currently underway"))
)

// status reads how far an event has come from the words around its trigger.
func (p *page) status(first, last int, t trigger) string {
	sent := p.sentence(first)
	var before []string
	for k := first - 1; k >= max(sent.First, first-6); k-- {
		w := p.lower(k)
		if w == "," || w == ";" || w == "that" || w == "and" {
			break
		}
		before = append(before, w)
	}
	anyOf := func(s set) bool { return slices.ContainsFunc(before, func(w string) bool { return s[w] }) }
	behind := func(s set, n int) bool {
		for k := last; k < min(sent.Last, last+n); k++ {
			if s[p.lower(k)] {
				return true
			}
			if p.lower(k) == "," {
				break
			}
		}
		return false
	}
	switch {
	case anyOf(cancels) || !t.verb && behind(cancels, 4):
		return cancelled
	case anyOf(denials):
		return denied
	case t.verb && t.past && !anyOf(maybes) && !anyOf(plans):
		return happened
	case anyOf(plans) || !t.verb && behind(newSet([]string{"will"}), 3):
		return planned
	case anyOf(maybes):
		return possible
	case t.verb && t.base && len(before) > 0 && before[0] == "to":
		return planned
	case !t.verb && anyOf(beings) && slices.ContainsFunc(before, func(w string) bool { return light[w] && strings.HasSuffix(w, "ing") }):
		return ongoing
	case t.verb && strings.HasSuffix(t.words[0], "ing") && len(before) > 0 && (before[0] == "is" || before[0] == "are" || before[0] == "been"), anyOf(continuing):
		return ongoing
	}
	return happened
}

// days returns for each trigger of a sentence the day, month or year that the
// sentence gives it: each date expression belongs to the nearest trigger, unless
// it says when something was said.
func (p *page) days(dates []date.Expression, sent text.Sentence, triggers []found) []string {
	out := make([]string, len(triggers))
	distance := make([]int, len(triggers))
	for _, d := range dates {
		if d.Begin == "" || len(triggers) == 0 {
			continue
		}
		at := sent.First
		for at+1 < sent.Last && p.Tokens[at].Start < sent.Start+d.Start {
			at++
		}
		if before := p.lower(at - 1); reporting[before] || (before == "on" || before == "late") && reporting[p.lower(at-2)] {
			continue
		}
		far := func(t found) int { return max(at-t.last, t.first-at, 0) }
		best := 0
		for k, t := range triggers {
			if far(t) < far(triggers[best]) {
				best = k
			}
		}
		if n := far(triggers[best]); n <= 12 && (out[best] == "" || n < distance[best]) {
			out[best], distance[best] = d.Begin, n
		}
	}
	return out
}

// maxApart is the number of events between two that may still be one.
const maxApart = 200

// joinEvents makes one event of those of one type that share who takes part or
// are spoken of with the same word, where nothing is against it.
func joinEvents(found []event, of []int) []event {
	var out []event
	for _, e := range found {
		// Far apart, an article speaks of other things; and a book takes no hour.
		from := max(0, len(out)-maxApart)
		at := slices.IndexFunc(out[from:], func(o event) bool {
			if o.kind != e.kind || o.date != "" && e.date != "" && o.date != e.date {
				return false
			}
			if (o.status == happened) != (e.status == happened) && (o.status == cancelled || e.status == cancelled || o.status == planned || e.status == planned) && !sameStem(o.stem, e.stem) {
				return false
			}
			shared := 0
			for _, a := range e.args {
				for _, b := range o.args {
					if of[a.mention] == of[b.mention] && a.role == b.role {
						shared++
						break
					}
				}
			}
			if sameStem(o.stem, e.stem) {
				return shared > 0 || len(o.args) == 0 || len(e.args) == 0
			}
			if len(o.args) == 0 || len(e.args) == 0 {
				return slices.ContainsFunc(e.places, func(a argument) bool {
					return slices.ContainsFunc(o.places, func(b argument) bool { return of[a.mention] == of[b.mention] })
				})
			}
			return shared > 0 && shared == min(len(o.args), len(e.args))
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

// sameStem reports whether two lemmas are forms of one word: retaliate,
// retaliation.
func sameStem(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a == b || n >= 5 && n >= min(len(a), len(b))-3
}
