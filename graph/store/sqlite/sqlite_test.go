package sqlite

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/storetest"
)

func TestContract(t *testing.T) { storetest.Test(t, fresh) }

// TestFast measures how fast a graph of 100,000 entities is looked at.
func TestFast(t *testing.T) { storetest.Fast(t, fresh) }

func fresh(t *testing.T) store.Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustOpen(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func graphs(n int) []*graph.Graph { return storetest.Random(rand.New(rand.NewPCG(8, 9)), n) }

// execute runs SQL on the file as another program would.
func execute(t *testing.T, path, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

func TestReopen(t *testing.T) {
	for _, name := range []string{"test.db", "what? 100% #1 ünïcode&mode=memory.db", ":memory:"} {
		folder := t.TempDir()
		path := filepath.Join(folder, name)
		gs := graphs(10)
		for range 2 {
			s := mustOpen(t, path)
			if _, err := s.Put(t.Context(), storetest.Entries(gs...)); err != nil {
				t.Fatal(err)
			}
			storetest.Holds(t, s, graph.Merge(gs...))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		files, err := os.ReadDir(folder)
		if err != nil || len(files) != 1 || files[0].Name() != name {
			t.Errorf("closing %q leaves %v, %v", name, files, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(t *testing.T, path string)
		path string // below the folder
		want string
		is   error
	}{
		{"folder", func(t *testing.T, path string) { os.Mkdir(path, 0o777) }, "x.db", "it is a folder: give the name of a file", nil},
		{"no folder", func(*testing.T, string) {}, "no/x.db", "create it first", nil},
		{"file as folder", func(t *testing.T, path string) { os.WriteFile(filepath.Dir(path), nil, 0o666) }, "no/x.db", "is no folder", nil},
		{
			"text", func(t *testing.T, path string) {
				os.WriteFile(path, []byte(strings.Repeat("A headline\n\nA sentence.\n", 100)), 0o666)
			}, "x.db", "it is no store, choose another file", nil,
		},
		{"foreign", func(t *testing.T, path string) { execute(t, path, "CREATE TABLE article (id TEXT)") }, "x.db", "of another program: choose another file", nil},
		{"foreign, marked", func(t *testing.T, path string) { execute(t, path, "PRAGMA application_id = 7") }, "x.db", "of another program: choose another file", nil},
		{
			"newer", func(t *testing.T, path string) {
				mustOpen(t, path).Close()
				execute(t, path, "UPDATE meta SET version = 1000")
			}, "x.db", "1000, and this dateline knows none after 4: use a newer one, or load into another file", store.ErrVersion,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), test.path)
			test.make(t, path)
			before, _ := os.ReadFile(path)
			_, err := Open(t.Context(), path)
			if err == nil {
				t.Fatal("no error")
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is no %v", err, test.is)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %q, want a line with the path and %q", err, test.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file has changed")
			}
		})
	}
}

func TestOpenUnwritable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), filepath.Join(folder, "x.db"))
	if err == nil || !strings.Contains(err.Error(), "make the file and its folder writable") {
		t.Errorf("got %v", err)
	}
}

func TestMigrate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, nil, 0o666); err != nil { // version 0
		t.Fatal(err)
	}
	gs := graphs(10)
	s := mustOpen(t, path)
	if _, err := s.Put(t.Context(), storetest.Entries(gs...)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	broken := append(slices.Clone(steps), "CREATE TABLE note (text TEXT)", "CREATE TABLE note (text TEXT)")
	if _, err := open(t.Context(), path, broken, 0); err == nil || !strings.Contains(err.Error(), fmt.Sprint("migrating from version ", len(steps)+1)) {
		t.Fatalf("a step that fails: %v", err)
	}
	s, err := open(t.Context(), path, broken[:len(steps)+1], 0)
	if err != nil {
		t.Fatalf("a step after one that failed: %v", err)
	}
	if version, err := s.version(t.Context(), s.db); version != len(steps)+1 || err != nil {
		t.Errorf("version %d, %v, want %d", version, err, len(steps)+1)
	}
	storetest.Holds(t, s, graph.Merge(gs...))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, store.ErrVersion) {
		t.Errorf("the version before: %v, want ErrVersion", err)
	}
}

// A store of the first version knows no origins; it is migrated.
func TestMigrateJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s, err := open(t.Context(), path, steps[:1], 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, `INSERT INTO article VALUES ('a', NULL, NULL, NULL, NULL, '2024', 'h', '0'); INSERT INTO journal VALUES ('a', 'd')`)
	s = mustOpen(t, path)
	got, err := s.Revisions(t.Context(), []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]store.Revision{"a": {PublishedAt: "2024", ContentHash: "h", ExtractorVersion: "0", Digest: "d"}}, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestFull fills the file up to a bound as a disk would; what was there before
