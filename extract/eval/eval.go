// Package eval scores documents against gold annotations: precision, recall and
// F1 of the nodes and edges of whole articles.
//
// Entities are aligned one to one within their type by the strings that mention
// them: named entities first, then offices and events, for which the neighbours
// in the graph count too. A relation is right when its type and both ends are.
// An event that the gold marks as background, and its relations, are never
// required, and never wrong to find.
package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dateline/extract"
	"dateline/graph/schema"
)

// Gold is the annotated graph of one article.
type Gold struct {
	ID        string     `json:"id"`
	Published string     `json:"published"`
	Entities  []Entity   `json:"entities"`
	Relations []Relation `json:"relations"`
	Text      string     `json:"-"`
}

// Entity is an annotated entity. Mentions are distinct strings of the text; in
// one with brackets the mention is what is within them, the rest is context.
type Entity struct {
	ID       string       `json:"id"`
	Type     schema.Label `json:"type"`
	Name     string       `json:"name"`
	Mentions []string     `json:"mentions"`
	Title    string       `json:"title"`
	Event    string       `json:"event"`
	Status   string       `json:"status"`
	Date     string       `json:"date"`
	Core     bool         `json:"core"` // of an event: not background
}

// Relation is an annotated relation between two entities, by their IDs.
type Relation struct {
	Type   schema.Type `json:"type"`
	From   string      `json:"from"`
	To     string      `json:"to"`
	Status string      `json:"status"`
	Role   string      `json:"role"`
	Kind   string      `json:"kind"`
}

// Load reads the gold files (*.json) of a folder, in the order of their names,
// with the texts beside them (text/ID.txt).
func Load(dir fs.FS) ([]Gold, error) {
	files, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, err
	}
	var out []Gold
	for _, f := range files {
		data, err := fs.ReadFile(dir, f)
		if err != nil {
			return nil, err
		}
		var g Gold
		if err := json.Unmarshal(data, &g); err != nil {
			return nil, fmt.Errorf("reading %s: %w", f, err)
		}
		text, err := fs.ReadFile(dir, path.Join("text", g.ID+".txt"))
		if err != nil {
			return nil, err
		}
		g.Text = string(text)
		out = append(out, g)
	}
	return out, nil
}

// Held returns the articles whose ids, divided by white space, are among those
// that training holds back to choose and to fit by: train/held.txt.
func Held(gold []Gold, ids string) []Gold {
	named := strings.Fields(ids)
	var out []Gold
	for _, g := range gold {
		if slices.Contains(named, g.ID) {
			out = append(out, g)
		}
	}
	return out
}

// Count holds what a precision and a recall are made of.
type Count struct {
	Right, Wrong int // of those found
	Need, Hit    int // of those required
}

