"""Scores the program on articles that others annotated: names, facts and events.

    public.py --binary BINARY --data DIR [SET...] [--errors]

DIR/eval holds the sets; SET is dwie, knowledgenet or plover, all three without
one. A set has its own idea of a fact, so the tables below say which of its
labels are which of our relations; what has no counterpart is not scored. An
office and what it is the office of are one fact of its holder here, OFFICE; what
is in a place is also in what that place lies in. A leading "the" and a trailing
"'s" count on neither side. All offsets count code points.
"""

import argparse
import collections
import dataclasses
import json
import pathlib
import re
import subprocess

import data
import paths
from text import sentences

NAMED = {"Person", "Organization", "Country", "Place"}


class Score:
    """Counts: found and of those right, wanted and of those hit."""

    def __init__(self):
        self.right = self.found = self.hit = self.wanted = 0

    def add(self, found, wanted):
        """Adds two sets whose members are right if they are in the other."""
        self.right += len(found & wanted)
        self.found += len(found)
        self.hit += len(found & wanted)
        self.wanted += len(wanted)

    def figures(self):
        """Precision, recall and F1, from 0 to 1."""
        precision, recall = self.right / max(self.found, 1), self.hit / max(self.wanted, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)

    def __str__(self):
        precision, recall, f1 = (100 * x for x in self.figures())
        counts = f"{self.right} of {self.found} right, {self.hit} of {self.wanted} hit"
        return f"P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}  {counts}"


@dataclasses.dataclass(frozen=True)
class Fact:
    """A fact between two entities of the program's output, by their ids."""

    type: str  # of the relation, or OFFICE
    head: str
    tail: str
    title: str = ""  # of an OFFICE
    kind: str = ""  # of a RELATIVE_OF
    rule: str = ""  # what found it


class Output:
    """What the program makes of a text."""

    def __init__(self, text, document):
        at = code_points(text)
        self.text = text
        self.entities = {e["id"]: e for e in document["entities"]}
        self.relations = document["relations"]
        self.spans = {i: [data.strip(text, at[m["start"]], at[m["end"]]) for m in e["mentions"]] for i, e in self.entities.items()}

    def facts(self):
        """All facts between persons, organizations, countries, places and events, but who took part in what."""
        offices = collections.defaultdict(list)
        for r in self.relations:
            if r["type"] == "OFFICE_OF":
                offices[r["from"]].append(r["to"])
        out = []
        for r in self.relations:
            if r["type"] == "HOLDS_OFFICE":
                title = self.entities[r["to"]].get("title", "")
                out += [Fact("OFFICE", r["from"], of, title=title, rule=r["rule"]) for of in offices[r["to"]]]
            elif r["type"] not in ("OFFICE_OF", "PARTICIPATED_IN", "RESPONSE_TO"):
                out.append(Fact(r["type"], r["from"], r["to"], kind=r.get("kind", ""), rule=r["rule"]))
        return out + self.farther(out)

    def farther(self, facts):
        """What facts say of the places around the places that they name."""
        around = collections.defaultdict(set)
        for f in facts:
            if f.type == "LOCATED_IN":
                around[f.head].add(f.tail)
        out = []
        for f in facts:
            if f.type not in ("BASED_IN", "LOCATED_IN", "OCCURRED_IN"):
                continue
            seen, reached = {f.head, f.tail}, [f.tail]
            while reached:
                new = sorted(around[reached.pop()] - seen)
                seen.update(new)
                reached += new
                out += [dataclasses.replace(f, tail=place, rule=f"{f.rule}, around it") for place in new]
        return out


def code_points(text):
    """Code points before each byte offset of a text at which a code point starts."""
    out, at = {}, 0
    for i, c in enumerate(text):
        out[at] = i
        at += len(c.encode("utf-8"))
    out[at] = len(text)
    return out


