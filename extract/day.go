package extract

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"

	"dateline/extract/date"
	"dateline/extract/text"
)

// day is when something happens, as one place of the text has it.
type day struct {
	begin string // an ISO 8601 prefix, or "" where it is not known
	far   int    // how far from the trigger the text says when: words, or carried
}

// carried is the distance of a day that the sentences before give: farther than
// all that a trigger's own sentence says.
const carried = 1 << 20

// stamp is a date expression of a sentence that may date what the sentence tells.
type stamp struct {
	date.Expression
	first, last int  // tokens, half-open
	modifies    bool // it belongs to the noun behind it, as in "Monday's rally"
}

// isLength reports whether the expression is a length of time: "two days" in "two
// days after the vote".
func (d stamp) isLength() bool { return strings.HasPrefix(d.Value, "P") }

// days returns for each trigger the day, month or year that its sentence gives it,
// or else the day that the story has come to. Statuses are those of the triggers;
// reference is the day of the article, or "".
func (p *page) days(triggers []found, statuses []string, reference string) []day {
	out := make([]day, len(triggers))
	reference = reference[:min(len(reference), len(time.DateOnly))]
	lately := ""
	if reference == "" {
		lately = p.lately()
	}
	var now story
	k := 0
	for s, sent := range p.Sentences {
		first := k
		for k < len(triggers) && p.Tokens[triggers[k].first].Sentence == s {
			k++
		}
		stamps := p.stamps(sent, reference, lately)
		if len(stamps) > 0 && stamps[0].first <= sent.First+1 && !stamps[0].modifies && timely(stamps[0], happened, reference) != "" {
			now.reach(stamps[0].Begin, s)
		}
		hour := k > first && p.hasHour(sent)
		for i := first; i < k; i++ {
			t := triggers[i]
			out[i] = p.day(t, triggers[first:k], statuses[i], stamps, reference)
			if statuses[i] != happened || !p.tells(t) {
				continue
			}
			if out[i].far < carried {
				now.reach(out[i].begin, s)
			} else {
				out[i].begin = now.day(s, hour)
			}
		}
	}
	return out
}

// inReach is how many tokens may lie between a trigger and what decides about its
// date, so that the work on a sentence without end stays linear.
const inReach = 60

// around returns the tokens, half-open, of the sentence of token i that are in reach of
// it.
func (p *page) around(i int) (first, last int) {
	s := p.sentence(i)
	return max(s.First, i-inReach), min(s.Last, i+inReach)
}

// near returns those of a list, in the order of the text, that begin in reach of a
// token.
func near[T any](list []T, i int, first func(T) int) []T {
	from := sort.Search(len(list), func(k int) bool { return first(list[k]) >= i-inReach })
	to := sort.Search(len(list), func(k int) bool { return first(list[k]) > i+inReach })
	return list[from:to]
}

// story is the day that a text has come to in what it tells.
type story struct {
	lead     string // the first day that it told of
	now      string // the last one, or "" if that was a month or a year
	sentence int    // that told of now
}

func (y *story) reach(begin string, sentence int) {
	if len(begin) < len(time.DateOnly) {
		y.now = ""
		return
	}
	y.lead, y.now, y.sentence = cmp.Or(y.lead, begin), begin, sentence
}

// day returns the day on which a sentence goes on that has none itself. One that
// gives the hour must be of a day that the reader knows.
func (y *story) day(sentence int, hour bool) string {
	const reach = 3 // sentences
	switch {
	case y.now != "" && sentence-y.sentence <= reach:
		return y.now
	case hour:
		return cmp.Or(y.now, y.lead)
	}
	return ""
}

// lately returns the latest day that the text gives with its year, "" if there is
// none or a later year is spoken of: an article that does not say when it is from is
// of about this time.
func (p *page) lately() string {
	day, year := "", ""
	for _, sent := range p.Sentences {
		for _, d := range date.Find(p.Source[sent.Start:sent.End], "") {
			if len(d.Begin) == len(time.DateOnly) {
				day = max(day, d.Begin)
			}
			year = max(year, d.Begin)
		}
	}
	if !strings.HasPrefix(day, year[:min(len(year), len("2006"))]) {
		return ""
	}
	return day
}

