package neo4j

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/storetest"
)

// database returns the one of the tests.
func database(t testing.TB) Config {
	t.Helper()
	return at(storetest.Neo4j(t))
}

func at(uri string) Config {
	return Config{
		URI: uri, Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"),
		Database: os.Getenv("NEO4J_DATABASE"),
	}
}

// open opens the database of the tests and deletes all that is in it. It refuses
// one that holds nodes which are not of dateline.
func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), database(t))
	if err != nil {
		t.Fatal(err)
	}
	labels := []string{"DatelineJournal", "DatelineJudgement", "DatelineLock", "DatelineMeta"}
	for _, n := range schema.Graph.Nodes {
		labels = append(labels, string(n.Label))
	}
	records, err := s.auto(t.Context(), "MATCH (n) WHERE none(l IN labels(n) WHERE l IN $labels) RETURN count(n) AS n", params{"labels": labels})
	if err != nil {
		t.Fatal(err)
	}
	if n := integer(records[0], "n"); n > 0 {
		t.Fatalf("%s holds %d nodes that are not of dateline, and the tests would delete them: give the tests a database of their own", s.address, n)
	}
	s.wipe(t)
	t.Cleanup(func() {
		if s, err := Open(context.Background(), database(t)); err == nil { // the test has closed its own
			s.wipe(t)
			s.Close()
		}
	})
	return s
}

// wipe deletes all that is in the database, but for the version.
func (s *Store) wipe(t testing.TB) {
	t.Helper()
	for _, c := range []statement{
		"MATCH ()-[r]->() CALL (r) {DELETE r} IN TRANSACTIONS OF 5000 ROWS",
		"MATCH (n) WHERE NOT n:DatelineMeta AND NOT n:DatelineLock CALL (n) {DELETE n} IN TRANSACTIONS OF 5000 ROWS",
	} {
		if _, err := s.auto(context.Background(), c, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func lock(t testing.TB, s *Store) {
	t.Helper()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(unlock(), s.Close()); err != nil {
			t.Error(err)
		}
	})
}

func TestContract(t *testing.T) {
	storetest.Test(t, func(t *testing.T) store.Store { return open(t) })
}

// TestFast measures how fast a graph of 100,000 entities is looked at.
func TestFast(t *testing.T) {
	storetest.Fast(t, func(t *testing.T) store.Store { return open(t) })
}

// TestFindByIndex checks that the same is found among the entities that most articles
// mention, by the index, and by both.
func TestFindByIndex(t *testing.T) {
	s := open(t)
	lock(t, s)
	r := rand.New(rand.NewPCG(12, 13))
	gs := storetest.Random(r, 60)
	if _, err := s.Put(t.Context(), storetest.Entries(gs...)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetJudgements(t.Context(), storetest.RandomJudgements(r, gs, 20)); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		"a", "accra", "acc", "z", "zoe o", "zoe oneil", "oneil", "the", "the the", "the t", "dove", "нев", "нева", "ac dove", "b", "abc", "東", "ote", "lodz", "nothing",
	} {
		for _, labels := range [][]schema.Label{nil, {schema.Place, schema.Event}} {
			for _, limit := range []int{1, 3, 20} {
				var want []graph.Node
				for i, walkable := range []int{walkable, 0, 3, 20} {
					s.walkable = walkable
					got, err := s.Find(t.Context(), query, limit, labels...)
					if err != nil {
						t.Fatal(err)
					}
					if i == 0 {
						want = got
					}
					if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
						t.Errorf("Find(%q, %d, %v) among %d (-all +so):\n%s", query, limit, labels, walkable, d)
					}
				}
			}
		}
	}
}

