package gazetteer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestCountry(t *testing.T) {
	g := open(t)
	tests := []struct {
		form, iso2 string
		want       Form
	}{
		{"Iran", "IR", Name},
		{"Iranian", "IR", Adjective},
		{"Iranians", "IR", People},
		{"U.S.", "US", Name},
		{"US", "US", Name},
		{"USA", "US", Name},
		{"America", "US", Name},
		{"the United States", "US", Name},
		{"United\u00a0States", "US", Name},
		{"Americans", "US", People},
		{"UK", "GB", Name},
		{"Britain", "GB", Name},
		{"Britons", "GB", People},
		{"KUWAIT", "KW", Name},
		{"SAUDI ARABIA", "SA", Name},
		{"BOSNIA AND HERZEGOVINA", "BA", Name},
		{"The Bahamas", "BS", Name},
		{"Palestinian", "PS", Adjective},
		{"Palestinians", "PS", People},
		{"Kosovo", "XK", Name},
		{"Taiwan", "TW", Name},
		{"Taiwanese", "TW", Adjective},
		{"South Korean", "KR", Adjective},
		{"Korean", "KR", Adjective},
		{"North Koreans", "KP", People},
		{"DPRK", "KP", Name},
		{"Democratic People’s Republic of Korea", "KP", Name},
		{"DRC", "CD", Name},
		{"Democratic Republic of the Congo", "CD", Name},
		{"Congo", "CD", Name},
		{"Congo-Brazzaville", "CG", Name},
		{"Republic of Congo", "CG", Name},
		{"Congolese", "CD", Adjective},
		{"UAE", "AE", Name},
		{"Emirati", "AE", Adjective},
		{"Burma", "MM", Name},
		{"Burmese", "MM", Adjective},
		{"Ivorian", "CI", Adjective},
		{"Côte d’Ivoire", "CI", Name},
		{"Niger", "NE", Name},
		{"Nigerien", "NE", Adjective},
		{"Nigerian", "NG", Adjective},
		{"Dominican", "DO", Adjective},
		{"Dominica", "DM", Name},
		{"Guinean", "GN", Adjective},
		{"Guinea-Bissau", "GW", Name},
		{"Georgia", "GE", Name},
		{"Jordan", "JO", Name},
		{"Chad", "TD", Name},
		{"Turkey", "TR", Name},
		{"Türkiye", "TR", Name},
		{"Turks", "TR", People},
		{"Dutch", "NL", Adjective},
		{"Czechia", "CZ", Name},
		{"Swiss", "CH", Adjective},
		{"Filipinos", "PH", People},
		{"Frenchwoman", "FR", People},
	}
	for _, tt := range tests {
		c, form, ok := g.Country(tt.form)
		if !ok || c.ISO2 != tt.iso2 || form != tt.want {
			t.Errorf("Country(%q) = %s, %d, %t; want %s, %d", tt.form, c.ISO2, form, ok, tt.iso2, tt.want)
		}
	}
	for _, form := range []string{"", "us", "uk", "iran", "it", "IT", "IN", "AM", "the", "Hong Kong", "Macau", "Gaza", "Antarctica", "None", "NA"} {
		if c, _, ok := g.Country(form); ok {
			t.Errorf("Country(%q) = %s; want none", form, c.ISO2)
		}
	}
}

func TestCountryNames(t *testing.T) {
	g := open(t)
	want := []Country{
		{"US", "USA", "United States", "Washington", "Q30"},
		{"KR", "KOR", "South Korea", "Seoul", "Q884"},
		{"CZ", "CZE", "Czech Republic", "Prague", "Q213"},
		{"CI", "CIV", "Ivory Coast", "Yamoussoukro", "Q1008"},
		{"PS", "PSE", "Palestine", "Ramallah", "Q219060"},
		{"KZ", "KAZ", "Kazakhstan", "Astana", "Q232"},
		{"XK", "XKX", "Kosovo", "Pristina", "Q1246"},
		{"DK", "DNK", "Denmark", "Copenhagen", "Q35"},
	}
	var got []Country
	for _, c := range want {
		c, _ = g.ByISO2(c.ISO2)
		got = append(got, c)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("countries (-want +got):\n%s", d)
	}
}

func TestCapital(t *testing.T) {
	g := open(t)
	for form, iso2 := range map[string]string{
		"Washington": "US", "Washington, D.C.": "US", "WASHINGTON": "US", "Tehran": "IR", "Teheran": "IR", "Kyiv": "UA",
		"Kiev": "UA", "Seoul": "KR", "Beijing": "CN", "Sana'a": "YE", "N’Djamena": "TD", "Bogotá": "CO", "Ramallah": "PS",
	} {
		if c, ok := g.Capital(form); !ok || c.ISO2 != iso2 {
			t.Errorf("Capital(%q) = %s, %t; want %s", form, c.ISO2, ok, iso2)
		}
	}
	if c, ok := g.Capital("New York"); ok {
		t.Errorf("Capital(New York) = %s; want none", c.ISO2)
	}
}

