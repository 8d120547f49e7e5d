package graph

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/graph/schema"
)

// Judgement is one decision of an analyst about what articles say: it changes
// how the graph is seen, never what articles have said, and can be taken back.
// The judgements of a store are a set: their order says nothing.
type Judgement struct {
	Kind JudgementKind
	A    string // key of an entity; of JudgeReject, key of a fact
	B    string // JudgeMerge, JudgeApart, JudgePropose: key of the other entity; JudgeSplit: a name for the namesake

	// Articles are the IDs of the articles that JudgeSplit takes from A, at least
	// one, or whose claims JudgeReject rejects, all if there are none.
	Articles []string

	// What follows is for people; it has no effect.
	Score        float64 // of a proposal: probability, 0 to 1
	Reasons      string
	NameA, NameB string
	Comment      string // lines, those above the judgement in the file without their "# "
}

// JudgementKind says what a judgement decides.
type JudgementKind string

// The kinds of judgements, in the order of the file.
const (
	JudgeMerge   JudgementKind = "merge"  // A and B are one
	JudgeApart   JudgementKind = "apart"  // A and B are two, whatever their names
	JudgeSplit   JudgementKind = "split"  // what Articles say of A is of another entity, SplitKey(A, B)
	JudgeReject  JudgementKind = "reject" // the fact A is wrong, everywhere or as Articles state it
	JudgePropose JudgementKind = "merge?" // A and B may be one: nobody has decided
)

var judgementKinds = []JudgementKind{JudgeMerge, JudgeApart, JudgeSplit, JudgeReject, JudgePropose}

// SplitKey returns the key of the namesake that a JudgeSplit takes out of the
// entity with the key.
func SplitKey(entity, name string) string {
	return bound(entity+"#"+Normalize(name), maxKey)
}

// LabelOf returns the label that the key of an entity begins with, "" if it
// begins with none.
func LabelOf(entity string) schema.Label {
	prefix, _, _ := strings.Cut(entity, ":")
	for _, l := range schema.Graph.Entities() {
		if prefix == strings.ToLower(string(l)) {
			return l
		}
	}
	return ""
}

// TypeOf returns the type that the key of a fact begins with, "" if it begins
// with none.
func TypeOf(fact string) schema.Type {
	prefix, _, _ := strings.Cut(fact, ":")
	for _, t := range schema.Graph.Facts() {
		if prefix == string(t) {
			return t
		}
	}
	return ""
}

// Decided returns those of js that decide something: all but proposals.
func Decided(js []Judgement) []Judgement {
	return slices.DeleteFunc(slices.Clone(js), func(j Judgement) bool { return j.Kind == JudgePropose })
}

// Pair returns the keys of both entities of a merge, a proposal or a keeping
// apart, the lesser first: equal for all judgements of the same two.
func (j Judgement) Pair() [2]string { return [2]string{min(j.A, j.B), max(j.A, j.B)} }

// Same reports whether j and k decide the same, whatever they say to people.
func (j Judgement) Same(k Judgement) bool {
	a, b := slices.Sorted(slices.Values(j.Articles)), slices.Sorted(slices.Values(k.Articles))
	if j.Kind != k.Kind || !slices.Equal(slices.Compact(a), slices.Compact(b)) {
		return false
	}
	switch j.Kind {
	case JudgeSplit:
		return SplitKey(j.A, j.B) == SplitKey(k.A, k.B)
	case JudgeReject:
		return j.A == k.A
	}
	return j.Pair() == k.Pair()
}

// column is a column of the file of judgements.
type column string

const (
	columnKind     column = "judgement"
	columnA        column = "a"
	columnB        column = "b"
	columnArticles column = "articles"
	columnScore    column = "score"
	columnNameA    column = "nameA"
	columnNameB    column = "nameB"
	columnReasons  column = "reasons"
)

