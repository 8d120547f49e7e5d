package gazetteer

import (
	"errors"
	"fmt"
	"slices"
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

// check reports lines that are out of order, doubled or have another number of
// fields than one of those allowed.
func (t table) check(fields ...int) error {
	if !strings.HasSuffix(string(t), "\n") {
		return errors.New("the last line is cut off")
	}
	last, number := "", 0
	for rest := string(t); rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		number++
		key, _, _ := strings.Cut(line, "\t")
		if key <= last {
			return fmt.Errorf("line %d: %q does not come after %q", number, key, last)
		}
		last = key
		if n := strings.Count(line, "\t") + 1; !slices.Contains(fields, n) {
			return fmt.Errorf("line %d: %d fields instead of %v", number, n, fields)
		}
	}
	return nil
}

// each checks that all lines have n fields and calls do with those of each.
func (t table) each(n int, do func(fields []string) error) error {
	if err := t.check(n); err != nil {
		return err
	}
	for line := range strings.Lines(string(t)) {
		if err := do(strings.Split(strings.TrimSuffix(line, "\n"), "\t")); err != nil {
			return err
		}
	}
	return nil
}
