package model

import "math"

// headNames are the heads of the network, in the order of the file of weights.
// Each has labels that exclude each other.
var headNames = [...]string{"name", "office", "event", "date"}

// maxLabels is the most labels of a head, so that a byte holds a tag.
const maxLabels = 127

// head is one softmax. Its tags are 0 outside of spans, 1 + 2i where a span of
// label i begins, and 2 + 2i inside.
type head struct {
	labels []string
	offset int // of its first tag among those of all heads
	tags   int
}

// decoder finds the best sequences of tags; it holds working memory.
type decoder struct {
	best, next []float64
	back       []uint8 // words x tags: the tag before
	path       []uint8
}

// decode returns the best valid sequence of tags of a head for a run of words:
// the one with the greatest sum of scores in which a span's inside follows its
// beginning or its inside. Of equal tags the lower wins, the last word first.
// Scores is a row of the given width for each word. The result is valid until
// the next call.
func (d *decoder) decode(h head, scores []float32, width int) []uint8 {
	words := len(scores) / width
	d.best, d.next = grow(d.best, h.tags), grow(d.next, h.tags)
	d.back, d.path = grow(d.back, words*h.tags), grow(d.path, words)
	for t := range h.tags {
		d.best[t] = float64(scores[h.offset+t])
		if t > 0 && t%2 == 0 {
			d.best[t] = math.Inf(-1)
		}
	}
	for w := 1; w < words; w++ {
		row, back := scores[w*width+h.offset:][:h.tags], d.back[w*h.tags:][:h.tags]
		top := greatest(d.best)
		for t, score := range row {
			before := top
			if t > 0 && t%2 == 0 {
				before = t - 1
				if d.best[t] > d.best[t-1] {
					before = t
				}
			}
			back[t] = uint8(before)
			d.next[t] = d.best[before] + float64(score)
		}
		d.best, d.next = d.next, d.best
	}
	tag := uint8(greatest(d.best))
	for w := words - 1; w > 0; w-- {
		d.path[w] = tag
		tag = d.back[w*h.tags+int(tag)]
	}
	d.path[0] = tag
	return d.path
}

// greatest returns the index of the greatest element, the first of equal ones.
func greatest(x []float64) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// probability returns the softmax of a tag of the head, given the scores of all
// heads for a word.
func (h head) probability(scores []float32, tag uint8) float32 {
	scores = scores[h.offset:][:h.tags]
	var sum float64
	for _, s := range scores {
		sum += math.Exp(float64(s - scores[tag]))
	}
	return float32(1 / sum)
}
