package extract

import (
	"slices"
	"strings"

	"dateline/graph/schema"
)

// kinship finds the relations between persons that words of kinship state: "A's
// mother, X", "his sons X and Y", "X, the sister of A".
func (p *page) kinship(mentions []mention, pronouns []pronoun, of []int) []fact {
	f := family{p, map[int]int{}, map[int]int{}, map[int]int{}}
	for k, m := range mentions {
		if m.label == schema.Person {
			f.starts[m.first], f.ends[m.last] = k, k
		}
	}
	for _, n := range pronouns {
		f.stands[n.token] = n.name
	}
	var out []fact
	for i := range p.Tokens {
		var from, to []int
		kind, ok := p.lex.kinship[p.lower(i)]
		switch {
		case p.lower(i) == "married":
			next := i + 1
			if p.lower(next) == "to" {
				next++
			}
			kind, from, to = "spouse", f.subject(i), f.relatives(next, mentions, false)
		case !ok:
			continue
		default:
			if from, to = f.relatives(i+1, mentions, strings.HasSuffix(p.lower(i), "s")), f.whose(i); to == nil {
				from, to = f.described(i), f.bearers(i+1, mentions)
			}
		}
		for _, a := range from {
			for _, b := range to {
				if of[a] != of[b] {
					sentence := p.Tokens[i].Sentence
					out = append(out, fact{kind: schema.RelativeOf, from: of[a], to: of[b], kin: kind, sentence: sentence, rule: "kinship"})
				}
			}
		}
	}
	return out
}

// family finds who is meant around words of kinship.
type family struct {
	*page
	starts, ends map[int]int // mentions of persons, by their first token and that behind their last
	stands       map[int]int // by the token of a pronoun, the mention for which it stands
}

// besideKin are words between a word of kinship and that on which it depends.
var besideKin = newSet(strings.Fields("elder younger older eldest youngest twin late only estranged former first second third two three four five surviving slain adopted"))

// whose returns the mention of the person whose relative the word of kinship at token
// i is, by what stands before it: "his", "whose", "A's"; nil if nothing says that.
func (f family) whose(i int) []int {
	k := i - 1
	for f.same(k, i) && besideKin[f.lower(k)] {
		k--
	}
	if !f.same(k, i) {
		return nil
	}
	switch w := f.lower(k); {
	case w == "his", w == "her":
		return one(f.stands, k)
	case w == "whose":
		for j := k; f.same(j, i) && j > k-inReach; j-- {
			if m := one(f.ends, j); m != nil {
				return m
			}
		}
	case f.possessive(k):
		return one(f.ends, k)
	}
	return nil
}

// subject returns the mention of the person before the verb at token i: "A, who is
// married", "he later married".
func (f family) subject(i int) []int {
	k := f.back(i, func(w string) bool { return introducing[w] || auxiliary[w] || strings.HasSuffix(w, "ly") })
	if m := one(f.ends, k); m != nil {
		return m
	}
	if w := f.lower(k - 1); w == "he" || w == "she" {
		return one(f.stands, k-1)
	}
	return nil
}

// back returns the token behind the person before token i, or else that behind which
// only words stand that may be between the two.
func (f family) back(i int, between func(word string) bool) int {
	k := i
	for f.same(k-1, i) && between(f.lower(k-1)) && one(f.ends, k) == nil {
		k--
	}
	return k
}

// one returns the mention at a token, nil if there is none.
func one(where map[int]int, token int) []int {
	if m, ok := where[token]; ok {
		return []int{m}
	}
	return nil
}

// relatives returns the mentions of the persons whom a word of kinship before token i
// introduces: at once or behind titles, or behind a comma and what they are; several
// if the word is a plural.
func (f family) relatives(i int, mentions []mention, plural bool) []int {
	const longest = 5 // tokens before the name
	apart := f.lower(i) == ","
	if apart {
		i++
	}
	noun := apart && (f.lower(i) == "the" || f.lower(i) == "a" || f.lower(i) == "an")
	for end := i + longest; i < end && f.same(i, i-1); i++ {
		m, ok := f.starts[i]
		if !ok {
			w := f.Tokens[i].Text
			if isWord(w) && (isUpper(w) || noun && !reporting[f.lower(i)]) || w == "." {
				continue
			}
			return nil
		}
		last := mentions[m].last
		if apart && reporting[f.lower(last)] { // "his wife, Noor said"
			return nil
		}
		out := []int{m}
		for plural {
			for f.lower(last) == "," || f.lower(last) == "and" {
				last++
			}
			k, ok := f.starts[last]
			if !ok || slices.Contains(out, k) || !f.same(last, i) {
				break
			}
			out, last = append(out, k), mentions[k].last
		}
		return out
	}
	return nil
}

// described returns the mention of the person whom the word of kinship at token i
// describes: "X, the sister of A", "X is a half-brother to A".
func (f family) described(i int) []int {
	return one(f.ends, f.back(i, func(w string) bool { return besideKin[w] || introducing[w] }))
}

// introducing are words between a person and what describes them.
var introducing = newSet(strings.Fields(", the a an who is was"))

// bearers returns the mentions of the persons whose relative a word of kinship before
// token i tells of: "of A and B", "to A".
func (f family) bearers(i int, mentions []mention) []int {
	const longest = 4 // tokens before the name
	if w := f.lower(i); w != "of" && w != "to" {
		return nil
	}
	for k := i + 1; k <= i+longest && f.same(k, i); k++ {
		if m, ok := f.starts[k]; ok {
			if last := mentions[m].last; f.lower(last) == "and" && f.same(last, i) {
				if other, ok := f.starts[last+1]; ok {
					return []int{m, other}
				}
			}
			return []int{m}
		}
		if w := f.Tokens[k].Text; !isUpper(w) && w != "the" && w != "late" && w != "." {
			return nil
		}
	}
	return nil
}
