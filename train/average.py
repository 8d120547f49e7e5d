"""Makes one checkpoint of several: the mean of their weights.

    average.py --out FILE FILE...

The runs must have begun alike: `train.py` with other `--order`, the same `--seed`.
Their mean does better than each on texts that are unlike those they have learned
from (Wortsman et al., Model soups, ICML 2022, arXiv:2203.05482).
"""

import argparse
import pathlib

import torch


def mean(states):
    """The mean of several weights by their names."""
    names = states[0].keys()
    if any(s.keys() != names for s in states):
        raise ValueError("these are checkpoints of different networks")
    return {n: torch.stack([s[n].double() for s in states]).mean(0).to(states[0][n].dtype) for n in names}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("checkpoints", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    states = [torch.load(path, weights_only=False)["tagger"] for path in options.checkpoints]
    torch.save({"tagger": mean(states)}, options.out)


if __name__ == "__main__":
    main()
