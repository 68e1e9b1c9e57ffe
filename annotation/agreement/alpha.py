"""Krippendorff's alpha for values with any distance, and the MASI distance between sets.

Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"; Passonneau 2006, "Measuring Agreement
on Set-valued Items (MASI)". Passonneau's definition is used: 1 - J * M, with M = 1 for equal sets, 2/3
where one holds the other, 1/3 where they meet, 0 where they do not; two empty sets are at distance 0.
"""

import numpy as np
import numpy.typing as npt

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.said import Flags

Codes = npt.NDArray[np.int64]
Distances = npt.NDArray[np.float32]

_UNSEEN = -1


class Alpha:
    """Alpha over documents by annotators.

    `codes` has shape (documents, annotators) and holds each value's place in `distances`, -1 where an
    annotator gave none. Documents with fewer than two values say nothing and count nowhere.
    """

    def __init__(self, codes: Codes, distances: Distances) -> None:
        self.distances = distances
        seen = codes != _UNSEEN
        per_document = seen.sum(axis=1)
        seen &= (per_document >= 2)[:, None]
        self.documents, annotators = np.nonzero(seen)
        self.n_annotators = int(np.unique(annotators).size)
        self.values = codes[self.documents, annotators]
        self.sizes = np.where(per_document >= 2, per_document, 0).astype(np.float32)
        self.disagreement = _within(codes, seen, distances)

    @property
    def n_documents(self) -> int:
        return int((self.sizes > 0).sum())

    @property
    def n_values(self) -> int:
        return int(self.values.size)

    def value(self) -> float | None:
        """None where nothing varies, so that no disagreement could be expected by chance."""
        figure = float(self.resampled(np.ones((self.sizes.size, 1)))[0])
        return None if np.isnan(figure) else figure

    def resampled(self, weights: Weights) -> Figures:
        """Alpha of each weighting; NaN where it is undefined. `weights`: (documents, weightings)."""
        total = (self.sizes @ weights).astype(np.float64)
        observed = (self.disagreement @ weights).astype(np.float64)
        counts = np.empty((weights.shape[1], len(self.distances)), dtype=weights.dtype)
        mine = weights[self.documents]
        for row, weight in enumerate(mine.T):
            counts[row] = np.bincount(self.values, weights=weight, minlength=len(self.distances))
        expected = np.einsum("rv,rv->r", (counts @ self.distances).astype(np.float64), counts)
        with np.errstate(divide="ignore", invalid="ignore"):
            alphas: Figures = 1.0 - (total - 1.0) * observed / expected
        alphas[~(expected > 0)] = np.nan
        return alphas


def _within(codes: Codes, seen: npt.NDArray[np.bool_], distances: Distances) -> npt.NDArray[np.float32]:
    """Per document the distances between all its ordered pairs of values, divided by their number less one."""
    summed = np.zeros(len(codes), dtype=np.float64)
    for one in range(codes.shape[1]):
        for other in range(one + 1, codes.shape[1]):
            both = np.flatnonzero(seen[:, one] & seen[:, other])
            summed[both] += 2.0 * distances[codes[both, one], codes[both, other]]
    divided: npt.NDArray[np.float32] = (summed / np.maximum(seen.sum(axis=1) - 1, 1)).astype(np.float32)
    return divided


def nominal_distances(values: int) -> Distances:
    return np.ones((values, values), dtype=np.float32) - np.eye(values, dtype=np.float32)


def masi_distances(sets: Flags) -> Distances:
    """The MASI distance of every two sets, shape (sets, sets); `sets` says which members each holds."""
    return _set_distances(sets, monotonic=True)


def jaccard_distances(sets: Flags) -> Distances:
    """1 - |common| / |together| of every two sets; two empty sets are at distance 0."""
    return _set_distances(sets, monotonic=False)


def _set_distances(sets: Flags, *, monotonic: bool) -> Distances:
    holds = sets.astype(np.float32)
    common = holds @ holds.T
    sizes = holds.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - common
    similar = np.divide(common, union, out=np.zeros_like(common), where=union > 0)
    if monotonic:
        smaller = np.minimum(sizes[:, None], sizes[None, :])
        similar *= np.select([common == union, common == smaller], [1.0, 2.0 / 3.0], 1.0 / 3.0)
    distances = 1.0 - similar
    distances[union == 0] = 0.0
    return np.asarray(distances, dtype=np.float32)
