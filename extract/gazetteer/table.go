package gazetteer

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// table is a list of lines, each ended by a newline, sorted by their bytes up to
// the first tab, the key, which no two lines share.
type table string

// find returns what follows the key and its tab on the key's line.
func (t table) find(key string) (rest string, ok bool) {
	at := sort.Search(len(t), func(i int) bool { return t.key(t.start(i)) >= key })
	if at == len(t) {
		at = len(t) - 1
	}
	if at < 0 {
		return "", false
	}
	line := t.line(t.start(at))
	k, rest, _ := strings.Cut(line, "\t")
	return rest, k == key && k != ""
}

// start returns where the line begins that byte i is on.
func (t table) start(i int) int { return strings.LastIndexByte(string(t[:i]), '\n') + 1 }

func (t table) line(start int) string {
	line, _, _ := strings.Cut(string(t[start:]), "\n")
	return line
}

func (t table) key(start int) string {
	k, _, _ := strings.Cut(t.line(start), "\t")
	return k
}

// each calls do, if there is one, with the fields of every line, and checks
// that the lines are sorted and have n fields each, or any number if n is 0.
func (t table) each(n int, do func(fields []string) error) error {
	if !strings.HasSuffix(string(t), "\n") {
		return errors.New("the last line is cut off")
	}
	last, number := "", 0
	for line := range strings.Lines(string(t)) {
		number++
		line = line[:len(line)-1]
		key, _, _ := strings.Cut(line, "\t")
		if key <= last {
			return fmt.Errorf("line %d: %q does not come after %q", number, key, last)
		}
		last = key
		if n > 0 && strings.Count(line, "\t") != n-1 {
			return fmt.Errorf("line %d: %d fields instead of %d", number, strings.Count(line, "\t")+1, n)
		}
		if do == nil {
			continue
		}
		if err := do(strings.Split(line, "\t")); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	return nil
}
