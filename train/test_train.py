"""Tests of the parts that are easy to get wrong: python -m unittest, in this folder.

The tests that need the weights to start from look for them in .e5, or in the
folder that the environment variable E5 names, and are skipped without.
"""

import itertools
import os
import pathlib
import unittest

import numpy as np
import torch

import average
import data
import examples
import export
import exchange
import gold
import model
import paths
import reference
import relations
import tags
import text
import train

WEIGHTS = pathlib.Path(os.environ.get("E5", paths.HERE / ".e5"))
needs_weights = unittest.skipUnless((WEIGHTS / "e5-small-v2.onnx").exists(), "no weights to start from")


class Shapes(unittest.TestCase):
    def test_shape(self):
        wanted = {
            "news": "lower", "Norway": "capital", "A": "capital", "UN": "upper", "McDonald": "mixed", "iPhone": "mixed",
            "2024": "digits", "G7": "alphanumeric", ",": "symbol", "\u4e1c": "lower", "\u00c9mile": "capital", "\u01c5": "capital",
        }  # fmt: skip
        self.assertEqual({w: text.SHAPES[text.shape(w)] for w in wanted}, wanted)


class Sentences(unittest.TestCase):
    def test_borders(self):
        source = 'Mr. Ito left the U.S. on Friday. "He is gone," Lt. Rao said.\nNew line 3.5 here! Why? (Because.) End'
        found = [source[s:e].strip() for s, e in text.sentences(source)]
        wanted = ["Mr. Ito left the U.S. on Friday.", '"He is gone," Lt. Rao said.', "New line 3.5 here!", "Why?", "(Because.)", "End"]
        self.assertEqual(found, wanted)


class Windows(unittest.TestCase):
    def words(self, *sizes):
        return text.Words([], [], [1] * len(sizes), [[7] * n for n in sizes])

    def test_whole_sentences(self):
        found = text.windows(self.words(1, 2, 1, 3, 1, 1), [0, 2, 4], 8)
        self.assertEqual([(w.first, w.last, w.breaks) for w in found], [(0, 2, [0]), (2, 6, [2, 4])])

    def test_long_sentence_is_cut(self):
        found = text.windows(self.words(2, 2, 2, 9, 1), [0], 6)
        self.assertEqual([(w.first, w.last, w.breaks) for w in found], [(0, 2, [0]), (2, 3, [2]), (3, 4, [3]), (4, 5, [4])])

    def test_windows_fit_and_tile(self):
        draw = np.random.default_rng(1)
        for _ in range(50):
            sizes = draw.integers(1, 12, 60)
            borders = sorted({0, *draw.integers(0, 60, 8).tolist()})
            words = self.words(*sizes)
            found = text.windows(words, borders, 20)
            self.assertEqual([w for f in found for w in range(f.first, f.last)], list(range(60)))
            for window in found:
                ids, shapes, firsts = text.pieces(words, window, 20)
                self.assertLessEqual(len(ids), 20)
                self.assertEqual((len(shapes), len(firsts)), (len(ids), window.last - window.first))


class Locating(unittest.TestCase):
    source = (
        "President Ada Okoro met Vice President Louise Okoro-Lund. Okoro's office, the Vice President House, "
        "said the meeting in Peru went well. Peruvian TV."
    )
    entities = [
        {"type": "Person", "mentions": ["Ada Okoro", "[Okoro]'s office"]},
        {"type": "Person", "mentions": ["Louise Okoro-Lund"]},
        {"type": "Office", "mentions": ["President"]},
        {"type": "Office", "mentions": ["Vice President"]},
        {"type": "Place", "mentions": ["Vice President House"]},
        {"type": "Country", "mentions": ["Peru"]},
        {"type": "Event", "event": "meeting", "mentions": ["met", "the [meeting] in"]},
    ]

    def test_locate(self):
        found = [(self.source[s.start : s.end], *s.labels) for s in gold.locate(self.source, self.entities)]
        wanted = [
            ("President", "Office"), ("Ada Okoro", "Person"), ("met", "meeting"), ("Vice President", "Office"),
            ("Louise Okoro-Lund", "Person"), ("Okoro", "Person"), ("Vice President House", "Place"), ("meeting", "meeting"),
            ("Peru", "Country"),
        ]  # fmt: skip
        self.assertEqual(found, wanted)


