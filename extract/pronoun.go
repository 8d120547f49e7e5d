package extract

import "dateline/graph/schema"

// pronoun is a word that stands for a person whom the article names.
type pronoun struct {
	token int
	name  int // the mention that it stands for
}

// pronouns are the words that stand for one person, by the gender that they tell.
var pronouns = map[string]string{"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}

// standing is how often a pronoun stands for the one whom [page.pronouns] takes.
const standing = .75

// pronouns returns the pronouns that stand for persons who are named: the last one
// before it in its sentence, or else the first one, by name or by a pronoun alike, of
// the nearest of some sentences before it. In sentences of annotated articles that tell
// of an event of somebody whom they do not name, that is right as often as standing says.
func (p *page) pronouns(mentions []mention) []pronoun {
	const reach = 3 // sentences before its own
	type person struct {
		name, sentence int
		gender         string // of a pronoun; "" of a name
	}
	var out []pronoun
	var known []person // up to here
	next := 0
	for i := range p.Tokens {
		for ; next < len(mentions) && mentions[next].last <= i; next++ {
			if mentions[next].label == schema.Person {
				known = append(known, person{next, p.Tokens[mentions[next].first].Sentence, ""})
			}
		}
		gender, ok := pronouns[p.lower(i)]
		if !ok {
			continue
		}
		own := p.Tokens[i].Sentence
		meant := -1
		for k := len(known) - 1; k >= 0 && known[k].sentence >= own-reach; k-- {
			other := known[k]
			if meant >= 0 && (known[meant].sentence == own || other.sentence < known[meant].sentence) {
				break
			}
			if other.gender == "" || other.gender == gender {
				meant = k
			}
		}
		if meant >= 0 {
			out = append(out, pronoun{i, known[meant].name})
			known = append(known, person{known[meant].name, own, gender})
		}
	}
	return out
}
