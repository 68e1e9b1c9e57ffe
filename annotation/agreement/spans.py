"""Spans that two annotators share, counted document by document.

Without true negatives kappa goes to the F1 measure (Hripcsak and Rothschild 2005), so that is what is
reported: 2 * shared / (spans of one + spans of the other), over all documents that both labelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from annotation.usable import Version
from schemas.records import Span

Counts = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kind:
    """One measure over spans. `label` narrows it to a label, `arm` to documents with or without suggestions."""

    measure: str
    label: str | None = None
    aided: bool | None = None

    def takes(self, versions: Sequence[Version]) -> bool:
        """A document enters: with `aided`, only where all its annotators saw suggestions, or none did."""
        return self.aided is None or all(
            (version.suggestion_arm != "none") == self.aided for version in versions
        )


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Two annotators: the documents that both labelled (ascending), and per document and kind what they share.

    The figure of a kind is `2 * shared.sum() / size.sum()`.
    """

    first: str
    second: str
    documents: npt.NDArray[np.int64]
    shared: Counts
    size: Counts


_AIDED = Kind("span_f1_exact_with_suggestions", aided=True)
_ALONE = Kind("span_f1_exact_without_suggestions", aided=False)


def kinds(labels: Sequence[str]) -> tuple[Kind, ...]:
    return (
        Kind("span_f1_exact"),
        *(Kind("span_f1_exact", label) for label in labels),
        Kind("span_f1_overlap"),
        Kind("span_f1_boundary"),
        Kind("label_given_boundary"),
        _AIDED,
        _ALONE,
    )


def count_pairs(documents: Sequence[Sequence[Version]], labels: Sequence[str]) -> list[PairCounts]:
    """Count for every two annotators who share a document; documents are numbered by their place."""
    found: dict[tuple[str, str], list[tuple[int, list[int], list[int]]]] = {}
    for number, versions in enumerate(documents):
        aided, alone = _AIDED.takes(versions), _ALONE.takes(versions)
        for place, one in enumerate(versions):
            for other in versions[place + 1 :]:
                shared, size = _count(one, other, labels, aided, alone)
                found.setdefault((one.annotator, other.annotator), []).append((number, shared, size))
    return [
        PairCounts(
            first=pair[0],
            second=pair[1],
            documents=np.array([number for number, _, _ in counted], dtype=np.int64),
            shared=np.array([shared for _, shared, _ in counted], dtype=np.float32),
            size=np.array([size for _, _, size in counted], dtype=np.float32),
        )
        for pair, counted in sorted(found.items())
    ]


def _count(
    one: Version, other: Version, labels: Sequence[str], aided: bool, alone: bool
) -> tuple[list[int], list[int]]:
    """What is shared and how much there is, for every kind in the order of `kinds`."""
    mine, theirs = set(one.spans), set(other.spans)
    exact = mine & theirs
    size = len(mine) + len(theirs)
    boundaries = _boundaries(mine), _boundaries(theirs)
    same_boundaries = len(boundaries[0] & boundaries[1])
    shared = [
        len(exact),
        *(_of(exact, label) for label in labels),
        overlapping(one.spans, other.spans),
        same_boundaries,
        len(_boundaries(exact)),
        len(exact) if aided else 0,
        len(exact) if alone else 0,
    ]
    sizes = [
        size,
        *(_of(mine, label) + _of(theirs, label) for label in labels),
        size,
        len(boundaries[0]) + len(boundaries[1]),
        2 * same_boundaries,
        size if aided else 0,
        size if alone else 0,
    ]
    return shared, sizes


def _of(spans: set[Span], label: str) -> int:
    return sum(span.label == label for span in spans)


def _boundaries(spans: set[Span]) -> set[tuple[int, int]]:
    return {(span.start, span.end) for span in spans}


def overlapping(one: Sequence[Span], other: Sequence[Span]) -> int:
    """How many spans of one can be paired with a span of the other: same label, a common code point, one to one."""
    matched = 0
    for label in {span.label for span in one} & {span.label for span in other}:
        left = sorted((span.end, span.start) for span in one if span.label == label)
        right = sorted((span.end, span.start) for span in other if span.label == label)
        here = there = 0
        while here < len(left) and there < len(right):
            (end, start), (other_end, other_start) = left[here], right[there]
            if start < other_end and other_start < end:
                matched += 1
                here += 1
                there += 1
            elif end <= other_end:
                here += 1
            else:
                there += 1
    return matched
