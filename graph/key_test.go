package graph

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestNormalize(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"Lloyd Austin", "lloyd austin"},
		{"  Lloyd\n\tAUSTIN. ", "lloyd austin"},
		{"Recep Tayyip Erdoğan", "recep tayyip erdogan"},
		{"Zoë O’Neil", "zoe oneil"},
		{"Zoe O'Neil", "zoe oneil"},
		{"U.S.", "us"},
		{"Jean-Luc", "jean luc"},
		{"AT&T", "at t"},
		{"Ｔｏｋｙｏ", "tokyo"},
		{"東京都", "東京都"},
		{"Νέα Δημοκρατία", "νεα δημοκρατια"},
		{"İstanbul", "istanbul"},
		{"हिन्दी", "हिनदी"},
		{"ﬁrst", "first"},
		{"M23", "m23"},
		{" !!! ", "!!!"},
		{"a\x00b", "a b"},
		{"\xff", "\ufffd"},
		{"a\xffb", "a b"},
		{"", ""},
	} {
		if got := Normalize(test.name); got != test.want {
			t.Errorf("Normalize(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, name := range []string{"Zoë O’Neil", "U.S.", "İ", "ẞ", "ﷺ", "한국", "!!!", "a\xffb", "e\u0301\u0323", "K", "ά", "\U00010400", "ः", "\u0345"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		n := Normalize(name)
		if again := Normalize(n); again != n {
			t.Errorf("Normalize(%q) = %q, and of that %q", name, n, again)
		}
		if !utf8.ValidString(n) {
			t.Errorf("Normalize(%q) = %q is not UTF-8", name, n)
		}
		if len(Words(name)) > 0 {
			if decomposed := Normalize(norm.NFD.String(strings.ToValidUTF8(name, "\ufffd"))); decomposed != n {
				t.Errorf("Normalize(%q) = %q, decomposed %q", name, n, decomposed)
			}
			if words := strings.Join(Words(name), " "); words != n {
				t.Errorf("the words of %q are %q, not %q", name, words, n)
			}
		}
		article := strings.ToValidUTF8(name, "") // an id or an address; Check refuses others
		person, _ := PersonKey(name, article)
		for _, k := range []string{
			person, OfficeKey(name, "", article), OfficeKey(name, person, ""), OrganizationKey(name), CountryKey("", name),
			PlaceKey(name, ""), PlaceKey(name, CountryKey("", name)), ArticleEventKey(article, "attack", 1),
		} {
			if len(k) > maxKey || !utf8.ValidString(k) {
				t.Errorf("of %q comes the key %q of %d bytes", name, k, len(k))
			}
		}
	})
}

func TestKeys(t *testing.T) {
	person := func(name string) string {
		k, ambiguous := PersonKey(name, "a1")
		if ambiguous {
			k += " (ambiguous)"
		}
		return k
	}
	event := func(day, place string, participants ...string) string {
		k, ok := EventKey("attack", day, participants, place)
		if !ok {
			return "none"
		}
		return k
	}
	for _, test := range []struct{ got, want string }{
		{person("Lloyd AUSTIN"), "person:lloyd austin"},
		{person("Austin"), "person:austin|a1 (ambiguous)"},
		{OfficeKey("Secretary of Defense", "country:us", "a1"), "office:secretary of defense|country:us"},
		{OfficeKey("governor", "", "a1"), "office:governor|a1"},
		{OrganizationKey("The United Nations"), "organization:united nations"},
		{OrganizationKey("Theatre Union"), "organization:theatre union"},
		{CountryKey("US", "United States"), "country:us"},
		{CountryKey("", "The Ottoman Empire"), "country:ottoman empire"},
		{PlaceKey("The Hague", "country:nl"), "place:hague|nl"},
		{PlaceKey("Springfield", ""), "place:springfield"},
		{event("2024-10-01", "country:il", "country:ir", "country:il"), "event:attack|2024-10-01|country:il+country:ir|country:il"},
		{event("2024-10-01", "country:il", "country:il", "country:ir", "country:il"), "event:attack|2024-10-01|country:il+country:ir|country:il"},
		{event("2024-10", "", "country:il", "country:ir"), "none"},
		{event("2024-10-01", "", "country:il"), "none"},
		{event("2024-10-01", "", "country:il", "country:il"), "none"},
		{ArticleEventKey("a1", "attack", 2), "event:attack|2|a1"},
		{ArticleKey("http://www.example.org/a/", "id", "hash"), "https://example.org/a"},
		{ArticleKey("", "id", "hash"), "id"},
		{ArticleKey("", "", "hash"), "sha256:hash"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestKeyBounds(t *testing.T) {
	long := strings.Repeat("é ", 200)
	one, two := OrganizationKey(long+"x"), OrganizationKey(long+"y")
	if one == two || len(one) > maxKey || !strings.HasPrefix(one, "organization:e e e") {
		t.Errorf("long names have the keys %q and %q", one, two)
	}
	address := "https://example.org/" + strings.Repeat("é", 3000)
	a, b := ArticleKey(address+"x", "", ""), ArticleKey(address+"y", "", "")
	if a == b || len(a) > maxArticleKey {
		t.Errorf("long addresses have the keys %.30q... and %.30q... of %d bytes", a, b, len(a))
	}
}

var addresses = []struct{ raw, want string }{
	{"https://example.org/news/1", "https://example.org/news/1"},
	{" HTTP://WWW.Example.ORG:80/news/1/#top ", "https://example.org/news/1"},
	{"https://example.org", "https://example.org"},
	{"https://example.org//", "https://example.org"},
	{"https://example.org:8443/a", "https://example.org:8443/a"},
	{"http://[2001:DB8::1]:8080/a", "https://[2001:db8::1]:8080/a"},
	{"https://example.org/a?b=2&a=1&utm_source=x&fbclid=y&gclid=z", "https://example.org/a?a=1&b=2"},
	{"https://example.org/Ünïcode?q=ä", "https://example.org/%C3%9Cn%C3%AFcode?q=%C3%A4"},
	{"https://user:secret@example.org/a", "https://example.org/a"},
	{"ftp://example.org/a", ""},
	{"example.org/a", ""},
	{"/a", ""},
	{"https://", ""},
	{"https://www./", ""},
	{"https://:80/", ""},
	{"%zz", ""},
	{"", ""},
}

func TestCanonicalURL(t *testing.T) {
	for _, test := range addresses {
		if got := CanonicalURL(test.raw); got != test.want {
			t.Errorf("CanonicalURL(%q) = %q, want %q", test.raw, got, test.want)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	for _, test := range addresses {
		f.Add(test.raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u := CanonicalURL(raw)
		if again := CanonicalURL(u); again != u {
			t.Errorf("CanonicalURL(%q) = %q, and of that %q", raw, u, again)
		}
	})
}
