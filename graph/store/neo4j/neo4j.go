// Package neo4j keeps merged graphs in a Neo4j 5 database, over Bolt.
//
// Beside the graph of the schema the database holds bookkeeping nodes, which no
// export has: one :DatelineMeta (the version of the layout, how often the graph
// has changed, and who may change it), one :DatelineLock, a :DatelineJournal for
// each article with the digest of its graph, what that was made from and what tells
// its copies, and a :DatelineJudgement for each judgement.
//
// The text of every statement is composed from the schema alone; what articles
// say travels as parameters.
package neo4j

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"dateline/graph/schema"
	"dateline/graph/store"
)

// Version is that of the layout that this package reads and writes. Version 2 adds
// copies and judgements; articles of a version 1 have no copies before they are
// loaded again.
const Version = 2

const (
	patience = 5 * time.Second  // with a server that does not answer at first
	indexing = 10 * time.Minute // of a database that comes without our indexes
)

// Config says which database to open. Without a Password there is no
// authentication; Username is then ignored. An empty Database is the server's
// default one.
type Config struct {
	URI      string // bolt://host:port, neo4j://host:port, or with +s for TLS
	Username string // default neo4j
	Password string
	Database string
}

// Store is a store.Store in a Neo4j database.
type Store struct {
	driver   driver.DriverWithContext
	session  driver.SessionConfig
	address  string // the URI, without any password
	walkable int    // see the constant

	mu     sync.Mutex   // held by the one who writes
	owner  string       // proves to the database that we hold the lock; empty if we do not
	unlock func() error // nil if we do not
	known  known        // what the judgements come to
	lost   string       // the owner of a lock that we may have lost; empty if none
}

var _ store.Store = (*Store)(nil)

// Open connects to a database and brings its constraints and indexes up to
// date, which can take minutes where there is much data without them. Errors
// wrap store.ErrUnreachable if nothing answers within seconds, and
// store.ErrVersion if a newer dateline wrote the graph.
func Open(ctx context.Context, c Config) (*Store, error) {
	u, err := url.Parse(c.URI)
	if err != nil || u.Host == "" {
		return nil, errors.New("opening Neo4j: the URI is not of the form neo4j://host:port or bolt://host:port")
	}
	auth := driver.NoAuth()
	if c.Password != "" {
		if c.Username == "" {
			c.Username = "neo4j"
		}
		auth = driver.BasicAuth(c.Username, c.Password, "")
	}
	address := u.Redacted()
	d, err := driver.NewDriverWithContext(c.URI, auth, func(c *config.Config) {
		c.SocketConnectTimeout = patience
		c.ConnectionAcquisitionTimeout = 2 * patience
		c.TelemetryDisabled = true
		c.UserAgent = "dateline"
	})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", address, err)
	}
	s := &Store{driver: d, address: address, walkable: walkable, session: driver.SessionConfig{
		DatabaseName:             c.Database,
		BookmarkManager:          driver.NewBookmarkManager(driver.BookmarkManagerConfig{}),
		NotificationsMinSeverity: notifications.DisabledLevel,
	}}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(s.failed(ctx, "opening "+address, err), s.Close())
	}
	return s, nil
}

