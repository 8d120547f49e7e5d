"""Makes one checkpoint of several: the mean of their weights.

    average.py --out FILE [--shares 0.7 0.3] FILE FILE...

The runs must have begun alike, with the same `--seed`; what they have learned from
may differ, or its order (`train.py --order`). Their mean may do better than each on
texts that are unlike those that they have learned from (Wortsman et al., Model soups,
ICML 2022, arXiv:2203.05482).
"""

import argparse
import pathlib

import torch


def mean(states, shares):
    """The mean of several weights by their names, each with its share."""
    names = states[0].keys()
    if any(s.keys() != names for s in states):
        raise ValueError("these are checkpoints of different networks")
    total = sum(shares)
    return {n: sum(s[n] * (share / total) for s, share in zip(states, shares, strict=True)) for n in names}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--shares", type=float, nargs="+", help="of each checkpoint; all the same without")
    parser.add_argument("checkpoints", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    shares = options.shares or [1] * len(options.checkpoints)
    if len(shares) != len(options.checkpoints):
        parser.error(f"{len(shares)} shares for {len(options.checkpoints)} checkpoints")
    states = [torch.load(path, weights_only=False)["tagger"] for path in options.checkpoints]
    torch.save({"tagger": mean(states, shares)}, options.out)


if __name__ == "__main__":
    main()
