// Package date finds the date expressions of English news ("Oct. 1", "late on
// Thursday", "two weeks ago", "from 2011 to 2014") and says which day, month or
// year they mean.
//
// Values are those of TimeML's TIMEX3 (ISO-TimeML, ISO 24617-1, after the TIDES
// standard of 2003), which extends ISO 8601: "2024-10-10" a day, "2024-W41" a
// week, "2024-W41-WE" its weekend, "2024-10" a month, "2024-Q3" a quarter,
// "2024-SU" a summer, "2024" a year, "199X" a decade, "18XX" a century,
// "2024-10-10TEV" an evening (MO, AF, EV, NI), "P2D" two days and "PXW" some
// weeks. X stands for what is not known, as in "XXXX-10-01" or "XXXX-WXX-5", any
// Friday. PAST_REF, PRESENT_REF and FUTURE_REF are as vague as "recently", "now"
// and "the future". An interval is two values with a slash, as in ISO 8601.
//
// The grammar knows the words of dates, not those of the language: that "March"
// is a month and no protest, and that a verb is one of the future, it guesses
// from the words around.
package date

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Expression is one date expression in a text.
type Expression struct {
	Start, End int    // byte offsets, half-open: text[Start:End]
	Value      string // of TIMEX3, see the package comment
	// Begin is the day, month or year on which it begins, as an ISO 8601 prefix:
	// "2024-10-10", "2024-10" or "2024". It is no finer than what the text says: the
	// month of a week that lies in one, "" for decades, durations and whatever lacks
	// its year.
	Begin string
	// Other is its Begin where the words leave open which of two days, months or
	// years is meant, the one past or the one to come, and Begin is the wrong one;
	// else "".
	Other string
}

// Near returns the Begin of an expression of a text that lacks its year,
// "XXXX-10-01" or "XXXX-10", in the year that brings it nearest to a day, in ISO
// 8601; "" for any other expression, and where it names a weekday that is none of
// these years'.
func (e Expression) Near(text, day string) string {
	rest, ok := strings.CutPrefix(e.Value, "XXXX-")
	layout := map[int]string{len("01"): "2006-01", len("01-02"): time.DateOnly}[len(rest)]
	ref, err := time.Parse(time.DateOnly, day)
	if !ok || layout == "" || err != nil {
		return ""
	}
	best, least := "", time.Duration(math.MaxInt64)
	for year := ref.Year() - 1; year <= ref.Year()+1; year++ {
		begin := fmt.Sprintf("%04d-%s", year, rest)
		t, err := time.Parse(layout, begin)
		if far := t.Sub(ref).Abs(); err == nil && far < least && isOn(text[e.Start:e.End], t.Weekday()) {
			best, least = begin, far
		}
	}
	return best
}

// isOn reports whether a text names no other weekday.
func isOn(text string, d time.Weekday) bool {
	return !slices.ContainsFunc(scan(text), func(t token) bool { return t.lex.weekday > 0 && t.lex.dayOfWeek() != d })
}

// Find returns the date expressions of a sentence in order, without overlaps.
// Reference is the day of publication, in ISO 8601 (what follows the day is
// ignored); where it is "" or no day, only absolute expressions get a Begin.
//
// A weekday is the nearest in the past, the reference itself included, and so are
// days and months without their year, unless the clause speaks of the future.
func Find(sentence, reference string) []Expression {
	g := grammar{text: sentence, tokens: scan(sentence)}
	if len(reference) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, reference[:len(time.DateOnly)]); err == nil && isYear(t.Year()) {
			g.ref = t
		}
	}
	var found []Expression
	for i := 0; i < len(g.tokens); {
		g.tensed = false
		m := g.at(i)
		if m.end == 0 {
			i++
			continue
		}
		found = append(found, Expression{
			Start: g.tokens[i].start, End: g.tokens[m.end-1].end, Value: m.value, Begin: m.begin, Other: g.other(i, m),
		})
		if m.begin != "" {
			g.last = m.begin
		}
		i = m.end
	}
	return found
}
