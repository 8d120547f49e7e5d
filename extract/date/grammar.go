package date

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// grammar reads one sentence. Each production looks at the tokens from i on and
// returns what it matched, or a match with end 0; none looks further than a few
// tokens ahead.
type grammar struct {
	text   string
	tokens []token
	ref    time.Time // the zero time where it is not known
	last   string    // Begin of the latest expression that has one

	tensed   bool  // the tense of the expression at hand was asked for
	supposed tense // the tense that is to be answered, whatever the words say
}

// match is an expression up to a token, exclusive.
type match struct {
	end          int
	value, begin string
}

var beyond = token{number: -1, lex: &unknown}

// tok returns a token, or an empty one beyond the ends.
func (g *grammar) tok(i int) *token {
	if i < 0 || i >= len(g.tokens) {
		return &beyond
	}
	return &g.tokens[i]
}

// is reports whether a token is one of these words.
func (g *grammar) is(i int, words ...string) bool {
	w := g.tok(i).lex.word
	return slices.Contains(words, w)
}

func (g *grammar) mark(i int, r rune) bool { return g.tok(i).mark == r }

func (g *grammar) isDash(i int) bool {
	m := g.tok(i).mark
	return m == '-' || m == '–' || m == '—' || m == '‑'
}

// at returns the expression that begins with the token at i.
func (g *grammar) at(i int) match {
	t := g.tok(i)
	switch {
	case t.number >= 0:
		return first(g, i, (*grammar).iso, (*grammar).slashed, (*grammar).dayMonth, (*grammar).decade, (*grammar).years,
			(*grammar).century, (*grammar).quantity)
	case t.lex == &unknown:
		return match{}
	case t.glued && (g.mark(i-1, '@') || g.mark(i-1, '_') || g.mark(i-1, '#')):
		return match{}
	}
	return first(g, i, (*grammar).month, (*grammar).day, (*grammar).early, (*grammar).anaphoric, (*grammar).relative, (*grammar).deictic,
		(*grammar).vague, (*grammar).dayMonth, (*grammar).quarter, (*grammar).season, (*grammar).holiday, (*grammar).weekOf,
		(*grammar).every, (*grammar).century, (*grammar).quantity)
}

// first returns what the first production to match has matched.
func first(g *grammar, i int, productions ...func(*grammar, int) match) match {
	for _, p := range productions {
		if m := p(g, i); m.end > 0 {
			return m
		}
	}
	return match{}
}

// to matches a point up to a token, unless it lies where ISO 8601 has no year of
// four digits.
func to(end int, p point) match {
	if p.year < 0 || p.year > 9999 {
		return match{}
	}
	return match{end: end, value: p.value(), begin: p.begin()}
}

// iso matches "2024-10-11" and "2024/10/11".
func (g *grammar) iso(i int) match {
	sep := g.tok(i + 1).mark
	if g.width(i) != 4 || sep != '-' && sep != '/' || g.tok(i+3).mark != sep || g.width(i+2) > 2 || g.width(i+4) > 2 {
		return match{}
	}
	for k := i + 1; k <= i+4; k++ {
		if !g.tok(k).glued {
			return match{}
		}
	}
	p := point{g.tok(i).number, g.tok(i + 2).number, g.tok(i + 4).number}
	if p.month < 1 || p.day < 1 || !isYear(p.year) || !p.valid() {
		return match{}
	}
	return to(i+5, p)
}

// slashed matches "25/12/2024" and "12/25/2024". Which is the day it says only
// where it is no month; otherwise only the year is fixed.
func (g *grammar) slashed(i int) match {
	if g.width(i) > 2 || !g.mark(i+1, '/') || g.width(i+2) > 2 || !g.mark(i+3, '/') || g.width(i+4) != 4 {
		return match{}
	}
	a, b, year := g.tok(i).number, g.tok(i+2).number, g.tok(i+4).number
	if a > 12 {
		a, b = b, a
	}
	p := point{year, a, b}
	if a < 1 || b < 1 || !isYear(year) || !p.valid() {
		return match{}
	}
	if b <= 12 && a != b {
		return match{end: i + 5, value: fmt.Sprintf("%04d-XX-XX", year), begin: point{year: year}.begin()}
	}
	return to(i+5, p)
}

// width returns how many digits a number has; 9 for what is no plain number.
func (g *grammar) width(i int) int {
	if t := g.tok(i); t.number >= 0 {
		return t.end - t.start
	}
	return 9
}

func isYear(n int) bool { return 1500 <= n && n <= 2100 }

