package model

import (
	"errors"
	"math"
	"slices"

	"dateline/extract/model/kernel"
	"dateline/extract/text"
)

// Mention is a stretch of a text that tells of something of a type: a label of a
// [Span], or "Event" for all kinds of events.
type Mention struct {
	Start, End int // byte offsets, half-open
	Type       string
}

// Pair is what the network says of two mentions: that the first has the relation to
// the second.
type Pair struct {
	From, To int     // mentions, by index
	Label    string  // a type of relations, and its property behind a space: "HOLDS_OFFICE acting"; "SAME" for two mentions of one event or office
	Score    float32 // probability
}

// Status is what the network says of an event: that it is of the status.
type Status struct {
	Mention int // by index
	Label   string
	Score   float32 // probability
}

// leastScore is the score of a [Pair] that is told.
const leastScore = 0.05

// pairs scores the relations between two mentions, and the status of events. A
// mention is the states of its first and its last word. What it is as the first
// and as the second of a pair, a linear layer of their product, and embeddings of
// the distance between the two are added; a linear layer reads what is positive of
// the sum.
type pairs struct {
	types    []string
	labels   []string // the first is no relation
	statuses []string
	least    []int // distances in words, the least of each bucket

	size     int            // of what a mention is in a pair
	mention  *kernel.Matrix // as the first, as the second, statuses
	product  *kernel.Matrix
	kind     []float32 // rows of twice the size: as the first, as the second
	distance []float32 // rows of size: where the second comes later, where it comes earlier
	sentence []float32 // rows of size, by the distance in sentences
	between  []float32 // rows of size, by the mentions of the second's type that stand between
	label    *kernel.Matrix
	possible [][][]bool // of the types of the first and the second, the labels; nil if they have none
}

// Text is a text as the network has read it.
type Text struct {
	Spans

	tagger  *Tagger
	text    *text.Text
	words   words
	parts   []part
	windows []window
	states  [][]float32 // of each window, rows of its words; nil beyond maxStates
}

// maxStates is the number of words of a text whose states are kept until relations
// are asked for, some 100 MB; those of further windows are made once more.
const maxStates = 1 << 16

// placed is a mention in a window.
type placed struct {
	index          int // among all mentions
	first, last    int // words of the window, half-open
	kind, sentence int
}

// Relate returns the relations that the network sees between mentions of a text,
// and the status of those that are events. Mentions are in the order of their
// starts. Pairs are in the order of the text; those whose mentions no window
// shows together have no relation.
func (t *Text) Relate(mentions []Mention) ([]Pair, []Status) {
	var found []Pair
	var statuses []Status
	r := t.tagger.reading()
	defer t.tagger.pool.Put(r)
	next := 0
	for i, w := range t.windows {
		from, to := t.parts[w.first].first, t.parts[w.last-1].last
		end := len(t.text.Source)
		if to < len(t.words.words) {
			end = t.words.words[to].start
		}
		var inside []placed
		for ; next < len(mentions) && mentions[next].Start < end; next++ {
			if p, ok := t.place(mentions[next], from, to); ok {
				p.index = next
				inside = append(inside, p)
			}
		}
		if len(inside) == 0 {
			continue
		}
		states := t.states[i]
		if states == nil {
			t.tagger.fill(r, t.words, t.parts, w)
			t.tagger.encoder.encode(&r.input)
			states = r.input.hidden
		}
		found, statuses = t.tagger.pairs.score(r, t.tagger.encoder.kernels, inside, states, found, statuses)
	}
	return found, statuses
}

// place finds the words of a mention in the window of the words [from, to).
func (t *Text) place(m Mention, from, to int) (placed, bool) {
	all := t.words.words[from:to]
	first, _ := slices.BinarySearchFunc(all, m.Start+1, func(w word, at int) int { return w.end - at })
	last, _ := slices.BinarySearchFunc(all, m.End, func(w word, at int) int { return w.start - at })
	kind := slices.Index(t.tagger.pairs.types, m.Type)
	sentence, found := slices.BinarySearchFunc(t.text.Sentences, m.Start, func(s text.Sentence, at int) int { return s.Start - at })
	if !found {
		sentence--
	}
	return placed{first: first, last: last, kind: kind, sentence: sentence}, first < last && kind >= 0
}

