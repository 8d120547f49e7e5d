package extract

import (
	"slices"
	"testing"

	"dateline/extract/model"
)

// TestOffices wants titles without what they are of, and none of what people are
// merely called by.
func TestOffices(t *testing.T) {
	x := extractor()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"[office: Secretary of Defense] Ali Noor left.", []string{"secretary of defense"}},
		{"The [office: ex-president] and the [office: mayor] spoke.", []string{"president", "mayor"}},
		{"[office: HH] the [office: Amir] left.", []string{"amir"}},
		{"[office: Gen.] Ali Noor met [office: Professor] Cole.", nil},
		{"[office: General Secretary] Ali Noor left.", []string{"general secretary"}},
		{"He is an [office: ex-].", nil},
	} {
		plain, told := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{}), x.lex, x.gaz}
		var got []string
		for _, o := range p.offices(told, nil) {
			got = append(got, o.title)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