// stays, and with space the same Put succeeds.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := mustOpen(t, path)
	s.db.SetMaxOpenConns(1) // the bound is one of a connection
	if _, err := s.db.Exec("PRAGMA max_page_count = 150"); err != nil {
		t.Fatal(err)
	}
	few, many := graphs(5), graphs(300)
	if _, err := s.Put(t.Context(), storetest.Entries(few...)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Put(t.Context(), storetest.Entries(many...))
	if !errors.Is(err, store.ErrUnwritable) || !strings.Contains(err.Error(), "free some space and do the same again") || strings.Contains(err.Error(), "\n") {
		t.Fatalf("got %v", err)
	}
	storetest.Holds(t, s, graph.Merge(few...))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	if _, err := s.Put(t.Context(), storetest.Entries(many...)); err != nil {
		t.Fatal(err)
	}
	storetest.Holds(t, s, graph.Merge(slices.Concat(few, many)...))
}

func TestTwoStores(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := mustOpen(t, path)
	other, err := open(t.Context(), path, steps, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Lock(t.Context()); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "wait until it has ended") {
		t.Errorf("the lock of another: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	tx, err := s.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Put(t.Context(), storetest.Entries(graphs(1)...)); !errors.Is(err, store.ErrLocked) {
		t.Errorf("writing while another writes: %v", err)
	}
	storetest.Holds(t, other, graph.World{})
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// TestReadable reads a store by SQL alone.
func TestReadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := mustOpen(t, path)
	g := &graph.Graph{
		Article: graph.Article{ID: "a", PublishedAt: "2024-10-11", ContentHash: "0", ExtractorVersion: "test"},
		Mentions: []graph.Mention{
			{
				Entity: "office:president|country:tr", Label: "Office", Name: "President of Turkey", Starts: []int{0}, Ends: []int{9},
				Forms: []string{"President"}, Confidence: 1, Props: graph.Props{"title": "president"},
			},
			{
				Entity: "person:recep tayyip erdogan", Label: "Person", Name: "Recep Tayyip Erdoğan", Starts: []int{10, 40}, Ends: []int{31, 48},
				Forms: []string{"Erdoğan", "Recep Tayyip Erdoğan"}, Confidence: 0.5,
			},
		},
		Claims: []graph.Claim{{
			Type: "HOLDS_OFFICE", From: "person:recep tayyip erdogan", To: "office:president|country:tr", Quote: "President Recep Tayyip Erdoğan",
			Start: 0, End: 31, Confidence: 0.75, Rule: "title", Props: graph.Props{"status": "current"},
		}},
	}
	if _, err := s.Put(t.Context(), storetest.Entries(g)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), storetest.Entries(graphs(50)...)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ query, want string }{
		{"SELECT name FROM entity JOIN entity_fts ON entity_fts.rowid = number WHERE entity_fts MATCH 'Erdoğan'", "Recep Tayyip Erdoğan"},
		{"SELECT name FROM entity JOIN entity_fts ON entity_fts.rowid = number WHERE entity_fts MATCH 'tay* ERDOGAN'", "Recep Tayyip Erdoğan"},
		{"SELECT json_extract(properties, '$.status') FROM fact WHERE from_id LIKE 'person:recep%'", "current"},
		{"SELECT c.quote FROM fact f JOIN claim c ON c.fact = f.id WHERE f.from_id LIKE 'person:recep%'", "President Recep Tayyip Erdoğan"},
		{"SELECT sum(value) FROM mention, json_each(starts) WHERE entity LIKE 'person:recep%'", "50"},
		{"SELECT group_concat(value, '; ') FROM entity e, json_each(aliases) WHERE e.id LIKE 'person:recep%'", "Erdoğan; Recep Tayyip Erdoğan"},
		{"SELECT first_reported || ' ' || json_extract(properties, '$.title') FROM entity WHERE id LIKE 'office:president|%'", "2024-10-11 president"},
		{"SELECT count(*) FROM entity WHERE NOT json_valid(properties) OR NOT json_valid(aliases)", "0"},
		{"PRAGMA integrity_check", "ok"},
		{"SELECT count(*) FROM pragma_foreign_key_check", "0"},
		{"SELECT count(*) FROM entity LEFT JOIN entity_fts ON entity_fts.rowid = number WHERE forms IS NULL", "0"},
	} {
		var got string
		if err := s.db.QueryRow(test.query).Scan(&got); err != nil || got != test.want {
			t.Errorf("%s\ngot %q, %v, want %q", test.query, got, err, test.want)
		}
	}
	if _, err := s.db.Exec("INSERT INTO entity_fts (entity_fts) VALUES ('integrity-check')"); err != nil {
		t.Error(err)
	}
}