var columns = []column{columnKind, columnScore, columnNameA, columnNameB, columnReasons, columnA, columnB, columnArticles}

// judgementsGuide stands at the top of a file of judgements.
const judgementsGuide = `# Judgements, one a line, tabs between the columns. Nothing here has an effect
# before "dateline resolve --apply" of this file, which puts its judgements in the
# place of all earlier ones; lines that begin with merge? have none at all.
#   merge?  A B            proposed: write merge or apart in its place
#   merge   A B            both are one
#   apart   A B            both are two, never to be proposed again
#   split   A NAME ARTICLE what these articles say of A is of a namesake; NAME tells which
#   reject  FACT ARTICLE   the fact is wrong, without articles wherever it is stated
# Articles are separated by spaces (a space within an id is "\ "). Columns may
# stand in any order; score, names and reasons are for people.
`

// WriteJudgements writes the file of judgements: a guide, a header and one line
// each, by kind, then A, B and articles; proposals come last, the likeliest
// first.
func WriteJudgements(w io.Writer, js []Judgement) error {
	b := bufio.NewWriter(w)
	b.WriteString(judgementsGuide)
	for i, c := range columns {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(string(c))
	}
	b.WriteByte('\n')
	for _, j := range slices.SortedStableFunc(slices.Values(js), Judgement.compare) {
		if j.Comment != "" {
			for line := range strings.SplitSeq(j.Comment, "\n") {
				b.WriteString("# " + strings.ReplaceAll(line, "\r", "") + "\n")
			}
		}
		articles := make([]string, len(j.Articles))
		for i, a := range j.Articles {
			articles[i] = strings.ReplaceAll(escape.Replace(a), " ", `\ `)
		}
		score := ""
		if j.Score != 0 {
			score = strconv.FormatFloat(j.Score, 'f', -1, 64)
		}
		cells := []string{
			string(j.Kind), score, escape.Replace(j.NameA), escape.Replace(j.NameB), escape.Replace(j.Reasons),
			escape.Replace(j.A), escape.Replace(j.B), strings.Join(articles, " "),
		}
		b.WriteString(strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n")
	}
	return b.Flush()
}

// compare orders judgements as the file does.
func (j Judgement) compare(k Judgement) int {
	likeliest := 0
	if j.Kind == JudgePropose {
		likeliest = cmp.Compare(k.Score, j.Score)
	}
	return cmp.Or(slices.Index(judgementKinds, j.Kind)-slices.Index(judgementKinds, k.Kind), likeliest,
		cmp.Compare(j.A, k.A), cmp.Compare(j.B, k.B), slices.Compare(j.Articles, k.Articles))
}

// No cell of the file holds a tab or the end of a line as itself.
var (
	escape   = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)
	unescape = strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n", `\r`, "\r", `\ `, " ")
)

// ParseJudgements reads a file of judgements and checks them, see
// CheckJudgements. Empty lines do not count. The error joins all that is wrong,
// each with its line, its column and what to do.
func ParseJudgements(r io.Reader) ([]Judgement, error) {
	var js []Judgement
	var errs []error
	var comment []string
	var header []column
	var lines []int // of js
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 16<<20)
	n := 0
	for scan.Scan() {
		n++
		line := strings.TrimSuffix(scan.Text(), "\r")
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		switch said, isComment := strings.CutPrefix(line, "#"); {
		case strings.Trim(line, "\t ") == "":
		case !utf8.ValidString(line):
			errs = append(errs, fmt.Errorf("line %d: not UTF-8; save the file as UTF-8", n))
		case isComment && header != nil:
			comment = append(comment, strings.TrimPrefix(said, " "))
		case isComment: // the guide
		case header == nil:
			var err error
			if header, err = parseHeader(line); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		default:
			j, err := parseJudgement(header, line)
			if err != nil {
				errs = append(errs, fmt.Errorf("line %d, %w", n, err))
				continue
			}
			j.Comment, comment = strings.Join(comment, "\n"), nil
			js, lines = append(js, j), append(lines, n)
		}
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	if last := len(js) - 1; last >= 0 && len(comment) > 0 { // below it, where nothing follows
		js[last].Comment = strings.TrimPrefix(js[last].Comment+"\n"+strings.Join(comment, "\n"), "\n")
	}
	errs = append(errs, contradictions(js, func(i int) string { return fmt.Sprintf("line %d", lines[i]) })...)
	return js, errors.Join(errs...)
}

