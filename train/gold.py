"""Where the mentions of an annotated article stand in its text.

Annotations give mentions as strings. A plain string is a mention wherever it
stands as whole words; with the mention in brackets the string is its context,
as in "a [call] with". Within a head mentions do not overlap: those in brackets
come first, then the longer ones, so that "Marcos" is not found within "Louise
Araneta-Marcos" nor "President" within "Vice President".
"""

import json
import re

import relations
from data import Document, Span
from tags import HEAD_OF
from text import sentences

BRACKETS = re.compile(r"^(.*?)\[(.+?)\](.*)$", re.DOTALL)


def label(entity):
    """Label of an entity's mentions: its type, for events the kind of event."""
    return entity["event"] if entity["type"] == "Event" else entity["type"]


def occurrences(text, string):
    """Places where a string stands as whole words."""
    start = text.find(string)
    while start >= 0:
        end = start + len(string)
        joined_left = start > 0 and string[0].isalnum() and text[start - 1].isalnum()
        joined_right = end < len(text) and string[-1].isalnum() and text[end].isalnum()
        if not joined_left and not joined_right:
            yield start, end
        start = text.find(string, start + 1)


def candidates(text, mention):
    """Spans that a mention string may mean, and whether its context was given."""
    context = BRACKETS.match(mention)
    if not context or mention in text:
        return [(s, e, False) for s, e in occurrences(text, mention)]
    before, inner, after = context.groups()
    out = []
    start = text.find(before + inner + after)
    while start >= 0:
        out.append((start + len(before), start + len(before) + len(inner), True))
        start = text.find(before + inner + after, start + 1)
    return out


def locate(text, entities):
    """Spans of all entities of an article, without overlaps within a head."""
    by_head = {}
    for entity in entities:
        for mention in entity["mentions"]:
            for start, end, sure in candidates(text, mention):
                found = (not sure, start - end, start, end, label(entity), entity.get("id", ""))
                by_head.setdefault(HEAD_OF[label(entity)], set()).add(found)
    names = disjoint(by_head.pop("name", ()))
    out = list(names)
    for found in by_head.values():
        out += disjoint(c for c in found if not (c[0] and within_name(c[2], c[3], names)))
    return sorted(out, key=lambda s: (s.start, s.end))


def disjoint(found):
    """Takes candidates in their order (context, length, place) as long as they do not overlap."""
    taken = []
    for _, _, start, end, own, entity in sorted(found):
        if all(end <= t.start or t.end <= start for t in taken):
            taken.append(Span(start, end, frozenset({own}), entity=entity))
    return taken


def within_name(start, end, names):
    """Whether a span is a part of a longer name, such as the "President" of an office's building."""
    return any(n.start <= start and end <= n.end and end - start < n.end - n.start for n in names)


def read(folder):
    """Documents of a folder of annotated articles, with all heads but dates, and relations."""
    out = []
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        spans = locate(text, article["entities"])
        related = {}
        for r in article["relations"]:
            related.setdefault((r["from"], r["to"]), set()).add(relations.label(r))
        statuses = {e["id"]: e["status"] for e in article["entities"] if e["type"] == "Event"}
        out.append(Document(path.stem, text, sentences(text), spans, frozenset({"name", "office", "event"}), related, statuses))
    return out
