package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dateline": main})
}

// TestScripts runs the commands of testdata/script in folders of their own,
// which hold testdata/documents.jsonl, with stores in files. UPDATE=1 rewrites
// the outputs that scripts compare with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			documents, err := os.ReadFile("testdata/documents.jsonl")
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(e.WorkDir, "documents.jsonl"), documents, 0o666)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "zstd": compress, "serve": serve, "explored": explored, "get": get},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Getuid() == 0, nil
			case "fullDevice":
				_, err := os.Stat("/dev/full")
				return err == nil, nil
			}
			return false, errors.New("no such condition")
		},
	})
}

// exits runs a program and compares its exit code: exits CODE PROGRAM ARG…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// compress writes a file compressed beside it: zstd FILE
func compress(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: zstd FILE")
	}
	z, err := zstd.NewWriter(nil)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".zst"), z.EncodeAll([]byte(ts.ReadFile(args[0])), nil), 0o666))
}

// serve serves the files of a folder over HTTP until the end of the script, at the
// address that it puts into a variable: serve FOLDER VARIABLE
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: serve FOLDER VARIABLE")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv(args[1], s.URL)
}

func TestReorder(t *testing.T) {
	for in, want := range map[string]string{
		"":                                       "",
		"--version":                              "--version",
		"load":                                   "load --",
		"load a b":                               "load -- a b",
		"load a --store x.db b":                  "load --store x.db -- a b",
		"load - --workers=2 -":                   "load --workers=2 -- - -",
		"load a -- --store b":                    "load -- a --store b",
		"retract --dry-run a --before 2024":      "retract --dry-run --before 2024 -- a",
		"load a --help":                          "load --help",
		"load a --unknown b":                     "load --unknown -- a b",
		"load a --store":                         "load --store",
		"unknown a --store b":                    "unknown a --store b",
		"load a --st --generate-bash-completion": "load a --st --generate-bash-completion",
	} {
		got := reorder(newApp(), append([]string{"dateline"}, strings.Fields(in)...))
		if diff := cmp.Diff(strings.Fields(want), slices.Clone(got[1:]), cmp.Transformer("nil", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

// Every command is described and shows examples of its use.
func TestHelpTeaches(t *testing.T) {
	for _, c := range newApp().Commands {
		if c.Usage == "" || c.Description == "" {
			t.Errorf("%s: no usage or description", c.Name)
		}
		if c.Name != "version" && !strings.Contains(c.Description, "\n  dateline "+c.Name) && !strings.Contains(c.Description, "(dateline "+c.Name) {
			t.Errorf("%s: no example", c.Name)
		}
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\n\tb": "a b", "\x1b[31mred\x1b[0m": "[31mred [0m", "x\u202Egnp.exe": "x gnp.exe", "Lomé — 東京": "Lomé — 東京", "\x00": "",
	} {
		if got := printable(in); got != want {
			t.Errorf("printable(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 facts", 1: "1 fact", 999: "999 facts", 1000: "1,000 facts", 1234567: "1,234,567 facts"} {
		if got := count(n, "fact"); got != want {
			t.Errorf("count(%d) is %q, want %q", n, got, want)
		}
	}
}
