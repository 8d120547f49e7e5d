package date_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/extract/date"
	"dateline/extract/text"
)

// timex is an expression of a set in TimeML, by code points.
type timex struct {
	Start, End  int
	Type, Value string
}

// tally counts expressions: found, of those right, and wanted.
type tally struct{ found, right, wanted int }

// f1 returns precision, recall and F1 in per cent.
func (t tally) f1() (p, r, f float64) {
	p, r = 100*float64(t.right)/float64(max(t.found, 1)), 100*float64(t.right)/float64(max(t.wanted, 1))
	return p, r, 2 * p * r / max(p+r, 1)
}

// TestTimeML scores values on the AQUAINT part of TempEval-3, which lies in the
// folder eval of DATELINE_SETS: of all expressions, and of dates without times,
// durations and what recurs. An expression is right if it overlaps one of the set
// and has its value.
func TestTimeML(t *testing.T) {
	sets := os.Getenv("DATELINE_SETS")
	if sets == "" {
		t.Skip("DATELINE_SETS is not set")
	}
	f, err := os.Open(filepath.Join(sets, "eval", "tempeval3_aquaint.train.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	splitter, err := text.NewSplitter()
	if err != nil {
		t.Fatal(err)
	}
	var all, dates tally
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var article struct {
			Dct, Text string
			Timex     []timex
		}
		if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
			t.Fatal(err)
		}
		var found []date.Expression
		for _, s := range splitter.Split(article.Text).Sentences {
			for _, e := range date.Find(article.Text[s.Start:s.End], article.Dct) {
				e.Start, e.End = e.Start+s.Start, e.End+s.Start
				found = append(found, e)
			}
		}
		all.add(article.Text, found, article.Timex)
		found = slices.DeleteFunc(found, func(e date.Expression) bool { return isDuration(e.Value) })
		dates.add(article.Text, found, slices.DeleteFunc(article.Timex, func(x timex) bool { return x.Type != "DATE" }))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	p, r, f1 := all.f1()
	t.Logf("all    P %.1f R %.1f F1 %.1f on %d", p, r, f1, all.wanted)
	p, r, f1 = dates.f1()
	t.Logf("dates  P %.1f R %.1f F1 %.1f on %d", p, r, f1, dates.wanted)
	if f1 < 75 {
		t.Errorf("value F1 of dates is %.1f, want at least 75", f1)
	}
}

// add counts the expressions of one article. Each of the set is compared with the
// first that overlaps it and with no other.
func (t *tally) add(source string, found []date.Expression, wanted []timex) {
	t.found += len(found)
	t.wanted += len(wanted)
	at := codePoints(source)
	slices.SortFunc(wanted, func(a, b timex) int { return cmp.Compare(a.Start, b.Start) })
	used := make([]bool, len(found))
	for _, x := range wanted {
		i := slices.IndexFunc(found, func(e date.Expression) bool { return e.Start < at[x.End] && at[x.Start] < e.End })
		if i < 0 || used[i] {
			continue
		}
		used[i] = true
		if padded(found[i].Value) == padded(x.Value) {
			t.right++
		}
	}
}

// isDuration reports whether a value is a length of time and not a time.
func isDuration(value string) bool {
	return strings.HasPrefix(value, "P") && !strings.HasSuffix(value, "REF")
}

var week = regexp.MustCompile(`-W(\d)$`)

// padded returns a value with its week in two digits, which some of the set lack.
func padded(value string) string { return week.ReplaceAllString(value, "-W0$1") }

// codePoints returns the byte offset of each code point of s, and its length.
func codePoints(s string) []int {
	var at []int
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}
