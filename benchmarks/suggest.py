"""Suggestions that learn, on PhoNER_COVID19: `.venv/bin/python -m benchmarks.suggest PHONER [--peers PYTHON]`.

PHONER is a checkout or a bare clone of VinAIResearch/PhoNER_COVID19, read in place (its licence: research, not
to be passed on). Prints, on its 3,000 test sentences:

1. F1 of exact entities and seconds of CPU, for training on the first 100, 500 and all 5,027 sentences: the model
   as shipped, which hears the rules; the model alone; and with `--peers` sklearn-crfsuite with the features of its
   tutorial and spaCy's blank `xx`, from an environment that has `sklearn-crfsuite spacy seqeval`. seqeval has to
   find the same F1 in what the peers answer as we do;
2. actions saved by stage and size, and the stage that cross-validation on the training sentences chooses;
3. F1 by how sentences were chosen: at random, or as the model is least sure of them (`--order uncertainty`).
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from annotation.suggest.crf import open_model, tag, train
from annotation.suggest.labelled import Labelled
from annotation.suggest.learnt import choose
from annotation.suggest.lexicon import load_lexicon
from annotation.suggest.prepared import Prepared
from annotation.suggest.reading import Candidate, read
from annotation.suggest.rules import find_entities
from annotation.suggest.score import Score, score_of
from annotation.suggest.stages import STAGES, asked
from annotation.suggest.topic_model import story_of
from benchmarks.machine import machine
from schemas.contract import Contract, default_contract
from schemas.records import Span

SIZES = (100, 500, 5_027)
SMALL = (5, 10, 20, 50, 100, 200)
STEPS = (100, 200, 300, 400, 500, 1_000)
SEEDS = (1, 2, 3)
PEERS = ("crfsuite", "spacy")
HERE = Path(__file__).parent

Sentence = tuple[list[str], list[str]]


def read_part(source: Path, part: str) -> list[Sentence]:
    """Sentences of syllables with BIO tags."""
    name = f"data/syllable/{part}_syllable.conll"
    if (source / name).exists():
        body = (source / name).read_text(encoding="utf-8")
    else:
        command = ["git", "-C", str(source), "show", f"HEAD:{name}"]
        body = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    sentences = []
    for block in body.split("\n\n"):
        pairs = [line.split() for line in block.splitlines() if line.strip()]
        if pairs:
            sentences.append(([word for word, _ in pairs], [tag for _, tag in pairs]))
    return sentences


def article(number: int, sentence: Sentence) -> Labelled:
    """A sentence as an article of its own, its syllables joined by single spaces."""
    words, tags = sentence
    text, starts = " ".join(words), [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    spans, begun = [], None
    for place, current in enumerate([*tags, "O"]):
        if begun is not None and current != f"I-{tags[begun][2:]}":
            start, end = starts[begun], starts[place] - 1
            spans.append(Span(start, end, tags[begun][2:], text[start:end]))
            begun = None
        if begun is None and current != "O":
            begun = place
    return Labelled(f"{number:05d}", "", text, tuple(spans), (), None, True)


def heard(one: Labelled) -> tuple[Candidate, ...]:
    return tuple(find_entities(read(one.text, load_lexicon("vi"))))


def prepared(articles: Sequence[Labelled]) -> list[Prepared]:
    return [Prepared(one, heard(one), story_of("", "", ()), ()) for one in articles]


def score(articles: Sequence[Labelled], found: Sequence[Sequence[Span | Candidate]]) -> Score:
    total = Score()
    for one, spans in zip(articles, found, strict=True):
        wanted = {(span.start, span.end, span.label) for span in one.spans}
        total += score_of(wanted, {(span.start, span.end, span.label) for span in spans})
    return total


def ours(learnt: Sequence[Labelled], test: Sequence[Labelled], *, hears: bool) -> tuple[float, float, float]:
    """F1, and seconds of CPU of training and of tagging, the rules' reading of the texts included."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.crf"
        begun = time.process_time()
        train(learnt, [heard(one) if hears else () for one in learnt], model)
        trained = time.process_time()
        tagger = open_model(model)
        found = [tag(tagger, one.text, heard(one) if hears else ()).spans for one in test]
        done = time.process_time()
    f1 = score(test, found).f1
    assert f1 is not None
    return f1, trained - begun, done - trained


