"""Documents as the model learns and reads them: windows of numbers, in batches."""

import dataclasses

import torch

import tags
from text import pieces, split_words, windows


@dataclasses.dataclass
class Example:
    """One window with what is known of its words."""

    ids: list  # sub-words, between CLS and SEP
    shapes: list
    firsts: list  # of each word, the position of its first sub-word
    allowed: dict  # head to one bit set of tags a word


class Prepared:
    """A document in words, with the bit sets of tags that each word may have."""

    def __init__(self, document, weights):
        self.document = document
        self.words = split_words(document.text, weights)
        starts = {self.words.covering(s, e)[0] for s, e in document.sentences}
        self.borders = sorted({0, *starts} - {len(self.words.start)}) if self.words.start else []
        self.allowed = {head: self.targets(head) for head in tags.HEADS}

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

    def windows(self, limit):
        """The document's windows of at most limit sub-words."""
        return windows(self.words, self.borders, limit)

    def example(self, window, limit):
        """Input and targets of a window."""
        allowed = {head: bits[window.first : window.last] for head, bits in self.allowed.items()}
        return Example(*pieces(self.words, window, limit), allowed)


@dataclasses.dataclass
class Batch:
    """Examples of similar length as tensors: batch x length, batch x words."""

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor
    allowed: dict  # head to batch x words; all tags where there is no word


def collate(examples):
    """Pads examples to one batch."""
    length = max(len(e.ids) for e in examples)
    words = max(len(e.firsts) for e in examples)

    def pad(rows, width, value):
        return torch.tensor([row + [value] * (width - len(row)) for row in rows])

    ids = pad([e.ids for e in examples], length, 0)
    mask = pad([[True] * len(e.ids) for e in examples], length, False)
    allowed = {head: pad([e.allowed[head] for e in examples], words, tags.everything(head)) for head in tags.HEADS}
    return Batch(ids, pad([e.shapes for e in examples], length, 0), mask, pad([e.firsts for e in examples], words, 0), allowed)


def grouped(lengths, budget):
    """Groups of indices of similar length, each at most budget sub-words with its padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    groups = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * lengths[i] > budget:
            groups.append([])
        groups[-1].append(i)
    return [g for g in groups if g]