// year returns the year that stands at i after a date: ", 2024", "2024", "'98" or
// "next year".
// The end is i where there is none.
func (g *grammar) year(i int) (year, end int) {
	k := i
	if g.mark(k, ',') {
		k++
	}
	if (g.mark(k, '’') || g.mark(k, '\'')) && g.width(k+1) == 2 && g.tok(k+1).glued && !g.tok(k).glued {
		n := 2000 + g.tok(k+1).number
		if n >= 2040 {
			n -= 100
		}
		return n, k + 2
	}
	if k == i && g.is(k, "last", "this", "next") && g.is(k+1, "year") && !g.ref.IsZero() {
		return g.ref.Year() + g.step(k), k + 2
	}
	if t := g.tok(k); g.width(k) == 4 && isYear(t.number) && !g.tok(k+1).lex.measure && !g.isTimed(k) {
		return t.number, k + 1
	}
	return 0, i
}

// isTimed reports whether the number goes on as a time of the day or a share:
// "10:30", "5 p.m.", "40%".
func (g *grammar) isTimed(i int) bool {
	n := g.tok(i + 1)
	return n.glued && (n.mark == ':' && g.tok(i+2).number >= 0 || n.mark == '%' || n.mark == '/' && g.tok(i+2).number >= 0)
}

// dayNumber matches a day of the month, "3" or "3rd", and returns its end.
func (g *grammar) dayNumber(i int) (day, end int) {
	t := g.tok(i)
	if g.width(i) > 2 || t.number < 1 || t.number > 31 || g.isTimed(i) {
		return 0, i
	}
	if next := g.tok(i + 1); next.glued && next.mark == 0 {
		if g.is(i+1, "st", "nd", "rd", "th") {
			return t.number, i + 2
		}
		return 0, i
	}
	return t.number, i + 1
}

// monthName returns the month at i and where it ends, its dot included.
func (g *grammar) monthName(i int) (month, end int) {
	t := g.tok(i)
	if t.lex.month == 0 {
		return 0, i
	}
	if g.mark(i+1, '.') && g.tok(i+1).glued && t.lex.short {
		return t.lex.month, i + 2
	}
	return t.lex.month, i + 1
}

// month matches what begins with a month: "Oct. 1", "October 1st, 2024",
// "Sept. 3-5", "Oct 30-Nov 2", "October 2024", "October".
func (g *grammar) month(i int) match {
	m, k := g.monthName(i)
	if m == 0 {
		return match{}
	}
	t := g.tok(i)
	if !t.capital && (t.lex.short || g.is(i, "may", "march", "august")) {
		return match{}
	}
	d := k
	if g.is(k, "the") {
		d++
	}
	day, end := g.dayNumber(d)
	p := point{month: m, day: day}
	if day == 0 || !p.valid() || g.tok(end).lex.measure && end == d+1 {
		return g.bareMonth(i, m, k)
	}
	if to, q := g.rangeEnd(end, i, m); to > 0 {
		return g.interval(i, to, p, q)
	}
	p.year, end = g.year(end)
	if p.year == 0 {
		p.year = g.listYear(end)
	}
	return g.dated(i, end, p)
}

// rangeEnd matches "-5", " to Nov. 2", " and 5" after a day, with the year if
// there is one: the last day of an interval and where it ends.
func (g *grammar) rangeEnd(i, from, month int) (end int, last point) {
	switch {
	case g.isDash(i) || g.is(i, "to", "through", "until", "till"):
	case g.is(i, "and") && g.is(from-1, "between"):
	default:
		return 0, point{}
	}
	k := i + 1
	if m, e := g.monthName(k); m > 0 {
		month, k = m, e
	}
	day, end := g.dayNumber(k)
	last = point{month: month, day: day}
	if day == 0 || !last.valid() || g.tok(end).lex.measure {
		return 0, point{}
	}
	last.year, end = g.year(end)
	return end, last
}

// listYear returns the year of "April 24" in "April 24 and 25, 2024", which
// follows at i.
func (g *grammar) listYear(i int) int {
	if g.is(i, "and", "or") {
		if d, end := g.dayNumber(i + 1); d > 0 {
			y, _ := g.year(end)
			return y
		}
	}
	return 0
}

// interval joins two days, of which only the last may have its year.
func (g *grammar) interval(from, end int, a, b point) match {
	if b.year == 0 {
		b = g.resolve(from, end, b)
	}
	a.year = b.year
	if b.year != 0 && (a.month > b.month || a.month == b.month && a.day > b.day) {
		a.year--
	}
	if !a.valid() || !b.valid() {
		return match{} // a 29 February
	}
	return match{end: end, value: a.value() + "/" + b.value(), begin: a.begin()}
}

// dated finishes a day or month, whose year may have to be found.
func (g *grammar) dated(from, end int, p point) match {
	if !p.valid() {
		return match{}
	}
	return to(end, g.resolve(from, end, p))
}

// resolve gives a day or month without its year the nearest in the past, or the
// one to come where the clause says so.
func (g *grammar) resolve(from, end int, p point) point {
	if p.year != 0 || g.ref.IsZero() {
		return p
	}
	if p.day == 0 && p.month == int(g.ref.Month()) {
		p.year = g.ref.Year()
		return p
	}
	before, after := g.before(p), g.after(p)
	t := g.tense(from, end)
	if t == past && p.day == 0 {
		return before
	}
	if g.isAhead(t, after.time()) {
		return after
	}
	return before
}

