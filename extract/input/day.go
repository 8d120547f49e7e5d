package input

import (
	"regexp"
	"strings"
	"time"
)

// isoDay is a day as ISO 8601 has it, with or without a time behind it.
var isoDay = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)(?:$|[T ])`)

// days are the other forms of days that are understood, without commas and with
// months of three letters: what mail and feeds have, and what people write. None
// of them leaves it open which number is the day, which 11/10/2024 does.
var days = []string{"2 Jan 2006", "Mon 2 Jan 2006", "Monday 2 Jan 2006", "Jan 2 2006", "Mon Jan 2 2006", "Monday Jan 2 2006", "2006/01/02"}

var month = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?`)

// longestDate is how many bytes of a date are looked at.
const longestDate = 64

// day returns the ISO 8601 prefix that a date of a page, a feed or a table
// means, as its own time zone has it, or "" if it is none.
func day(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s[:min(len(s), longestDate)], ",", " ")), " ")
	if m := isoDay.FindStringSubmatch(s); m != nil {
		return valid(m[1] + "-" + m[2] + "-" + m[3])
	}
	s = month.ReplaceAllString(s, "$1")
	for end := len(s); end > 0; end = strings.LastIndexByte(s[:end], ' ') {
		for _, layout := range days {
			if t, err := time.Parse(layout, s[:end]); err == nil {
				return valid(t.Format(time.DateOnly))
			}
		}
	}
	if t, err := time.Parse(time.UnixDate, s); err == nil {
		return valid(t.Format(time.DateOnly))
	}
	return ""
}

// valid returns a date if there is such a day, and news of it.
func valid(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err != nil || t.Year() < 1600 || t.Year() > 2200 {
		return ""
	}
	return date
}
