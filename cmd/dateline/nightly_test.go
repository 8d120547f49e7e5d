package main

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v3"
)

// nightly reads a file of examples/nightly.
func nightly(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../examples/nightly", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// accepts fails the test unless load takes the arguments, and returns its context.
func accepts(t *testing.T, args []string) *cli.Context {
	t.Helper()
	app := newApp()
	var got *cli.Context
	app.Command("load").Action = func(c *cli.Context) error {
		got = c
		return nil
	}
	if err := app.Run(reorder(app, append([]string{"dateline", "load"}, args...))); err != nil || got == nil {
		t.Fatalf("dateline load %s: %v", strings.Join(args, " "), err)
	}
	return got
}

// All ways to load every night give the same command, which this program takes.
func TestNightlyCommands(t *testing.T) {
	var job struct {
		Kind string
		Spec struct {
			Schedule    string
			JobTemplate struct {
				Spec struct {
					PodFailurePolicy struct {
						Rules []struct {
							OnExitCodes struct{ Values []int } `yaml:"onExitCodes"`
						}
					} `yaml:"podFailurePolicy"`
					Template struct {
						Spec struct {
							RestartPolicy string `yaml:"restartPolicy"`
							Containers    []struct{ Command, Args []string }
						}
					}
				}
			} `yaml:"jobTemplate"`
		}
	}
	if err := yaml.Unmarshal([]byte(nightly(t, "cronjob.yaml")), &job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.JobTemplate.Spec
	if job.Kind != "CronJob" || len(pod.Template.Spec.Containers) != 1 || pod.Template.Spec.RestartPolicy != "Never" {
		t.Fatalf("the job is %+v", job)
	}
	if codes := pod.PodFailurePolicy.Rules[0].OnExitCodes.Values; !slices.Equal(codes, []int{exitUsage, exitArticles}) {
		t.Errorf("exit codes %v are not tried again", codes)
	}
	container := pod.Template.Spec.Containers[0]
	commands := map[string][]string{"cronjob.yaml": append(container.Command, container.Args...)}
	line := regexp.MustCompile(`dateline load [^>\n]*`)
	for _, name := range []string{"dateline.service", "dateline.cron", "README.md"} {
		commands[name] = strings.Fields(line.FindString(nightly(t, name)))
	}
	for name, words := range commands {
		if len(words) < 3 || words[0] != "dateline" || words[1] != "load" {
			t.Errorf("%s runs %q", name, words)
			continue
		}
		c := accepts(t, words[2:])
		if !c.Bool("retry") || c.Duration("wait") != 30*time.Minute || c.String("report") == "" || !slices.Equal(c.Args().Slice(), []string{"/srv/news"}) {
			t.Errorf("%s runs %q", name, words)
		}
	}
	for _, words := range []string{"load --stale", "load --stale /srv/news"} {
		if !strings.Contains(nightly(t, "README.md"), "`dateline "+words+"`") {
			t.Errorf("README.md does not have dateline %s", words)
		}
	}
}

// systemd understands the units.
func TestNightlyUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd-analyze")
	}
	folder := t.TempDir()
	for _, name := range []string{"dateline.service", "dateline.timer"} {
		// The program and its user are not installed here.
		text := strings.ReplaceAll(nightly(t, name), "/usr/local/bin/dateline ", "/bin/true ")
		text = strings.ReplaceAll(text, "=dateline\n", "=root\n")
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	said, err := exec.Command("systemd-analyze", "verify", "--man=no", filepath.Join(folder, "dateline.service"), filepath.Join(folder, "dateline.timer")).CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) || strings.Contains(string(said), "dateline.") {
		t.Errorf("%v: %s", err, said)
	}
	calendar := regexp.MustCompile(`OnCalendar=(.*)`).FindStringSubmatch(nightly(t, "dateline.timer"))[1]
	if said, err := exec.Command("systemd-analyze", "calendar", calendar).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
}

// The alerts ask for metrics that there are, and the page on the report names all
// of its fields and all exit codes.
func TestNightlyWords(t *testing.T) {
	folder := t.TempDir()
	told, measured := filepath.Join(folder, "r.json"), filepath.Join(folder, "m.prom")
	output(t, exitDone, "load", writeLines(t, texts(1)), "--store", filepath.Join(folder, "x.db"), "--report", told, "--metrics", measured)
	families := map[string]bool{}
	for name := range readMetrics(t, measured) {
		name, _, _ = strings.Cut(name, "{")
		families[name] = true
	}
	var rules struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	if err := yaml.Unmarshal([]byte(nightly(t, "alerts.yaml")), &rules); err != nil || len(rules.Groups) != 1 || len(rules.Groups[0].Rules) < 4 {
		t.Fatalf("rules %+v, %v", rules, err)
	}
	page := nightly(t, "README.md")
	for _, name := range regexp.MustCompile(`dateline_[a-z_]+`).FindAllString(nightly(t, "alerts.yaml")+page, -1) {
		if !families[name] {
			t.Errorf("there is no metric %s", name)
		}
	}
	text, err := os.ReadFile(told)
	if err != nil {
		t.Fatal(err)
	}
	var report map[string]any
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	names := slices.Collect(maps.Keys(report))
	for _, part := range []string{"articles", "nodes", "stageSeconds"} {
		names = append(names, slices.Collect(maps.Keys(report[part].(map[string]any)))...)
	}
	for _, name := range names {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("README.md does not explain %s", name)
		}
	}
	for _, code := range []string{"0", "1", "2", "3", "4", "5", "130"} {
		if !strings.Contains(page, "\n| "+code+" | ") {
			t.Errorf("README.md does not explain the exit code %s", code)
		}
	}
}