// isAhead reports whether a clause of this tense means the day to come and not
// the one a year before it. A day that is close is meant in any tense: "announced
// a summit on Oct. 15".
func (g *grammar) isAhead(t tense, day time.Time) bool {
	days := int(day.Sub(g.ref).Hours() / 24)
	if g.supposed == past {
		return false
	}
	switch t {
	case future:
		return days <= 300
	case past:
		return days <= 60
	}
	return days <= 120
}

// before gives p the last year in which it is not after the reference.
func (g *grammar) before(p point) point {
	if g.ref.IsZero() {
		return p
	}
	for p.year = g.ref.Year(); !p.valid() || p.time().After(g.ref); p.year-- {
	}
	return p
}

// after gives p the first year in which it is not before the reference.
func (g *grammar) after(p point) point {
	for p.year = g.ref.Year(); !p.valid() || p.time().Before(g.ref); p.year++ {
	}
	return p
}

// bareMonth matches a month without a day, up to its year if it has one: k is
// where the name ends. Names that are also words need a word before or after that
// makes them months.
func (g *grammar) bareMonth(i, m, k int) match {
	y, end := g.year(k)
	if y == 0 && g.is(k, "of") {
		y, end = g.year(k + 1)
	}
	if y != 0 {
		return to(end, point{year: y, month: m})
	}
	before, after := g.tok(i-1), g.tok(k)
	switch {
	case g.is(i, "may") && g.is(i-1, "until", "till"):
		return match{} // "until May resigns"
	case g.is(i-1, "in", "since", "until", "till", "late", "early", "mid", "last", "next", "this", "during", "throughout"):
	case g.isDash(i-1) && g.is(i-2, "mid", "early", "late"):
	case g.is(i-1, "to", "and", "through", "or") && g.tok(i-2).lex.month > 0:
	case g.tok(i).lex.short:
		return match{}
	case g.is(i, "may"):
		if !g.is(i-1, "of") || g.tok(i-2).lex.ordinal == 0 && !g.is(i-2, "end", "beginning", "start", "month") {
			return match{}
		}
	case g.is(i, "march", "april", "june", "august"):
		if after.capital || after.number >= 0 || !before.lex.prep && !g.isModified(i, k) {
			return match{}
		}
	case after.capital && after.lex == &unknown && after.mark == 0 && !g.is(i-1, "the"):
		return match{}
	}
	end = i + 1
	return g.dated(i, end, point{month: m})
}

// isModified reports whether a month stands between an article and a noun, as in
// "the March summit".
func (g *grammar) isModified(i, k int) bool {
	after := g.tok(k)
	return g.is(i-1, "the", "a", "an", "s", "its", "his", "their") && after.mark == 0 && after.number < 0 && !after.capital && !after.lex.prep
}

// dayMonth matches "1 October", "3rd of May, 2024", "the 3rd of May" from its
// ordinal on, "first of May", "3-5 October", "24 and 25 April" and "25" after
// "April 24 and".
func (g *grammar) dayMonth(i int) match {
	t := g.tok(i)
	day, k := g.dayNumber(i)
	if day == 0 {
		if t.lex.ordinal == 0 || !g.is(i+1, "of") {
			return match{}
		}
		day, k = t.lex.ordinal, i+1
	}
	if d, end := g.dayNumber(k + 1); d > day && (g.isDash(k) || g.is(k, "to", "and")) {
		if m, e := g.dayThenMonth(end); m > 0 {
			year, end := g.year(e)
			a, b := point{year, m, day}, point{year, m, d}
			switch {
			case !a.valid() || !b.valid():
				return match{}
			case g.is(k, "and") && !g.is(i-1, "between"):
				return g.dated(i, k, a)
			}
			return g.interval(i, end, a, b)
		}
	}
	m, end := g.dayThenMonth(k)
	if m == 0 {
		return g.listed(i, day, k)
	}
	p := point{month: m, day: day}
	if !p.valid() {
		return match{}
	}
	if g.isDash(end) || g.is(end, "to", "until", "through") {
		if d, e := g.dayNumber(end + 1); d > 0 {
			if m2, e := g.dayThenMonth(e); m2 > 0 {
				q := point{month: m2, day: d}
				q.year, e = g.year(e)
				if q.valid() {
					return g.interval(i, e, p, q)
				}
			}
		}
	}
	p.year, end = g.year(end)
	return g.dated(i, end, p)
}

