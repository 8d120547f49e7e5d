"""Words, their shapes, sentences, and the windows that the model reads.

A word is what BERT's basic tokenizer makes: text is cleaned of control
characters, split at white space, and every punctuation mark (ASCII symbols
included) and every CJK ideograph is a word of its own. So "U.S." is four words
and "Filipino-American" three. A word is cut into sub-words by WordPiece after
lower-casing, decomposition and removal of accents; its tag stands at its first
sub-word, and all its sub-words carry its shape. A word begins and ends with a
code point that is kept: an accent that follows its last letter as a mark of its
own is not in it. All offsets count code points.
"""

import bisect
import dataclasses
import functools
import json
import re
import unicodedata

from tokenizers import Tokenizer

CLS, SEP = 101, 102

SHAPES = ["none", "lower", "capital", "upper", "mixed", "digits", "alphanumeric", "symbol"]


@functools.cache
def tokenizer(weights):
    """WordPiece of the folder with the weights to start from.

    Without the special tokens: "[MASK]" in an article is three words.
    """
    settings = json.loads((weights / "e5-small-v2-tokenizer.json").read_text(encoding="utf-8"))
    settings.update(added_tokens=[], post_processor=None)
    return Tokenizer.from_str(json.dumps(settings))


def shape(word):
    """Index into SHAPES of a word as it stands in the text.

    By Unicode category: letters are L*, capitals Lu and Lt, small letters Ll,
    digits Nd. A single capital is "capital"; letters without case are "lower".
    "none" belongs to the marks around a window.
    """
    categories = [unicodedata.category(c) for c in word]
    letters = [c for c in categories if c[0] == "L"]
    digits = "Nd" in categories
    if not letters:
        return 5 if digits else 7
    if digits:
        return 6
    capitals = sum(c in ("Lu", "Lt") for c in letters)
    if capitals == 0:
        return 1
    if len(letters) == 1:
        return 2
    if "Ll" not in letters:
        return 3
    return 2 if capitals == 1 and letters[0] in ("Lu", "Lt") else 4


@dataclasses.dataclass
class Words:
    """The words of a text: parallel lists."""

    start: list
    end: list
    shape: list
    pieces: list  # of each word, its sub-words' numbers in the vocabulary

    def covering(self, start, end):
        """First word of the span, and the word after its last."""
        return bisect.bisect_right(self.end, start), bisect.bisect_left(self.start, end)


def split_words(text, weights):
    """Words of a text."""
    encoding = tokenizer(weights).encode(text, add_special_tokens=False)
    words = Words([], [], [], [])
    last = None
    for piece, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets):
        if word != last:
            words.start.append(start)
            words.end.append(end)
            words.pieces.append([])
            last = word
        words.end[-1] = end
        words.pieces[-1].append(piece)
    words.shape = [shape(text[s:e]) for s, e in zip(words.start, words.end)]
    return words


BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Maj|Sen|Rep|Gov|Hon|Rev|St|Jr|Sr"
    r"|vs|No|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Amb|Adm|Brig)\.$"
)


def sentences(text):
    """Spans of the sentences of a text; a line break always ends one.

    Good enough to place the borders of windows: the model itself sees no
    sentences.
    """
    out = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for gap in BREAK.finditer(text, line.start(), line.end()):
            if not ABBREVIATION.search(text[max(start, gap.start() - 12) : gap.start()].rstrip("\"'”’)]")):
                out.append((start, gap.end()))
                start = gap.end()
        out.append((start, line.end()))
    return [(s, e) for s, e in out if text[s:e].strip()]


@dataclasses.dataclass
class Window:
    """A run of words that the model reads at once, between CLS and SEP."""

    first: int  # first word of the document
    last: int  # word after its last
    breaks: list  # words at which its sentences start, as numbers in the document


def windows(words, borders, limit):
    """Packs whole sentences into windows of at most limit sub-words.

    limit counts CLS and SEP. borders: word numbers at which sentences start,
    ascending, the first 0. A sentence too long for a window is cut before the
    word that does not fit, and each part counts as a sentence; a word longer
    than a window has as many sub-words as fit.
    """
    room = limit - 2
    size = [min(len(p), room) for p in words.pieces]
    parts = []
    for first, last in zip(borders, [*borders[1:], len(size)]):
        total = 0
        for w in range(first, last):
            if total + size[w] > room:
                parts.append((first, w, total))
                first, total = w, 0
            total += size[w]
        if first < last:
            parts.append((first, last, total))
    out = []
    used = room
    for first, last, total in parts:
        if used + total > room:
            out.append(Window(first, last, []))
            used = 0
        out[-1].last = last
        out[-1].breaks.append(first)
        used += total
    return out


def pieces(words, window, limit):
    """Input of the model for a window: sub-words, shapes, and the position of each word's first sub-word."""
    ids, shapes, firsts = [CLS], [0], []
    for w in range(window.first, window.last):
        own = words.pieces[w][: limit - 2]
        firsts.append(len(ids))
        ids += own
        shapes += [words.shape[w]] * len(own)
    return ids + [SEP], shapes + [0], firsts
