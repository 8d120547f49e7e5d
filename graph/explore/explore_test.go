package explore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dateline/graph"
	"dateline/graph/schema"
	"dateline/graph/store"
	"dateline/graph/store/neo4j"
	"dateline/graph/store/sqlite"
	"dateline/graph/store/storetest"
)

// hostile is what an article may be made of by those who wish its readers ill.
const hostile = `</script><script>alert(1)</script><img src=x onerror="alert('2')">&amp;`

// said makes the graph of an article whose text is its sentences, one a line. A
// mention is a name with the key of its entity; every claim is made in the sentence
// that the number says, from 0.
type said struct {
	id, source, published string
	sentences             []string
	mentions              [][2]string // key, name
	claims                []told
}

type told struct {
	kind     schema.Type
	from, to string
	sentence int
	props    graph.Props
	by       string
}

func (s said) graph() *graph.Graph {
	text := strings.Join(s.sentences, "\n")
	g := &graph.Graph{Article: graph.Article{
		ID: s.id, InputID: s.id, URL: "https://example.org/" + s.id, Title: "On " + s.id, Source: s.source, PublishedAt: s.published,
		ContentHash: s.id, ExtractorVersion: "test",
	}}
	for _, m := range s.mentions {
		label := graph.LabelOf(m[0])
		props := graph.Props{}
		switch label {
		case schema.Office:
			props["title"] = strings.ToLower(m[1])
		case schema.Event:
			props["eventType"], props["status"] = "attack", "happened"
			if s.published != "" {
				props["date"], props["datePrecision"] = s.published, "day"
			}
		}
		x := graph.Mention{Entity: m[0], Label: label, Name: m[1], Forms: []string{m[1]}, Confidence: 0.9, Props: props}
		for at := 0; ; {
			i := strings.Index(text[at:], m[1])
			if i < 0 {
				break
			}
			x.Starts, x.Ends = append(x.Starts, at+i), append(x.Ends, at+i+len(m[1]))
			at += i + len(m[1])
		}
		g.Mentions = append(g.Mentions, x)
	}
	for _, c := range s.claims {
		start := len(strings.Join(s.sentences[:c.sentence], "\n"))
		if c.sentence > 0 {
			start++
		}
		quote := s.sentences[c.sentence]
		g.Claims = append(g.Claims, graph.Claim{
			Type: c.kind, From: c.from, To: c.to, Quote: quote, Start: start, End: start + len(quote), Confidence: 0.8, Rule: "test",
			AttributedTo: c.by, Props: c.props,
		})
	}
	g.Sort()
	return g
}

const (
	mara    = "person:mara ilves"
	ilves   = "person:ilves|b"
	teo     = "person:teo brandt"
	bad     = "person:bad"
	defence = "office:minister of defence|country:ee"
	estonia = "country:ee"
	harbour = "organization:harbour authority"
	raid    = "event:attack|2024-10-10|x"
)

var (
	holds    = told{schema.HoldsOffice, mara, defence, 0, graph.Props{"status": "current"}, ""}
	officeOf = told{schema.OfficeOf, defence, estonia, 0, nil, ""}
	news     = []said{
		{
			"a", "Reuters", "2024-10-10",
			[]string{"Estonian Minister of Defence Mara Ilves spoke.", "Raiders struck Estonia; Ilves said the Harbour Authority was their target."},
			[][2]string{{mara, "Mara Ilves"}, {defence, "Minister of Defence"}, {estonia, "Estonia"}, {raid, "struck"}, {harbour, "Harbour Authority"}},
			[]told{
				holds, officeOf,
				{schema.ParticipatedIn, harbour, raid, 1, graph.Props{"role": "target"}, "Mara Ilves"},
				{schema.OccurredIn, raid, estonia, 1, nil, ""},
				{schema.BasedIn, harbour, estonia, 1, nil, ""},
			},
		},
		{
			"b", "AFP", "2024-11-02",
			[]string{"Minister of Defence Ilves of Estonia met Teo Brandt, who works for the Harbour Authority."},
			[][2]string{{ilves, "Ilves"}, {defence, "Minister of Defence"}, {estonia, "Estonia"}, {teo, "Teo Brandt"}, {harbour, "Harbour Authority"}},
			[]told{{schema.HoldsOffice, ilves, defence, 0, graph.Props{"status": "former"}, ""}, officeOf, {schema.WorksFor, teo, harbour, 0, nil, ""}},
		},
		{
			"c", hostile, "",
			[]string{"Zoë " + hostile + " works for the Harbour Authority 🚢, wrote \u202eEstonia\u2028."},
			[][2]string{{bad, hostile}, {harbour, "Harbour Authority"}, {estonia, "Estonia"}},
			[]told{{schema.WorksFor, bad, harbour, 0, nil, hostile}},
		},
	}
)

