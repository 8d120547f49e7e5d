package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"dateline/extract"
)

// logInterval is the time between two lines where standard error is no terminal.
const logInterval = time.Minute

// progress shows on standard error how far a load is: a bar in a terminal, a line
// now and then elsewhere.
type progress struct {
	bar    *progressbar.ProgressBar // nil where there is no terminal
	start  time.Time
	logged time.Time
}

// newProgress starts to show how reading the input goes. Until close, lines have
// to go to input.report, which it sets.
func newProgress(in *input) *progress {
	p := &progress{start: time.Now(), logged: time.Now()}
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return p
	}
	size := extract.Size(in.paths)
	p.bar = progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(os.Stderr),
		progressbar.OptionSetDescription("loading"),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionShowElapsedTimeOnFinish(),
	)
	var read atomic.Int64
	in.options.Progress = func(n int) { p.bar.Set64(min(read.Add(int64(n)), size)) }
	if size < 0 {
		in.options.Progress = nil
	}
	report := in.report
	in.report = func(line string) {
		p.bar.Clear()
		report(line)
	}
	return p
}

// at says that so many articles are through.
func (p *progress) at(articles int) {
	if p.bar != nil {
		p.bar.Describe(count(articles, "article"))
		if p.bar.GetMax64() < 0 {
			p.bar.Add(1)
		}
		return
	}
	if now := time.Now(); now.Sub(p.logged) >= logInterval {
		p.logged = now
		fmt.Fprintf(os.Stderr, "%s so far, %.1f a second\n", count(articles, "article"), float64(articles)/now.Sub(p.start).Seconds())
	}
}

// close removes the bar.
func (p *progress) close() {
	if p.bar != nil {
		p.bar.Finish()
		p.bar.Clear()
	}
}
