"""Documents as the model learns and reads them: windows of numbers, in batches."""

import bisect
import dataclasses

import torch

import relations
import tags
from text import pieces, split_words, windows


@dataclasses.dataclass
class Example:
    """One window with what is known of its words, and of pairs of its mentions."""

    ids: list  # sub-words, between CLS and SEP
    shapes: list
    firsts: list  # of each word, the position of its first sub-word
    allowed: dict  # head to one bit set of tags a word
    mentions: list  # (first word, last word, type), words of the window
    statuses: list  # of each mention, the number of an event's status, or -1
    pairs: list  # (from, to, distance, sentences, between), see relations.features
    labels: list  # of each pair, the bit set of labels that it may have


class Prepared:
    """A document in words, with the bit sets of tags that each word may have."""

    def __init__(self, document, weights):
        self.document = document
        self.words = split_words(document.text, weights)
        starts = {self.words.covering(s, e)[0] for s, e in document.sentences}
        self.borders = sorted({0, *starts} - {len(self.words.start)}) if self.words.start else []
        self.allowed = {head: self.targets(head) for head in tags.HEADS}
        self.mentions = self.placed() if document.relations is not None else []
        self.nearest = self.closest()

    def targets(self, head):
        """Of each word, the tags of a head that agree with the annotation."""
        count = len(self.words.start)
        if head not in self.document.heads:
            return [tags.everything(head)] * count
        out = [1] * count
        for span in self.document.spans:
            labels = [label for label in span.labels if tags.HEAD_OF[label] == head]
            if not labels:
                continue
            first, last = self.words.covering(span.start, span.end)
            begin = sum(1 << tags.begin(label) for label in labels)
            inside = sum(1 << tags.inside(label) for label in labels)
            for w in range(first, last):
                out[w] = (begin if w == first else inside) | (0 if span.certain else 1)
        return out

    def placed(self):
        """The mentions: (first word, word after the last, type, sentence, entity), in the order of relations.features."""
        out = []
        for span in self.document.spans:
            first, last = self.words.covering(span.start, span.end)
            (own,) = span.labels
            if first < last:
                kind = "Event" if own in tags.EVENTS else own
                sentence = bisect.bisect_right(self.borders, first) - 1
                out.append((first, last, relations.TYPES.index(kind), sentence, span.entity))
        return sorted(out)

    def closest(self):
        """Of each two entities that are related, the least distance of their mentions in sentences."""
        out = {}
        for a in self.mentions:
            for b in self.mentions:
                if a is not b and self.related(a, b):
                    pair = a[4], b[4]
                    out[pair] = min(out.get(pair, len(self.borders)), abs(a[3] - b[3]))
        return out

    def related(self, a, b):
        """Labels of the relations between the entities of two mentions."""
        if a[4] == b[4]:
            return {"SAME"} if relations.TYPES[a[2]] in ("Office", "Event") else ()
        return self.document.relations.get((a[4], b[4]), ())

    def label(self, a, b):
        """Bit set of the labels that a pair of mentions may have.

        Two mentions farther apart than others of the same entities, or two
        sentences or more, may or may not be read as related.
        """
        own = self.related(a, b)
        if not own:
            return 1
        bits = sum(1 << relations.LABELS.index(label) for label in own)
        sure = a[4] == b[4] or abs(a[3] - b[3]) <= min(1, self.nearest[a[4], b[4]])
        return bits if sure else bits | 1

    def windows(self, limit):
        """The document's windows of at most limit sub-words."""
        return windows(self.words, self.borders, limit)

    def inside(self, window):
        """The mentions within a window, as words of the window."""
        return [(m[0] - window.first, m[1] - window.first, *m[2:]) for m in self.mentions if window.first <= m[0] and m[1] <= window.last]

    def example(self, window, limit):
        """Input and targets of a window."""
        allowed = {head: bits[window.first : window.last] for head, bits in self.allowed.items()}
        mentions = self.inside(window)
        pairs = relations.features(mentions)
        labels = [self.label(mentions[p[0]], mentions[p[1]]) for p in pairs]
        statuses = [self.status(m) for m in mentions]
        return Example(*pieces(self.words, window, limit), allowed, [(m[0], m[1] - 1, m[2]) for m in mentions], statuses, pairs, labels)

    def status(self, mention):
        status = self.document.statuses.get(mention[4])
        return relations.STATUSES.index(status) if status else -1


@dataclasses.dataclass
class Batch:
    """Examples of similar length as tensors: batch x length, batch x words, mentions and pairs one after another."""

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor
    allowed: dict  # head to batch x words; all tags where there is no word
    mentions: torch.Tensor  # mentions x (first word, last word, type), words of all rows counted on
    statuses: torch.Tensor
    pairs: torch.Tensor  # pairs x 5
    labels: torch.Tensor


def collate(examples):
    """Pads examples to one batch."""
    length = max(len(e.ids) for e in examples)
    words = max(len(e.firsts) for e in examples)

    def pad(rows, width, value):
        return torch.tensor([row + [value] * (width - len(row)) for row in rows])

    ids = pad([e.ids for e in examples], length, 0)
    mask = pad([[True] * len(e.ids) for e in examples], length, False)
    allowed = {head: pad([e.allowed[head] for e in examples], words, tags.everything(head)) for head in tags.HEADS}
    mentions, pairs = [], []
    for row, e in enumerate(examples):
        pairs += [(i + len(mentions), j + len(mentions), *rest) for i, j, *rest in e.pairs]
        mentions += [(first + row * words, last + row * words, kind) for first, last, kind in e.mentions]
    return Batch(
        ids, pad([e.shapes for e in examples], length, 0), mask, pad([e.firsts for e in examples], words, 0), allowed,
        torch.tensor(mentions, dtype=torch.long).view(-1, 3), torch.tensor([s for e in examples for s in e.statuses], dtype=torch.long),
        torch.tensor(pairs, dtype=torch.long).view(-1, 5), torch.tensor([b for e in examples for b in e.labels], dtype=torch.long),
    )  # fmt: skip


def grouped(lengths, budget):
    """Groups of indices of similar length, each at most budget sub-words with its padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    groups = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * lengths[i] > budget:
            groups.append([])
        groups[-1].append(i)
    return [g for g in groups if g]
