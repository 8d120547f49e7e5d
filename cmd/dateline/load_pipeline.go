package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"dateline/extract"
	reading "dateline/extract/input"
	"dateline/graph"
	"dateline/graph/store"
)

// A batch goes to the store when it has so many articles, rows (mentions, claims
// and what joins them) or bytes: few enough to be lost in an interruption, enough
// to be written fast.
const (
	batchArticles = 400
	batchRows     = 40_000
	batchBytes    = 16 << 20
)

// inHand is how many bytes of articles are in memory at a time, about. One
// article alone may be more.
const inHand = 64 << 20

// sifted is how many articles the store is asked about at a time.
const sifted = 128

// item is an article on its way into the store.
type item struct {
	input  extract.Input // zero if it could not be read
	weight int           // bytes in memory, about
	entry  store.Entry
	err    error         // why it goes no further
	ready  chan struct{} // closed when entry or err is there
}

// key returns the article's key in the graph, "" if it could not be read.
func (it *item) key() string {
	switch {
	case it.input.Article != nil:
		return it.input.Article.Key()
	case it.input.Document != nil:
		return it.input.Document.Key
	}
	return ""
}

// origin names what the graph of an article is made from and how, save for the
// version of the extractor. A number of a line is no part of it: the same article
// in another file is the same.
func origin(a *extract.Article, minConfidence float64) string {
	id := a.ID
	if a.Numbered {
		id = ""
	}
	h := sha256.New()
	for _, s := range []string{a.ContentHash(), id, strconv.FormatBool(a.Headline), strconv.FormatFloat(minConfidence, 'g', -1, 64)} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// all takes all articles of the input through four stages at the same time: one
// reads, one asks the store what it has, as many as there are workers extract,
// and one writes batches. Each waits for the next, and together they hold no more
// than the budget. Interrupted, it writes what is extracted.
func (l *loading) all() error {
	flow, stop := context.WithCancel(l.interrupt)
	defer stop()
	batches := make(chan *batch)
	dead := make(chan struct{}) // closed when the writer has given up
	written := make(chan error, 1)
	go func() {
		err := l.writeAll(batches)
		if err != nil {
			close(dead)
			stop()
		}
		written <- err
	}()
	send := func(b *batch) bool {
		select {
		case batches <- b:
			return true
		case <-dead:
			return false
		}
	}
	b, failed := &batch{}, error(nil)
	for it := range l.extracted(flow) {
		if cause := (*storeError)(nil); errors.As(it.err, &cause) {
			failed = cause.err
			break
		}
		if it.err != nil && !it.setAside() {
			l.sayFailed(it.err)
		}
		b.add(it)
		if b.full() {
			if !send(b) {
				break
			}
			b = &batch{}
		}
		l.progress.at(l.score.through())
	}
	stop()
	send(b)
	close(batches)
	return cmp.Or(<-written, failed)
}

// storeError is an error of the store, which ends the load, on the way of those
// of articles.
type storeError struct{ err error }

func (e *storeError) Error() string { return e.err.Error() }

// read reads the articles into a channel.
func (l *loading) read(ctx context.Context) <-chan *item {
	out := make(chan *item, sifted)
	inputs := l.input.read(ctx, l.input.paths)
	if l.retry {
		inputs = l.letters.replay(ctx, l.input)
	}
	go func() {
		defer close(out)
		begin := time.Now()
		for in, err := range inputs {
			l.score.spend(&l.score.reading, begin)
			it := &item{input: in, err: err, ready: make(chan struct{})}
			it.weight = l.budget.take(ctx, weight(in))
			if ctx.Err() != nil {
				return
			}
			l.score.add(func(s *score) { s.Read++ })
			select {
			case out <- it:
			case <-ctx.Done():
				return
			}
			begin = time.Now()
		}
		l.score.spend(&l.score.reading, begin)
	}()
	return out
}

// read yields what is in the paths.
func (in *input) read(ctx context.Context, paths []string) iter.Seq2[extract.Input, error] {
	return reading.Read(ctx, paths, in.options)
}

// setAside reports whether an article is left out without having failed.
func (it *item) setAside() bool { return errors.Is(it.err, reading.ErrLanguage) }

// weight returns how many bytes an article takes, about.
func weight(in extract.Input) int {
	const each = 200 // of a struct and its strings
	n := each + len(in.Unread)
	if a := in.Article; a != nil {
		n += len(a.Text) + len(a.Title) + len(a.URL)
	}
	if d := in.Document; d != nil {
		for _, e := range d.Entities {
			n += each * (1 + len(e.Mentions))
		}
		for _, r := range d.Relations {
			n += each
			for _, e := range r.Evidence {
				n += len(e.Quote)
			}
		}
	}
	return n
}

// sift asks the store about articles and returns those that it does not have as
// they are; of the others it counts what becomes of them. A store that is out of
// reach is not waited for here: then all go on, and the writer finds the same.
func (l *loading) sift(ctx context.Context, items []*item) ([]*item, error) {
	var keys []string
	for _, it := range items {
		if it.err == nil {
			keys = append(keys, it.key())
		}
	}
	if len(keys) == 0 {
		return items, nil
	}
	begin := time.Now()
	known, err := l.store.Revisions(ctx, keys)
	l.score.spend(&l.score.storing, begin)
	if errors.Is(err, store.ErrUnreachable) && !l.stale {
		return items, nil
	}
	if err != nil {
		return nil, &storeError{err}
	}
	rest := items[:0]
	for _, it := range items {
		if it.err != nil {
			rest = append(rest, it)
			continue
		}
		old, there := known[it.key()]
		fate := l.known(it, old, there)
		if fate == nil {
			rest = append(rest, it)
			continue
		}
		l.score.add(fate)
		l.letters.loaded(it)
		l.budget.give(it.weight)
	}
	return rest, nil
}

// known says what becomes of an article without extracting it, by what the store
// has of it; nil if it has to be extracted.
func (l *loading) known(it *item, old store.Revision, there bool) func(*score) {
	stale := there && old.ExtractorVersion != extract.Version
	if l.stale {
		if stale {
			return nil
		}
		return func(s *score) { s.NotStale++ }
	}
	a := it.input.Article
	if a == nil || !there {
		return nil // a document costs nothing to extract
	}
	if old.Origin == origin(a, l.input.minConfidence) {
		return func(s *score) {
			s.Unchanged++
			if stale {
				s.Stale++
			}
		}
	}
	given := graph.Article{PublishedAt: a.Published, ContentHash: a.ContentHash()}
	if a.Published != "" && !given.Supersedes(graph.Article{PublishedAt: old.PublishedAt, ContentHash: old.ContentHash}) {
		return func(s *score) { s.Superseded++ }
	}
	return nil
}

// extracted yields, in the order of the input, the articles that the store does
// not have, each with its graph or why there is none. When ctx is done it yields
// what is ready.
func (l *loading) extracted(ctx context.Context) iter.Seq[*item] {
	jobs := make(chan *item)
	queue := make(chan *item, 2*l.input.workers)
	go func() {
		defer close(queue)
		defer close(jobs)
		for items := range gathered(ctx, l.read(ctx)) {
			items, err := l.sift(ctx, items)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				items = []*item{{err: err, ready: make(chan struct{})}}
			}
			for _, it := range items {
				select {
				case queue <- it:
				case <-ctx.Done():
					return
				}
				if it.err != nil {
					close(it.ready)
					continue
				}
				select {
				case jobs <- it:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	for range l.input.workers {
		go func() {
			for it := range jobs {
				begin := time.Now()
				it.entry, it.err = l.extract(it.input)
				l.score.spend(&l.score.extracting, begin)
				close(it.ready)
			}
		}()
	}
	return func(yield func(*item) bool) {
		for it := range queue { // which ends soon after ctx, because the other side sees it, too
			select {
			case <-it.ready:
			case <-ctx.Done():
				select {
				case <-it.ready:
				default:
					return
				}
			}
			if !yield(it) {
				return
			}
		}
	}
}

// gathered yields what comes, several at a time if there are several.
func gathered(ctx context.Context, in <-chan *item) iter.Seq[[]*item] {
	return func(yield func([]*item) bool) {
		for {
			var some []*item
			select {
			case it, ok := <-in:
				if !ok {
					return
				}
				some = append(some, it)
			case <-ctx.Done():
				return
			}
			for more := true; more && len(some) < sifted; {
				select {
				case it, ok := <-in:
					if more = ok; ok {
						some = append(some, it)
					}
				default:
					more = false
				}
			}
			if !yield(some) {
				return
			}
		}
	}
}

// extract returns the graph of an article. A panic of the extractor is an error
// of the article.
func (l *loading) extract(in extract.Input) (e store.Entry, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("extracting: panic: %v", p)
		}
		if err != nil {
			err = &extract.Error{File: in.File, Line: in.Line, Err: err}
		}
	}()
	d := in.Document
	if d == nil {
		if d, err = l.input.extractor.Extract(*in.Article); err != nil {
			return e, err
		}
		e.Origin = origin(in.Article, l.input.minConfidence)
	}
	if l.input.minConfidence > 0 {
		d.DropBelow(l.input.minConfidence)
	}
	e.Graph, err = d.Graph()
	return e, err
}

// batch is what goes to the store at once.
type batch struct {
	good   []*item
	failed []*item
	rows   int
	weight int
}

func (b *batch) add(it *item) {
	b.weight += it.weight
	if it.err != nil {
		b.failed = append(b.failed, it)
		return
	}
	b.good = append(b.good, it)
	b.rows += 1 + len(it.entry.Graph.Mentions) + 2*len(it.entry.Graph.Claims)
}

func (b *batch) full() bool {
	return len(b.good)+len(b.failed) >= batchArticles || b.rows >= batchRows || b.weight >= batchBytes
}

// writeAll writes the batches, one after the other.
func (l *loading) writeAll(batches <-chan *batch) error {
	for b := range batches {
		if err := l.write(b); err != nil {
			return err
		}
		l.budget.give(b.weight)
	}
	return nil
}

// write gives a batch to the store, and those of its articles that fail to the
// dead letters. If the store refuses the batch, each article is tried alone, so
// that one does not keep out the others.
func (l *loading) write(b *batch) error {
	changes, err := l.put(b.good)
	if err != nil && (len(b.good) == 1 || !ofArticle(err)) {
		return err
	}
	if err == nil {
		l.score.put(changes)
		l.letters.loaded(b.good...)
	} else {
		refused := 0
		for _, it := range b.good {
			changes, err := l.put([]*item{it})
			switch {
			case err == nil:
				l.score.put(changes)
				l.letters.loaded(it)
				continue
			case !ofArticle(err):
				return err
			}
			it.err = &extract.Error{File: it.input.File, Line: it.input.Line, Err: err}
			b.failed = append(b.failed, it)
			l.sayFailed(it.err)
			refused++
		}
		if refused == len(b.good) {
			return err // it is not the articles
		}
	}
	failed := b.failed[:0]
	for _, it := range b.failed {
		if it.setAside() {
			l.score.add(func(s *score) { s.SetAside++ })
		} else {
			failed = append(failed, it)
		}
	}
	if err := l.letters.keep(failed); err != nil {
		return err
	}
	for _, it := range failed {
		l.score.fail(it.err)
	}
	return nil
}

// ofArticle reports whether an error of the store can be one of the articles.
func ofArticle(err error) bool {
	for _, other := range []error{store.ErrUnreachable, store.ErrLocked, store.ErrUnwritable, io.EOF, context.Canceled} {
		if errors.Is(err, other) {
			return false
		}
	}
	return true
}

// put gives articles to the store, and waits for a store that goes away. The
// store may have had them before it went: then they count as unchanged.
func (l *loading) put(items []*item) (store.Changes, error) {
	if len(items) == 0 {
		return store.Changes{}, nil
	}
	entries := make([]store.Entry, len(items))
	for i, it := range items {
		entries[i] = it.entry
	}
	ctx := context.WithoutCancel(l.interrupt)
	for {
		begin := time.Now()
		changes, err := l.store.Put(ctx, entries)
		l.score.spend(&l.score.storing, begin)
		if err == nil || !away(err) {
			return changes, err
		}
		if err := l.regain(err); err != nil {
			return changes, err
		}
	}
}

// away reports whether an error says that the database, or the lock in it, was
// lost, and may come back.
func away(err error) bool {
	return errors.Is(err, store.ErrUnreachable) || errors.Is(err, store.ErrLocked)
}

// The times between attempts to reach the database again: the first, and the
// longest.
const (
	firstPause = 500 * time.Millisecond
	lastPause  = 15 * time.Second
)

// regain takes the lock of a store that was lost, when it is back. It returns
// the cause if that takes longer than the patience, or the user.
func (l *loading) regain(cause error) error {
	lost := time.Now()
	l.score.add(func(s *score) { s.waits++ })
	l.voice.say(slog.LevelWarn, fmt.Sprintf("dateline: %s: waiting up to %v for it", message(cause), l.patience),
		"store lost", "error", message(cause), "patience", l.patience.String())
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		left := l.patience - time.Since(lost)
		if left <= 0 || !sleep(l.interrupt, min(pause, left)) {
			return cause
		}
		if l.unlock != nil {
			l.unlock() // of a connection that is gone, most likely
			l.unlock = nil
		}
		unlock, err := l.store.Lock(l.interrupt)
		if err == nil {
			l.unlock = unlock
			l.voice.say(slog.LevelInfo, fmt.Sprintf("the store is back after %v", time.Since(lost).Round(time.Second)),
				"store back", "seconds", seconds(time.Since(lost)))
			return nil
		}
		if !away(err) {
			return cause
		}
		cause = err
	}
}

// patiently reads from the store, and again while it is out of reach, as long as
// the patience lasts.
func (l *loading) patiently(read func() error) error {
	begin := time.Now()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := read()
		if !errors.Is(err, store.ErrUnreachable) || time.Since(begin) > l.patience || !sleep(l.interrupt, pause) {
			return err
		}
	}
}

// budget bounds the bytes that are in hand.
type budget struct {
	mu    sync.Mutex
	free  int
	most  int // what one may take, so that with a batch not yet full beside it there is room
	freed chan struct{}
}

func newBudget(bytes int) *budget {
	return &budget{free: bytes, most: bytes - batchBytes, freed: make(chan struct{}, 1)}
}

// take waits until so many bytes are free, and takes them: what it returns, less
// than asked for where that is more than one may take. There is one who takes.
func (b *budget) take(ctx context.Context, n int) int {
	n = min(n, b.most)
	for {
		b.mu.Lock()
		if b.free >= n {
			b.free -= n
			b.mu.Unlock()
			return n
		}
		b.mu.Unlock()
		select {
		case <-b.freed:
		case <-ctx.Done():
			return 0
		}
	}
}

func (b *budget) give(n int) {
	b.mu.Lock()
	b.free += n
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}
