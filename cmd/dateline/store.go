package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dateline/graph/store"
	"dateline/graph/store/neo4j"
	"dateline/graph/store/sqlite"
)

// defaultStore is the file that holds the graph where nothing else is said.
const defaultStore = "dateline.db"

// storeFlags returns the flags that say where the graph is.
func storeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{
			Name: "store", EnvVars: []string{"NEO4J_URI"}, DefaultText: defaultStore,
			Usage: "`FILE.db`, or neo4j://HOST or bolt://HOST for a Neo4j",
		},
		&cli.StringFlag{Name: "username", EnvVars: []string{"NEO4J_USERNAME"}, DefaultText: "neo4j", Usage: "`NAME` at the Neo4j"},
		&cli.StringFlag{
			Name: "password", EnvVars: []string{"NEO4J_PASSWORD"}, DefaultText: "no authentication",
			Usage: "`PASSWORD` at the Neo4j; other users of this computer can see it, so better set the variable",
		},
		&cli.StringFlag{Name: "database", EnvVars: []string{"NEO4J_DATABASE"}, DefaultText: "the user's own", Usage: "`NAME` of the database in the Neo4j"},
	}
}

// storeName returns where the store of the flags is.
func storeName(c *cli.Context) string {
	if where := c.String("store"); where != "" {
		return where
	}
	return defaultStore
}

// openStore opens the store of the flags. For reading, a file has to exist.
func openStore(c *cli.Context, reading bool) (store.Store, error) {
	where := storeName(c)
	if !strings.Contains(where, "://") {
		if _, err := os.Stat(where); reading && errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no store %s yet: dateline load PATH makes one, --store names another", where)
		}
		return sqlite.Open(c.Context, where)
	}
	// What is wrong is said without the address, which may hold a password.
	u, err := url.Parse(where)
	if err != nil {
		return nil, usagef("the store's address cannot be read: want neo4j://HOST:7687")
	}
	if !slices.Contains([]string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}, u.Scheme) {
		return nil, usagef("the store: cannot speak %s://, only neo4j:// and bolt:// (with +s or +ssc for TLS), or name a file", u.Scheme)
	}
	if u.User != nil {
		return nil, usagef("the store: user and password do not belong into the address; set NEO4J_USERNAME and NEO4J_PASSWORD")
	}
	return neo4j.Open(c.Context, neo4j.Config{
		URI: where, Username: c.String("username"), Password: c.String("password"), Database: c.String("database"),
	})
}

// withStore opens the store of the flags for use, and closes it.
func withStore(c *cli.Context, reading bool, use func(store.Store) error) (err error) {
	s, err := openStore(c, reading)
	if err != nil {
		return err
	}
	defer func() {
		if closing := s.Close(); err == nil && closing != nil {
			err = fmt.Errorf("closing the store: %w", closing)
		}
	}()
	return use(s)
}

// withLock holds the store's lock while it is used.
func withLock(ctx context.Context, s store.Store, use func() error) (err error) {
	unlock, err := s.Lock(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if unlocking := unlock(); err == nil && unlocking != nil {
			err = fmt.Errorf("giving the lock back: %w", unlocking)
		}
	}()
	return use()
}
