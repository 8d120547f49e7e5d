package extract

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/model"
)

// told matches a trigger: "[met]", or with a status other than happened,
// "[planned: meet]".
var told = regexp.MustCompile(`\[(?:([a-z]+): )?([^]]+)\]`)

// datedTriggers returns the triggers of a text with the days that they are given,
// "met 2024-10-10", a day of the sentences before in parentheses.
func datedTriggers(t *testing.T, source, reference string) []string {
	t.Helper()
	var plain strings.Builder
	var starts, ends []int
	var statuses []string
	at := 0
	for _, m := range told.FindAllStringSubmatchIndex(source, -1) {
		plain.WriteString(source[at:m[0]])
		status := happened
		if m[2] >= 0 {
			status = source[m[2]:m[3]]
		}
		starts = append(starts, plain.Len())
		plain.WriteString(source[m[4]:m[5]])
		ends = append(ends, plain.Len())
		statuses = append(statuses, status)
		at = m[1]
	}
	plain.WriteString(source[at:])
	x := extractor()
	p := &page{x.splitter.Split(plain.String()), x.lex, x.gaz}
	triggers := make([]found, len(starts))
	for k := range starts {
		first := 0
		for p.Tokens[first].Start < starts[k] {
			first++
		}
		last := first
		for last < len(p.Tokens) && p.Tokens[last].Start < ends[k] {
			last++
		}
		triggers[k] = found{first: first, last: last}
	}
	var out []string
	for k, d := range p.days(triggers, statuses, reference) {
		s := plain.String()[starts[k]:ends[k]]
		switch {
		case d.begin == "":
		case d.far == carried:
			s += " (" + d.begin + ")"
		default:
			s += " " + d.begin
		}
		out = append(out, s)
	}
	return out
}

// The reference is Friday, 11 October 2024.
func TestDays(t *testing.T) {
	for name, group := range map[string][]struct {
		text string
		want string // separated by "; "
	}{
		"all that a clause tells is of its date": {
			{"Clerks [met] and [signed] a pact on Monday.", "met 2024-10-07; signed 2024-10-07"},
			{"On Monday, the mayor, Ada Oro, [opened] the bridge and [left].", "opened 2024-10-07; left 2024-10-07"},
			{"The bus [crashed] on Monday, [killing] Ada Oro.", "crashed 2024-10-07; killing 2024-10-07"},
			{"On Monday, the judges Oro (the elder), Ada Mbeki, and Zoe Lind [denied] an appeal against an order of 2019.", "denied 2024-10-07"},
		},
		"the nearer of two dates": {
			{"He was [elected] in 2019 and [resigned] in May 2021.", "elected 2019; resigned 2021-05"},
			{"Oro [flew] in on Monday; the pact was [signed] on Tuesday.", "flew 2024-10-07; signed 2024-10-08"},
		},
		"a date before its noun is of nothing else": {
			{"Police [banned] Monday's [rally].", "banned; rally 2024-10-07"},
			{"Oro [condemned] the 2019 [raid].", "condemned; raid 2019"},
		},
		"what is said, has a limit, or is the article's own": {
			{"Oro said on Monday that rebels had [shelled] Riva.", "shelled"},
			{"Oro on Monday said that rebels had [shelled] Riva.", "shelled"},
			{"The [ongoing: curfew] lasts until Monday.", "curfew"},
			{"RIVA, Oct. 10 (Agency) -- Rebels [shelled] the port.", "shelled"},
			{"Port [reopens] in Riva Friday, October 11, 2024", "reopens"},
			{"The panel [ruled] on Monday under Act 9 of 1994.", "ruled 2024-10-07"},
			{"The panel [cited] Act 9 of 1994.", "cited"},
		},
		"a perfect has no date but that since which it is so": {
			{"The court has [invited] both sides on Monday.", "invited"},
			{"Oro has [refused] food since Monday.", "refused 2024-10-07"},
			{"Oro had [met] the envoy on Monday.", "met 2024-10-07"},
			{"It [fell] to the lowest since 2011.", "fell"},
		},
		"clauses of another time": {
			{"Oro, who was [freed] in 2019, [met] the envoy on Monday.", "freed 2019; met 2024-10-07"},
			{"The union, which [won] in 2018, [called] a strike.", "won 2018; called"},
			{"A [planned: tour] of the port, which was set for Monday, is off.", "tour 2024-10-14"},
			{"Oro [quit] on Monday after the army [shelled] Riva.", "quit 2024-10-07; shelled"},
			{"After the army [shelled] Riva, Oro [quit] on Monday.", "shelled; quit 2024-10-07"},
			{"The dam [broke] shortly before dawn on Monday.", "broke 2024-10-07"},
			{"Oro [quit] on Wednesday, two days after crowds [filled] the square.", "quit 2024-10-09; filled 2024-10-07"},
		},
		"nouns": {
			{"Oro [met] the envoy on Monday to discuss the [ongoing: war] in Riva.", "met 2024-10-07; war"},
			{"Oro [met] the envoy on Monday at the [summit] in Riva.", "met 2024-10-07; summit 2024-10-07"},
			{"[Talks] that were [held] in Riva failed on Monday.", "Talks 2024-10-07; held 2024-10-07"},
		},
		"the status decides which Monday": {
			{"On Monday they mean to [planned: march] on Riva.", "march 2024-10-14"},
			{"Oro could [possible: fly] to Riva on Monday.", "fly 2024-10-14"},
			{"A union called off Thursday's [cancelled: march].", "march 2024-10-10"},
			{"A union called off Sunday's [cancelled: march].", "march 2024-10-13"},
			{"Oro [planned: promised] help in August.", "promised 2024-08"},
			{"Oro spoke of [planned: talks] in 2019.", "talks"},
			{"Oro [met] the envoy in 2031.", "met"},
		},
		"the sentences that follow": {
			{"A shell [hit] the port on Monday. Oro [fled] through a window.", "hit 2024-10-07; fled (2024-10-07)"},
			{"On Monday, there was a fire in Riva. Oro [fled] through a window.", "fled (2024-10-07)"},
			{"A shell [hit] the port on Monday. It rained. It snowed. It froze. Oro [fled].", "hit 2024-10-07; fled"},
			{"A shell [hit] the port on Monday. It rained. It snowed. It froze. At noon Oro [fled].", "hit 2024-10-07; fled (2024-10-07)"},
			{"A shell [hit] the port on Monday. Oro has [fled].", "hit 2024-10-07; fled"},
			{"A shell [hit] the port on Monday. Oro will [planned: flee].", "hit 2024-10-07; flee"},
			{"A shell [hit] the port on Monday. Oro had [fled] before.", "hit 2024-10-07; fled"},
			{`A shell [hit] the port on Monday. "They [fled]," she said.`, "hit 2024-10-07; fled"},
			{"A shell [hit] the port in 2019 or so. Oro [fled].", "hit 2019; fled"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range group {
				if diff := cmp.Diff(strings.Split(c.want, "; "), datedTriggers(t, c.text, "2024-10-11")); diff != "" {
					t.Errorf("%s (-want +got)\n%s", c.text, diff)
				}
			}
		})
	}
}

