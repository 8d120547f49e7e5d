package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"dateline/extract"
	"dateline/extract/fetch"
)

// fetchFlags returns the flags that say how addresses are fetched.
func fetchFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "contact", EnvVars: []string{"DATELINE_CONTACT"}, Usage: "`ADDRESS` of yours, a page or e-mail, that the sites we fetch from are told"},
		&cli.DurationFlag{Name: "interval", Value: time.Second, Usage: "least `TIME` between two requests to a host; its robots.txt may ask for more"},
		&cli.BoolFlag{DisableDefaultText: true, Name: "private", Usage: "fetch from this machine and private networks, too, and by the environment's proxy"},
	}
}

// opener returns what opens http and https addresses. It is made with the first
// of them: who names none needs no folder for the pages.
func opener(c *cli.Context) func(ctx context.Context, address string) (io.ReadCloser, string, string, error) {
	var client *fetch.Client
	return func(ctx context.Context, address string) (io.ReadCloser, string, string, error) {
		if client == nil {
			cache := ""
			if dir, err := os.UserCacheDir(); err == nil {
				cache = filepath.Join(dir, "dateline", "fetched")
			}
			var err error
			client, err = fetch.New(fetch.Config{
				Version: extract.Version, Contact: c.String("contact"), Interval: c.Duration("interval"), Private: c.Bool("private"), Cache: cache,
			})
			if err != nil {
				return nil, "", "", err
			}
		}
		res, err := client.Get(ctx, address)
		if err != nil {
			return nil, "", "", err
		}
		return res.Body, res.ContentType, res.URL, nil
	}
}
