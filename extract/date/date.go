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

import "time"

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
