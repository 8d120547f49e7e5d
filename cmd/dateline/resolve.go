package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"dateline/graph"
	"dateline/graph/resolve"
	"dateline/graph/schema"
	"dateline/graph/store"
)

func resolveCommand() *cli.Command {
	return &cli.Command{
		Name:      "resolve",
		Usage:     "propose which entities are one, and apply what you decide",
		ArgsUsage: "[FILE]",
		Description: `Articles name one person or organization in several ways: Joe Biden, Joseph R.
Biden; UNHCR, the UN refugee agency. resolve proposes such pairs, each with a
score and the reasons, in a file of lines with tabs between their columns. Names
alone are never enough: something else must speak for a pair, such as an office,
a country or what the articles mention besides.

A line that begins with merge? has no effect. Write merge or apart in its place,
add lines of your own if you like (the file says how: split a namesake, reject a
wrong fact), and apply the file. Entities that are merged keep their own nodes,
with SAME_AS between them; nothing that articles say is lost, and all of it can be
undone. The file is the whole truth: applying it replaces what was applied before.

With -o FILE, what FILE already decides stays and is not proposed again; a new
file begins with what is applied. --undo takes everything back, or with FILE only
what FILE decides.

Examples:

  dateline resolve -o judgements.tsv
  dateline resolve --apply judgements.tsv --dry-run
  dateline resolve --apply judgements.tsv
  dateline resolve --undo`,
		Flags: append(storeFlags(),
			&cli.StringFlag{Name: "o", DefaultText: "standard output", Usage: "`FILE` of judgements to write proposals to"},
			&cli.StringFlag{Name: "apply", Usage: "apply the judgements of `FILE`, in the place of all earlier ones"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "undo", Usage: "take back all judgements, or those of FILE"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "dry-run", Usage: "only say what --apply or --undo would do"}),
		Action: func(c *cli.Context) error {
			switch apply, undo := c.String("apply"), c.Bool("undo"); {
			case apply != "" && undo:
				return usagef("--apply and --undo: only one of both")
			case (apply != "" || undo) && c.IsSet("o"):
				return usagef("-o is for proposals, which --apply and --undo do not make")
			case c.Bool("dry-run") && apply == "" && !undo:
				return usagef("--dry-run is for --apply and --undo; proposals change nothing")
			case c.NArg() > 1 || c.NArg() == 1 && !undo:
				return usagef("resolve takes a file only with --undo; proposals go to -o FILE, decisions come from --apply FILE")
			case apply != "":
				return applyJudgements(c, apply)
			case undo:
				return undoJudgements(c, c.Args().First())
			}
			return withStore(c, true, func(s store.Store) error { return propose(c, s) })
		},
	}
}

// readJudgements reads a file of judgements, "-" for standard input.
func readJudgements(path string) ([]graph.Judgement, error) {
	in := os.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	js, err := graph.ParseJudgements(in)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return js, nil
}

// propose writes what is decided, and proposals for the rest.
func propose(c *cli.Context, s store.Store) error {
	out := c.String("o")
	decided, err := decisions(c.Context, s, out)
	if err != nil {
		return err
	}
	x, err := resolve.Read(s.Nodes(c.Context), s.Relationships(c.Context))
	if err != nil {
		return err
	}
	show, done := comparing()
	proposals, err := x.Propose(c.Context, decided, show)
	done()
	if err != nil {
		return err
	}
	err = writeFile(out, func(w io.Writer) error {
		return graph.WriteJudgements(w, slices.Concat(decided, proposals))
	})
	if err != nil {
		return err
	}
	labels := map[schema.Label]int{}
	for _, p := range proposals {
		labels[graph.LabelOf(p.A)]++
	}
	var of []string
	for _, l := range schema.Graph.Entities() {
		if n := labels[l]; n > 0 {
			of = append(of, fmt.Sprintf("%s %d", l, n))
		}
	}
	text := count(len(proposals), "proposal")
	if len(of) > 0 {
		text += " (" + strings.Join(of, ", ") + ")"
	}
	if len(decided) > 0 {
		text += fmt.Sprintf(", %s kept", count(len(decided), "decision"))
	}
	fmt.Fprintln(os.Stderr, text)
	if out != "" && out != "-" && len(proposals) > 0 {
		fmt.Fprintf(os.Stderr, "write merge or apart for merge? in %s, then: dateline resolve --apply %s\n", out, out)
	}
	return nil
}