func TestPlace(t *testing.T) {
	g := open(t)
	type place struct {
		Name, Country, Kind string
		Ambiguous           bool
	}
	tests := map[string]place{
		"Georgia":              {"Georgia", "US", "region", true},
		"Texas":                {"Texas", "US", "region", false},
		"Ontario":              {"Ontario", "CA", "region", false},
		"Paris":                {"Paris", "FR", "city", false},
		"London":               {"London", "GB", "city", false},
		"DUBAI":                {"Dubai", "AE", "city", false},
		"RIO DE JANEIRO":       {"Rio de Janeiro", "BR", "city", false},
		"Sao Paulo":            {"Sao Paulo", "BR", "city", false},
		"São Paulo":            {"Sao Paulo", "BR", "city", false},
		"St. Petersburg":       {"St. Petersburg", "RU", "city", false},
		"The Hague":            {"The Hague", "NL", "city", false},
		"Washington, DC":       {"Washington", "US", "city", false},
		"WASHINGTON, D.C.":     {"Washington", "US", "city", false},
		"Calif.":               {"California", "US", "region", true},
		"Nice":                 {"Nice", "FR", "city", true},
		"Reading":              {"Reading", "GB", "city", true},
		"Mobile":               {"Mobile", "US", "city", true},
		"Bath":                 {"Bath", "GB", "city", true},
		"Gaza":                 {"Gaza", "PS", "area", false},
		"Gaza Strip":           {"Gaza", "PS", "area", false},
		"West Bank":            {"West Bank", "PS", "area", false},
		"the Middle East":      {"Middle East", "", "area", false},
		"Strait of Hormuz":     {"Strait of Hormuz", "", "strait", false},
		"Hong Kong":            {"Hong Kong", "HK", "city", false},
		"Macao":                {"Macau", "MO", "city", false},
		"Crimea":               {"Crimea", "UA", "region", false},
		"Euphrates":            {"Euphrates", "", "river", false},
		"Red Sea":              {"Red Sea", "", "sea", false},
		"Horn of Africa":       {"Horn of Africa", "", "area", false},
		"Sharm El Sheikh":      {"Sharm el-Sheikh", "EG", "city", false},
		"Deir al-Balah":        {"Deir al-Balah", "PS", "city", false},
		"Southeast Asian":      {"Southeast Asia", "", "area", false},
		"Saint Paul":           {"Saint Paul", "US", "city", false},
		"St. Paul":             {"Saint Paul", "US", "city", false},
		"Northern Ireland":     {"Northern Ireland", "GB", "region", false},
		"Tripoli":              {"Tripoli", "LY", "city", false},
		"Washington state":     {"Washington state", "US", "region", false},
		"Kherson":              {"Kherson", "UA", "city", false},
		"District of Columbia": {"Washington", "US", "city", false},
	}
	for form, want := range tests {
		p, ok := g.Place(form)
		if got := (place{p.Name, p.Country, p.Kind, p.Ambiguous}); !ok || got != want {
			t.Errorf("Place(%q) = %v, %t; want %v", form, got, ok, want)
		}
	}
	for _, form := range []string{"", "Of", "Iran", "nice", "Israelis"} {
		if p, ok := g.Place(form); ok {
			t.Errorf("Place(%q) = %v; want none", form, p)
		}
	}
	p, _ := g.Place("Kyiv")
	if p.GeoNamesID != 703448 || p.Population < 2e6 || p.Lat < 50 || p.Lat > 51 || p.Lon < 30 || p.Lon > 31 {
		t.Errorf("Kyiv = %+v", p)
	}
}

func TestNamesakes(t *testing.T) {
	g := open(t)
	tests := map[string][]Place{
		"Paris":   {{Name: "Paris", Country: "US", Region: "TX", Kind: "city", Population: 24782, GeoNamesID: 4717560}},
		"Teheran": nil,
		"TRIPOLI": {
			{Name: "Tripoli", Country: "LB", Region: "09", Kind: "city", Population: 229398, GeoNamesID: 266826},
			{Name: "Tripoli", Country: "GR", Region: "ESYE25", Kind: "city", Population: 26561, GeoNamesID: 252601},
		},
		"Euphrates": nil,
		"Unlikely":  nil,
	}
	for form, want := range tests {
		if d := cmp.Diff(want, g.Namesakes(form)); d != "" {
			t.Errorf("Namesakes(%q) (-want +got):\n%s", form, d)
		}
	}
}