// stamps returns the date expressions of a sentence, without those that date what
// is said, the article itself or a law, or that are only a limit: "until Friday". Of an
// article without a day, those that lack their year are of about lately.
func (p *page) stamps(sent text.Sentence, reference, lately string) []stamp {
	var out []stamp
	at := sent.First
	for _, d := range date.Find(p.Source[sent.Start:sent.End], reference) {
		for at < sent.Last && p.Tokens[at].End <= sent.Start+d.Start {
			at++
		}
		last := at
		for last < sent.Last && p.Tokens[last].Start < sent.Start+d.End {
			last++
		}
		before := ""
		if at > sent.First {
			before = p.lower(at - 1)
		}
		if d.Begin == "" && lately != "" {
			d.Begin = d.Near(p.Source[sent.Start:sent.End], lately)
		}
		x := stamp{d, at, last, p.possessive(last) || articles[before]}
		isVague := d.Begin == "" && (x.isLength() || strings.HasSuffix(d.Value, "_REF"))
		isLaw := before == "of" && at-2 >= sent.First && isDigit(p.lower(at-2)) // "Act 9 of 1994"
		if isVague || isLaw || limits[before] || p.isSaid(x, sent) || p.isHead(x, sent, reference) {
			continue
		}
		out = append(out, x)
	}
	return out
}

var (
	limits   = newSet(strings.Fields("until till by before after"))
	articles = newSet(strings.Fields("the a an this his her its their our my 's"))
)

// isSaid reports whether a date says when something was said: "said late on
// Monday", "on Monday told".
func (p *page) isSaid(d stamp, sent text.Sentence) bool {
	k := d.first - 1
	for k > sent.First && (p.lower(k) == "on" || p.lower(k) == "late" || p.lower(k) == "early") {
		k--
	}
	return k >= sent.First && reporting[p.lower(k)] || reporting[p.lower(d.last)]
}

// isHead reports whether a date is that of the article: it stands in a dateline,
// or is the full date of the article, put there without a preposition.
func (p *page) isHead(d stamp, sent text.Sentence, reference string) bool {
	isLower := func(t text.Token) bool { return isWord(t.Text) && !isUpper(t.Text) }
	before := p.Tokens[sent.First:d.first]
	if len(before) > 0 && len(before) <= inReach && d.last < sent.Last && p.dateline(d.last) && !slices.ContainsFunc(before, isLower) {
		return true
	}
	return d.Begin == reference && reference != "" && strings.Contains(p.span(d.first, d.last), reference[:len("2006")]) &&
		(len(before) == 0 || !isLower(before[len(before)-1]))
}

// day returns the day that the nearest of the date expressions of its sentence
// gives a trigger. Around are all triggers of the sentence.
func (p *page) day(t found, around []found, status string, stamps []stamp, reference string) day {
	best := day{far: carried}
	around = near(around, t.first, func(u found) int { return u.first })
	for _, d := range near(stamps, t.first, func(d stamp) int { return d.first }) {
		far, ok := p.apart(t, d)
		if !ok || far >= best.far || !p.agrees(t, d, status) {
			continue
		}
		nearer := func(u found) bool {
			n, ok := p.apart(u, d)
			return ok && n <= far && p.isVerb(u) && (u.first < t.first || d.first < t.first)
		}
		if isNext := t.first < d.first && far <= 3; !isNext && !p.isVerb(t) && !p.isDuring(t) && slices.ContainsFunc(around, nearer) {
			continue // "met on Monday to discuss the attack"
		}
		begin := d.Begin
		if status == happened || status == ongoing || !p.isPreterite(t) {
			begin = timely(d, status, reference)
		}
		if begin != "" || d.Begin == "" {
			best = day{begin, far}
		}
	}
	return best
}

// agrees reports whether the tense of a trigger lets a date be its own: what "has
// happened" has no date, unless it has so "since Monday".
func (p *page) agrees(t found, d stamp, status string) bool {
	if d.first < t.first {
		return true
	}
	verb := p.perfect(t.first)
	if p.lower(d.first-1) == "since" {
		return verb != "" || status == ongoing
	}
	return verb == "" || verb == "had"
}

