package storetest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gofrs/flock"
)

// exclusive is held until the process ends.
var exclusive = sync.OnceValue(func() error {
	return flock.New(filepath.Join(os.TempDir(), "dateline-test-database.lock")).Lock()
})

// Exclusive waits until no other test process uses the one database that
// NEO4J_URI names, and keeps others waiting until this process ends. Go runs the
// tests of several packages at the same time.
func Exclusive(t testing.TB) {
	t.Helper()
	if err := exclusive(); err != nil {
		t.Fatalf("waiting for the database: %v", err)
	}
}