func parseHeader(line string) ([]column, error) {
	var header []column
	for name := range strings.SplitSeq(line, "\t") {
		c := column(strings.TrimSpace(name))
		switch {
		case !slices.Contains(columns, c):
			return nil, fmt.Errorf("no column is called %q; the first line that is no comment names columns, with tabs between them: %s", c, list(columns))
		case slices.Contains(header, c):
			return nil, fmt.Errorf("column %s is there twice; take one away", c)
		}
		header = append(header, c)
	}
	for _, c := range []column{columnKind, columnA, columnB} {
		if !slices.Contains(header, c) {
			return nil, fmt.Errorf("column %s is missing; add it", c)
		}
	}
	return header, nil
}

func parseJudgement(header []column, line string) (Judgement, error) {
	cells := strings.Split(line, "\t")
	if len(cells) > len(header) {
		return Judgement{}, fmt.Errorf("column %d: the header names only %d columns; take the tab away", len(header)+1, len(header))
	}
	var j Judgement
	for i, cell := range cells {
		text := unescape.Replace(cell)
		switch header[i] {
		case columnKind:
			j.Kind = JudgementKind(strings.TrimSpace(cell))
		case columnA:
			j.A = text
		case columnB:
			j.B = text
		case columnArticles:
			j.Articles = parseArticles(cell)
		case columnScore:
			score, err := strconv.ParseFloat(cmp.Or(strings.TrimSpace(cell), "0"), 64)
			if err != nil || !probability(score) {
				return j, fmt.Errorf("column score: %q is no number from 0 to 1; leave it empty", cell)
			}
			j.Score = score
		case columnNameA:
			j.NameA = text
		case columnNameB:
			j.NameB = text
		case columnReasons:
			j.Reasons = text
		}
	}
	return j, j.check()
}

// parseArticles splits at spaces, but for those behind a backslash.
func parseArticles(cell string) []string {
	var out []string
	start, escaped := 0, false
	add := func(end int) {
		if end > start {
			out = append(out, unescape.Replace(cell[start:end]))
		}
		start = end + 1
	}
	for i := range len(cell) {
		switch {
		case escaped:
			escaped = false
		case cell[i] == '\\':
			escaped = true
		case cell[i] == ' ':
			add(i)
		}
	}
	add(len(cell))
	return out
}

// check reports what is wrong with j by itself: a column and what to do.
func (j Judgement) check() error {
	in := func(c column, format string, args ...any) error {
		return fmt.Errorf("column %s: %w", c, fmt.Errorf(format, args...))
	}
	label := LabelOf(j.A)
	switch j.Kind {
	case JudgeMerge, JudgeApart, JudgePropose:
		switch {
		case label == "":
			return in(columnA, "%q is no key of an entity; copy it from \"dateline show\" (person:ama boateng)", j.A)
		case LabelOf(j.B) == "":
			return in(columnB, "%q is no key of an entity; copy it from \"dateline show\" (person:ama boateng)", j.B)
		case label != LabelOf(j.B):
			return in(columnB, "the keys are of %s and %s; judge two of one kind", label, LabelOf(j.B))
		case j.A == j.B:
			return in(columnB, "both keys are the same; name two entities or remove the line")
		case len(j.Articles) > 0:
			return in(columnArticles, "%s is of all articles; empty the cell, or write split", j.Kind)
		}
	case JudgeSplit:
		switch {
		case label == "":
			return in(columnA, "%q is no key of an entity; copy it from \"dateline show\" (person:ama boateng)", j.A)
		case len(Words(j.B)) == 0:
			return in(columnB, "the namesake needs a name of letters or digits that tells which it is, such as \"the boxer\"")
		case len(j.Articles) == 0:
			return in(columnArticles, "name the articles that speak of the namesake, by id")
		}
	case JudgeReject:
		switch {
		case TypeOf(j.A) == "":
			return in(columnA, "%q is no key of a fact; copy it from \"dateline export\" (HOLDS_OFFICE:…)", j.A)
		case j.B != "":
			return in(columnB, "reject names one fact; empty the cell")
		}
	default:
		return in(columnKind, "%q is none of %s", j.Kind, list(judgementKinds))
	}
	if slices.Contains(j.Articles, "") {
		return in(columnArticles, "an article without id; remove it")
	}
	return nil
}

