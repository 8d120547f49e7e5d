package date

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Article returns the day, in ISO 8601, that an article gives as its own in its
// head: on a line that says little else ("Friday, September 9, 2016", "Published:
// 11 October 2024 | 10:30 GMT", "By Jane Doe, Jan 3, 2014"), or in a dateline
// ("WASHINGTON, Oct. 3, 2024 (Agency) --"). It looks at the first dozen lines that
// are not empty, and returns "" where none gives day, month and year.
func Article(head string) string {
	const lines, bytes = 12, 1 << 12
	n := 0
	for line := range strings.Lines(head[:min(len(head), lines*bytes)]) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if n++; n > lines {
			return ""
		}
		line = line[:min(len(line), bytes)]
		for _, e := range Find(line, "") {
			if len(e.Begin) != len(time.DateOnly) || strings.Contains(e.Value, "/") {
				continue
			}
			before, after := line[:e.Start], line[e.End:]
			if isFurniture(before) && isFurniture(after) || isByline(before, after) || isDateline(before, after) {
				return e.Begin
			}
		}
	}
	return ""
}

// furniture are the words that stand beside the date of an article.
var furniture = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("published publish first posted updated update last modified released release created issued date dated " +
		"time on at the of as a p m am pm z t s gmt utc bst ist cet cest est edt et eastern pst pdt pt cst cdt ct local min minutes read") {
		m[w] = true
	}
	return m
}()

// isFurniture reports whether a text has no words but those that stand beside the
// date of an article, such as "Last updated at 10:30 GMT".
func isFurniture(s string) bool {
	for _, t := range scan(s) {
		if t.mark != 0 || isDigit(s[t.start]) || t.lex.weekday > 0 {
			continue
		}
		if word := strings.TrimRight(s[t.start:t.end], "0123456789"); !furniture[strings.ToLower(word)] {
			return false
		}
	}
	return true
}

// isByline reports whether a date stands after an author or a source, and alone
// at the end of its line: "By Jane Doe, ", "The Gazette | ".
func isByline(before, after string) bool {
	if !isFurniture(after) {
		return false
	}
	i := strings.LastIndexAny(before, "|•·")
	if i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		return isFurniture(before[i+size:])
	}
	return len(before) < 100 && strings.HasPrefix(strings.ToLower(before), "by ")
}

// isDateline reports whether a date stands between a place in capitals and the
// dash that opens the text, with the agency in parentheses or slashes perhaps.
func isDateline(before, after string) bool {
	place, _, found := strings.Cut(before, ",")
	if !found || len(before) > 80 || place == "" || strings.ContainsFunc(place, unicode.IsLower) {
		return false
	}
	after = strings.TrimLeft(after, " ,")
	for _, p := range []string{"()", "//"} {
		if after != "" && after[0] == p[0] {
			end := strings.IndexByte(after[1:], p[1])
			if end < 0 || end > 40 {
				return false
			}
			after = strings.TrimLeft(after[end+2:], " ")
		}
	}
	for _, dash := range []string{"-", "–", "—", "_", ":"} {
		if strings.HasPrefix(after, dash) {
			return true
		}
	}
	return false
}
