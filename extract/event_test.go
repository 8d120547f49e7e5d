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
		{"The Senate panel [trial: heard] her; the [trial: hearing] of the House ended.", []string{"heard meeting", "hearing meeting"}},
		{"They broke the [attack: cease-fire].", []string{"cease-fire agreement"}},
		{"The court [trial: heard] her for the Senate.", []string{"heard trial"}},
		{"The House will [trial: hear] the charges.", []string{"hear trial"}},
		{"The [trial: hearing] ended. The Senate met.", []string{"hearing trial"}},
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

func TestVoice(t *testing.T) {
	x := extractor()
	for _, c := range []struct{ text, want string }{
		{"The [name: Diet] will not be [event: dissolved].", "target"},
		{"[name: Luk] was later [event: arrested] at home.", "target"},
		{"[name: Luk] later [event: attacked] her.", ""},
		{"[name: Luk] was at home when police [event: arrested] her.", ""},
		{"[name: Luk] has been [event: expected] since May.", ""}, // who is expected comes
		{"[name: Luk] is [event: opposed] to the raid.", ""},
		{"She was [event: attacked] by [name: Luk].", "agent"},
		{"She was [event: attacked] by the old leader [name: Luk].", "agent"},
		{"She was [event: attacked] by [name: Chad]'s army.", ""},
		{"She was [event: attacked] by men of [name: Luk].", ""},
		{"She was [event: attacked]. [name: Luk] left.", ""},
		{"The [event: raid] by [name: Luk].", ""}, // the network's
	} {
		plain, told := spans(c.text)
		p := &page{cut(x.splitter.Split(plain), model.Spans{}), x.lex, x.gaz}
		var event found
		var m mention
		for _, s := range told {
			first, last, _ := p.tokens(s)
			if s.Label == "name" {
				m = mention{first: first, last: last}
			} else {
				event = found{first: first, last: last}
			}
		}
		if got := p.voice(event, m); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