// dayThenMonth matches " October" or " of October" after a day.
func (g *grammar) dayThenMonth(i int) (month, end int) {
	k := i
	if g.is(k, "day") && g.is(k+1, "of") {
		k++
	}
	if g.is(k, "of") {
		k++
	}
	if !g.tok(k).capital {
		return 0, i
	}
	m, end := g.monthName(k)
	if n, _ := g.dayNumber(end); n > 0 && k == i {
		return 0, i // "the 10 May 3 ..." belongs to what follows
	}
	return m, end
}

// listed matches "25" in "April 24 and 25".
func (g *grammar) listed(i, day, end int) match {
	if !g.is(i-1, "and", "or") && !g.mark(i-1, ',') {
		return match{}
	}
	if d, _ := g.dayNumber(i - 2); d == 0 || d >= day {
		return match{}
	}
	m := g.tok(i - 3).lex.month
	if g.mark(i-3, '.') {
		m = g.tok(i - 4).lex.month
	}
	after := g.tok(end)
	if m == 0 || after.mark == 0 && end < len(g.tokens) && after.number < 0 && !after.lex.prep {
		return match{}
	}
	p := point{month: m, day: day}
	p.year, end = g.year(end)
	return g.dated(i, end, p)
}

// years matches a year, "2010-2015", "2010-15" and "from 2010 to 2015".
func (g *grammar) years(i int) match {
	if g.width(i) != 4 || !g.isYearHere(i) {
		return match{}
	}
	p := point{year: g.tok(i).number}
	end := i + 1
	k := end + 1
	var q point
	switch {
	case g.isDash(end) && g.tok(end).glued && g.tok(k).glued && g.width(k) == 2:
		q.year = p.year - p.year%100 + g.tok(k).number
	case g.width(k) != 4:
	case g.isDash(end), g.is(end, "to", "through", "until") && g.is(i-1, "from"), g.is(end, "and") && g.is(i-1, "between"):
		q.year = g.tok(k).number
	}
	if q.year > p.year && isYear(q.year) {
		return match{end: k + 1, value: p.value() + "/" + q.value(), begin: p.begin()}
	}
	return to(end, p)
}

// isYearHere reports whether a number of four digits is a year, not a price or a
// count.
func (g *grammar) isYearHere(i int) bool {
	t, before, after := g.tok(i), g.tok(i-1), g.tok(i+1)
	n := t.number
	if !isYear(n) || g.isTimed(i) {
		return false
	}
	if t.glued && !strings.ContainsRune("([\"'“‘-–—/", before.mark) {
		return false // "$2000", "#2000", "v2000"
	}
	if after.glued && (after.mark == 0 || strings.ContainsRune("/%+@", after.mark)) {
		return false
	}
	if g.isDash(i+1) && after.glued && g.tok(i+2).lex.unit != "" || after.lex.measure {
		return false
	}
	if t.glued && g.isDash(i-1) && g.tok(i-1).glued && (g.tok(i-2).number >= 0 || g.tok(i-2).capital) {
		return false // a telephone or model number
	}
	if g.is(i-1, "in", "since", "until", "till", "during", "by", "throughout", "early", "late", "mid", "from", "after", "before", "following", "next", "last") {
		return true
	}
	if n < 1900 || n > 2059 {
		return n >= 1700 && g.is(i-1, "of", "and", "to", "through", "between", "the") || before.mark == '('
	}
	if g.is(i-1, "than", "nearly", "almost", "some", "about", "approximately", "roughly", "over", "more", "no", "room", "flight", "number", "page", "route", "section", "model") {
		return false
	}
	if isPlural := after.mark == 0 && after.lex == &unknown && !after.capital && i+1 < len(g.tokens) &&
		strings.HasSuffix(g.text[after.start:after.end], "s"); isPlural {
		return g.is(i-1, "the", "s", "its", "his", "their", "her", "our") || before.capital && before.lex == &unknown
	}
	return before.number < 0
}

// decade matches "1990s" and "'90s".
func (g *grammar) decade(i int) match {
	t := g.tok(i)
	end := i + 1
	if m := g.tok(end).mark; (m == '\'' || m == '’') && g.tok(end).glued {
		end++
	}
	if !g.is(end, "s") || !g.tok(end).glued || t.number%10 != 0 {
		return match{}
	}
	switch m := g.tok(i - 1).mark; {
	case g.width(i) == 4 && isYear(t.number):
		return match{end: end + 1, value: fmt.Sprintf("%03dX", t.number/10)}
	case g.width(i) == 2 && t.number >= 20 && (m == '\'' || m == '’' || g.is(i-1, "the", "mid", "late", "early")):
		return match{end: end + 1, value: fmt.Sprintf("19%dX", t.number/10)}
	}
	return match{}
}

