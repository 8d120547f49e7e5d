"""Where the sets and the weights to start from lie, as flags of every command."""

import pathlib

HERE = pathlib.Path(__file__).parent
CORPUS = HERE / "corpus"  # articles written and annotated for this project
HELD = HERE / "held.txt"  # the ids of the annotated articles that are held back for choosing


def add(parser):
    """Adds the flags --gold, --data and --weights."""
    parser.add_argument("--gold", type=pathlib.Path, default=HERE / "sets" / "gold", help="annotated articles: train and dev")
    parser.add_argument("--data", type=pathlib.Path, default=HERE / "sets", help="sets of others: train and eval")
    parser.add_argument("--weights", type=pathlib.Path, default=HERE / ".e5", help="e5-small-v2, see setup")
