package model

import (
	"fmt"
	"slices"
	"sync"

	"dateline/extract/model/kernel"
	"dateline/extract/text"
)

// Span is a mention of something.
type Span struct {
	Start, End int     // byte offsets, half-open
	Label      string  // what it is
	Score      float32 // probability, over 0, at most 1: that of the word that is least certain
}

// Spans are the mentions in a text by head; those of one head are in the order of
// the text and do not overlap.
type Spans struct {
	Names   []Span // Person, Organization, Country, Place
	Offices []Span // Office
	Events  []Span // the words that tell of events; labels are the kinds of events
	Dates   []Span // Date
}

// Tagger finds mentions, and the relations between them. It is safe for concurrent
// use.
type Tagger struct {
	vocabulary *vocabulary
	encoder    encoder
	heads      [len(headNames)]head
	pairs      pairs
	limit      int       // most sub-words of a window, with those at both ends
	pool       sync.Pool // of *reading
}

// Load returns the tagger of the weights in the binary, with the fastest kernels
// for the CPU. It takes some 50 ms. Weights that are damaged are an error.
func Load() (*Tagger, error) {
	t, err := parse(embedded, kernel.Best())
	if err != nil {
		return nil, fmt.Errorf("loading the model: %w", err)
	}
	return t, nil
}

// reading is working memory.
type reading struct {
	input   input
	decoder decoder

	rows, mentions, products, labels []float32
	pairs                            [][2]int
}

func (t *Tagger) reading() *reading {
	if r, ok := t.pool.Get().(*reading); ok {
		return r
	}
	return new(reading)
}

// Read reads a text: it finds the mentions, and keeps what [Text.Relate] needs. Of
// tx it takes the source and the starts of the sentences, which are ascending: no
// mention goes over one.
func (t *Tagger) Read(tx *text.Text) *Text {
	out := t.plan(tx)
	r := t.reading()
	defer t.pool.Put(r)
	kept := 0
	for _, w := range out.windows {
		t.fill(r, out.words, out.parts, w)
		t.encoder.encode(&r.input)
		t.decode(r, out, w)
		var states []float32
		if kept += len(r.input.firsts); kept <= maxStates {
			states = slices.Clone(r.input.hidden)
		}
		out.states = append(out.states, states)
	}
	return out
}

// plan returns a text with its words, parts and windows.
func (t *Tagger) plan(tx *text.Text) *Text {
	room := t.limit - 2
	out := &Text{tagger: t, text: tx}
	t.vocabulary.split(tx.Source, &out.words)
	out.parts = out.words.parts(tx.Sentences, room, nil)
	out.windows = pack(out.parts, room, nil)
	return out
}

// fill sets the encoder's input to a window.
func (t *Tagger) fill(r *reading, words words, parts []part, w window) {
	in := &r.input
	in.reset()
	in.add(t.vocabulary.before, shapeNone)
	for _, word := range words.words[parts[w.first].first:parts[w.last-1].last] {
		in.firsts = append(in.firsts, len(in.subwords))
		for _, s := range words.subwords[word.first:][:word.size(t.limit-2)] {
			in.add(s, word.shape)
		}
	}
	in.add(t.vocabulary.after, shapeNone)
}

// decode appends the mentions in the window that was encoded.
func (t *Tagger) decode(r *reading, out *Text, w window) {
	scores, width := r.input.scores, t.encoder.tags.Out()
	for _, p := range out.parts[w.first:w.last] {
		own := scores[:(p.last-p.first)*width]
		scores = scores[len(own):]
		for i, spans := range [...]*[]Span{&out.Names, &out.Offices, &out.Events, &out.Dates} {
			path := r.decoder.decode(t.heads[i], own, width)
			*spans = t.heads[i].spans(path, out.words.words[p.first:p.last], own, *spans)
		}
	}
}

// spans appends the mentions of a sequence of tags.
func (h head) spans(path []uint8, words []word, scores []float32, out []Span) []Span {
	width := len(scores) / len(words)
	for i := 0; i < len(path); {
		tag := path[i]
		if tag == 0 {
			i++
			continue
		}
		s := Span{Start: words[i].start, Label: h.labels[(tag-1)/2], Score: h.probability(scores[i*width:], tag)}
		for i++; i < len(path) && path[i] == tag+1; i++ {
			s.Score = min(s.Score, h.probability(scores[i*width:], tag+1))
		}
		s.End = words[i-1].end
		out = append(out, s)
	}
	return out
}
