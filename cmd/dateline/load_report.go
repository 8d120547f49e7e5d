package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/graph/schema"
)

// reportSchema is the version of the report. It changes when a field changes its
// meaning or goes, not when one comes.
const reportSchema = 1

// report is what --report writes, one JSON object. Times are RFC 3339 in UTC.
type report struct {
	Schema  int       `json:"schema"`
	Version string    `json:"version"` // of dateline
	Store   string    `json:"store"`
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Seconds float64   `json:"seconds"`
	Exit    int       `json:"exit"`  // the exit code
	Error   string    `json:"error"` // "" where the exit code is 0

	Articles     *score    `json:"articles"`
	Failures     []failure `json:"failures"` // at most 1,000
	DeadLetters  string    `json:"deadLetters"`
	FilesSkipped int64     `json:"filesSkipped"` // of kinds that are not read

	Nodes         amounts `json:"nodes"`         // of entities
	Relationships amounts `json:"relationships"` // facts between them

	// Seconds by stage: the stages work at the same time, and several workers
	// extract, so that they add up to more than all.
	Stages struct {
		Read    float64 `json:"read"`
		Extract float64 `json:"extract"`
		Store   float64 `json:"store"`
	} `json:"stageSeconds"`
	Waits      int   `json:"waits"` // for a store that had gone away
	PeakMemory int64 `json:"peakMemoryBytes"`
}

// amounts says how the number of nodes or relationships changed.
type amounts struct {
	Added   int            `json:"added"`
	Removed int            `json:"removed"`
	Total   map[string]int `json:"total"` // by label or type, at the end; null if the load did not come to it
}

// close tells the end of the load to those who asked for it, and returns the
// error that the load ends with.
func (l *loading) close(c *cli.Context, err error) error {
	r := l.report(c, err)
	var telling []error
	if path := c.String("report"); path != "" {
		telling = append(telling, writeFile(path, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(r)
		}))
	}
	if path := c.String("metrics"); path != "" {
		dead, counting := l.letters.count()
		telling = append(telling, counting, writeMetrics(path, r, dead))
	}
	if n := r.Articles.Failed; n > 0 {
		again := "dateline load --retry" + storeFlag(c)
		l.voice.say(slog.LevelInfo, fmt.Sprintf("what failed is kept in %s: %s loads it again", l.letters.path, again), "dead letters", "file", l.letters.path)
	}
	if failed := errors.Join(telling...); failed != nil {
		code := r.Exit
		if code == exitDone || code == exitArticles {
			code = exitFailed
		}
		err = &exitError{code, errors.Join(err, fmt.Errorf("telling the end: %w", failed))}
	}
	if err == nil || l.voice.people() {
		return err
	}
	code := exitCode(c.Context, err)
	l.voice.say(slog.LevelError, "", "load failed", "error", message(err), "exit", code)
	return &exitError{code, nil}
}

// storeFlag returns the flag that names the store, where it takes one.
func storeFlag(c *cli.Context) string {
	if where := storeName(c); where != defaultStore && where != os.Getenv("NEO4J_URI") {
		return " --store " + where
	}
	return ""
}

func (l *loading) report(c *cli.Context, err error) *report {
	end := time.Now()
	s := &l.score
	s.add(func(s *score) { s.Unfinished = s.Read - s.done() })
	r := &report{
		Schema: reportSchema, Version: extract.Version, Store: storeName(c),
		Start: l.start.UTC(), End: end.UTC(), Seconds: seconds(end.Sub(l.start)),
		Articles: s, Failures: s.failures, DeadLetters: l.letters.path, FilesSkipped: l.input.skipped.Load(),
		Nodes:         amounts{Added: s.world.NodesAdded, Removed: s.world.NodesRemoved},
		Relationships: amounts{Added: s.world.FactsAdded, Removed: s.world.FactsRemoved},
		Waits:         s.waits, PeakMemory: peakMemory(),
	}
	if strings.Contains(r.Store, "@") {
		r.Store = withoutPassword(r.Store)
	}
	if r.Failures == nil {
		r.Failures = []failure{}
	}
	if err != nil {
		r.Exit, r.Error = exitCode(c.Context, err), message(err)
	}
	r.Stages.Read, r.Stages.Extract, r.Stages.Store = seconds(s.reading), seconds(s.extracting), seconds(s.storing)
	if l.after != nil {
		r.Nodes.Total, r.Relationships.Total = map[string]int{}, map[string]int{}
		for _, label := range schema.Graph.Entities() {
			r.Nodes.Total[string(label)] = l.after.Nodes[label]
		}
		for _, t := range schema.Graph.Facts() {
			r.Relationships.Total[string(t)] = l.after.Relationships[t]
		}
	}
	return r
}

// seconds returns d in seconds, to the microsecond.
func seconds(d time.Duration) float64 {
	return d.Round(time.Microsecond).Seconds()
}

// lastSuccess is the metric that outlives a load that fails.
const lastSuccess = "dateline_load_last_success_timestamp_seconds"

