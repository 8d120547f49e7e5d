"""Reads annotated sets into one form: text, sentences, spans.

A span says which labels it may have; a set says which heads it annotates. What
a set leaves open is open in training too: a LOC that may be a country or a
place is marked as either, and words that a set may have left out are marked as
perhaps nothing. All offsets count code points.
"""

import dataclasses
import json
import re

import countries
import paths
from text import sentences


@dataclasses.dataclass(frozen=True)
class Span:
    """A mention. Without certainty its words may also be outside of any mention."""

    start: int
    end: int
    labels: frozenset  # of one head
    certain: bool = True
    entity: str = ""  # in a set that annotates relations


@dataclasses.dataclass
class Document:
    """A text, or one sentence of a set of sentences."""

    id: str
    text: str
    sentences: list  # (start, end)
    spans: list
    heads: frozenset  # those that the set annotates in full
    relations: dict | None = None  # (entity, entity) to labels, if the set annotates them
    statuses: dict = dataclasses.field(default_factory=dict)  # of the entities that are events


PERSON = frozenset({"Person"})
ORGANIZATION = frozenset({"Organization"})
DATE = frozenset({"Date"})

# Types of the sets by what they are here; types that are not listed are no mentions.
PERSONS = set("per person politician musicalartist writer scientist researcher".split())
ORGANIZATIONS = set("org organisation organization politicalparty group corporation university band".split())
LOCATIONS = set("loc location country gpe facility".split())
DATES = set("time date".split())
MEDIA = set("magazine academicjournal".split())  # an organization when it acts or speaks
FREE = set("misc norp".split())  # holds adjectives of countries among others


def strip(text, start, end):
    """Span without a leading "the" and a trailing "'s"."""
    the = re.match(r"(?i)the\s+", text[start:end])
    if the and the.end() < end - start:
        start += the.end()
    possessive = re.search(r"\s*['’]s$", text[start:end])
    if possessive and possessive.start() > 0:
        end = start + possessive.start()
    return start, end


def span(text, start, end, kind):
    """Our span for a set's mention of a kind; None if it is none of ours."""
    start, end = strip(text, start, end)
    kind, form = kind.lower(), text[start:end]
    if kind in PERSONS:
        return Span(start, end, PERSON)
    if kind in ORGANIZATIONS:
        return Span(start, end, ORGANIZATION)
    if kind in LOCATIONS:
        labels, optional = countries.location(form)
        return Span(start, end, labels, not optional)
    if kind in DATES:
        return Span(start, end, DATE)
    if kind in MEDIA:
        return Span(start, end, ORGANIZATION, False)
    if kind in FREE and countries.known(form):
        return Span(start, end, countries.COUNTRY)
    return None


def chunks(tags):
    """Mentions of BIO tags: (first token, token after the last, type)."""
    out = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            out.append([i, i + 1, tag[2:]])
        elif tag.startswith("I-") and out:
            out[-1][1] = i + 1
    return out


def read_lines(path):
    """The JSON values of a file of lines."""
    with path.open(encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def joined(tokens, tags):
    """Text of tokens with single spaces, and its mentions (start, end, type)."""
    starts, end = [], 0
    for token in tokens:
        starts.append(end)
        end += len(token) + 1
    return " ".join(tokens), [(starts[i], starts[j - 1] + len(tokens[j - 1]), kind) for i, j, kind in chunks(tags)]


def read_sentences(path, packed=0):
    """Documents of a set of sentences that annotates names.

    packed: how many consecutive sentences make a document, for sets that keep
    the order of a text; 0 if the sentences have nothing to do with each other.
    """
    lines = read_lines(path)
    size = max(packed, 1)
    out = []
    for at in range(0, len(lines), size):
        text, spans, borders = "", [], []
        for line in lines[at : at + size]:
            own, mentions = joined(line["tokens"], line["tags"])
            offset = len(text)
            found = [span(own, *m) for m in mentions]
            spans += [dataclasses.replace(s, start=s.start + offset, end=s.end + offset) for s in found if s]
            borders.append((offset, offset + len(own)))
            text += own + "\n"
        out.append(Document(f"{path.stem}:{at}", text, borders, with_adjectives(text, spans), frozenset({"name"})))
    return out


def with_adjectives(text, spans):
    """Adds, as perhaps mentions, the forms of countries that a set without adjectives has left out."""
    taken = {i for s in spans for i in range(s.start, s.end)}
    extra = [
        Span(m.start(), m.end(), countries.COUNTRY, False)
        for m in re.finditer(r"\b[A-Z][a-z]+\b", text)
        if countries.known(m.group()) and m.start() not in taken
    ]
    return spans + extra


def read_redocred(path):
    """Documents of Re-DocRED: names, and times as dates."""
    out = []
    for line in read_lines(path):
        mentions = [(m["start"], m["end"], e["type"]) for e in line["entities"] for m in e["mentions"]]
        spans = [s for s in (span(line["text"], *m) for m in mentions) if s]
        out.append(Document(line["id"], line["text"], sentences(line["text"]), spans, frozenset({"name", "date"})))
    return out


# Sets of others that we learn from, with their files. Licences: Re-DocRED MIT on
# Wikipedia's CC BY-SA; CrossNER the same; WikiGold CC BY 4.0; Universal NER's EWT
# CC BY-SA 4.0.
FOREIGN = {
    "redocred": ["redocred.dev.jsonl", "redocred.test.jsonl"],
    "wikigold": ["wikigold.all.jsonl"],
    "ewt": ["uner_ewt.dev.jsonl"],
    "crossner": [f"crossner_{topic}.train.jsonl" for topic in ("politics", "ai", "literature", "music", "science")],
}
PACKED = {"wikigold.all.jsonl": 6, "uner_ewt.dev.jsonl": 4}  # sentences of a document, where a set keeps the order of a text


def read_foreign(folder, names=tuple(FOREIGN)):
    """The sets of others with these names, as far as they are in the folder."""
    out = []
    for path in (path for name in names for path in FOREIGN[name] if (folder / path).exists()):
        if path.startswith("redocred"):
            out += read_redocred(folder / path)
        else:
            out += read_sentences(folder / path, packed=PACKED.get(path, 0))
    return out


def held(documents):
    """Splits documents into those to train on and those that held.txt names, held back for choosing."""
    ids = set(paths.HELD.read_text(encoding="utf-8").split())
    return [d for d in documents if d.id not in ids], [d for d in documents if d.id in ids]
