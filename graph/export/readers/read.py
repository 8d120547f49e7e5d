"""Reads the exports in folders with the programs that they are for, and fails
where these see another graph than graph.jsonl has.

    read.py FOLDER...

GEPHI_TOOLKIT names the jar with Gephi's readers.
"""

import calendar
import csv
import hashlib
import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import networkx
import pandas
import rdflib
from rdflib.namespace import OWL, ORG, PROV, RDF, XSD

LABELS = ["Person", "Office", "Organization", "Country", "Place", "Event", "Article", "Claim"]
JSON = ["aliases", "forms", "starts", "ends", "confidence"]  # these columns hold
COLORS = {"Person": "#4C8EDA", "Event": "#C990C0", "Claim": "#ECB5C9"}


def main(folder):
    nodes, edges = jsonl(folder / "graph.jsonl")
    graphml(folder / "graph.graphml", nodes, edges)
    gexf(folder / "graph.gexf", nodes, edges)
    tables(folder, nodes, edges)
    rdf(folder / "graph.nt", nodes, edges)
    gephi(folder / "graph.gexf", nodes, edges)
    gephi(folder / "graph.graphml", nodes, edges)
    print(f"{folder.name}: {len(nodes)} nodes and {len(edges)} edges, as written")


# What was written.


def jsonl(path):
    """Returns {id: (label, key, properties)} and {(source, target, type): properties}."""
    nodes, edges = {}, {}
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            x = json.loads(line)
            if "node" in x:
                nodes[node_id(x["node"], x["id"])] = (x["node"], x["id"], x["properties"])
                continue
            t = x["relationship"]
            source = node_id("Article" if t in ("STATES", "MENTIONS", "DUPLICATE_OF") else "Entity", x["from"])
            target = node_id({"STATES": "Claim", "DUPLICATE_OF": "Article"}.get(t, "Entity"), x["to"])
            assert source in nodes and target in nodes, f"{x} has no ends"
            edges[source, target, t] = x["properties"]
    assert len(nodes) == len({(n[0] in ("Article", "Claim") and n[0], n[1]) for n in nodes.values()})
    return nodes, edges


def legible(s):
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", s)


def node_id(label, key):
    if label == "Article" and key.startswith(tuple(l.lower() + ":" for l in LABELS)):
        key = "article:" + key
    if legible(key) == key:
        return key
    return legible(key) + "~" + hashlib.sha256(key.encode()).hexdigest()[:16]


def expected(properties, replace):
    """Properties as a format has them whose texts go through replace."""
    out = {}
    for name, v in properties.items():
        if name == "canonicalId":
            v = node_id("Entity", v)
        elif isinstance(v, str):
            v = replace(v)
        elif isinstance(v, list):
            # Control characters are escaped in JSON, whatever it is written in.
            v = [re.sub("[\ufffe\uffff]", lambda m: replace(m[0]), x) if isinstance(x, str) else x for x in v]
        out[name] = v
    return out


def unlisted(properties, like):
    """Properties with those that are lists in like read from JSON."""
    return {k: json.loads(v) if isinstance(like.get(k), list) else v for k, v in properties.items()}


def same(what, want, got):
    if want == got:
        return
    assert want.keys() == got.keys(), f"{what}: {list(want.keys() - got.keys())[:3]} are missing, {list(got.keys() - want.keys())[:3]} are there"
    for k in want:
        assert want[k] == got[k], f"{what}: {k!r}:\nwant {want[k]!r:.2000}\ngot  {got[k]!r:.2000}"


# NetworkX.


def graphml(path, nodes, edges):
    g = networkx.read_graphml(path, force_multigraph=True)
    want = {i: {"label": label, **expected(p, legible)} for i, (label, _, p) in nodes.items()}
    same("GraphML", want, {i: unlisted(d, want.get(i, {})) for i, d in g.nodes(data=True)})
    want = {(s, t, y): {"label": y, **expected(p, legible)} for (s, t, y), p in edges.items()}
    got = {(s, t, d["label"]): unlisted(d, want.get((s, t, d["label"]), {})) for s, t, d in g.edges(data=True)}
    assert g.number_of_edges() == len(got)
    same("GraphML", want, got)


def day(date, last):
    """The first or last day of a date that may be a month or a year."""
    year, month, d = (list(map(int, date.split("-"))) + [0, 0])[:3]
    if month > 12 or d > 31:
        return None
    month = month or (12 if last else 1)
    return f"{year:04}-{month:02}-{d or (calendar.monthrange(year, month)[1] if last else 1):02}"


