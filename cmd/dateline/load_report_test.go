package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/extract"
)

// readReport reads a report, which has no fields that the program does not know.
func readReport(t *testing.T, path string) *report {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return &r
}

// A report and the metrics say what a load has done; what it read adds up.
func TestReport(t *testing.T) {
	folder := t.TempDir()
	store, told, measured := filepath.Join(folder, "x.db"), filepath.Join(folder, "r.json"), filepath.Join(folder, "m.prom")
	if err := os.WriteFile(filepath.Join(folder, "picture.png"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	german := `{"id":"g","text":"Der Bundeskanzler hat am Donnerstag in Berlin mit der Ministerpräsidentin über die Lage der Wirtschaft und die Preise für Energie gesprochen."}` + "\n"
	path := writeLines(t, slices.Concat(texts(30), unloadable(4), []string{german}, texts(30)[:5]))
	load := []string{"load", path, folder, "--store", store, "--report", told, "--metrics", measured}
	output(t, exitArticles, load...)
	r := readReport(t, told)
	s := r.Articles
	want := &score{Read: 40, Added: 30, Unchanged: 5, SetAside: 1, Failed: 4}
	if diff := cmp.Diff(counts(want), counts(s)); diff != "" {
		t.Errorf("articles: -want +got:\n%s", diff)
	}
	if r.Schema != 1 || r.Version != extract.Version || r.Store != store || r.Exit != exitArticles || r.Error != "4 articles failed" || r.FilesSkipped == 0 {
		t.Errorf("report %+v", r)
	}
	if len(r.Failures) != 4 || r.Failures[0].File != path || r.Failures[0].Line == 0 || !strings.Contains(r.Failures[0].Reason, "Planet") {
		t.Errorf("failures %+v", r.Failures)
	}
	if r.Nodes.Added < 8 || r.Nodes.Removed != 0 || r.Nodes.Total["Country"] != 8 || r.Relationships.Added < 8 {
		t.Errorf("nodes %+v, relationships %+v", r.Nodes, r.Relationships)
	}
	if r.Stages.Read <= 0 || r.Stages.Extract <= 0 || r.Stages.Store <= 0 || r.PeakMemory < 10<<20 {
		t.Errorf("stages %+v, memory %d", r.Stages, r.PeakMemory)
	}
	if r.End.Before(r.Start) || r.Start.Location() != time.UTC || r.Seconds <= 0 {
		t.Errorf("from %v to %v in %v s", r.Start, r.End, r.Seconds)
	}

	m := readMetrics(t, measured)
	for name, want := range map[string]float64{
		`dateline_load_exit_code`:                                3,
		`dateline_load_read_articles`:                            40,
		`dateline_load_articles{result="added"}`:                 30,
		`dateline_load_articles{result="failed"}`:                4,
		`dateline_load_dead_letters`:                             4,
		`dateline_store_nodes{label="Country"}`:                  8,
		`dateline_build_info{version="` + extract.Version + `"}`: 1,
		`dateline_load_last_success_timestamp_seconds`:           float64(r.End.UnixMilli()) / 1000,
		`dateline_load_start_timestamp_seconds`:                  float64(r.Start.UnixMilli()) / 1000,
		`dateline_load_relationships{change="removed"}`:          0,
		`dateline_load_stage_seconds{stage="extract"}`:           r.Stages.Extract,
		`dateline_store_relationships{type="RELATIVE_OF"}`:       float64(r.Relationships.Total["RELATIVE_OF"]),
	} {
		if got, ok := m[name]; !ok || got != want {
			t.Errorf("%s is %v, %v, want %v", name, got, ok, want)
		}
	}

	// A load that fails leaves the time of the last success, and no totals.
	output(t, exitFailed, "load", path, "--store", folder, "--metrics", measured, "--report", told)
	failed := readMetrics(t, measured)
	if failed["dateline_load_exit_code"] != 1 || failed[lastSuccess] != m[lastSuccess] {
		t.Errorf("after a failure: %v", failed)
	}
	if r := readReport(t, told); r.Exit != exitFailed || !strings.Contains(r.Error, "is a folder") || r.Nodes.Total != nil {
		t.Errorf("after a failure: %+v", r)
	}
	output(t, exitFailed, "load", path, "--store", store, "--report", filepath.Join(folder, "no", "report.json"))
}

// counts returns the counts of a score by name.
func counts(s *score) map[string]any {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		panic(err)
	}
	return m
}

var (
	metricHelp   = regexp.MustCompile(`^# HELP ([a-z_:][a-z0-9_:]*) ([^\\]*)$`)
	metricType   = regexp.MustCompile(`^# TYPE ([a-z_:][a-z0-9_:]*) gauge$`)
	metricSample = regexp.MustCompile(`^([a-z_:][a-z0-9_:]*)(\{[a-z_]+="[^"\\\n]*"\})? (\S+)$`)
)

// readMetrics reads the text format of Prometheus as strictly as its own tools:
// each family once, with help and type before its samples, which are numbers.
func readMetrics(t *testing.T, path string) map[string]float64 {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(text), "\n") {
		t.Error("the last line does not end")
	}
	samples, families := map[string]float64{}, map[string]bool{}
	help, family := "", ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if m := metricHelp.FindStringSubmatch(line); m != nil {
			help = m[1]
			continue
		}
		if m := metricType.FindStringSubmatch(line); m != nil {
			if family = m[1]; family != help || families[family] {
				t.Errorf("%q follows the help of %s, or comes twice", line, help)
			}
			families[family] = true
			continue
		}
		m := metricSample.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no sample: %q", line)
		}
		value, err := strconv.ParseFloat(m[3], 64)
		if _, twice := samples[m[1]+m[2]]; twice || err != nil || m[1] != family {
			t.Errorf("%q in the family %s: %v", line, family, err)
		}
		samples[m[1]+m[2]] = value
	}
	return samples
}