// fill loads the news, and judges that Ilves is Mara Ilves.
func fill(t *testing.T, s store.Store) {
	t.Helper()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	var graphs []*graph.Graph
	for _, a := range news {
		graphs = append(graphs, a.graph())
	}
	if _, err := s.Put(t.Context(), storetest.Entries(graphs...)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetJudgements(t.Context(), []graph.Judgement{{Kind: graph.JudgeMerge, A: mara, B: ilves}}); err != nil {
		t.Fatal(err)
	}
}

func inSQLite(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// inNeo4j opens the database of the tests and empties it, also in the end.
func inNeo4j(t *testing.T) store.Store {
	t.Helper()
	s, err := neo4j.Open(t.Context(), neo4j.Config{
		URI: storetest.Neo4j(t), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD"), Database: os.Getenv("NEO4J_DATABASE"),
	})
	if err != nil {
		t.Fatal(err)
	}
	empty := func() {
		ctx := context.Background()
		unlock, err := s.Lock(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
		var ids []string
		for a, err := range s.Articles(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, a.ID)
		}
		if _, err := s.Retract(ctx, ids); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SetJudgements(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	empty()
	t.Cleanup(func() {
		empty()
		s.Close()
	})
	return s
}

// ask asks a handler, as a browser on this computer would.
func ask(h http.Handler, method, target, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost:1234"
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestAPI asks both stores what testdata/api.txtar asks: a file for each request,
// its name the method and the address, perhaps with a body, and in it the status
// and the answer. UPDATE=1 rewrites it.
func TestAPI(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { testAPI(t, inSQLite(t), os.Getenv("UPDATE") != "") })
	t.Run("Neo4j", func(t *testing.T) { testAPI(t, inNeo4j(t), false) })
}

func testAPI(t *testing.T, s store.Store, update bool) {
	fill(t, s)
	h := New(s, Options{Report: func(err error) { t.Error(err) }})
	const path = "testdata/api.txtar"
	golden, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range golden.Files {
		method, rest, _ := strings.Cut(f.Name, " ")
		target, body, _ := strings.Cut(rest, " ")
		w := ask(h, method, target, body)
		var got bytes.Buffer
		fmt.Fprintln(&got, w.Code)
		if err := json.Indent(&got, w.Body.Bytes(), "", " "); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if bytes.ContainsAny(w.Body.Bytes(), "<>\u2028") {
			t.Errorf("%s: the answer has characters that a browser might take for markup", f.Name)
		}
		if kind := w.Header().Get("Content-Type"); kind != "application/json; charset=utf-8" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers are %v", f.Name, w.Header())
		}
		if d := gocmp.Diff(string(f.Data), got.String()); d != "" && !update {
			t.Errorf("%s (-want +got):\n%s", f.Name, d)
		}
		golden.Files[i].Data = got.Bytes()
	}
	if update {
		if err := os.WriteFile(path, txtar.Format(golden), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// get asks the API and decodes the answer.
func get[T any](t *testing.T, h http.Handler, target string) T {
	t.Helper()
	w := ask(h, http.MethodGet, target, "")
	var out T
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: %d, %v: %s", target, w.Code, err, w.Body)
	}
	return out
}

// TestPages turns the pages of long lists: together they have all, each once, in
// one order.
func TestPages(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { testPages(t, inSQLite(t)) })
	t.Run("Neo4j", func(t *testing.T) { testPages(t, inNeo4j(t)) })
}

func testPages(t *testing.T, s store.Store) {
	const n = 53
	var graphs []*graph.Graph
	for i := range n {
		person := fmt.Sprintf("person:citizen %d", i)
		a := said{
			fmt.Sprintf("%02d", i), "Reuters", fmt.Sprintf("2024-10-%02d", 1+i%9),
			[]string{"Citizen is of Estonia."},
			[][2]string{{person, "Citizen"}, {estonia, "Estonia"}, {harbour, "is"}},
			[]told{{schema.CitizenOf, person, estonia, 0, nil, ""}, {schema.BasedIn, harbour, estonia, 0, nil, ""}},
		}
		graphs = append(graphs, a.graph())
	}
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, err := s.Put(t.Context(), storetest.Entries(graphs...)); err != nil {
		t.Fatal(err)
	}
	h := New(s, Options{})
	based := graph.FactKey(schema.BasedIn, harbour, estonia)
	for _, test := range []struct {
		target string
		total  int
		page   func(target string) (total int, ids []string)
	}{
		{"/api/neighbours?id=country:ee", n + 1, func(target string) (int, []string) {
			a := get[neighboursAnswer](t, h, target)
			return a.Total, each(a.Facts, func(f fact) string { return f.ID })
		}},
		{"/api/neighbours?id=country:ee&type=CITIZEN_OF&label=Person&direction=in", n, func(target string) (int, []string) {
			a := get[neighboursAnswer](t, h, target)
			return a.Total, each(a.Nodes, func(n node) string { return n.ID })
		}},
		{"/api/articles?source=Reuters", n, func(target string) (int, []string) {
			a := get[articlesAnswer](t, h, target)
			return a.Total, each(a.Articles, func(a article) string { return a.ID })
		}},
		{"/api/evidence?fact=" + based, n, func(target string) (int, []string) {
			a := get[evidenceAnswer](t, h, target)
			return a.Total, each(a.Statements, func(s statement) string { return s.Article.ID })
		}},
	} {
		total, whole := test.page(test.target + "&limit=500")
		if total != test.total || len(whole) != total {
			t.Errorf("%s: %d of %d, want %d", test.target, len(whole), total, test.total)
		}
		var all []string
		for len(all) < total {
			_, some := test.page(fmt.Sprintf("%s&limit=7&offset=%d", test.target, len(all)))
			if len(some) == 0 {
				break
			}
			all = append(all, some...)
		}
		if d := gocmp.Diff(whole, all); d != "" {
			t.Errorf("%s: the pages are not the whole (-whole +pages):\n%s", test.target, d)
		}
		if n := len(slices.Compact(slices.Sorted(slices.Values(all)))); n != total {
			t.Errorf("%s: %d of %d are different", test.target, n, total)
		}
	}
}

func TestGuard(t *testing.T) {
	s := inSQLite(t)
	local, lan, open := New(s, Options{}), New(s, Options{Listen: "Desk.example", Token: "sesame"}), New(s, Options{Listen: "::", Token: "sesame"})
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	bearer := func(token string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
	}
	for _, test := range []struct {
		h      http.Handler
		host   string
		change func(*http.Request)
		want   int
	}{
		{local, "localhost", nil, 200},
		{local, "LOCALHOST:80", nil, 200},
		{local, "127.0.0.1:1234", nil, 200},
		{local, "[::1]:1234", nil, 200},
		{local, "[::1]", nil, 200},
		{local, "", nil, 403},
		{local, "evil.example", nil, 403},
		{local, "evil.example:1234", nil, 403},
		{local, "localhost.evil.example", nil, 403},
		{local, "127.0.0.1.evil.example", nil, 403},
		{local, "192.0.2.1:1234", nil, 403},
		{local, "[::]:1", nil, 403},
		{local, "localhost", bearer("anything"), 200},
		{lan, "desk.example:1234", nil, 401},
		{lan, "desk.example:1234", bearer("sesame"), 200},
		{lan, "localhost:1234", bearer("sesame"), 200},
		{lan, "desk.example:1234", bearer("sesam"), 401},
		{lan, "desk.example:1234", bearer(""), 401},
		{lan, "desk.example:1234", func(r *http.Request) { r.URL.RawQuery = "token=open" }, 401},
		{lan, "desk.example:1234", func(r *http.Request) { r.Header.Set("Cookie", "dateline=sesame") }, 401},
		{lan, "other.example:1234", bearer("sesame"), 403},
		{lan, "192.0.2.1:1234", bearer("sesame"), 403},
		{open, "192.0.2.1:1234", bearer("sesame"), 200},
		{open, "[2001:db8::1]:1234", bearer("sesame"), 200},
		{open, strings.ToUpper(name) + ":1234", bearer("sesame"), 200},
		{open, "192.0.2.1:1234", nil, 401},
		{open, "evil.example:1234", bearer("sesame"), 403},
	} {
		for _, target := range []string{"/", "/api/schema", "/api/openapi.yaml"} {
			w := ask(test.h, http.MethodGet, target, "", func(r *http.Request) { r.Host = test.host }, func(r *http.Request) {
				if test.change != nil {
					test.change(r)
				}
			})
			if w.Code != test.want {
				t.Errorf("%s at %q: %d, want %d", target, test.host, w.Code, test.want)
			}
			for name, want := range map[string]string{
				"Content-Security-Policy": "default-src 'none'; script-src 'self'", "X-Content-Type-Options": "nosniff",
				"Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			} {
				if got := w.Header().Get(name); !strings.HasPrefix(got, want) {
					t.Errorf("%s at %q: %s is %q", target, test.host, name, got)
				}
			}
			if w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s at %q: others may read it", target, test.host)
			}
		}
	}
}

// TestToken opens the printed address in a browser.
func TestToken(t *testing.T) {
	h := New(inSQLite(t), Options{Listen: "0.0.0.0", Token: "sesame"})
	w := ask(h, http.MethodGet, "//evil.example/?token=sesame&node=x%26y", "", func(r *http.Request) { r.Host = "192.0.2.1:80" })
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || w.Code != http.StatusSeeOther || to.Host != "" || to.Query().Get("node") != "x&y" || to.Query().Has("token") {
		t.Fatalf("%d to %q, %v", w.Code, w.Header().Get("Location"), err)
	}
	w = ask(h, http.MethodGet, "/?token=sesame", "")
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || strings.Contains(cookies[0].Value, "sesame") {
		t.Fatalf("cookies are %v", cookies)
	}
	if at := w.Header().Get("Location"); at != "/" {
		t.Errorf("it goes on at %q", at)
	}
	with := func(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }
	if w := ask(h, http.MethodGet, "/api/schema", "", with(cookies[0])); w.Code != http.StatusOK {
		t.Errorf("with the cookie: %d", w.Code)
	}
	other := New(inSQLite(t), Options{Listen: "0.0.0.0", Token: "another"})
	if w := ask(other, http.MethodGet, "/api/schema", "", with(cookies[0])); w.Code != http.StatusUnauthorized {
		t.Errorf("at another explorer: %d", w.Code)
	}
}

func TestMethods(t *testing.T) {
	h := New(inSQLite(t), Options{})
	for _, test := range []struct {
		method, target string
		want           int
	}{
		{http.MethodHead, "/", 200},
		{http.MethodHead, "/api/schema", 200},
		{http.MethodPost, "/", 405},
		{http.MethodPost, "/api/schema", 405},
		{http.MethodDelete, "/api/node?id=x", 405},
		{http.MethodOptions, "/api/between", 405},
		{http.MethodGet, "/api/between", 405},
		{http.MethodPut, "/api/openapi.yaml", 405},
		{http.MethodGet, "/api/nothing", 404},
		{http.MethodGet, "/dist/index.html", 404},
		{http.MethodGet, "/testdata/api.txtar", 404},
	} {
		if w := ask(h, test.method, test.target, ""); w.Code != test.want {
			t.Errorf("%s %s: %d, want %d", test.method, test.target, w.Code, test.want)
		}
	}
	big := `{"ids":["` + strings.Repeat("x", maxBody) + `"]}`
	if w := ask(h, http.MethodPost, "/api/between", big); w.Code != http.StatusBadRequest {
		t.Errorf("a body that is too large: %d", w.Code)
	}
	w := ask(h, http.MethodGet, "/", "")
	again := ask(h, http.MethodGet, "/", "", func(r *http.Request) { r.Header.Set("If-None-Match", w.Header().Get("ETag")) })
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("the page: %v, again: %d", w.Header(), again.Code)
	}
}

// TestDatabaseGone asks after the database has gone: those who ask do not hear
// where it was, whoever has started the explorer does.
func TestDatabaseGone(t *testing.T) {
	s := inSQLite(t)
	fill(t, s)
	var reported []string
	h := New(s, Options{Report: func(err error) { reported = append(reported, err.Error()) }})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	w := ask(h, http.MethodGet, "/api/node?id="+estonia, "")
	if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), ".db") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if len(reported) != 1 || !strings.Contains(reported[0], "test.db") {
		t.Errorf("reported: %q", reported)
	}
}