func TestOfficial(t *testing.T) {
	g := open(t)
	for name, want := range map[string]Official{
		"Antony Blinken":     {"Q7821917", "US"},
		"PÉTER SZIJJÁRTÓ":    {"Q685293", "HU"},
		"Gabriel Landsbergs": {},
		"":                   {},
	} {
		if got, ok := g.Official(name); got != want || ok != (want != Official{}) {
			t.Errorf("Official(%q) = %+v, %t; want %+v", name, got, ok, want)
		}
	}
}

func TestOrganization(t *testing.T) {
	g := open(t)
	tests := map[string]Organization{
		"Pentagon":             {Name: "Pentagon", Kind: "ministry", Country: "US", Metonym: true},
		"the White House":      {Name: "White House", Kind: "government office", Country: "US", Metonym: true},
		"the Kremlin":          {Name: "Kremlin", Kind: "government office", Country: "RU", Metonym: true},
		"Elysee":               {Name: "Élysée", Kind: "government office", Country: "FR", Metonym: true},
		"10 Downing Street":    {Name: "Downing Street", Kind: "government office", Country: "GB", Metonym: true},
		"U.N.":                 {Name: "United Nations", Kind: "international organization"},
		"Hizbullah":            {Name: "Hezbollah", Kind: "armed group", Country: "LB"},
		"Al-Shabaab":           {Name: "al-Shabaab", Kind: "armed group", Country: "SO"},
		"TALIBAN":              {Name: "Taliban", Kind: "armed group", Country: "AF"},
		"Knesset":              {Name: "Knesset", Kind: "parliament", Country: "IL"},
		"Agence France-Presse": {Name: "Agence France-Presse", Kind: "news agency", Country: "FR"},
		"AFP":                  {Name: "Agence France-Presse", Kind: "news agency", Country: "FR"},
		"Kan":                  {Name: "Kan", Kind: "media", Country: "IL", Ambiguous: true},
		"Apple":                {Name: "Apple", Kind: "company", Country: "US", Ambiguous: true},
		"FIFA":                 {Name: "FIFA", Kind: "sports body"},
		"IRGC":                 {Name: "Islamic Revolutionary Guard Corps", Kind: "armed forces", Country: "IR"},
	}
	for form, want := range tests {
		if got, ok := g.Organization(form); !ok || got != want {
			t.Errorf("Organization(%q) = %+v, %t; want %+v", form, got, ok, want)
		}
	}
	for _, form := range []string{"", "who", "un", "Iran"} {
		if o, ok := g.Organization(form); ok {
			t.Errorf("Organization(%q) = %+v; want none", form, o)
		}
	}
}

func TestWords(t *testing.T) {
	g := open(t)
	tests := []struct {
		name    string
		has     func(string) bool
		yes, no []string
	}{
		{
			"GivenName", g.GivenName,
			[]string{"John", "Mohammed", "Mohamed", "Oleksandr", "Yoav", "Narendra", "Shinzo", "Xi", "José", "Chimamanda", "Ursula", "JOHN"},
			[]string{"john", "Ministry", "", "Thursday"},
		},
	}
	for _, tt := range tests {
		for _, w := range tt.yes {
			if !tt.has(w) {
				t.Errorf("%s(%q) = false", tt.name, w)
			}
		}
		for _, w := range tt.no {
			if tt.has(w) {
				t.Errorf("%s(%q) = true", tt.name, w)
			}
		}
	}
}

func TestPlaceList(t *testing.T) {
	g := open(t)
	ids := map[int]string{}
	for line := range strings.Lines(placesTSV) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != fold(f[0]) {
			t.Errorf("%q is not a key: fold makes it %q", f[0], fold(f[0]))
		}
		if len(f) == 3 {
			to, ok := strings.CutPrefix(f[1], "=")
			if row, found := g.places.find(to); !ok || !found || strings.HasPrefix(row, "=") {
				t.Errorf("%q stands for %q, which is no place", f[0], f[1])
			}
			continue
		}
		p, err := place(f)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, ok := g.ByISO2(p.Country); !ok && p.Country != "" && len(p.Country) != 2 {
			t.Errorf("%q: country %q", f[0], p.Country)
		}
		if p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 || p.Population < 0 {
			t.Errorf("%q: %+v", f[0], p)
		}
		if other, ok := ids[p.GeoNamesID]; ok && p.GeoNamesID != 0 {
			t.Errorf("%q and %q have GeoNames id %d", other, f[0], p.GeoNamesID)
		}
		ids[p.GeoNamesID] = f[0]
	}
}

