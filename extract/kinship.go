package extract

import (
	"slices"
	"strings"

	"dateline/graph/schema"
)

// kinship finds the relations between persons that words of kinship state: "A's
// mother, X", "his sons X and Y", "X, the sister of A".
func (p *page) kinship(mentions []mention, of []int) []fact {
	f := family{p, map[int]int{}, map[int]int{}, map[int]int{}}
	for k, m := range mentions {
		if m.label == schema.Person {
			f.starts[m.first], f.ends[m.last] = k, k
		}
	}
	for _, n := range p.pronouns(mentions) {
		f.stands[n.token] = n.name
	}
	var out []fact
	for i := range p.Tokens {
		var from, to []int
		kind, ok := p.lex.kinship[p.lower(i)]
		switch {
		case p.lower(i) == "married":
			kind, from, to = "spouse", f.subject(i), f.relatives(f.past(i+1, "to"), mentions, false)
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
		if m, ok := f.stands[k]; ok {
			return []int{m}
		}
	case w == "whose":
		for j := k; f.same(j, i); j-- {
			if m, ok := f.ends[j]; ok {
				return []int{m}
			}
		}
	case f.possessive(k):
		if m, ok := f.ends[k]; ok {
			return []int{m}
		}
	}
	return nil
}

// subject returns the mention of the person before the verb at token i: "A, who is
// married", "he later married".
func (f family) subject(i int) []int {
	k := i
	for ; f.same(k-1, i) && (introducing[f.lower(k-1)] || auxiliary[f.lower(k-1)] || strings.HasSuffix(f.lower(k-1), "ly")); k-- {
		if _, ok := f.ends[k]; ok {
			break
		}
	}
	if m, ok := f.ends[k]; ok {
		return []int{m}
	}
	if m, ok := f.stands[k-1]; ok && (f.lower(k-1) == "he" || f.lower(k-1) == "she") {
		return []int{m}
	}
	return nil
}

// past returns the token behind a word, if it stands at token i, or i.
func (f family) past(i int, word string) int {
	if f.lower(i) == word {
		i++
	}
	return i
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
	k := i
	for f.same(k-1, i) && (besideKin[f.lower(k-1)] || introducing[f.lower(k-1)]) {
		if m, ok := f.ends[k]; ok {
			return []int{m}
		}
		k--
	}
	if m, ok := f.ends[k]; ok {
		return []int{m}
	}
	return nil
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