def extract(binary, lines):
    """What the program makes of the lines of a set, in their order."""
    articles = [json.dumps({"id": str(i), "text": line["text"]}, ensure_ascii=False) for i, line in enumerate(lines)]
    done = subprocess.run([binary, "extract", "-"], input="\n".join(articles) + "\n", stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"extracting: exit status {done.returncode}")
    documents = [json.loads(line) for line in done.stdout.split("\n") if line]
    return [Output(line["text"], document) for line, document in zip(lines, documents, strict=True)]


# DWIE. The first of our relations is the one that a label is scored as; as a
# pair, any of them is right, because the set calls all staff and all officers
# members and gives the agencies of a state their seat in it.
OFFICES = "agent_of coach_of head_of head_of_gov head_of_state mayor_of minister_of spokesperson_of".split()
DWIE = {
    **dict.fromkeys(OFFICES, ("OFFICE",)),
    **dict.fromkeys(("agency_of", "institution_of", "ministry_of", "part_of"), ("PART_OF", "BASED_IN")),
    **dict.fromkeys(("based_in0", "based_in1", "based_in2"), ("BASED_IN", "PART_OF")),
    **dict.fromkeys(("in0", "in1", "in2"), ("LOCATED_IN",)),
    **dict.fromkeys(("event_in0", "event_in1", "event_in2"), ("OCCURRED_IN",)),
    **dict.fromkeys(("child_of", "parent_of", "spouse_of"), ("RELATIVE_OF",)),
    "citizen_of": ("CITIZEN_OF",),
    "member_of": ("MEMBER_OF", "WORKS_FOR", "OFFICE"),
}  # fmt: skip
SCORED = sorted({types[0] for types in DWIE.values()})


class Dwie:
    """An article of DWIE: its names and its facts.

    The set has an entity for a country's adjective and one for the country, and
    each fact with both; here they are one. A country that only its adjective
    names counts as named. Facts with an end that the text does not name cannot
    be read from it and are left out.
    """

    def __init__(self, line):
        country = {r["head"]: r["tail"] for r in line["relations"] if r["type"] == "gpe0"}
        self.names, self.adjectives, self.others = {}, {}, {}  # entities by span
        for entity in line["entities"]:
            spans, kinds = self.others, set(entity["types"])
            if "gpe0-x" in kinds:
                spans = self.adjectives
            elif kinds & {"person", "organization", "location", "gpe"}:
                spans = self.names
            for m in entity["mentions"]:
                span = data.strip(line["text"], m["start"], m["end"])
                spans.setdefault(span, country.get(entity["id"], entity["id"]))
        self.spans = self.others | self.adjectives | self.names
        self.forms = {i: line["text"][s:e] for (s, e), i in self.spans.items()}
        self.labels = collections.defaultdict(set)  # of pairs
        self.unnamed = set()
        for r in line["relations"]:
            pair = country.get(r["head"], r["head"]), country.get(r["tail"], r["tail"])
            label = r["type"].removesuffix("-x")
            if label not in DWIE:
                continue
            if set(pair) <= self.forms.keys():
                self.labels[pair].add(label)
            else:
                self.unnamed.add(typed(DWIE[label][0], *pair))

    def wanted(self):
        """Labels by facts: (type, head, tail)."""
        out = collections.defaultdict(set)
        for pair, labels in self.labels.items():
            for label in labels:
                out[typed(DWIE[label][0], *pair)].add(label)
        return out

    def align(self, output):
        """The set's entity for each of the program's that shares a mention with one, the one with most in common."""
        out = {}
        for i, own in output.spans.items():
            common = collections.Counter(self.spans[s] for s in own if s in self.spans)
            if common:
                out[i] = common.most_common(1)[0][0]
        return out

    def found(self, output):
        """Facts of the program between entities of the set: the program's Fact by (type, head, tail)."""
        to, out = self.align(output), {}
        for fact in output.facts():
            if fact.head in to and fact.tail in to and to[fact.head] != to[fact.tail]:
                out.setdefault(typed(fact.type, to[fact.head], to[fact.tail]), fact)
        return out


