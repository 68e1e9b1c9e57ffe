"""Measures that are counted together, and their way into the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from annotation.agreement.bootstrap import Figures, Weights, interval, resampling_weights

Columns = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """What a figure speaks of; `reason` says why there is none, should there be none.

    `annotator` alone is one person, with `other_annotator` a pair; `other_label` is what `label` was confused
    with; `week` is an ISO week (2026-W48).
    """

    measure: str
    n_documents: int
    n_annotators: int
    n_items: int
    reason: str
    label: str | None = None
    other_label: str | None = None
    annotator: str | None = None
    other_annotator: str | None = None
    week: str | None = None
    nothing: str = "no such document was labelled by two annotators"  # why, where no document entered


@dataclass(frozen=True, slots=True)
class Family:
    """`figures(weights)` gives every head's figure under each weighting of the documents: (heads, weightings).

    `weights` has shape (documents, weightings); NaN is undefined. A family without resampling has no interval.
    """

    heads: tuple[Head, ...]
    figures: Callable[[Weights], Figures]
    resampled: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of documents: `columns` (len(documents), counts) at `documents` (None: all, in order)."""

    columns: Columns
    documents: npt.NDArray[np.int64] | None = None

    def sums(self, weights: Weights) -> Figures:
        """(counts, weightings)"""
        mine = weights if self.documents is None else weights[self.documents]
        # Weights of ones are float64, so that what is reported is summed exactly.
        summed: Figures = np.matmul(self.columns.T.astype(weights.dtype, copy=False), mine).astype(np.float64)
        return summed


def rows_of(
    families: Sequence[Family], documents: int, everybody: int, resamples: int, seed: int
) -> list[dict[str, object]]:
    """Rows of the table `agreement`: every figure with its 95% interval.

    `documents` is how many can be drawn, `everybody` the number of annotators with any usable annotation.
    """
    ones = np.ones((documents, 1), dtype=np.float64)
    values = [family.figures(ones)[:, 0] for family in families]
    drawn: list[list[Figures]] = [[] for _ in families]
    for weights in resampling_weights(documents, resamples if documents > 1 else 0, seed):
        for family, samples in zip(families, drawn, strict=True):
            if family.resampled:
                samples.append(family.figures(weights))
    rows = []
    for family, figures, blocks in zip(families, values, drawn, strict=True):
        ends = _ends(np.concatenate(blocks, axis=1)) if blocks else [None] * len(figures)
        for head, value, pair in zip(family.heads, figures, ends, strict=True):
            rows.append(row_of(head, float(value), pair, everybody))
    return rows


def _ends(samples: Figures) -> list[tuple[float, float] | None]:
    return [interval(one) for one in samples]


def row_of(head: Head, value: float, ends: tuple[float, float] | None, everybody: int) -> dict[str, object]:
    undefined = bool(np.isnan(value))
    if undefined or head.n_documents < 2:
        # One document resampled is the same document: an interval of no width would feign certainty.
        ends = None
    return {
        "measure": head.measure,
        "label": head.label,
        "other_label": head.other_label,
        "annotator_a": head.annotator,
        "annotator_b": head.other_annotator,
        "week": head.week,
        "value": None if undefined else value,
        "low": ends[0] if ends else None,
        "high": ends[1] if ends else None,
        "n_documents": head.n_documents,
        "n_annotators": head.n_annotators,
        "n_items": head.n_items,
        "undefined_reason": _why(head, everybody) if undefined else None,
    }


def _why(head: Head, everybody: int) -> str:
    if everybody < 2:
        return "fewer than two annotators"
    return head.reason if head.n_documents else head.nothing


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Figures:
    """NaN where `below` is 0."""
    top, bottom = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(bottom > 0, top / bottom, np.nan), dtype=np.float64)


def mean_of_defined(figures: Figures) -> Figures:
    """The mean over the first axis of those that are defined; NaN where none is."""
    defined = ~np.isnan(figures)
    return ratio(np.where(defined, figures, 0.0).sum(axis=0), defined.sum(axis=0))
