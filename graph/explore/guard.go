package explore

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
)

// policy is what the page may do: use what this server sends, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard lets those pass who may look at the graph, and tells browsers to keep
// what they get to themselves.
func guard(h http.Handler, o Options) http.Handler {
	pass := newPass(o.Token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("Cross-Origin-Embedder-Policy", "require-corp")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Content-Type-Options", "nosniff")
		if !o.names(r.Host) {
			writeError(w, http.StatusForbidden, "this is not the host "+r.Host+": open the address that dateline explore has printed")
			return
		}
		if o.Token == "" || pass.shown(r) {
			h.ServeHTTP(w, r)
			return
		}
		query := r.URL.Query()
		if !pass.token(query.Get("token")) {
			writeError(w, http.StatusUnauthorized, "open the whole address that dateline explore has printed, with its token")
			return
		}
		// The token leaves the address, which may be seen, for a cookie.
		http.SetCookie(w, &http.Cookie{
			Name: pass.name, Value: pass.value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
		query.Del("token")
		to := *r.URL
		to.Scheme, to.Host, to.RawQuery = "", "", query.Encode()
		to.Path = "/" + strings.TrimLeft(to.Path, "/\\")
		header.Set("Cache-Control", "no-store")
		http.Redirect(w, r, to.String(), http.StatusSeeOther)
	})
}

// names reports whether the header Host names this server. A page of someone else
// whose name leads here (DNS rebinding) has another.
func (o Options) names(hostport string) bool {
	host := hostOf(hostport)
	address, err := netip.ParseAddr(host)
	literal := err == nil
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || literal && address.IsLoopback() {
		return true
	}
	listen := strings.ToLower(o.Listen)
	if listen == "" {
		return false
	}
	if own, err := netip.ParseAddr(listen); err == nil && own.IsUnspecified() {
		name, err := os.Hostname()
		return literal || err == nil && strings.EqualFold(host, name)
	}
	return host == listen
}

// hostOf returns the host of a host with or without a port, in lower case.
func hostOf(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.TrimSuffix(strings.TrimPrefix(hostport, "["), "]")
	}
	return strings.ToLower(host)
}

// pass is what shows that someone knows the token: the token itself, or the cookie
// that they got for it. Another explorer at the same host has another cookie.
type pass struct {
	sum         [sha256.Size]byte // of the token
	name, value string            // of the cookie
}

func newPass(token string) pass {
	sum := sha256.Sum256([]byte("cookie of " + token))
	secret := hex.EncodeToString(sum[:])
	return pass{sha256.Sum256([]byte(token)), "dateline-" + secret[:8], secret[8:]}
}

// token compares in a time that tells nothing.
func (p pass) token(token string) bool {
	sum := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(sum[:], p.sum[:]) == 1
}

func (p pass) shown(r *http.Request) bool {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return p.token(token)
	}
	cookie, err := r.Cookie(p.name)
	return err == nil && subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(p.value)) == 1
}