func TestOpenFails(t *testing.T) {
	// A listener that never says a word.
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	refused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused.Close()
	for _, test := range []struct {
		name string
		uri  string
		is   error
		says string
	}{
		{"nothing there", "bolt://" + refused.Addr().String(), store.ErrUnreachable, refused.Addr().String()},
		{"nothing there, routed", "neo4j://" + refused.Addr().String(), store.ErrUnreachable, refused.Addr().String()},
		{"no answer", "bolt://" + silent.Addr().String(), store.ErrUnreachable, silent.Addr().String()},
		{"no such host", "neo4j://nowhere.invalid", store.ErrUnreachable, "nowhere.invalid"},
		{"password in the URI", "bolt://me:secret1@" + refused.Addr().String(), store.ErrUnreachable, refused.Addr().String()},
		{"not a URI", "://secret1", nil, "neo4j://host:port"},
		{"other scheme", "https://localhost", nil, "https"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			s, err := Open(t.Context(), Config{URI: test.uri, Username: "neo4j", Password: "secret2"})
			if err == nil {
				s.Close()
				t.Fatal("no error")
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
			if text := err.Error(); !strings.Contains(text, test.says) || strings.Contains(text, "secret") || strings.Contains(text, "\n") {
				t.Errorf("want one line with %s and without a password: %s", test.says, text)
			}
			if took := time.Since(begin); took > 3*patience {
				t.Errorf("took %v", took)
			}
		})
	}
}

// A server that asks for no password takes any; CI gives the tests one that asks.
func TestOpenWithWrongPassword(t *testing.T) {
	c := database(t)
	if c.Password == "" {
		t.Skip("the server asks for no password: start it with --password and set NEO4J_PASSWORD")
	}
	for _, wrong := range []string{"", "wrong-" + c.Password} {
		c.Password = wrong
		s, err := Open(t.Context(), c)
		if err == nil {
			s.Close()
			t.Fatalf("no error with the password %q", wrong)
		}
		if !strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "wrong-") {
			t.Errorf("with the password %q: %v", wrong, err)
		}
	}
}

func TestOpenRefusesNewerLayout(t *testing.T) {
	s := open(t)
	defer s.Close()
	set := func(v int) {
		t.Helper()
		if _, err := s.auto(context.Background(), "MATCH (m:DatelineMeta {name: 'store'}) SET m.version = $v", params{"v": v}); err != nil {
			t.Fatal(err)
		}
	}
	set(Version + 1)
	defer set(Version)
	if other, err := Open(t.Context(), database(t)); !errors.Is(err, store.ErrVersion) {
		t.Errorf("got %v, %v, want ErrVersion", other, err)
	}
}

// Open finds constraints and indexes that a user has dropped, and makes them anew.
func TestOpenRestoresIndexes(t *testing.T) {
	s := open(t)
	defer s.Close()
	if _, err := s.auto(t.Context(), "DROP CONSTRAINT personId", nil); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	records, err := s.auto(t.Context(), "SHOW INDEXES YIELD name, state WHERE name IN ['personId', 'holdsOfficeFact', 'entityNames'] RETURN count(*) AS n, collect(DISTINCT state) AS states", nil)
	if err != nil {
		t.Fatal(err)
	}
	if n, states := integer(records[0], "n"), texts(records[0], "states"); n != 3 || len(states) != 1 || states[0] != "ONLINE" {
		t.Errorf("%d indexes are %v, want 3 ONLINE", n, states)
	}
}

