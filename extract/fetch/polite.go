package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

const (
	maxRobots  = 512 << 10        // bytes of robots.txt that are read, as RFC 9309 asks for at least
	maxDelay   = time.Minute      // between two requests that robots.txt may ask for
	maxPause   = 30 * time.Second // that a busy server may ask for
	robotsLife = 24 * time.Hour   // RFC 9309: at most so long from a cache
)

// polite sends a request only if the host's robots.txt allows it, and not before
// its time has come.
type polite struct {
	next     http.RoundTripper
	interval time.Duration

	mu    sync.Mutex
	hosts map[string]*host // by scheme and host
}

// host is what a host lets us do.
type host struct {
	mu      sync.Mutex
	rules   *robotstxt.RobotsData // nil before they are read
	read    time.Time
	limiter *rate.Limiter
}

func newPolite(next http.RoundTripper, interval time.Duration) *polite {
	return &polite{next: next, interval: interval, hosts: map[string]*host{}}
}

// RoundTrip implements http.RoundTripper. A server that is busy is asked once
// more, if it says when.
func (p *polite) RoundTrip(req *http.Request) (*http.Response, error) {
	h := p.host(req.URL.Scheme + "://" + req.URL.Host)
	rules, err := h.robots(req, p.next)
	if err != nil {
		return nil, err
	}
	if !rules.TestAgent(req.URL.RequestURI(), Agent) {
		return nil, ErrRobots
	}
	ctx := req.Context()
	if err := h.limiter.Wait(ctx); err != nil {
		return nil, err
	}
	res, err := p.next.RoundTrip(req)
	if err != nil || res.StatusCode != http.StatusTooManyRequests && res.StatusCode != http.StatusServiceUnavailable {
		return res, err
	}
	seconds, err := strconv.Atoi(res.Header.Get("Retry-After"))
	pause := time.Duration(seconds) * time.Second
	if err != nil || pause < 0 || pause > maxPause {
		return res, nil
	}
	res.Body.Close()
	if err := sleep(ctx, pause); err != nil {
		return nil, err
	}
	return p.next.RoundTrip(req)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (p *polite) host(name string) *host {
	p.mu.Lock()
	defer p.mu.Unlock()
	h, ok := p.hosts[name]
	if !ok {
		h = &host{limiter: rate.NewLimiter(rate.Every(p.interval), 1)}
		p.hosts[name] = h
	}
	return h
}

// robots returns the rules of the host for us. Without a robots.txt all is
// allowed; where the server fails to say, nothing is (RFC 9309, 2.3.1).
func (h *host) robots(req *http.Request, next http.RoundTripper) (*robotstxt.RobotsData, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rules != nil && time.Since(h.read) < robotsLife {
		return h.rules, nil
	}
	status, body, err := askRobots(req, next)
	if err != nil {
		return nil, fmt.Errorf("reading robots.txt: %w", err)
	}
	data, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		return nil, fmt.Errorf("reading robots.txt: %w", err)
	}
	h.rules, h.read = data, time.Now()
	if delay := min(data.FindGroup(Agent).CrawlDelay, maxDelay); rate.Every(delay) < h.limiter.Limit() && delay > 0 {
		h.limiter.SetLimit(rate.Every(delay))
	}
	return h.rules, nil
}

// askRobots returns what the server answers for robots.txt, behind redirects.
func askRobots(req *http.Request, next http.RoundTripper) (status int, body []byte, err error) {
	u := &url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host, Path: "/robots.txt"}
	for range maxRedirects + 1 {
		ask, err := http.NewRequestWithContext(req.Context(), http.MethodGet, u.String(), nil)
		if err != nil {
			return 0, nil, err
		}
		res, err := next.RoundTrip(ask)
		if err != nil {
			return 0, nil, err
		}
		body, err := io.ReadAll(io.LimitReader(res.Body, maxRobots))
		res.Body.Close()
		if err != nil {
			return 0, nil, err
		}
		to, err := res.Location()
		if err != nil || res.StatusCode < 300 || res.StatusCode >= 400 {
			return res.StatusCode, body, nil
		}
		u = to
	}
	return 0, nil, fmt.Errorf("more than %d redirects", maxRedirects)
}

// limited says who asks, and ends answers that are too long.
type limited struct {
	next  http.RoundTripper
	bytes int64
	agent string
}

func (l *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("User-Agent") == "" {
		req = req.Clone(req.Context())
		req.Header.Set("User-Agent", l.agent)
	}
	res, err := l.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if res.ContentLength > l.bytes {
		res.Body.Close()
		return nil, fmt.Errorf("%w: %d bytes, more than %d", ErrLarge, res.ContentLength, l.bytes)
	}
	res.Body = &body{res.Body, l.bytes}
	return res, nil
}

// body fails behind so many bytes.
type body struct {
	io.ReadCloser
	left int64
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, ErrLarge
	}
	return n, err
}
