"""Intervals from resampling documents: a document's spans and topics stand or fall together."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float32]
Figures = npt.NDArray[np.float64]

_CELLS = 8_000_000  # of a block of weights, 32 MB
_LOW, _HIGH = 2.5, 97.5


def resampling_weights(documents: int, resamples: int, seed: int) -> Iterator[Weights]:
    """How often each document was drawn, in blocks of shape (some resamples, documents).

    Every row sums to `documents`. The same arguments give the same blocks.
    """
    generator = np.random.default_rng(seed)
    rows = max(1, _CELLS // max(1, documents))
    for done in range(0, resamples, rows):
        count = min(rows, resamples - done)
        drawn = generator.integers(0, documents, size=(count, documents), dtype=np.int64)
        drawn += np.arange(count, dtype=np.int64)[:, None] * documents
        times = np.bincount(drawn.ravel(), minlength=count * documents)
        yield times.reshape(count, documents).astype(np.float32)


def interval(samples: Figures) -> tuple[float, float] | None:
    """The middle 95% of what the resamples gave; None where none gave a figure (NaN)."""
    defined = samples[~np.isnan(samples)]
    if defined.size == 0:
        return None
    low, high = np.percentile(defined, [_LOW, _HIGH])
    return float(low), float(high)
