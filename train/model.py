"""The encoder and its heads.

Layers of BERT with post-normalisation, as in e5-small-v2, from whose first
layers it starts: hidden size 384, 12 attention heads, inner size 1536,
exact GELU, layer norms with epsilon 1e-12. The input is the sum of a sub-word's
embedding, that of its position and that of its word's shape. One linear layer a
head reads the first sub-word of each word; of a pair of mentions, a small
network reads those of their first and last words.
"""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import nn

import quantise
import relations
import tags
from text import SHAPES

HIDDEN, ATTENTION, INNER, LAYERS = 384, 12, 1536, 6
VOCABULARY, POSITIONS = 30522, 512
PAIR = 256  # size of the states of a mention as the one or the other of a pair
EPSILON = 1e-12
DROPOUT = 0.1


class Layer(nn.Module):
    """One layer: attention and a feed-forward network, each added and normalised."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, x, mask):
        """x: batch x length x hidden; mask: batch x 1 x 1 x length, true at input."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, ATTENTION, -1).permute(2, 0, 3, 1, 4)
        dropout = DROPOUT if self.training else 0.0
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=dropout)
        a = self.out(a.transpose(1, 2).reshape(batch, length, HIDDEN))
        x = self.norm1(x + F.dropout(a, DROPOUT, self.training))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(h, DROPOUT, self.training))


class Encoder(nn.Module):
    """Sub-words and shapes to hidden states."""

    def __init__(self, layers):
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.shape = nn.Embedding(len(SHAPES), HIDDEN)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList([Layer() for _ in range(layers)])

    def forward(self, ids, shapes, mask):
        """ids, shapes, mask: batch x length. Returns batch x length x hidden."""
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.shape(shapes)
        x = F.dropout(self.norm(x), DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x


class Pairs(nn.Module):
    """Scores of the relations between two mentions, and of the status of events.

    A mention is the states of its first and its last word. What it is as the
    first and as the second of a pair, a linear layer of their product, and
    embeddings of the distance between the two are added, and a linear layer
    reads what is positive of the sum.
    """

    def __init__(self):
        super().__init__()
        kinds = len(relations.TYPES)
        self.mention = nn.Linear(2 * HIDDEN, 2 * PAIR)
        self.kind = nn.Embedding(kinds, 2 * PAIR)
        self.product = nn.Linear(PAIR, PAIR)
        self.distance = nn.Embedding(2 * len(relations.DISTANCES), PAIR)
        self.sentences = nn.Embedding(relations.SENTENCES, PAIR)
        self.between = nn.Embedding(relations.BETWEEN, PAIR)
        self.label = nn.Linear(PAIR, len(relations.LABELS))
        self.status = nn.Linear(2 * HIDDEN, len(relations.STATUSES))
        for embedding in (self.kind, self.distance, self.sentences, self.between):
            nn.init.normal_(embedding.weight, std=0.02)

    def forward(self, words, mentions, pairs):
        """words: all words' states; mentions: n x 3; pairs: m x 5, as in a Batch.

        Returns m x labels and n x statuses.
        """
        states = torch.cat([words[mentions[:, 0]], words[mentions[:, 1]]], -1)
        states = F.dropout(states, DROPOUT, self.training)
        first, second = (self.mention(states) + self.kind(mentions[:, 2])).split(PAIR, -1)
        between = self.distance(pairs[:, 2]) + self.sentences(pairs[:, 3]) + self.between(pairs[:, 4])
        a, b = first[pairs[:, 0]], second[pairs[:, 1]]
        hidden = F.relu(a + b + self.product(a * b) + between)
        return self.label(F.dropout(hidden, DROPOUT, self.training)), self.status(states)


class Tagger(nn.Module):
    """The encoder with one linear layer for each head, and the network for pairs."""

    def __init__(self, layers=LAYERS):
        super().__init__()
        self.encoder = Encoder(layers)
        self.heads = nn.ModuleDict({head: nn.Linear(HIDDEN, tags.count(head)) for head in tags.HEADS})
        self.pairs = Pairs()

    def forward(self, batch):
        """Returns logits by head, batch x words x tags, those of the pairs' labels, and those of the mentions' statuses."""
        x = self.encoder(batch.ids, batch.shapes, batch.mask)
        x = x.gather(1, batch.firsts[:, :, None].expand(-1, -1, HIDDEN))
        labels, statuses = self.pairs(x.flatten(0, 1), batch.mentions, batch.pairs)
        x = F.dropout(x, DROPOUT, self.training)
        return {head: layer(x) for head, layer in self.heads.items()}, labels, statuses


def pretrained(weights, layers=LAYERS):
    """A tagger with the first layers (1 to 12) of e5-small-v2, from the folder with its ONNX file.

    The embeddings of sub-words, which are not trained, have the four bits that
    they are shipped with, so that the layers learn to live with them.
    """
    parameters = read_onnx(weights / "e5-small-v2.onnx")
    tagger = Tagger(layers)
    encoder = tagger.encoder
    with torch.no_grad():
        words = parameters["embeddings.word_embeddings.weight"].numpy()
        encoder.word.weight.copy_(torch.tensor(quantise.from_four_bits(*quantise.four_bits(words))))
        segment = parameters["embeddings.token_type_embeddings.weight"][0]
        encoder.position.weight.copy_(parameters["embeddings.position_embeddings.weight"] + segment)
        copy(encoder.norm, parameters, "embeddings.LayerNorm")
        for i, layer in enumerate(encoder.layers):
            own = f"encoder.layer.{i}."
            projections = [own + "attention.self." + name for name in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([parameters[p + ".weight"] for p in projections]))
            layer.qkv.bias.copy_(torch.cat([parameters[p + ".bias"] for p in projections]))
            copy(layer.out, parameters, own + "attention.output.dense")
            copy(layer.norm1, parameters, own + "attention.output.LayerNorm")
            copy(layer.up, parameters, own + "intermediate.dense")
            copy(layer.down, parameters, own + "output.dense")
            copy(layer.norm2, parameters, own + "output.LayerNorm")
    return tagger


def copy(module, parameters, name):
    """Copies weight and bias of a linear layer or a layer norm."""
    module.weight.copy_(parameters[name + ".weight"])
    module.bias.copy_(parameters[name + ".bias"])


def read_onnx(path):
    """Parameters of a BERT in ONNX by their PyTorch names.

    The export gives matrices numbers for names: a matrix is called after the
    bias that is added to its product.
    """
    graph = onnx.load(path).graph
    constants = {c.name: onnx.numpy_helper.to_array(c) for c in graph.initializer}
    bias = {}
    for node in graph.node:
        if node.op_type == "Add":
            for name, product in (node.input, reversed(node.input)):
                if name in constants:
                    bias[product] = name
    named = {name: value for name, value in constants.items() if not name.startswith("onnx::")}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in constants:
            name = bias[node.output[0]].removesuffix(".bias") + ".weight"
            named[name] = constants[node.input[1]].T
    return {name: torch.tensor(np.array(value)) for name, value in named.items()}


def load(path):
    """The tagger of a checkpoint, ready for use, in fp32."""
    state = torch.load(path, weights_only=False)["tagger"]
    tagger = Tagger(sum(name.endswith(".qkv.weight") for name in state))
    tagger.load_state_dict(state)
    return tagger.eval()