// PRF returns precision, recall and F1 in per cent.
func (c Count) PRF() (p, r, f float64) {
	if n := c.Right + c.Wrong; n > 0 {
		p = 100 * float64(c.Right) / float64(n)
	}
	if c.Need > 0 {
		r = 100 * float64(c.Hit) / float64(c.Need)
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// Attribute counts how often an attribute of what was found is right.
type Attribute struct{ Right, Of int }

// Report is the score of some articles. Counts are by label and relation type,
// and under "nodes", "edges" and "graph" (both together).
type Report struct {
	Articles   int
	Counts     map[string]*Count
	Attributes map[string]*Attribute
}

// Score compares documents with gold, article by article.
func Score(gold []Gold, documents []*extract.Document) Report {
	r := Report{len(gold), map[string]*Count{}, map[string]*Attribute{}}
	byID := map[string]*extract.Document{}
	for _, d := range documents {
		byID[d.ID] = d
	}
	for _, g := range gold {
		d := byID[g.ID]
		if d == nil {
			d = &extract.Document{}
		}
		r.add(g, d)
	}
	return r
}

func (r Report) count(names ...string) func(func(*Count)) {
	return func(change func(*Count)) {
		for _, n := range names {
			if r.Counts[n] == nil {
				r.Counts[n] = &Count{}
			}
			change(r.Counts[n])
		}
	}
}

func (r Report) attribute(name string, right bool) {
	if r.Attributes[name] == nil {
		r.Attributes[name] = &Attribute{}
	}
	r.Attributes[name].Of++
	if right {
		r.Attributes[name].Right++
	}
}

type triple struct {
	kind     schema.Type
	from, to string
}

func (r Report) add(g Gold, d *extract.Document) {
	aligned := align(g, d)
	found := set{}
	for _, id := range aligned {
		found[id] = true
	}
	background := set{}
	golden := map[string]Entity{}
	for _, e := range g.Entities {
		golden[e.ID] = e
		background[e.ID] = e.Type == schema.Event && !e.Core
	}
	for _, e := range d.Entities {
		id, ok := aligned[e.ID]
		r.count(string(e.Type), "nodes", "graph")(func(c *Count) { tally(c, ok) })
		if x := golden[id]; ok && e.Type == schema.Event {
			r.attribute("event type", e.Event == x.Event)
			r.attribute("event status", e.Status == x.Status)
			if x.Date != "" {
				r.attribute("event date", strings.HasPrefix(e.Date, x.Date))
			}
		}
	}
	for _, e := range g.Entities {
		if !background[e.ID] {
			r.count(string(e.Type), "nodes", "graph")(func(c *Count) { require(c, found[e.ID]) })
		}
	}
	stated, hit := g.stated(), map[triple]bool{}
	for i, v := range verdicts(stated, aligned, d) {
		if v.repeated {
			continue
		}
		x, y := d.Relations[i], stated[v.triple]
		r.count(string(x.Type), "edges", "graph")(func(c *Count) { tally(c, v.right) })
		if !v.right {
			continue
		}
		hit[v.triple] = true
		switch x.Type {
		case schema.HoldsOffice:
			r.attribute("office status", x.Status == y.Status)
		case schema.ParticipatedIn:
			r.attribute("participant role", x.Role == y.Role)
		}
	}
	for t := range stated {
		if !background[t.from] && !background[t.to] {
			r.count(string(t.kind), "edges", "graph")(func(c *Count) { require(c, hit[t]) })
		}
	}
}

// stated returns the annotated relations by their type and ends.
func (g Gold) stated() map[triple]Relation {
	out := map[triple]Relation{}
	for _, x := range g.Relations {
		out[triple{x.Type, x.From, x.To}] = x
	}
	return out
}

// verdict says whether a relation of a document is right: the annotated one that
// it states, and whether another of the document has stated that before.
type verdict struct {
	triple
	right, repeated bool
}

// verdicts judges the relations of a document, in their order.
func verdicts(stated map[triple]Relation, aligned map[string]string, d *extract.Document) []verdict {
	out := make([]verdict, len(d.Relations))
	seen := map[triple]bool{}
	for i, x := range d.Relations {
		t := triple{x.Type, aligned[x.From], aligned[x.To]}
		_, ok := stated[t]
		if turned := (triple{t.kind, t.to, t.from}); !ok && x.Type == schema.RelativeOf {
			if _, ok = stated[turned]; ok {
				t = turned
			}
		}
		out[i] = verdict{t, ok, ok && seen[t]}
		seen[t] = true
	}
	return out
}

func tally(c *Count, right bool) {
	if right {
		c.Right++
	} else {
		c.Wrong++
	}
}

func require(c *Count, hit bool) {
	c.Need++
	if hit {
		c.Hit++
	}
}

type set map[string]bool

// node is an entity of either side, for alignment.
type node struct {
	id       string
	label    schema.Label
	event    string
	mentions []string
	strings  []string // mentions and name
}

func align(g Gold, d *extract.Document) map[string]string {
	var gold, mine []node
	for _, e := range g.Entities {
		ms := make([]string, len(e.Mentions))
		for i, m := range e.Mentions {
			ms[i] = bracketed.ReplaceAllString(m, "$1")
		}
		gold = append(gold, node{e.ID, e.Type, e.Event, ms, append(slices.Clone(ms), e.Name)})
	}
	for _, e := range d.Entities {
		ms := make([]string, len(e.Mentions))
		for i, m := range e.Mentions {
			ms[i] = m.Text
		}
		mine = append(mine, node{e.ID, e.Type, e.Event, ms, append(slices.Clone(ms), e.Name)})
	}
	type end struct {
		kind  schema.Type
		out   bool
		other string
	}
	around := map[string]map[end]bool{}
	link := func(id string, e end) {
		if around[id] == nil {
			around[id] = map[end]bool{}
		}
		around[id][e] = true
	}
	for _, x := range g.Relations {
		link(x.From, end{x.Type, true, x.To})
		link(x.To, end{x.Type, false, x.From})
	}
	near := map[string][]end{}
	for _, x := range d.Relations {
		near[x.From] = append(near[x.From], end{x.Type, true, x.To})
		near[x.To] = append(near[x.To], end{x.Type, false, x.From})
	}
	aligned, used := map[string]string{}, set{}
	type pair struct {
		score      float64
		mine, gold string
	}
	for _, labels := range [][]schema.Label{{schema.Person, schema.Organization, schema.Country, schema.Place}, {schema.Office, schema.Event}} {
		var pairs []pair
		for _, m := range mine {
			for _, x := range gold {
				if m.label != x.label || !slices.Contains(labels, m.label) {
					continue
				}
				s := similarity(x, m)
				if s <= 0 {
					continue
				}
				shared := map[end]bool{}
				for _, e := range near[m.id] {
					if other, ok := aligned[e.other]; ok && around[x.id][end{e.kind, e.out, other}] {
						shared[e] = true
					}
				}
				s += .5 * float64(min(len(shared), 3))
				if m.label == schema.Event && m.event == x.event {
					s += .3
				}
				pairs = append(pairs, pair{s, m.id, x.id})
			}
		}
		slices.SortFunc(pairs, func(a, b pair) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.mine, b.mine), cmp.Compare(a.gold, b.gold))
		})
		for _, q := range pairs {
			if _, ok := aligned[q.mine]; !ok && !used[q.gold] {
				aligned[q.mine] = q.gold
				used[q.gold] = true
			}
		}
	}
	return aligned
}

