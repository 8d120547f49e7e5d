package neo4j

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"dateline/graph/store"
)

const (
	// lockWait is how long the server may take over a free lock.
	lockWait = 2 * time.Second
	// lockHeld is longer than any load. Without it the server's own limit for
	// transactions would count, where an operator has set one.
	lockHeld = 30 * 24 * time.Hour
)

const (
	takeLock statement = "MATCH (l:DatelineLock {name: 'load'}) SET l.held = true"

	// endLock ends the transaction that was the lock of a connection which is gone
	// without the server having noticed. Everyone may end transactions of their own.
	endLock statement = `SHOW TRANSACTIONS YIELD transactionId AS id, metaData WHERE metaData.owner = $owner
TERMINATE TRANSACTIONS id YIELD message RETURN message`
)

// errLost says that another load has taken the lock from one that the server
// had lost sight of.
var errLost = fmt.Errorf("%w: this one has lost it", store.ErrLocked)

// Lock takes the lock, or returns store.ErrLocked after two seconds. The lock is
// an open transaction that has written to the node :DatelineLock, so the server
// frees it when the connection ends, however the process ends. Who holds it
// puts its mark on :DatelineMeta, and every commit checks that mark: a process
// that was cut off and comes back changes nothing any more, unless it can take
// the lock again. What the server has not yet freed of its own lock does not keep
// it waiting then.
func (s *Store) Lock(ctx context.Context) (unlock func() error, err error) {
	s.mu.Lock()
	lost := s.lost
	s.mu.Unlock()
	if lost != "" {
		if _, err := s.auto(ctx, endLock, params{"owner": lost}); err != nil {
			return nil, s.failed(ctx, "locking "+s.address, err)
		}
	}
	// The transaction outlives ctx, which only bounds the taking.
	held, release := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, release)
	session := s.driver.NewSession(held, s.session)
	fail := func(err error) (func() error, error) {
		waited := held.Err() != nil && ctx.Err() == nil
		stop()
		release()
		session.Close(context.WithoutCancel(ctx))
		if waited {
			return nil, fmt.Errorf("locking %s: %w", s.address, store.ErrLocked)
		}
		return nil, s.failed(ctx, "locking "+s.address, err)
	}
	owner := rand.Text()
	tx, err := session.BeginTransaction(held, driver.WithTxTimeout(lockHeld), driver.WithTxMetadata(params{"app": "dateline, lock of a load", "owner": owner}))
	if err != nil {
		return fail(err)
	}
	// A server that has just started may plan for seconds; that is no waiting for
	// the lock.
	if _, err := (transaction{ExplicitTransaction: tx}).collect(held, "EXPLAIN "+takeLock, nil); err != nil {
		return fail(err)
	}
	timeout := time.AfterFunc(lockWait, release)
	if _, err := (transaction{ExplicitTransaction: tx}).collect(held, takeLock, nil); err != nil {
		return fail(err)
	}
	if !timeout.Stop() || !stop() {
		return fail(context.Canceled)
	}
	if _, err := s.auto(ctx, "MATCH (m:DatelineMeta {name: 'store'}) SET m.owner = $owner", params{"owner": owner}); err != nil {
		return fail(err)
	}
	unlock = sync.OnceValue(func() error {
		s.mu.Lock()
		s.owner, s.unlock = "", nil
		s.mu.Unlock()
		defer release()
		// A connection that is gone may never answer.
		patient, cancel := context.WithTimeout(held, patience)
		defer cancel()
		err := errors.Join(tx.Rollback(patient), session.Close(patient))
		if err != nil {
			s.mu.Lock()
			s.lost = owner
			s.mu.Unlock()
		}
		if gone := (*driver.ConnectivityError)(nil); errors.As(err, &gone) {
			return nil // and the lock is gone with the connection
		}
		return err
	})
	s.mu.Lock()
	s.owner, s.unlock = owner, unlock
	s.mu.Unlock()
	return unlock, nil
}
