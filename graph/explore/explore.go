// Package explore serves a graph to people: a page for a browser, which is
// embedded, and the HTTP API that it lives on, which openapi.yaml describes.
//
// Nothing can be changed through it. What articles say leaves it as JSON only.
package explore

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"dateline/graph/store"
)

//go:generate web/build

//go:embed dist
var dist embed.FS

//go:embed openapi.yaml
var openAPI []byte

// Options says who may look at the graph.
type Options struct {
	// Listen is the host, a name or an address, by which it is asked for, besides
	// the names of loopback; an unspecified one stands for all addresses.
	Listen string
	// Token is what whoever asks has to show; with "" nobody has to.
	Token string
	// Report is told of errors of the database that those who ask are not; nil for
	// nobody. It is called by several goroutines at once.
	Report func(error)
}

// New returns a handler that serves a graph: the page at /, the API under /api/.
func New(v store.View, o Options) http.Handler {
	mux := http.NewServeMux()
	for _, r := range (&api{view: v, report: o.Report}).routes() {
		mux.Handle("/api/"+r.name, r)
	}
	mux.HandleFunc("/api/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, "openapi.yaml", openAPI)
	})
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, "there is no such address; /api/openapi.yaml lists all")
	})
	mux.HandleFunc("/", page)
	return guard(mux, o)
}

// Times within which a connection has to come on.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = queryTimeout + 30*time.Second
	idleTimeout   = 2 * time.Minute
	closeTimeout  = 5 * time.Second // for answers under way at the end
)

// Serve serves h on the listener, which it closes, until the context is done.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return ctx },
	}
	closed := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		// The queries end with ctx, so that their answers come at once.
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
		defer cancel()
		closed <- server.Shutdown(patience)
	})
	err := server.Serve(l)
	if stop() {
		return err // of the listener
	}
	if err := <-closed; err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return ctx.Err()
}

// page serves the files of the page.
func page(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	data, err := fs.ReadFile(dist, "dist/"+name)
	if err != nil || contentTypes[path.Ext(name)] == "" {
		writeError(w, http.StatusNotFound, "there is no such page; / is the only one")
		return
	}
	serve(w, r, name, data)
}

// contentTypes are those of all files there are: what the computer takes them for
// is of no account.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".yaml": "application/yaml; charset=utf-8",
}

// serve serves a file that is embedded.
func serve(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		return
	}
	sum := sha256.Sum256(data)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", "no-cache")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentTypes[path.Ext(name)])
	w.Write(data)
}

// allow refuses methods other than those given.
func allow(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	if slices.Contains(methods, r.Method) {
		return true
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	writeError(w, http.StatusMethodNotAllowed, "this can only be asked for by "+strings.Join(methods, " or "))
	return false
}
