package main

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modernc.org/sqlite"

	"dateline/graph/store/storetest"
)

// A file is backed up while a load writes to it. What the backup holds is whole:
// the same load goes on from there and ends where it always ends.
func TestBackupSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(generated(2000), "")), 0o666); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(t.TempDir(), "news.db")
	load := command("load", path, "--store", source)
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, func() bool { return articles(source) > 0 })
	var backups []string
	for name, backup := range map[string]func(t *testing.T, from, to string){"vacuum into": vacuumInto, "backup": copyPages} {
		to := filepath.Join(t.TempDir(), name+".db")
		backup(t, source, to)
		backups = append(backups, to)
	}
	if err := load.Wait(); err != nil {
		t.Fatal(err)
	}
	want, _ := output(t, exitDone, "export", "--store", source)
	for _, backup := range backups {
		if n, all := articles(backup), articles(source); n == 0 || n >= all {
			t.Logf("%s: %d of %d articles: not in the middle of the load", backup, n, all)
		}
		output(t, exitDone, "load", path, "--store", backup)
		if got, _ := output(t, exitDone, "export", "--store", backup); got != want {
			t.Errorf("%s: %s", backup, firstDifference(got, want))
		}
	}
}

func vacuumInto(t *testing.T, from, to string) {
	t.Helper()
	db, err := sql.Open("sqlite", from)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM INTO ?", to); err != nil {
		t.Fatal(err)
	}
}

// copyPages does what .backup of the sqlite3 program does.
func copyPages(t *testing.T, from, to string) {
	t.Helper()
	db, err := sql.Open("sqlite", from)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	connection, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	err = connection.Raw(func(c any) error {
		backup, err := c.(interface {
			NewBackup(to string) (*sqlite.Backup, error)
		}).NewBackup(to)
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			more, err = backup.Step(-1)
		}
		if err != nil {
			return err
		}
		var copied driver.Conn
		if copied, err = backup.Commit(); err != nil {
			return err
		}
		return copied.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What neo4j-admin dumps of one server, another one has after neo4j-admin load.
func TestBackupNeo4j(t *testing.T) {
	storetest.Neo4j(t)
	t.Setenv("NEO4J_URI", "")
	path := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(generated(300), "")), 0o666); err != nil {
		t.Fatal(err)
	}
	first, second, dumps := t.TempDir(), t.TempDir(), t.TempDir()
	t.Cleanup(func() {
		server(t, first, "stop")
		server(t, second, "stop")
	})

	uri := server(t, first, "start", "--port", "0")
	output(t, exitDone, "load", path, "--store", uri)
	want, _ := output(t, exitDone, "export", "--store", uri)
	server(t, first, "stop")
	server(t, first, "admin", "database", "dump", "neo4j", "--to-path="+dumps)

	server(t, second, "admin", "database", "load", "neo4j", "--from-path="+dumps)
	uri = server(t, second, "start", "--port", "0")
	if got, _ := output(t, exitDone, "export", "--store", uri); got != want {
		t.Error(firstDifference(got, want))
	}
	_, said := output(t, exitDone, "load", path, "--store", uri)
	if strings.Contains(said, "added") || strings.Contains(said, "replaced") {
		t.Errorf("loading the same again: %s", said)
	}
}

// server runs .ci/neo4j with the data in dir and returns what it prints.
func server(t *testing.T, dir string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "../../.ci/neo4j", append([]string{args[0], "--dir", dir}, args[1:]...)...)
	cmd.Env = append(os.Environ(), "NEO4J_HEAP=512m", "NEO4J_PAGECACHE=128m")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("neo4j %s: %v\n%s%s", args, err, out, said.String())
	}
	return strings.TrimSpace(string(out))
}
