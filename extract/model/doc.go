// Package model finds names, offices, events and dates in a text with a small
// neural network: an encoder of the BERT family and one softmax for each head,
// all in Go.
//
// A text becomes words and these sub-words (wordpiece.go); whole sentences are
// packed into windows (window.go); the encoder reads one window at a time, as one
// matrix without padding (encoder.go), which is as fast as several at once; the
// best sequence of tags for the words of a sentence gives spans (tags.go).
//
// What the network makes of a window depends on that window alone, and not on
// the CPU: package kernel gives the same bits on all its paths.
//
// The weights are trained and written by the programs in train; their file is
// part of the binary. In training, words are made by the Python package
// tokenizers, whose tables are those of Unicode 8: of the marks and punctuation
// that came later, some 600, it takes most for letters.
package model