def lifetime(label, p):
    """When an element of the GEXF is there: its first and last day."""
    dates = [p[k] for k in ("firstReported", "lastReported") if k in p]
    if label == "Article":
        dates = [p[k] for k in ("publishedAt",) if k in p]
    if label == "Event" and "date" in p:
        dates.append(p["date"])
    dates = [d for d in dates if day(d, False)]
    return (min(day(d, False) for d in dates), max(day(d, True) for d in dates)) if dates else (None, None)


def caption(key, p):
    s = legible(p.get("name") or p.get("title") or p.get("quote") or key)
    return s if len(s) <= 100 else s[:100] + "…"


def clipped(s):
    """Text as GEXF has it, where Java's readers refuse long attributes."""
    b = s.encode()
    return legible(s if len(b) <= 400_000 else b[:400_000].decode(errors="ignore") + "…")


def weight(p):
    return p.get("articles", p.get("count", 1))


def gexf(path, nodes, edges):
    g = networkx.read_gexf(path, version="1.3")
    want = {}
    for i, (label, key, p) in nodes.items():
        want[i] = {**expected(p, clipped), "nodeLabel": label, "label": caption(key, p)}
        start, end = lifetime(label, p)
        if start:
            want[i] |= {"start": start, "end": end}
    got = {}
    for i, d in g.nodes(data=True):
        color = d.pop("viz")["color"]
        color = "#%02X%02X%02X" % (color["r"], color["g"], color["b"])
        assert color == COLORS.get(d["nodeLabel"], color), f"{i} is {color}"
        got[i] = unlisted(d, want.get(i, {}))
    same("GEXF", want, got)
    want = {}
    for (s, t, y), p in edges.items():
        want[s, t, y] = {**expected(p, clipped), "label": y}
        if weight(p) != 1 or "articles" in p or "count" in p:
            want[s, t, y]["weight"] = weight(p)
        start, end = lifetime("", p)
        if start:
            want[s, t, y] |= {"start": start, "end": end}
    got, ids = {}, set()
    for s, t, d in g.edges(data=True):
        i = d.pop("id")
        assert d.get("fact", i) == i and i not in ids
        ids.add(i)
        got[s, t, d["label"]] = unlisted(d, want.get((s, t, d["label"]), {}))
    assert g.number_of_edges() == len(got)
    same("GEXF", want, got)


# pandas, and the csv module.


def tables(folder, nodes, edges):
    rows = {}
    for name in ("nodes", "edges"):
        with open(folder / (name + ".csv"), encoding="utf-8", newline="") as f:
            rows[name] = list(csv.DictReader(f))
        frame = pandas.read_csv(folder / (name + ".csv"), dtype=str, keep_default_na=False)
        frame = frame.map(lambda v: v.removeprefix("'"))
        assert not any(v[:1] in "=+-@\t\r" and not re.fullmatch(r"-?\d+", v) for r in rows[name] for v in r.values() if v), "a formula"
        rows[name] = [{k: v.removeprefix("'") for k, v in r.items()} for r in rows[name]]
        assert frame.to_dict("records") == rows[name], f"pandas reads other {name} than csv"
    no_nul = lambda s: s.replace("\0", "\ufffd")
    want = {(i,): cells({"label": label, **expected(p, no_nul)}) for i, (label, _, p) in nodes.items()}
    same("nodes.csv", want, uncells(rows["nodes"], ["id"]))
    want = {k: cells(expected(p, no_nul)) for k, p in edges.items()}
    same("edges.csv", want, uncells(rows["edges"], ["source", "target", "type"]))


def cells(properties):
    """Properties as text; an empty cell is none."""
    return {k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in properties.items() if v != ""}


def uncells(rows, first):
    """Rows by their first columns, with numbers and lists as cells would write them."""
    out = {}
    for r in rows:
        k = tuple(r.pop(name) for name in first)
        assert k not in out
        out[k] = {c: json.dumps(json.loads(v), ensure_ascii=False) if c in JSON else v for c, v in r.items() if v}
    return out


# RDFLib.

DATELINE = "urn:dateline:schema#"
SCHEMA = "https://schema.org/"
TERMS = {
    "name": "name",
    "alternateName": "aliases",
    "headline": "title",
    "url": "url",
    "publisher": "source",
    "datePublished": "publishedAt",
    "text": "quote",
    "endDate": "until",
}
CLASSES = {
    "Person": [SCHEMA + "Person"],
    "Office": [ORG.Post],
    "Organization": [SCHEMA + "Organization", ORG.Organization],
    "Country": [SCHEMA + "Country"],
    "Place": [SCHEMA + "Place"],
    "Event": [SCHEMA + "Event"],
    "Article": [SCHEMA + "NewsArticle", PROV.Entity],
    "Claim": [SCHEMA + "Claim", PROV.Entity],
}


