package input

import (
	"runtime"

	"dateline/extract"
)

// inHand is how many pages are parsed at the same time at most; hostile ones
// take some hundred megabytes each.
const inHand = 8

// result is what is yielded.
type result struct {
	input extract.Input
	err   error
}

// queue yields results in the order in which they are added, while those that
// take time are made at the same time.
type queue struct {
	yield   func(extract.Input, error) bool
	pending []<-chan result
	stopped bool // the consumer wants no more
}

// add makes a result in the background. Like put, it reports whether the consumer
// wants more.
func (q *queue) add(produce func() result) bool {
	c := make(chan result, 1)
	go func() { c <- produce() }()
	q.pending = append(q.pending, c)
	return q.flush(min(runtime.GOMAXPROCS(0), inHand))
}

// put adds a result, behind which none is left.
func (q *queue) put(r result) bool {
	return q.flush(0) && q.send(r)
}

// flush yields results until at most so many are left.
func (q *queue) flush(left int) bool {
	for !q.stopped && len(q.pending) > left {
		r := <-q.pending[0]
		q.pending = q.pending[1:]
		q.send(r)
	}
	return !q.stopped
}

func (q *queue) send(r result) bool {
	q.stopped = q.stopped || !q.yield(r.input, r.err)
	return !q.stopped
}
