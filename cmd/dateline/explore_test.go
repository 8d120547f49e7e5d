package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// explored starts dateline explore without a browser, puts the address that it
// prints into a variable, and interrupts it at the end of the script:
// explored VARIABLE ARG…
func explored(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: explored VARIABLE ARG…")
	}
	cmd := exec.Command("dateline", append([]string{"explore", "--no-browser"}, args[1:]...)...)
	cmd.Dir = ts.MkAbs(".")
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "NEO4J_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	for lines := bufio.NewScanner(out); ts.Getenv(args[0]) == ""; {
		if !lines.Scan() {
			ts.Fatalf("no address: %v, %s", cmd.Wait(), said.String())
		}
		if strings.HasPrefix(lines.Text(), "http://") {
			ts.Setenv(args[0], lines.Text())
		}
	}
	go io.Copy(io.Discard, out)
	ts.Defer(func() {
		ts.Check(cmd.Process.Signal(syscall.SIGINT))
		exit := (*exec.ExitError)(nil)
		if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
			ts.Fatalf("interrupted, it ends with %v: %s", err, said.String())
		}
	})
}

// get prints the status and the body that an address has, as a browser with cookies
// gets it: get ADDRESS
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: get ADDRESS")
	}
	client := &http.Client{Jar: &jar{}}
	answer, err := client.Get(args[0])
	ts.Check(err)
	defer answer.Body.Close()
	_, err = io.WriteString(ts.Stdout(), answer.Status+"\n")
	ts.Check(err)
	_, err = io.Copy(ts.Stdout(), answer.Body)
	ts.Check(err)
}

// jar keeps the cookies of one answer.
type jar struct{ cookies []*http.Cookie }

func (j *jar) SetCookies(_ *url.URL, cookies []*http.Cookie) { j.cookies = cookies }
func (j *jar) Cookies(*url.URL) []*http.Cookie               { return j.cookies }