class Labels(unittest.TestCase):
    def test_foreign_kinds(self):
        cases = {
            ("Norway", "LOC"): ({"Country"}, True), ("Lima", "LOC"): ({"Place"}, True), ("Georgia", "GPE"): ({"Country", "Place"}, True),
            ("Dutch", "MISC"): ({"Country"}, True), ("European", "LOC"): ({"Country", "Place"}, False), ("the UN", "ORG"): ({"Organization"}, True),
        }  # fmt: skip
        for (form, kind), (labels, certain) in cases.items():
            found = data.span(form, 0, len(form), kind)
            self.assertEqual((set(found.labels), found.certain), (labels, certain), form)
        self.assertIsNone(data.span("World Cup", 0, 9, "MISC"))


class Decoding(unittest.TestCase):
    def test_viterbi_is_the_best_valid_path(self):
        draw = np.random.default_rng(1)
        for words in (1, 2, 4):
            for _ in range(30):
                scores = draw.normal(size=(words, 5)).astype(np.float32)
                valid = [p for p in itertools.product(range(5), repeat=words) if self.valid(p)]
                wanted = max(valid, key=lambda p: sum(float(scores[w, t]) for w, t in enumerate(p)))
                self.assertEqual(tags.viterbi(scores), list(wanted))

    def valid(self, path):
        return all(t == 0 or t % 2 or (w > 0 and path[w - 1] in (t, t - 1)) for w, t in enumerate(path))

    def test_spans(self):
        self.assertEqual(tags.spans("name", [1, 2, 1, 0, 5]), [(0, 2, "Person"), (2, 3, "Person"), (4, 5, "Country")])


class Relations(unittest.TestCase):
    def test_pairs_follow_the_ends(self):
        bits = relations.PAIRS["Person", "Organization"]
        found = {name for number, name in enumerate(relations.LABELS) if bits >> number & 1}
        self.assertEqual(found, {"", "MEMBER_OF", "WORKS_FOR"})
        self.assertNotIn(("Event", "Person"), relations.PAIRS)

    def test_features(self):
        kind = relations.TYPES.index
        mentions = [(0, 2, kind("Person"), 0), (3, 5, kind("Office"), 0), (6, 7, kind("Country"), 0), (20, 21, kind("Person"), 2)]
        found = {(relations.TYPES[mentions[p[0]][2]], p[0], p[1]): p[2:] for p in relations.features(mentions)}
        later = len(relations.DISTANCES)
        self.assertEqual(found["Person", 0, 1], (1, 0, 0))  # one word between
        self.assertEqual(found["Office", 1, 2], (1, 0, 0))
        self.assertEqual(found["Person", 3, 1], (later + 7, 2, 0))  # 15 words back, two sentences, no other office between
        self.assertEqual(found["Person", 0, 3], (7, 2, 0))
        self.assertNotIn(("Country", 2, 0), found)

    @needs_weights
    def test_labels(self):
        source = "Ada Okoro leads Shell. Okoro lives in Lima. The firm Shell won."
        spans = [
            data.Span(0, 9, frozenset({"Person"}), entity="p"), data.Span(16, 21, frozenset({"Organization"}), entity="o"),
            data.Span(23, 28, frozenset({"Person"}), entity="p"), data.Span(53, 58, frozenset({"Organization"}), entity="o"),
        ]  # fmt: skip
        borders = [(0, 22), (23, 43), (44, len(source))]
        works = 1 << relations.LABELS.index("WORKS_FOR")

        def labels(related):
            document = data.Document("", source, borders, spans, frozenset({"name"}), related)
            prepared = examples.Prepared(document, WEIGHTS)
            example = prepared.example(prepared.windows(64)[0], 64)
            return {p[:2]: bits for p, bits in zip(example.pairs, example.labels)}

        found = labels({("p", "o"): {"WORKS_FOR"}})
        self.assertEqual(found[0, 1], works)  # in one sentence
        self.assertEqual(found[2, 3], works | 1)  # apart, while others stand together
        self.assertEqual(labels({})[0, 1], 1)


