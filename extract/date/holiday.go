package date

import "time"

// feast returns the name of a holiday that begins at i and the function that
// dates it in a year. Those of the United States are meant where several
// countries have one of the name.
func (g *grammar) feast(i int) (of func(year int) time.Time, end int) {
	fixed := func(month time.Month, day int) func(int) time.Time {
		return func(year int) time.Time { return time.Date(year, month, day, 0, 0, 0, 0, time.UTC) }
	}
	on := func(month time.Month, w time.Weekday, n int) func(int) time.Time {
		return func(year int) time.Time { return nth(year, month, w, n) }
	}
	if !g.tok(i).capital {
		return nil, 0
	}
	name := g.tok(i).lex.word
	k := i + 1
	if m := g.tok(k).mark; (m == '\'' || m == '’') && g.is(k+1, "s") {
		k += 2
	}
	isDay := g.is(k, "day") && g.tok(k).capital
	isEve := g.is(k, "eve")
	whole := k
	if isDay || isEve {
		whole++
	}
	switch {
	case name == "christmas" && isEve:
		return fixed(time.December, 24), whole
	case name == "christmas":
		return fixed(time.December, 25), whole
	case name == "thanksgiving":
		return on(time.November, time.Thursday, 4), whole
	case name == "easter" && g.is(k, "sunday"):
		return easter, k + 1
	case name == "easter" && g.is(k, "monday"):
		return func(year int) time.Time { return easter(year).AddDate(0, 0, 1) }, k + 1
	case name == "easter" && !isDay:
		return easter, i + 1
	case name == "halloween":
		return fixed(time.October, 31), i + 1
	case name == "election" && isDay:
		return func(year int) time.Time { return nth(year, time.November, time.Monday, 1).AddDate(0, 0, 1) }, whole
	case name == "boxing" && isDay:
		return fixed(time.December, 26), whole
	case name == "valentine" && isDay:
		return fixed(time.February, 14), whole
	case (name == "labor" || name == "labour") && isDay:
		return on(time.September, time.Monday, 1), whole
	case name == "memorial" && isDay:
		return on(time.May, time.Monday, -1), whole
	case name == "new" && g.is(i+1, "year"):
		return g.newYear(i + 2)
	}
	return nil, 0
}

// newYear matches "'s Day" and "'s Eve" after "New Year".
func (g *grammar) newYear(k int) (of func(year int) time.Time, end int) {
	if m := g.tok(k).mark; m != '\'' && m != '’' || !g.is(k+1, "s") {
		return nil, 0
	}
	switch {
	case g.is(k+2, "day"):
		return func(year int) time.Time { return point{year, 1, 1}.time() }, k + 3
	case g.is(k+2, "eve"):
		return func(year int) time.Time { return point{year, 12, 31}.time() }, k + 3
	}
	return nil, 0
}

// holiday matches a holiday, with its year if it has one.
func (g *grammar) holiday(i int) match {
	of, end := g.feast(i)
	if end == 0 {
		return match{}
	}
	if y, e := g.year(end); y > 0 {
		return to(e, pointOf(of(y)))
	}
	if g.ref.IsZero() {
		p := pointOf(of(2000))
		return match{end: end, value: point{month: p.month, day: p.day}.value()}
	}
	before, after := of(g.ref.Year()), of(g.ref.Year())
	if before.After(g.ref) {
		before = of(g.ref.Year() - 1)
	} else if after.Before(g.ref) {
		after = of(g.ref.Year() + 1)
	}
	if g.isAhead(g.tense(i, end), after) {
		return to(end, pointOf(after))
	}
	return to(end, pointOf(before))
}

// steppedFeast matches "last Christmas" and "next Thanksgiving".
func (g *grammar) steppedFeast(i, step int) match {
	of, end := g.feast(i + 1)
	if g.ref.IsZero() {
		return match{end: end, value: "XXXX-XX-XX"}
	}
	year := g.ref.Year()
	d := of(year)
	switch {
	case step < 0 && !d.Before(g.ref):
		d = of(year - 1)
	case step > 0 && !d.After(g.ref):
		d = of(year + 1)
	}
	return to(end, pointOf(d))
}