def typed(kind, head, tail):
    """A fact; relatives in order of their ids, because each is one of the other."""
    return (kind, *sorted((head, tail))) if kind == "RELATIVE_OF" else (kind, head, tail)


def b_cubed(ours, theirs):
    """B-cubed precision, recall and F1 of two partitions, clusters by mention, over the mentions that are in both."""
    common = ours.keys() & theirs.keys()
    mine, yours = collections.Counter(ours[m] for m in common), collections.Counter(theirs[m] for m in common)
    both = collections.Counter((ours[m], theirs[m]) for m in common)
    count = max(len(common), 1)
    precision = sum(both[ours[m], theirs[m]] / mine[ours[m]] for m in common) / count
    recall = sum(both[ours[m], theirs[m]] / yours[theirs[m]] for m in common) / count
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def score_dwie(lines, outputs, errors):
    ours, names, adjectives = {}, {}, {}
    facts, pairs = collections.defaultdict(Score), Score()
    labels, unnamed = collections.defaultdict(Score), 0
    kinds = Kinds()
    for i, (line, output) in enumerate(zip(lines, outputs)):
        article = Dwie(line)
        names |= {(i, *s): (i, e) for s, e in article.names.items()}
        adjectives |= {(i, *s): (i, e) for s, e in article.adjectives.items()}
        ours |= {(i, *s): (i, e) for e, own in output.spans.items() if output.entities[e]["type"] in NAMED for s in own}
        wanted, found = article.wanted(), article.found(output)
        scored = {f for f in found if f[0] in SCORED}
        for kind in SCORED:
            facts[kind].add({f for f in scored if f[0] == kind}, {f for f in wanted if f[0] == kind})
        facts["all"].add(scored, wanted.keys())
        for fact, own in wanted.items():
            for label in own:
                labels[label].wanted += 1
                labels[label].hit += fact in found
        accepted = {typed(kind, *pair) for pair, own in article.labels.items() for label in own for kind in DWIE[label]}
        pairs.found += len({f[1:] for f in found})
        pairs.right += len({f[1:] for f in found if f in accepted})
        pairs.wanted += len({f[1:] for f in wanted})
        pairs.hit += len({f[1:] for f in wanted} & {f[1:] for f in found if f in accepted})
        unnamed += len(article.unnamed)
        kinds.add(line, article, output, wanted, {f: found[f] for f in scored}, found)
    print(f"dwie, {len(lines)} articles")
    for what, theirs in (("of names, B-cubed", names), ("and adjectives", adjectives | names)):
        precision, recall, f1 = (100 * x for x in b_cubed(ours, theirs))
        count = len(ours.keys() & theirs.keys())
        print(f"  coreference {what:18} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}  on {count} mentions")
    print(f"  facts                  {facts['all']}; {unnamed} more have an end without a name")
    for kind in SCORED:
        print(f"    {kind:20} {facts[kind]}")
    print("    by label             " + ", ".join(f"{k} {labels[k].hit}/{labels[k].wanted}" for k in sorted(labels)))
    print(f"  pairs, once each       {pairs}")
    if errors:
        kinds.show()


