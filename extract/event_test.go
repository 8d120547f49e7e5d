package extract

import (
	"slices"
	"testing"

	"dateline/extract/model"
)

func TestTriggers(t *testing.T) {
	x := extractor()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"A [trial: phone] [trial: call].", []string{"call trial"}}, // one, of two words
		{"The [call: phone] [trial: call].", []string{"phone call", "call trial"}},
		{"They [trial: sentenced] him; he [trial: appealed].", []string{"sentenced trial", "appealed request"}},
		{"The [trial: appeal] and the [trial: appeal hearing].", []string{"appeal request", "hearing trial"}},
	} {
		plain, told := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{}), x.lex, x.gaz}
		var got []string
		for _, f := range p.triggers(told) {
			got = append(got, f.head+" "+f.kind)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