// century matches "19th century" and "nineteenth century".
func (g *grammar) century(i int) match {
	n, end := g.tok(i).lex.ordinal, i+1
	if g.width(i) <= 2 && g.is(i+1, "st", "nd", "rd", "th") && g.tok(i+1).glued {
		n, end = g.tok(i).number, i+2
	}
	if g.isDash(end) {
		end++
	}
	if n < 1 || n > 30 || !g.is(end, "century", "centuries") {
		return match{}
	}
	return match{end: end + 1, value: fmt.Sprintf("%02dXX", n-1)}
}

// day matches what begins with a weekday: "Friday, Oct. 11", "Thursday night",
// "Friday last week", "Monday to Wednesday", "Mondays".
func (g *grammar) day(i int) match {
	t := g.tok(i)
	l := t.lex
	if l.weekday == 0 || !t.capital && l.short {
		return match{}
	}
	if l.plural {
		return match{end: i + 1, value: fmt.Sprintf("XXXX-WXX-%d", isoDay(l.dayOfWeek()))}
	}
	k := i + 1
	if l.short && g.mark(k, '.') && g.tok(k).glued {
		k++
	}
	if m := g.dayOf(k); m.end > 0 {
		return m
	}
	if l.short && k == i+1 {
		return match{}
	}
	if l.short && !g.is(i-1, "on", "last", "next", "this") && g.tok(k).lex.part == "" {
		return match{}
	}
	if p := g.tok(k).lex.part; p != "" {
		return g.part(k+1, g.weekday(i, k, l.dayOfWeek()), p)
	}
	if n := g.tok(k + 1).lex; n.weekday > 0 && !n.plural &&
		(g.isDash(k) || g.is(k, "to", "through", "until") || g.is(k, "and") && g.is(i-1, "between")) {
		return g.days(i, k+2, l.dayOfWeek(), n.dayOfWeek())
	}
	w := k
	if g.is(w, "of") {
		w++
	}
	if g.is(w, "last", "this", "next") && g.is(w+1, "week") {
		if g.ref.IsZero() {
			return match{end: w + 2, value: weekdayValue(l.dayOfWeek())}
		}
		d := monday(g.ref).AddDate(0, 0, isoDay(l.dayOfWeek())-1+7*g.step(w))
		return to(w+2, pointOf(d))
	}
	return g.whole(i+1, g.weekday(i, i+1, l.dayOfWeek()), l.dayOfWeek())
}

// dayOf matches the day that follows its weekday: ", Oct. 11, 2024", " 3 May".
func (g *grammar) dayOf(k int) match {
	if g.mark(k, ',') {
		k++
	}
	if g.is(k, "the") {
		k++
	}
	if d, _ := g.dayNumber(k); d > 0 {
		return first(g, k, (*grammar).iso, (*grammar).slashed, (*grammar).dayMonth)
	}
	m := first(g, k, (*grammar).iso)
	if g.tok(k).lex.month > 0 && g.tok(k).capital {
		m = g.month(k)
		if m.end > 0 && !strings.Contains(m.value, "/") && strings.Count(m.value, "-") < 2 {
			return match{}
		}
	}
	return m
}

// isoDay returns the number of a weekday: Monday is 1, Sunday 7.
func isoDay(w time.Weekday) int { return (int(w)+6)%7 + 1 }

func weekdayValue(w time.Weekday) string { return fmt.Sprintf("XXXX-WXX-%d", isoDay(w)) }

// weekday returns the day that a weekday means, the zero time without reference.
func (g *grammar) weekday(from, end int, w time.Weekday) time.Time {
	switch {
	case g.ref.IsZero():
		return g.ref
	case g.tense(from, end) == future:
		return onOrAfter(g.ref, w)
	}
	return onOrBefore(g.ref, w)
}

// whole is a weekday of which the date is known or not.
func (g *grammar) whole(end int, d time.Time, w time.Weekday) match {
	if d.IsZero() {
		return match{end: end, value: weekdayValue(w)}
	}
	return to(end, pointOf(d))
}

// part is a part of a day: "2024-10-10TEV".
func (g *grammar) part(end int, d time.Time, part string) match {
	if d.IsZero() {
		return match{end: end, value: "XXXX-XX-XXT" + part}
	}
	p := pointOf(d)
	return match{end: end, value: p.value() + "T" + part, begin: p.begin()}
}

// days matches "Monday to Wednesday".
func (g *grammar) days(i, end int, a, b time.Weekday) match {
	if g.ref.IsZero() {
		return match{end: end, value: weekdayValue(a) + "/" + weekdayValue(b)}
	}
	var from, until time.Time
	if g.tense(i, end) == future {
		from = onOrAfter(g.ref, a)
		until = onOrAfter(from, b)
	} else {
		until = onOrBefore(g.ref, b)
		from = onOrBefore(until, a)
	}
	p := pointOf(from)
	return match{end: end, value: p.value() + "/" + pointOf(until).value(), begin: p.begin()}
}

