"""Tests of the mappings and scores of public sets: python -m unittest, in this folder."""

import unittest

import public

SOURCE = "The Norwegian minister Åse Lund, of Oslo’s Labour Party, met Peru's envoy in Lima. Lund, a Norwegian, married Bo."


def mention(text, n=0):
    """Span in code points of the n-th place where a text stands in SOURCE."""
    at = -1
    for _ in range(n + 1):
        at = SOURCE.index(text, at + 1)
    return at, at + len(text)


def entity(i, label, *places, **more):
    """An entity of the program's output, mentioned at spans in code points."""
    byte = {b: a for a, b in public.code_points(SOURCE).items()}
    return {"id": i, "type": label, "mentions": [{"start": byte[s], "end": byte[e]} for s, e in places], **more}


def relation(label, head, tail, **more):
    return {"type": label, "from": head, "to": tail, "rule": "network", **more}


def output():
    entities = [
        entity("p1", "Person", mention("Åse Lund"), mention("Lund", 1)),
        entity("p2", "Person", mention("Bo")),
        entity("c1", "Country", mention("Norwegian"), mention("Norwegian", 1)),
        entity("c2", "Country", mention("Peru's")),
        entity("l1", "Place", mention("Oslo")),
        entity("l2", "Place", mention("Lima")),
        entity("g1", "Organization", mention("Labour Party"), kind="party"),
        entity("o1", "Office", mention("Norwegian minister"), title="minister"),
        entity("e1", "Event", mention("met"), event="meeting"),
    ]
    relations = [
        relation("HOLDS_OFFICE", "p1", "o1", status="current"),
        relation("OFFICE_OF", "o1", "c1"),
        relation("MEMBER_OF", "p1", "g1"),
        relation("BASED_IN", "g1", "l1"),
        relation("LOCATED_IN", "l1", "c1"),
        relation("RELATIVE_OF", "p2", "p1", kind="spouse"),
        relation("PARTICIPATED_IN", "p1", "e1", role="agent"),
        relation("OCCURRED_IN", "e1", "l2"),
    ]
    return public.Output(SOURCE, {"entities": entities, "relations": relations})


class Outputs(unittest.TestCase):
    def test_spans_are_code_points(self):
        spans = output().spans
        self.assertEqual([SOURCE[s:e] for s, e in spans["p1"]], ["Åse Lund", "Lund"])
        self.assertEqual([SOURCE[s:e] for s, e in spans["c2"] + spans["g1"]], ["Peru", "Labour Party"])

    def test_facts(self):
        found = {(f.type, f.head, f.tail) for f in output().facts()}
        wanted = {
            ("OFFICE", "p1", "c1"), ("MEMBER_OF", "p1", "g1"), ("BASED_IN", "g1", "l1"), ("BASED_IN", "g1", "c1"),
            ("LOCATED_IN", "l1", "c1"), ("RELATIVE_OF", "p2", "p1"), ("OCCURRED_IN", "e1", "l2"),
        }  # fmt: skip
        self.assertEqual(found, wanted)

    def test_places_around_each_other(self):
        facts = [public.Fact("LOCATED_IN", "a", "b"), public.Fact("LOCATED_IN", "b", "a"), public.Fact("BASED_IN", "g", "a")]
        found = [(f.type, f.head, f.tail) for f in output().farther(facts)]
        self.assertEqual(found, [("BASED_IN", "g", "b")])


