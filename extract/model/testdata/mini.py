"""Writes mini/: a model of two narrow layers with random weights, and what PyTorch makes of the sample texts with it.

    PYTHONPATH=train train/.venv/bin/python extract/model/testdata/mini.py [--weights DIR]

tagger.bin has the format of train/export.py, words.jsonl and tags.jsonl that of
train/reference.py. The vocabulary holds just the sub-words of the sample texts.
"""

import argparse
import json
import pathlib
import tempfile

import torch

import export
import model
import paths
import reference
import samples
import text

LIMIT = 64
SPECIAL = 104  # [PAD], unused ones, [UNK], [CLS], [SEP], [MASK]
HERE = pathlib.Path(__file__).parent


def shrink(weights, folder):
    """Writes a tokenizer with the sub-words of the sample texts alone."""
    settings = json.loads((weights / "e5-small-v2-tokenizer.json").read_text(encoding="utf-8"))
    used = set(range(SPECIAL))
    for sample in [*samples.ODDITIES, *(t for t, _ in samples.ARTICLES)]:
        for pieces in text.split_words(sample, weights).pieces:
            used.update(pieces)
    vocabulary = export.vocabulary(weights)
    settings["model"]["vocab"] = {vocabulary[number]: i for i, number in enumerate(sorted(used))}
    (folder / "e5-small-v2-tokenizer.json").write_text(json.dumps(settings), encoding="utf-8")
    return len(used)


def tagger():
    """A tagger with random weights, large enough that all tags occur."""
    torch.manual_seed(6)
    out = model.Tagger()
    with torch.no_grad():
        for name, value in out.named_parameters():
            if "norm" in name:
                value.add_(0.2 * torch.randn_like(value))
            elif "product" in name:  # of numbers that are large already
                value.copy_(0.01 * torch.randn_like(value))
            else:
                value.copy_(0.15 * torch.randn_like(value))
    return out.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=pathlib.Path, default=paths.HERE / ".e5", help="e5-small-v2, see train/setup")
    weights = parser.parse_args().weights
    model.HIDDEN, model.ATTENTION, model.INNER, model.LAYERS = 64, 2, 96, 2
    model.POSITIONS = export.POSITIONS = export.LIMIT = LIMIT
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model.VOCABULARY = shrink(weights, folder)
        file = HERE / "mini" / "tagger.bin"
        file.write_bytes(export.encode(tagger(), export.vocabulary(folder)))
        reference.write_fixtures(reference.load(file)[0], folder, LIMIT, HERE / "mini")


if __name__ == "__main__":
    main()
