package date

import "strings"

type tense int

const (
	untensed tense = iota
	past
	future
)

// reach is how many tokens from a date its verb is looked for, so that the work
// on a text stays linear.
const reach = 30

// tense returns the tense of the verb that the expression between two tokens goes
// with: the nearest before it in the clause, else the first after it.
func (g *grammar) tense(from, to int) tense {
	g.tensed = true
	if g.supposed != untensed {
		return g.supposed
	}
	if m := g.tok(to).mark; (m == '\'' || m == '’') && g.is(to+1, "s") {
		if g.is(from-1, "of") && g.is(from-2, "ahead") {
			return future
		}
		return past // what is known enough to be called "Wednesday's ruling" has mostly been
	}
	if from > 1 && !g.isBoundary(from-2) && g.is(from-1, "is", "are", "until", "till") ||
		g.is(from-1, "as") && g.is(from-3, "as") {
		return future
	}
	for i := from - 1; i >= max(0, from-reach) && !g.isBoundary(i); i-- {
		if t := g.verb(i); t != untensed {
			return t
		}
	}
	for i := to; i < min(len(g.tokens), to+reach) && !g.isBoundary(i); i++ {
		if t := g.verb(i); t != untensed {
			return t
		}
	}
	return untensed
}

// other returns the Begin that a match at i has in another tense, or "" where the
// tense makes no difference.
func (g *grammar) other(i int, m match) string {
	if !g.tensed || g.ref.IsZero() {
		return ""
	}
	defer func() { g.supposed = untensed }()
	for _, g.supposed = range []tense{past, future} {
		if n := g.at(i); n.end == m.end && n.begin != m.begin {
			return n.begin
		}
	}
	return ""
}

// isBoundary reports whether a sentence or clause ends at the token.
func (g *grammar) isBoundary(i int) bool {
	switch g.tok(i).mark {
	case ';', '?', '!':
		return true
	case '.':
		before, after := g.tok(i-1), g.tok(i+1)
		abbreviated := before.end-before.start <= 3 && before.mark == 0 || before.lex.short || before.lex.month > 0
		return !after.glued && !abbreviated
	}
	return false
}

// verb returns the tense of one token as a verb, if it is one that tells.
func (g *grammar) verb(i int) tense {
	t := g.tok(i)
	if t.mark != 0 || t.number >= 0 {
		return untensed
	}
	switch l := t.lex; {
	case l.word == "to":
		return g.infinitive(i)
	case l.word == "be":
		return g.bare(i)
	case l.word == "won" && g.tok(i+1).glued && g.is(i+2, "t"):
		return future
	case l.word == "ll" && !t.glued, l.month > 0 && t.capital:
		return untensed
	case l.word == "set" && g.is(i+1, "for", "to"):
		return future
	case l.tense == past && g.is(i-1, "is", "are"):
		return future // a present passive, "is held"; those in -ed are rather of the past, "is accused of"
	case l.tense == past || l == &unknown && g.endsInED(t):
		if g.is(i-1, "be", "the", "a", "an") {
			return untensed // "to be held" is decided by what stands before, "the planned trip" is no verb
		}
		return past
	default:
		return l.tense
	}
}

// bare returns the tense of "be": "will be", but not "could not be found".
func (g *grammar) bare(i int) tense {
	if g.is(i-1, "could", "to") || g.is(i-1, "not") && g.is(i-2, "could") {
		return untensed
	}
	return future
}

// infinitive returns the tense of "to" and its verb where a word of intent governs
// it, as in "agreed to meet". Otherwise the verb further back decides: "refused to
// comment".
func (g *grammar) infinitive(i int) tense {
	next := g.tok(i + 1)
	if next.mark != 0 || next.number >= 0 || next.capital || next.lex.prep {
		return untensed
	}
	if g.is(i-1, "is", "are", "was", "were", "due", "scheduled", "slated", "set", "expected", "planned", "plan", "plans", "agreed",
		"intends", "hopes", "wants", "going", "promised", "vowed", "pledged", "threatened", "decided", "invited", "ordered",
		"ready", "likely", "deadline", "proposed", "preparing", "planning", "asked", "urged", "have", "has", "need", "needs") {
		return future
	}
	return untensed
}

// endsInED reports whether a word has the ending of a regular past tense.
func (g *grammar) endsInED(t *token) bool {
	return !t.capital && t.end-t.start > 3 && strings.HasSuffix(g.text[t.start:t.end], "ed")
}
