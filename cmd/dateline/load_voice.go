package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"

	"dateline/extract"
)

// voice says on standard error how a load goes: in lines for people, or as a log
// for machines. It is safe for concurrent use.
type voice struct {
	logger *slog.Logger // nil for people
	mu     sync.Mutex
	clear  func() // what stands in the way of a line; may be nil
}

func newVoice(format string) (*voice, error) {
	switch format {
	case "":
		return &voice{}, nil
	case "text":
		return &voice{logger: slog.New(slog.NewTextHandler(os.Stderr, nil))}, nil
	case "json":
		return &voice{logger: slog.New(slog.NewJSONHandler(os.Stderr, nil))}, nil
	}
	return nil, usagef("--log-format %q is neither text nor json", format)
}

// people reports whether it speaks to people.
func (v *voice) people() bool { return v.logger == nil }

// say says the line to people, or logs the event with its attributes.
func (v *voice) say(level slog.Level, line, event string, attributes ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.clear != nil {
		v.clear()
	}
	if v.logger == nil {
		fmt.Fprintln(os.Stderr, line)
		return
	}
	v.logger.Log(context.Background(), level, event, attributes...)
}

// sayFailed names an article that failed, and why.
func (l *loading) sayFailed(err error) {
	f := failureOf(err)
	l.voice.say(slog.LevelWarn, "dateline: "+f.String(), "article failed", "file", f.File, "line", f.Line, "reason", f.Reason)
}

// String returns the failure in one line.
func (f failure) String() string {
	if f.File == "" {
		return f.Reason
	}
	return (&extract.Error{File: printable(f.File), Line: f.Line, Err: errors.New(f.Reason)}).Error()
}

// failureOf returns where an error comes from and what it is, without passwords.
func failureOf(err error) failure {
	x := (*extract.Error)(nil)
	if !errors.As(err, &x) {
		return failure{Reason: message(err)}
	}
	return failure{File: withoutPassword(x.File), Line: x.Line, Reason: message(x.Err)}
}

// withoutPassword returns a path or address without the password that an address
// may hold.
func withoutPassword(path string) string {
	if !strings.Contains(path, "://") || !strings.Contains(path, "@") {
		return path
	}
	u, err := url.Parse(path)
	if err != nil || u.User == nil {
		return path
	}
	u.User = url.User(u.User.Username())
	return u.String()
}
