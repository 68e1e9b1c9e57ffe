"""Columns of what was said, from plain lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotation.agreement.family import Family
from annotation.agreement.overlap import meetings_of
from annotation.agreement.pairs import pairs_of
from annotation.agreement.said import Said
from annotation.agreement.span_f1 import span_f1

Spans = list[tuple[int, int, str]]
LABELS = ("PER", "ORG", "GPE")
TOPICS = ("a", "b", "c", "d")


@dataclass(frozen=True, slots=True)
class Words:
    """What one annotator said of one document; the main topic comes first."""

    spans: Sequence[tuple[int, int, str]] = ()
    topics: Sequence[str] = ()
    aided: bool = True
    week: str = "2026-W01"
    lead_time: float = np.nan


def said_of(
    documents: Sequence[Mapping[str, Words]],
    *,
    length: int = 40,
    labels: Sequence[str] = LABELS,
    topics: Sequence[str] = TOPICS,
) -> Said:
    """`documents` by annotator; each has `length` code points."""
    annotators = sorted({name for document in documents for name in document})
    versions = [(place, name, said[name]) for place, said in enumerate(documents) for name in sorted(said)]
    spans = [sorted({(s, e, labels.index(label)) for s, e, label in words.spans}) for _, _, words in versions]
    flat = np.array([span for listed in spans for span in listed], dtype=np.int64).reshape(-1, 3)
    chosen = [[code in words.topics for code in topics] for _, _, words in versions]
    return Said(
        labels=tuple(labels),
        topic_codes=tuple(topics),
        annotators=tuple(annotators),
        ids=tuple(f"d{place}" for place in range(len(documents))),
        digests=("",) * len(documents),
        lengths=np.full(len(documents), length, dtype=np.int64),
        document=np.array([place for place, _, _ in versions], dtype=np.int64),
        annotator=np.array([annotators.index(name) for _, name, _ in versions], dtype=np.int64),
        aided=np.array([words.aided for _, _, words in versions], dtype=bool),
        alone=np.array([not words.aided for _, _, words in versions], dtype=bool),
        week=np.array([words.week for _, _, words in versions], dtype=np.str_),
        lead_time=np.array([words.lead_time for _, _, words in versions], dtype=np.float64),
        primary=np.array(
            [topics.index(words.topics[0]) if words.topics else -1 for _, _, words in versions],
            dtype=np.int64,
        ),
        topics=np.array(chosen, dtype=bool).reshape(len(versions), len(topics)),
        first=np.concatenate(([0], np.cumsum([len(listed) for listed in spans]))).astype(np.int64),
        start=flat[:, 0],
        end=flat[:, 1],
        label=flat[:, 2],
    )


def values_of(family: Family, documents: int) -> dict[tuple[str, ...], float | None]:
    """Each figure under the parts of its head that narrow it, NaN as None."""
    values = family.figures(np.ones((documents, 1)))[:, 0]
    assert len(values) == len(family.heads)
    return {
        tuple(
            part
            for part in (
                head.measure,
                head.label,
                head.other_label,
                head.annotator,
                head.other_annotator,
                head.week,
            )
            if part is not None
        ): None if np.isnan(value) else float(value)
        for head, value in zip(family.heads, values, strict=True)
    }


def f1_of(said: Said) -> dict[tuple[str, ...], float | None]:
    pairs = pairs_of(said)
    return values_of(span_f1(pairs, meetings_of(pairs)), said.n_documents)


def code_values(rows: Iterable[Iterable[object | None]]) -> tuple[np.ndarray, list[object]]:
    """Number the values in order of appearance; None becomes -1."""
    numbers: dict[object, int] = {}
    coded = [[-1 if one is None else numbers.setdefault(one, len(numbers)) for one in row] for row in rows]
    return np.array(coded, dtype=np.int64), list(numbers)