// early matches "early", "mid-", "later" and the like with what they go with.
func (g *grammar) early(i int) match {
	if !g.is(i, "early", "late", "mid", "earlier", "later") {
		return match{}
	}
	k := i + 1
	if g.isDash(k) {
		k++
	}
	if g.is(k, "on", "in") && g.tok(k+1).lex.weekday+g.tok(k+1).lex.month > 0 {
		k++
	}
	if g.is(k, "the") && g.tok(k+1).number >= 0 {
		k++
	}
	if t := g.tok(k); t.number >= 0 {
		return first(g, k, (*grammar).decade, (*grammar).years, (*grammar).century)
	}
	m := first(g, k, (*grammar).month, (*grammar).day, (*grammar).relative, (*grammar).deictic, (*grammar).season,
		(*grammar).anaphoric)
	if m.end > 0 && m.value[0] == 'P' && !strings.HasSuffix(m.value, "REF") {
		return match{}
	}
	return m
}

// step returns where "last", "this" and "next" point to.
func (g *grammar) step(i int) int {
	switch {
	case g.is(i, "last"):
		return -1
	case g.is(i, "next"):
		return 1
	}
	return 0
}

// relative matches "last Friday", "this week", "next October", "the past two
// months" from its "past" on, "last night".
func (g *grammar) relative(i int) match {
	if !g.is(i, "last", "this", "next", "past", "coming", "recent") {
		return match{}
	}
	t := g.tok(i + 1)
	if n, unit, end := g.count(i + 1); end > 0 && (unit.plural || n != "1") {
		return match{end: end, value: duration(n, unit.unit)}
	}
	if g.is(i, "recent", "coming", "past") {
		if t.lex.unit != "" && t.lex.plural {
			return match{end: i + 2, value: duration("X", t.lex.unit)}
		}
		if g.is(i, "past") && g.is(i-1, "the") && t.lex.unit != "" && len(t.lex.unit) == 1 {
			return match{end: i + 2, value: duration("1", t.lex.unit)}
		}
		return match{}
	}
	step := g.step(i)
	switch l := t.lex; {
	case l.weekday > 0 && !l.plural && (!l.short || t.capital):
		return g.steppedDay(i, step)
	case l.month > 0 && (t.capital || !l.short && l.word != "may" && l.word != "march"):
		return g.steppedMonth(i, step)
	case l.season != "":
		return g.steppedSeason(i, step)
	case l.unit != "" && !l.plural:
		if g.is(i, "next") && g.is(i-1, "the") {
			return match{} // it hangs on something before, which is no date
		}
		return g.steppedUnit(i, step)
	case l.part != "" && step == 0:
		return g.part(i+2, g.ref, l.part)
	case l.word == "night" && step < 0, l.word == "evening" && step < 0:
		return g.part(i+2, g.shifted(-1), l.part)
	case step != 0:
		if _, end := g.feast(i + 1); end > 0 {
			return g.steppedFeast(i, step)
		}
	}
	return match{}
}

// shifted returns the day so many days from the reference, if there is one.
func (g *grammar) shifted(days int) time.Time {
	if g.ref.IsZero() {
		return g.ref
	}
	return g.ref.AddDate(0, 0, days)
}

// steppedDay matches "last Friday": the last before the reference; "this Friday":
// that of its week; "next Friday": that of the week after.
func (g *grammar) steppedDay(i, step int) match {
	w := g.tok(i + 1).lex.dayOfWeek()
	var d time.Time
	if !g.ref.IsZero() {
		switch step {
		case -1:
			d = onOrBefore(g.shifted(-1), w)
		case 0:
			d = monday(g.ref).AddDate(0, 0, isoDay(w)-1)
		case 1:
			d = monday(g.ref).AddDate(0, 0, isoDay(w)+6)
		}
	}
	if p := g.tok(i + 2).lex.part; p != "" {
		return g.part(i+3, d, p)
	}
	return g.whole(i+2, d, w)
}

// steppedMonth matches "last October", the last before the month of the
// reference, "this October" and "next October".
func (g *grammar) steppedMonth(i, step int) match {
	m, k := g.monthName(i + 1)
	p := point{month: m}
	if d, end := g.dayNumber(k); d > 0 {
		p.day = d
		if y, _ := g.year(end); y > 0 || !p.valid() {
			return match{}
		}
		if step < 0 {
			return to(end, g.before(p))
		}
		return g.dated(i, end, p)
	}
	if !g.ref.IsZero() {
		p.year = g.ref.Year()
		switch now := int(g.ref.Month()); {
		case step < 0 && p.month >= now:
			p.year--
		case step > 0 && p.month <= now:
			p.year++
		}
	}
	return to(i+2, p)
}

// steppedSeason matches "last summer" and "this fall". A winter is that of the
// year in which it begins.
func (g *grammar) steppedSeason(i, step int) match {
	s := g.tok(i + 1).lex.season
	if g.ref.IsZero() {
		return match{end: i + 2, value: "XXXX-" + s}
	}
	year, now := g.ref.Year(), int(g.ref.Month())
	begins := map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[s]
	switch {
	case step < 0 && now < begins+3:
		year--
	case step > 0 && now >= begins:
		year++
	}
	return match{end: i + 2, value: fmt.Sprintf("%04d-%s", year, s), begin: point{year: year}.begin()}
}

