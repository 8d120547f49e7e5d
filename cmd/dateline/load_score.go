package main

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"dateline/graph/schema"
	"dateline/graph/store"
)

// score counts what becomes of the articles of a load, safe for use by all of its
// stages. Each article that was read ends in one of the others.
type score struct {
	mu sync.Mutex

	Read       int `json:"read"` // lines and files that cannot be read count as one each
	Added      int `json:"added"`
	Replaced   int `json:"replaced"`   // by a later text or another extraction
	Unchanged  int `json:"unchanged"`  // the store has the same
	Superseded int `json:"superseded"` // the store has a later one
	NotStale   int `json:"notStale"`   // passed over by --stale
	SetAside   int `json:"setAside"`   // in another language than English
	Failed     int `json:"failed"`
	Unfinished int `json:"unfinished"` // read, but the load ended before they were through

	Stale int `json:"stale"` // of the unchanged, those that another version extracted

	world                        store.Changes // of entities and facts alone
	failures                     []failure     // the first ones
	reading, extracting, storing time.Duration
	waits                        int // for a store that had gone away
}

// failure says what kept an article out.
type failure struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

// toldFailures bounds the failures that a report lists.
const toldFailures = 1000

func (s *score) add(change func(*score)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// spend adds the time since begin to one of the stages.
func (s *score) spend(stage *time.Duration, begin time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*stage += time.Since(begin)
}

// put adds what the store did.
func (s *score) put(c store.Changes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Added += c.Added
	s.Replaced += c.Replaced
	s.Unchanged += c.Unchanged
	s.Superseded += c.Superseded
	s.world = s.world.Plus(store.Changes{
		NodesAdded: c.NodesAdded, NodesRemoved: c.NodesRemoved, FactsAdded: c.FactsAdded, FactsRemoved: c.FactsRemoved,
	})
}

// fail adds an article that failed.
func (s *score) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Failed++
	if len(s.failures) < toldFailures {
		s.failures = append(s.failures, failureOf(err))
	}
}

// loaded returns how many articles the store has as they were read, or later.
func (s *score) loaded() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Added + s.Replaced + s.Unchanged + s.Superseded
}

// through returns how many articles need nothing more, of how many that were read.
func (s *score) through() (done, read int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done(), s.Read
}

func (s *score) done() int {
	return s.Added + s.Replaced + s.Unchanged + s.Superseded + s.NotStale + s.SetAside + s.Failed
}

// unfinished returns how many articles were read and are not through.
func (s *score) unfinished() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Read - s.done()
}

// sayLoaded says what a load has done.
func (l *loading) sayLoaded() {
	took := time.Since(l.start)
	s := &l.score
	loaded := s.loaded()
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{s.Added, "added"},
		{s.Replaced, "replaced by a later text"},
		{s.Superseded, "older than what the store has"},
		{s.Unchanged, "unchanged"},
	} {
		if p.n > 0 {
			parts = append(parts, thousands(p.n)+" "+p.what)
		}
	}
	if len(parts) == 0 {
		parts = []string{"none"}
	}
	text := fmt.Sprintf("%s loaded in %s: %s", count(loaded, "article"), took.Round(time.Millisecond), strings.Join(parts, ", "))
	l.voice.say(
		slog.LevelInfo, text, "loaded", "read", s.Read, "added", s.Added, "replaced", s.Replaced, "superseded", s.Superseded,
		"unchanged", s.Unchanged, "notStale", s.NotStale, "setAside", s.SetAside, "failed", s.Failed, "stale", s.Stale,
		"nodesAdded", s.world.NodesAdded, "nodesRemoved", s.world.NodesRemoved,
		"factsAdded", s.world.FactsAdded, "factsRemoved", s.world.FactsRemoved, "seconds", seconds(took),
	)
	if !l.voice.people() {
		return
	}
	for _, line := range []struct {
		n    int
		text string
	}{
		{s.NotStale, "%s passed over: not in the store, or of this version"},
		{s.SetAside, "%s not in English set aside"},
		{s.Stale, "%s of the unchanged extracted by another version: dateline load --stale PATH… loads them anew"},
	} {
		if line.n > 0 {
			l.voice.say(slog.LevelInfo, fmt.Sprintf(line.text, count(line.n, "article")), "")
		}
	}
	if news := growth(l.before, *l.after); news != "" {
		l.voice.say(slog.LevelInfo, "new: "+news, "")
	}
}

// growth says of which labels and types there are more or fewer than before.
func growth(before, after store.Counts) string {
	var parts []string
	for _, l := range schema.Graph.Entities() {
		if n := after.Nodes[l] - before.Nodes[l]; n != 0 {
			parts = append(parts, fmt.Sprintf("%+d %s", n, l))
		}
	}
	for _, t := range schema.Graph.Facts() {
		if n := after.Relationships[t] - before.Relationships[t]; n != 0 {
			parts = append(parts, fmt.Sprintf("%+d %s", n, t))
		}
	}
	return strings.Join(parts, ", ")
}
