"""What is kept of a document to find its likes: bands of a MinHash, and a fixed sample of its shingles."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.dedup.shingles import Hashes, Places, Shingled

BINS = 128
BANDS = 32
ROWS = BINS // BANDS
# One shingle in eight, chosen by its own hash, so that two documents keep the same ones. The bands find
# documents of like length; the sample finds a short text inside a long one, which MinHash cannot.
_SAMPLED = np.uint64(1 << 61)

_BIN_SHIFT = np.uint64(64 - BINS.bit_length() + 1)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_TRIES = 64
_ROW_FACTORS = np.array([pow(0xC2B2AE3D27D4EB4F, k, 1 << 64) for k in range(1, ROWS + 1)], np.uint64)
_BAND_SEEDS = np.array([pow(0x165667B19E3779F9, k, 1 << 64) for k in range(1, BANDS + 1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Of n documents: `bands` (n, 32), and the sampled shingles with the document each belongs to,
    distinct within a document and in document order."""

    bands: Hashes
    sampled: Hashes
    sampled_owner: Places


def sketch(batch: Shingled) -> Sketch:
    """Sketch each document. One without shingles gets bands of its own, so that it meets nobody."""
    owner = batch.owner
    bins = np.full(len(batch.whole) * BINS, _EMPTY)
    np.minimum.at(bins, owner * BINS + (batch.values >> _BIN_SHIFT).astype(np.int64), batch.values)
    signature: Hashes = bins.reshape(-1, BINS)
    _densify(signature)
    rows = signature.reshape(-1, BANDS, ROWS) * _ROW_FACTORS
    bands = (rows.sum(axis=2, dtype=np.uint64) ^ (rows[:, :, 0] >> np.uint64(29))) + _BAND_SEEDS
    bare = np.diff(batch.starts) == 0
    bands[bare] = batch.whole[bare, None] + _BAND_SEEDS

    chosen = np.flatnonzero(batch.values < _SAMPLED)
    values, owners = batch.values[chosen], owner[chosen]
    order = np.lexsort((values, owners))
    values, owners = values[order], owners[order]
    fresh = np.ones(len(values), np.bool_)
    fresh[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    return Sketch(bands, values[fresh], owners[fresh])


def _densify(signature: Hashes) -> None:
    """Fill the bins that no shingle fell into from others, by a walk that is the same for every document.

    One permutation leaves bins of short documents empty; two empty bins must not count as agreement.
    Optimal densification (Shrivastava, 2017) copies a filled bin chosen by the empty one's number.
    """
    empty = signature == _EMPTY
    filled = signature.copy()
    document, place = np.nonzero(empty & ~empty.all(axis=1, keepdims=True))
    for attempt in range(_TRIES):
        if not document.size:
            return
        borrowed = filled[document, _WALK[attempt, place]]
        found = borrowed != _EMPTY
        signature[document[found], place[found]] = borrowed[found]
        document, place = document[~found], place[~found]
    signature[document, place] = filled[document].min(axis=1) if document.size else 0


def _walk() -> npt.NDArray[np.int64]:
    """For each attempt and bin, the bin to borrow from; spelled out, since NumPy's generators may change."""
    steps = np.arange(1, _TRIES * BINS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    steps = (steps ^ (steps >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    steps = (steps ^ (steps >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (steps >> _BIN_SHIFT).astype(np.int64).reshape(_TRIES, BINS)


_WALK = _walk()
