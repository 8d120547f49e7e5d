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
