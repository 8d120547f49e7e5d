package store

import (
	"errors"
	"fmt"
	"testing"
)

// TestSearchTooBroad looks for a way between two entities, each of which has more
// neighbours than a search looks at.
func TestSearchTooBroad(t *testing.T) {
	terrain := func(n int) Terrain {
		return Terrain{
			Cost: func(entities []string) (int, error) { return n, nil },
			Steps: func(entities []string) (steps []Step, err error) {
				for i := range n {
					to := fmt.Sprint(entities[0], i)
					steps = append(steps, Step{Fact: to, From: entities[0], To: to})
				}
				return steps, nil
			},
		}
	}
	if _, err := Search(terrain(maxSeen), "a", "b", 6); !errors.Is(err, ErrTooBroad) {
		t.Errorf("over %d entities: %v, want %v", maxSeen, err, ErrTooBroad)
	}
	if way, err := Search(terrain(1), "a", "b", 6); way != nil || err != nil {
		t.Errorf("over six entities: %v, %v, want no way", way, err)
	}
}
