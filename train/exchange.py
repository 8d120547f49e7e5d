"""Exchanges names of people and places in annotated articles for other names of the same type.

The articles to learn offices, events and relations from are few, and the same
names return in them; the network is to learn the words around a name, and names
from all over the world. A name is exchanged wherever it stands in an article,
and parts of a person's name for the same parts of the new one.
"""

import bisect
import dataclasses

import data
from text import sentences

PERSON, PLACE = frozenset({"Person"}), frozenset({"Place"})


class Pool:
    """Names of people, of two or three words, and of places, as documents give them."""

    def __init__(self, documents):
        people, places = set(), set()
        for document in documents:
            for span in document.spans:
                form = document.text[span.start : span.end]
                if not form[0].isupper() or not form.replace(" ", "").replace("-", "").replace("'", "").isalpha():
                    continue
                if span.labels == PERSON and len(form.split()) in (2, 3):
                    people.add(form)
                elif span.labels == PLACE and form.istitle():
                    places.add(form)
        self.people, self.places = sorted(people), sorted(places)

    def renamed(self, document, draw):
        """What some names of a document become: a map from forms to forms."""
        people = sorted({document.text[s.start : s.end] for s in document.spans if s.labels == PERSON}, key=lambda f: (-len(f.split()), f))
        places = sorted({document.text[s.start : s.end] for s in document.spans if s.labels == PLACE})
        out = {}
        for form in people:
            if form not in out and len(form.split()) > 1:
                other = draw.choice(self.people)
                out[form] = other
                words, new = form.split(), other.split()
                for part in people:  # surnames and given names, as far as no other person has given them away
                    if part == words[-1]:
                        out.setdefault(part, new[-1])
                    elif part == words[0]:
                        out.setdefault(part, new[0])
        for form in people:
            if form not in out:
                out[form] = draw.choice(self.people).split()[-1]
        for form in places:
            out.setdefault(form, draw.choice(self.places))
        return out


def exchanged(document, pool, draw):
    """The document with other names of people, of places or of both."""
    people, places = draw.choice([(True, False), (False, True), (True, True)])
    names = pool.renamed(document, draw)
    edits, moves = [], [(0, 0)]  # (start, end, form); (offset in the old text, shift from there on)
    for span in sorted(document.spans, key=lambda s: s.start):
        if (people and span.labels == PERSON) or (places and span.labels == PLACE):
            form = names[document.text[span.start : span.end]]
            edits.append((span.start, span.end, form))
    text, last = "", 0
    for start, end, form in edits:
        text += document.text[last:start] + form
        last = end
        moves.append((end, len(text) - end))
    text += document.text[last:]

    def moved(offset):
        """Where an offset that is not within a new name has gone."""
        return offset + moves[bisect.bisect_right(moves, (offset, len(text))) - 1][1]

    spans = []
    for span in document.spans:
        start = moved(span.start) if span.start != 0 else 0
        spans.append(dataclasses.replace(span, start=start, end=moved(span.end)))
    return data.Document(document.id, text, sentences(text), spans, document.heads, document.relations, document.statuses)
