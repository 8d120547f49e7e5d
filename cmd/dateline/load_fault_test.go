package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/graph/store/storetest"
)

// wire is a proxy between a load and its database that can be cut.
type wire struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	cut      bool
	frozen   chan struct{} // closed when nothing is frozen
	ends     map[net.Conn]bool
}

// newWire returns a wire to the address of a URI, and the URI that leads through
// it.
func newWire(t *testing.T, uri string) (w *wire, through string) {
	t.Helper()
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{to: u.Host, ends: map[net.Conn]bool{}, frozen: make(chan struct{})}
	close(w.frozen)
	if w.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.listener.Close()
		w.set(true)
	})
	go func() {
		for {
			c, err := w.listener.Accept()
			if err != nil {
				return
			}
			go w.join(c)
		}
	}()
	return w, "bolt://" + w.listener.Addr().String()
}

// join carries bytes between a client and the database.
func (w *wire) join(client net.Conn) {
	server, err := net.Dial("tcp", w.to)
	if err != nil {
		client.Close()
		return
	}
	w.mu.Lock()
	w.ends[client], w.ends[server] = true, true
	cut := w.cut
	w.mu.Unlock()
	if cut {
		client.Close()
		server.Close()
		return
	}
	carry := func(to, from net.Conn) {
		defer to.Close()
		defer from.Close()
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			w.mu.Lock()
			frozen := w.frozen
			w.mu.Unlock()
			<-frozen
			if _, writing := to.Write(buffer[:n]); err != nil || writing != nil {
				return
			}
		}
	}
	go carry(server, client)
	go carry(client, server)
}

// set cuts the wire, which ends all connections and lets none come, or mends it.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for c := range w.ends {
		c.Close()
	}
	w.ends = map[net.Conn]bool{}
}

// freeze keeps all bytes back until thaw is called; nobody is told.
func (w *wire) freeze() (thaw func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	frozen := make(chan struct{})
	w.frozen = frozen
	return func() { close(frozen) }
}

// started is a load that runs.
type started struct {
	*exec.Cmd
	input  io.WriteCloser
	said   *bytes.Buffer
	ended  chan struct{}
	report string
}

func start(t *testing.T, args ...string) *started {
	t.Helper()
	s := &started{Cmd: command(args...), said: &bytes.Buffer{}, ended: make(chan struct{}), report: filepath.Join(t.TempDir(), "report.json")}
	s.Args = append(s.Args, "--report", s.report)
	s.Stderr = s.said
	var err error
	if s.input, err = s.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		s.Wait()
		close(s.ended)
	}()
	t.Cleanup(func() {
		s.Process.Kill()
		<-s.ended
	})
	return s
}

// feed writes lines to the standard input of the load.
func (s *started) feed(t *testing.T, lines []string) {
	t.Helper()
	if _, err := io.WriteString(s.input, strings.Join(lines, "")); err != nil {
		t.Fatal(err)
	}
}

// ends waits for the end of the load, which has to have the exit code.
func (s *started) ends(t *testing.T, code int) *report {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(5 * time.Minute):
		t.Fatal("still running")
	}
	if got := s.ProcessState.ExitCode(); got != code {
		t.Fatalf("exit code %d, want %d\n%s", got, code, s.said)
	}
	return readReport(t, s.report)
}

// loadsInto waits until the load has put so many articles into the database of
// NEO4J_URI, and is still running.
func (s *started) loadsInto(t *testing.T, n int) {
	t.Helper()
	loaded := func() bool {
		out, _ := command("stats").Output()
		for line := range strings.Lines(string(out)) {
			var got int
			if _, err := fmt.Sscanf(line, "Article %d", &got); err == nil {
				return got >= n
			}
		}
		return false
	}
	for deadline := time.Now().Add(3 * time.Minute); !loaded(); time.Sleep(20 * time.Millisecond) {
		select {
		case <-s.ended:
			t.Fatalf("it ended with %v: %s", s.ProcessState, s.said)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("it has not loaded %d articles in three minutes", n)
		}
	}
}