class Kinds:
    """The kinds of misses and of false finds of DWIE's facts, counted."""

    def __init__(self):
        self.missed, self.false = collections.Counter(), collections.Counter()
        self.shown = collections.defaultdict(list)

    def add(self, line, article, output, wanted, scored, found):
        """Sorts what is wanted but not scored, and the other way round; found are all facts between the set's entities."""
        places = collections.defaultdict(set)
        borders = sentences(line["text"])
        for (start, _), entity in article.spans.items():
            places[entity].update(i for i, (s, e) in enumerate(borders) if s <= start < e)
        aligned = set(article.align(output).values())
        ours = collections.defaultdict(set)
        for kind, *pair in found:
            ours[frozenset(pair)].add(kind)
        for fact, labels in wanted.items():
            if fact in scored:
                continue
            kind, head, tail = fact
            lost = [end for end, name in (("head", head), ("tail", tail)) if name not in aligned]
            if lost:
                why = f"{' and '.join(lost)} not found"
            elif ours[frozenset((head, tail))]:
                why = f"found as {' '.join(sorted(ours[frozenset((head, tail))]))}"
            elif not places[head] & places[tail]:
                why = "never in one sentence"
            else:
                why = "in one sentence, not related"
            self.count(self.missed, f"{kind} ({' '.join(sorted(labels))}): {why}", line, article, head, tail)
        for fact, own in scored.items():
            kind, head, tail = fact
            if fact in wanted:
                continue
            said, reverse = article.labels.get((head, tail)), article.labels.get((tail, head))
            if said:
                why = f"the set says {' '.join(sorted(said))}"
            elif reverse:
                why = f"the set says {' '.join(sorted(reverse))} the other way round"
            else:
                why = "the set says nothing"
            self.count(self.false, f"{kind} by {own.rule}: {why}", line, article, head, tail)

    def count(self, counter, kind, line, article, head, tail):
        counter[kind] += 1
        self.shown[kind].append(f"{line['id']} {article.forms[head]} -> {article.forms[tail]}")

    def show(self, most=25, examples=4):
        for name, counter in (("missed", self.missed), ("false", self.false)):
            print(f"  {name}, {counter.total()}")
            for kind, count in counter.most_common(most):
                print(f"    {count:4} {kind}")
                for example in self.shown[kind][:examples]:
                    print(f"           {example}")


# KnowledgeNet. Its other properties (dates, birth, residence, founders,
# schools) are none of our relations.
CHIEF = re.compile(r"\bceo\b|chief executive")
PARTY = {"", "alliance", "movement", "organization", "party", "political party"}
PRONOUNS = set(
    "he him his himself she her hers herself it its itself they them their theirs i me my myself we us our ours "
    "you your yours this that these those who whom whose which where".split()
)  # fmt: skip


def properties(fact, output):
    """Properties that a fact of ours may mean, each with its subject and object, the narrowest first."""
    head, tail = fact.head, fact.tail
    target = output.entities[tail]
    if fact.type in ("OFFICE", "WORKS_FOR", "MEMBER_OF"):
        if target["type"] != "Organization" or output.entities[head]["type"] != "Person":
            return []
        out = [("EMPLOYEE_OR_MEMBER_OF", head, tail)]
        if fact.type == "OFFICE" and CHIEF.search(fact.title):
            out.insert(0, ("CEO", tail, head))
        if fact.type == "MEMBER_OF" and target.get("kind", "") in PARTY:
            out.insert(0, ("POLITICAL_AFFILIATION", head, tail))
        return out
    if fact.type == "RELATIVE_OF":
        return {
            "spouse": [("SPOUSE", *sorted((head, tail)))],
            "child": [("CHILD_OF", head, tail)],
            "parent": [("CHILD_OF", tail, head)],
        }.get(fact.kind, [])
    if fact.type == "PART_OF" and target["type"] != "Organization":
        return []
    kind = {"CITIZEN_OF": "NATIONALITY", "PART_OF": "SUBSIDIARY_OF", "BASED_IN": "HEADQUARTERS"}.get(fact.type)
    return [(kind, head, tail)] if kind else []


MAPPED = "CEO CHILD_OF EMPLOYEE_OR_MEMBER_OF HEADQUARTERS NATIONALITY POLITICAL_AFFILIATION SPOUSE SUBSIDIARY_OF".split()