// decisions returns what the file to write already decides, or, where there is
// none, what is applied.
func decisions(ctx context.Context, s store.Store, path string) ([]graph.Judgement, error) {
	if path != "" && path != "-" {
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			js, err := readJudgements(path)
			return graph.Decided(js), err
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return s.Judgements(ctx)
}

// comparing shows on standard error how far a comparison is: a bar in a terminal,
// a line now and then elsewhere. done ends it.
func comparing() (show func(done, total int), done func()) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		logged := time.Now()
		return func(n, total int) {
			if time.Since(logged) >= logInterval {
				logged = time.Now()
				fmt.Fprintf(os.Stderr, "%d of %s compared\n", n, count(total, "pair"))
			}
		}, func() {}
	}
	bar := progressbar.NewOptions64(
		-1,
		progressbar.OptionSetWriter(os.Stderr),
		progressbar.OptionSetDescription("comparing"),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
	)
	return func(n, total int) {
		bar.ChangeMax(total)
		bar.Set(n)
	}, func() { bar.Finish() }
}

func applyJudgements(c *cli.Context, path string) error {
	all, err := readJudgements(path)
	if err != nil {
		return err
	}
	js := graph.Decided(all)
	return withStore(c, true, func(s store.Store) error {
		if open := len(all) - len(js); open > 0 {
			fmt.Fprintf(os.Stderr, "%s without effect: nobody has decided\n", count(open, "proposal"))
		}
		if err := sayUnknown(c.Context, s, js); err != nil {
			return err
		}
		return setJudgements(c, s, js)
	})
}

func undoJudgements(c *cli.Context, path string) error {
	var undone []graph.Judgement
	if path != "" {
		var err error
		if undone, err = readJudgements(path); err != nil {
			return err
		}
	}
	return withStore(c, true, func(s store.Store) error {
		if path == "" {
			return setJudgements(c, s, nil)
		}
		applied, err := s.Judgements(c.Context)
		if err != nil {
			return err
		}
		return setJudgements(c, s, slices.DeleteFunc(applied, func(j graph.Judgement) bool {
			return slices.ContainsFunc(undone, j.Same)
		}))
	})
}

// setJudgements puts judgements in the place of those that are applied, and says
// what that does.
func setJudgements(c *cli.Context, s store.Store, js []graph.Judgement) error {
	applied, err := s.Judgements(c.Context)
	if err != nil {
		return err
	}
	without := func(from, what []graph.Judgement) []graph.Judgement {
		return slices.DeleteFunc(slices.Clone(from), func(j graph.Judgement) bool { return slices.ContainsFunc(what, j.Same) })
	}
	added, removed := without(js, applied), without(applied, js)
	verb := "applied"
	if c.Bool("dry-run") {
		verb = "would apply"
	}
	text := fmt.Sprintf("%s: %s new, %s taken back, %s as before",
		verb, tally(added), tally(removed), tally(without(js, added)))
	if c.Bool("dry-run") {
		fmt.Fprintln(os.Stderr, text)
		return nil
	}
	return withLock(c.Context, s, func() error {
		changes, err := s.SetJudgements(c.Context, js)
		if err != nil {
			return fmt.Errorf("applying judgements: %w", err)
		}
		fmt.Fprintln(os.Stderr, text)
		if changes != (store.Changes{}) {
			fmt.Fprintf(os.Stderr, "entities +%d −%d, facts +%d −%d\n", changes.NodesAdded, changes.NodesRemoved, changes.FactsAdded, changes.FactsRemoved)
		}
		return nil
	})
}

// tally says how many judgements of each kind there are: merge 3, apart 1.
func tally(js []graph.Judgement) string {
	kinds := map[graph.JudgementKind]int{}
	for _, j := range js {
		kinds[j.Kind]++
	}
	var out []string
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, fmt.Sprintf("%s %d", k, kinds[k]))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, " ")
}

// sayUnknown names what judgements speak of and the store does not have. That is
// no error: an article that is taken out may come again.
func sayUnknown(ctx context.Context, s store.Store, js []graph.Judgement) error {
	unknown := map[string]bool{}
	for _, j := range js {
		unknown[j.A] = true
		if j.Kind == graph.JudgeMerge || j.Kind == graph.JudgeApart {
			unknown[j.B] = true
		}
	}
	for _, j := range js {
		if j.Kind == graph.JudgeSplit {
			delete(unknown, graph.SplitKey(j.A, j.B))
		}
	}
	rejects := slices.ContainsFunc(js, func(j graph.Judgement) bool { return j.Kind == graph.JudgeReject })
	for n, err := range s.Nodes(ctx) {
		if err != nil {
			return err
		}
		delete(unknown, n.ID)
		if fact, ok := n.Properties["fact"].(string); ok && rejects {
			delete(unknown, fact)
		}
	}
	applied, err := s.Judgements(ctx)
	if err != nil {
		return err
	}
	for _, j := range applied { // a fact that is rejected is in no view
		if j.Kind == graph.JudgeReject || j.Kind == graph.JudgeSplit {
			delete(unknown, j.A)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(unknown)) {
		fmt.Fprintf(os.Stderr, "dateline: %s: not in the store; what is judged of it waits\n", printable(k))
	}
	return nil
}