// steppedUnit matches "last week", "this month", "next year" and the like.
func (g *grammar) steppedUnit(i, step int) match {
	end := i + 2
	unit := g.tok(i + 1).lex.unit
	if g.ref.IsZero() {
		v := map[string]string{"W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX"}[unit]
		if v == "" {
			return match{}
		}
		return match{end: end, value: v}
	}
	switch unit {
	case "W":
		return g.week(i, end, g.ref.AddDate(0, 0, 7*step))
	case "WE":
		return g.weekend(end, g.ref.AddDate(0, 0, 7*step))
	case "M":
		return to(end, addMonths(g.ref, step))
	case "Y":
		return to(end, point{year: g.ref.Year() + step})
	case "Q":
		m := addMonths(g.ref, 3*step)
		return match{end: end, value: fmt.Sprintf("%04d-Q%d", m.year, (m.month+2)/3), begin: point{year: m.year}.begin()}
	case "DE":
		return match{end: end, value: fmt.Sprintf("%03dX", g.ref.Year()/10+step)}
	case "CE":
		return match{end: end, value: fmt.Sprintf("%02dXX", g.ref.Year()/100+step)}
	}
	return match{}
}

// week is the week of a day. Of the week of the reference, what is past or still to
// come begins before it or after.
func (g *grammar) week(i, end int, t time.Time) match {
	first := monday(t)
	last := first.AddDate(0, 0, 6)
	m := match{end: end, value: week(t)}
	if t.Equal(g.ref) && first.Month() != last.Month() {
		switch g.tense(i, end) {
		case past:
			last = g.ref
		case future:
			first = g.ref
		}
	}
	m.begin = within(first, last)
	return m
}

// weekend is the weekend of the week of a day.
func (g *grammar) weekend(end int, t time.Time) match {
	sunday := monday(t).AddDate(0, 0, 6)
	return match{end: end, value: week(t) + "-WE", begin: within(sunday.AddDate(0, 0, -1), sunday)}
}

// deictic matches the words for days seen from the reference: "today",
// "yesterday evening", "tomorrow", "tonight", and "now".
func (g *grammar) deictic(i int) match {
	var days int
	switch g.tok(i).lex.word {
	case "today", "tonight":
	case "yesterday":
		days = -1
	case "tomorrow":
		days = 1
	case "day":
		return g.dayBeyond(i)
	default:
		return match{}
	}
	d := g.shifted(days)
	switch p := g.tok(i + 1).lex.part; {
	case g.is(i, "tonight"):
		return g.part(i+1, d, "NI")
	case p != "":
		return g.part(i+2, d, p)
	case d.IsZero():
		return match{end: i + 1, value: "XXXX-XX-XX"}
	}
	return to(i+1, pointOf(d))
}

// dayBeyond matches "day before yesterday" and "day after tomorrow".
func (g *grammar) dayBeyond(i int) match {
	switch {
	case g.is(i+1, "before") && g.is(i+2, "yesterday"):
		return g.instant(i+3, g.shifted(-2))
	case g.is(i+1, "after") && g.is(i+2, "tomorrow"):
		return g.instant(i+3, g.shifted(2))
	}
	return match{}
}

func (g *grammar) instant(end int, d time.Time) match {
	if d.IsZero() {
		return match{end: end, value: "XXXX-XX-XX"}
	}
	return to(end, pointOf(d))
}

// vague matches "now", "recently", "the future" and "the past".
func (g *grammar) vague(i int) match {
	switch g.tok(i).lex.word {
	case "now", "currently", "nowadays":
		return match{end: i + 1, value: "PRESENT_REF"}
	case "recently", "lately":
		return match{end: i + 1, value: "PAST_REF"}
	case "future":
		if g.is(i-1, "the", "near", "in") && (g.tok(i+1).mark != 0 || i+1 >= len(g.tokens) || g.tok(i+1).lex != &unknown) {
			return match{end: i + 1, value: "FUTURE_REF"}
		}
	case "past":
		if g.is(i-1, "the") && g.is(i-2, "in") && (g.tok(i+1).mark != 0 || i+1 >= len(g.tokens)) {
			return match{end: i + 1, value: "PAST_REF"}
		}
	}
	return match{}
}