def value(o):
    kind = {XSD.integer: int, XSD.double: float, XSD.boolean: lambda s: s == "true"}.get(o.datatype, str)
    date = {XSD.date: 10, XSD.gYearMonth: 7, XSD.gYear: 4}.get(o.datatype)
    assert date is None or len(o) == date, f"{o} is no {o.datatype}"
    return kind(str(o))


def key(iri):
    assert re.fullmatch(r"urn:dateline:[A-Za-z0-9._~:%-]+", iri), iri
    return unquote(iri.removeprefix("urn:dateline:"), errors="strict")


def said(g, s, label):
    """The properties of a subject."""
    out = {}
    for p, o in g.predicate_objects(s):
        if p == rdflib.URIRef(DATELINE + "canonicalId"):
            out["canonicalId"] = key(o)
        if not isinstance(o, rdflib.Literal):
            continue
        name = TERMS.get(p.removeprefix(SCHEMA), p.removeprefix(DATELINE))
        if p == rdflib.URIRef(SCHEMA + "startDate"):
            name = "date" if label == "Event" else "since"
        if name in ("aliases", "forms"):
            out[name] = sorted(out.get(name, []) + [value(o)])
        else:
            assert name not in out
            out[name] = json.loads(o) if name in ("starts", "ends") else value(o)
    return out