// score appends what the network says of the mentions in a window.
func (p *pairs) score(r *reading, k *kernel.Kernels, inside []placed, states []float32, found []Pair, statuses []Status) ([]Pair, []Status) {
	hidden := p.mention.In() / 2
	width := p.mention.Out()
	r.rows = r.rows[:0]
	for _, m := range inside {
		r.rows = append(r.rows, states[m.first*hidden:(m.first+1)*hidden]...)
		r.rows = append(r.rows, states[(m.last-1)*hidden:m.last*hidden]...)
	}
	r.mentions = grow(r.mentions, len(inside)*width)
	k.Quantize(&r.input.activations, r.rows, len(inside), 2*hidden)
	k.MatMul(r.mentions, &r.input.activations, p.mention)
	for i, m := range inside {
		row := r.mentions[i*width : (i+1)*width]
		if p.types[m.kind] == "Event" {
			label, score := best(row[2*p.size:])
			statuses = append(statuses, Status{m.index, p.statuses[label], score})
		}
		add(row[:2*p.size], p.kind[m.kind*2*p.size:])
	}

	r.rows, r.pairs = r.rows[:0], r.pairs[:0]
	for i, a := range inside {
		for j, b := range inside {
			if i == j || p.possible[a.kind][b.kind] == nil {
				continue
			}
			r.pairs = append(r.pairs, [2]int{i, j})
			first, second := r.mentions[i*width:][:p.size], r.mentions[j*width+p.size:][:p.size]
			for n, x := range first {
				r.rows = append(r.rows, x*second[n])
			}
		}
	}
	if len(r.pairs) == 0 {
		return found, statuses
	}
	r.products = grow(r.products, len(r.rows))
	k.Quantize(&r.input.activations, r.rows, len(r.pairs), p.size)
	k.MatMul(r.products, &r.input.activations, p.product)
	for n, ends := range r.pairs {
		i, j := ends[0], ends[1]
		a, b := inside[i], inside[j]
		between := 0
		for _, m := range inside[min(i, j)+1 : max(i, j)] {
			if m.kind == b.kind {
				between++
			}
		}
		row := r.products[n*p.size:][:p.size]
		add(row, r.mentions[i*width:])
		add(row, r.mentions[j*width+p.size:])
		add(row, p.distance[p.bucket(a, b)*p.size:])
		add(row, p.capped(p.sentence, max(a.sentence-b.sentence, b.sentence-a.sentence)))
		add(row, p.capped(p.between, between))
		for m, x := range row {
			row[m] = max(x, 0)
		}
	}
	r.labels = grow(r.labels, len(r.pairs)*len(p.labels))
	k.Quantize(&r.input.activations, r.products, len(r.pairs), p.size)
	k.MatMul(r.labels, &r.input.activations, p.label)
	for n, ends := range r.pairs {
		a, b := inside[ends[0]], inside[ends[1]]
		row, possible := r.labels[n*len(p.labels):][:len(p.labels)], p.possible[a.kind][b.kind]
		var sum float64
		for i, x := range row {
			if possible[i] {
				sum += math.Exp(float64(x - row[0]))
			}
		}
		for i, x := range row[1:] {
			if score := float32(math.Exp(float64(x-row[0])) / sum); possible[i+1] && score >= leastScore {
				found = append(found, Pair{a.index, b.index, p.labels[i+1], score})
			}
		}
	}
	return found, statuses
}

// bucket returns the row of the distance between two mentions.
func (p *pairs) bucket(a, b placed) int {
	offset, gap := 0, b.first-a.last
	if b.first < a.first {
		offset, gap = len(p.least), a.first-b.last
	}
	i, found := slices.BinarySearch(p.least, max(gap, 0))
	if !found {
		i--
	}
	return offset + i
}

// capped returns the row of a number; the last row is for all that are greater.
func (p *pairs) capped(rows []float32, n int) []float32 {
	return rows[min(n*p.size, len(rows)-p.size):]
}

// add adds the first elements of x to dst.
func add(dst, x []float32) {
	for i := range dst {
		dst[i] += x[i]
	}
}

// best returns the index of the greatest score, and its softmax.
func best(scores []float32) (int, float32) {
	at := 0
	for i, s := range scores {
		if s > scores[at] {
			at = i
		}
	}
	var sum float64
	for _, s := range scores {
		sum += math.Exp(float64(s - scores[at]))
	}
	return at, float32(1 / sum)
}

// maxTypes is the most types of mentions.
const maxTypes = 64

// pairs reads the network for pairs.
func (r *reader) pairs(hidden int, k *kernel.Kernels) (pairs, error) {
	p := pairs{types: r.lines(), labels: r.lines(), statuses: r.lines()}
	p.size = int(r.number())
	for range min(r.number(), 1<<10) {
		p.least = append(p.least, int(r.number()))
	}
	sentences, between := int(r.number()), int(r.number())
	if r.short {
		return p, nil
	}
	if len(p.types) > maxTypes || len(p.labels) > 32 || p.size > 1<<16 || p.size%32 != 0 || p.size == 0 || len(p.least) == 0 || p.least[0] != 0 || !slices.IsSorted(p.least) || sentences == 0 || between == 0 {
		return p, errors.New("sizes of pairs that make no sense")
	}
	p.possible = make([][][]bool, len(p.types))
	for i := range p.possible {
		p.possible[i] = make([][]bool, len(p.types))
		for j := range p.possible[i] {
			bits := r.number()
			for n := 0; bits > 0 && n < len(p.labels); n++ {
				p.possible[i][j] = append(p.possible[i][j], bits>>n&1 == 1)
			}
		}
	}
	p.mention = r.linear(k, 2*p.size+len(p.statuses), 2*hidden)
	p.product = r.linear(k, p.size, p.size)
	p.kind = r.floats(len(p.types) * 2 * p.size)
	p.distance = r.floats(2 * len(p.least) * p.size)
	p.sentence = r.floats(sentences * p.size)
	p.between = r.floats(between * p.size)
	p.label = r.linear(k, len(p.labels), p.size)
	return p, nil
}
