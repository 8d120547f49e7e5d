// Package fetch gets pages and feeds from the web as a guest should: it says who
// it is, obeys robots.txt, leaves time between two requests to a host, and asks
// only whether what it has seen before has changed. What it gets may be hostile:
// answers have a size and a time that they may not exceed, and addresses of the
// own machine and network are out of reach, whatever a name or a redirect says.
package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"code.dny.dev/ssrf"
	"github.com/bartventer/httpcache"
	"github.com/bartventer/httpcache/store/fscache"
)

// Errors of an address that is not fetched; they come wrapped with which it is.
var (
	// ErrRobots says that the site's robots.txt forbids it.
	ErrRobots = errors.New("robots.txt forbids it")
	// ErrPrivate says that the address is one of this machine, of a private
	// network, or otherwise none of the public Internet.
	ErrPrivate = errors.New("not an address of the public Internet")
	// ErrLarge says that the answer is longer than Config.MaxBytes.
	ErrLarge = errors.New("answer too long")
)

// Agent is the name by which robots.txt knows us.
const Agent = "dateline"

// Config says how to fetch. The zero value is ready for use.
type Config struct {
	Version  string        // of the program, for the User-Agent
	Contact  string        // of the operator, a URL or a mail address, for the User-Agent
	Interval time.Duration // least time between two requests to a host; default a second; robots.txt may ask for more
	Timeout  time.Duration // of one request with its answer; default 30 s
	MaxBytes int64         // of an answer, unzipped; default 32 MiB
	Cache    string        // folder for answers seen before; "" for none
	Private  bool          // also addresses of this machine and of private networks, and the proxy of the environment

	allowed []netip.Prefix // in spite of Private; for tests
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	http  *http.Client
	agent string
}

const (
	defaultInterval = time.Second
	defaultTimeout  = 30 * time.Second
	defaultMaxBytes = 32 << 20
	maxRedirects    = 5
	remembered      = 30 * 24 * time.Hour // since the last use of what is in the cache
)

// New returns a Client. A Cache that cannot be written is an error.
func New(c Config) (*Client, error) {
	c.Interval = cmp.Or(c.Interval, defaultInterval)
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	c.MaxBytes = cmp.Or(c.MaxBytes, defaultMaxBytes)
	agent := Agent
	if c.Version != "" {
		agent += "/" + c.Version
	}
	agent += " (news reader"
	if c.Contact != "" {
		agent += "; +" + c.Contact
	}
	agent += ")"

	dialer := &net.Dialer{Timeout: c.Timeout}
	direct := http.DefaultTransport.(*http.Transport).Clone()
	direct.ResponseHeaderTimeout = c.Timeout
	if !c.Private {
		guard := ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(c.allowed...))
		dialer.Control = guard.Safe // behind the resolution of names, for every connection
		direct.Proxy = nil          // it would be asked to go where we may not
	}
	direct.DialContext = dialer.DialContext

	var transport http.RoundTripper = newPolite(&limited{direct, c.MaxBytes, agent}, c.Interval)
	if c.Cache != "" {
		if err := os.MkdirAll(c.Cache, 0o700); err != nil {
			return nil, fmt.Errorf("making the folder of fetched pages: %w", err)
		}
		if err := forget(c.Cache, time.Now().Add(-remembered)); err != nil {
			return nil, fmt.Errorf("clearing the folder of fetched pages: %w", err)
		}
		u := url.URL{Scheme: fscache.Scheme, Path: c.Cache, RawQuery: "appname=fetched&update_mtime=on"}
		transport = httpcache.NewTransport(u.String(), httpcache.WithUpstream(transport))
	}
	return &Client{
		agent: agent,
		http: &http.Client{
			Transport: transport,
			Timeout:   c.Timeout,
			CheckRedirect: func(_ *http.Request, via []*http.Request) error {
				if len(via) > maxRedirects {
					return fmt.Errorf("more than %d redirects", maxRedirects)
				}
				return nil
			},
		},
	}, nil
}

// forget removes the files in a folder that were last used before a time.
func forget(folder string, before time.Time) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.ModTime().Before(before) {
			err = os.Remove(path)
		}
		if errors.Is(err, fs.ErrNotExist) { // another process was faster
			return nil
		}
		return err
	})
}

// Response is an answer with status 200.
type Response struct {
	Body        io.ReadCloser // fails with ErrLarge behind Config.MaxBytes
	URL         string        // behind all redirects
	ContentType string        // as the server says, perhaps ""
}

// Get fetches an http or https address. Errors wrap ErrRobots, ErrPrivate or
// ErrLarge, or say what the server answers.
func (c *Client) Get(ctx context.Context, address string) (*Response, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no http or https address", address)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", u.Redacted(), err)
	}
	req.Header.Set("User-Agent", c.agent)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", u.Redacted(), plain(err))
	}
	if res.StatusCode != http.StatusOK {
		res.Body.Close()
		return nil, fmt.Errorf("fetching %s: the server answers %s", u.Redacted(), res.Status)
	}
	return &Response{res.Body, res.Request.URL.String(), res.Header.Get("Content-Type")}, nil
}

// plain returns err without the words that http puts around it, and with ours for
// what the guard refuses.
func plain(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		if outer.Timeout() {
			return errors.New("no answer in time")
		}
		err = outer.Err
	}
	if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) {
		return ErrPrivate
	}
	return err
}
