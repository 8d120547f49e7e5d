package input_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dateline/extract/input"
)

// The first bytes say what standard input is; what is not in English is an
// error of its own.
func ExampleRead() {
	table := `url,date,headline,content
https://example.org/rain,2024-10-11,Rain,It rained in Ghana on Friday.
https://example.org/regen,2024-10-11,Regen,"In Ghana hat es am Freitag geregnet, und auch die Nacht wird nicht trocken."
`
	for in, err := range input.Read(context.Background(), []string{"-"}, input.Options{Stdin: strings.NewReader(table)}) {
		switch {
		case errors.Is(err, input.ErrLanguage):
			fmt.Println("set aside:", err)
		case err != nil:
			fmt.Println("failed:", err)
		default:
			fmt.Println(in.Line, in.Article.Published, in.Article.Key(), in.Article.Text)
		}
	}
	// Output:
	// 2 2024-10-11 https://example.org/rain It rained in Ghana on Friday.
	// set aside: stdin:3: not in English
}
