// Package resolve proposes which entities of a graph are one: spelling variants,
// transliterations, initials, nicknames, acronyms, titles in another order,
// persons of whom an article gives the surname alone, events that several
// articles report.
//
// Read takes in the entities with what stands around them, Propose compares
// those that share a block (a key made of their names) and scores each pair by
// its cues. A cue is something both have (an office, a country, a participant, an
// identifier) or something that tells them apart; names alone propose nothing.
// Weights of cues are in weights.tsv, fitted to one half of the pairs of
// testdata/pairs.txt and tested on the other, see testdata/score.txt. What an
// entity's name is made of (name groups, nicknames, words of institutions) is in
// names.tsv and words.tsv; countries come from the gazetteer.
//
// Nothing here changes a graph: proposals go to a file that an analyst decides.
package resolve
