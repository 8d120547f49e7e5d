package fetch

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// site is a server of the test with what it is asked.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // paths, with the status of the answer to a conditional request
	agent string
}

func serve(t *testing.T, robots string, pages map[string]http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		s.agent = r.UserAgent()
		s.mu.Unlock()
		if r.URL.Path == "/robots.txt" {
			if robots == "" {
				http.NotFound(w, r)
				return
			}
			fmt.Fprint(w, robots)
			return
		}
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		page(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) }
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func client(t *testing.T, c Config) *Client {
	t.Helper()
	if c.Interval == 0 {
		c.Interval = time.Millisecond
	}
	out, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// read returns the body of an address, or the error of getting or reading it.
func read(t *testing.T, c *Client, address string) (string, error) {
	t.Helper()
	res, err := c.Get(t.Context(), address)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return string(data), err
}

func TestRobots(t *testing.T) {
	s := serve(t, "User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /private\nAllow: /\n", map[string]http.HandlerFunc{
		"/news": text("news"), "/private/diary": text("diary"), "/link": redirect("/private/diary"),
	})
	c := client(t, Config{Private: true, Version: "1.2.3", Contact: "desk@example.org"})
	if got, err := read(t, c, s.URL+"/news"); got != "news" || err != nil {
		t.Errorf("/news: %q, %v", got, err)
	}
	for _, path := range []string{"/private/diary", "/link"} {
		if got, err := read(t, c, s.URL+path); !errors.Is(err, ErrRobots) {
			t.Errorf("%s: %q, %v; want ErrRobots", path, got, err)
		}
	}
	if want := []string{"/robots.txt", "/news", "/link"}; !slices.Equal(s.asked, want) {
		t.Errorf("asked for %q, want %q", s.asked, want)
	}
	if want := "dateline/1.2.3 (news reader; +desk@example.org)"; s.agent != want {
		t.Errorf("says it is %q, want %q", s.agent, want)
	}
}

// A server that cannot say what it allows allows nothing; one without rules all.
func TestRobotsMissing(t *testing.T) {
	broken := serve(t, "", map[string]http.HandlerFunc{"/news": text("news")})
	broken.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	c := client(t, Config{Private: true})
	if _, err := read(t, c, broken.URL+"/news"); !errors.Is(err, ErrRobots) {
		t.Errorf("broken robots.txt: %v", err)
	}
	none := serve(t, "", map[string]http.HandlerFunc{"/news": text("news")})
	if got, err := read(t, c, none.URL+"/news"); got != "news" || err != nil {
		t.Errorf("no robots.txt: %q, %v", got, err)
	}
}

func TestInterval(t *testing.T) {
	page := map[string]http.HandlerFunc{"/a": text("a"), "/b": text("b"), "/c": text("c")}
	for robots, least := range map[string]time.Duration{
		"":                                100 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 0.3": 600 * time.Millisecond,
	} {
		s := serve(t, robots, page)
		c := client(t, Config{Private: true, Interval: 50 * time.Millisecond})
		start := time.Now()
		for path := range page {
			if _, err := read(t, c, s.URL+path); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < least {
			t.Errorf("robots.txt %q: three pages in %v, less than %v", robots, took, least)
		}
	}
}

// Addresses of the own machine are out of reach by every way to name them, and
// behind a redirect.
func TestPrivate(t *testing.T) {
	inside := serve(t, "", map[string]http.HandlerFunc{"/secret": text("secret")})
	port := inside.Listener.Addr().(*net.TCPAddr).Port
	c := client(t, Config{})
	for _, host := range []string{"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1", "169.254.169.254", "192.168.1.1", "[fe80::1]", "[fc00::1]"} {
		got, err := read(t, c, fmt.Sprintf("http://%s:%d/secret", host, port))
		if got != "" || err == nil {
			t.Errorf("%s: %q, %v", host, got, err)
		}
		if ip := strings.Trim(host, "[]"); ip == "localhost" || net.ParseIP(ip) != nil {
			if !errors.Is(err, ErrPrivate) {
				t.Errorf("%s: %v, want ErrPrivate", host, err)
			}
		}
	}
	if len(inside.asked) > 0 {
		t.Errorf("the server was asked for %q", inside.asked)
	}

	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this system has no second loopback address to redirect from")
	}
	outside := httptest.NewUnstartedServer(redirect(inside.URL + "/secret"))
	outside.Listener.Close()
	outside.Listener = l
	outside.Start()
	defer outside.Close()
	c = client(t, Config{allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}})
	if got, err := read(t, c, outside.URL+"/news"); got != "" || !errors.Is(err, ErrPrivate) {
		t.Errorf("redirect: %q, %v; want ErrPrivate", got, err)
	}
	if len(inside.asked) > 0 {
		t.Errorf("behind a redirect, the server was asked for %q", inside.asked)
	}
}

