"""The labels, the tags made of them, and the decoding of tags into spans.

The model has one softmax per head, because an office contains the name of a
country and an event that of a place: only labels that exclude each other share
a head. Tags are BIO and numbered by the order of the labels: 0 is O, 1 + 2k is
B and 2 + 2k is I of label k.
"""

import numpy as np

EVENTS = (
    "attack mobilization meeting call visit agreement aid request accusation rejection threat protest "
    "sanction arrest trial election appointment resignation legislation death disaster launch competition other"
).split()

HEADS = {
    "name": ["Person", "Organization", "Country", "Place"],
    "office": ["Office"],
    "event": EVENTS,
    "date": ["Date"],
}

HEAD_OF = {label: head for head, labels in HEADS.items() for label in labels}


def count(head):
    """Number of tags of a head."""
    return 1 + 2 * len(HEADS[head])


def begin(label):
    """Number of the tag B of a label."""
    return 1 + 2 * HEADS[HEAD_OF[label]].index(label)


def inside(label):
    """Number of the tag I of a label."""
    return begin(label) + 1


def everything(head):
    """Bit set of all tags of a head: nothing is known of the word."""
    return (1 << count(head)) - 1


def viterbi(scores):
    """Best valid tag sequence of one sentence.

    scores: words x tags, log probabilities or logits of one head. I of a label
    may only follow B or I of the same label. Of equal paths the one with the
    lower tag wins, the last word first. Returns a list of tag numbers.
    """
    words, tags = scores.shape
    if words == 0:
        return []
    labels = (tags - 1) // 2
    best = scores[0].astype(np.float64)
    best[2::2] = -np.inf
    back = np.zeros((words, tags), dtype=np.int64)
    for w in range(1, words):
        top = int(best.argmax())
        previous = np.full(tags, top)
        for k in range(labels):
            b, i = 1 + 2 * k, 2 + 2 * k
            previous[i] = b if best[b] >= best[i] else i
        back[w] = previous
        best = best[previous] + scores[w]
    tag = int(best.argmax())
    path = [tag]
    for w in range(words - 1, 0, -1):
        tag = int(back[w][tag])
        path.append(tag)
    return path[::-1]


def spans(head, path):
    """Spans of a valid tag sequence: (first word, word after the last, label)."""
    out = []
    for w, tag in enumerate(path):
        if tag == 0:
            continue
        label = HEADS[head][(tag - 1) // 2]
        if tag % 2 == 1:
            out.append((w, w + 1, label))
        else:
            first, _, _ = out[-1]
            out[-1] = (first, w + 1, label)
    return out
