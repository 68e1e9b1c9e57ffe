"""Time the agreement figures, and alpha on characters beside the `krippendorff` package.

    .venv/bin/python -m benchmarks.agreement [DOCUMENTS] [--all]

Makes DOCUMENTS articles (5,000) of 2,400 code points that two people labelled with about 20 spans each, and times,
from the tables in memory to the rows with intervals from 1,000 resamples: F1 alone (to stay within 0.3 s for 5,000),
and with --all every measure. Then, on 500 of the documents, alpha on characters from the same columns
against `krippendorff.alpha`, which is given its matrix of one cell per character ready made (ours to be at
least 50 times as fast). Rounds take turns; the best of each counts, in seconds of CPU.
"""

import sys
import time
from collections.abc import Callable

import krippendorff
import numpy as np
import pyarrow as pa

from annotation.agreement import measure
from annotation.agreement.characters import character_alpha, painted
from annotation.agreement.family import rows_of
from annotation.agreement.overlap import meetings_of
from annotation.agreement.pairs import pairs_of
from annotation.agreement.said import Said, read_said
from annotation.agreement.span_f1 import span_f1
from benchmarks.machine import machine
from schemas.contract import Contract, default_contract
from tests.tables import annotations_of, annotator, articles_of

LENGTH, SPANS, ROUNDS = 2_400, 20, 7


def tables_of(contract: Contract, documents: int) -> tuple[pa.Table, pa.Table]:
    """Annotations and articles; the second person misses a span, moves one or takes another label one time in ten."""
    chance = np.random.default_rng(0)
    labels, topics = list(contract.entity_names), list(contract.topic_codes)
    names = [f"{number:032x}" for number in range(documents)]
    articles = articles_of(contract, {name: name + "x" * (LENGTH - len(name)) for name in names})
    said: dict[str, dict[str, dict[str, object]]] = {annotator(1): {}, annotator(2): {}}
    for name in names:
        starts = np.sort(chance.choice(LENGTH // 10, SPANS, replace=False)) * 10
        first = [(int(at), int(at) + 6, labels[chance.integers(len(labels))]) for at in starts]
        second = [
            (
                start + int(chance.random() < 0.1),
                end,
                labels[chance.integers(8)] if chance.random() < 0.1 else label,
            )
            for start, end, label in first
            if chance.random() < 0.9
        ]
        chosen = [topics[place] for place in chance.choice(len(topics), 3, replace=False)]
        for who, spans in ((1, first), (2, second)):
            said[annotator(who)][name] = {"spans": spans, "topics": chosen[: int(chance.integers(1, 4))]}
    return annotations_of(contract, articles, said), articles


def f1(annotations: pa.Table, articles: pa.Table, contract: Contract) -> list[dict[str, object]]:
    said = read_said(annotations, articles, contract.entity_names, contract.topic_codes).labelled_by(2)
    pairs = pairs_of(said)
    return rows_of([span_f1(pairs, meetings_of(pairs))], said.n_documents, 2, 1_000, 0)


def matrix_of(said: Said) -> np.ndarray:
    """(annotators, code points): the label's number, 0 for none."""
    cells = np.zeros((len(said.annotators), int(said.lengths.sum())), dtype=np.int8)
    cover, base = painted(said), np.cumsum(said.lengths) - said.lengths
    for version, start, end, value in zip(cover.version, cover.start, cover.end, cover.value, strict=True):
        at = base[said.document[version]]
        cells[said.annotator[version], at + start : at + end] = value + 1
    return cells


def best(*works: Callable[[], object]) -> list[float]:
    """Seconds of CPU; the works take turns, for a machine has slow minutes."""
    found = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            found[place] = min(found[place], time.process_time() - start)
    return found


def main() -> None:
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    documents = numbers[0] if numbers else 5_000
    contract = default_contract()
    annotations, articles = tables_of(contract, documents)
    print(machine(("krippendorff",)))
    print(f"{documents} documents of {LENGTH} code points, two annotators, 1,000 resamples")
    works: list[Callable[[], object]] = [lambda: f1(annotations, articles, contract)]
    if "--all" in sys.argv:
        works.append(lambda: measure(annotations, articles, contract))
    for name, seconds in zip(("F1", "every measure"), best(*works), strict=False):
        print(f"{name}, tables to rows: {seconds:.3f} s CPU")

    few, texts = tables_of(contract, 500)
    said = read_said(few, texts, contract.entity_names, contract.topic_codes)
    cells, ones = matrix_of(said), np.ones((said.n_documents, 1))
    domain = range(len(said.labels) + 1)

    def ours() -> float:
        return float(character_alpha(said).figures(ones)[0, 0])

    def theirs() -> float:
        return float(
            krippendorff.alpha(reliability_data=cells, level_of_measurement="nominal", value_domain=domain)
        )

    assert abs(ours() - theirs()) < 1e-9, (ours(), theirs())
    mine, other = best(ours, theirs)
    print(
        f"alpha on {cells.shape[1]:,} characters: {mine * 1000:.1f} ms CPU, "
        f"krippendorff {other * 1000:.0f} ms: {other / mine:.0f} times"
    )


if __name__ == "__main__":
    main()