// writeMetrics writes the report in the text format of Prometheus, for the
// textfile collector of its node exporter.
func writeMetrics(path string, r *report, deadLetters int) error {
	succeeded := stamp(r.End)
	if r.Exit != exitDone && r.Exit != exitArticles {
		var err error
		if succeeded, err = succeededBefore(path); err != nil {
			return err
		}
	}
	return writeFile(path, func(w io.Writer) error {
		m := metrics{w: w}
		m.family("dateline_build_info", "The version of dateline that ran the last load.")
		m.sample("dateline_build_info", "version", r.Version, "1")
		m.one("dateline_load_start_timestamp_seconds", "When the last load began.", stamp(r.Start))
		m.one("dateline_load_end_timestamp_seconds", "When the last load ended.", stamp(r.End))
		m.one(lastSuccess, "When a load last came to its end, 0 if none has; articles may have failed.", succeeded)
		m.one("dateline_load_exit_code", "Exit code of the last load.", strconv.Itoa(r.Exit))
		m.one("dateline_load_duration_seconds", "How long the last load took.", decimal(r.Seconds))
		m.one("dateline_load_peak_memory_bytes", "The most memory that the last load had.", strconv.FormatInt(r.PeakMemory, 10))
		m.one("dateline_load_waits", "How often the last load waited for a store that had gone away.", strconv.Itoa(r.Waits))

		m.one("dateline_load_read_articles", "Articles that the last load read.", strconv.Itoa(r.Articles.Read))
		m.family("dateline_load_articles", "Articles that the last load read, by what became of them.")
		for _, x := range []struct {
			result string
			n      int
		}{
			{"added", r.Articles.Added},
			{"replaced", r.Articles.Replaced},
			{"unchanged", r.Articles.Unchanged},
			{"superseded", r.Articles.Superseded},
			{"not_stale", r.Articles.NotStale},
			{"set_aside", r.Articles.SetAside},
			{"failed", r.Articles.Failed},
			{"unfinished", r.Articles.Unfinished},
		} {
			m.sample("dateline_load_articles", "result", x.result, strconv.Itoa(x.n))
		}
		m.one("dateline_load_stale_articles", "Unchanged articles of the last load that another version extracted.", strconv.Itoa(r.Articles.Stale))
		m.one("dateline_load_dead_letters", "Articles kept to be loaded again after they failed.", strconv.Itoa(deadLetters))

		m.family("dateline_load_stage_seconds", "Time that the stages of the last load took, those of all workers together.")
		m.sample("dateline_load_stage_seconds", "stage", "read", decimal(r.Stages.Read))
		m.sample("dateline_load_stage_seconds", "stage", "extract", decimal(r.Stages.Extract))
		m.sample("dateline_load_stage_seconds", "stage", "store", decimal(r.Stages.Store))

		m.family("dateline_load_nodes", "Nodes that the last load added and removed.")
		m.sample("dateline_load_nodes", "change", "added", strconv.Itoa(r.Nodes.Added))
		m.sample("dateline_load_nodes", "change", "removed", strconv.Itoa(r.Nodes.Removed))
		m.family("dateline_load_relationships", "Facts that the last load added and removed.")
		m.sample("dateline_load_relationships", "change", "added", strconv.Itoa(r.Relationships.Added))
		m.sample("dateline_load_relationships", "change", "removed", strconv.Itoa(r.Relationships.Removed))
		if r.Nodes.Total == nil {
			return m.err
		}
		m.family("dateline_store_nodes", "Nodes of the store after the last load.")
		for _, l := range schema.Graph.Entities() {
			m.sample("dateline_store_nodes", "label", string(l), strconv.Itoa(r.Nodes.Total[string(l)]))
		}
		m.family("dateline_store_relationships", "Facts of the store after the last load.")
		for _, t := range schema.Graph.Facts() {
			m.sample("dateline_store_relationships", "type", string(t), strconv.Itoa(r.Relationships.Total[string(t)]))
		}
		return m.err
	})
}

// succeededBefore returns the time of the last success that a file of metrics
// gives, "0" if it gives none.
func succeededBefore(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), lastSuccess+" "); ok {
			if _, err := strconv.ParseFloat(value, 64); err == nil {
				return value, nil
			}
		}
	}
	return "0", nil
}

// metrics writes gauges: a file describes the last load, and counters would have
// to grow from one to the next.
type metrics struct {
	w   io.Writer
	err error // the first
}

func (m *metrics) printf(format string, args ...any) {
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, format, args...)
	}
}

func (m *metrics) family(name, help string) {
	m.printf("# HELP %s %s\n# TYPE %[1]s gauge\n", name, help)
}

// sample writes a sample with a label, whose value %q quotes as the format wants
// it: it is a version or a word of the schema.
func (m *metrics) sample(name, label, labelValue, value string) {
	m.printf("%s{%s=%q} %s\n", name, label, labelValue, value)
}

// one writes a family of one sample without labels.
func (m *metrics) one(name, help, value string) {
	m.family(name, help)
	m.printf("%s %s\n", name, value)
}

func stamp(t time.Time) string { return decimal(float64(t.UnixMilli()) / 1000) }

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
