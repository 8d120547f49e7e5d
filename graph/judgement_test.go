package graph_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
)

func TestParseJudgements(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       []graph.Judgement
	}{
		{"nothing", "", nil},
		{"a guide and a header", "# what this is\njudgement\ta\tb\n", nil},
		{
			"columns in any order, some absent, empty lines, comments, a byte order mark and carriage returns",
			"\ufeffa\tb\tjudgement\r\n\r\n# She said so herself.\r\n#Twice.\r\nperson:ama boateng\tperson:ama k boateng\tmerge\r\n\t\t\r\n",
			[]graph.Judgement{{
				Kind: graph.JudgeMerge, A: "person:ama boateng", B: "person:ama k boateng", Comment: "She said so herself.\nTwice.",
			}},
		},
		{
			"every kind; a comment below the last",
			"judgement\ta\tb\tarticles\tscore\treasons\n" +
				"apart\tplace:paris\tplace:paris|fr\n" +
				"split\tperson:john smith\tthe boxer\thttps://example.org/1 my\\ article\n" +
				"reject\tHOLDS_OFFICE:0123456789abcdef01234567\n" +
				"reject\tPART_OF:0123456789abcdef01234567\t\tb a\n" +
				" merge? \toffice:mayor|place:x\toffice:mayor|place:y\t\t 0.875 \tone \\t two\\\\three\n" +
				"# to be seen\n",
			[]graph.Judgement{
				{Kind: graph.JudgeApart, A: "place:paris", B: "place:paris|fr"},
				{Kind: graph.JudgeSplit, A: "person:john smith", B: "the boxer", Articles: []string{"https://example.org/1", "my article"}},
				{Kind: graph.JudgeReject, A: "HOLDS_OFFICE:0123456789abcdef01234567"},
				{Kind: graph.JudgeReject, A: "PART_OF:0123456789abcdef01234567", Articles: []string{"b", "a"}},
				{
					Kind: graph.JudgePropose, A: "office:mayor|place:x", B: "office:mayor|place:y",
					Score: 0.875, Reasons: "one \t two\\three", Comment: "to be seen",
				},
			},
		},
	} {
		got, err := graph.ParseJudgements(strings.NewReader(test.file))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if d := gocmp.Diff(test.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, d)
		}
	}
}

// TestParseJudgementsErrors checks that what is wrong is found by line and
// column, with what to do.
func TestParseJudgementsErrors(t *testing.T) {
	const header = "judgement\ta\tb\tarticles\tscore\n"
	for file, want := range map[string]string{
		"a\tb\n":                                        "line 1: column judgement is missing; add it",
		"# guide\n\njudgement,a,b\n":                    `line 3: no column is called "judgement,a,b"; the first line that is no comment names columns`,
		"judgement\ta\tb\ta\n":                          "line 1: column a is there twice",
		header + "merge\tx\tperson:b\n":                 `line 2, column a: "x" is no key of an entity; copy it`,
		header + "\nmerge\tperson:a b\n":                `line 3, column b: "" is no key of an entity`,
		header + "merge\tperson:a\torganization:a\n":    "line 2, column b: the keys are of Person and Organization; judge two of one kind",
		header + "apart\tperson:a\tperson:a\n":          "line 2, column b: both keys are the same; name two entities",
		header + "merge\tperson:a\tperson:b\tarticle\n": "line 2, column articles: merge is of all articles; empty the cell, or write split",
		header + "split\tperson:a\t?\tarticle\n":        "line 2, column b: the namesake needs a name",
		header + "split\tperson:a\tthe boxer\n":         "line 2, column articles: name the articles",
		header + "reject\tperson:a\n":                   `line 2, column a: "person:a" is no key of a fact`,
		header + "reject\tPART_OF:0\tx\n":               "line 2, column b: reject names one fact",
		header + "reject\tSTATES:0\n":                   `line 2, column a: "STATES:0" is no key of a fact`,
		header + "same\tperson:a\tperson:b\n":           `line 2, column judgement: "same" is none of merge, apart, split, reject, merge?`,
		header + "merge?\tperson:a\tperson:b\t\t1.5\n":  `line 2, column score: "1.5" is no number from 0 to 1; leave it empty`,
		header + "merge\tperson:a\tperson:b\t\t\tx\n":   "line 2, column 6: the header names only 5 columns",
		header + "merge\tperson:\xff\tperson:b\n":       "line 2: not UTF-8",
		header + "apart\tperson:a\tperson:c\nmerge\tperson:a\tperson:b\nmerge\tperson:c\tperson:b\n": "line 2, column judgement: apart, but the merges make one of person:a and person:c; change this line or one of those",
		header + "split\tperson:a\tone\tx\nsplit\tperson:a\ttwo\ty x\n":                              "line 3, column articles: line 2 gives what x says of person:a to another namesake",
	} {
		_, err := graph.ParseJudgements(strings.NewReader(file))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", file, err, want)
		}
	}
	_, err := graph.ParseJudgements(strings.NewReader(header + "merge\tx\ty\nsame\n"))
	if n := strings.Count(err.Error(), "\n"); n != 1 {
		t.Errorf("of two wrong lines both are named, not %v", err)
	}
}

