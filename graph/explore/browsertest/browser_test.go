package browsertest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"dateline/graph/explore"
	"dateline/graph/store"
)

// patience is how long a test waits for what the page shall show; where
// everything is rendered by software on a busy computer it can take a while.
const patience = 30 * time.Second

// chromium returns a browser's context for a test. Without a Chromium the test is
// skipped; in CI it fails.
func chromium(t testing.TB) context.Context {
	t.Helper()
	var file string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			file = found
			break
		}
	}
	if file == "" {
		const how = "no Chromium is installed (on Debian: apt-get install chromium)"
		if os.Getenv("CI") == "true" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(file), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 800),
		chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-dev-shm-usage", true),
		// Without a graphics card: all of WebGL is computed.
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting %s: %v", file, err)
	}
	return ctx
}

// view is one tab with the page. Its methods end the test if the page does not do
// what they wait for.
type view struct {
	testing.TB
	ctx  context.Context
	base string // address of the server

	mu       sync.Mutex
	problems []string // that the page had: exceptions, errors, breaches of the policy
	expected []string // parts of problems that the test provokes
}

// open opens a tab on the page at a fragment.
func open(t testing.TB, browser context.Context, base, fragment string) *view {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	v := &view{TB: t, ctx: ctx, base: base}
	listen := func(event any) {
		v.mu.Lock()
		defer v.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			v.problems = append(v.problems, fmt.Sprintf("%s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				v.problems = append(v.problems, e.Entry.Text+" "+e.Entry.URL)
			}
		case *page.EventJavascriptDialogOpening:
			v.problems = append(v.problems, "dialog: "+e.Message)
		}
	}
	if err := chromedp.Listen(ctx, listen); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.check)
	command(v, log.Enable, cdp.Empty{})
	v.size(1280, 800)
	v.visit(fragment)
	return v
}

// check fails the test if the page had problems that were not expected.
func (v *view) check() {
	v.mu.Lock()
	defer v.mu.Unlock()
next:
	for _, p := range v.problems {
		for _, e := range v.expected {
			if strings.Contains(p, e) {
				continue next
			}
		}
		v.Errorf("the page: %s", p)
	}
}

func (v *view) expect(problem string) { v.expected = append(v.expected, problem) }

func (v *view) run(actions ...chromedp.Action[chromedp.Void]) {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.picture("failed")
		v.Fatal(err)
	}
}

// command gives a command of the DevTools protocol.
func command[P, R any](v *view, c cdp.Command[P, R], params P) {
	v.Helper()
	v.run(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	}))
}

// visit loads the page anew at a fragment.
func (v *view) visit(fragment string) {
	v.Helper()
	v.run(chromedp.Navigate("about:blank"), chromedp.Navigate(v.base+fragment))
}

// eval evaluates a JavaScript expression, which may be a promise.
func eval[T any](v *view, expression string) T {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, 2*patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.picture("failed")
		v.Fatalf("%.300s: %v", expression, err)
	}
	return value
}

