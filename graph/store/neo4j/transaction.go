package neo4j

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// A statement is the text of a Cypher statement. A type of its own keeps strings
// from elsewhere out.
type statement string

type params = map[string]any

// auto runs one statement in a transaction of its own, as SHOW and CREATE INDEX
// demand.
func (s *Store) auto(ctx context.Context, c statement, p params) ([]*driver.Record, error) {
	session := s.driver.NewSession(ctx, s.session)
	defer session.Close(context.WithoutCancel(ctx))
	result, err := session.Run(ctx, string(c), p)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// transaction is an explicit one: those that the driver manages wait a second
// before they repeat what ran into a deadlock.
type transaction struct {
	driver.ExplicitTransaction
	gone []string // articles that it takes away, $gone of a statement
}

// collect runs a statement and returns all that it yields.
func (tx transaction) collect(ctx context.Context, c statement, p params) ([]*driver.Record, error) {
	result, err := tx.Run(ctx, string(c), p)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// batch is how many rows one statement takes.
const batch = 2000

// read runs a statement for all $ids and hands what it yields to use.
func (tx transaction) read(ctx context.Context, c statement, ids []string, use func(*driver.Record)) error {
	for some := range slices.Chunk(ids, batch) {
		result, err := tx.Run(ctx, string(c), params{"ids": some, "gone": tx.gone})
		if err != nil {
			return err
		}
		for r, err := range result.Records(ctx) {
			if err != nil {
				return err
			}
			use(r)
		}
	}
	return nil
}

// write runs a statement that yields nothing for all $rows.
func (tx transaction) write(ctx context.Context, c statement, rows []params) error {
	for some := range slices.Chunk(rows, batch) {
		if _, err := tx.collect(ctx, c, params{"rows": some}); err != nil {
			return err
		}
	}
	return nil
}

// delete runs a statement that yields nothing for all $ids.
func (tx transaction) delete(ctx context.Context, c statement, ids []string) error {
	return tx.read(ctx, c, ids, func(*driver.Record) {})
}

// attempts bounds how often a transaction is repeated: the first deadlock ends
// within milliseconds, and one that comes ten times has another cause.
const attempts = 10

// write runs body in a transaction, which body commits, and does so again when the
// server calls the error, of a statement or of the commit, transient. A lost
// connection is no such error: the lock is lost with it.
func (s *Store) write(ctx context.Context, body func(transaction) error) error {
	return repeat(ctx, func() error { return s.begin(ctx, driver.AccessModeWrite, body) })
}

// repeat runs attempt until it ends with no error that the server calls transient,
// at most attempts times.
func repeat(ctx context.Context, attempt func() error) error {
	for try := 1; ; try++ {
		err := attempt()
		var server *driver.Neo4jError
		if err == nil || try == attempts || !errors.As(err, &server) || !server.IsRetriable() {
			return err
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// pause waits for 5 to 35 ms.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(5*time.Millisecond + rand.N(30*time.Millisecond)):
		return nil
	}
}

// begin runs body in a transaction, which is rolled back unless body commits it.
func (s *Store) begin(ctx context.Context, mode driver.AccessMode, body func(transaction) error) error {
	c := s.session
	c.AccessMode = mode
	session := s.driver.NewSession(ctx, c)
	defer session.Close(context.WithoutCancel(ctx))
	tx, err := session.BeginTransaction(ctx)
	if err != nil {
		return err
	}
	return body(transaction{ExplicitTransaction: tx})
}