// similarity returns how well the strings of two entities of one type agree: 0
// (not at all) to 1.
func similarity(g, p node) float64 {
	if g.label == schema.Event {
		return jaccard(stems(g.mentions), stems(p.mentions))
	}
	a, b := folded(g.strings), folded(p.strings)
	if j := jaccard(a, b); j > 0 {
		return .5 + .5*j
	}
	best := 0.
	for x := range a {
		for y := range b {
			X, Y := newSet(words(x)), newSet(words(y))
			if len(X) == 0 || len(Y) == 0 {
				continue
			}
			if g.label == schema.Office {
				sx, sy := stems([]string{x}), stems([]string{y})
				if o := 2 * float64(len(common(sx, sy))) / float64(len(X)+len(Y)); o >= .5 {
					best = max(best, .4*o)
				}
			} else if n := len(common(X, Y)); n == min(len(X), len(Y)) {
				best = max(best, .3*float64(n)/float64(max(len(X), len(Y))))
			}
		}
	}
	return best
}

var bracketed = regexp.MustCompile(`(?s)^.*\[(.+)\].*$`)

var stop = newSet(strings.Fields("the a an of in on to for and with by at from s his her its their"))

func newSet(words []string) set {
	s := set{}
	for _, w := range words {
		s[w] = true
	}
	return s
}

func common(a, b set) set {
	out := set{}
	for x := range a {
		if b[x] {
			out[x] = true
		}
	}
	return out
}

func jaccard(a, b set) float64 {
	n := len(common(a, b))
	if n == 0 {
		return 0
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

var possessive = strings.NewReplacer("’s", "", "'s", "")

// normal folds case and punctuation.
func normal(s string) string {
	return strings.Join(strings.FieldsFunc(possessive.Replace(strings.ToLower(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_'
	}), " ")
}

func folded(ss []string) set {
	out := set{}
	for _, s := range ss {
		if n := normal(s); n != "" {
			out[n] = true
		}
	}
	return out
}

func words(s string) []string {
	return slices.DeleteFunc(strings.Fields(normal(s)), func(w string) bool { return stop[w] })
}

func stems(ss []string) set {
	out := set{}
	for _, s := range ss {
		for _, w := range words(s) {
			out[stem(w)] = true
		}
	}
	return out
}

func stem(w string) string {
	for _, x := range []string{"ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "ed", "es", "s", "e"} {
		if s, ok := strings.CutSuffix(w, x); ok && len([]rune(s)) >= 4 {
			return s
		}
	}
	return w
}

// String returns the report as a table, with one decimal.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s %6s %6s %6s  gold\n", "", "P", "R", "F1")
	rows := []string{}
	for _, l := range []schema.Label{schema.Person, schema.Office, schema.Organization, schema.Country, schema.Place, schema.Event} {
		rows = append(rows, string(l))
	}
	rows = append(rows, "nodes")
	for _, t := range schema.Graph.Facts() {
		rows = append(rows, string(t))
	}
	for _, name := range append(rows, "edges", "graph") {
		if c := r.Counts[name]; c != nil {
			p, rec, f := c.PRF()
			fmt.Fprintf(&b, "%-16s %6.1f %6.1f %6.1f  %d\n", name, p, rec, f, c.Need)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		a := r.Attributes[name]
		fmt.Fprintf(&b, "%-16s %6.1f %% of %d\n", name, 100*float64(a.Right)/float64(max(a.Of, 1)), a.Of)
	}
	return b.String()
}
