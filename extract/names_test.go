package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/extract/model"
)

func TestNames(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"titles are no part of a name": {
			"[Person: MEP Ada Okonjo] met [Person: the Amir] and [Person: Sheikh].",
			[]string{"Person: Ada Okonjo"},
		},
		"but a surname may be a title": {
			"[Person: Ada King] bowed. [Person: King] smiled.",
			[]string{"Person: Ada King, King"},
		},
		"a bracket is no part of a name": {
			"The [Organization: ZBC (]Zambezi Broadcasting) closed.",
			[]string{"Organization: ZBC"},
		},
		"parts beside each other are one name": {
			"[Person: Nana] [Person: Kwesi Dadzi] and [Person: Ama Owusu] wept.",
			[]string{"Person: Nana Kwesi Dadzi", "Person: Ama Owusu"},
		},
		"common words are no name": {
			"The [Organization: National Assembly] met; the [Organization: assembly] rose.",
			[]string{"Organization: National Assembly"},
		},
		"a government is its country": {
			"[Organization: Chadian government] fell.",
			[]string{"Country: Chadian"},
		},
		"countries that were passed over": {
			"He left Ghana for the [Country: United States].",
			[]string{"Country: Ghana", "Country: United States"},
		},
		"surnames and names of one word that were passed over": {
			"[Person: Ada Okonjo] runs [Organization: Zanaco]. [Person: Okonjo] founded [Organization: Zanaco]. People say that Okonjo and her Zanaco are tired.",
			[]string{"Person: Ada Okonjo, Okonjo", "Organization: Zanaco"},
		},
		"a word that is mostly no name stays none": {
			"The [Organization: Star] is red. He saw the Star, that Star, and this Star.",
			[]string{"Organization: Star"},
		},
		"part of another name is not the name": {
			"[Person: Ada Okonjo] lives in the old Okonjo Towers.",
			[]string{"Person: Ada Okonjo"},
		},
		"one name, one label": {
			"[Organization: Zanaco] sold shares. [Place: Zanaco] grew. [Organization: Zanaco] paid. [Person: ZANACO] lent.",
			[]string{"Organization: Zanaco, ZANACO"},
		},
		"a surname is a person's": {
			"[Person: Ada Okonjo] scored. The keeper saw [Organization: Okonjo] run.",
			[]string{"Person: Ada Okonjo, Okonjo"},
		},
		"a team's last word is the team": {
			"[Organization: Narok Rovers] lost. Cards for [Person: Rovers] were many.",
			[]string{"Organization: Narok Rovers, Rovers"},
		},
		"a country beside its adjective is no person": {
			"[Country: Jordanian] pilots fly. [Person: Jordan] is proud.",
			[]string{"Country: Jordanian, Jordan"},
		},
		"but a person of that name is": {
			"[Country: Jordanian] pilots saw [Person: Ada Jordan]. [Person: Jordan] waved.",
			[]string{"Country: Jordanian", "Person: Ada Jordan, Jordan"},
		},
		"adjectives of countries are no places": {
			"A [Place: Barbadian] won in [Place: St Lucia].",
			[]string{"Country: Barbadian", "Country: St Lucia"},
		},
		"a capital is no organization where its country is named": {
			"[Country: Turkey] waited. [Organization: Ankara] said nothing.",
			[]string{"Country: Turkey, Ankara"},
		},
		"a dateline is a place": {
			"[Person: BRIDGETOWN]: The synod met.",
			[]string{"Place: BRIDGETOWN"},
		},
		"the Kingdom is the kingdom that is named most": {
			"[Country: Saudi Arabia] will help [Country: Iraq]. The [Country: Kingdom] pledged aid.",
			[]string{"Country: Saudi Arabia, Kingdom", "Country: Iraq"},
		},
		"a kingdom without a name": {
			"The [Country: Kingdom] pledged aid to [Country: Iraq].",
			[]string{"Country: Iraq"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, entities(c.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A text of names that are all alike takes time in proportion to its length.
func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{1000, 4000} {
		var text strings.Builder
		for i := range n {
			word := strings.Repeat("ab", 1+i%9) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
			fmt.Fprintf(&text, "[Person: Ab%s Na%s] of the [Organization: B%s Group of C%s] met [Person: Nb%s]. ", word, word, word, word, word)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				entities(text.String())
			}
		})
	}
}

func TestParted(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"[Person: Ama Owusu] met [Person: Kofi Mensah]. The [Person: Owusu-Mensah] talks failed.", "Ama Owusu|Kofi Mensah|Owusu|Mensah"},
		{"The [Person: Owusu–Mensah] talks: [Person: Ama Owusu], [Person: Kofi Mensah]", "Owusu|Mensah|Ama Owusu|Kofi Mensah"},
		{"[Person: Ama Owusu] met [Person: Esi Owusu-Mensah], and [Person: Owusu-Mensah] left.", "Ama Owusu|Esi Owusu-Mensah|Owusu-Mensah"},
		{"[Person: Ama Owusu] met [Person: Jean-Paul Kaboré].", "Ama Owusu|Jean-Paul Kaboré"},
	} {
		plain, names := spans(c.text)
		var got []string
		for _, s := range parted(plain, names) {
			got = append(got, plain[s.Start:s.End])
		}
		if got := strings.Join(got, "|"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestPaired(t *testing.T) {
	x := extractor()
	plain, names := spans("The [Country: Ghana]-[Country: Togo] talks, and [Country: Mali] - [Country: Niger] too.")
	p := &page{cut(x.splitter.Split(plain), model.Spans{Names: names}), x.lex, x.gaz}
	if got, want := p.paired(p.names(names)), []bool{true, true, false, false}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