// TestTooLong asks with no time left: nobody is told that the database is at fault.
func TestTooLong(t *testing.T) {
	for name, open := range map[string]func(*testing.T) store.Store{"SQLite": inSQLite, "Neo4j": inNeo4j} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			fill(t, s)
			var reported []error
			h := New(s, Options{Report: func(err error) { reported = append(reported, err) }})
			ctx, cancel := context.WithDeadline(t.Context(), time.Now())
			defer cancel()
			for _, target := range []string{"/api/summary", "/api/search?q=ilves", "/api/node?id=" + estonia, "/api/neighbours?id=" + estonia} {
				w := ask(h, http.MethodGet, target, "", func(r *http.Request) { *r = *r.WithContext(ctx) })
				if w.Code != http.StatusGatewayTimeout || !strings.Contains(w.Body.String(), "narrow the question") {
					t.Errorf("%s: %d %s", target, w.Code, w.Body)
				}
			}
			if len(reported) > 0 {
				t.Errorf("reported: %v", reported)
			}
		})
	}
}

// TestServe ends the server while it answers.
func TestServe(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	begun, done := make(chan bool), make(chan error)
	go func() {
		done <- Serve(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			<-r.Context().Done()
			io.WriteString(w, "ended")
		}))
	}()
	go func() {
		<-begun
		cancel()
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if string(body) != "ended" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
	select {
	case err := <-done:
		if err != context.Canceled {
			t.Errorf("%v", err)
		}
	case <-time.After(2 * closeTimeout):
		t.Error("it does not end")
	}
}

