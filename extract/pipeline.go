package extract

import (
	"context"
	"fmt"
	"iter"
)

// All yields the documents of the inputs in their order, whatever the number of
// workers (at least one) that extract at the same time. It holds only a few
// inputs for each worker in memory. An error of the inputs is passed on in its
// place; an article that cannot be extracted, even one that makes the extractor
// panic, and a document that does not keep to the schema is yielded as *Error.
//
// When ctx is done the sequence ends: see ctx.Err. What is in hand at that time,
// or when the consumer stops, ends in the background with the article or the
// read that it is at. The inputs are ranged over in another goroutine.
func (x *Extractor) All(ctx context.Context, inputs iter.Seq2[Input, error], workers int) iter.Seq2[*Document, error] {
	return parallel(ctx, inputs, workers, x.document)
}

// document returns the document of an input, checked against the schema.
func (x *Extractor) document(in Input) (*Document, error) {
	d := in.Document
	if d == nil {
		var err error
		if d, err = x.Extract(*in.Article); err != nil {
			return nil, err
		}
	}
	if _, err := d.Graph(); err != nil {
		return nil, err
	}
	return d, nil
}

type result struct {
	document *Document
	err      error
}

// parallel is All with any function in the place of the extractor.
func parallel(ctx context.Context, inputs iter.Seq2[Input, error], workers int, extract func(Input) (*Document, error)) iter.Seq2[*Document, error] {
	type job struct {
		input  Input
		result chan<- result
	}
	return func(yield func(*Document, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		jobs := make(chan job)
		queue := make(chan (<-chan result), 2*workers) // in the order of the inputs
		go func() {
			defer close(queue)
			defer close(jobs)
			for in, err := range inputs {
				r := make(chan result, 1)
				select {
				case queue <- r:
				case <-ctx.Done():
					return
				}
				if err != nil {
					r <- result{nil, err}
					continue
				}
				select {
				case jobs <- job{in, r}:
				case <-ctx.Done():
					return
				}
			}
		}()
		for range workers {
			go func() {
				for j := range jobs {
					j.result <- guarded(j.input, extract)
				}
			}()
		}
		for {
			var next <-chan result
			var r result
			select {
			case n, ok := <-queue:
				if !ok {
					return
				}
				next = n
			case <-ctx.Done():
				return
			}
			select {
			case r = <-next:
			case <-ctx.Done():
				return
			}
			if ctx.Err() != nil || !yield(r.document, r.err) {
				return
			}
		}
	}
}

// guarded calls extract and turns an error or a panic into one of the input.
func guarded(in Input, extract func(Input) (*Document, error)) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{nil, &Error{in.File, in.Line, fmt.Errorf("extracting: panic: %v", p)}}
		}
	}()
	d, err := extract(in)
	if err != nil {
		return result{nil, &Error{in.File, in.Line, err}}
	}
	return result{d, nil}
}
