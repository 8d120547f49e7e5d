"""Where the mentions of an annotated article stand in its text.

Annotations give mentions as strings. A plain string is a mention wherever it
stands as whole words; with the mention in brackets the string is its context,
as in "a [call] with". Within a head mentions do not overlap: those in brackets
come first, then the longer ones, so that "Marcos" is not found within "Louise
Araneta-Marcos" nor "President" within "Vice President".
"""

import json
import re

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
                by_head.setdefault(HEAD_OF[label(entity)], set()).add((not sure, start - end, start, end, label(entity)))
    names = disjoint(by_head.pop("name", ()))
    out = [Span(start, end, frozenset({own})) for _, start, end, own in names]
    for found in by_head.values():
        loose = [c for c in found if not (c[0] and within_name(c[2], c[3], names))]
        out += [Span(start, end, frozenset({own})) for _, start, end, own in disjoint(loose)]
    return sorted(out, key=lambda s: (s.start, s.end))


def disjoint(found):
    """Takes candidates in their order (context, length, place) as long as they do not overlap."""
    taken = []
    for unsure, _, start, end, own in sorted(found):
        if all(end <= s or e <= start for _, s, e, _ in taken):
            taken.append((unsure, start, end, own))
    return taken


def within_name(start, end, names):
    """Whether a span is a part of a longer name, such as the "President" of an office's building."""
    return any(s <= start and end <= e and end - start < e - s for _, s, e, _ in names)


def read(folder):
    """Documents of a folder of annotated articles, with all heads but dates."""
    out = []
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        spans = locate(text, article["entities"])
        out.append(Document(path.stem, text, sentences(text), spans, frozenset({"name", "office", "event"})))
    return out