// quarter matches "third quarter of 2023", "Q3 2023" and "first half of 2023".
func (g *grammar) quarter(i int) match {
	t := g.tok(i)
	n, end, kind := t.lex.ordinal, i+1, "Q"
	if g.isDash(end) {
		end++
	}
	switch word := g.text[t.start:t.end]; {
	case len(word) == 2 && (word[0] == 'Q' || word[0] == 'q') && isDigit(word[1]):
		n, end = int(word[1]-'0'), i+1
	case n > 0 && g.is(end, "quarter"):
		end++
	case n > 0 && n <= 2 && g.is(end, "half"):
		kind, end = "H", end+1
	default:
		return match{}
	}
	if n < 1 || n > 4 {
		return match{}
	}
	k := end
	if g.is(k, "of") {
		k++
	}
	var p point
	if y, e := g.year(k); y > 0 {
		p.year, end = y, e
	}
	if p.year == 0 && kind == "H" {
		return match{}
	}
	return match{end: end, value: fmt.Sprintf("%s-%s%d", point{year: p.year}.value(), kind, n), begin: p.begin()}
}

// season matches "summer of 2019", "summer 2019" and "in the summer".
func (g *grammar) season(i int) match {
	s := g.tok(i).lex.season
	if s == "" {
		return match{}
	}
	k := i + 1
	if g.is(k, "of") {
		k++
	}
	if y, end := g.year(k); y > 0 {
		return match{end: end, value: fmt.Sprintf("%04d-%s", y, s), begin: point{year: y}.begin()}
	}
	if g.is(i-1, "the") && g.is(i-2, "in", "during") && !g.is(i+1, "of") {
		return match{end: i + 1, value: "XXXX-" + s}
	}
	return match{}
}

// weekOf matches "week of March 6", and "weekend" after "the".
func (g *grammar) weekOf(i int) match {
	switch {
	case g.is(i, "week") && g.is(i+1, "of"):
		m := first(g, i+2, (*grammar).month, (*grammar).dayMonth)
		if m.end == 0 || len(m.value) != len(time.DateOnly) || m.begin == "" {
			return match{}
		}
		d, err := time.Parse(time.DateOnly, m.value)
		if err != nil {
			return match{}
		}
		return g.week(i, m.end, d)
	case g.is(i, "weekend") && g.is(i-1, "the", "over"):
		if g.ref.IsZero() {
			return match{end: i + 1, value: "XXXX-WXX-WE"}
		}
		if g.tense(i, i+1) != future && isoDay(g.ref.Weekday()) < 6 {
			return g.weekend(i+1, g.ref.AddDate(0, 0, -7))
		}
		return g.weekend(i+1, g.ref)
	}
	return match{}
}

// every matches what recurs: "daily", "every day", "each Monday".
func (g *grammar) every(i int) match {
	switch g.tok(i).lex.word {
	case "daily":
		return match{end: i + 1, value: "P1D"}
	case "weekly":
		return match{end: i + 1, value: "P1W"}
	case "monthly":
		return match{end: i + 1, value: "P1M"}
	case "yearly", "annually", "annual":
		return match{end: i + 1, value: "P1Y"}
	case "every", "each":
		t := g.tok(i + 1)
		if l := t.lex; l.weekday > 0 && !l.short {
			return match{end: i + 2, value: weekdayValue(l.dayOfWeek())}
		}
		if t.lex.unit != "" && !t.lex.plural {
			return match{end: i + 2, value: duration("1", t.lex.unit)}
		}
		if n, unit, end := g.count(i + 1); end > 0 && n != "X" {
			return match{end: end, value: duration(n, unit.unit)}
		}
	}
	return match{}
}

// anaphoric matches what hangs on the expression before: "the same day", "that
// year", "the next day", "the following week". Without one they are no dates.
func (g *grammar) anaphoric(i int) match {
	k, step := i+1, 0
	switch {
	case g.is(i, "that"):
		if g.is(k, "same") {
			k++
		}
	case g.is(i, "same") && g.is(i-1, "the"):
	case g.is(i, "following", "next") && g.is(i-1, "the"):
		step = 1
	case g.is(i, "previous") && g.is(i-1, "the"):
		step = -1
	default:
		return match{}
	}
	unit := g.tok(k).lex.unit
	if l := g.tok(k).lex; l.part == "MO" && step == 1 {
		unit = "D"
	}
	switch {
	case g.last == "" || g.tok(k).lex.plural:
		return match{}
	case unit == "Y":
		p := point{year: value(g.last[:4]) + step}
		return to(k+1, p)
	case unit == "M" && len(g.last) >= len("2006-01"):
		t, err := time.Parse("2006-01", g.last[:len("2006-01")])
		if err != nil {
			return match{}
		}
		return to(k+1, addMonths(t, step))
	case len(g.last) == len(time.DateOnly) && (unit == "D" || unit == "W"):
		t, err := time.Parse(time.DateOnly, g.last)
		if err != nil {
			return match{}
		}
		if unit == "W" {
			return g.week(i, k+1, t.AddDate(0, 0, 7*step))
		}
		return to(k+1, pointOf(t.AddDate(0, 0, step)))
	}
	return match{}
}