func TestWriteJudgements(t *testing.T) {
	var b strings.Builder
	err := graph.WriteJudgements(&b, []graph.Judgement{
		{Kind: graph.JudgePropose, A: "person:a", B: "person:b", Score: 0.8, NameA: "A", NameB: "B", Reasons: "initials"},
		{Kind: graph.JudgePropose, A: "person:x", B: "person:y", Score: 0.9},
		{Kind: graph.JudgeReject, A: "PART_OF:0", Articles: []string{"my article"}, Comment: "not so\nat all"},
		{Kind: graph.JudgeMerge, A: "person:m", B: "person:n"},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(b.String(), "\njudgement")
	want := "	score	nameA	nameB	reasons	a	b	articles\n" +
		"merge					person:m	person:n\n" +
		"# not so\n# at all\nreject					PART_OF:0		my\\ article\n" +
		"merge?	0.9				person:x	person:y\n" +
		"merge?	0.8	A	B	initials	person:a	person:b\n"
	if d := gocmp.Diff(want, table); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// FuzzJudgements writes random judgements with hostile text and reads them
// again.
func FuzzJudgements(f *testing.F) {
	for seed := range uint64(16) {
		f.Add(seed, " \\ \t\n\r#\"é\ufeff")
	}
	f.Fuzz(func(t *testing.T, seed uint64, alphabet string) {
		js := randomJudgements(rand.New(rand.NewPCG(seed, 1)), strings.ToValidUTF8(alphabet, ""))
		var b, again strings.Builder
		if err := graph.WriteJudgements(&b, js); err != nil {
			t.Fatal(err)
		}
		got, err := graph.ParseJudgements(strings.NewReader(b.String()))
		if err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		if err := graph.WriteJudgements(&again, got); err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(b.String(), again.String()); d != "" {
			t.Fatalf("written, read and written again (-want +got):\n%s", d)
		}
		for _, j := range js {
			found := false
			for _, k := range got {
				found = found || gocmp.Equal(j, k)
			}
			if !found {
				t.Fatalf("lost: %#v in\n%s", j, b.String())
			}
		}
	})
}

// randomJudgements returns judgements that do not contradict each other.
func randomJudgements(r *rand.Rand, alphabet string) []graph.Judgement {
	letters := []rune("ab" + alphabet)
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		return b.String()
	}
	var js []graph.Judgement
	for i := range r.IntN(8) {
		j := graph.Judgement{Score: float64(r.IntN(101)) / 100, Reasons: text(r.IntN(9)), NameA: text(r.IntN(9)), NameB: text(r.IntN(9))}
		switch j.Kind = []graph.JudgementKind{graph.JudgeMerge, graph.JudgeApart, graph.JudgeSplit, graph.JudgeReject, graph.JudgePropose}[r.IntN(5)]; j.Kind {
		case graph.JudgeSplit:
			j.A, j.B, j.Articles = "person:"+text(5)+string(rune('0'+i)), "x"+text(4), []string{"1" + text(4), "2" + text(4)}
		case graph.JudgeReject:
			j.A = string(schema.PartOf) + ":" + text(4)
			for range r.IntN(3) {
				j.Articles = append(j.Articles, "x"+text(5))
			}
		default:
			j.A, j.B = "person:"+string(rune('0'+i))+"x"+text(5), "person:"+string(rune('0'+i))+"y"+text(5)
		}
		js = append(js, j)
	}
	return js
}

// FuzzParseJudgements checks that any file is either refused or read as what it
// says: written and read again, it is the same.
func FuzzParseJudgements(f *testing.F) {
	f.Add("judgement\ta\tb\tarticles\nsplit\tperson:a\tx\t\\ \\\\ \\\n# end\n")
	f.Add("\ufeff# x\n\na\tb\tscore\tjudgement\nperson:a\tperson:b\tNaN\tmerge?")
	f.Fuzz(func(t *testing.T, file string) {
		js, err := graph.ParseJudgements(strings.NewReader(file))
		if err != nil {
			return
		}
		if err := graph.CheckJudgements(js); err != nil {
			t.Fatalf("read, but wrong: %v", err)
		}
		var b, again strings.Builder
		if err := graph.WriteJudgements(&b, js); err != nil {
			t.Fatal(err)
		}
		got, err := graph.ParseJudgements(strings.NewReader(b.String()))
		if err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		if err := graph.WriteJudgements(&again, got); err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(b.String(), again.String()); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	})
}

func TestCanonical(t *testing.T) {
	got := graph.Canonical([]graph.Judgement{
		{Kind: graph.JudgeMerge, A: "person:c", B: "person:b"},
		{Kind: graph.JudgeMerge, A: "person:c", B: "person:d"},
		{Kind: graph.JudgeMerge, A: "person:d", B: "person:a|https://example.org/1"},
		{Kind: graph.JudgeApart, A: "person:x", B: "person:y"},
		{Kind: graph.JudgePropose, A: "person:x", B: "person:z"},
		{Kind: graph.JudgeMerge, A: "place:y", B: "place:x"},
	})
	want := map[string]string{
		"person:a|https://example.org/1": "person:b", "person:b": "person:b", "person:c": "person:b", "person:d": "person:b",
		"place:x": "place:x", "place:y": "place:x",
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestSplitKey(t *testing.T) {
	if got := graph.SplitKey("person:john smith", "The Boxer"); got != "person:john smith#the boxer" {
		t.Errorf("got %q", got)
	}
	if got := graph.SplitKey("person:"+strings.Repeat("a", 240), strings.Repeat("b", 240)); len(got) > 256 {
		t.Errorf("a key of %d bytes", len(got))
	}
}
