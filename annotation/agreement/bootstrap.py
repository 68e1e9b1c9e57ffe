"""Intervals from resampling documents: a document's spans and topics stand or fall together."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Figures = npt.NDArray[np.float64]

_CELLS = 8_000_000  # of a block of weights, 32 MB
_LOW, _HIGH = 2.5, 97.5


def resampling_weights(documents: int, resamples: int, seed: int) -> Iterator[Weights]:
    """How often each document was drawn, in blocks of shape (documents, some resamples).

    Every column sums to `documents`. The same arguments give the same blocks.
    """
    generator = np.random.default_rng(seed)
    small = np.uint16 if documents <= 2**16 else np.uint32  # a third of the time of 64 bits
    block = max(1, _CELLS // max(1, documents))
    for done in range(0, resamples, block):
        count = min(block, resamples - done)
        times = np.empty((count, documents), dtype=np.float32)
        for row in times:  # one draw at a time stays in the processor's cache
            drawn = generator.integers(0, documents, documents, dtype=small)
            row[:] = np.bincount(drawn, minlength=documents)
        yield np.ascontiguousarray(times.T)


def interval(samples: Figures) -> tuple[float, float] | None:
    """The middle 95% of what the resamples gave; None where none gave a figure (NaN)."""
    defined = samples[~np.isnan(samples)]
    if defined.size == 0:
        return None
    low, high = np.percentile(defined, [_LOW, _HIGH])
    return float(low), float(high)