class Passage:
    """A passage of KnowledgeNet: its facts and what it annotates in full.

    Names with the same link are one entity. The set gives a pronoun its own
    facts; one without a name in the passage makes its facts nameless, which no
    graph of names can hold.
    """

    def __init__(self, line):
        self.annotated = set(line["annotated_properties"]) & set(MAPPED)
        self.spans = collections.defaultdict(list)
        entity = {e["id"]: e["link"] or e["id"] for e in line["entities"]}
        for e in line["entities"]:
            self.spans[entity[e["id"]]] += [(m["start"], m["end"]) for m in e["mentions"]]
        named = {entity[e["id"]] for e in line["entities"] for m in e["mentions"] if m["text"].lower() not in PRONOUNS}
        facts = set()
        for r in line["relations"]:
            ends = entity[r["head"]], entity[r["tail"]]
            if r["type"] in self.annotated:
                facts.add((r["type"], *(sorted(ends) if r["type"] == "SPOUSE" else ends)))
        self.facts = {f for f in facts if {f[1], f[2]} <= named}
        self.nameless = facts - self.facts

    def means(self, fact, ours, output):
        """Whether a property between two of our entities is the set's fact: both ends overlap in some mention."""
        ends = [ours[1:], ours[:0:-1]] if ours[0] == "SPOUSE" else [ours[1:]]
        return fact[0] == ours[0] and any(
            overlap(self.spans[fact[1]], output.spans[a]) and overlap(self.spans[fact[2]], output.spans[b]) for a, b in ends
        )

    def found(self, output):
        """Our facts as (property, subject, object): the annotated property that makes one right, else the narrowest."""
        out = set()
        for fact in output.facts():
            own = [p for p in properties(fact, output) if p[0] in self.annotated]
            right = [p for p in own if any(self.means(f, p, output) for f in self.facts)]
            out.update((right or own)[:1])
        return out


def overlap(spans, others):
    """Whether any two spans share a code point."""
    return any(s < y and x < e for s, e in spans for x, y in others)


def score_knowledgenet(lines, outputs, errors):
    scores, nameless = collections.defaultdict(Score), collections.Counter()
    for line, output in zip(lines, outputs):
        passage = Passage(line)
        found = passage.found(output)
        for p in found:
            right = any(passage.means(f, p, output) for f in passage.facts)
            for score in (scores[p[0]], scores["all"]):
                score.found += 1
                score.right += right
            if errors and not right:
                print(f"  wrong {p[0]} {output.entities[p[1]]['name']} -> {output.entities[p[2]]['name']} | {line['text']}")
        for f in passage.facts:
            hit = any(passage.means(f, p, output) for p in found)
            for score in (scores[f[0]], scores["all"]):
                score.wanted += 1
                score.hit += hit
            if errors and not hit:
                names = [line["text"][slice(*passage.spans[end][0])] for end in f[1:]]
                print(f"  missed {f[0]} {' -> '.join(names)} | {line['text']}")
        nameless.update(f[0] for f in passage.nameless)
    print(f"knowledgenet, {len(lines)} passages, {len(MAPPED)} of 15 properties")
    print(f"  facts                  {scores['all']}")
    for kind in MAPPED:
        print(f"    {kind:22} {scores[kind]}; {nameless[kind]} more without a name")
    scores["all"].wanted += nameless.total()
    print(f"  with the nameless      {scores['all']}")


# PLOVER: our types of event for its own. CONCEDE, COOPERATE, INVESTIGATE,
# RETREAT and SUPPORT are spread over too many of ours: of these only the actors
# are scored.
PLOVER = {
    "AGREE": {"agreement"},
    "AID": {"aid"},
    "ASSAULT": {"attack"},
    "COERCE": {"arrest", "attack", "legislation", "mobilization", "sanction"},
    "CONSULT": {"call", "meeting", "visit"},
    "DEMAND": {"request"},
    "DISAPPROVE": {"accusation"},
    "FIGHT": {"attack", "mobilization"},
    "MOBILIZE": {"mobilization"},
    "PROTEST": {"protest"},
    "REJECT": {"rejection"},
    "SANCTION": {"sanction"},
    "THREATEN": {"threat"},
}


