"""One peer of `benchmarks.suggest`, run in an environment that has it: `PYTHON -P suggest_peers.py NAME FILE`.

FILE is JSON with `train` and `test`, lists of [syllables, BIO tags]. Prints one line of JSON: its tags for `test`,
seqeval's F1 of them, seconds of CPU of training and of tagging, its version. Needs nothing of tinbai.
"""

import importlib
import importlib.metadata
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

Sentence = tuple[list[str], list[str]]
Tag = Callable[[list[list[str]]], list[list[str]]]


def crfsuite(train: list[Sentence]) -> Tag:
    """Features and settings of sklearn-crfsuite's tutorial, without its parts of speech, which nobody gave us."""
    import sklearn_crfsuite

    model = sklearn_crfsuite.CRF(
        algorithm="lbfgs", c1=0.1, c2=0.1, max_iterations=100, all_possible_transitions=True
    )
    model.fit([_features(words) for words, _ in train], [tags for _, tags in train])
    return lambda sentences: [list(tags) for tags in model.predict([_features(words) for words in sentences])]


def _features(words: list[str]) -> list[dict[str, object]]:
    told = []
    for place, word in enumerate(words):
        one: dict[str, object] = {
            "bias": 1.0,
            "word.lower()": word.lower(),
            "word[-3:]": word[-3:],
            "word[-2:]": word[-2:],
            "word.isupper()": word.isupper(),
            "word.istitle()": word.istitle(),
            "word.isdigit()": word.isdigit(),
        }
        for mark, other in (("-1", place - 1), ("+1", place + 1)):
            if 0 <= other < len(words):
                one[f"{mark}:word.lower()"] = words[other].lower()
                one[f"{mark}:word.istitle()"] = words[other].istitle()
                one[f"{mark}:word.isupper()"] = words[other].isupper()
            else:
                one["BOS" if mark == "-1" else "EOS"] = True
        told.append(one)
    return told


def spacy(train: list[Sentence]) -> Tag:
    """A blank `xx` with its ner as it comes; three passes, or as many as see 3,000 sentences where these are few."""
    import spacy
    from spacy.tokens import Doc, Span
    from spacy.training import Example
    from spacy.util import compounding, fix_random_seed, minibatch

    fix_random_seed(0)
    model = spacy.blank("xx")
    model.add_pipe("ner")
    examples = []
    for words, tags in train:
        doc = Doc(model.vocab, words=words)
        doc.ents = [Span(doc, first, last, label) for first, last, label in _spans(tags)]
        examples.append(Example(Doc(model.vocab, words=words), doc))
    optimizer = model.initialize(lambda: examples)
    shuffle = random.Random(0)
    for _ in range(max(3, 3_000 // len(examples))):
        shuffle.shuffle(examples)
        for batch in minibatch(examples, size=compounding(4.0, 32.0, 1.001)):
            model.update(batch, sgd=optimizer, drop=0.1)

    def tag(sentences: list[list[str]]) -> list[list[str]]:
        docs = model.pipe([Doc(model.vocab, words=words) for words in sentences])
        return [[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc] for doc in docs]

    return tag


def _spans(tags: list[str]) -> list[tuple[int, int, str]]:
    spans, begun = [], None
    for place, current in enumerate([*tags, "O"]):
        if begun is not None and current != f"I-{tags[begun][2:]}":
            spans.append((begun, place, tags[begun][2:]))
            begun = None
        if begun is None and current != "O":
            begun = place
    return spans


PEERS = {"crfsuite": (crfsuite, "sklearn-crfsuite"), "spacy": (spacy, "spacy")}


def main() -> None:
    name, file = sys.argv[1:]
    fit, package = PEERS[name]
    data = json.loads(Path(file).read_text(encoding="utf-8"))
    importlib.import_module(package.replace("-", "_"))  # seconds that are no training
    begun = time.process_time()
    tag = fit([(words, tags) for words, tags in data["train"]])
    trained = time.process_time()
    answers = tag([words for words, _ in data["test"]])
    done = time.process_time()
    from seqeval.metrics import f1_score

    body = {
        "tags": answers,
        "seqeval": float(f1_score([tags for _, tags in data["test"]], answers)),
        "train": trained - begun,
        "tag": done - trained,
        "version": f"{package} {importlib.metadata.version(package)}",
    }
    print(json.dumps(body))


if __name__ == "__main__":
    main()