class DwieArticles(unittest.TestCase):
    kinds = {
        "lund": ["person"], "norway": ["gpe0", "location"], "norwegian": ["gpe0-x"], "labour": ["organization"],
        "oslo": ["gpe2", "location"], "peru": ["gpe0", "location"], "bo": ["person"], "minister": ["role", "value"],
    }  # fmt: skip
    places = {
        "lund": [mention("Åse Lund"), mention("Lund", 1)], "norwegian": [mention("The Norwegian"), mention("Norwegian", 1)],
        "labour": [mention("Labour Party")], "oslo": [mention("Oslo")], "bo": [mention("Bo")], "minister": [mention("minister")],
    }  # fmt: skip

    def article(self, *relations):
        entities = [
            {"id": i, "types": kinds, "mentions": [{"start": s, "end": e} for s, e in self.places.get(i, [])]}
            for i, kinds in self.kinds.items()
        ]
        relations = [("norwegian", "gpe0", "norway"), *relations]
        return public.Dwie({"text": SOURCE, "entities": entities, "relations": [dict(zip(("head", "type", "tail"), r)) for r in relations]})

    def test_a_country_and_its_adjective_are_one(self):
        article = self.article(("lund", "citizen_of", "norway"), ("lund", "citizen_of-x", "norwegian"))
        self.assertEqual(article.wanted(), {("CITIZEN_OF", "lund", "norway"): {"citizen_of"}})

    def test_a_fact_of_several_labels_counts_once(self):
        article = self.article(("lund", "agent_of", "norway"), ("lund", "minister_of-x", "norwegian"))
        self.assertEqual(article.wanted(), {("OFFICE", "lund", "norway"): {"agent_of", "minister_of"}})

    def test_direction(self):
        article = self.article(("lund", "member_of", "labour"), ("oslo", "in0", "norway"), ("lund", "spouse_of", "bo"))
        wanted = {("MEMBER_OF", "lund", "labour"), ("LOCATED_IN", "oslo", "norway"), ("RELATIVE_OF", "bo", "lund")}
        self.assertEqual(article.wanted().keys(), wanted)

    def test_facts_without_a_name_or_a_counterpart_are_left_out(self):
        article = self.article(("labour", "based_in0", "peru"), ("lund", "vs", "bo"))
        self.assertEqual(article.wanted(), {})
        self.assertEqual(article.unnamed, {("BASED_IN", "labour", "peru")})

    def test_found(self):
        found = self.article().found(output())
        wanted = {
            ("OFFICE", "lund", "norway"), ("MEMBER_OF", "lund", "labour"), ("BASED_IN", "labour", "oslo"),
            ("BASED_IN", "labour", "norway"), ("LOCATED_IN", "oslo", "norway"), ("RELATIVE_OF", "bo", "lund"),
        }  # fmt: skip
        self.assertEqual(found.keys(), wanted)

    def test_b_cubed(self):
        ours = {1: "a", 2: "a", 3: "b", 9: "a"}
        theirs = {1: "x", 2: "y", 3: "y", 8: "x"}
        precision, recall, f1 = public.b_cubed(ours, theirs)
        self.assertAlmostEqual(precision, (0.5 + 0.5 + 1) / 3)
        self.assertAlmostEqual(recall, (1 + 0.5 + 0.5) / 3)
        self.assertAlmostEqual(f1, 2 / 3)


