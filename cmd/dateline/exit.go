package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"dateline/graph/store"
)

// Exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitArticles    = 3 // done, but some articles failed
	exitLocked      = 4
	exitUnreachable = 5
	exitInterrupted = 130
)

// exitError ends the command with a code of its own. Without err all has been
// said already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usagef returns an error of wrong usage.
func usagef(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// exitCode returns the exit code that err stands for.
func exitCode(ctx context.Context, err error) int {
	var own *exitError
	var help cli.ExitCoder // help for what there is not
	switch {
	case errors.As(err, &own):
		return own.code
	case errors.As(err, &help):
		return exitUsage
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, store.ErrLocked):
		return exitLocked
	case errors.Is(err, store.ErrUnreachable):
		return exitUnreachable
	}
	return exitFailed
}

// message returns what to say of err, in one line. A reader that has closed the
// pipe needs to hear nothing.
func message(err error) string {
	if errors.Is(err, syscall.EPIPE) {
		return ""
	}
	return printable(strings.ReplaceAll(err.Error(), "\n", "; "))
}