def peer(python: str, name: str, train_on: Sequence[Sentence], test: Sequence[Sentence]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sentences.json"
        file.write_text(json.dumps({"train": train_on, "test": test}), encoding="utf-8")
        command = [python, "-P", str(HERE / "suggest_peers.py"), name, str(file)]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    told: dict[str, object] = json.loads(answer.splitlines()[-1])
    return told


def curve(source: Path, python: str | None, sizes: Sequence[int], rounds: int) -> None:
    learnt, test = read_part(source, "train"), read_part(source, "test")
    articles, tests = [article(*one) for one in enumerate(learnt)], [article(*one) for one in enumerate(test)]
    heard(tests[0])  # loads the word lists
    print("| trained on | what | F1 | train s | tag s |\n| --- | --- | --- | --- | --- |")
    for size in sizes:
        # In turns: the machine has slow minutes. spaCy, which takes ten times as long, once.
        names = ["tinbai", "tinbai without rules", *(PEERS if python else ())] * rounds
        best: dict[str, tuple[float, float, float]] = {}
        for name in names:
            if name in PEERS:
                if name == "spacy" and any(done.startswith(name) for done in best):
                    continue
                assert python
                told = peer(python, name, learnt[:size], test)
                name = str(told["version"])
                found = [article(k, (test[k][0], tags)).spans for k, tags in enumerate(_tags(told))]
                f1 = score(tests, found).f1
                assert f1 is not None
                assert abs(f1 - float(str(told["seqeval"]))) < 1e-9, (f1, told["seqeval"])
                got = (f1, float(str(told["train"])), float(str(told["tag"])))
            else:
                got = ours(articles[:size], tests, hears=name == "tinbai")
            print(
                f"{size} {name}: F1 {got[0]:.4f}, {got[1]:.1f} s, {got[2]:.1f} s", file=sys.stderr, flush=True
            )
            last = best.get(name, got)
            best[name] = (got[0], min(got[1], last[1]), min(got[2], last[2]))
        for name, (f1, train_s, tag_s) in best.items():
            print(f"| {size} | {name} | {f1:.4f} | {train_s:.1f} | {tag_s:.1f} |", flush=True)


def _tags(told: dict[str, object]) -> list[list[str]]:
    tags = told["tags"]
    assert isinstance(tags, list)
    return tags


def small(source: Path) -> None:
    learnt = prepared([article(*one) for one in enumerate(read_part(source, "train")[: SMALL[-1]])])
    test = prepared([article(*one) for one in enumerate(read_part(source, "test"))])
    contract = _contract({span.label for one in (*learnt, *test) for span in one.article.spans})
    articles = [one.article for one in test]
    print("\n| trained on | " + " | ".join(STAGES) + " | chosen |\n| " + "--- | " * (len(STAGES) + 2))
    for size in SMALL:
        saved = []
        for stage in STAGES:
            found = asked(stage, learnt[:size], test)
            known = [[span for span in spans if span.label in contract.entity_names] for spans in found]
            share = score(articles, known).saved_share
            saved.append(f"{share:.1%}")
        print(f"| {size} | {' | '.join(saved)} | {choose(learnt[:size], {}, contract).stage} |", flush=True)


def _contract(labels: set[str]) -> Contract:
    contract = default_contract()
    some = contract.entities[0]
    return contract.model_copy(
        update={"entities": tuple(some.model_copy(update={"name": name}) for name in sorted(labels))}
    )


def order(source: Path) -> None:
    pool = prepared([article(*one) for one in enumerate(read_part(source, "train"))])
    test = prepared([article(*one) for one in enumerate(read_part(source, "test"))])
    told: dict[tuple[str, int], list[tuple[float, int]]] = {}
    for seed in SEEDS:
        shuffled = random.Random(seed).sample(range(len(pool)), len(pool))
        for how in ("random", "uncertainty"):
            chosen = shuffled[: STEPS[0]]
            for place, size in enumerate(STEPS):
                with tempfile.TemporaryDirectory() as folder:
                    model = Path(folder) / "model.crf"
                    train([pool[k].article for k in chosen], [pool[k].proposed for k in chosen], model)
                    tagger = open_model(model)
                found = [tag(tagger, one.article.text, one.proposed).spans for one in test]
                f1 = score([one.article for one in test], found).f1
                assert f1 is not None
                words = sum(pool[k].article.text.count(" ") + 1 for k in chosen)
                told.setdefault((how, size), []).append((f1, words))
                print(f"seed {seed}, {how}, {size}: F1 {f1:.4f}, {words}", file=sys.stderr, flush=True)
                if place + 1 == len(STEPS):
                    break
                taken = set(chosen)
                rest = [k for k in shuffled if k not in taken]
                if how == "uncertainty":
                    unsure = {
                        k: tag(tagger, pool[k].article.text, pool[k].proposed).uncertainty for k in rest
                    }
                    rest.sort(key=lambda k: -unsure[k])
                chosen = [*chosen, *rest[: STEPS[place + 1] - size]]
    print("\n| sentences | random F1 | syllables | by uncertainty F1 | syllables |")
    print("| --- | --- | --- | --- | --- |")
    for size in STEPS:
        cells = [size]
        for how in ("random", "uncertainty"):
            runs = told[how, size]
            cells += [f"{sum(f1 for f1, _ in runs) / len(runs):.4f}", sum(n for _, n in runs) // len(runs)]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("phoner", type=Path)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--only", choices=["curve", "small", "order"])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    print(machine())
    if given.only in (None, "curve"):
        curve(given.phoner, given.peers, given.sizes, given.rounds)
    if given.only in (None, "small"):
        small(given.phoner)
    if given.only in (None, "order"):
        order(given.phoner)


if __name__ == "__main__":
    main()