class Exchange(unittest.TestCase):
    def test_names_are_exchanged_throughout(self):
        source = "Ada Okoro of Lima met Bo Lund. Okoro left Lima with Bo."
        place = lambda form, start: source.index(form, start)
        spans = []
        for form, kind in (("Ada Okoro", "Person"), ("Lima", "Place"), ("Bo Lund", "Person")):
            spans.append(data.Span(source.index(form), source.index(form) + len(form), frozenset({kind})))
        for form, kind in (("Okoro", "Person"), ("Lima", "Place"), ("Bo", "Person")):
            start = place(form, 31)
            spans.append(data.Span(start, start + len(form), frozenset({kind})))
        spans.append(data.Span(18, 21, frozenset({"meeting"})))
        document = data.Document("", source, [(0, 30), (31, len(source))], spans, frozenset({"name", "event"}))
        pool = exchange.Pool([document])
        pool.people, pool.places = ["Mei Tan", "Jan van Loon"], ["Oruro", "Mary Bay"]

        class Both:
            """Draws both kinds of names, and forms in turn."""

            at = 0

            def choice(self, options):
                if (True, True) in options:
                    return True, True
                self.at += 1
                return options[self.at % len(options)]

        found = exchange.exchanged(document, pool, Both())
        self.assertEqual(found.text, "Jan van Loon of Mary Bay met Mei Tan. Loon left Mary Bay with Mei.")
        forms = [found.text[s.start : s.end] for s in found.spans]
        self.assertEqual(forms, ["Jan van Loon", "Mary Bay", "Mei Tan", "Loon", "Mary Bay", "Mei", "met"])


class Loss(unittest.TestCase):
    def test_unknown_words_cost_nothing(self):
        logits = {head: torch.randn(2, 3, tags.count(head)) for head in tags.HEADS}
        allowed = {head: torch.full((2, 3), tags.everything(head)) for head in tags.HEADS}
        self.assertAlmostEqual(train.loss(logits, allowed).item(), 0, places=5)

    def test_either_label(self):
        logits = {"name": torch.log_softmax(torch.randn(1, 1, 9), -1)}
        bits = 1 << tags.begin("Country") | 1 << tags.begin("Place")
        p = logits["name"].exp()[0, 0]
        wanted = -(p[tags.begin("Country")] + p[tags.begin("Place")]).log()
        self.assertAlmostEqual(train.loss(logits, {"name": torch.tensor([[bits]])}).item(), wanted.item(), places=5)


class Averaging(unittest.TestCase):
    def test_mean(self):
        states = [{"a": torch.tensor([1.0, 2.0]), "b": torch.tensor([0.5])}, {"a": torch.tensor([3.0, -2.0]), "b": torch.tensor([0.5])}]
        got = average.mean(states, [3, 1])
        self.assertEqual({n: t.tolist() for n, t in got.items()}, {"a": [1.5, 1], "b": [0.5]})
        self.assertEqual(got["a"].dtype, torch.float32)
        with self.assertRaises(ValueError):
            average.mean([states[0], {"a": states[1]["a"]}], [1, 1])


