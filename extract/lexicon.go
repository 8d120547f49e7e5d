package extract

import (
	"bufio"
	_ "embed"
	"strings"
)

//go:embed lexicon.txt
var lexiconFile string

// lexicon is the vocabulary of the rules: words of titles and of names, all in
// lower case.
type lexicon struct {
	honorifics, titles             set
	organizations, places, kinship map[string]string // word -> kind
}

type set map[string]bool

func newLexicon() (*lexicon, error) {
	words, err := sections()
	if err != nil {
		return nil, err
	}
	return &lexicon{
		newSet(words["honorifics"]), newSet(words["titles"]),
		kinds(words["organizations"]), kinds(words["places"]), kinds(words["kinship"]),
	}, nil
}

// sections reads the lexicon: words and word:kind pairs (a word alone is its own
// kind) under [headings], underscores for spaces.
func sections() (map[string][]string, error) {
	out := map[string][]string{}
	heading := ""
	lines := bufio.NewScanner(strings.NewReader(lexiconFile))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			heading = line[1 : len(line)-1]
		default:
			for word := range strings.FieldsSeq(line) {
				out[heading] = append(out[heading], strings.ReplaceAll(word, "_", " "))
			}
		}
	}
	return out, lines.Err()
}

func newSet(words []string) set {
	s := set{}
	for _, w := range words {
		s[w] = true
	}
	return s
}

func kinds(pairs []string) map[string]string {
	m := map[string]string{}
	for _, p := range pairs {
		word, kind, ok := strings.Cut(p, ":")
		if !ok {
			kind = word
		}
		m[word] = kind
	}
	return m
}
