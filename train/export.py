"""Writes a checkpoint as the one file that the Go program embeds.

    export.py --model CHECKPOINT --weights DIR --out FILE

All numbers are little-endian; u32 is unsigned, f32 and f16 are IEEE floats.
Matrices are row by row, one row an output. H is the hidden size, A the number
of attention heads, L of layers, I the inner size, V the vocabulary, P the
positions, S the shapes, T the tags of a head (1 + 2 x its labels).

    header     8 bytes "DATELINE"
               u32 version, now 3
               u32 H, A, L, I, V, P, S
               u32 greatest length of a window in sub-words, CLS and SEP included
               u32 number of heads
               u32 length of the whole file in bytes
    texts      the vocabulary, then each head: u32 length in bytes, UTF-8 text,
               zero bytes up to a multiple of 4. The vocabulary is its V
               sub-words in the order of their numbers, a line feed between two;
               a head is its name and then its labels, likewise
    words      V records of H/32 * 18 bytes: first H/32 scales (f16), one for
               each group of 32 numbers, then H/2 bytes, each with two numbers,
               the earlier in its lower four bits. The number is
               scale * (bits - 8)
    input      f32: position embeddings P x H, shape embeddings S x H, weight
               and bias of the layer norm, H each
    layers     L times: linear 3H x H (queries, keys, values, in this order,
               each by attention head), linear H x H, norm, linear I x H, linear
               H x I, norm. A norm is weight and bias, f32, H each. A linear
               layer with N outputs and K inputs is its N scales (f32), its N
               biases (f32), and N x K signed bytes; the weight is
               scale of the output * byte, and no byte is -128
    heads      for each head: f32 weights T x H, then f32 biases T
    pairs      the texts of the types, of the labels and of the statuses, as above;
               u32 size of a mention's state M, u32 number D of distances and D
               u32, their least values in words, u32 buckets of distances in
               sentences, u32 buckets of mentions between; types x types u32, the
               bit set of the labels that two types may have, 0 if none; linear 2M+statuses x
               2H, linear M x M of products, f32 type embeddings types x 2M, f32
               embeddings of distances 2D x M, of sentences and of mentions between,
               each x M, linear labels x M
    checksum   SHA-256 of all that stands before, 32 bytes

Every array of f32 starts at a multiple of 4. The network is that of model.py:
attention scores are divided by the root of H/A, GELU is exact, layer norms add
1e-12 to the variance. Tags are numbered and decoded as in tags.py, words and
shapes made as in text.py; text.SHAPES gives the order of the shapes.
"""

import argparse
import hashlib
import json
import pathlib
import struct

import numpy as np

import model
import paths
import quantise
import relations
import tags
from evaluate import LIMIT
from text import SHAPES

MAGIC, VERSION = b"DATELINE", 3
POSITIONS = 256
HEADER = struct.Struct("<8s11I")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    paths.add(parser)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    return parser.parse_args()


def vocabulary(weights):
    """The sub-words in the order of their numbers."""
    numbers = json.loads((weights / "e5-small-v2-tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def lines(items):
    """A text of the file: lines with their length, padded to a multiple of 4 bytes."""
    data = "\n".join(items).encode()
    return struct.pack("<I", len(data)) + data + bytes(-len(data) % 4)


def floats(values):
    return np.ascontiguousarray(values, dtype="<f4").tobytes()


def embedding(matrix):
    """An embedding of four bits in bytes, a record a row."""
    scale, q = quantise.four_bits(matrix)
    bits = (q + 8).astype(np.uint8)
    packed = bits[:, 0::2] | bits[:, 1::2] << 4
    scales = np.ascontiguousarray(scale, dtype="<f2").view(np.uint8)
    return np.concatenate([scales, packed], axis=1).tobytes()


def linear(state, name):
    """A linear layer in bytes."""
    scale, q = quantise.eight_bits(state[name + ".weight"])
    return floats(scale) + floats(state[name + ".bias"]) + q.tobytes()


def pairs(state):
    """The network for pairs in bytes; what a mention is as first and as second, and its status, are one linear layer."""
    joined = {
        f"all.{part}": np.concatenate([state[f"pairs.mention.{part}"], state[f"pairs.status.{part}"]]) for part in ("weight", "bias")
    }
    size = state["pairs.distance.weight"].shape[1]
    counts = [size, len(relations.DISTANCES), *relations.DISTANCES, relations.SENTENCES, relations.BETWEEN]
    data = lines(relations.TYPES) + lines(relations.LABELS) + lines(relations.STATUSES) + struct.pack(f"<{len(counts)}I", *counts)
    data += struct.pack(f"<{len(relations.TYPES) ** 2}I", *(relations.PAIRS.get((a, b), 0) for a in relations.TYPES for b in relations.TYPES))
    data += linear(joined, "all") + linear(state, "pairs.product")
    for name in ("kind", "distance", "sentences", "between"):
        data += floats(state[f"pairs.{name}.weight"])
    return data + linear(state, "pairs.label")


def norm(state, name):
    return floats(state[name + ".weight"]) + floats(state[name + ".bias"])


def encode(tagger, words):
    """The file's bytes."""
    state = {name: value.float().numpy() for name, value in tagger.state_dict().items()}
    body = lines(words) + b"".join(lines([head, *labels]) for head, labels in tags.HEADS.items())
    body += embedding(state["encoder.word.weight"])
    body += floats(state["encoder.position.weight"][:POSITIONS]) + floats(state["encoder.shape.weight"])
    body += norm(state, "encoder.norm")
    layers = len(tagger.encoder.layers)
    for i in range(layers):
        own = f"encoder.layers.{i}."
        body += linear(state, own + "qkv") + linear(state, own + "out") + norm(state, own + "norm1")
        body += linear(state, own + "up") + linear(state, own + "down") + norm(state, own + "norm2")
    for head in tags.HEADS:
        body += floats(state[f"heads.{head}.weight"]) + floats(state[f"heads.{head}.bias"])
    body += pairs(state)
    length = HEADER.size + len(body) + hashlib.sha256().digest_size
    sizes = (model.HIDDEN, model.ATTENTION, layers, model.INNER, len(words), POSITIONS, len(SHAPES))
    data = HEADER.pack(MAGIC, VERSION, *sizes, LIMIT, len(tags.HEADS), length) + body
    return data + hashlib.sha256(data).digest()


def main():
    options = arguments()
    data = encode(model.load(options.model), vocabulary(options.weights))
    options.out.write_bytes(data)
    print(f"{options.out}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
