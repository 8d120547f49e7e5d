package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/graph/schema"
	"dateline/graph/sketch"
)

// Graph is what one article contributes. Mentions are sorted by entity, at most
// one each; Claims by fact, at most one each; see Sort.
type Graph struct {
	Article  Article
	Sketch   sketch.Sketch // of the text, by which copies are found; empty if it is not known
	Mentions []Mention
	Claims   []Claim
}

// Article identifies an article. Dates are ISO 8601 prefixes or empty.
type Article struct {
	ID               string // key: canonical URL, else the given id, else a hash of the text
	InputID          string // the id that the input gave, or the file's base name
	URL              string
	Title            string
	Source           string
	PublishedAt      string
	ContentHash      string
	ExtractorVersion string
}

// Supersedes reports whether a, another version of the same article, takes the
// place of b: the later publication wins, then the greater content hash, and
// of equal ones the one that comes later.
func (a Article) Supersedes(b Article) bool {
	return cmp.Or(cmp.Compare(a.PublishedAt, b.PublishedAt), cmp.Compare(a.ContentHash, b.ContentHash)) >= 0
}

// Props are the own properties of a node or fact, by the names of the schema,
// as one article states them.
type Props map[string]string

// Mention says how one article mentions one entity.
type Mention struct {
	Entity     string // key
	Label      schema.Label
	Name       string   // the fullest name that the article gives
	Starts     []int    // byte offsets into the article's text, ascending
	Ends       []int    // exclusive, parallel to Starts
	Forms      []string // distinct mention strings, sorted
	Confidence float64  // the highest of the mentions, 0 to 1
	Props      Props
}

// Claim is one fact as one article states it.
type Claim struct {
	Type         schema.Type
	From, To     string  // keys of entities that the article mentions
	Quote        string  // the sentence
	Start, End   int     // its byte offsets in the article's text, half-open
	Confidence   float64 // 0 to 1
	Rule         string  // what found it
	AttributedTo string  // who says so, or empty
	Props        Props
}

// Fact returns the key of the claim's fact, the same for all articles that
// state it.
func (c Claim) Fact() string { return FactKey(c.Type, c.From, c.To) }

// FactKey returns the key of a fact: its type and a hash of both ends.
func FactKey(t schema.Type, from, to string) string {
	return string(t) + ":" + digest(from, to)[:24]
}

// ClaimKey returns the key of what one article says of a fact.
func ClaimKey(fact, article string) string { return "claim:" + digest(fact, article)[:24] }

// digest hashes parts so that no two lists of parts run together.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Digest returns a hash of all that g says, for telling whether a stored graph
// is the same.
func (g *Graph) Digest() string {
	return digest(fmt.Sprintf("%#v", g.Article), g.Sketch.String(), fmt.Sprintf("%#v", g.Mentions), fmt.Sprintf("%#v", g.Claims))
}

// Sort brings g into canonical order, joins mentions of one entity and keeps of
// several claims of one fact the most confident, then the first in the text.
// Claims from an entity to itself go.
func (g *Graph) Sort() {
	slices.SortStableFunc(g.Mentions, func(a, b Mention) int { return cmp.Compare(a.Entity, b.Entity) })
	joined := g.Mentions[:0]
	for _, m := range g.Mentions {
		if n := len(joined); n > 0 && joined[n-1].Entity == m.Entity {
			joined[n-1] = joined[n-1].join(m)
		} else {
			joined = append(joined, m)
		}
	}
	g.Mentions = joined
	g.Claims = slices.DeleteFunc(g.Claims, func(c Claim) bool { return c.From == c.To })
	slices.SortStableFunc(g.Claims, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Start, b.Start))
	})
	g.Claims = slices.CompactFunc(g.Claims, func(a, b Claim) bool {
		return a.Type == b.Type && a.From == b.From && a.To == b.To
	})
}

// join unites two mentions of one entity by one article.
func (m Mention) join(n Mention) Mention {
	type span struct{ start, end int }
	var spans []span
	for _, x := range []Mention{m, n} {
		for i := range x.Starts {
			spans = append(spans, span{x.Starts[i], x.Ends[i]})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.start-b.start, a.end-b.end) })
	spans = slices.Compact(spans)
	out := m
	out.Name = longest([]string{m.Name, n.Name})
	out.Starts, out.Ends = nil, nil
	for _, s := range spans {
		out.Starts, out.Ends = append(out.Starts, s.start), append(out.Ends, s.end)
	}
	out.Forms = slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.Forms, n.Forms))))
	out.Confidence = max(m.Confidence, n.Confidence)
	out.Props = Props{}
	for _, x := range []Props{n.Props, m.Props} {
		maps.Copy(out.Props, x)
	}
	return out
}

