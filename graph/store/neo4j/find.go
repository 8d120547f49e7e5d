package neo4j

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph"
)

// Find looks for entities by name, see store.Store. The full-text index only
// narrows the search, because it splits and folds words in its own way; names
// decide here. It does not see compatibility symbols (U+2121 for "TEL"), nor that
// words go on after two dots or apostrophes in a row.
func (s *Store) Find(ctx context.Context, query string, limit int) ([]graph.Node, error) {
	asked := graph.Words(query)
	if len(asked) == 0 || limit < 1 {
		return nil, ctx.Err()
	}
	type hit struct {
		id       string
		equal    bool
		articles int64
	}
	var out []graph.Node
	err := s.begin(ctx, driver.AccessModeRead, func(tx transaction) error {
		result, err := tx.Run(ctx, string(findCandidates), params{"query": candidates(asked)})
		if err != nil {
			return err
		}
		same := graph.Normalize(query)
		all := map[string]hit{}
		for r, err := range result.Records(ctx) {
			if err != nil {
				return err
			}
			id, found := text(r, "id"), false
			h := hit{id, all[id].equal, integer(r, "articles")}
			for _, form := range append(texts(r, "aliases"), text(r, "name")) {
				h.equal = h.equal || graph.Normalize(form) == same
				found = found || holds(graph.Words(form), asked)
			}
			if found {
				all[id] = h
			}
		}
		hits := slices.SortedFunc(maps.Values(all), func(a, b hit) int {
			if a.equal != b.equal {
				if a.equal {
					return -1
				}
				return 1
			}
			return cmp.Or(cmp.Compare(b.articles, a.articles), cmp.Compare(a.id, b.id))
		})
		var ids []string
		for _, h := range hits[:min(limit, len(hits))] {
			ids = append(ids, h.id)
		}
		out = make([]graph.Node, len(ids))
		return tx.read(ctx, readNodes, ids, func(r *driver.Record) {
			id := text(r, "id")
			out[slices.Index(ids, id)] = node(labelOf(id), id, object(r, "properties"))
		})
	})
	if err != nil {
		return nil, s.failed(ctx, "finding "+query, err)
	}
	return out, nil
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

// candidates returns a query, in the syntax of Lucene, that yields at least the
// entities with a name that holds all words. Of each word the runs of Latin
// letters and the runs of digits without accents count: both stand in one term of
// the index, perhaps with apostrophes and dots. A term with other characters may
// be anything.
func candidates(words []string) string {
	const other = "/.*[^ -~].*/"
	var clauses []string
	add := func(c string) {
		if !slices.Contains(clauses, c) {
			clauses = append(clauses, c)
		}
	}
	for _, w := range words {
		runs := runs(w)
		for _, run := range runs {
			if strings.Contains(stopWords, " "+run) || len(clauses) == maxRuns {
				continue
			}
			letters := strings.Split(run[:min(maxRun, len(run))], "")
			add("+(/.*" + strings.Join(letters, "['.]*") + ".*/ OR " + other + ")")
		}
		if len(runs) == 0 && !strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
			add("+" + other)
		}
	}
	if len(clauses) == 0 {
		return "*:*"
	}
	return strings.Join(clauses, " ")
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
