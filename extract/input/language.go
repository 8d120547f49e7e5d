package input

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed languages.txt
var languageFile string

// The lines of languageFile that are not of a foreign language.
const (
	ownLine      = "English"
	particleLine = "Particles"
)

// frequent are the frequent words of languages, with the lines of languageFile
// that have them.
var frequent = func() map[string][]string {
	lines := map[string][]string{}
	for line := range strings.Lines(languageFile) {
		name, words, found := strings.Cut(line, ":")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			lines[w] = append(lines[w], name)
		}
	}
	return lines
}()

// english reports whether an article is in English, or says too little to know.
// Frequent words, which are a third of any text in sentences, decide, and names,
// headlines and tables, which have few in any language, pass. Not English is
//
//   - what has more letters of other scripts than Latin ones;
//   - what has more frequent words of another language than of English, three or
//     more;
//   - what has twelve small words, not one in twenty-five of them frequent in
//     English, if one more in ten is frequent elsewhere, particles included, which
//     in English are parts of names, or if one letter in fifty has an accent.
func english(title, text string) bool {
	const longest = 256 << 10 // bytes; more say nothing else
	text = title + "\n" + text[:min(len(text), longest)]
	var letters, latin, accented int
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if unicode.Is(unicode.Latin, r) {
			latin++
			if r > unicode.MaxASCII {
				accented++
			}
		}
	}
	if 2*latin < letters {
		return false
	}
	counts := map[string]int{}
	lower, weak := 0, 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		first, _ := utf8.DecodeRuneInString(w)
		small := unicode.IsLower(first)
		if small {
			lower++
		}
		for i, line := range frequent[strings.ToLower(w)] {
			counts[line]++
			if i == 0 && small && line != ownLine {
				weak++
			}
		}
	}
	own, other := counts[ownLine], 0
	for line, n := range counts {
		if line != ownLine && line != particleLine {
			other = max(other, n)
		}
	}
	switch {
	case other > own && other >= 3:
		return false
	case lower-weak >= 12 && 25*own < lower && (10*weak >= lower || 50*accented >= letters):
		return false
	}
	return true
}
