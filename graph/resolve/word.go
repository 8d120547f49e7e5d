package resolve

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"dateline/graph"
)

var (
	//go:embed names.tsv
	namesFile string
	//go:embed words.tsv
	wordsFile string

	given = must(parseGiven(namesFile))
	vocab = must(parseVocabulary(wordsFile))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("resolve: " + err.Error())
	}
	return v
}

// rows yields the lines of a table, cut at the first tab; comments and empty
// lines do not count.
func rows(file string, do func(kind, rest string) error) error {
	n := 0
	for line := range strings.Lines(file) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, rest, ok := strings.Cut(line, "\t")
		if !ok {
			return fmt.Errorf("line %d: no tab", n)
		}
		if err := do(kind, rest); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

// givenNames are the names that names.tsv knows.
type givenNames struct {
	groups map[string]string          // the first spelling, by spelling
	short  map[string]map[string]bool // full names by short form, both by first spelling
}

func parseGiven(file string) (givenNames, error) {
	g := givenNames{map[string]string{}, map[string]map[string]bool{}}
	var nicknames [][]string
	err := rows(file, func(kind, rest string) error {
		var ws []string
		for w := range strings.FieldsSeq(rest) {
			ws = append(ws, plain(graph.Normalize(w)))
		}
		switch kind {
		case "spelling":
			for _, w := range ws {
				if first, ok := g.groups[w]; ok && first != ws[0] {
					return fmt.Errorf("%s is a spelling of %s too", w, first)
				}
				g.groups[w] = ws[0]
			}
		case "nickname":
			nicknames = append(nicknames, ws)
		default:
			return fmt.Errorf("%q is neither spelling nor nickname", kind)
		}
		return nil
	})
	for _, ws := range nicknames {
		full := g.group(ws[0])
		for _, w := range ws[1:] {
			w = g.group(w)
			if g.short[w] == nil {
				g.short[w] = map[string]bool{}
			}
			g.short[w][full] = true
		}
	}
	return g, err
}

func (g givenNames) group(w string) string {
	if first, ok := g.groups[w]; ok {
		return first
	}
	return w
}

// nicknames reports whether one word is short for the other, or both for one
// name.
func (g givenNames) nicknames(a, b string) bool {
	a, b = g.group(a), g.group(b)
	if g.short[a][b] || g.short[b][a] {
		return true
	}
	for full := range g.short[a] {
		if g.short[b][full] {
			return true
		}
	}
	return false
}

// vocabulary is what words.tsv says of words.
type vocabulary struct {
	same                  map[string]string // two words with a hyphen between them
	legal, generic, small map[string]bool
	month, vague          map[string]bool
	kind                  map[string]string // the first of its line
	opposite              map[string][]int  // lines
}

func parseVocabulary(file string) (vocabulary, error) {
	v := vocabulary{
		map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]string{}, map[string][]int{},
	}
	n := 0
	err := rows(file, func(kind, rest string) error {
		n++
		ws := strings.Fields(rest)
		for _, w := range ws {
			switch kind {
			case "same":
				v.same[w] = ws[0]
			case "legal":
				v.legal[w] = true
			case "generic":
				v.generic[w] = true
			case "small":
				v.small[w] = true
			case "month":
				v.month[w] = true
			case "vague":
				v.vague[w] = true
			case "kind":
				v.kind[w] = ws[0]
			case "opposite":
				v.opposite[w] = append(v.opposite[w], n)
			default:
				return fmt.Errorf("%q is no kind of word", kind)
			}
		}
		return nil
	})
	return v, err
}

// letters holds what no decomposition reduces to a plain letter.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ə", "a", "ʻ", "", "ʼ", "", "ʿ", "", "ʾ", "", "`", "", "‘", "")

// plain reduces the letters of a normalised word to those without marks.
func plain(w string) string { return letters.Replace(w) }

// sounds are the spellings of one consonant in several romanisations, the longer
// first.
var sounds = strings.NewReplacer(
	"tsch", "c", "tch", "c", "sch", "s", "dzh", "j", "dj", "j", "tj", "c",
	"kh", "h", "gh", "g", "ph", "f", "th", "t", "dh", "d", "sh", "s", "sz", "s", "zh", "j", "ch", "c", "cz", "c", "ck", "k", "ts", "c", "tz", "c",
	"q", "k", "x", "ks", "w", "v", "ff", "f", "v", "f",
)

// skeleton returns the consonants of a word as many romanisations agree on
// them, with an "a" for a vowel at the beginning.
func skeleton(w string) string {
	var out []byte
	for i, r := range sounds.Replace(w) {
		switch {
		case strings.ContainsRune("aeiouy", r):
			if i == 0 {
				out = append(out, 'a')
			}
			continue
		case r == 'h' && i > 0:
			continue
		case r > unicode.MaxASCII: // another script: as it is
			return w
		}
		c := byte(r)
		switch c {
		case 'g':
			c = 'k'
		case 'd':
			c = 't'
		case 'z':
			c = 's'
		case 'b':
			c = 'p'
		}
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return w
	}
	return string(out)
}

// respelt reports whether two words may be one in two spellings: they agree on
// consonants and on most letters.
func respelt(a, b string) bool {
	if a == b {
		return true
	}
	allowed := max(1, (len(a)+len(b))/10)
	if min(len(a), len(b)) < 4 || distance(a, b) > allowed+2 { // far apart, but for umlauts
		return false
	}
	feminine := func(w string) bool { return strings.HasSuffix(strings.TrimSuffix(w, "h"), "a") }
	if feminine(a) != feminine(b) { // Mario and Maria, Petrov and Petrova
		return false
	}
	return skeleton(a) == skeleton(b) && distance(umlauts.Replace(a), umlauts.Replace(b)) <= allowed
}

// umlauts are the vowels that some write as two: Düsseldorf, Duesseldorf.
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// distance returns how many letters have to be changed, added or removed to make
// one word of the other; the letters are bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
