package graph

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"dateline/graph/schema"
	"dateline/graph/sketch"
)

// Likeness is what of an article tells its copies: newspapers that print one
// agency's report. The sketches of such articles resemble each other, but so do
// those of texts that are filled into one form, as declarations of emergency are;
// these name others.
type Likeness struct {
	Article     string // ID
	PublishedAt string
	Sketch      sketch.Sketch
	Names       []uint64 // hashes of the keys of what the article names, ascending
}

// Two articles that resemble each other are copies if no more than copyDays lie
// between them and the one that names fewer has copyNames of its names in common
// with the other. Where the days are not known, the text must be nearly the same.
const (
	copyDays    = 7
	copyNames   = 0.9
	copyUndated = 0.9 // resemblance
)

// Likeness returns what tells the copies of g. Judgements do not change it: g is
// the graph as extracted. What only this article can name (a surname, an event)
// does not count.
func (g *Graph) Likeness() Likeness {
	l := Likeness{Article: g.Article.ID, PublishedAt: g.Article.PublishedAt, Sketch: g.Sketch}
	for _, m := range g.Mentions {
		switch m.Label {
		case schema.Person, schema.Organization, schema.Country, schema.Place:
			if m.Props["ambiguous"] == "" {
				h := fnv.New64a()
				h.Write([]byte(m.Entity))
				l.Names = append(l.Names, h.Sum64())
			}
		}
	}
	slices.Sort(l.Names)
	return l
}

// CopyOf reports whether two articles say the same in the same words, at about
// the same time. Articles that name nothing have no copies: nothing in them would
// count twice.
func (l Likeness) CopyOf(m Likeness) bool {
	days, certain := daysBetween(l.PublishedAt, m.PublishedAt)
	if days > copyDays || !l.namesAlike(m) || !l.Sketch.Resembles(m.Sketch) {
		return false
	}
	return certain || l.Sketch.Resemblance(m.Sketch) >= copyUndated
}

func (l Likeness) namesAlike(m Likeness) bool {
	common := 0
	for i, j := 0, 0; i < len(l.Names) && j < len(m.Names); {
		switch {
		case l.Names[i] < m.Names[j]:
			i++
		case l.Names[i] > m.Names[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	return common > 0 && float64(common) >= copyNames*float64(min(len(l.Names), len(m.Names)))
}

// Compare orders articles as originals and copies: the earlier published first,
// those of unknown date last, then by ID.
func (l Likeness) Compare(m Likeness) int {
	if (l.PublishedAt == "") != (m.PublishedAt == "") {
		return cmp.Compare(m.PublishedAt, l.PublishedAt)
	}
	return cmp.Or(cmp.Compare(l.PublishedAt, m.PublishedAt), cmp.Compare(l.Article, m.Article))
}

// daysBetween returns the least number of days that can lie between two dates, and
// whether both are known to the day.
func daysBetween(a, b string) (days int64, certain bool) {
	x, y := spanOf(a), spanOf(b)
	return max(0, y.first-x.last, x.first-y.last), x.first == x.last && y.first == y.last
}

// span is a run of days, counted from 1970.
type span struct{ first, last int64 }

// spanOf returns the days that a date, an ISO 8601 prefix, may mean: all there are
// if it says nothing.
func spanOf(date string) span {
	day := func(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if len(date) < len(p.layout) {
			continue
		}
		if t, err := time.Parse(p.layout, date[:len(p.layout)]); err == nil {
			return span{day(t), day(t.AddDate(p.years, p.months, p.days)) - 1}
		}
	}
	return span{-1 << 40, 1 << 40}
}

// Originals returns the ID of the original of each article that is a copy of
// another, of one of its copies and so on; those of which all others are copies,
// and those without copies, are absent. The original is the first in the order of
// Compare.
func Originals(all []Likeness) map[string]string {
	all = slices.SortedFunc(slices.Values(all), Likeness.Compare)
	parent := make([]int, len(all)) // of the first in order no later than itself
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	type band struct {
		index int
		key   uint32
	}
	alike := map[band][]int{}
	same := map[string]int{} // pages that say the same every time can be many
	for i, l := range all {
		parent[i] = i
		text := l.PublishedAt + " " + l.String()
		if first, again := same[text]; again {
			if l.CopyOf(l) {
				parent[i] = root(first)
			}
			continue
		}
		same[text] = i
		for index, key := range l.Sketch.Bands() {
			b := band{index, key}
			x := root(i)
			for _, j := range alike[b] {
				if y := root(j); x != y && l.CopyOf(all[j]) {
					parent[max(x, y)] = min(x, y)
					x = min(x, y)
				}
			}
			alike[b] = append(alike[b], i)
		}
	}
	out := map[string]string{}
	for i, l := range all {
		if r := root(i); r != i {
			out[l.Article] = all[r].Article
		}
	}
	return out
}

// Chorus is what articles and their copies have said.
type Chorus map[[2]string]bool

// Again reports whether an article or another one with its original has said
// something of an entity or fact before, and notes that it has. Called in the
// order of Likeness.Compare it tells which articles count: those that say it for
// the first time.
func (c Chorus) Again(original, of string) bool {
	k := [2]string{original, of}
	before := c[k]
	c[k] = true
	return before
}

// String returns the sketch and the names, for ParseLikeness: "" if there is no
// sketch.
func (l Likeness) String() string {
	if len(l.Sketch) == 0 {
		return ""
	}
	names := make([]byte, 0, 8*len(l.Names))
	for _, n := range l.Names {
		names = binary.LittleEndian.AppendUint64(names, n)
	}
	return l.Sketch.String() + "." + base64.RawStdEncoding.EncodeToString(names)
}

// ParseLikeness returns the likeness of an article that String wrote.
func ParseLikeness(article, publishedAt, text string) (Likeness, error) {
	l := Likeness{Article: article, PublishedAt: publishedAt}
	if text == "" {
		return l, nil
	}
	drawn, named, _ := strings.Cut(text, ".")
	var err error
	if l.Sketch, err = sketch.Parse(drawn); err != nil {
		return l, err
	}
	names, err := base64.RawStdEncoding.DecodeString(named)
	if err != nil || len(names)%8 != 0 {
		return l, errors.New("not the names of an article")
	}
	for ; len(names) > 0; names = names[8:] {
		l.Names = append(l.Names, binary.LittleEndian.Uint64(names))
	}
	return l, nil
}
