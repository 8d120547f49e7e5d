package storetest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gofrs/flock"
)

// turn is held until the process ends; a variable, so that it is not collected
// and given back before.
var turn = flock.New(filepath.Join(os.TempDir(), "dateline-test-database.lock"))

var exclusive = sync.OnceValue(turn.Lock)

// Neo4j returns the address of the database for tests, NEO4J_URI, when no other
// test process uses it, and keeps others waiting until this process ends: Go runs
// the tests of several packages at the same time. Without an address the test is
// skipped; in CI it fails.
func Neo4j(t testing.TB) string {
	t.Helper()
	uri := os.Getenv("NEO4J_URI")
	if uri == "" {
		const how = "NEO4J_URI is not set: NEO4J_URI=$(.ci/neo4j start --port 0) go test ./... (the tests empty that database)"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	if err := exclusive(); err != nil {
		t.Fatalf("waiting for the database: %v", err)
	}
	return uri
}