// A log in JSON has a record a line, the last of which says how it ended.
func TestLogFormat(t *testing.T) {
	path := writeLines(t, slices.Concat(texts(3), unloadable(2)))
	_, said := output(t, exitArticles, "load", path, "--log-format", "json", "--store", filepath.Join(t.TempDir(), "x.db"))
	var events []string
	for line := range strings.Lines(said) {
		var record struct {
			Time   time.Time
			Level  string
			Msg    string
			File   string
			Line   int
			Reason string
			Read   int
			Exit   int
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		switch record.Msg {
		case "article failed":
			if record.File != path || record.Line < 4 || record.Reason == "" {
				t.Errorf("record %s", line)
			}
		case "loaded":
			if record.Read != 5 {
				t.Errorf("record %s", line)
			}
		case "load failed":
			if record.Exit != exitArticles {
				t.Errorf("record %s", line)
			}
		}
		events = append(events, record.Level+" "+record.Msg)
	}
	want := []string{"WARN article failed", "WARN article failed", "INFO loaded", "INFO dead letters", "ERROR load failed"}
	if diff := cmp.Diff(want, events); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	_, said = output(t, exitArticles, "load", path, "--log-format", "text", "--store", filepath.Join(t.TempDir(), "y.db"), "--failed", os.DevNull)
	if !strings.Contains(said, `level=INFO msg=loaded read=`) {
		t.Errorf("said %s", said)
	}
	output(t, exitUsage, "load", path, "--log-format", "xml")
}

// No password gets into what a load says, its report, its metrics or its dead
// letters.
func TestPasswordsAreSecret(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("NEO4J_PASSWORD", "sesame1")
	t.Setenv("NEO4J_USERNAME", "ali")
	for _, format := range [][]string{nil, {"--log-format", "json"}, {"--log-format", "text"}} {
		for _, where := range []string{"bolt://127.0.0.1:9", "bolt://ali:sesame2@127.0.0.1:9", filepath.Join(folder, "x.db")} {
			cmd := command(append([]string{
				"load", "--store", where, "http://ali:sesame3@127.0.0.1:9/page.html", "--failed", filepath.Join(folder, "failed.jsonl"),
				"--report", filepath.Join(folder, "r.json"), "--metrics", filepath.Join(folder, "m.prom"),
			}, format...)...)
			said, err := cmd.CombinedOutput()
			if err == nil {
				t.Errorf("%s: no error", where)
			}
			if strings.Contains(string(said), "sesame") {
				t.Errorf("said %s", said)
			}
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range files {
		names[f.Name()] = true
		if text, _ := os.ReadFile(filepath.Join(folder, f.Name())); bytes.Contains(text, []byte("sesame")) {
			t.Errorf("a password is in %s", f.Name())
		}
	}
	for _, want := range []string{"failed.jsonl", "r.json", "m.prom", "x.db"} {
		if !names[want] {
			t.Errorf("no %s among %v", want, slices.Collect(maps.Keys(names)))
		}
	}
}

// Articles that another version extracted are listed, and loaded anew on request
// alone.
func TestStale(t *testing.T) {
	path := writeLines(t, texts(5))
	store := filepath.Join(t.TempDir(), "x.db")
	output(t, exitDone, "load", path, "--store", store)
	want, _ := output(t, exitDone, "export", "--store", store)
	db, err := sql.Open("sqlite", store)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`
		UPDATE article SET extractor_version = '0.0.9' WHERE id IN ('text-1', 'text-3');
		UPDATE journal SET digest = '' WHERE article IN ('text-1', 'text-3')`)
	if err != nil {
		t.Fatal(err)
	}
	listed, said := output(t, exitDone, "load", "--stale", "--store", store)
	if !regexp.MustCompile(`^text-1\t2024-02-\d\d\t0\.0\.9\t.*\ntext-3\t2024-02-\d\d\t0\.0\.9\t.*\n$`).MatchString(listed) {
		t.Errorf("listed %q", listed)
	}
	if !strings.HasPrefix(said, "2 articles extracted by another version than "+extract.Version+": 2 by 0.0.9\n") {
		t.Errorf("said %q", said)
	}
	_, said = output(t, exitDone, "load", path, "--store", store)
	if !strings.Contains(said, ": 5 unchanged\n2 articles of the unchanged extracted by another version: dateline load --stale PATH") {
		t.Errorf("said %q", said)
	}
	more := writeLines(t, texts(6))
	_, said = output(t, exitDone, "load", "--stale", more, "--store", store)
	if !strings.Contains(said, "2 articles loaded in ") || !strings.Contains(said, "4 articles passed over") {
		t.Errorf("said %q", said)
	}
	got, _ := output(t, exitDone, "export", "--store", store)
	if got != want {
		t.Error(firstDifference(got, want))
	}
	if listed, _ := output(t, exitDone, "load", "--stale", "--store", store); listed != "" {
		t.Errorf("still listed %q", listed)
	}
}