// timely returns the begin of a date that agrees with the status of what happens:
// what has happened is not of tomorrow, what is planned not of yesterday. What is
// cancelled may have been of either: the nearer is meant.
func timely(d stamp, status, reference string) string {
	n := min(len(d.Begin), len(reference))
	order := cmp.Compare(d.Begin[:n], reference[:n])
	switch status {
	case happened, ongoing:
		if order > 0 {
			return ""
		}
	case planned, possible:
		if order < 0 {
			return d.Other
		}
	case cancelled:
		if d.Other != "" && since(d.Other, reference).Abs() < since(d.Begin, reference).Abs() {
			return d.Other
		}
	}
	return d.Begin
}

// since returns the time from a day to another; of a month or a year, the first
// day counts.
func since(day, other string) time.Duration {
	parse := func(s string) time.Time {
		t, _ := time.Parse(time.DateOnly, s+"0000-01-01"[len(s):])
		return t
	}
	return parse(other).Sub(parse(day))
}

// fronted is how far a verb is at most from a day in front of its sentence, "On
// Monday, ... denied", whatever stands between.
const fronted = 4

// apart returns how far apart a trigger and a date are, in words, with the
// punctuation and conjunctions between them counted as many; not ok where they
// belong to different clauses for sure.
func (p *page) apart(t found, d stamp) (far int, ok bool) {
	from, to := t.last, d.first
	if d.first < t.first {
		from, to = d.last, t.first
	}
	if (d.modifies || d.isLength()) && d.first > t.first || !p.isWithin(t, d) {
		return 0, false
	}
	for i := from; i < to; i++ {
		switch w := p.lower(i); {
		case w == ";":
			return 0, false
		case w == "," && i == d.last:
		case w == "," || w == "(" || w == ")" || w == "--" || w == "—" || w == "–":
			far += 4
		case clauses[w]:
			far += 5
		case w == `"` || w == "“" || w == "”":
			far += 8
		default:
			far++
		}
	}
	if d.first <= p.sentence(d.first).First+1 && p.lower(d.last) == "," && p.isVerb(t) {
		far = min(far, fronted)
	}
	return far, !d.modifies || far <= 4
}

var (
	hours   = newSet(strings.Fields("dawn daybreak sunrise noon midday lunch dusk sunset nightfall dark midnight morning afternoon evening a.m a.m. p.m p.m."))
	soon    = newSet(strings.Fields("hours minutes moments shortly soon immediately just"))
	clauses = newSet(strings.Fields("when while who whom whose which where because although but as that and if since for"))
)

func isDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// isWithin reports whether a trigger and a date are in the same subordinate clause,
// or both in none. "Two days" before "after" belong to what comes after. A noun may
// also be what the clause "which ..." is about.
func (p *page) isWithin(t found, d stamp) bool {
	clause := p.subordinate(d.first)
	if d.isLength() {
		clause = d.last // "after"
	}
	return p.subordinate(t.first) == clause || clause > t.first && p.lower(clause) == "which" && !p.isVerb(t)
}

// subordinate returns the word that opens the clause around a token, if it is one
// of another time than the main clause or may be: a relative pronoun, "after" or
// "before"; else -1. Such a clause ends at the next comma.
func (p *page) subordinate(i int) int {
	for first := max(p.sentence(i).First, i-inReach); i >= first; i-- {
		switch p.lower(i) {
		case "who", "whom", "whose", "which":
			return i
		case "after", "before":
			if next := p.lower(i + 1); !hours[next] && !isDigit(next) && !soon[p.lower(i-1)] {
				return i
			}
		case ",", ";", "--", "—", ")", "(":
			return -1
		}
	}
	return -1
}

// hasHour reports whether a sentence says at what time of the day it is.
func (p *page) hasHour(sent text.Sentence) bool {
	return slices.ContainsFunc(p.Tokens[sent.First:sent.Last], func(t text.Token) bool {
		return hours[t.Lower] || t.Lower == "later" || t.Lower == "earlier" || t.Lower == "afterwards"
	})
}

