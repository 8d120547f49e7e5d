"""Reads an exported file back and runs it: the oracle of the Go program.

    reference.py FILE score    --gold DIR --data DIR   scores, as evaluate.py
    reference.py FILE fixtures --out DIR               inputs and outputs for tests

With --bits 8 (or 7) the inputs of the layers' matrix products are rounded to so
many bits, each sub-word by its own greatest number, as kernels for whole
numbers do.

Fixtures are lines of JSON; offsets in them count UTF-8 bytes.
words.jsonl: {"text", "words": [[start, end, shape, [sub-word, …]], …]}.
tags.jsonl: also "limit", the most sub-words of a window; "borders", the words
at which sentences start; "windows": [{"first", "last", "breaks", "hidden", "logits"}], where
hidden are the states of the first sub-words of every 16th word after the last
layer, and logits those of all its words by head; "mentions": [[start, end, label], …], sorted;
"pairs": [[from, to, [logit, …]], …], numbers of mentions that are no dates, counted without these, and the logits of
all labels of all pairs; "statuses": [[mention, [logit, …]], …].
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
import torch

import evaluate
import model
import paths
import relations
import tags
from data import Document, Span
from examples import Prepared, collate
from export import HEADER, MAGIC, VERSION
from quantise import GROUP, from_eight_bits, from_four_bits
from samples import ARTICLES, ODDITIES
from text import sentences, split_words


class Reader:
    """Takes arrays from the bytes of a file, in order."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, kind, *dimensions):
        count = int(np.prod(dimensions))
        out = np.frombuffer(self.data, kind, count, self.at).reshape(dimensions)
        self.at += out.nbytes
        return out

    def floats(self, *dimensions):
        return torch.tensor(self.take("<f4", *dimensions))

    def lines(self):
        length = int(self.take("<u4", 1)[0])
        text = bytes(self.take("u1", length)).decode()
        self.at += -length % 4
        return text.split("\n")

    def linear(self, outputs, inputs):
        """Weight and bias."""
        scale, bias = self.floats(outputs), self.floats(outputs)
        return torch.tensor(from_eight_bits(scale.numpy(), self.take("i1", outputs, inputs))), bias

    def words(self, count, hidden):
        """Word embeddings of four bits."""
        records = self.take("u1", count, hidden // GROUP * 2 + hidden // 2)
        scales = np.ascontiguousarray(records[:, : hidden // GROUP * 2]).view("<f2")
        packed = records[:, hidden // GROUP * 2 :]
        q = np.stack([packed & 15, packed >> 4], axis=-1).reshape(count, hidden).astype(np.int8) - 8
        return torch.tensor(from_four_bits(scales, q))


def load(path):
    """The tagger of an exported file, and the most sub-words of its windows."""
    data = path.read_bytes()
    magic, version, h, a, layers, inner, v, p, s, limit, heads, length = HEADER.unpack_from(data)
    if magic != MAGIC or version != VERSION or length != len(data):
        raise ValueError(f"{path} is no whole file of weights of version {VERSION}")
    if hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise ValueError(f"{path} is damaged")
    assert (h, a, inner) == (model.HIDDEN, model.ATTENTION, model.INNER)
    reader = Reader(data)
    reader.at = HEADER.size
    assert len(reader.lines()) == v
    named = [reader.lines() for _ in range(heads)]
    assert {name: labels for name, *labels in named} == tags.HEADS
    tagger = model.Tagger(layers)
    state = tagger.state_dict()

    def norm(name):
        state[name + ".weight"], state[name + ".bias"] = reader.floats(h), reader.floats(h)

    def linear(name, outputs, inputs):
        state[name + ".weight"], state[name + ".bias"] = reader.linear(outputs, inputs)

    state["encoder.word.weight"] = reader.words(v, h)
    state["encoder.position.weight"][:p] = reader.floats(p, h)
    state["encoder.shape.weight"] = reader.floats(s, h)
    norm("encoder.norm")
    for i in range(layers):
        own = f"encoder.layers.{i}."
        linear(own + "qkv", 3 * h, h)
        linear(own + "out", h, h)
        norm(own + "norm1")
        linear(own + "up", inner, h)
        linear(own + "down", h, inner)
        norm(own + "norm2")
    for name, *labels in named:
        count = 1 + 2 * len(labels)
        state[f"heads.{name}.weight"], state[f"heads.{name}.bias"] = reader.floats(count, h), reader.floats(count)
    for names in (relations.TYPES, relations.LABELS, relations.STATUSES):
        assert reader.lines() == names
    size, distances = (int(n) for n in reader.take("<u4", 2))
    assert reader.take("<u4", distances).tolist() == relations.DISTANCES
    sentences, between = (int(n) for n in reader.take("<u4", 2))
    assert (sentences, between) == (relations.SENTENCES, relations.BETWEEN)
    ends = [relations.PAIRS.get((a, b), 0) for a in relations.TYPES for b in relations.TYPES]
    assert reader.take("<u4", len(ends)).tolist() == ends
    linear("all", 2 * size + len(relations.STATUSES), 2 * h)
    for part in ("weight", "bias"):
        joined = state.pop(f"all.{part}")
        state[f"pairs.mention.{part}"], state[f"pairs.status.{part}"] = joined[: 2 * size], joined[2 * size :]
    linear("pairs.product", size, size)
    state["pairs.kind.weight"] = reader.floats(len(relations.TYPES), 2 * size)
    for name, count in (("distance", 2 * distances), ("sentences", sentences), ("between", between)):
        state[f"pairs.{name}.weight"] = reader.floats(count, size)
    linear("pairs.label", len(relations.LABELS), size)
    assert reader.at == length - 32
    tagger.load_state_dict(state)
    return tagger.eval(), limit


def round_inputs(tagger, bits):
    """Makes the layers' matrix products round their inputs to whole numbers of so many bits."""
    greatest = 2 ** (bits - 1) - 1

    def rounded(_, inputs):
        scale = inputs[0].abs().amax(-1, keepdim=True).clamp_min(1e-30) / greatest
        return (torch.round(inputs[0] / scale) * scale,)

    for layer in tagger.encoder.layers:
        for product in (layer.qkv, layer.out, layer.up, layer.down):
            product.register_forward_pre_hook(rounded)


def byte_offsets(text):
    """Of each code point of a text, and of its end, the offset in bytes."""
    return np.cumsum([0, *(len(c.encode()) for c in text)]).tolist()


def words_fixture(text, weights):
    """A text with its words."""
    words, at = split_words(text, weights), byte_offsets(text)
    rows = [[at[s], at[e], shape, p] for s, e, shape, p in zip(words.start, words.end, words.shape, words.pieces)]
    return {"text": text, "words": rows}


def short(values, digits):
    return [[round(float(v), digits) for v in row] for row in values]


def tags_fixture(tagger, text, weights, limit):
    """A text with all that the model makes of it."""
    document = Document("", text, sentences(text), [], frozenset())
    found = sorted(evaluate.predict(evaluate.torch_logits(tagger), [document], weights, limit)[0])
    # Each mention is an entity of its own.
    document.spans = [Span(s, e, frozenset({label}), entity=str(i)) for i, (s, e, label) in enumerate(m for m in found if m[2] != "Date")]
    document.relations = {}
    prepared, at = Prepared(document, weights), byte_offsets(text)
    shown, pairs, statuses = [], [], []
    for window in prepared.windows(limit):
        batch = collate([prepared.example(window, limit)])
        with torch.no_grad():
            hidden = tagger.encoder(batch.ids, batch.shapes, batch.mask)[0, batch.firsts[0]]
            logits, labels, status = tagger(batch)
        logits = {head: values[0] for head, values in logits.items()}
        own = [int(m[4]) for m in prepared.inside(window)]
        pairs += [[own[p[0]], own[p[1]], *short([row], 2)] for p, row in zip(batch.pairs.tolist(), labels)]
        statuses += [[i, *short([row], 2)] for i, row, m in zip(own, status, batch.mentions) if relations.TYPES[m[2]] == "Event"]
        shown.append({"first": window.first, "last": window.last, "breaks": window.breaks, "hidden": short(hidden[::16], 4),
                      "logits": {head: short(values, 2) for head, values in logits.items()}})  # fmt: skip
    mentions = [[at[s], at[e], label] for s, e, label in found]
    return {**words_fixture(text, weights), "limit": limit, "borders": prepared.borders, "windows": shown, "mentions": mentions,
            "pairs": pairs, "statuses": statuses}  # fmt: skip


def write_fixtures(tagger, weights, limit, out):
    out.mkdir(parents=True, exist_ok=True)
    parts = {
        "words.jsonl": [words_fixture(text, weights) for text in ODDITIES],
        "tags.jsonl": [tags_fixture(tagger, text, weights, most or limit) for text, most in ARTICLES],
    }
    for name, rows in parts.items():
        lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
        (out / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    paths.add(parser)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("what", choices=["score", "fixtures"])
    parser.add_argument("--out", type=pathlib.Path, default=paths.HERE / "out" / "fixtures")
    parser.add_argument("--bits", type=int, choices=[7, 8])
    options = parser.parse_args()
    tagger, limit = load(options.file)
    if options.bits:
        round_inputs(tagger, options.bits)
    if options.what == "score":
        evaluate.report(evaluate.torch_logits(tagger), options.gold, options.data, options.weights, limit)
    else:
        write_fixtures(tagger, options.weights, limit, options.out)


if __name__ == "__main__":
    main()