// A load survives a database that goes away for some seconds, however it goes,
// and the graph is that of a load in peace.
func TestLoadThroughCuts(t *testing.T) {
	uri := storetest.Neo4j(t)
	lines := generated(4 * batchArticles)
	path := writeLines(t, lines)
	clean := filepath.Join(t.TempDir(), "clean.db")
	output(t, exitDone, "load", path, "--store", clean)
	want, _ := output(t, exitDone, "export", "--store", clean)
	// Each part comes when the database has gone, so that the load must miss it.
	first, rest := lines[:2*batchArticles], lines[2*batchArticles:]
	for name, disturb := range map[string]func(t *testing.T, w *wire, load *started){
		"cut": func(t *testing.T, w *wire, load *started) {
			for part := range slices.Chunk(rest, len(rest)/3+1) {
				w.set(true)
				load.feed(t, part)
				time.Sleep(3 * time.Second)
				w.set(false)
				time.Sleep(2 * time.Second)
			}
		},
		// The server does not see that the connections are gone: it still holds the
		// lock for them.
		"frozen, then forgotten": func(t *testing.T, w *wire, load *started) {
			w.freeze() // for ever
			load.feed(t, rest)
			time.Sleep(3 * time.Second)
			w.mu.Lock()
			for c := range w.ends {
				if c.RemoteAddr().String() != w.to {
					c.Close()
				}
			}
			w.frozen = make(chan struct{})
			close(w.frozen)
			w.mu.Unlock()
		},
	} {
		t.Run(name, func(t *testing.T) {
			emptied(t)
			w, through := newWire(t, uri)
			load := start(t, "load", "-", "--store", through, "--patience", "1m")
			load.feed(t, first)
			load.loadsInto(t, batchArticles)
			disturb(t, w, load)
			load.input.Close()
			r := load.ends(t, exitDone)
			if r.Waits == 0 || !strings.Contains(load.said.String(), "the store is back after") {
				t.Errorf("it waited %d times and said %s", r.Waits, load.said)
			}
			if s := r.Articles; s.Read != len(lines) || s.Read != s.Added+s.Replaced+s.Unchanged+s.Superseded {
				t.Errorf("articles %+v", counts(s))
			}
			if got, _ := output(t, exitDone, "export"); got != want {
				t.Error(firstDifference(got, want))
			}
		})
	}
	t.Run("for good", func(t *testing.T) {
		emptied(t)
		w, through := newWire(t, uri)
		load := start(t, "load", "-", "--store", through, "--patience", "3s")
		load.feed(t, first)
		load.loadsInto(t, batchArticles)
		w.set(true)
		load.feed(t, rest)
		load.input.Close()
		r := load.ends(t, exitUnreachable)
		if s := r.Articles; s.Unfinished == 0 || s.Read != s.Added+s.Replaced+s.Unchanged+s.Superseded+s.Unfinished {
			t.Errorf("articles %+v", counts(s))
		}
		if !strings.Contains(r.Error, "database out of reach") || strings.Contains(r.Error, os.Getenv("NEO4J_PASSWORD")+"x") {
			t.Errorf("error %q", r.Error)
		}
		// What was cut off holds no lock.
		output(t, exitDone, "load", path, "--wait", "1m")
		if got, _ := output(t, exitDone, "export"); got != want {
			t.Error(firstDifference(got, want))
		}
	})
}

// A load survives a server that is stopped and started again.
func TestLoadThroughRestart(t *testing.T) {
	if testing.Short() || os.Getenv("NEO4J_URI") == "" {
		t.Skip("it starts a server of its own, where there are others")
	}
	folder := t.TempDir()
	server := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("../../.ci/neo4j", append(args, "--dir", folder)...)
		cmd.Env = append(os.Environ(), "NEO4J_HEAP=400m", "NEO4J_PAGECACHE=64m")
		cmd.Stderr = io.Discard
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("neo4j %v: %v", args, err)
		}
		return strings.TrimSpace(string(out))
	}
	password := "of-this-test-alone"
	uri := server("start", "--port", "0", "--password", password)
	t.Cleanup(func() { exec.Command("../../.ci/neo4j", "stop", "--dir", folder).Run() })
	t.Setenv("NEO4J_URI", uri)
	t.Setenv("NEO4J_PASSWORD", password)
	lines := generated(4 * batchArticles)
	clean := filepath.Join(t.TempDir(), "clean.db")
	output(t, exitDone, "load", writeLines(t, lines), "--store", clean)
	want, _ := output(t, exitDone, "export", "--store", clean)

	load := start(t, "load", "-")
	load.feed(t, lines[:2*batchArticles])
	load.loadsInto(t, batchArticles)
	server("stop")
	load.feed(t, lines[2*batchArticles:])
	load.input.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(uri, "bolt://"), ":")
	server("start", "--port", port)
	if r := load.ends(t, exitDone); r.Waits == 0 {
		t.Error("it did not wait")
	}
	if got, _ := output(t, exitDone, "export"); got != want {
		t.Error(firstDifference(got, want))
	}
}

// Two loads into one database take turns: the second gives up at once, or waits.
func TestTwoLoads(t *testing.T) {
	storetest.Neo4j(t)
	emptied(t)
	lines := generated(1500)
	path, other := writeLines(t, lines), writeLines(t, slices.Concat(lines[1000:], texts(20)))
	load := start(t, "load", "-")
	load.feed(t, lines)
	load.loadsInto(t, 1)
	begin := time.Now()
	_, said := output(t, exitLocked, "load", other)
	if took := time.Since(begin); took > 20*time.Second || !strings.Contains(said, "another load holds the lock") {
		t.Errorf("after %v it said %s", took, said)
	}
	waiting := start(t, "load", other, "--wait", "5m")
	time.Sleep(5 * time.Second)
	load.input.Close()
	load.ends(t, exitDone)
	waiting.ends(t, exitDone)
	if !strings.Contains(waiting.said.String(), "waiting up to 5m0s") {
		t.Errorf("it said %s", waiting.said)
	}
	clean := filepath.Join(t.TempDir(), "clean.db")
	output(t, exitDone, "load", path, other, "--store", clean)
	want, _ := output(t, exitDone, "export", "--store", clean)
	if got, _ := output(t, exitDone, "export"); got != want {
		t.Error(firstDifference(got, want))
	}
}
