package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"slices"

	"github.com/urfave/cli/v2"

	"dateline/graph/explore"
	"dateline/graph/store"
)

func exploreCommand() *cli.Command {
	return &cli.Command{
		Name:      "explore",
		Usage:     "open the graph in a browser",
		ArgsUsage: "[PATH…]",
		Description: `Serves the graph of the store to a browser on this computer, which it opens,
until it is interrupted. With PATHs it loads these first, as dateline load does.
Every edge shows the sentences behind it; nothing can be changed.

The address is printed on standard output. By default only this computer can
reach it. With --listen and an address that others can reach, the printed one
holds a token, without which nobody is let in; whoever is to see the graph needs
the whole address. What goes over the network is not encrypted.

Examples:

  dateline explore examples/articles
  dateline explore --store neo4j://localhost
  dateline explore --listen 127.0.0.1:8080 --no-browser
  dateline explore --listen 0.0.0.0:8080`,
		Flags: slices.Concat(storeFlags(), articleFlags(), []cli.Flag{
			&cli.StringFlag{Name: "listen", Value: "127.0.0.1:0", DefaultText: "a free port of 127.0.0.1", Usage: "serve at `HOST:PORT`"},
			&cli.BoolFlag{DisableDefaultText: true, Name: "no-browser", Usage: "only print the address; without it a browser is opened if others cannot reach it"},
		}),
		Action: exploreStore,
	}
}

func exploreStore(c *cli.Context) error {
	host, _, err := net.SplitHostPort(c.String("listen"))
	if err != nil {
		return usagef("--listen %s: want HOST:PORT, such as 127.0.0.1:8080", c.String("listen"))
	}
	if !c.Args().Present() {
		return withStore(c, true, func(s store.Store) error { return serveStore(c, s, host) })
	}
	l, err := newLoading(c)
	if err != nil {
		return err
	}
	return withStore(c, false, func(s store.Store) error {
		l.store = s
		fmt.Fprintf(os.Stderr, "loading into %s\n", printable(storeName(c)))
		err := l.close(c, l.locked(func() error { return l.load(c) }))
		var some *exitError
		if errors.As(err, &some) && some.code == exitArticles {
			fmt.Fprintln(os.Stderr, "dateline:", message(err)) // the others can be seen
			err = nil
		}
		if err != nil {
			return err
		}
		return serveStore(c, s, host)
	})
}

// serveStore serves the store at the address of the flags, whose host is given, until
// the user wants an end.
func serveStore(c *cli.Context, s store.Store, host string) error {
	var config net.ListenConfig
	l, err := config.Listen(c.Context, "tcp", c.String("listen"))
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	at := l.Addr().(*net.TCPAddr)
	page := url.URL{Scheme: "http", Host: at.String(), Path: "/"}
	o := explore.Options{Listen: host, Report: func(err error) { fmt.Fprintln(os.Stderr, "dateline:", message(err)) }}
	switch {
	case at.IP.IsUnspecified():
		o.Listen = at.IP.String()
		page.Host = net.JoinHostPort("localhost", fmt.Sprint(at.Port))
		fmt.Fprintln(os.Stderr, "from other computers: the same with the name or the address of this one in the place of localhost")
	case net.ParseIP(host) == nil:
		page.Host = net.JoinHostPort(host, fmt.Sprint(at.Port))
	}
	if !at.IP.IsLoopback() {
		o.Token = rand.Text()
		page.RawQuery = url.Values{"token": {o.Token}}.Encode()
	}
	if _, err := fmt.Println(page.String()); err != nil {
		return errors.Join(fmt.Errorf("writing: %w", err), l.Close())
	}
	// Other users of the computer see what a browser is started with.
	if !c.Bool("no-browser") && o.Token == "" {
		openBrowser(page.String())
	}
	fmt.Fprintln(os.Stderr, "press Ctrl+C to end")
	err = explore.Serve(c.Context, l, explore.New(s, o))
	if errors.Is(err, context.Canceled) {
		return &exitError{exitInterrupted, nil}
	}
	return err
}

// openBrowser shows the page in a browser if that can be done: the address is
// printed anyway.
func openBrowser(page string) {
	name, args := "xdg-open", []string{page}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", page}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return // a browser in the terminal would take it
		}
	}
	browser := exec.Command(name, args...)
	if err := browser.Start(); err == nil {
		go browser.Wait()
	}
}