var dateForm = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)

// Check reports whether g keeps to the schema: known labels and types with
// the right ends, known properties of the right kind, every claim between two
// mentioned entities and with a quote. The error joins all that is wrong.
func (g *Graph) Check(s *schema.Schema) error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	text := func(what, v string) {
		if !utf8.ValidString(v) {
			bad("%s is not UTF-8: %q", what, v)
		}
	}
	if g.Article.ID == "" {
		bad("article without id")
	}
	a := g.Article
	text("article", strings.Join([]string{a.ID, a.InputID, a.URL, a.Title, a.Source, a.ContentHash, a.ExtractorVersion}, "\n"))
	for what, v := range map[string]string{"id": a.ID, "input id": a.InputID, "URL": a.URL, "source": a.Source} { // all indexed
		if len(v) > maxArticleKey {
			bad("article %s of %d bytes, at most %d can be stored", what, len(v), maxArticleKey)
		}
	}
	if a.PublishedAt != "" && !dateForm.MatchString(a.PublishedAt) {
		bad("article: published %q is not a date", a.PublishedAt)
	}
	if _, err := sketch.Parse(g.Sketch.String()); err != nil {
		bad("article: %w", err)
	}
	labels := map[string]schema.Label{}
	for _, m := range g.Mentions {
		n := s.Node(m.Label)
		if n == nil || n.Provenance {
			bad("%s: unknown label %q", m.Entity, m.Label)
			continue
		}
		if _, twice := labels[m.Entity]; twice {
			bad("%s: mentioned twice", m.Entity)
		}
		labels[m.Entity] = m.Label
		if prefix := strings.ToLower(string(m.Label)) + ":"; !strings.HasPrefix(m.Entity, prefix) || len(m.Entity) > maxKey {
			bad("%s: a key of a %s begins with %q and has at most %d bytes", m.Entity, m.Label, prefix, maxKey)
		}
		if m.Name == "" || len(m.Starts) == 0 || len(m.Starts) != len(m.Ends) || len(m.Forms) == 0 {
			bad("%s: name, forms or offsets are missing", m.Entity)
		}
		text(m.Entity, m.Entity+m.Name+strings.Join(m.Forms, ""))
		errs = append(errs, checkProps(m.Entity, m.Props, n.Properties))
		if !probability(m.Confidence) {
			bad("%s: confidence %v", m.Entity, m.Confidence)
		}
	}
	facts := map[string]bool{}
	for _, c := range g.Claims {
		what := fmt.Sprintf("%s(%s, %s)", c.Type, c.From, c.To)
		if c.From == c.To || facts[c.Fact()] {
			bad("%s: claimed of itself or twice", what)
		}
		facts[c.Fact()] = true
		r := s.Relationship(c.Type)
		if r == nil || r.Provenance {
			bad("%s: unknown type", what)
			continue
		}
		if !slices.Contains(r.From, labels[c.From]) || !slices.Contains(r.To, labels[c.To]) {
			bad("%s: ends are %q and %q", what, labels[c.From], labels[c.To])
		}
		if c.Quote == "" || c.Start < 0 || c.End-c.Start != len(c.Quote) {
			bad("%s: no quote, or its offsets are off", what)
		}
		text(what, c.Quote+c.Rule+c.AttributedTo)
		errs = append(errs, checkProps(what, c.Props, r.Properties))
		if !probability(c.Confidence) {
			bad("%s: confidence %v", what, c.Confidence)
		}
	}
	return errors.Join(errs...)
}

func probability(p float64) bool { return p >= 0 && p <= 1 }

func checkProps(what string, props Props, declared []schema.Property) error {
	var errs []error
	known := 0
	for _, d := range declared {
		v, ok := props[d.Name]
		if !ok {
			if !d.Optional {
				errs = append(errs, fmt.Errorf("%s: %s is missing", what, d.Name))
			}
			continue
		}
		known++
		good := v != "" && utf8.ValidString(v)
		switch d.Kind {
		case schema.Enum:
			good = slices.Contains(d.Values, v)
		case schema.Date:
			good = dateForm.MatchString(v)
		case schema.Bool:
			good = v == "true"
		case schema.Int:
			n, err := strconv.ParseInt(v, 10, 64)
			good = err == nil && strconv.FormatInt(n, 10) == v
		}
		if !good {
			errs = append(errs, fmt.Errorf("%s: %s %q", what, d.Name, v))
		}
	}
	if known < len(props) {
		errs = append(errs, fmt.Errorf("%s: has properties that the schema does not know: %v", what, props))
	}
	return errors.Join(errs...)
}