// isDuring reports whether a trigger is a noun that says on what occasion
// something happens: "at the summit", "during her visit".
func (p *page) isDuring(t found) bool {
	for i := t.first - 1; i > max(p.sentence(t.first).First, t.first-6); i-- {
		switch p.lower(i) {
		case "at", "during":
			return true
		case "on", "to", "of", "for", "in", "with", "by", "from", ",":
			return false
		}
	}
	return false
}

var (
	irregular = newSet(strings.Fields("met held took made gave sent shot struck fought fled flew won lost beat left quit led spoke rang rose " +
		"fell drew drove cut hit put set shut broke stole swore withdrew began came went sat stood ran threw wrote bought sold brought " +
		"blew burst sank found hung laid built caught became got kept paid rode told " +
		"taken given flown driven fallen broken stolen sworn withdrawn begun gone seen thrown written shown drawn"))
	verbal = newSet(strings.Fields("to will would could may might shall should must can be been being was were is are has have had not " +
		"also never he she they it we i who which that"))
	passive = newSet(strings.Fields("to be been being was were is are has have had 's"))
)

// isPast reports whether a trigger has the form of a past tense or participle.
func (p *page) isPast(t found) bool {
	w := p.lower(t.first)
	return irregular[w] || strings.HasSuffix(w, "ed")
}

// isVerb reports whether a trigger looks like a verb.
func (p *page) isVerb(t found) bool { return p.isPast(t) || verbal[p.lower(t.first-1)] }

// isPreterite reports whether a trigger is a verb in the simple past: "promised",
// but not "was promised" or "the promised help". What it tells has happened, even
// if it is of something to come.
func (p *page) isPreterite(t found) bool {
	before := p.lower(t.first - 1)
	return p.isPast(t) && !passive[before] && !articles[before]
}

// isPerfect reports whether a trigger is a verb in the perfect, which in eight of nine
// sentences tells of what is over: "has questioned him", but not "have camped there
// since May", "has been on strike".
func (p *page) isPerfect(t found) bool {
	if !p.isPast(t) || p.perfect(t.first) == "" {
		return false
	}
	first, last := p.around(t.first)
	for i := first; i < last; i++ {
		if w := p.lower(i); w == "since" || w == "for" && lasting[p.lower(i+1)] {
			return false
		}
	}
	return true
}

// lasting are words with which "for" tells how long something has gone on.
var lasting = newSet(strings.Fields("a more over nearly almost about several many two three four five six seven days weeks months years decades"))

// perfect returns the verb that makes a verb at i a perfect, or "".
func (p *page) perfect(i int) string {
	for k := i - 1; k >= max(p.sentence(i).First, i-3); k-- {
		switch w := p.lower(k); {
		case w == "has" || w == "have" || w == "had":
			return w
		case w == "been" || w == "also" || w == "not" || w == "already" || w == "since" || strings.HasSuffix(w, "ly"):
		default:
			return ""
		}
	}
	return ""
}

// tells reports whether a trigger is a verb that carries a story on: in the past,
// in a main clause, and not in a quotation.
func (p *page) tells(t found) bool {
	switch before := p.lower(t.first - 1); {
	case !p.isPast(t), p.perfect(t.first) != "", p.subordinate(t.first) >= 0:
		return false
	case articles[before], passive[before] && before != "was" && before != "were" && before != "been":
		return false
	}
	quotes := 0
	for i := max(p.sentence(t.first).First, t.first-inReach); i < t.first; i++ {
		switch p.lower(i) {
		case `"`, "“", "”":
			quotes++
		case "had", "after", "since", "if":
			return false
		}
	}
	return quotes%2 == 0
}

// dated gives each event the day that is nearest to one of its triggers. The
// triggers of another status do not say when something will be.
func dated(events []event, statuses []string, days []day) {
	for k := range events {
		e := &events[k]
		var best day
		for _, t := range e.triggers {
			d := days[t]
			switch {
			case d.begin == "", d.far == carried && e.status != happened:
			case statuses[t] != e.status && (e.status == planned || e.status == possible):
			case best.begin == "" || d.far < best.far:
				best = d
			}
		}
		e.date = best.begin
	}
}
