package main

import (
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	reading "dateline/extract/input"
)

// logInterval is the time between two lines where standard error is no terminal.
const logInterval = time.Minute

// progress shows on standard error how far a load is: a bar in a terminal, a line
// now and then elsewhere.
type progress struct {
	bar    *progressbar.ProgressBar // nil where there is no terminal
	voice  *voice
	start  time.Time
	logged time.Time
	size   int64 // bytes of the files to read, -1 if unknown
	read   atomic.Int64
}

// newProgress starts to show how a load goes. Until close, its voice speaks
// around the bar.
func newProgress(l *loading) *progress {
	p := &progress{voice: l.voice, start: time.Now(), logged: time.Now(), size: -1}
	if !l.retry {
		p.size = reading.Size(l.input.paths)
	}
	l.input.options.Progress = func(n int) { p.read.Add(int64(n)) }
	if !term.IsTerminal(int(os.Stderr.Fd())) || !l.voice.people() {
		return p
	}
	p.bar = progressbar.NewOptions64(
		p.size,
		progressbar.OptionSetWriter(os.Stderr),
		progressbar.OptionSetDescription("loading"),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
	)
	l.voice.clear = func() { p.bar.Clear() }
	return p
}

// at says that so many of the articles that were read are through.
func (p *progress) at(articles, read int) {
	now := time.Now()
	if p.bar == nil && now.Sub(p.logged) < logInterval {
		return
	}
	p.logged = now
	rate := float64(articles) / max(now.Sub(p.start).Seconds(), 0.001)
	text := fmt.Sprintf("%s, %.1f a second", count(articles, "article"), rate)
	done := float64(p.read.Load()) * float64(articles) / float64(max(read, 1)) // bytes: reading runs ahead
	left, known := p.left(now, done)
	if known {
		text += fmt.Sprintf(", %v left", left)
	}
	if p.bar == nil {
		attributes := []any{"articles", articles, "perSecond", rate}
		if known {
			attributes = append(attributes, "secondsLeft", left.Seconds())
		}
		p.voice.say(slog.LevelInfo, text, "loading", attributes...)
		return
	}
	p.bar.Describe(text)
	if p.size < 0 {
		p.bar.Add(1)
	} else {
		p.bar.Set64(min(int64(done), p.size))
	}
}

// left returns how long the load will still take if it goes on as it has gone,
// with so many bytes done.
func (p *progress) left(now time.Time, done float64) (d time.Duration, known bool) {
	if p.size < 0 || done <= 0 {
		return 0, false
	}
	rest := max(float64(p.size)/done-1, 0)
	return time.Duration(rest * float64(now.Sub(p.start))).Round(time.Second), true
}

// close removes the bar.
func (p *progress) close() {
	if p.bar != nil {
		p.bar.Finish()
		p.bar.Clear()
		p.voice.clear = nil
	}
}
