package model

import "dateline/extract/text"

// part is a sentence, or as much of it as fits into a window: a run of words
// whose tags are decoded together.
type part struct {
	first, last int // words, half-open
	size        int // sub-words
}

// window is a run of parts that the encoder reads at once.
type window struct{ first, last int } // parts, half-open

// size returns the number of sub-words of a word that a window with the given
// room shows: all, or as many as fit.
func (w word) size(room int) int { return min(w.last-w.first, room) }

// parts appends the sentences of a text, cut before the word that no longer fits
// into the room of a window. The words before the first sentence belong to it,
// and those between two sentences to the former.
func (w *words) parts(sentences []text.Sentence, room int, out []part) []part {
	p := part{}
	end := func(last int) {
		if p.last = last; p.first < p.last {
			out = append(out, p)
		}
		p = part{first: last}
	}
	next := 0
	for i, word := range w.words {
		begins := false
		for ; next < len(sentences) && sentences[next].Start < word.end; next++ {
			begins = true
		}
		size := word.size(room)
		if begins || p.size+size > room {
			end(i)
		}
		p.size += size
	}
	end(len(w.words))
	return out
}

// pack appends windows of as many parts as fit into the room of each.
func pack(parts []part, room int, out []window) []window {
	used := room
	for i, p := range parts {
		if used+p.size > room {
			out = append(out, window{i, i})
			used = 0
		}
		out[len(out)-1].last = i + 1
		used += p.size
	}
	return out
}