class KnowledgeNet(unittest.TestCase):
    def passage(self, annotated, *relations):
        entities = {
            "0": ("Q1", mention("Åse Lund")), "1": ("Q1", mention("Lund", 1)), "2": ("Q2", mention("Labour Party")),
            "3": (None, mention("a")), "4": (None, mention("Bo")), "5": ("Q3", mention("Norwegian", 1)),
        }  # fmt: skip
        line = {
            "text": SOURCE,
            "annotated_properties": annotated,
            "entities": [
                {"id": i, "link": link, "mentions": [{"start": s, "end": e, "text": "she" if i == "3" else SOURCE[s:e]}]}
                for i, (link, (s, e)) in entities.items()
            ],
            "relations": [dict(zip(("head", "type", "tail"), r)) for r in relations],
        }
        return public.Passage(line)

    def test_only_what_is_annotated_and_named(self):
        passage = self.passage(
            ["POLITICAL_AFFILIATION", "DATE_OF_BIRTH"],
            ("0", "POLITICAL_AFFILIATION", "2"), ("1", "POLITICAL_AFFILIATION", "2"), ("3", "POLITICAL_AFFILIATION", "2"),
            ("0", "DATE_OF_BIRTH", "4"), ("0", "SPOUSE", "4"),
        )  # fmt: skip
        self.assertEqual(passage.facts, {("POLITICAL_AFFILIATION", "Q1", "Q2")})
        self.assertEqual(passage.nameless, {("POLITICAL_AFFILIATION", "3", "Q2")})

    def test_found_as_the_property_that_is_right(self):
        both = ["EMPLOYEE_OR_MEMBER_OF", "POLITICAL_AFFILIATION"]
        self.assertEqual(self.passage(both).found(output()), {("POLITICAL_AFFILIATION", "p1", "g1")})
        passage = self.passage(both, ("0", "EMPLOYEE_OR_MEMBER_OF", "2"))
        self.assertEqual(passage.found(output()), {("EMPLOYEE_OR_MEMBER_OF", "p1", "g1")})
        self.assertEqual(self.passage(["NATIONALITY"]).found(output()), set())

    def test_spouses_have_no_order(self):
        passage = self.passage(["SPOUSE"], ("4", "SPOUSE", "0"), ("1", "SPOUSE", "4"))
        (fact,), (found,) = passage.facts, passage.found(output())
        self.assertTrue(passage.means(fact, found, output()))

    def test_properties(self):
        own, staff = output(), ("EMPLOYEE_OR_MEMBER_OF", "p1", "g1")
        cases = {
            public.Fact("OFFICE", "p1", "g1", title="chief executive"): [("CEO", "g1", "p1"), staff],
            public.Fact("OFFICE", "p1", "g1", title="treasurer"): [staff],
            public.Fact("OFFICE", "p1", "c1", title="minister"): [],
            public.Fact("WORKS_FOR", "p1", "g1"): [staff],
            public.Fact("CITIZEN_OF", "p1", "c1"): [("NATIONALITY", "p1", "c1")],
            public.Fact("PART_OF", "g1", "c1"): [],
            public.Fact("PART_OF", "g1", "g2"): [("SUBSIDIARY_OF", "g1", "g2")],
            public.Fact("BASED_IN", "g1", "l1"): [("HEADQUARTERS", "g1", "l1")],
            public.Fact("RELATIVE_OF", "p1", "p2", kind="parent"): [("CHILD_OF", "p2", "p1")],
            public.Fact("RELATIVE_OF", "p1", "p2", kind="sibling"): [],
            public.Fact("LOCATED_IN", "l1", "c1"): [],
        }
        own.entities["g2"] = {"type": "Organization"}
        for fact, wanted in cases.items():
            self.assertEqual(public.properties(fact, own), wanted, fact)


class Plover(unittest.TestCase):
    def test_event_by_the_words_of_its_triggers(self):
        line = {"text": SOURCE, "eventText": "met envoy"}
        self.assertEqual(public.main_event(line, output()), "e1")
        self.assertIsNone(public.main_event(line | {"eventText": "married"}, output()))

    def test_each_side_of_a_mutual_event_is_both(self):
        self.assertEqual(public.actors({"source": [{"actorText": "Peru"}], "target": ""}), {"source": ["Peru"], "target": ["Peru"]})
        one = {"source": [{"actorText": "Peru"}], "target": [{"actorText": "Lima"}]}
        self.assertEqual(public.actors(one), {"source": ["Peru"], "target": ["Lima"]})

    def test_same_actor(self):
        for actor, forms, wanted in [
            ("President Åse Lund", ["Lund"], True),
            ("Lund", ["Åse Lund"], True),
            ("Peruvian troops", ["Peru"], False),
            ("Peruvian troops", ["Oslo", "Peruvian"], True),
            ("", ["Peru"], False),
        ]:
            self.assertEqual(public.same_actor(actor, forms), wanted, actor)


if __name__ == "__main__":
    unittest.main()
