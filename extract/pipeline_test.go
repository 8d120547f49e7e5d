package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// numbered yields n articles, every seventh an error of reading.
func numbered(n int) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		for i := range n {
			if i%7 == 6 {
				if !yield(Input{}, &Error{"f", i, errors.New("unreadable")}) {
					return
				}
				continue
			}
			if !yield(Input{File: "f", Line: i, Article: &Article{ID: fmt.Sprint(i), Text: "x"}}, nil) {
				return
			}
		}
	}
}

// slowly is an extractor that takes its time, fails and panics.
func slowly(in Input) (*Document, error) {
	time.Sleep(time.Duration(rand.IntN(1000)) * time.Microsecond)
	switch {
	case in.Line%11 == 3:
		return nil, errors.New("too odd")
	case in.Line%11 == 5:
		var none *Document
		none.ID = "x"
	}
	return &Document{ID: in.Article.ID}, nil
}

func TestParallelKeepsOrder(t *testing.T) {
	var want string
	for _, workers := range []int{1, 2, 3, 16} {
		synctest.Test(t, func(t *testing.T) {
			var got strings.Builder
			for d, err := range parallel(t.Context(), numbered(200), workers, slowly) {
				if err != nil {
					fmt.Fprintln(&got, err)
					continue
				}
				fmt.Fprintln(&got, d.ID)
			}
			if want == "" {
				want = got.String()
			}
			if diff := cmp.Diff(want, got.String()); diff != "" {
				t.Errorf("%d workers: %s", workers, diff)
			}
		})
	}
	for _, part := range []string{"0\n1\n2\nf:3: too odd\n4\nf:5: extracting: panic: ", "\nf:6: unreadable\n7\n", "\n199\n"} {
		if !strings.Contains(want, part) {
			t.Errorf("%q is missing in:\n%s", part, want)
		}
	}
}

// What is read ahead of the consumer is bounded.
func TestParallelHoldsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const workers = 3
		var read atomic.Int64
		inputs := func(yield func(Input, error) bool) {
			for in, err := range numbered(1000) {
				read.Add(1)
				if !yield(in, err) {
					return
				}
			}
		}
		taken := int64(0)
		for range parallel(t.Context(), inputs, workers, slowly) {
			taken++
			time.Sleep(time.Second) // everyone else has done what they can
			if ahead := read.Load() - taken; ahead > 4*workers {
				t.Fatalf("%d inputs ahead of the consumer", ahead)
			}
		}
		if taken != 1000 {
			t.Errorf("%d results of 1000 inputs", taken)
		}
	})
}

func TestParallelStops(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		taken := 0
		for range parallel(ctx, numbered(100_000), 4, slowly) {
			if taken++; taken == 10 {
				cancel()
			}
		}
		if taken != 10 {
			t.Errorf("%d results, cancelled after 10", taken)
		}
		taken = 0
		for range parallel(t.Context(), numbered(100_000), 4, slowly) {
			if taken++; taken == 10 {
				break
			}
		}
		cancel()
	}
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		time.Sleep(time.Millisecond)
	}
}

// A consumer is not kept waiting for an article or for input that does not come.
func TestParallelDoesNotWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	defer close(release)
	time.AfterFunc(10*time.Millisecond, cancel)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range parallel(ctx, numbered(3), 2, func(Input) (*Document, error) { <-release; return nil, nil }) {
			t.Error("a result")
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("still waiting")
	}
}

func TestAllChecksDocuments(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	lines := `{"id":"good","key":"k","contentHash":"h","extractor":"1","entities":[{"id":"c","type":"Country","name":"Ghana","iso2":"GH","mentions":[{"start":0,"end":5,"text":"Ghana","confidence":1}]}],"relations":[]}
{"id":"odd","key":"k","entities":[{"id":"c","type":"Planet","name":"Mars","mentions":[{"start":0,"end":4,"text":"Mars","confidence":1}]}]}
{"id":"loose","key":"k","entities":[],"relations":[{"type":"CITIZEN_OF","from":"p","to":"c"}]}
`
	inputs := func(yield func(Input, error) bool) {
		for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
			d := &Document{}
			if err := json.Unmarshal([]byte(line), d); err != nil {
				t.Error(err)
			}
			if !yield(Input{File: "stdin", Line: i + 1, Document: d}, nil) {
				return
			}
		}
	}
	var got []string
	for d, err := range x.All(t.Context(), inputs, 2) {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, d.ID)
	}
	want := []string{"good", `stdin:2: : unknown label "Planet"`, "stdin:3: CITIZEN_OF from p to c: no evidence"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
