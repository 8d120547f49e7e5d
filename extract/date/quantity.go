package date

import (
	"strconv"
	"time"
)

// count matches a number of units: "two days", "two-day", "a couple of weeks",
// "40 years". The number is "X" where it is not said.
func (g *grammar) count(i int) (n string, unit *lexeme, end int) {
	k := i + 1
	switch t := g.tok(i); {
	case t.number >= 0 && g.width(i) <= 4:
		n = strconv.Itoa(t.number)
		if g.tok(k).number == 1 && g.mark(k+1, '/') && g.tok(k+2).number == 2 { // "5 1/2"
			n, k = n+".5", k+3
		}
	case t.lex.number > 0:
		v := t.lex.number
		if g.isDash(k) && v >= 20 && g.tok(k+1).lex.number > 0 && g.tok(k+1).lex.number < 10 {
			v, k = v+g.tok(k+1).lex.number, k+2
		}
		n = strconv.Itoa(v)
	case g.is(i, "several", "few", "many", "some"):
		n = "X"
	case g.is(i, "couple"):
		n = "X"
		if g.is(k, "of") {
			k++
		}
	case g.is(i, "a", "an") && g.is(k, "few", "couple", "dozen"):
		return g.count(k)
	case g.is(i, "a", "an"):
		n = "1"
	default:
		return "", nil, 0
	}
	if g.isDash(k) || g.is(k, "more", "other") {
		k++
	}
	l := g.tok(k).lex
	if l.unit == "" || l.word == "second" || l.unit == "WE" || l.unit == "Q" || n == "X" && !l.plural {
		return "", nil, 0
	}
	return n, l, k + 1
}

// duration returns the value of a length of time. Decades and centuries are
// counted in years.
func duration(n, unit string) string {
	switch unit {
	case "TS", "TM", "TH":
		return "PT" + n + unit[1:]
	case "DE", "CE":
		years := 10
		if unit == "CE" {
			years = 100
		}
		if v, err := strconv.Atoi(n); err == nil {
			return "P" + strconv.Itoa(years*v) + "Y"
		}
		return "PXY"
	}
	return "P" + n + unit
}

// quantity matches "two weeks ago", "three days earlier" and "two days", the
// length of something.
func (g *grammar) quantity(i int) match {
	t := g.tok(i)
	if g.tok(i-1).mark == '$' || t.number >= 0 && t.glued && g.isDash(i-1) && g.tok(i-1).glued {
		return match{}
	}
	if t.lex.unit != "" && t.lex.plural && t.lex.unit != "WE" {
		return g.unmeasured(i)
	}
	n, unit, end := g.count(i)
	if end == 0 {
		return match{}
	}
	switch {
	case g.is(end, "ago"):
		return g.shift(i, end+1, n, unit.unit, -1, g.ref)
	case g.is(end, "earlier", "before") && (end+1 >= len(g.tokens) || g.tok(end+1).mark != 0 || g.is(end, "earlier")):
		return g.shift(i, end+1, n, unit.unit, -1, g.anchor())
	case g.is(end, "later"), g.is(end, "from") && g.is(end+1, "now"):
		end++
		if g.is(end, "now") {
			end++
		}
		if g.last != "" || g.tense(i, end) == future {
			return g.shift(i, end, n, unit.unit, 1, g.anchor())
		}
		return match{end: end, value: duration(n, unit.unit)}
	case g.is(end, "after") && unit.unit == "D" && len(g.last) == len(time.DateOnly):
		m := g.shift(i, end, n, "D", -1, g.anchor())
		return match{end: end, value: duration(n, "D"), begin: m.begin}
	case g.is(end, "old"), g.isDash(end) && g.is(end+1, "old"), g.is(end, "of") && g.is(end+1, "age"):
		return match{}
	case g.is(i, "a", "an") && !g.is(i-1, "for", "in", "within", "over", "after", "about", "nearly", "almost", "than", "least", "half"):
		return match{} // "$5 million a year"
	}
	return match{end: end, value: duration(n, unit.unit)}
}

// unmeasured matches "for weeks", "weeks ago" and "in the years".
func (g *grammar) unmeasured(i int) match {
	l := g.tok(i).lex
	switch {
	case g.is(i+1, "ago"):
		return match{end: i + 2, value: "PAST_REF"}
	case g.is(i-1, "for"):
		return match{end: i + 1, value: duration("X", l.unit)}
	}
	return match{}
}

// anchor returns the day that "earlier" and "later" are counted from: that of the
// expression before, else the reference.
func (g *grammar) anchor() time.Time {
	if t, err := time.Parse(time.DateOnly, g.last); err == nil {
		return t
	}
	if len(g.last) == len("2006") {
		return point{year: value(g.last)}.time()
	}
	return g.ref
}

// shift returns what lies so many units before or after a day. It is as fine as
// the unit, and has no Begin where the number is round.
func (g *grammar) shift(i, end int, count, unit string, sign int, from time.Time) match {
	n, err := strconv.Atoi(count)
	if err != nil || n > 2000 {
		if sign < 0 {
			return match{end: end, value: "PAST_REF"}
		}
		return match{end: end, value: "FUTURE_REF"}
	}
	n *= sign
	if from.IsZero() {
		v := map[string]string{"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}[unit]
		if v == "" {
			v = "XXXX"
		}
		return match{end: end, value: v}
	}
	var m match
	switch unit {
	case "D":
		m = to(end, pointOf(from.AddDate(0, 0, n)))
	case "W":
		m = g.week(i, end, from.AddDate(0, 0, 7*n))
	case "M":
		m = to(end, addMonths(from, n))
	case "Y":
		m = to(end, point{year: from.Year() + n})
	case "DE":
		m = match{end: end, value: point{year: from.Year() + 10*n}.value()}
	case "CE":
		m = match{end: end, value: point{year: from.Year() + 100*n}.value()}
	default:
		m = match{end: end, value: pointOf(from).value()}
	}
	if g.is(i-1, "about", "nearly", "almost", "some", "than", "over", "around", "approximately", "roughly") {
		m.begin = ""
	}
	return m
}
