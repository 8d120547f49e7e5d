package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dateline/extract"
	"dateline/graph/schema"
	"dateline/graph/store/sqlite"
	"dateline/graph/store/storetest"
)

// command is the program itself: testscript.Main has put it on the path.
func command(args ...string) *exec.Cmd {
	return exec.Command("dateline", args...)
}

// output runs the program, which has to exit with the code, and returns what it
// wrote to standard output and standard error.
func output(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, said bytes.Buffer
	cmd := command(args...)
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("dateline %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, said.String())
	}
	return out.String(), said.String()
}

// generatedSource publishes all that generated returns.
const generatedSource = "Generated for Tests"

// generated returns n lines of extract's output: persons in offices of countries
// that later articles mention again, some articles in a later version.
func generated(n int) []string {
	rng := rand.New(rand.NewPCG(3, 5))
	lines := make([]string, n)
	for i := range lines {
		article := i - i%20/19*rng.IntN(20) // now and then an earlier one again
		person, country := fmt.Sprintf("Avery Number%d", rng.IntN(n)), rng.IntN(40)
		quote := fmt.Sprintf("%s is the minister of Country %d.", person, country)
		mention := func(text string) []extract.Mention {
			return []extract.Mention{{Start: strings.Index(quote, text), End: strings.Index(quote, text) + len(text), Text: text, Confidence: 0.9}}
		}
		evidence := []extract.Evidence{{Start: 0, End: len(quote), Quote: quote}}
		line, err := json.Marshal(extract.Document{
			ID: fmt.Sprint("generated-", article), Key: fmt.Sprint("generated-", article), Source: generatedSource,
			Published: fmt.Sprintf("2024-01-%02d", 1+rng.IntN(28)), ContentHash: fmt.Sprintf("%08x", rng.Uint32()), Extractor: "test",
			Entities: []extract.Entity{
				{ID: "p", Type: schema.Person, Name: person, Mentions: mention(person)},
				{ID: "o", Type: schema.Office, Name: "Minister", Title: "minister", Mentions: mention("minister")},
				{ID: "c", Type: schema.Country, Name: fmt.Sprint("Country ", country), Mentions: mention(fmt.Sprint("Country ", country))},
			},
			Relations: []extract.Relation{
				{Type: schema.HoldsOffice, From: "p", To: "o", Status: []string{"current", "former"}[rng.IntN(2)], Confidence: 0.9, Rule: "r", Evidence: evidence},
				{Type: schema.OfficeOf, From: "o", To: "c", Confidence: 0.8, Rule: "r", Evidence: evidence},
			},
		})
		if err != nil {
			panic(err)
		}
		lines[i] = string(line) + "\n"
	}
	return lines
}

// texts returns n articles as people write them, few of whose sentences are
// alike.
func texts(n int) []string {
	rng := rand.New(rand.NewPCG(7, 11))
	countries := []string{"Kenya", "Zambia", "Ghana", "Norway", "Peru", "Nepal", "Chile", "Latvia"}
	lines := make([]string, n)
	for i := range lines {
		line, err := json.Marshal(map[string]string{
			"id": fmt.Sprint("text-", i), "source": generatedSource, "published": fmt.Sprintf("2024-02-%02d", 1+rng.IntN(28)),
			"text": fmt.Sprintf(
				"Talks %d\n\nThe foreign minister of %s, Avery Stone, met the president of %s on Thursday. They signed agreement number %d.",
				i, countries[rng.IntN(8)], countries[rng.IntN(8)], i),
		})
		if err != nil {
			panic(err)
		}
		lines[i] = string(line) + "\n"
	}
	return lines
}

// unloadable returns n lines that fail: broken ones, and documents that do not keep
// to the schema.
func unloadable(n int) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf(`{"id":"bad-%d","text":`+"\n", i)
		if i%2 == 0 {
			lines[i] = fmt.Sprintf(`{"id":"bad-%d","contentHash":"h","entities":[{"id":"m","type":"Planet","name":"Mars"}]}`+"\n", i)
		}
	}
	return lines
}

