package date_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/date"
)

// found is the expressions of a sentence as the tables give them: "text = value
// from begin", separated by "; ".
func found(sentence, reference string) string {
	var all []string
	for _, e := range date.Find(sentence, reference) {
		s := sentence[e.Start:e.End] + " = " + e.Value
		if e.Begin != "" {
			s += " from " + e.Begin
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

// The reference of this table is Friday, 11 October 2024.
func TestFind(t *testing.T) {
	for _, test := range []struct{ sentence, want string }{
		// Days that say everything.
		{"The port closed on October 1, 2024.", "October 1, 2024 = 2024-10-01 from 2024-10-01"},
		{"The port closed on Oct. 1, 2024.", "Oct. 1, 2024 = 2024-10-01 from 2024-10-01"},
		{"The port closed on Oct 1 2024.", "Oct 1 2024 = 2024-10-01 from 2024-10-01"},
		{"Signed October 1st, 2024, in Riga.", "October 1st, 2024 = 2024-10-01 from 2024-10-01"},
		{"Signed on 1 October 2024 in Riga.", "1 October 2024 = 2024-10-01 from 2024-10-01"},
		{"Signed on the 3rd of May, 2019.", "3rd of May, 2019 = 2019-05-03 from 2019-05-03"},
		{"Signed this 3rd day of May, 2019.", "3rd day of May, 2019 = 2019-05-03 from 2019-05-03"},
		{"Signed on the third of May 2019.", "third of May 2019 = 2019-05-03 from 2019-05-03"},
		{"The log of 2024-10-09 is lost.", "2024-10-09 = 2024-10-09 from 2024-10-09"},
		{"The log of 2024/10/09 is lost.", "2024/10/09 = 2024-10-09 from 2024-10-09"},
		{"Stamped 2024-10-09T08:30:00Z.", "2024-10-09 = 2024-10-09 from 2024-10-09"},
		{"Filed 25/12/2023.", "25/12/2023 = 2023-12-25 from 2023-12-25"},
		{"Filed 12/25/2023.", "12/25/2023 = 2023-12-25 from 2023-12-25"},
		{"Filed 05/05/2023.", "05/05/2023 = 2023-05-05 from 2023-05-05"},
		{"Filed 10/11/2023.", "10/11/2023 = 2023-XX-XX from 2023"},
		{"On Friday, September 9, 2016, it rained.", "Friday, September 9, 2016 = 2016-09-09 from 2016-09-09"},
		{"On Tue, 8 Oct 2024 it rained.", "Tue, 8 Oct 2024 = 2024-10-08 from 2024-10-08"},
		{"ENVOYS MET ON MARCH 4, 2022", "MARCH 4, 2022 = 2022-03-04 from 2022-03-04"},

		// Days without their year.
		{"The port closed on Oct. 1.", "Oct. 1 = 2024-10-01 from 2024-10-01"},
		{"The port closed on Sept. 3.", "Sept. 3 = 2024-09-03 from 2024-09-03"},
		{"The port closed on 1 October.", "1 October = 2024-10-01 from 2024-10-01"},
		{"The port closed on the 3rd of May.", "3rd of May = 2024-05-03 from 2024-05-03"},
		{"He was shot on Oct. 11.", "Oct. 11 = 2024-10-11 from 2024-10-11"},
		{"He was shot on Dec. 24.", "Dec. 24 = 2023-12-24 from 2023-12-24"},
		{"They will vote on Dec. 24.", "Dec. 24 = 2024-12-24 from 2024-12-24"},
		{"They are to vote on March 2.", "March 2 = 2025-03-02 from 2025-03-02"},
		{"They will mark the attack of Oct. 7.", "Oct. 7 = 2024-10-07 from 2024-10-07"},
		{"He announced a summit on Oct. 22.", "Oct. 22 = 2024-10-22 from 2024-10-22"},
		{"The October 7 attacks", "October 7 = 2024-10-07 from 2024-10-07"},
		{"A runoff is due on 3 November.", "3 November = 2024-11-03 from 2024-11-03"},
		{"It was shut last Nov. 3.", "last Nov. 3 = 2023-11-03 from 2023-11-03"},
		{"He was born on Feb. 29.", "Feb. 29 = 2024-02-29 from 2024-02-29"},
		{"There was no February 30.", "February = 2024-02 from 2024-02"},

		// Months.
		{"It rained in October 2021.", "October 2021 = 2021-10 from 2021-10"},
		{"It rained in October of 2021.", "October of 2021 = 2021-10 from 2021-10"},
		{"It rained in October.", "October = 2024-10 from 2024-10"},
		{"It rained in November.", "November = 2023-11 from 2023-11"},
		{"They will vote in November.", "November = 2024-11 from 2024-11"},
		{"The vote is expected in April.", "April = 2025-04 from 2025-04"},
		{"It rained in mid-September.", "mid-September = 2024-09 from 2024-09"},
		{"It rained in early August.", "early August = 2024-08 from 2024-08"},
		{"It rained in late September 2022.", "late September 2022 = 2022-09 from 2022-09"},
		{"It rained last March.", "last March = 2024-03 from 2024-03"},
		{"It rained last October.", "last October = 2023-10 from 2023-10"},
		{"It opens next May.", "next May = 2025-05 from 2025-05"},
		{"The May accord and the March summit failed.", "March = 2024-03 from 2024-03"},
		{"It was signed in May.", "May = 2024-05 from 2024-05"},
		{"It ended at the end of May.", "May = 2024-05 from 2024-05"},

		{"It rained in March last year.", "March last year = 2023-03 from 2023-03"},
		{"They will vote on March 2 next year.", "March 2 next year = 2025-03-02 from 2025-03-02"},
		{"Nothing moves until May resigns.", ""},

		// Years, decades, centuries.
		{"He fled in 2021.", "2021 = 2021 from 2021"},
		{"It has been at war since 2011.", "2011 = 2011 from 2011"},
		{"The 2019 general election was close.", "2019 = 2019 from 2019"},
		{"After the 2019 elections he fled.", "2019 = 2019 from 2019"},
		{"It began in early 2023.", "early 2023 = 2023 from 2023"},
		{"It was quiet (2018).", "2018 = 2018 from 2018"},
		{"He ruled from 2010 to 2015.", "2010 to 2015 = 2010/2015 from 2010"},
		{"He ruled between 2010 and 2015.", "2010 and 2015 = 2010/2015 from 2010"},
		{"He ruled 2010-2015 alone.", "2010-2015 = 2010/2015 from 2010"},
		{"The 2010-15 term ended.", "2010-15 = 2010/2015 from 2010"},
		{"He rose in the 1990s.", "1990s = 199X"},
		{"He rose in the late 1980s.", "late 1980s = 198X"},
		{"He rose in the '90s.", "90s = 199X"},
		{"A treaty of the 19th century", "19th century = 18XX"},
		{"A twentieth-century idea", "twentieth-century = 19XX"},
		{"It fell in 1648.", "1648 = 1648 from 1648"},

		// Weekdays.
		{"The court ruled on Thursday.", "Thursday = 2024-10-10 from 2024-10-10"},
		{"The court ruled on Friday.", "Friday = 2024-10-11 from 2024-10-11"},
		{"The court ruled on Saturday.", "Saturday = 2024-10-05 from 2024-10-05"},
		{"On Monday, the court ruled.", "Monday = 2024-10-07 from 2024-10-07"},
		{"The envoys will meet on Monday.", "Monday = 2024-10-14 from 2024-10-14"},
		{"On Monday, the envoys will meet.", "Monday = 2024-10-14 from 2024-10-14"},
		{"The envoy is due on Tuesday.", "Tuesday = 2024-10-15 from 2024-10-15"},
		{"The envoy is to arrive on Tuesday.", "Tuesday = 2024-10-15 from 2024-10-15"},
		{"The talks are scheduled for Wednesday.", "Wednesday = 2024-10-16 from 2024-10-16"},
		{"Talks to be held Sunday will decide.", "Sunday = 2024-10-13 from 2024-10-13"},
		{"They agreed to meet on Sunday.", "Sunday = 2024-10-13 from 2024-10-13"},
		{"They refused to comment on Sunday.", "Sunday = 2024-10-06 from 2024-10-06"},
		{"He said Wednesday that they will leave.", "Wednesday = 2024-10-09 from 2024-10-09"},
		{"They won't leave until Sunday.", "Sunday = 2024-10-13 from 2024-10-13"},
		{"After Wednesday's ruling they will appeal.", "Wednesday = 2024-10-09 from 2024-10-09"},
		{"He could not be reached on Wednesday.", "Wednesday = 2024-10-09 from 2024-10-09"},
		{"He died last Friday.", "last Friday = 2024-10-04 from 2024-10-04"},
		{"He died last Tuesday night.", "last Tuesday night = 2024-10-08TNI from 2024-10-08"},
		{"They vote this Sunday.", "this Sunday = 2024-10-13 from 2024-10-13"},
		{"They vote next Friday.", "next Friday = 2024-10-18 from 2024-10-18"},
		{"He died on Friday last week.", "Friday last week = 2024-10-04 from 2024-10-04"},
		{"He died on Tuesday of this week.", "Tuesday of this week = 2024-10-08 from 2024-10-08"},
		{"He died late Thursday evening.", "late Thursday evening = 2024-10-10TEV from 2024-10-10"},
		{"He died late on Thursday.", "late on Thursday = 2024-10-10 from 2024-10-10"},
		{"He died on Thursday night.", "Thursday night = 2024-10-10TNI from 2024-10-10"},
		{"He died early Friday morning.", "early Friday morning = 2024-10-11TMO from 2024-10-11"},
		{"He prays on Fridays.", "Fridays = XXXX-WXX-5"},
		{"He prays every Friday.", "every Friday = XXXX-WXX-5"},

		// Intervals.
		{"They met from Monday to Wednesday.", "Monday to Wednesday = 2024-10-07/2024-10-09 from 2024-10-07"},
		{"They will meet from Monday through Wednesday.", "Monday through Wednesday = 2024-10-14/2024-10-16 from 2024-10-14"},
		{"They met between May 3 and 5.", "May 3 and 5 = 2024-05-03/2024-05-05 from 2024-05-03"},
		{"They met on September 3-5.", "September 3-5 = 2024-09-03/2024-09-05 from 2024-09-03"},
		{"They met on September 3–5, 2023.", "September 3–5, 2023 = 2023-09-03/2023-09-05 from 2023-09-03"},
		{"They meet Oct 30-Nov 2, 2024.", "Oct 30-Nov 2, 2024 = 2024-10-30/2024-11-02 from 2024-10-30"},
		{"They met Dec. 30 to Jan. 2, 2024.", "Dec. 30 to Jan. 2, 2024 = 2023-12-30/2024-01-02 from 2023-12-30"},
		{"They met on 3-5 May 2023.", "3-5 May 2023 = 2023-05-03/2023-05-05 from 2023-05-03"},
		{"They met on 30 April - 2 May 2023.", "30 April - 2 May 2023 = 2023-04-30/2023-05-02 from 2023-04-30"},
		{"They met on April 24 and 25, 2023.", "April 24 = 2023-04-24 from 2023-04-24; 25, 2023 = 2023-04-25 from 2023-04-25"},

		// Seen from the reference.
		{"He resigned today.", "today = 2024-10-11 from 2024-10-11"},
		{"He resigned yesterday.", "yesterday = 2024-10-10 from 2024-10-10"},
		{"He resigned yesterday evening.", "yesterday evening = 2024-10-10TEV from 2024-10-10"},
		{"He leaves tomorrow.", "tomorrow = 2024-10-12 from 2024-10-12"},
		{"He speaks tonight.", "tonight = 2024-10-11TNI from 2024-10-11"},
		{"He spoke last evening.", "last evening = 2024-10-10TEV from 2024-10-10"},
		{"He spoke last night.", "last night = 2024-10-10TNI from 2024-10-10"},
		{"He spoke this morning.", "this morning = 2024-10-11TMO from 2024-10-11"},
		{"He spoke the day before yesterday.", "day before yesterday = 2024-10-09 from 2024-10-09"},
		{"He spoke last week.", "last week = 2024-W40 from 2024"},
		{"He spoke earlier this week.", "earlier this week = 2024-W41 from 2024-10"},
		{"He spoke last month.", "last month = 2024-09 from 2024-09"},
		{"He spoke earlier this month.", "earlier this month = 2024-10 from 2024-10"},
		{"He retires next month.", "next month = 2024-11 from 2024-11"},
		{"He retires later this year.", "later this year = 2024 from 2024"},
		{"He spoke late last year.", "late last year = 2023 from 2023"},
		{"He spoke over the weekend.", "weekend = 2024-W40-WE from 2024-10"},
		{"He spoke last weekend.", "last weekend = 2024-W40-WE from 2024-10"},
		{"He spoke three days ago.", "three days ago = 2024-10-08 from 2024-10-08"},
		{"He spoke two weeks ago.", "two weeks ago = 2024-W39 from 2024-09"},
		{"He spoke two months ago.", "two months ago = 2024-08 from 2024-08"},
		{"He fled 42 years ago.", "42 years ago = 1982 from 1982"},
		{"He fled nearly four years ago.", "four years ago = 2020"},
		{"He fled a decade ago.", "a decade ago = 2014"},
		{"He fled years ago.", "years ago = PAST_REF"},
		{"He spoke three days earlier.", "three days earlier = 2024-10-08 from 2024-10-08"},
		{"Hit on May 3, he died two days later.", "May 3 = 2024-05-03 from 2024-05-03; two days later = 2024-05-05 from 2024-05-05"},
		{"He fled on Thursday, two days after he was freed.", "Thursday = 2024-10-10 from 2024-10-10; two days = P2D from 2024-10-08"},
		{"He fled two days after he was freed.", "two days = P2D"},
		{"Held on May 3, 2020, he fled the same day.", "May 3, 2020 = 2020-05-03 from 2020-05-03; same day = 2020-05-03 from 2020-05-03"},
		{"Held on May 3, 2020, he fled the next day.", "May 3, 2020 = 2020-05-03 from 2020-05-03; next day = 2020-05-04 from 2020-05-04"},
		{"Elected in 2019, he fled later that year.", "2019 = 2019 from 2019; later that year = 2019 from 2019"},
		{"In 2008 it lost; the next year it won.", "2008 = 2008 from 2008; next year = 2009 from 2009"},
		{"Elected in May 2019, he fled the following month.", "May 2019 = 2019-05 from 2019-05; following month = 2019-06 from 2019-06"},
		{"He will speak two days from now.", "two days from now = 2024-10-13 from 2024-10-13"},
		{"He speaks the day after tomorrow.", "day after tomorrow = 2024-10-13 from 2024-10-13"},
		{"It was all in the past.", "past = PAST_REF"},
		{"He is now in exile.", "now = PRESENT_REF"},
		{"He has recently fled.", "recently = PAST_REF"},
		{"He spoke of the future.", "future = FUTURE_REF"},

		// Seasons, quarters, holidays.
		{"He fled in the summer of 2019.", "summer of 2019 = 2019-SU from 2019"},
		{"He fled last summer.", "last summer = 2024-SU from 2024"},
		{"Output fell in the third quarter of 2023.", "third quarter of 2023 = 2023-Q3 from 2023"},
		{"Output fell in Q3 2023.", "Q3 2023 = 2023-Q3 from 2023"},
		{"Output fell in the first half of 2023.", "first half of 2023 = 2023-H1 from 2023"},
		{"He fled on Christmas Eve 2020.", "Christmas Eve 2020 = 2020-12-24 from 2020-12-24"},
		{"He fled on New Year's Day.", "New Year's Day = 2024-01-01 from 2024-01-01"},
		{"Output fell this quarter and last decade.", "this quarter = 2024-Q4 from 2024; last decade = 201X"},
		{"He fled on Labor Day 2023.", "Labor Day 2023 = 2023-09-04 from 2023-09-04"},
		{"He fled on Memorial Day 2023.", "Memorial Day 2023 = 2023-05-29 from 2023-05-29"},
		{"He won on Election Day 2024.", "Election Day 2024 = 2024-11-05 from 2024-11-05"},
		{"He fled last Thanksgiving.", "last Thanksgiving = 2023-11-23 from 2023-11-23"},
		{"He fled on Easter Sunday 2023.", "Easter Sunday 2023 = 2023-04-09 from 2023-04-09"},
		{"In the week of March 6 he fled.", "week of March 6 = 2024-W10 from 2024-03"},

		// Lengths of time.
		{"They fought for two days.", "two days = P2D"},
		{"A two-day visit", "two-day = P2D"},
		{"They fought for twenty-five years.", "twenty-five years = P25Y"},
		{"It fell in the past two months.", "past two months = P2M"},
		{"They fought for weeks.", "weeks = PXW"},
		{"They fought for several hours.", "several hours = PTXH"},
		{"He spoke for 40 minutes.", "40 minutes = PT40M"},
		{"He ruled for two decades.", "two decades = P20Y"},
		{"He spoke for a few weeks.", "a few weeks = PXW"},
		{"He tweets every two days.", "every two days = P2D"},
		{"It pays an annual fee each month.", "annual = P1Y; each month = P1M"},
		{"They shell it daily.", "daily = P1D"},

		// No dates.
		{"The march may end, May said.", ""},
		{"The Women's March on the capital began.", ""},
		{"The Sun reported it.", ""},
		{"He met April Jones and Theresa May.", ""},
		{"It weighs 2024 pounds.", ""},
		{"It sold for $2019 in all.", ""},
		{"Some 1,999 people fled.", ""},
		{"About 2000 people fled.", ""},
		{"The app is at version 20.2.2024 or v2024.", ""},
		{"He came second.", ""},
		{"Call 202-555-2019.", ""},
		{"A 42-year-old man fled.", ""},
		{"It costs $5 million a year.", ""},
		{"It is in room 2019.", ""},
		{"May they rest.", ""},
		{"", ""},
	} {
		if diff := cmp.Diff(test.want, found(test.sentence, "2024-10-11")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.sentence, diff)
		}
	}
}

// The other reading of an expression is given where there are two.
func TestFindOther(t *testing.T) {
	for _, test := range []struct{ sentence, begin, other string }{
		{"The court ruled on Thursday.", "2024-10-10", "2024-10-17"},
		{"The court will rule on Thursday.", "2024-10-17", "2024-10-10"},
		{"They march on Friday.", "2024-10-11", ""}, // the day of the article
		{"He was shot on Dec. 24.", "2023-12-24", "2024-12-24"},
		{"He announced a summit on Oct. 22.", "2024-10-22", "2023-10-22"},
		{"It rained in November.", "2023-11", "2024-11"},
		{"They met from Monday to Wednesday.", "2024-10-07", "2024-10-14"},
		{"He fled on Labor Day.", "2024-09-02", ""}, // the next one is far
		{"He fled last Thursday.", "2024-10-10", ""},
		{"He fled on May 3, 2020.", "2020-05-03", ""},
		{"He fled yesterday.", "2024-10-10", ""},
	} {
		got := date.Find(test.sentence, "2024-10-11")
		if len(got) != 1 || got[0].Begin != test.begin || got[0].Other != test.other {
			t.Errorf("%s: got %+v, want begin %q, other %q", test.sentence, got, test.begin, test.other)
		}
		if bare := date.Find(test.sentence, ""); bare[0].Other != "" {
			t.Errorf("%s: other %q without reference", test.sentence, bare[0].Other)
		}
	}
}

// A week has the month in which all of it lies; of this week, only what is past or
// to come counts. The reference is a Wednesday.
func TestFindWeeksBetweenMonths(t *testing.T) {
	for sentence, want := range map[string]string{
		"He spoke earlier this week.":    "earlier this week = 2024-W18 from 2024",
		"He was freed this week.":        "this week = 2024-W18 from 2024",
		"They will meet this week.":      "this week = 2024-W18 from 2024-05",
		"They met last week.":            "last week = 2024-W17 from 2024-04",
		"They will meet next week.":      "next week = 2024-W19 from 2024-05",
		"They met over the weekend.":     "weekend = 2024-W17-WE from 2024-04",
		"They will meet by the weekend.": "weekend = 2024-W18-WE from 2024-05",
		"They will meet this weekend.":   "this weekend = 2024-W18-WE from 2024-05",
		"He fled about two weeks ago.":   "two weeks ago = 2024-W16",
		"He fled a week ago on a train.": "a week ago = 2024-W17 from 2024-04",
	} {
		if diff := cmp.Diff(want, found(sentence, "2024-05-01")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", sentence, diff)
		}
	}
}

func TestNear(t *testing.T) {
	for _, test := range []struct{ text, day, want string }{
		{"Oct. 1", "2024-06-28", "2024-10-01"},
		{"Oct. 1", "2024-02-01", "2023-10-01"},
		{"January", "2023-12-20", "2024-01"},
		{"Feb. 29", "2023-05-03", "2024-02-29"},
		{"Feb. 29", "2022-05-03", ""},
		{"Monday, Oct. 7", "2024-06-28", "2024-10-07"},
		{"Monday, Oct. 7", "2020-05-03", "2019-10-07"},
		{"Monday, Oct. 7", "2022-05-03", ""},
		{"Oct. 1, 2021", "2024-06-28", ""},
		{"Friday", "2024-06-28", ""},
		{"Oct. 1", "2024", ""},
	} {
		e := date.Find(test.text, "")[0]
		if got := e.Near(test.text, test.day); got != test.want {
			t.Errorf("%s near %s: %q, want %q", test.text, test.day, got, test.want)
		}
	}
}

func TestFindWithoutReference(t *testing.T) {
	for _, test := range []struct{ sentence, want string }{
		{"The port closed on Oct. 1.", "Oct. 1 = XXXX-10-01"},
		{"The port closed on Oct. 1, 2024.", "Oct. 1, 2024 = 2024-10-01 from 2024-10-01"},
		{"It rained in October.", "October = XXXX-10"},
		{"The court ruled on Friday.", "Friday = XXXX-WXX-5"},
		{"The court ruled on Friday night.", "Friday night = XXXX-XX-XXTNI"},
		{"They met from Monday to Wednesday.", "Monday to Wednesday = XXXX-WXX-1/XXXX-WXX-3"},
		{"They met on September 3-5.", "September 3-5 = XXXX-09-03/XXXX-09-05"},
		{"He resigned yesterday.", "yesterday = XXXX-XX-XX"},
		{"He resigned last week.", "last week = XXXX-WXX"},
		{"He resigned last month.", "last month = XXXX-XX"},
		{"He resigned last year.", "last year = XXXX"},
		{"He resigned three days ago.", "three days ago = XXXX-XX-XX"},
		{"He resigned on Christmas Day.", "Christmas Day = XXXX-12-25"},
		{"He resigned in 2021.", "2021 = 2021 from 2021"},
	} {
		for _, reference := range []string{"", "2024", "not a date"} {
			if diff := cmp.Diff(test.want, found(test.sentence, reference)); diff != "" {
				t.Errorf("%s, reference %q (-want +got)\n%s", test.sentence, reference, diff)
			}
		}
	}
}

func TestFindIgnoresTheTimeOfTheReference(t *testing.T) {
	want := found("He resigned yesterday.", "2024-03-01")
	if got := found("He resigned yesterday.", "2024-03-01T09:30:00Z"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestArticle(t *testing.T) {
	for _, test := range []struct{ head, want string }{
		{"Friday, September 9, 2016", "2016-09-09"},
		{"Envoys Meet in Riga\n\nJan 3, 2014\n\nRIGA - Envoys met.", "2014-01-03"},
		{"2024-10-11", "2024-10-11"},
		{"2024-10-11T08:30:00Z", "2024-10-11"},
		{"Published: 11 October 2024", "2024-10-11"},
		{"Last updated at 10:30 GMT, 3rd October 2024 | 5 min read", "2024-10-03"},
		{"By Jane Doe, Oct. 3, 2024 at 5 p.m. ET", "2024-10-03"},
		{"The Gazette | October 3, 2024", "2024-10-03"},
		{"WASHINGTON, Oct. 3, 2024 (Agency) -- Envoys met on May 2, 2020.", "2024-10-03"},
		{"KYIV, Ukraine, 3 October 2024 — Envoys met.", "2024-10-03"},
		{"RIGA, Oct. 3, 2024 /Agency/ - Envoys met.", "2024-10-03"},
		{"RIGA, Oct. 3 (Agency) - Envoys met.", ""},
		{"Envoys met on October 3, 2024.", ""},
		{"Vote of October 3, 2024 was lost", ""},
		{"September 2016", ""},
		{strings.Repeat("A line.\n", 12) + "2024-10-11", ""},
		{"", ""},
	} {
		if got := date.Article(test.head); got != test.want {
			t.Errorf("Article(%q) = %q, want %q", test.head, got, test.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"They met from Oct. 30-Nov. 2, 2024, and will meet next Friday.", "in the 1990s, two weeks ago; 5 1/2 hours",
		"Friday, 31/02/2024, 29 February – 3 March’s “May” '99", "2024-10-11\xff\xfe mid-", "Easter week of New Year's Eve",
	} {
		f.Add(s, "2024-02-29")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, s, reference string) {
		end := 0
		for _, e := range date.Find(s, reference) {
			if e.Start < end || e.End <= e.Start || e.End > len(s) {
				t.Fatalf("%+v after %d in %q", e, end, s)
			}
			if !utf8.RuneStart(s[e.Start]) || e.End < len(s) && utf8.ValidString(s) && !utf8.RuneStart(s[e.End]) {
				t.Fatalf("%+v splits a rune of %q", e, s)
			}
			if e.Value == "" {
				t.Fatalf("%+v has no value", e)
			}
			for _, day := range []string{e.Begin, e.Other} {
				if _, err := time.Parse(time.DateOnly[:len(day)], day); day != "" && err != nil {
					t.Fatalf("%+v: %v", e, err)
				}
			}
			end = e.End
		}
		date.Article(s)
	})
}

// TestFindIsLinear would take minutes if the work on a long text were quadratic.
func TestFindIsLinear(t *testing.T) {
	for _, unit := range []string{"7", "2024 ", "May ", "1-", "last ", "Oct. 3 and ", "a few ", "3/", "will on Friday and ", "1,000,"} {
		start := time.Now()
		date.Find(strings.Repeat(unit, 1<<20/len(unit)), "2024-10-11")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("1 MiB of %q took %v", unit, took)
		}
	}
}

func ExampleFind() {
	sentence := "The ministers met late on Thursday and will meet again from Nov. 3 to 5."
	for _, e := range date.Find(sentence, "2024-10-11") {
		fmt.Println(sentence[e.Start:e.End], e.Value, e.Begin)
	}
	// Output:
	// late on Thursday 2024-10-10 2024-10-10
	// Nov. 3 to 5 2024-11-03/2024-11-05 2024-11-03
}

func BenchmarkFind(b *testing.B) {
	sentence := "The ministers of both countries met in the capital late on Thursday, two weeks after the fighting " +
		"had begun, and will meet again on Nov. 3, a spokesman for the government said."
	b.SetBytes(int64(len(sentence)))
	b.ReportAllocs()
	for b.Loop() {
		date.Find(sentence, "2024-10-11")
	}
}
