"""Trains the tagger; a run that is killed goes on from its last checkpoint.

    train.py --gold DIR --data DIR --weights DIR --out DIR [--epochs 5] [--seed 1] [--start FILE]

Learns from corpus/ and from DIR/train of the gold, except for the articles of
held.txt, held back for choosing, and from those sets of DIR/train that are there.
Writes DIR/checkpoint.pt every few minutes and after each epoch, DIR/log.txt,
DIR/best.pt, the epoch that scores best on the articles held back, and
DIR/last.pt. The same seed, machine and versions give the same weights,
interrupted or not.
"""

import argparse
import math
import pathlib
import random
import time

import torch
import torch.nn.functional as F

import data
import evaluate
import exchange
import gold
import model
import paths
import reference
import tags
from examples import Prepared, collate, grouped

BUDGET = 1536  # sub-words of a batch, padding included
SIZES = (64, 224)  # least and greatest limit of windows, drawn anew for each document and epoch
RATE, HEAD_RATE = 1e-4, 1e-3  # of the encoder; of heads and shapes, which start from nothing
AGAIN = 0.4  # share of these rates for weights that have learned before
WARM_UP = 0.1  # share of all steps
REPEATS = 3  # of the annotated articles in an epoch, the only ones with offices and events
WEIGHT = {"name": 1.0, "office": 3.0, "event": 3.0, "date": 1.0}  # of the heads: few words are annotated for two of them
PAIR_WEIGHT, STATUS_WEIGHT = 1.0, 0.1  # of the relations, and of the status of events in them
EXCHANGED = 0.5  # share of the annotated articles whose names are exchanged, anew in each epoch
UPPER, TITLE, LOWER = 0.04, 0.03, 0.01  # shares of windows whose capitals are changed


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    paths.add(parser)
    parser.add_argument("--out", type=pathlib.Path, default=paths.HERE / "out")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--order", type=int, default=0, help="draws what an epoch shows anew, from the same start: runs to average")
    parser.add_argument("--start", type=pathlib.Path, metavar="FILE",
                        help="exported weights to learn on from, at lower rates: an epoch is enough for some more articles")  # fmt: skip
    parser.add_argument("--repeats", type=int, default=REPEATS, help="how often an epoch shows the annotated articles")
    parser.add_argument("--layers", type=int, default=model.LAYERS, help="of the encoder, 1 to 12")
    parser.add_argument("--without", nargs="*", default=[], choices=["corpus", "gold", "exchange", "pairs", *data.FOREIGN],
                        help="what not to learn from, to see what it is worth")  # fmt: skip
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=4, help="between checkpoints")
    parser.add_argument("--steps", type=int, help="stop after so many steps, to try the pipeline")
    return parser.parse_args()


def recased(example, draw):
    """The example as a headline in capitals, in title case or in small letters, now and then."""
    chance = draw.random()
    if chance < UPPER:
        change = {1: 3, 2: 3, 4: 3}
    elif chance < UPPER + TITLE:
        change = {1: 2}
    elif chance < UPPER + TITLE + LOWER:
        change = {2: 1, 3: 1, 4: 1}
    else:
        return example
    example.shapes = [change.get(s, s) for s in example.shapes]
    return example


class Texts:
    """What a run learns from: annotated articles, of which an epoch sees several copies, and the sets of others."""

    def __init__(self, articles, foreign, options):
        self.weights, self.repeats = options.weights, options.repeats
        self.articles = [Prepared(d, options.weights) for d in articles]
        self.foreign = [Prepared(d, options.weights) for d in foreign]
        self.pool = None if "exchange" in options.without else exchange.Pool(articles + foreign)

    def of_epoch(self, draw):
        """The prepared documents of an epoch."""
        out = list(self.foreign)
        for prepared in self.articles * self.repeats:
            if self.pool and draw.random() < EXCHANGED:
                prepared = Prepared(exchange.exchanged(prepared.document, self.pool, draw), self.weights)
            out.append(prepared)
        return out


def epoch_batches(texts, seed):
    """Batches of an epoch, as lists of examples: a function of the texts and the seed alone."""
    draw = random.Random(seed)
    examples = []
    for document in texts.of_epoch(draw):
        limit = draw.randint(*SIZES)
        examples += [recased(document.example(w, limit), draw) for w in document.windows(limit)]
    draw.shuffle(examples)
    batches = [[examples[i] for i in g] for g in grouped([len(e.ids) for e in examples], BUDGET)]
    draw.shuffle(batches)
    return batches


def loss(logits, allowed):
    """Mean over all words of the negative log probability of the allowed tags, a weighted sum over heads.

    A word about which nothing is known allows all tags, and costs nothing.
    """
    total = 0.0
    for head, values in logits.items():
        log = values.float().log_softmax(-1)
        bits = (allowed[head][..., None] >> torch.arange(tags.count(head))) & 1
        known = log.masked_fill(bits == 0, -torch.inf).logsumexp(-1)
        total = total - WEIGHT[head] * known.sum() / known.numel()
    return total


def pair_loss(batch, labels, statuses):
    """Mean negative log probability of what pairs of mentions may be, and of the status of events."""
    total = labels.sum() * 0
    if len(labels):
        log = evaluate.allowed(batch, labels).log_softmax(-1)
        bits = (batch.labels[:, None] >> torch.arange(labels.shape[-1])) & 1
        total = total - log.masked_fill(bits == 0, -torch.inf).logsumexp(-1).mean()
    if (batch.statuses >= 0).any():
        total = total + STATUS_WEIGHT * F.cross_entropy(statuses.float(), batch.statuses, ignore_index=-1)
    return total


