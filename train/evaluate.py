"""Scores a checkpoint: exact spans on annotated articles and on public sets.

    evaluate.py --model CHECKPOINT --gold DIR --data DIR --weights DIR

DIR/dev of the gold and the sets of DIR/eval are only ever measured on. A
leading "the" and a trailing "'s" count on neither side. On public sets a
country and a place are both LOC, and a span that the set marks as something
that we do not look for is no mistake.
"""

import argparse
import collections
import pathlib

import torch

import data
import gold
import model
import paths
import relations
import tags
from examples import Prepared, collate, grouped

LIMIT = 192  # sub-words of a window
FOREIGN = {"Person": "PER", "Organization": "ORG", "Country": "LOC", "Place": "LOC"}
PUBLIC = {"per": "PER", "person": "PER", "politician": "PER", "org": "ORG", "organization": "ORG", "organisation": "ORG",
          "politicalparty": "ORG", "loc": "LOC", "location": "LOC", "country": "LOC", "facility": "LOC"}  # fmt: skip


class Score:
    """Counts of spans: right, found, to be found."""

    def __init__(self):
        self.right = self.found = self.wanted = 0

    def add(self, found, wanted):
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def f1(self):
        """F1 in per cent."""
        return 200 * self.right / max(self.found + self.wanted, 1)

    def __str__(self):
        precision, recall = 100 * self.right / max(self.found, 1), 100 * self.right / max(self.wanted, 1)
        return f"P {precision:5.1f}  R {recall:5.1f}  F1 {self.f1():5.1f}  on {self.wanted}"


def torch_logits(tagger, budget=4096):
    """A function from examples to logits by head, words x tags, with a PyTorch model."""

    def run(examples):
        out = [None] * len(examples)
        for group in grouped([len(e.ids) for e in examples], budget):
            batch = collate([examples[i] for i in group])
            with torch.no_grad():
                logits, _, _ = tagger(batch)
            for row, i in enumerate(group):
                words = len(examples[i].firsts)
                out[i] = {head: values[row, :words].float().numpy() for head, values in logits.items()}
        return out

    return run


def predict(run, documents, weights, limit=LIMIT):
    """Mentions of each document: sets of (start, end, label)."""
    prepared = [Prepared(d, weights) for d in documents]
    places = [(i, w) for i, p in enumerate(prepared) for w in p.windows(limit)]
    logits = run([prepared[i].example(w, limit) for i, w in places])
    out = [set() for _ in documents]
    for (i, window), values in zip(places, logits):
        for head in tags.HEADS:
            out[i] |= decoded(prepared[i].words, window, head, values[head])
    return out


def decoded(words, window, head, logits):
    """Mentions of one head in a window, decoded sentence by sentence."""
    out = set()
    for first, last in zip(window.breaks, [*window.breaks[1:], window.last]):
        path = tags.viterbi(logits[first - window.first : last - window.first])
        for a, b, label in tags.spans(head, path):
            out.add((words.start[first + a], words.end[first + b - 1], label))
    return out


def stripped(text, mentions, labels=None):
    """Mentions without "the" and "'s", their labels renamed by a map, others left out."""
    if labels is None:
        return {(*data.strip(text, s, e), label) for s, e, label in mentions}
    return {(*data.strip(text, s, e), labels[label]) for s, e, label in mentions if label in labels}


def score_gold(run, documents, weights, limit=LIMIT):
    """Scores by type on annotated articles; "LOC" is Country and Place together, "Event" leaves out the kind."""
    scores = collections.defaultdict(Score)
    for document, found in zip(documents, predict(run, documents, weights, limit)):
        wanted = {(s.start, s.end, next(iter(s.labels))) for s in document.spans}
        views = {label: {label: label} for label in ("Person", "Organization", "Country", "Place", "Office")}
        views["LOC"] = {"Country": "LOC", "Place": "LOC"}
        views["Event"] = dict.fromkeys(tags.EVENTS, "Event")
        views["Event, kind"] = {kind: kind for kind in tags.EVENTS}
        for name, view in views.items():
            scores[name].add(stripped(document.text, found, view), stripped(document.text, wanted, view))
    return scores


