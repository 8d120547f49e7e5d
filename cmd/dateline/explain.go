package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"dateline/extract"
	"dateline/graph/schema"
)

// Widths of lines in characters: where there is no terminal, and the least.
const (
	explainWidth    = 80
	explainMinWidth = 30
)

// explainer writes documents to be read: each fact with the sentences that state
// it, in which the places that name its two ends are marked.
type explainer struct {
	w     *bufio.Writer
	width int  // of a line, in characters
	color bool // marks are colors, else brackets: [Lloyd Austin|Person]
	begun bool
}

// newExplainer returns an explainer as wide as the terminal of out, if it is one,
// and in color unless NO_COLOR is set.
func newExplainer(out *os.File) *explainer {
	x := &explainer{w: bufio.NewWriter(out), width: explainWidth}
	if fd := int(out.Fd()); term.IsTerminal(fd) {
		x.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		if width, _, err := term.GetSize(fd); err == nil && width > 0 {
			x.width = max(width, explainMinWidth)
		}
	}
	return x
}

// explain writes what the document says, kind by kind in the order of the
// schema, facts of one kind by their places in the text.
func (x *explainer) explain(d *extract.Document) error {
	if x.begun {
		fmt.Fprint(x.w, "\n\n")
	}
	x.begun = true
	x.heading(d)
	entities := map[string]extract.Entity{}
	for _, e := range d.Entities {
		entities[e.ID] = e
	}
	for _, t := range schema.Graph.Facts() {
		var facts []fact
		for _, r := range d.Relations {
			if r.Type == t {
				facts = append(facts, fact{r, entities[r.From], entities[r.To]})
			}
		}
		if len(facts) == 0 {
			continue
		}
		slices.SortStableFunc(facts, func(a, b fact) int { return a.place() - b.place() })
		fmt.Fprintln(x.w)
		x.paragraph("", "", text(string(t), bold))
		for _, f := range facts {
			x.fact(f)
		}
	}
	x.loose(d)
	return x.w.Flush()
}

// heading writes what the article is, and how much it says.
func (x *explainer) heading(d *extract.Document) {
	x.paragraph("", "", text(cmp.Or(printable(d.Title), printable(d.ID)), bold))
	var parts []string
	for _, p := range []string{d.ID, d.Source, d.Published, d.URL} {
		if p = printable(p); p != "" && !(p == printable(d.ID) && d.Title == "") {
			parts = append(parts, p)
		}
	}
	entities := fmt.Sprintf("%d entities", len(d.Entities))
	if len(d.Entities) == 1 {
		entities = "1 entity"
	}
	parts = append(parts, entities+", "+count(len(d.Relations), "fact"))
	x.paragraph("  ", "  ", text(strings.Join(parts, " · "), faint))
}

// fact writes a fact with its sentences.
func (x *explainer) fact(f fact) {
	line := text(printable(f.from.Name), fromStyle)
	line = append(line, text(fmt.Sprintf(" (%s) —→ ", describe(f.from)), "")...)
	line = append(line, text(printable(f.to.Name), toStyle)...)
	line = append(line, text(fmt.Sprintf(" (%s)", describe(f.to)), "")...)
	x.paragraph("  ", "    ", line)
	x.paragraph("    ", "    ", text(strings.Join(f.details(), " · "), faint))
	for _, s := range f.Evidence {
		x.paragraph("    ", "     ", slices.Concat(text("“", ""), x.sentence(s.Quote, f.marks(s)), text("”", "")))
	}
}

// loose writes the entities that no fact is about, type by type by their places
// in the text, each with the number of its mentions.
func (x *explainer) loose(d *extract.Document) {
	bound := map[string]bool{}
	for _, r := range d.Relations {
		bound[r.From], bound[r.To] = true, true
	}
	loose := slices.DeleteFunc(slices.Clone(d.Entities), func(e extract.Entity) bool { return bound[e.ID] })
	if len(loose) == 0 {
		return
	}
	slices.SortStableFunc(loose, func(a, b extract.Entity) int { return firstMention(a) - firstMention(b) })
	fmt.Fprintln(x.w)
	x.paragraph("", "", append(text("Without a fact", bold), text(fmt.Sprintf(" (%d of %d)", len(loose), len(d.Entities)), "")...))
	for _, l := range schema.Graph.Entities() {
		var names []string
		for _, e := range loose {
			if e.Type == l {
				names = append(names, fmt.Sprintf("%s ×%d", printable(e.Name), len(e.Mentions)))
			}
		}
		if len(names) > 0 {
			x.paragraph("  ", "    ", text(fmt.Sprintf("%s: %s", l, strings.Join(names, ", ")), ""))
		}
	}
}

// fact is a relation with its ends.
type fact struct {
	extract.Relation
	from, to extract.Entity
}

// place returns where in the text the fact's best sentence first names an end
// of it, else where the sentence starts.
func (f fact) place() int {
	best := f.Evidence[0]
	marks := f.marks(best)
	if len(marks) == 0 {
		return best.Start
	}
	return best.Start + marks[0].start
}