// mixed returns the lines of all parts in an order of its own.
func mixed(parts ...[]string) []string {
	lines := slices.Concat(parts...)
	rng := rand.New(rand.NewPCG(13, 17))
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return lines
}

// writeLines writes lines to a file of the test.
func writeLines(t *testing.T, lines []string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// emptied returns after the database of NEO4J_URI holds nothing, and leaves it so.
func emptied(t *testing.T) {
	t.Helper()
	storetest.Neo4j(t)
	reset := func() { output(t, exitDone, "retract", "--source", generatedSource) }
	reset()
	t.Cleanup(reset)
	if others, _ := output(t, exitDone, "export"); others != "" {
		t.Fatal("the database of NEO4J_URI is not empty: give the tests one of their own")
	}
}

// A process killed at any moment leaves a store and a file of dead letters that
// the same load completes: nothing is lost, and nothing is there twice.
func TestKilledLoad(t *testing.T) {
	// generated has several versions of an article, whose order counts.
	path := writeLines(t, slices.Concat(generated(2000), mixed(texts(60), unloadable(20))))
	clean := filepath.Join(t.TempDir(), "clean.db")
	output(t, exitArticles, "load", path, "--store", clean)
	want, _ := output(t, exitDone, "export", "--store", clean)

	t.Run("SQLite", func(t *testing.T) {
		store := filepath.Join(t.TempDir(), "killed.db")
		killed(t, rounds(3), want, path, "--store", store)
	})
	t.Run("Neo4j", func(t *testing.T) {
		emptied(t)
		killed(t, rounds(1), want, path)
	})
}

// killed kills loads of the path at random moments, lets one end, and compares
// the export with what is wanted, in several rounds.
func killed(t *testing.T, n int, want, path string, store ...string) {
	t.Helper()
	dead := filepath.Join(t.TempDir(), "dead.jsonl")
	args := append([]string{"load", path, "--failed", dead}, store...)
	for round := range n {
		whole := 2 * time.Second
		for range 4 {
			load := command(args...)
			start := time.Now()
			if err := load.Start(); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Duration(rand.Int64N(int64(whole))), func() { load.Process.Kill() })
			if load.Wait(); load.ProcessState.ExitCode() == exitArticles {
				whole = max(time.Since(start), 100*time.Millisecond) // so fast that it was not killed
			}
		}
		// The server may take a moment to see that the last one is dead.
		output(t, exitArticles, append(args, "--wait", "1m")...)
		got, _ := output(t, exitDone, append([]string{"export"}, store...)...)
		if got != want {
			t.Fatalf("round %d: %s", round, firstDifference(got, want))
		}
		seen := map[string]bool{}
		for _, l := range deadLetters(t, dead) {
			if seen[fmt.Sprint(l.Line)] {
				t.Errorf("line %d is there twice", l.Line)
			}
			seen[fmt.Sprint(l.Line)] = true
		}
		if len(seen) != 20 {
			t.Errorf("%d dead letters, want 20", len(seen))
		}
		retry := command(append([]string{"load", "--retry", "--failed", dead}, store...)...)
		if err := retry.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(rand.Int64N(int64(time.Second))), func() { retry.Process.Kill() })
		retry.Wait()
		if n := len(deadLetters(t, dead)); n != 20 {
			t.Errorf("%d dead letters after a replay that may have been killed, want 20", n)
		}
		if round < n-1 {
			output(t, exitDone, append([]string{"retract", "--source", generatedSource}, store...)...)
			if left, _ := output(t, exitDone, append([]string{"export"}, store...)...); left != "" {
				t.Fatalf("retracting everything leaves\n%s", left)
			}
		}
	}
}

