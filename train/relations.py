"""The relations between two mentions: labels, the pairs that may have them, and what is known of a pair.

Labels are those of the schema with the value of their property, "HOLDS_OFFICE
acting"; SAME says that two triggers tell of one event, or two titles name one
office. A pair is ordered, from and to; label 0 is no relation.
"""

import bisect

TYPES = ["Person", "Organization", "Country", "Place", "Office", "Event"]

STATUSES = "happened ongoing planned possible denied cancelled".split()  # of events

LABELS = [
    "", "HOLDS_OFFICE current", "HOLDS_OFFICE former", "HOLDS_OFFICE incoming", "HOLDS_OFFICE acting", "OFFICE_OF",
    "MEMBER_OF", "WORKS_FOR", "CITIZEN_OF", "RELATIVE_OF spouse", "RELATIVE_OF parent", "RELATIVE_OF child",
    "RELATIVE_OF sibling", "RELATIVE_OF other", "PART_OF", "BASED_IN", "LOCATED_IN", "PARTICIPATED_IN agent",
    "PARTICIPATED_IN target", "PARTICIPATED_IN participant", "OCCURRED_IN", "RESPONSE_TO", "SAME",
]  # fmt: skip

ENDS = {  # which types a relation goes from and to
    "HOLDS_OFFICE": (["Person"], ["Office"]),
    "OFFICE_OF": (["Office"], ["Country", "Organization", "Place"]),
    "MEMBER_OF": (["Person", "Organization", "Country"], ["Organization"]),
    "WORKS_FOR": (["Person"], ["Organization"]),
    "CITIZEN_OF": (["Person"], ["Country"]),
    "RELATIVE_OF": (["Person"], ["Person"]),
    "PART_OF": (["Organization"], ["Organization", "Country"]),
    "BASED_IN": (["Organization"], ["Country", "Place"]),
    "LOCATED_IN": (["Place"], ["Place", "Country"]),
    "PARTICIPATED_IN": (["Person", "Organization", "Country"], ["Event"]),
    "OCCURRED_IN": (["Event"], ["Country", "Place"]),
    "RESPONSE_TO": (["Event"], ["Event"]),
}

# Pairs of types that may be related, with the bit set of their labels.
PAIRS = {}
for number, name in enumerate(LABELS):
    sources, targets = ENDS.get(name.split(" ")[0], ([], []))
    for source in sources:
        for target in targets:
            PAIRS[source, target] = PAIRS.get((source, target), 1) | 1 << number
for same in ("Office", "Event"):
    PAIRS[same, same] = PAIRS.get((same, same), 1) | 1 << LABELS.index("SAME")

# Least distances in words of the buckets of a distance; the buckets of the pairs
# whose second mention comes first follow those of the others.
DISTANCES = [0, 1, 2, 3, 4, 5, 8, 13, 21, 41, 81]
SENTENCES = 4  # of distances in sentences: 0, 1, 2, more
BETWEEN = 4  # of numbers of mentions of the second's type between the two: 0, 1, 2, more


def label(relation):
    """Label of an annotated relation."""
    value = relation.get("status") or relation.get("role") or relation.get("kind")
    return relation["type"] + (f" {value}" if value else "")


def distance(one, other):
    """Bucket of the distance between two mentions, given as (first word, word after the last)."""
    if other[0] >= one[0]:
        return bisect.bisect_right(DISTANCES, max(0, other[0] - one[1])) - 1
    return len(DISTANCES) + bisect.bisect_right(DISTANCES, max(0, one[0] - other[1])) - 1


def features(mentions):
    """Pairs of mentions that may be related: (from, to, distance, sentences, between).

    mentions: (first word, word after the last, type, sentence), in the order of
    their first words.
    """
    out = []
    for i, a in enumerate(mentions):
        for j, b in enumerate(mentions):
            if i == j or (TYPES[a[2]], TYPES[b[2]]) not in PAIRS:
                continue
            low, high = min(i, j), max(i, j)
            between = sum(m[2] == b[2] for m in mentions[low + 1 : high])
            out.append((i, j, distance(a, b), min(abs(a[3] - b[3]), SENTENCES - 1), min(between, BETWEEN - 1)))
    return out