func TestNamesakeList(t *testing.T) {
	g := open(t)
	for line := range strings.Lines(namesakesTSV) {
		key, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		ids := map[int]bool{}
		for s := range forms(rest) {
			p, err := namesake(key, strings.Split(s, ","))
			if err != nil {
				t.Error(err)
			}
			if ids[p.GeoNamesID] || p.GeoNamesID == 0 || len(p.Country) != 2 || p.Kind != "city" && p.Kind != "region" {
				t.Errorf("%q: %+v", key, p)
			}
			ids[p.GeoNamesID] = true
		}
		if p, ok := g.Place(key); !ok || len(ids) == 0 || ids[p.GeoNamesID] {
			t.Errorf("%q is no place, or its own namesake", key)
		}
	}
}

func TestOfficialList(t *testing.T) {
	item := regexp.MustCompile(`^Q[1-9]\d*$`)
	g := open(t)
	for line := range strings.Lines(officialsTSV) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if _, ok := g.ByISO2(f[2]); !ok || !item.MatchString(f[1]) || f[0] != strings.ToLower(fold(f[0])) || !strings.Contains(f[0], " ") {
			t.Errorf("%q", f)
		}
	}
}

func TestCountryList(t *testing.T) {
	iso2, iso3, item := regexp.MustCompile(`^[A-Z]{2}$`), regexp.MustCompile(`^[A-Z]{3}$`), regexp.MustCompile(`^Q[1-9]\d*$`)
	g, seen := open(t), map[string]bool{}
	for code, c := range g.iso {
		if !iso2.MatchString(code) || !iso3.MatchString(c.ISO3) || !item.MatchString(c.WikidataID) || seen[c.ISO3] || seen[c.WikidataID] {
			t.Errorf("%q: codes malformed or doubled: %+v", code, c)
		}
		seen[c.ISO3], seen[c.WikidataID] = true, true
		if got, form, ok := g.Country(c.Name); !ok || got != c || form != Name {
			t.Errorf("Country(%q) = %+v, %d, %t", c.Name, got, form, ok)
		}
	}
}

func TestDamagedData(t *testing.T) {
	const country = "FR\tFRA\tFrance\tParis\t\tFrench\t\t\tQ142\n"
	tests := []struct{ name, countries, organizations, given, want string }{
		{"sound", country, "NATO\talliance\t\t\t\n", "a\nb\n", ""},
		{"order", country, "NATO\talliance\t\t\t\n", "b\na\n", `given.txt: line 2: "a" does not come after "b"`},
		{"cut", country, "NATO\talliance\t\t\t\n", "a\nb", "given.txt: the last line is cut off"},
		{"fields", "FR\tFRA\n", "NATO\talliance\t\t\t\n", "a\n", "countries.tsv: line 1: 2 fields"},
		{"code", "F\tFRA\tFrance\tParis\t\t\t\t\t\n", "NATO\talliance\t\t\t\n", "a\n", "not a country's codes"},
		{"two", country + "GF\tGUF\tFrench\t\t\t\t\t\t\n", "NATO\talliance\t\t\t\n", "a\n", `"French" is both FR and GF`},
		{"kind", country, "NATO\t\t\t\t\n", "a\n", `organizations.tsv: "NATO": kind ""`},
	}
	for _, tt := range tests {
		_, err := parse(lists{tt.countries, tt.organizations, "Paris\t\tFR\t\tcity\t\t\t\t\t\n", "Paris\t\n", "a b\tQ1\tFR\n", tt.given})
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: error %v; want %q in it", tt.name, err, tt.want)
		}
	}
}

func TestOwnFilesAreSorted(t *testing.T) {
	paths, err := filepath.Glob("own/*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no own files: ", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		last := ""
		for line := range strings.Lines(string(data)) {
			if line <= last {
				t.Errorf("%s: %q does not come after %q", path, line, last)
			}
			last = line
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	g := open(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				g.Country("Iran")
				g.Place("Kiev")
				g.GivenName("Yoav")
			}
		})
	}
	wg.Wait()
}

func FuzzLookup(f *testing.F) {
	for _, s := range []string{"Iran", "ÉLYSÉE", "ﬁ", "\xff", "the ", "İSTANBUL", "A\tB", "\n", "ẞẞẞẞ", "0000000000\xf6ĵ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := open(t)
		if k := fold(s); fold(k) != k {
			t.Errorf("fold(%q) = %q, and of that %q", s, k, fold(k))
		}
		g.Country(s)
		g.Capital(s)
		g.Place(s)
		g.Organization(s)
		g.GivenName(s)
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := parse(lists{countriesTSV, organizationsTSV, placesTSV, namesakesTSV, officialsTSV, givenTXT}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlace(b *testing.B) {
	g := open(b)
	for b.Loop() {
		g.Place("Sharm El Sheikh")
	}
}

func BenchmarkPlaceUnknown(b *testing.B) {
	g := open(b)
	for b.Loop() {
		g.Place("Unlikely")
	}
}