def score_relations(tagger, documents, weights, limit=LIMIT):
    """Scores of the relations between annotated mentions, by label, and of the status of events.

    Two entities are related as their most certain pair of mentions says; what
    no window shows together counts as missed.
    """
    scores = collections.defaultdict(Score)
    for document in documents:
        prepared, found = Prepared(document, weights), {}
        for window in prepared.windows(limit):
            inside = prepared.inside(window)
            batch = collate([prepared.example(window, limit)])
            with torch.no_grad():
                _, labels, statuses = tagger(batch)
            for pair, p in zip(batch.pairs.tolist(), allowed(batch, labels).softmax(-1)):
                ends = inside[pair[0]][4], inside[pair[1]][4]
                best = int(p.argmax())
                if best and p[best] > found.get(ends, (0, 0))[0]:
                    found[ends] = float(p[best]), best
            right = statuses.argmax(-1) == batch.statuses
            known = batch.statuses >= 0
            scores["status"].right += int((right & known).sum())
            scores["status"].found += int(known.sum())
            scores["status"].wanted += int(known.sum())
        mine = {(*ends, relations.LABELS[best]) for ends, (_, best) in found.items() if relations.LABELS[best] != "SAME"}
        wanted = {(*ends, label) for ends, labels in document.relations.items() for label in labels}
        scores["relations"].add(mine, wanted)
        for kind in relations.ENDS:
            scores[kind].add(*({r for r in side if r[2].split(" ")[0] == kind} for side in (mine, wanted)))
    return scores


def allowed(batch, labels):
    """The labels' logits of pairs, minus infinity where the types of the mentions exclude a label."""
    kinds = batch.mentions[:, 2]
    first, second = kinds[batch.pairs[:, 0]], kinds[batch.pairs[:, 1]]
    bits = BITS[first, second]
    possible = (bits[:, None] >> torch.arange(labels.shape[-1])) & 1
    return labels.float().masked_fill(possible == 0, -torch.inf)


BITS = torch.tensor([[relations.PAIRS.get((a, b), 1) for b in relations.TYPES] for a in relations.TYPES])


def choice(scores):
    """The one figure to choose checkpoints by: mean F1 of names, offices, events with their kind, and relations."""
    return sum(scores[k].f1() for k in ("Person", "Organization", "Country", "Place", "Office", "Event, kind", "relations")) / 7


def read_public(path):
    """Documents of a public set, and of each the mentions to find and those to ignore."""
    documents, wanted, ignored = [], [], []
    for i, line in enumerate(data.read_lines(path)):
        if "tokens" in line:
            text, mentions = data.joined(line["tokens"], line["tags"])
            mentions = [(s, e, PUBLIC.get(kind.lower())) for s, e, kind in mentions]
            borders = [(0, len(text))]
        else:
            text = line["text"]
            mentions = [(m["start"], m["end"], dwie_label(e)) for e in line["entities"] for m in e["mentions"]]
            borders = data.sentences(text)
        documents.append(data.Document(str(i), text, borders, [], frozenset()))
        wanted.append(stripped(text, {m for m in mentions if m[2]}))
        ignored.append({m[:2] for m in stripped(text, {(s, e, "") for s, e, label in mentions if not label})})
    return documents, wanted, ignored


def dwie_label(entity):
    """PER, ORG or LOC of an entity of DWIE; None for the rest, adjectives among them."""
    kinds = set(entity["types"])
    if "person" in kinds:
        return "PER"
    if "organization" in kinds:
        return "ORG"
    if kinds & {"location", "gpe"} and not any(kind.endswith("-x") for kind in kinds):
        return "LOC"
    return None


def score_public(run, path, weights, limit=LIMIT):
    """Score on PER, ORG and LOC of a public set, all together."""
    documents, wanted, ignored = read_public(path)
    score = Score()
    for document, found, right, skip in zip(documents, predict(run, documents, weights, limit), wanted, ignored):
        mine = {m for m in stripped(document.text, found, FOREIGN) if m[:2] not in skip}
        score.add(mine, right)
    return score


SETS = ["dwie.dev", "conllpp.dev", "crossner_politics.dev", "worldwide_news.dev"]


def report(run, gold_folder, data_folder, weights, limit=LIMIT):
    """Prints all scores."""
    for name, score in score_gold(run, gold.read(gold_folder / "dev"), weights, limit).items():
        print(f"gold/dev {name:14} {score}", flush=True)
    for name in SETS:
        print(f"{name:23} {score_public(run, data_folder / 'eval' / f'{name}.jsonl', weights, limit)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    paths.add(parser)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--limit", type=int, default=LIMIT, help="sub-words of a window")
    arguments = parser.parse_args()
    report(torch_logits(model.load(arguments.model)), arguments.gold, arguments.data, arguments.weights, arguments.limit)


if __name__ == "__main__":
    main()