func TestPieces(t *testing.T) {
	const quote = "Zoë Ō met Zoë."
	for _, test := range []struct {
		marks []mark
		want  string
	}{
		{nil, "Zoë Ō met Zoë."},
		{[]mark{{0, 4, "z"}, {12, 16, "z"}, {5, 7, "o"}}, "[Zoë=z] [Ō=o] met [Zoë=z]."},
		{[]mark{{0, 4, "z"}, {0, 7, "long"}, {5, 7, "o"}}, "[Zoë Ō=long] met Zoë."},
		{[]mark{{0, 3, "half a letter"}, {-3, 4, "before"}, {12, 99, "after"}, {5, 5, "empty"}}, "Zoë Ō met Zoë."},
		{[]mark{{0, len(quote), "all"}}, "[Zoë Ō met Zoë.=all]"},
	} {
		var got strings.Builder
		for _, p := range pieces(quote, test.marks) {
			if p.Node == "" {
				got.WriteString(p.Text)
			} else {
				fmt.Fprintf(&got, "[%s=%s]", p.Text, p.Node)
			}
		}
		if got.String() != test.want {
			t.Errorf("%v: %s, want %s", test.marks, got.String(), test.want)
		}
	}
}

// TestShapes checks that no two labels are drawn alike.
func TestShapes(t *testing.T) {
	kinds := get[schemaAnswer](t, New(inSQLite(t), Options{}), "/api/schema").Nodes
	slices.SortFunc(kinds, func(a, b nodeKind) int { return cmp.Compare(a.Shape, b.Shape) })
	for i, k := range kinds {
		if k.Shape == "" || i > 0 && k.Shape == kinds[i-1].Shape {
			t.Errorf("%s: shape %q", k.Label, k.Shape)
		}
	}
}