// prepare checks the server and the layout, and creates what the layout lacks.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.checkServer(ctx); err != nil {
		return err
	}
	records, err := s.auto(ctx, "OPTIONAL MATCH (m:DatelineMeta {name: 'store'}) RETURN m.version AS version", nil)
	if err != nil {
		return err
	}
	if v := integer(records[0], "version"); v > Version {
		return fmt.Errorf("%w: it has version %d, this dateline knows %d: use a newer dateline", store.ErrVersion, v, Version)
	}
	statements := []statement{
		"CREATE CONSTRAINT datelineMetaName IF NOT EXISTS FOR (n:DatelineMeta) REQUIRE n.name IS UNIQUE",
		"CREATE CONSTRAINT datelineLockName IF NOT EXISTS FOR (n:DatelineLock) REQUIRE n.name IS UNIQUE",
		"CREATE CONSTRAINT datelineJournalArticle IF NOT EXISTS FOR (n:DatelineJournal) REQUIRE n.article IS UNIQUE",
		"CREATE FULLTEXT INDEX datelineBands IF NOT EXISTS FOR (n:DatelineJournal) ON EACH [n.bands] OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
	}
	for _, c := range schema.Graph.Cypher() {
		statements = append(statements, statement(c))
	}
	missing, err := s.missing(ctx, statements)
	if err != nil {
		return err
	}
	for _, c := range missing {
		// Others who open the database for the first time do the same.
		err := repeat(ctx, func() error {
			_, err := s.auto(ctx, c, nil)
			var server *driver.Neo4jError
			if errors.As(err, &server) && server.Code == "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists" {
				return nil
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("creating constraints and indexes: %w", err)
		}
	}
	if len(missing) > 0 {
		if _, err := s.auto(ctx, "CALL db.awaitIndexes($seconds)", params{"seconds": int64(indexing.Seconds())}); err != nil {
			return fmt.Errorf("waiting for indexes: %w", err)
		}
	}
	_, err = s.auto(ctx, "MERGE (m:DatelineMeta {name: 'store'}) ON CREATE SET m.changes = 0 "+
		"MERGE (:DatelineLock {name: 'load'}) "+
		"WITH m WHERE coalesce(m.version, 0) < $version SET m.version = $version", params{"version": Version})
	return err
}

// missing returns those of the statements, each "CREATE <kind> <name> IF NOT
// EXISTS ...", whose constraint or index the database lacks. Even a statement
// that finds nothing to do waits for a schema lock, and so for a load.
func (s *Store) missing(ctx context.Context, statements []statement) ([]statement, error) {
	records, err := s.auto(ctx, "SHOW INDEXES YIELD name", nil)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, r := range records {
		there[text(r, "name")] = true
	}
	var out []statement
	for _, c := range statements {
		before, _, _ := strings.Cut(string(c), " IF NOT EXISTS ")
		if !there[before[strings.LastIndex(before, " ")+1:]] {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *Store) checkServer(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	info, err := s.driver.GetServerInfo(ctx)
	if err != nil {
		return err
	}
	name, number, _ := strings.Cut(info.Agent(), "/")
	major, _, _ := strings.Cut(number, ".")
	if n, err := strconv.Atoi(major); name != "Neo4j" || err != nil || n < 5 {
		return fmt.Errorf("the server is %s, but dateline needs Neo4j 5 or later", info.Agent())
	}
	return nil
}

// Close ends all connections, and with them the lock.
func (s *Store) Close() error {
	s.mu.Lock()
	unlock := s.unlock
	s.mu.Unlock()
	var err error
	if unlock != nil {
		err = unlock()
	}
	return errors.Join(err, s.driver.Close(context.Background()))
}

// failed says what err, of the driver, means and what to do about it.
func (s *Store) failed(ctx context.Context, doing string, err error) error {
	var (
		connectivity *driver.ConnectivityError
		server       *driver.Neo4jError
	)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w: no answer from %s in %v: is Neo4j running there?", doing, store.ErrUnreachable, s.address, patience)
	case errors.As(err, &connectivity):
		return fmt.Errorf("%s: %w: no Neo4j answers at %s: %v", doing, store.ErrUnreachable, s.address, connectivity.Inner)
	case errors.As(err, &server) && server.Code == "Neo.ClientError.Security.Unauthorized":
		return fmt.Errorf("%s: %s refuses the user name and password, or their absence", doing, s.address)
	case errors.As(err, &server) && server.Code == "Neo.ClientError.Security.AuthenticationRateLimit":
		return fmt.Errorf("%s: %s has been given wrong passwords too often: wait a few seconds", doing, s.address)
	case errors.As(err, &server) && slices.Contains(leaving, server.Code):
		return fmt.Errorf("%s: %w: %s goes down, or is not yet up: %s", doing, store.ErrUnreachable, s.address, server.Msg)
	case errors.As(err, &server) && slices.Contains(unwritable, server.Code):
		return fmt.Errorf("%s: %w: %s: %w", doing, store.ErrUnwritable, s.address, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// What a server says that stops or starts, and one that cannot write.
var (
	leaving = []string{
		"Neo.TransientError.General.DatabaseUnavailable",
		"Neo.ClientError.Transaction.Terminated", "Neo.TransientError.Transaction.Terminated",
		"Neo.ClientError.Transaction.LockClientStopped", "Neo.TransientError.Transaction.LockClientStopped",
	}
	unwritable = []string{
		"Neo.DatabaseError.Transaction.TransactionCommitFailed", "Neo.DatabaseError.Transaction.TransactionLogError",
		"Neo.DatabaseError.Transaction.TransactionStartFailed", "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
		"Neo.TransientError.General.OutOfMemoryError",
	}
)
