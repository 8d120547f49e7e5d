package extract

import (
	"fmt"
	"strings"
)

// Error is what keeps one input out of the graph: a file, a line or an article.
// It stops nothing else.
type Error struct {
	File string // path as given or found, "stdin" for standard input
	Line int    // line, row, item or record, from 1; 0 where the file as a whole is meant
	Err  error
}

// Error returns file, line and cause in one line.
func (e *Error) Error() string {
	cause := strings.ReplaceAll(e.Err.Error(), "\n", "; ")
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, cause)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
