package graph

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize folds a name for comparison: case, accents, width, punctuation and
// spacing do not count. Of text without letters or digits only spacing does not. What is
// not UTF-8 becomes U+FFFD.
func Normalize(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
			// An apostrophe or a dot joins: O'Brien, U.S.
		case inWord(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return norm.NFC.String(strings.Join(strings.Fields(name), " "))
	}
	return norm.NFC.String(b.String())
}

// Words returns the words of Normalize(name), none if name has no letters or
// digits.
func Words(name string) []string {
	n := Normalize(name)
	if !strings.ContainsFunc(n, inWord) {
		return nil
	}
	return strings.Fields(n)
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r)
}

// The bounds of keys in bytes: databases index no long strings.
const (
	maxKey        = 256  // of an entity
	maxArticleKey = 2048 // addresses are longer
)

func key(prefix string, parts ...string) string {
	return bound(prefix+":"+strings.Join(parts, "|"), maxKey)
}

// bound cuts a key that is longer than limit bytes and puts a hash of the whole
// in the place of the rest.
func bound(k string, limit int) string {
	if len(k) <= limit {
		return k
	}
	cut := limit - 17
	for !utf8.RuneStart(k[cut]) {
		cut--
	}
	return k[:cut] + "~" + digest(k)[:16]
}

// PersonKey returns the key of a person. With a single name only (surname says
// so), the key holds for this article alone.
func PersonKey(name, article string) (k string, ambiguous bool) {
	n := Normalize(name)
	if strings.Contains(n, " ") {
		return key("person", n), false
	}
	return key("person", n, article), true
}

// OfficeKey returns the key of an office: its title and the key of what it is
// the office of. Without the latter (of is empty) it holds for this article
// alone.
func OfficeKey(title, of, article string) string {
	if of == "" {
		of = article
	}
	return key("office", Normalize(title), of)
}

// OrganizationKey returns the key of an organization; a leading "the" does not
// count.
func OrganizationKey(name string) string {
	return key("organization", strings.TrimPrefix(Normalize(name), "the "))
}

// CountryKey returns the key of a country: its ISO 3166-1 alpha-2 code, else
// its name.
func CountryKey(iso2, name string) string {
	if iso2 != "" {
		return key("country", strings.ToLower(iso2))
	}
	return key("country", strings.TrimPrefix(Normalize(name), "the "))
}

// PlaceKey returns the key of a place: its name, and the key of its country
// where the article states that.
func PlaceKey(name, country string) string {
	n := strings.TrimPrefix(Normalize(name), "the ")
	if country == "" {
		return key("place", n)
	}
	return key("place", n, strings.TrimPrefix(country, "country:"))
}

// EventKey returns the key of an event that all articles about it share, and
// whether there is one: its type, its day, its participants (two or more keys,
// in any order) and its place.
func EventKey(eventType, day string, participants []string, place string) (string, bool) {
	if len(day) != len("2024-10-11") || len(participants) < 2 {
		return "", false
	}
	ps := slices.Compact(slices.Sorted(slices.Values(participants)))
	if len(ps) < 2 {
		return "", false
	}
	return key("event", eventType, day, strings.Join(ps, "+"), place), true
}

// ArticleEventKey returns the key of an event that holds for one article alone:
// the ordinal-th event of its type there, from 1.
func ArticleEventKey(article, eventType string, ordinal int) string {
	return key("event", eventType, fmt.Sprint(ordinal), article)
}

// ArticleKey returns the key of an article: its canonical URL, else its id,
// else a hash of its content.
func ArticleKey(rawURL, id, contentHash string) string {
	if u := CanonicalURL(rawURL); u != "" {
		return bound(u, maxArticleKey)
	}
	if id != "" {
		return bound(id, maxArticleKey)
	}
	return "sha256:" + contentHash
}

// CanonicalURL brings the spellings of one address together: scheme and host
// in lower case, https for http, no default port, no "www.", no fragment, no
// tracking parameters, the others sorted, no closing slash. It returns "" for
// what is no absolute http(s) address.
func CanonicalURL(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || (!strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https")) {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for strings.HasPrefix(host, "www.") {
		host = host[len("www."):]
	}
	if host == "" {
		return ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		host += ":" + p
	}
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" {
			q.Del(k)
		}
	}
	address := url.URL{Scheme: "https", Host: host}
	out := address.String() + strings.TrimRight(u.EscapedPath(), "/")
	if len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}
