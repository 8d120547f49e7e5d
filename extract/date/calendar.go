package date

import (
	"fmt"
	"time"
)

// point is a day, month or year of the calendar; what is 0 is not known.
type point struct{ year, month, day int }

func pointOf(t time.Time) point {
	return point{t.Year(), int(t.Month()), t.Day()}
}

// valid reports whether there is such a day. A 29 February without its year is
// one.
func (p point) valid() bool {
	if p.year == 0 {
		p.year = 2000
	}
	t := p.time()
	return int(t.Month()) == max(p.month, 1) && t.Day() == max(p.day, 1)
}

// time returns the first day of p.
func (p point) time() time.Time {
	return time.Date(p.year, time.Month(max(p.month, 1)), max(p.day, 1), 0, 0, 0, 0, time.UTC)
}

func (p point) value() string {
	year := "XXXX"
	if p.year != 0 {
		year = fmt.Sprintf("%04d", p.year)
	}
	switch {
	case p.month == 0:
		return year
	case p.day == 0:
		return fmt.Sprintf("%s-%02d", year, p.month)
	}
	return fmt.Sprintf("%s-%02d-%02d", year, p.month, p.day)
}

func (p point) begin() string {
	if p.year == 0 {
		return ""
	}
	return p.value()
}

// week returns the value of the ISO 8601 week of t.
func week(t time.Time) string {
	if t.IsZero() {
		return "XXXX-WXX"
	}
	y, w := t.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// within returns the Begin of what lies between two days, the last included: their
// month, or else their year, or "" where they are of two years.
func within(from, until time.Time) string {
	switch {
	case from.Year() != until.Year():
		return ""
	case from.Month() != until.Month():
		return point{year: from.Year()}.begin()
	}
	return point{year: from.Year(), month: int(from.Month())}.begin()
}

// monday returns the first day of the ISO 8601 week of t.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// onOrBefore returns the last such weekday that is not after t.
func onOrBefore(t time.Time, w time.Weekday) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday()-w)+7)%7)
}

// onOrAfter returns the first such weekday that is not before t.
func onOrAfter(t time.Time, w time.Weekday) time.Time {
	return t.AddDate(0, 0, (int(w-t.Weekday())+7)%7)
}

// addMonths moves to another month, where AddDate would run over the end of a
// short one.
func addMonths(t time.Time, n int) point {
	p := pointOf(time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	p.day = 0
	return p
}

// nth returns the nth such weekday of a month, from 1; the last for -1.
func nth(year int, month time.Month, w time.Weekday, n int) time.Time {
	if n < 0 {
		return onOrBefore(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC), w)
	}
	return onOrAfter(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), w).AddDate(0, 0, 7*(n-1))
}

// easter returns Easter Sunday of the Gregorian calendar (Meeus, Jones and
// Butcher).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