def rdf(path, nodes, edges):
    rdflib.NORMALIZE_LITERALS = False
    g = rdflib.Graph().parse(path, format="nt")
    plain = Counter()  # triples between things, by predicate
    got = {}
    for label in LABELS:
        for s in g.subjects(RDF.type, rdflib.URIRef(DATELINE + label)):
            k = key(s)
            if label == "Article":
                k = k.removeprefix("article:")
            got[label, k] = said(g, s, label)
            for c in CLASSES[label]:
                assert (s, RDF.type, rdflib.URIRef(c)) in g
            if label == "Claim":
                got[label, k]["fact"] = key(g.value(predicate=PROV.wasDerivedFrom, object=s)).removeprefix("fact:")
            item = got[label, k].get("wikidataId", "")
            assert re.fullmatch("Q[1-9][0-9]*", item) is None or (s, OWL.sameAs, rdflib.URIRef("http://www.wikidata.org/entity/" + item)) in g
    same("RDF", {(label, k): p for label, k, p in nodes.values()}, got)

    def end(iri):
        k = key(iri)
        return node_id("Article", k.removeprefix("article:")) if k.startswith("article:") else node_id("Entity", k)

    got = {}
    for t in ("STATES", "DUPLICATE_OF"):
        for s, o in g.subject_objects(rdflib.URIRef(DATELINE + t)):
            got[end(s), end(o), t] = {}
    for s, o in g.subject_objects(OWL.sameAs):
        if o.startswith("urn:"):
            got[end(s), end(o), "SAME_AS"] = {}
    for s in g.subjects(RDF.type, RDF.Statement):
        subject, predicate, object = (g.value(s, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        assert (subject, predicate, object) in g
        t = predicate.removeprefix(DATELINE)
        got[end(subject), end(object), t] = said(g, s, t)
        if t != "MENTIONS":
            got[end(subject), end(object), t]["fact"] = key(s).removeprefix("fact:")
    same("RDF", edges, got)

    # Who holds which office by which sentence of which article?
    answers = g.query("""
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX schema: <https://schema.org/>
        SELECT ?holder ?office ?sentence ?article WHERE {
          ?person org:holds ?post ; schema:name ?holder .
          ?post schema:name ?office .
          ?fact a schema:Role ; rdf:subject ?person ; rdf:object ?post ; prov:wasDerivedFrom ?claim .
          ?claim schema:text ?sentence ; prov:wasQuotedFrom ?article .
        }""")
    claims = {}
    for (s, t, y), _ in edges.items():
        if y == "STATES":
            claims.setdefault(nodes[t][2]["fact"], []).append((nodes[t][2]["quote"], nodes[s][1]))
    want = Counter()
    for (s, t, y), p in edges.items():
        if y == "HOLDS_OFFICE" and p["status"] in ("current", "acting"):
            for quote, article in claims.get(p["fact"], []):
                want[nodes[s][2]["name"], nodes[t][2]["name"], quote, article] += 1
    got = Counter((str(a.holder), str(a.office), str(a.sentence), key(a.article).removeprefix("article:")) for a in answers)
    assert got == want, "SPARQL: office holders"

    # Which articles say that an event took place in something that a place is in?
    [[count]] = g.query("""
        PREFIX schema: <https://schema.org/>
        SELECT (COUNT(*) AS ?n) WHERE { ?event a schema:Event ; schema:location / schema:containedInPlace ?place }""")
    inside = Counter(s for s, _, y in edges if y == "LOCATED_IN")
    want = sum(inside[t] for s, t, y in edges if y == "OCCURRED_IN")
    # Two ways to one place are one answer for each way.
    assert int(count) == want, f"SPARQL: {count} events within places, want {want}"


# Gephi.

NOTHING = ["", "null"]  # text that Gephi takes for none


def gephi(path, nodes, edges):
    import jpype
    import jpype.imports

    if not jpype.isJVMStarted():
        jpype.startJVM("-Djava.awt.headless=true", "-Duser.timezone=UTC", "-Xmx1g", classpath=[os.environ["GEPHI_TOOLKIT"]])
    from java.io import File
    from java.util.logging import LogManager
    from org.gephi.graph.api import GraphController
    from org.gephi.io.importer.api import EdgeMergeStrategy, ImportController
    from org.gephi.io.processor.plugin import DefaultProcessor
    from org.gephi.project.api import ProjectController
    from org.openide.util import Lookup

    LogManager.getLogManager().reset()
    find = Lookup.getDefault().lookup
    find(ProjectController).newProject()
    workspace = find(ProjectController).getCurrentWorkspace()
    container = find(ImportController).importFile(File(str(path)))
    container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE)
    issues = [str(i) for i in container.getReport().getIssues(1 << 20) if str(i.getLevel()) != "INFO"]
    find(ImportController).process(container, DefaultProcessor(), workspace)
    model = find(GraphController).getGraphModel(workspace)
    dynamic = path.suffix == ".gexf"

    def seen(table, element):
        out = {}
        for column in table:
            v = element.getAttribute(column)
            if v is not None and "-" in str(column.getId()):
                out[str(column.getTitle())] = str(v) if isinstance(v, jpype.JString) else v
        return out

    def days(element):
        return [(i.getLow(), i.getHigh()) for i in element.getIntervals()] if dynamic else []

    def spell(label, p):
        first, last = lifetime(label, p)
        return [tuple(calendar.timegm(time.strptime(d, "%Y-%m-%d")) * 1000 for d in (first, last))] if first and dynamic else []

    def solid(v):
        # Of GraphML, Gephi drops blanks that stand alone or between references.
        if isinstance(v, str) and not dynamic:
            return re.sub("[ \t\r\n]", "", v)
        return [solid(x) for x in v] if isinstance(v, list) else v

    def kept(properties):
        texts = {k: solid(v) for k, v in expected(properties, clipped if dynamic else legible).items()}
        return {k: v for k, v in texts.items() if v not in NOTHING}

    def heard(table, element, like):
        return {k: solid(v) for k, v in unlisted(seen(table, element), like).items()}

    want, got = {}, {}
    for i, (label, k, p) in nodes.items():
        p = kept(p)
        if dynamic:
            p["nodeLabel"] = label
        want[i] = (caption(k, nodes[i][2]) if dynamic else label, spell(label, p), p)
    for n in model.getGraph().getNodes():
        i = str(n.getId())
        got[i] = (str(n.getLabel()), days(n), heard(model.getNodeTable(), n, want[i][2]))
    same("Gephi, nodes", want, got)
    want, got = {}, {}
    for (s, t, y), p in edges.items():
        p = kept(p)
        want[s, t, y] = (y if dynamic else None, weight(p) if dynamic else 1, spell("", p), p)
    for e in model.getGraph().getEdges():
        k = (str(e.getSource().getId()), str(e.getTarget().getId()), str(e.getLabel()))
        kind = e.getTypeLabel()
        got[k] = (kind and str(kind), e.getWeight(), days(e), heard(model.getEdgeTable(), e, want[k][3]))
    same("Gephi, edges", want, got)
    assert not issues, issues


if __name__ == "__main__":
    csv.field_size_limit(1 << 30)
    for folder in sys.argv[1:]:
        main(Path(folder))
