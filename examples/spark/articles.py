"""Writes articles for the test of job.py into a folder: those of examples/articles
as text and as JSON Lines, and what dateline extract could have made of others:
invented, contradicting each other, in several versions, with awkward text."""

import hashlib
import json
import pathlib
import random
import sys

folder = pathlib.Path(sys.argv[1])
examples = pathlib.Path(__file__).parent.parent / "articles"
random.seed(4)

texts = sorted(examples.glob("*.txt"))
for file in texts[:5]:
    (folder / file.name).write_bytes(file.read_bytes())
with open(folder / "lines.jsonl", "w") as out:
    out.write((examples / "wire.jsonl").read_text())
    for file in texts[5:]:
        print(json.dumps({"id": file.stem, "text": file.read_text()}), file=out)
    for file in texts[5:9]:  # as other newspapers print it, each from the one before
        text = file.read_text()
        for number in range(3):
            paragraphs = text.split("\n\n")
            text = "\n\n".join(paragraphs[:-1] if number % 2 else ["Copied", *paragraphs[1:]])
            article = {"id": f"{file.stem}-{number}", "published": f"2026-03-{random.randint(10, 14)}", "text": text}
            print(json.dumps(article if number else {**article, "published": ""}), file=out)
    print("this line fails", file=out)

AWKWARD = ["", " ", '"', ",", ";", "\n", "\\", "\x1f", "\x01", "\t", "\ufeff", "Łódź", "東京", "🕊", "\u2028", "'", "\r\n"]
NAMES = ["Ann Reed", "Ann  Reed", "ANN REED", "Bo Ek", "Bo Ék", "Cy Ōe", "Cy 🕊 Ōe", "Di"]


def awkward(text):
    return random.choice(AWKWARD) + text + random.choice(AWKWARD)


def document(number):
    texts = []

    def span(text):
        start = sum(len(t.encode()) for t in texts)
        texts.append(text)
        return {"start": start, "end": start + len(text.encode())}

    def entity(id, label, name, **properties):
        forms = [awkward(name) for _ in range(random.randint(1, 3))]
        mentions = [{**span(f), "text": f, "confidence": random.randint(0, 100) / 100} for f in forms]
        return {"id": id, "type": label, "name": name, "key": "", "mentions": mentions, **properties}

    def relation(name, start, end, **properties):
        quote = awkward("She said so.")
        return {"type": name, "from": start, "to": end, **properties, "confidence": random.randint(0, 100) / 100,
                "rule": "r", "evidence": [{**span(quote), "quote": quote}]}

    maybe = lambda **p: {k: v for k, v in p.items() if random.random() < 0.6}
    entities = [
        entity("p1", "Person", random.choice(NAMES), **maybe(wikidataId=f"Q{random.randint(1, 3)}")),
        entity("o1", "Office", awkward("Minister"), title="minister"),
        entity("c1", "Country", random.choice(["Chile", "Chad"]), **maybe(iso2=random.choice(["TD", "CL"]), iso3="CHL")),
        entity("l1", "Place", random.choice(["Arica", "the Arica"]), **maybe(geonamesId=random.choice([9, 10, 100]), kind=random.choice(["city", "town"]))),
        entity("e1", "Event", "a visit", event="visit", status=random.choice(["planned", "happened", "ongoing"]),
               **random.choice([{}, {"date": "2024-10-11", "datePrecision": "day"}])),
    ]
    relations = [
        relation("HOLDS_OFFICE", "p1", "o1", status=random.choice(["current", "former"]), **maybe(since=random.choice(["2019", "2020-05"]))),
        relation("OFFICE_OF", "o1", "c1"),
        relation("PARTICIPATED_IN", "p1", "e1", role=random.choice(["agent", "participant"])),
        relation("PARTICIPATED_IN", "c1", "e1", role="target"),
        relation("LOCATED_IN", "l1", "c1"),
    ]
    key = f"wire-{random.randrange(number + 1)}"  # now and then an earlier article again
    digest = hashlib.sha256(json.dumps([entities, relations]).encode()).hexdigest()
    return {"id": key, "key": key, "title": awkward("A visit"), **maybe(published=f"2024-10-{random.randint(10, 12)}"),
            "contentHash": digest, "extractor": "0.1.0", "entities": entities, "relations": relations}


with open(folder / "documents.jsonl", "w") as out:
    for number in range(400):
        print(json.dumps(document(number)), file=out)