func TestLimits(t *testing.T) {
	s := serve(t, "", map[string]http.HandlerFunc{
		"/long": text(strings.Repeat("x", 2000)),
		"/endless": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, strings.Repeat("x", 500)); err != nil {
					return
				}
				w.(http.Flusher).Flush()
			}
		},
		"/silent":   func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/circular": redirect("/circular"),
		"/fits":     text(strings.Repeat("x", 1000)),
	})
	c := client(t, Config{Private: true, MaxBytes: 1000, Timeout: 300 * time.Millisecond})
	for path, want := range map[string]string{
		"/long": ErrLarge.Error(), "/endless": ErrLarge.Error(), "/silent": "no answer in time",
		"/circular": "more than 5 redirects", "/nowhere": "404", "/fits": "",
	} {
		got, err := read(t, c, s.URL+path)
		switch {
		case want == "" && (err != nil || len(got) != 1000):
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	for _, address := range []string{"ftp://example.org/x", "file:///etc/passwd", "http://", "news.html", "http://user:secret@localhost:1/"} {
		if _, err := read(t, c, address); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// What has not changed is not sent again, and what the cache gives is what came.
func TestConditional(t *testing.T) {
	var mu sync.Mutex
	version, sent := "1", 0
	s := serve(t, "", map[string]http.HandlerFunc{"/feed": func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		w.Header().Set("ETag", `"`+version+`"`)
		w.Header().Set("Content-Type", "application/rss+xml")
		if r.Header.Get("If-None-Match") == `"`+version+`"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		fmt.Fprint(w, "feed "+version)
	}})
	folder := t.TempDir()
	get := func(want string, times int) {
		t.Helper()
		c := client(t, Config{Private: true, Cache: folder}) // as another night would
		res, err := c.Get(t.Context(), s.URL+"/feed")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		data, err := io.ReadAll(res.Body)
		if string(data) != want || err != nil || res.ContentType != "application/rss+xml" {
			t.Errorf("got %q of %q, %v; want %q", data, res.ContentType, err, want)
		}
		if sent != times {
			t.Errorf("sent %d times, want %d", sent, times)
		}
	}
	get("feed 1", 1)
	get("feed 1", 1)
	mu.Lock()
	version = "2"
	mu.Unlock()
	get("feed 2", 2)
	get("feed 2", 2)
}

// What has not been used for long leaves the cache.
func TestForget(t *testing.T) {
	s := serve(t, "", map[string]http.HandlerFunc{"/news": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "max-age=600")
		fmt.Fprint(w, "news")
	}})
	folder := t.TempDir()
	count := func() (n int) {
		t.Helper()
		err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				n++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := read(t, client(t, Config{Private: true, Cache: folder}), s.URL+"/news"); err != nil {
		t.Fatal(err)
	}
	if count() == 0 {
		t.Fatal("nothing is cached")
	}
	client(t, Config{Private: true, Cache: folder})
	if count() == 0 {
		t.Error("what is new was forgotten")
	}
	long := time.Now().Add(-2 * remembered)
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chtimes(path, long, long)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	client(t, Config{Private: true, Cache: folder})
	if n := count(); n > 0 {
		t.Errorf("%d old files are still there", n)
	}
}

func TestBusy(t *testing.T) {
	tries := 0
	s := serve(t, "", map[string]http.HandlerFunc{"/news": func(w http.ResponseWriter, _ *http.Request) {
		if tries++; tries == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, "news")
	}})
	if got, err := read(t, client(t, Config{Private: true}), s.URL+"/news"); got != "news" || err != nil || tries != 2 {
		t.Errorf("%q, %v after %d tries", got, err, tries)
	}
}