def rate(step, steps):
    """Factor of the learning rates: up over the warm-up, then down to nothing."""
    warm = max(1, int(WARM_UP * steps))
    return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


class Run:
    """The state of a training run, as checkpoints hold it."""

    def __init__(self, options, texts, chosen):
        self.options, self.texts, self.chosen = options, texts, chosen
        self.out = options.out
        self.out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(options.seed)
        self.tagger = reference.load(options.start)[0] if options.start else model.pretrained(options.weights, options.layers)
        self.tagger.encoder.word.weight.requires_grad = False
        self.optimizer = torch.optim.AdamW(self.groups(), weight_decay=0.01, fused=True)
        self.epoch = self.batch = self.step = 0
        self.best = -math.inf
        self.saved = time.monotonic()
        # The windows of an epoch are drawn anew; the number of batches hardly changes.
        self.steps = options.epochs * len(epoch_batches(texts, self.drawn()))

    def drawn(self):
        """The seed of what the epoch shows."""
        return self.options.seed + 1000 * self.options.order + self.epoch

    def groups(self):
        """Parameters of the encoder, and those that start from nothing."""
        named = [(n, p) for n, p in self.tagger.named_parameters() if p.requires_grad]
        fresh = lambda name: name.startswith(("heads.", "pairs.")) or "shape" in name
        new = [p for n, p in named if fresh(n)]
        old = [p for n, p in named if not fresh(n)]
        share = AGAIN if self.options.start else 1
        return [{"params": old, "base": share * RATE}, {"params": new, "base": share * HEAD_RATE}]

    def log(self, line):
        print(line, flush=True)
        with (self.out / "log.txt").open("a", encoding="utf-8") as f:
            f.write(line + "\n")

    def save(self, name):
        """Writes a checkpoint; its name appears when it is whole."""
        state = {
            "tagger": self.tagger.state_dict(), "optimizer": self.optimizer.state_dict(), "epoch": self.epoch,
            "batch": self.batch, "step": self.step, "best": self.best, "random": torch.get_rng_state(),
            "options": vars(self.options),
        }  # fmt: skip
        if name != "checkpoint.pt":
            del state["optimizer"]
        torch.save(state, self.out / (name + ".part"))
        (self.out / (name + ".part")).replace(self.out / name)
        self.saved = time.monotonic()

    def resume(self):
        """Goes back to the last checkpoint, if there is one."""
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=False)
        self.tagger.load_state_dict(state["tagger"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch, self.batch, self.step, self.best = state["epoch"], state["batch"], state["step"], state["best"]
        torch.set_rng_state(state["random"])
        self.log(f"resumed at epoch {self.epoch + 1}, batch {self.batch}")

    def learn(self, examples):
        """One step. Returns the loss."""
        batch = collate(examples)
        with torch.autocast("cpu", torch.bfloat16):
            logits, labels, statuses = self.tagger(batch)
        value = loss(logits, batch.allowed)
        if "pairs" not in self.options.without:
            value = value + PAIR_WEIGHT * pair_loss(batch, labels, statuses)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.tagger.parameters(), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * rate(self.step, self.steps)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        return value.item()

    def run_epoch(self):
        """The rest of an epoch. Returns false if the run is to stop."""
        self.tagger.train()
        batches = epoch_batches(self.texts, self.drawn())
        start, sub_words, total, done = time.monotonic(), 0, 0.0, 0
        while self.batch < len(batches):
            examples = batches[self.batch]
            total += self.learn(examples)
            self.batch += 1
            done += 1
            sub_words += sum(len(e.ids) for e in examples)
            if done % 50 == 0:
                speed = sub_words / (time.monotonic() - start)
                self.log(f"epoch {self.epoch + 1} batch {self.batch}/{len(batches)} loss {total / done:.4f}, {speed:.0f} sub-words/s")
            if self.options.steps and self.step >= self.options.steps:
                return False
            if time.monotonic() - self.saved > 60 * self.options.minutes:
                self.save("checkpoint.pt")
        return True

    def end_epoch(self):
        """Scores the articles held back, and keeps the weights."""
        state = torch.get_rng_state()
        self.tagger.eval()
        scores = evaluate.score_gold(evaluate.torch_logits(self.tagger), self.chosen, self.options.weights)
        scores |= evaluate.score_relations(self.tagger, self.chosen, self.options.weights)
        torch.set_rng_state(state)
        figure = evaluate.choice(scores)
        self.epoch, self.batch = self.epoch + 1, 0
        self.log(f"epoch {self.epoch} held back {figure:.1f}: " + ", ".join(f"{k} {s.f1():.1f}" for k, s in scores.items()))
        if figure > self.best:
            self.best = figure
            self.save("best.pt")
        self.save("checkpoint.pt")


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    kept = {"gold": data.held(gold.read(options.gold / "train")), "corpus": data.held(gold.read(paths.CORPUS))}
    learned = [d for name, (train, _) in kept.items() if name not in options.without for d in train]
    foreign = data.read_foreign(options.data / "train", [name for name in data.FOREIGN if name not in options.without])
    print(f"{len(learned)} annotated articles, {len(foreign)} documents of other sets", flush=True)
    run = Run(options, Texts(learned, foreign, options), [d for _, held in kept.values() for d in held])
    run.resume()
    while run.epoch < options.epochs and run.run_epoch():
        run.end_epoch()
    run.save("last.pt")


if __name__ == "__main__":
    main()
