// Package sqlite keeps a merged graph in one SQLite file. The file is durable
// after a crash of the process or of the machine, and anyone's SQL can read it:
// schema.sql describes its tables.
package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dateline/graph/store"
)

// application marks a file as a store of ours (PRAGMA application_id): "DTLN".
const application = 0x44544c4e

//go:embed schema.sql
var create string

//go:embed copies.sql
var copies string

//go:embed view.sql
var view string

// steps bring the tables from version n to n+1; an empty file has version 0.
var steps = []string{
	create,
	// What the graph of an article was made from and how; '' is not known.
	"ALTER TABLE journal ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
	copies,
	view,
}

// Store is a store.Store in one SQLite file.
type Store struct {
	path     string
	db       *sql.DB
	writing  sync.Mutex
	known    known // guarded by writing
	walkable int   // see the constant
}

var _ store.Store = (*Store)(nil)

// Open opens the store in the file, which it creates or migrates if need be.
// It refuses a file that is none (store.ErrVersion if a newer dateline wrote
// it) and leaves such a file as it is. The caller closes the store.
func Open(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, steps, 10*time.Second)
}

func open(ctx context.Context, path string, steps []string, patience time.Duration) (*Store, error) {
	s := &Store{path: path, walkable: walkable}
	pragmas := []string{
		fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()), "foreign_keys(1)", "synchronous(FULL)", "temp_store(MEMORY)",
		"cache_size(-32768)", // KiB
	}
	if err := s.open(ctx, steps, pragmas); err != nil {
		if s.db != nil {
			s.db.Close()
		}
		return nil, s.explain(ctx, "opening", err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, steps, pragmas []string) error {
	if info, err := os.Stat(s.path); err == nil && info.IsDir() {
		return errors.New("it is a folder: give the name of a file")
	}
	folder := filepath.Dir(s.path)
	if info, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s: create it first", folder)
	} else if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is no folder", folder)
	}
	source, err := address(s.path, pragmas)
	if err != nil {
		return err
	}
	if s.db, err = sql.Open("sqlite", source); err != nil {
		return err
	}
	version, err := s.version(ctx, s.db)
	if err != nil {
		return err
	}
	if version < len(steps) {
		// The mode stays in the file; it cannot change in a transaction.
		if _, err := s.db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
			return err
		}
		return s.migrate(ctx, steps)
	}
	if version > len(steps) {
		return fmt.Errorf("%w: %d, and this dateline knows none after %d: use a newer one, or load into another file", store.ErrVersion, version, len(steps))
	}
	return nil
}

// address returns the data source name of a file.
func address(path string, pragmas []string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/...
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}.Encode()}
	return u.String(), nil
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version returns the version of the tables, 0 if there are none.
func (s *Store) version(ctx context.Context, q querier) (int, error) {
	var id, tables, version int
	err := q.QueryRowContext(ctx, "SELECT application_id, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id").Scan(&id, &tables)
	switch {
	case err != nil:
		return 0, err
	case id == 0 && tables == 0:
		return 0, nil
	case id != application:
		return 0, errors.New("it is a database of another program: choose another file")
	}
	err = q.QueryRowContext(ctx, "SELECT version FROM meta").Scan(&version)
	return version, err
}

func (s *Store) migrate(ctx context.Context, steps []string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := s.version(ctx, tx) // another process may have been faster
	if err != nil {
		return err
	}
	for ; version < len(steps); version++ {
		if _, err := tx.ExecContext(ctx, steps[version]); err != nil {
			return fmt.Errorf("migrating from version %d: %w", version, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE meta SET version = ?", version); err != nil {
		return err
	}
	return tx.Commit()
}

// Lock implements store.Store by a lock on the file's neighbour FILE-lock, which
// stays behind.
func (s *Store) Lock(ctx context.Context) (func() error, error) {
	if err := ctx.Err(); err != nil {
		return nil, s.explain(ctx, "locking", err)
	}
	lock := flock.New(s.path + "-lock")
	ok, err := lock.TryLock()
	if err != nil {
		return nil, s.explain(ctx, "locking", err)
	}
	if !ok {
		return nil, s.explain(ctx, "locking", errBusy)
	}
	return lock.Close, nil
}

// Close closes the file. Iterators that are under way end with an error.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return s.explain(context.Background(), "closing", err)
	}
	return nil
}

func unwritable(err error) error { return fmt.Errorf("%w: %w", store.ErrUnwritable, err) }

var errBusy = fmt.Errorf("%w: wait until it has ended", store.ErrLocked)

// explain says in one line what failed with which file and what to do.
func (s *Store) explain(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s store %s: %w", doing, s.path, ctx.Err())
	}
	advice := ""
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		switch failed.Code() & 0xff {
		case sqlite3.SQLITE_BUSY:
			err = errBusy
		case sqlite3.SQLITE_FULL:
			advice, err = "free some space and do the same again, nothing is lost: ", unwritable(err)
		case sqlite3.SQLITE_NOTADB:
			advice = "it is no store, choose another file: "
		case sqlite3.SQLITE_CORRUPT:
			advice, err = "the file is damaged, load into a new one: ", unwritable(err)
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH:
			advice, err = "make the file and its folder writable, or choose another: ", unwritable(err)
		case sqlite3.SQLITE_IOERR:
			advice, err = "check the disk and do the same again, nothing is lost: ", unwritable(err)
		}
	} else if errors.Is(err, fs.ErrPermission) {
		advice = "make the file and its folder writable, or choose another: "
	}
	return fmt.Errorf("%s store %s: %s%w", doing, s.path, advice, err)
}