// until waits until a JavaScript expression is true.
func (v *view) until(expression string) {
	v.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && ok {
			return
		}
		select {
		case <-ctx.Done():
			v.picture("failed")
			state := eval[string](v, `location.hash.slice(0, 300) + "\n" + document.body.innerText.slice(0, 3000)`)
			v.Fatalf("in vain: %s (%v)\n%s", expression, err, state)
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// shows waits until an element's text contains text.
func (v *view) shows(selector, text string) {
	v.Helper()
	v.until(fmt.Sprintf("document.querySelector(%q)?.checkVisibility() && document.querySelector(%q).innerText.includes(%q)", selector, selector, text))
}

// settled waits until all is fetched and the layout stands still.
func (v *view) settled() {
	v.Helper()
	v.until(`!document.querySelector("[aria-busy]") && document.querySelector("#count").textContent`)
}

// click clicks the first element of a selector whose text contains text.
func (v *view) click(selector, text string) {
	v.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].find((e) => e.checkVisibility() && e.textContent.includes(%q))`, selector, text)
	v.until(find)
	at := eval[[2]float64](v, fmt.Sprintf(`(() => {
		const e = %s;
		e.scrollIntoView({block: "center"});
		const box = e.getClientRects()[0];
		return [box.x + box.width / 2, box.y + box.height / 2];
	})()`, find))
	v.run(chromedp.MouseClickXY(at[0], at[1]))
}

// keys presses keys, one after the other; see chromedp's package kb.
func (v *view) keys(keys ...string) {
	v.Helper()
	for _, k := range keys {
		v.run(chromedp.KeyEvent(k))
	}
}

// slash presses the key that leads to the search.
func (v *view) slash() {
	v.Helper()
	command(v, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Code: "Slash", Text: "/"})
	command(v, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: "/", Code: "Slash"})
}

func (v *view) text(selector string) string {
	v.Helper()
	return eval[string](v, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

func (v *view) address() string {
	v.Helper()
	return eval[string](v, "location.href")
}

// scheme has the page light or dark.
func (v *view) scheme(scheme string) {
	v.Helper()
	command(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

func (v *view) size(width, height int64) {
	v.Helper()
	command(v, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// download exports what is shown in a format and returns the file.
func (v *view) download(format string) []byte {
	v.Helper()
	dir := v.TempDir()
	events := true
	command(v, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: &events,
	})
	ended := make(chan string, 1)
	ctx, cancel := context.WithCancel(v.ctx)
	defer cancel()
	err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			ended <- e.GUID
		}
	})
	if err != nil {
		v.Fatal(err)
	}
	v.click("#export", "")
	v.click(fmt.Sprintf("[data-format=%q]", format), "")
	select {
	case guid := <-ended:
		data, err := os.ReadFile(filepath.Join(dir, guid))
		if err != nil {
			v.Fatal(err)
		}
		return data
	case <-time.After(patience):
		v.Fatalf("no %s has come", format)
		return nil
	}
}

// drag moves the mouse from one point to another with its left button down.
func (v *view) drag(x0, y0, x1, y1 float64) {
	v.Helper()
	v.mouse(input.DispatchMouseEventTypeMouseMoved, x0, y0, input.MouseButtonNone)
	v.mouse(input.DispatchMouseEventTypeMousePressed, x0, y0, input.MouseButtonLeft)
	for i := range 12 {
		f := float64(i+1) / 12
		v.mouse(input.DispatchMouseEventTypeMouseMoved, x0+(x1-x0)*f, y0+(y1-y0)*f, input.MouseButtonLeft)
	}
	v.mouse(input.DispatchMouseEventTypeMouseReleased, x1, y1, input.MouseButtonLeft)
}

// press clicks at a point, and not so soon after the last time that both were a
// double click.
func (v *view) press(x, y float64, button input.MouseButton) {
	v.Helper()
	time.Sleep(400 * time.Millisecond)
	v.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, input.MouseButtonNone)
	v.mouse(input.DispatchMouseEventTypeMousePressed, x, y, button)
	v.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, button)
}

func (v *view) mouse(what input.DispatchMouseEventType, x, y float64, button input.MouseButton) {
	v.Helper()
	p := input.DispatchMouseEventParams{Type: what, X: x, Y: y, Button: button}
	if what != input.DispatchMouseEventTypeMouseMoved {
		p.ClickCount = 1
	}
	command(v, input.DispatchMouseEvent, p)
}

// picture stores what the page looks like in the folder DATELINE_SCREENSHOTS, if
// that is set.
func (v *view) picture(name string) {
	v.Helper()
	dir := os.Getenv("DATELINE_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		v.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.Errorf("taking the picture %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o666); err != nil {
		v.Error(err)
	}
}

// server serves a store's view until the test ends.
type server struct {
	testing.TB
	view store.View
	http *http.Server
	base string
}

func serve(t testing.TB, s store.View) *server {
	t.Helper()
	v := &server{TB: t, view: s}
	v.start("127.0.0.1:0")
	t.Cleanup(v.stop)
	return v
}

func (s *server) start(address string) {
	s.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		s.Fatal(err)
	}
	s.base = "http://" + l.Addr().String() + "/"
	s.http = &http.Server{Handler: explore.New(s.view, explore.Options{Report: func(err error) { s.Log(err) }}), ReadHeaderTimeout: patience}
	go s.http.Serve(l)
}

func (s *server) stop() { s.http.Close() }

// restart stops the server for as long as between runs.
func (s *server) restart(between func()) {
	s.Helper()
	s.stop()
	between()
	s.start(strings.TrimSuffix(strings.TrimPrefix(s.base, "http://"), "/"))
}