func list[S ~string](all []S) string {
	var b strings.Builder
	for i, s := range all {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(s))
	}
	return b.String()
}

// CheckJudgements reports what is wrong with judgements each by itself (keys of
// entities of one label, articles where they are needed) and together: merges
// that make one of what is kept apart, and an article of one entity in two
// splits. The error joins all.
func CheckJudgements(js []Judgement) error {
	var errs []error
	for i, j := range js {
		if err := j.check(); err != nil {
			errs = append(errs, fmt.Errorf("judgement %d, %w", i+1, err))
		}
	}
	return errors.Join(append(errs, contradictions(js, func(i int) string { return fmt.Sprintf("judgement %d", i+1) })...)...)
}

// contradictions returns what judgements say against each other; at names the
// i-th.
func contradictions(js []Judgement, at func(i int) string) []error {
	var errs []error
	one := Canonical(js)
	of := func(entity string) string { return cmp.Or(one[entity], entity) }
	type part struct{ entity, article string }
	split := map[part]int{}
	for i, j := range js {
		switch j.Kind {
		case JudgeApart:
			if of(j.A) == of(j.B) {
				errs = append(errs, fmt.Errorf("%s, column %s: apart, but the merges make one of %s and %s; change this line or one of those", at(i), columnKind, j.A, j.B))
			}
		case JudgeSplit:
			for _, a := range j.Articles {
				first, twice := split[part{j.A, a}]
				if twice && SplitKey(j.A, j.B) != SplitKey(j.A, js[first].B) {
					errs = append(errs, fmt.Errorf("%s, column %s: %s gives what %s says of %s to another namesake; take it out of one", at(i), columnArticles, at(first), a, j.A))
				}
				split[part{j.A, a}] = i
			}
		}
	}
	return errs
}

// Canonical returns, for every entity that merges of js make one with others,
// the key that stands for all of them: the least of their keys, a person's of
// whom only a surname is known last. Entities that are merged with none are
// absent.
func Canonical(js []Judgement) map[string]string {
	parent := map[string]string{}
	var root func(string) string
	root = func(k string) string {
		p := cmp.Or(parent[k], k)
		if p != k {
			p = root(p)
			parent[k] = p
		}
		return p
	}
	for _, j := range js {
		if j.Kind == JudgeMerge {
			a, b := root(j.A), root(j.B)
			if standsBehind(a, b) {
				a, b = b, a
			}
			parent[b] = a
		}
	}
	out := map[string]string{}
	for _, k := range slices.Collect(maps.Keys(parent)) {
		out[k] = root(k)
	}
	for _, r := range slices.Collect(maps.Values(out)) {
		out[r] = r
	}
	return out
}

// standsBehind reports whether b, rather than a, stands for both.
func standsBehind(a, b string) bool {
	single := func(k string) bool { return strings.HasPrefix(k, "person:") && strings.Contains(k, "|") }
	if single(a) != single(b) {
		return single(a)
	}
	return a > b
}
