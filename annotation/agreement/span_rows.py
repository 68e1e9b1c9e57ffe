"""Rows of the table `agreement` that speak of spans."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from annotation.agreement.bootstrap import Figures, Weights, resampling_weights
from annotation.agreement.figure import Figure
from annotation.agreement.spans import Kind, PairCounts, count_pairs, kinds
from annotation.usable import Version

_NO_SPANS = "no annotator marked such a span"
_NO_COMMON = "no two annotators marked the same stretch of text"

# Figures per pair of annotators are given for these; the others for all annotators together.
_PAIRWISE = frozenset({"span_f1_exact", "span_f1_overlap", "span_f1_boundary"})


def span_figures(
    documents: Sequence[Sequence[Version]], labels: Sequence[str], resamples: int, seed: int
) -> list[Figure]:
    """Every measure over spans, for all annotators and where it is useful for each pair."""
    pairs = count_pairs(documents, labels)
    drawn = _draw(pairs, len(documents), resamples, seed, len(kinds(labels)))
    figures = []
    for place, kind in enumerate(kinds(labels)):
        values = np.array([_ratio(pair.shared[:, place].sum(), pair.size[:, place].sum()) for pair in pairs])
        figures.append(_of_all(kind, values, drawn[:, :, place], documents))
        if kind.measure in _PAIRWISE and kind.label is None:
            figures.extend(
                Figure(
                    measure=kind.measure,
                    value=float(values[column]),
                    samples=drawn[:, column, place],
                    pair=(pair.first, pair.second),
                    n_documents=len(pair.documents),
                    n_annotators=2,
                    n_items=int(pair.size[:, place].sum()),
                    reason=_NO_SPANS,
                )
                for column, pair in enumerate(pairs)
            )
    return figures


def _of_all(kind: Kind, values: Figures, samples: Figures, documents: Sequence[Sequence[Version]]) -> Figure:
    entered = [versions for versions in documents if kind.takes(versions)]
    spans = (span for versions in entered for version in versions for span in version.spans)
    return Figure(
        measure=kind.measure,
        label=kind.label,
        value=float(_mean(values[None, :])[0]),
        samples=_mean(samples),
        n_documents=len(entered),
        n_annotators=len({version.annotator for versions in entered for version in versions}),
        n_items=sum(kind.label in {None, span.label} for span in spans),
        reason=_NO_COMMON if kind.measure == "label_given_boundary" else _NO_SPANS,
    )


def _draw(pairs: Sequence[PairCounts], documents: int, resamples: int, seed: int, measures: int) -> Figures:
    """The figure of every pair and kind in every resample: shape (resamples, pairs, kinds), NaN undefined."""
    drawn = np.empty((resamples, len(pairs), measures), dtype=np.float64)
    done = 0
    for weights in resampling_weights(documents, resamples if pairs else 0, seed):
        for column, pair in enumerate(pairs):
            drawn[done : done + len(weights), column] = _resampled(pair, weights)
        done += len(weights)
    return drawn


def _resampled(pair: PairCounts, weights: Weights) -> Figures:
    # Only the pair's own documents are multiplied, so many pairs with few documents each stay cheap.
    mine = weights if len(pair.documents) == weights.shape[1] else weights[:, pair.documents]
    return _ratio(mine @ pair.shared, mine @ pair.size)


def _ratio(shared: npt.ArrayLike, size: npt.ArrayLike) -> Figures:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(
            2.0 * np.asarray(shared, dtype=np.float64) / np.asarray(size, dtype=np.float64), dtype=np.float64
        )


def _mean(figures: Figures) -> Figures:
    """The mean over pairs (axis 1) of those that are defined; NaN where none is."""
    defined = ~np.isnan(figures)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(defined, figures, 0.0).sum(axis=1) / defined.sum(axis=1), dtype=np.float64)
