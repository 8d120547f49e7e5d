package neo4j

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"dateline/graph"
	"dateline/graph/schema"
)

// walkable is how many entities are looked at, those that most articles mention,
// before the index is asked for all, if it has more than half as many: where
// many names fit, the best are among them.
const walkable = 1000

// Find looks for entities by name, see store.View. The full-text index only
// narrows the search, because it splits and folds words in its own way; names
// decide here. It does not see compatibility symbols (U+2121 for "TEL"), nor that
// words go on after two dots or apostrophes in a row.
func (s *Store) Find(ctx context.Context, query string, limit int, labels ...schema.Label) ([]graph.Node, error) {
	asked := graph.Words(query)
	if len(asked) == 0 || limit < 1 {
		return nil, ctx.Err()
	}
	var out []graph.Node
	err := s.view(ctx, "finding "+query, func(tx transaction) error {
		f := finding{asked: asked, same: graph.Normalize(query), labels: labels, hits: map[string]hit{}}
		few := s.walkable/2 + 1
		n, _, err := f.read(ctx, tx, findCandidates, params{"query": candidates(asked, false), "limit": few})
		if err != nil {
			return err
		}
		if n == few {
			if err := f.walk(ctx, tx, s.walkable, limit); err != nil {
				return err
			}
		}
		hits := slices.SortedFunc(maps.Values(f.hits), hit.compare)
		var ids []string
		for _, h := range hits[:min(limit, len(hits))] {
			ids = append(ids, h.id)
		}
		nodes, err := tx.nodes(ctx, readNodes, ids)
		for _, id := range ids {
			out = append(out, nodes[id])
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// walk looks for the best of many hits: among the walkable entities that most
// articles mention, and then, if that is not enough, among all.
func (f *finding) walk(ctx context.Context, tx transaction, walkable, limit int) error {
	n, least, err := f.read(ctx, tx, findReported, params{"limit": walkable})
	if err != nil || n < walkable {
		return err
	}
	from, p := findCandidates, params{"query": candidates(f.asked, false), "limit": math.MaxInt32}
	if f.sure(least) >= limit { // but for those of equal names
		if p["query"] = candidates(f.asked, true); p["query"] == everything {
			from, p = scanEqual, params{"like": like(f.asked)}
		}
	}
	_, _, err = f.read(ctx, tx, from, p)
	return err
}

// hit is an entity that is found.
type hit struct {
	id       string
	equal    bool
	articles int64
}

func (h hit) compare(other hit) int {
	rank := map[bool]int{true: 0, false: 1}
	return cmp.Or(rank[h.equal]-rank[other.equal], cmp.Compare(other.articles, h.articles), cmp.Compare(h.id, other.id))
}

// finding is a search under way.
type finding struct {
	asked  []string // words
	same   string   // all of them, as an equal name has them
	labels []schema.Label
	hits   map[string]hit
}

// read takes those that are found among what a statement yields, and returns how
// many that are and the least number of articles among them.
func (f *finding) read(ctx context.Context, tx transaction, c statement, p params) (n int, least int64, err error) {
	result, err := tx.Run(ctx, string(c), p)
	if err != nil {
		return 0, 0, err
	}
	for r, err := range result.Records(ctx) {
		if err != nil {
			return 0, 0, err
		}
		id := text(r, "id")
		h, found := hit{id, f.hits[id].equal, integer(r, "articles")}, false
		if n++; n == 1 || h.articles < least {
			least = h.articles
		}
		if len(f.labels) > 0 && !slices.Contains(f.labels, labelOf(id)) {
			continue
		}
		for _, form := range texts(r, "forms") {
			h.equal = h.equal || graph.Normalize(form) == f.same
			found = found || holds(graph.Words(form), f.asked)
		}
		if found {
			f.hits[id] = h
		}
	}
	return n, least, nil
}

// sure returns how many of the hits come before all that has not been looked at,
// equal names aside: those that more articles mention than least.
func (f *finding) sure(least int64) int {
	n := 0
	for _, h := range f.hits {
		if h.articles > least {
			n++
		}
	}
	return n
}

// holds reports whether words has all that are asked for, the last of them as a
// prefix.
func holds(words, asked []string) bool {
	last := len(asked) - 1
	for _, w := range asked[:last] {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, asked[last]) })
}

// The index folds accents and leaves out these words.
const stopWords = " a an and are as at be but by for if in into is it no not of on or such that the their then there" +
	" these they this to was will with "

// Bounds of the query to the index: more would narrow the search no further, but
// can be more than the index takes.
const (
	maxRun  = 24 // letters
	maxRuns = 12
)

// everything is the query that yields all.
const everything = "*:*"

// candidates returns a query, in the syntax of Lucene, that yields at least the
// entities with a name that holds all words, or that has just these. Of each word
// the runs of Latin letters and the runs of digits without accents count: both
// stand in one term of the index, perhaps with apostrophes and dots. A term with
// other characters may be anything: who has one is always yielded.
func candidates(words []string, equal bool) string {
	var clauses []string
	others := false
	for i, w := range words {
		runs := runs(w)
		for _, run := range runs {
			if strings.Contains(stopWords, " "+run) || len(clauses) == maxRuns {
				continue
			}
			letters := strings.Split(run[:min(maxRun, len(run))], "")
			before, after := ".*", ".*"
			if run == w && len(run) <= maxRun { // it is a word of its own in the term
				before = "(.*[^a-z0-9])?"
				if equal || i < len(words)-1 {
					after = "([^a-z0-9].*)?"
				}
			}
			clause := "+/" + before + strings.Join(letters, "['.]*") + after + "/"
			if !slices.Contains(clauses, clause) {
				clauses = append(clauses, clause)
			}
		}
		if len(runs) == 0 && !strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
			others = true
		}
	}
	const other = "/.*[^ -~].*/"
	switch {
	case others:
		return other
	case len(clauses) == 0:
		return everything
	}
	return "(" + strings.Join(clauses, " ") + ") OR " + other
}

// like returns a regular expression of Java that fits at least the names that have
// just these words.
func like(words []string) string {
	var b strings.Builder
	b.WriteString("(?is)[^a-z0-9]*")
	for _, c := range strings.Join(words, "") {
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			b.WriteRune(c)
			b.WriteString("[^a-z0-9]*")
		}
	}
	return b.String() + "|.*[^ -~].*"
}

// runs returns the longest parts of a word that are all letters a to z, or all
// digits 0 to 9.
func runs(word string) []string {
	var out []string
	kind := func(r rune) int {
		switch {
		case 'a' <= r && r <= 'z':
			return 1
		case '0' <= r && r <= '9':
			return 2
		}
		return 0
	}
	before := 0
	for _, r := range word {
		k := kind(r)
		switch {
		case k == 0:
		case k == before:
			out[len(out)-1] += string(r)
		default:
			out = append(out, string(r))
		}
		before = k
	}
	return out
}