def words(text):
    """Words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def within(short, long):
    """Whether the words of one text stand in the other, in a row."""
    a, b = words(short), words(long)
    return bool(a) and any(b[i : i + len(a)] == a for i in range(len(b) - len(a) + 1))


def same_actor(actor, forms):
    """Whether a name stands in the set's words for an actor, or the other way round."""
    return any(within(form, actor) or within(actor, form) for form in forms)


def main_event(line, output):
    """Our event whose triggers share most words with those of the set, the first of equals; None without any."""
    wanted, best = set(words(line["eventText"])), (0, None)
    for i, e in output.entities.items():
        if e["type"] == "Event":
            common = len({w for s, end in output.spans[i] for w in words(line["text"][s:end])} & wanted)
            if common > best[0]:
                best = common, i
    return best[1]


def actors(line):
    """Words for the actors of a sentence by side, source or target; each side of a mutual event is both."""
    sides = {}
    for side in ("source", "target"):
        own = line.get(side)
        sides[side] = [a["actorText"] for a in own] if isinstance(own, list) else []
    return sides if sides["target"] else {"source": sides["source"], "target": sides["source"]}


SIDES = {"agent": ("source",), "target": ("target",), "participant": ("source", "target")}


def score_plover(lines, outputs, errors):
    event = kind = mapped = 0
    sides = {"source": Score(), "target": Score()}
    for line, output in zip(lines, outputs):
        found = main_event(line, output)
        event += found is not None
        if line["event"] in PLOVER:
            mapped += 1
            right = found is not None and output.entities[found]["event"] in PLOVER[line["event"]]
            kind += right
            if errors and not right:
                got = found and f"{output.entities[found]['event']} ({output.entities[found]['name']})"
                print(f"  {line['event']} ({line['eventText']}) is {got} | {line['text']}")
        wanted = actors(line)
        taking = collections.defaultdict(set)
        for r in output.relations:
            if r["type"] == "PARTICIPATED_IN" and r["to"] == found:
                taking[r["from"]].add(r["role"])
        forms = {i: [output.text[s:e] for s, e in output.spans[i]] for i in taking}
        for i, roles in taking.items():
            own = sorted({side for role in roles for side in SIDES[role]})
            right = [side for side in own if any(same_actor(a, forms[i]) for a in wanted[side])]
            for side in right or own[:1]:
                sides[side].found += 1
                sides[side].right += bool(right)
        for side, texts in wanted.items():
            own = [i for i, roles in taking.items() if any(side in SIDES[role] for role in roles)]
            sides[side].wanted += len(texts)
            sides[side].hit += sum(any(same_actor(a, forms[i]) for i in own) for a in texts)
    print(f"plover, {len(lines)} sentences")
    print(f"  event found            {100 * event / len(lines):5.1f} %")
    print(f"  its type               {100 * kind / mapped:5.1f} % of the {mapped} whose type is one of ours")
    for side, score in sides.items():
        print(f"  {side:22} {score}")


SETS = {
    "dwie": ("dwie.dev", score_dwie),
    "knowledgenet": ("knowledgenet.dev", score_knowledgenet),
    "plover": ("plover_gsr.all", score_plover),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    paths.add(parser)
    parser.add_argument("--binary", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--errors", action="store_true", help="show what is missed and what is wrong")
    parser.add_argument("sets", nargs="*", metavar="SET", help="dwie, knowledgenet, plover")
    options = parser.parse_args()
    unknown = set(options.sets) - SETS.keys()
    if unknown:
        parser.error(f"no such set: {' '.join(sorted(unknown))}")
    for name in options.sets or SETS:
        file, score = SETS[name]
        lines = data.read_lines(options.data / "eval" / f"{file}.jsonl")
        score(lines, extract(options.binary, lines), options.errors)


if __name__ == "__main__":
    main()