// Several may open a database for the first time at once.
func TestOpenTogether(t *testing.T) {
	s := open(t)
	defer s.Close()
	for _, c := range schema.Graph.Cypher() {
		name, found := strings.CutPrefix(c, "CREATE CONSTRAINT ")
		if !found {
			continue
		}
		name, _, _ = strings.Cut(name, " ")
		if _, err := s.auto(t.Context(), compose("DROP CONSTRAINT %s", name), nil); err != nil {
			t.Fatal(err)
		}
	}
	errs := make(chan error)
	for range 4 {
		go func() {
			other, err := Open(t.Context(), database(t))
			if err == nil {
				err = other.Close()
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// A lock must not keep others from opening the database, nor last longer than
// its process.
func TestLockDiesWithProcess(t *testing.T) {
	if os.Getenv("DATELINE_TEST_HOLDS_LOCK") != "" { // the child of a process whose turn it is
		s, err := Open(t.Context(), at(os.Getenv("NEO4J_URI")))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Lock(t.Context()); err != nil {
			t.Fatal(err)
		}
		fmt.Println("locked")
		time.Sleep(time.Minute)
		return
	}
	open(t).Close()
	holder := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLockDiesWithProcess$")
	holder.Env = append(os.Environ(), "DATELINE_TEST_HOLDS_LOCK=1")
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "locked" {
	}
	s, err := Open(t.Context(), database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Lock(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("while another process holds it: %v, want ErrLocked", err)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	holder.Wait()
	begin := time.Now()
	unlock, err := s.Lock(t.Context())
	for errors.Is(err, store.ErrLocked) && time.Since(begin) < 10*time.Second {
		unlock, err = s.Lock(t.Context())
	}
	if err != nil {
		t.Fatalf("%v after the other process was killed: %v", time.Since(begin), err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

// TestKillWhileJudging kills a process that sets judgements: all of the last ones
// hold, or all of those before.
func TestKillWhileJudging(t *testing.T) {
	graphs := storetest.Random(rand.New(rand.NewPCG(12, 13)), 30)
	patiently := func(s *Store) (unlock func() error) { // of one who died
		for {
			unlock, err := s.Lock(t.Context())
			if err == nil {
				return unlock
			}
			if !errors.Is(err, store.ErrLocked) {
				t.Fatal(err)
			}
		}
	}
	if os.Getenv("DATELINE_TEST_JUDGES") != "" { // the child of a process whose turn it is
		s, err := Open(t.Context(), at(os.Getenv("NEO4J_URI")))
		if err != nil {
			t.Fatal(err)
		}
		patiently(s)
		for i := 0; ; i++ {
			if _, err := s.SetJudgements(t.Context(), storetest.RejectAll(graphs[:i%25])); err != nil {
				t.Fatal(err)
			}
			fmt.Println("judged")
		}
	}
	s := open(t)
	unlock := patiently(s)
	if _, err := s.Put(t.Context(), storetest.Entries(graphs...)); err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		judge := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKillWhileJudging$")
		judge.Env = append(os.Environ(), "DATELINE_TEST_JUDGES=1")
		out, err := judge.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := judge.Start(); err != nil {
			t.Fatal(err)
		}
		judged := 0
		for lines := bufio.NewScanner(out); judged < 7+round && lines.Scan(); {
			if lines.Text() == "judged" {
				judged++
			}
		}
		time.Sleep(time.Duration(round) * 20 * time.Millisecond)
		if err := judge.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		judge.Wait()
		unlock := patiently(s)
		js, err := s.Judgements(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		storetest.Holds(t, s, graph.MergeUnder(js, graphs...))
		if err := unlock(); err != nil {
			t.Fatal(err)
		}
	}
	lock(t, s)
	if _, err := s.SetJudgements(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	storetest.Holds(t, s, graph.Merge(graphs...))
}

func TestCloseFreesLock(t *testing.T) {
	s, other := open(t), open(t)
	defer other.Close()
	if _, err := s.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	unlock, err := other.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

// One who was cut off does not know that another has taken the lock since.
func TestPutWithLostLock(t *testing.T) {
	s := open(t)
	lock(t, s)
	if _, err := s.auto(t.Context(), "MATCH (m:DatelineMeta {name: 'store'}) SET m.owner = 'another'", nil); err != nil {
		t.Fatal(err)
	}
	g := &graph.Graph{Article: graph.Article{ID: "a", ContentHash: "c"}}
	if _, err := s.Put(t.Context(), storetest.Entries(g)); !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
	storetest.Holds(t, s, graph.World{})
}

// A load that was cut off takes its own lock again, though the server still holds
// it for the connection that is gone; that of another it does not take.
func TestLockAgain(t *testing.T) {
	s := open(t)
	defer s.Close()
	if _, err := s.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.owner, s.unlock, s.lost = "", nil, s.owner
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), storetest.Entries(&graph.Graph{Article: graph.Article{ID: "a", ContentHash: "c"}})); err != nil {
		t.Error(err)
	}
	s.owner, s.unlock, s.lost = "", nil, "another"
	if _, err := s.Lock(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("the lock of another: %v, want ErrLocked", err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

// recorder keeps the text of all statements that are sent.
type recorder struct {
	mu   sync.Mutex
	sent []string
}

func (r *recorder) LogClientMessage(_, format string, args ...any) {
	if strings.HasPrefix(format, "RUN ") {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.sent = append(r.sent, fmt.Sprint(args[0]))
	}
}

func (r *recorder) LogServerMessage(string, string, ...any) {}

func TestArticleTextIsNeverInStatements(t *testing.T) {
	s := open(t)
	lock(t, s)
	var r recorder
	s.session.BoltLogger = &r
	const text = "zzz'\"`}) DETACH DELETE n //"
	at := func(label schema.Label, key string) graph.Mention {
		return graph.Mention{
			Entity: key + text, Label: label, Name: text, Starts: []int{0}, Ends: []int{len(text)},
			Forms: []string{text}, Props: graph.Props{"kind": text},
		}
	}
	g := &graph.Graph{
		Article:  graph.Article{ID: text, InputID: text, URL: text, Title: text, Source: text, ContentHash: text, ExtractorVersion: text},
		Mentions: []graph.Mention{at(schema.Organization, "organization:"), at(schema.Place, "place:")},
		Claims: []graph.Claim{{
			Type: schema.BasedIn, From: "organization:" + text, To: "place:" + text, Quote: text, End: len(text), Rule: text, AttributedTo: text,
		}},
	}
	if _, err := s.Put(t.Context(), storetest.Entries(g)); err != nil {
		t.Fatal(err)
	}
	storetest.Holds(t, s, graph.Merge(g))
	if found, err := s.Find(t.Context(), text, 1); err != nil || len(found) != 1 {
		t.Errorf("found %v, %v", found, err)
	}
	if facts, err := s.Facts(t.Context(), "place:"+text); err != nil || len(facts) != 1 {
		t.Errorf("facts %v, %v", facts, err)
	}
	if _, err := s.Retract(t.Context(), []string{text}); err != nil {
		t.Fatal(err)
	}
	if len(r.sent) < 20 {
		t.Errorf("only %d statements were seen", len(r.sent))
	}
	for _, c := range r.sent {
		if strings.Contains(c, "zzz") {
			t.Errorf("text of the article is in the statement %s", c)
		}
	}
}

// The two ways to derive a node, from what it has and from all that articles
// say, must agree; here many articles say conflicting things one by one.
func TestDerivingAfterConflicts(t *testing.T) {
	s := open(t)
	lock(t, s)
	var all []*graph.Graph
	for i, kind := range []string{"", "party", "party", "company", "company", "", "company", "party", "party"} {
		m := graph.Mention{
			Entity: "organization:x", Label: schema.Organization, Name: strings.Repeat("x", 1+i%4), Starts: []int{0}, Ends: []int{1},
			Forms: []string{fmt.Sprint("x", i%3)}, Confidence: 0.5,
		}
		if kind != "" {
			m.Props = graph.Props{"kind": kind}
		}
		g := &graph.Graph{
			Article:  graph.Article{ID: fmt.Sprint(i), PublishedAt: []string{"", "2024-01", "2023"}[i%3], ContentHash: "c"},
			Mentions: []graph.Mention{m},
		}
		all = append(all, g)
		if _, err := s.Put(t.Context(), storetest.Entries(g)); err != nil {
			t.Fatal(err)
		}
		storetest.Holds(t, s, graph.Merge(all...))
	}
}