// TestKill kills a process that puts graphs and sets judgements at moments of all
// kinds and lets the next one go on; what the last one leaves, a whole load and the
// judgements complete.
func TestKill(t *testing.T) {
	gs := graphs(120)
	if path := os.Getenv("DATELINE_TEST_KILL"); path != "" {
		load(t, path, gs)
		return
	}
	path := filepath.Join(t.TempDir(), "test.db")
	r := rand.New(rand.NewPCG(10, 11))
	for round := range 6 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKill$")
		child.Env = append(os.Environ(), "DATELINE_TEST_KILL="+path)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		reported := 0
		for lines := bufio.NewScanner(out); reported < 10*round && lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "put") {
				reported++
			}
		}
		time.Sleep(time.Duration(r.IntN(3000)) * time.Microsecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		child.Wait()

		s := mustOpen(t, path)
		articles := map[string]bool{}
		for a, err := range s.Articles(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			articles[a.ID] = true
		}
		for _, g := range gs[:reported] {
			if !articles[g.Article.ID] {
				t.Fatalf("%s was put and is lost", g.Article.ID)
			}
		}
		unlock, err := s.Lock(t.Context())
		if err != nil {
			t.Fatalf("the lock of the dead: %v", err)
		}
		if err := errors.Join(unlock(), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
	s := mustOpen(t, path)
	js, err := s.Judgements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), storetest.Entries(gs...)); err != nil {
		t.Fatal(err)
	}
	storetest.Holds(t, s, graph.MergeUnder(js, gs...))
	if _, err := s.SetJudgements(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	storetest.Holds(t, s, graph.Merge(gs...))
}

// load puts graphs one by one and reports each; before every fifth it sets other
// judgements.
func load(t *testing.T, path string, gs []*graph.Graph) {
	s := mustOpen(t, path)
	if _, err := s.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, g := range gs {
		if i%5 == 4 {
			if _, err := s.SetJudgements(t.Context(), storetest.RejectAll(gs[i-4:i])); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Put(t.Context(), storetest.Entries(g)); err != nil {
			t.Fatal(err)
		}
		fmt.Println("put")
	}
}

func TestExplain(t *testing.T) {
	s := &Store{path: "x.db"}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	var got []string
	for _, err := range []error{
		s.explain(t.Context(), "locking", &fs.PathError{Op: "open", Path: "x.db-lock", Err: fs.ErrPermission}),
		s.explain(t.Context(), "locking", errBusy),
		s.explain(canceled, "reading", errors.New("interrupted")),
	} {
		got = append(got, err.Error())
	}
	want := []string{
		"locking store x.db: make the file and its folder writable, or choose another: open x.db-lock: permission denied",
		"locking store x.db: another load holds the lock: wait until it has ended",
		"reading store x.db: context canceled",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestOpenTogether creates one file from several sides at once.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	errs := make(chan error)
	for range 8 {
		go func() {
			s, err := Open(t.Context(), path)
			if err == nil {
				_, err = s.Put(t.Context(), storetest.Entries(graphs(3)...))
				err = errors.Join(err, s.Close())
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	storetest.Holds(t, mustOpen(t, path), graph.Merge(graphs(3)...))
}

// TestFindByIndex checks that the same is found by a walk over all entities, by
// the index, and by both.
func TestFindByIndex(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "test.db"))
	r := rand.New(rand.NewPCG(12, 13))
	gs := storetest.Random(r, 60)
	if _, err := s.Put(t.Context(), storetest.Entries(gs...)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetJudgements(t.Context(), storetest.RandomJudgements(r, gs, 20)); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"a", "accra", "acc", "z", "zoe o", "the", "dove", "нев", "ac dove", "nothing"} {
		for _, labels := range [][]schema.Label{nil, {schema.Place, schema.Event}} {
			var want []graph.Node
			for _, walkable := range []int{walkable, 0, 3, 10} {
				s.walkable = walkable
				got, err := s.Find(t.Context(), query, 7, labels...)
				if err != nil {
					t.Fatal(err)
				}
				if want == nil {
					want = got
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("Find(%q, %v) after a walk over %d (-all +so):\n%s", query, labels, walkable, d)
				}
			}
		}
	}
}