func TestDaysOfUndatedArticle(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Oro [met] the envoy on Monday, Oct. 7, and was [elected] in October.", "met; elected"},
		{"Oro [met] the envoy on Oct. 7, and was [elected] in 2019. He [resigned] on May 3, 2020. On Monday he [fled].", "met 2020-10-07; elected 2019; resigned 2020-05-03; fled"},
		{"A trial will [planned: open] in March. He was [charged] on December 20, 2021.", "open 2022-03; charged 2021-12-20"},
		{"The mine [collapsed] on May 3, 1990. Oro [came] on June 1. In 2015 a book told of it.", "collapsed 1990-05-03; came"},
	} {
		if diff := cmp.Diff(strings.Split(c.want, "; "), datedTriggers(t, c.text, "")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.text, diff)
		}
	}
}

// An event has the day that the nearest of its triggers has.
func TestDated(t *testing.T) {
	days := []day{{"2024", 9}, {"2024-10-07", 2}, {"2024-10-01", carried}, {"2024-10-02", 1}, {}}
	statuses := []string{happened, happened, happened, planned, happened}
	events := []event{
		{status: happened, triggers: []int{0, 1, 2}},
		{status: happened, triggers: []int{2, 4}},
		{status: planned, triggers: []int{1, 3}},
		{status: planned, triggers: []int{1}},
		{status: ongoing, triggers: []int{2}},
	}
	dated(events, statuses, days)
	var got []string
	for _, e := range events {
		got = append(got, e.date)
	}
	if diff := cmp.Diff([]string{"2024-10-07", "2024-10-01", "2024-10-02", "", ""}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestDaysIsLinear would take minutes if the work on a sentence without end were
// quadratic.
func TestDaysIsLinear(t *testing.T) {
	start := time.Now()
	datedTriggers(t, strings.Repeat("Clerks [met] on Monday and ", 1<<13), "2024-10-11")
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

func TestIsPerfect(t *testing.T) {
	x := extractor()
	for _, c := range []struct {
		text string
		want bool
	}{
		{"Police have [event: questioned] her.", true},
		{"She has also been [event: questioned].", true},
		{"The dam has not yet been [event: flown] over.", false}, // "yet" may say more than that
		{"She was [event: questioned].", false},
		{"They have [event: camped] there since May.", false},
		{"They have [event: camped] there for two weeks.", false},
		{"They have [event: asked] for help.", true},
		{"They have a [event: strike].", false},
	} {
		plain, told := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{}), x.lex, x.gaz}
		first, last, _ := p.tokens(told[0])
		if got := p.isPerfect(found{first: first, last: last}); got != c.want {
			t.Errorf("%s: %v", c.text, got)
		}
	}
}