// marks returns the places in the sentence that name an end of the fact, in
// their order, of two that start together the longer first.
func (f fact) marks(s extract.Evidence) []mark {
	var marks []mark
	for _, m := range named(f.from, s) {
		marks = append(marks, mark{m.Start - s.Start, m.End - s.Start, f.from.Type, fromStyle})
	}
	for _, m := range named(f.to, s) {
		marks = append(marks, mark{m.Start - s.Start, m.End - s.Start, f.to.Type, toStyle})
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return marks
}

// details returns what the article says of the fact, how sure it is, and what
// found it. An end that no sentence names is one that a rule has supplied.
func (f fact) details() []string {
	var parts []string
	add := func(prefix, value string) {
		if value = printable(value); value != "" {
			parts = append(parts, prefix+value)
		}
	}
	add("", f.Status)
	add("", f.Role)
	add("", f.Kind)
	add("since ", f.Since)
	add("until ", f.Until)
	parts = append(parts, fmt.Sprintf("confidence %.2f", f.Confidence))
	add("found by: ", f.Rule)
	add("according to ", f.AttributedTo)
	for _, end := range []extract.Entity{f.from, f.to} {
		if !slices.ContainsFunc(f.Evidence, func(s extract.Evidence) bool { return len(named(end, s)) > 0 }) {
			add("not named there: ", end.Name)
		}
	}
	return parts
}

// describe returns the type of an entity and its properties.
func describe(e extract.Entity) string {
	var parts []string
	for _, p := range []string{e.Kind, e.Event, e.Status, e.Date} {
		if p = printable(p); p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return string(e.Type)
	}
	return fmt.Sprintf("%s: %s", e.Type, strings.Join(parts, ", "))
}

// named returns the mentions of the entity within the sentence.
func named(e extract.Entity, s extract.Evidence) []extract.Mention {
	var within []extract.Mention
	for _, m := range e.Mentions {
		if s.Start <= m.Start && m.Start < m.End && m.End <= s.End {
			within = append(within, m)
		}
	}
	return within
}

// firstMention returns where in the text the entity is first named.
func firstMention(e extract.Entity) int {
	first := math.MaxInt
	for _, m := range e.Mentions {
		first = min(first, m.Start)
	}
	return first
}

// mark is a part of a sentence that names an end of a fact, by byte offsets into
// the sentence, half-open.
type mark struct {
	start, end int
	label      schema.Label
	style      style
}

// style is how a terminal shows a character: the parameters of the control
// sequence "select graphic rendition", none if empty.
type style string

const (
	bold      style = "1"
	faint     style = "2"
	fromStyle style = "1;36" // cyan
	toStyle   style = "1;35" // magenta
)

// glyph is a character with its style.
type glyph struct {
	r     rune
	style style
}

// text returns the glyphs of s in one style.
func text(s string, of style) []glyph {
	var out []glyph
	for _, r := range s {
		out = append(out, glyph{r, of})
	}
	return out
}

// sentence returns the quote on one line, without what a terminal would obey,
// with its marks. Where marks overlap, the later stands within the earlier.
func (x *explainer) sentence(quote string, marks []mark) []glyph {
	var out []glyph
	var open []mark
	bracket := func(s string) {
		if !x.color {
			out = append(out, text(s, "")...)
		}
	}
	closeUntil := func(at int) {
		for i := len(open) - 1; i >= 0; i-- {
			if open[i].end <= at {
				bracket("|" + string(open[i].label) + "]")
				open = slices.Delete(open, i, i+1)
			}
		}
	}
	for at, r := range quote {
		closeUntil(at)
		for ; len(marks) > 0 && marks[0].start <= at; marks = marks[1:] {
			bracket("[")
			open = append(open, marks[0])
		}
		g := glyph{r: r}
		if len(open) > 0 {
			g.style = open[len(open)-1].style
		}
		if printable(string(r)) == "" {
			if g.r = ' '; len(out) == 0 || out[len(out)-1].r == ' ' {
				continue
			}
		}
		out = append(out, g)
	}
	closeUntil(math.MaxInt)
	return out
}

// paragraph writes lines no longer than the width, if words allow, the first
// behind one indent, the others behind another.
func (x *explainer) paragraph(first, other string, line []glyph) {
	indent := first
	for _, l := range wrap(line, x.width-max(len(first), len(other))) {
		io.WriteString(x.w, indent)
		x.line(l)
		indent = other
	}
}

// line writes one line, whose end ends all styles.
func (x *explainer) line(l []glyph) {
	var now style
	change := func(to style) {
		if !x.color || to == now {
			return
		}
		if now != "" {
			io.WriteString(x.w, "\x1b[0m")
		}
		if to != "" {
			fmt.Fprintf(x.w, "\x1b[%sm", to)
		}
		now = to
	}
	for _, g := range l {
		change(g.style)
		x.w.WriteRune(g.r)
	}
	change("")
	x.w.WriteByte('\n')
}

// wrap cuts a line at spaces into lines of at most width glyphs, or of one word
// that is longer.
func wrap(line []glyph, width int) [][]glyph {
	space := func(g glyph) bool { return g.r == ' ' }
	var lines [][]glyph
	for len(line) > width {
		cut := width
		for cut > 0 && !space(line[cut]) {
			cut--
		}
		if cut == 0 {
			if cut = slices.IndexFunc(line, space); cut < 0 {
				break
			}
		}
		lines = append(lines, line[:cut])
		line = line[cut+1:]
	}
	return append(lines, line)
}