// deadLetters reads a file of dead letters.
func deadLetters(t *testing.T, path string) []letter {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []letter
	for l, err := range readLetters(f) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

// rounds returns how often a test of chance is to be repeated: DATELINE_ROUNDS, or
// as often as time allows in every run.
func rounds(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("DATELINE_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return usual
}

// firstDifference returns the first lines that differ.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d is\n%s\nwant\n%s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// An interrupted load ends at once, though its input does not, and says what it
// has loaded: all that it had extracted.
func TestInterruptedLoad(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			store, told := filepath.Join(t.TempDir(), "x.db"), filepath.Join(t.TempDir(), "report.json")
			load := command("load", "-", "--store", store, "--report", told)
			in, err := load.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			var said bytes.Buffer
			load.Stderr = &said
			if err := load.Start(); err != nil {
				t.Fatal(err)
			}
			var lines []string
			for i := range 2 * batchArticles { // that need no extracting
				lines = append(lines, fmt.Sprintf(`{"id":"a%d","key":"a%d","contentHash":"h","entities":[]}`+"\n", i, i))
			}
			lines = append(lines, texts(5000)...)
			go func() {
				for _, line := range lines {
					if _, err := io.WriteString(in, line); err != nil {
						return
					}
				}
			}()
			await(t, func() bool { return articles(store) >= batchArticles })
			if err := load.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			go func() { done <- load.Wait() }()
			select {
			case <-done:
			case <-time.After(20 * time.Second):
				load.Process.Kill()
				t.Fatal("still running")
			}
			r := readReport(t, told)
			s := r.Articles
			want := fmt.Sprintf("dateline: interrupted (%s articles loaded, %s not; the same command again loads the rest)\n", thousands(s.Added), thousands(s.Unfinished))
			if code := load.ProcessState.ExitCode(); code != exitInterrupted || said.String() != want || r.Exit != exitInterrupted {
				t.Errorf("exit code %d, in the report %d, said %q, want %d and %q", code, r.Exit, said.String(), exitInterrupted, want)
			}
			if s.Added < batchArticles || s.Added == len(lines) || s.Read != s.Added+s.Unfinished {
				t.Errorf("%d read, %d added, %d unfinished", s.Read, s.Added, s.Unfinished)
			}
			if n := articles(store); n != s.Added {
				t.Errorf("%d articles in the store, want %d", n, s.Added)
			}
		})
	}
}

// A second signal ends a load that is waiting for its store.
func TestInterruptedTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	output(t, exitDone, "load", "testdata/documents.jsonl", "--store", path)
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin() // keeps the load from writing
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	load := command("load", writeLines(t, texts(1)), "--store", path)
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(2*time.Second, func() { load.Process.Signal(os.Interrupt) })
	time.AfterFunc(3*time.Second, func() { load.Process.Signal(os.Interrupt) })
	begin := time.Now()
	load.Wait()
	if status := load.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGINT {
		t.Errorf("it ended with %v", load.ProcessState)
	}
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestInterruptedExtract(t *testing.T) {
	cmd := command("extract", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(in, `{"id":"a","text":"It rained."}`)
	if _, err := io.ReadFull(out, make([]byte, 10)); err != nil { // each line is written when it is ready
		t.Fatal(err)
	}
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(said.String(), "interrupted") {
		t.Errorf("exit code %d, said %q", code, said.String())
	}
}

// While one load holds the lock no other changes the store, but all may read it.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	output(t, exitDone, "load", "testdata/documents.jsonl", "--store", path)
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"load", "testdata/documents.jsonl"}, {"retract", "lome-talks"}} {
		_, said := output(t, exitLocked, append(args, "--store", path)...)
		if !strings.Contains(said, "another load holds the lock") || strings.Count(said, "\n") != 1 {
			t.Errorf("%s said %q", args[0], said)
		}
	}
	for _, args := range [][]string{{"show", "owusu"}, {"stats"}, {"export"}, {"retract", "lome-talks", "--dry-run"}} {
		output(t, exitDone, append(args, "--store", path)...)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	output(t, exitDone, "retract", "lome-talks", "--store", path)
}

// articles returns how many articles a store in a file has, -1 without a store.
func articles(path string) int {
	out, err := command("stats", "--store", path).Output()
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(out)) {
		var n int
		if _, err := fmt.Sscanf(line, "Article %d", &n); err == nil {
			return n
		}
	}
	return -1
}

// await waits until the condition holds.
func await(t *testing.T, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatal("waited for a minute")
		}
		time.Sleep(20 * time.Millisecond)
	}
}