class Held(unittest.TestCase):
    def test_named_articles_are_held_back(self):
        named = paths.HELD.read_text(encoding="utf-8").split()
        self.assertEqual(named, sorted(set(named)))
        documents = [data.Document(i, "", [], [], frozenset()) for i in [named[3], "another", named[0]]]
        train, held = data.held(documents)
        self.assertEqual([d.id for d in train], ["another"])
        self.assertEqual([d.id for d in held], [named[3], named[0]])

    def test_corpus_has_those_that_are_its_own(self):
        own = [p.stem for p in paths.CORPUS.glob("*.json") if p.stem in paths.HELD.read_text(encoding="utf-8").split()]
        self.assertGreater(len(own), 30)


class Quantising(unittest.TestCase):
    def test_four_bits(self):
        matrix = np.random.default_rng(1).normal(size=(40, 64)).astype(np.float32)
        matrix[3] = 0
        back = reference.Reader(export.embedding(matrix)).words(40, 64).numpy()
        self.assertTrue((back[3] == 0).all())
        self.assertLess(np.sqrt(((back - matrix) ** 2).mean()), 0.1)
        again = reference.Reader(export.embedding(back)).words(40, 64).numpy()
        self.assertTrue((again == back).all())

    def test_linear(self):
        weight = np.random.default_rng(1).normal(size=(8, 16)).astype(np.float32)
        weight[2] = 0
        raw = export.linear({"x.weight": weight, "x.bias": np.arange(8.0)}, "x")
        back, bias = reference.Reader(raw).linear(8, 16)
        self.assertLessEqual(np.abs(back.numpy() - weight).max(), np.abs(weight).max() / 254 + 1e-6)
        self.assertEqual(bias.tolist(), list(range(8)))


@needs_weights
class Weights(unittest.TestCase):
    def test_encoder_agrees_with_onnx(self):
        import onnx
        from onnx.reference import ReferenceEvaluator

        file = onnx.load(WEIGHTS / "e5-small-v2.onnx")
        sixth = "/encoder/layer.5/output/LayerNorm/Add_1_output_0"
        del file.graph.output[:]
        file.graph.output.append(onnx.helper.make_tensor_value_info(sixth, onnx.TensorProto.FLOAT, None))
        ids = np.array([[101, 9733, 2015, 3078, 2223, 1012, 102]])
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = ReferenceEvaluator(file).run(None, inputs)[0]
        tagger = model.pretrained(WEIGHTS).eval()
        words = model.read_onnx(WEIGHTS / "e5-small-v2.onnx")["embeddings.word_embeddings.weight"]
        tagger.encoder.word.weight.data.copy_(words)
        with torch.no_grad():
            found = tagger.encoder(torch.tensor(ids), torch.zeros(1, 7, dtype=torch.long), torch.ones(1, 7, dtype=torch.bool))
        self.assertLess(np.abs(found.numpy() - wanted).max(), 1e-4)

    def test_pretrained_has_shipped_embeddings(self):
        words = model.pretrained(WEIGHTS).encoder.word.weight.numpy(force=True)
        back = reference.Reader(export.embedding(words)).words(*words.shape).numpy()
        self.assertTrue((back == words).all())

    def test_words(self):
        source = "The U.S. na\u00efve [MASK] \u5317\u4eac"
        words = text.split_words(source, WEIGHTS)
        found = [source[s:e] for s, e in zip(words.start, words.end)]
        self.assertEqual(found, ["The", "U", ".", "S", ".", "na\u00efve", "[", "MASK", "]", "\u5317", "\u4eac"])

    def test_targets(self):
        span = data.Span(4, 11, frozenset({"Country"}))
        document = data.Document("", "the Dutch U leave", [(0, 17)], [span], frozenset({"name"}))
        allowed = examples.Prepared(document, WEIGHTS).allowed
        self.assertEqual(allowed["name"], [1, 1 << tags.begin("Country"), 1 << tags.inside("Country"), 1])
        self.assertEqual(allowed["office"], [tags.everything("office")] * 4)


if __name__ == "__main__":
    unittest.main()
