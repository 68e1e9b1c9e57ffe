"""What is kept of a document to find its likes, some 600 bytes, whatever its length.

Bands of a MinHash find documents of like length. A short text inside a long one they cannot find; that is
what prints are for: the smallest shingle of every ten in a row (winnowing, Schleimer 2003). Two documents
that share fourteen syllables in a row share a print, whatever stands around them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.dedup.numbers import distinct
from dataset.dedup.shingles import ABSENT, SYLLABLES, Shingled
from dataset.dedup.words import Hashes, Places, Small

BINS = 128
BANDS = 32
ROWS = BINS // BANDS
WINDOW = 10
# Another way to shingle, to sketch or to fold: raise it, and stored sketches are made anew.
SKETCH_VERSION = "2"

Bins = npt.NDArray[np.uint8]

_BIN_SHIFT = np.uint64(64 - BINS.bit_length() + 1)
_TRIES = 64
_ROW_FACTORS = np.array([pow(0xC2B2AE3D27D4EB4F, k, 1 << 64) for k in range(1, ROWS + 1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Of n documents.

    `whole` (n): hash of all words. `bands` (n, 32): equal in a band with probability J^4. `bins` (n, 128):
    a byte of each bin's minimum; the share of equal ones estimates J. `prints` of document d stand at
    `starts[d]` to `starts[d + 1]`, sorted and distinct; a document without a word has none.
    """

    whole: Hashes
    bands: Small
    bins: Bins
    prints: Small
    starts: Places


def sketch(batch: Shingled) -> Sketch:
    count = len(batch.whole)
    least = np.full(count * BINS, ABSENT)
    places = (batch.values >> _BIN_SHIFT).view(np.int64)
    places += np.repeat(np.arange(count) * BINS, np.diff(batch.starts))
    np.minimum.at(least, places, batch.values)
    signature: Hashes = least.reshape(-1, BINS)
    _densify(signature)
    rows = signature.reshape(-1, BANDS, ROWS) * _ROW_FACTORS
    bands = rows.sum(axis=2, dtype=np.uint64)
    bands ^= bands >> np.uint64(29)
    bands *= _ROW_FACTORS[0]
    prints, starts = _prints(batch)
    return Sketch(
        batch.whole, (bands >> np.uint64(32)).astype(np.uint32), signature.astype(np.uint8), prints, starts
    )


def joined(parts: list[Sketch]) -> Sketch:
    """Sketches of several batches as one."""
    counts = [np.diff(part.starts) for part in parts]
    starts = np.cumsum(np.concatenate((np.zeros(1, np.int64), *counts)))
    return Sketch(
        np.concatenate((np.zeros(0, np.uint64), *(part.whole for part in parts))),
        np.concatenate((np.zeros((0, BANDS), np.uint32), *(part.bands for part in parts))),
        np.concatenate((np.zeros((0, BINS), np.uint8), *(part.bins for part in parts))),
        np.concatenate((np.zeros(0, np.uint32), *(part.prints for part in parts))),
        starts,
    )


def _prints(batch: Shingled) -> tuple[Small, Places]:
    """The smallest of every ten shingles in a row; of all of them where there are fewer."""
    values, starts = batch.values, batch.starts
    counts = np.diff(starts)
    chosen = np.zeros(len(values) + WINDOW, np.bool_)
    least = np.concatenate((values, np.full(WINDOW, ABSENT)))
    for reach in (1, 2, 4, 2):  # 2, 4, 8, 10 in a row
        np.minimum(least[:-reach], least[reach:], out=least[:-reach])
    chosen[1 : len(values)] = least[1 : len(values)] != least[: max(0, len(values) - 1)]
    chosen[starts[:-1][counts > 0]] = True
    # Windows that would reach beyond the document's last shingle.
    for back in range(1, WINDOW + SYLLABLES - 1):
        chosen[starts[1:][counts >= back] - back] = False
    few = np.flatnonzero((counts > 0) & (counts < WINDOW + SYLLABLES - 1))
    if few.size:
        bounds = np.stack((starts[few], starts[few + 1]), axis=1).ravel()
        padded = np.append(values, ABSENT)
        least[starts[few]] = np.minimum.reduceat(padded, bounds)[::2]
        chosen[starts[few]] = True
    found = np.flatnonzero(chosen)
    owner = np.repeat(np.arange(len(counts), dtype=np.uint64), np.diff(np.searchsorted(found, starts)))
    # The low bits: of a minimum the high ones are mostly zeros.
    held = distinct((owner << np.uint64(32)) | (least[found] & np.uint64(0xFFFFFFFF)))
    ends = np.searchsorted(held, np.arange(1, len(counts) + 1, dtype=np.uint64) << np.uint64(32))
    return held.astype(np.uint32), np.concatenate((np.zeros(1, np.int64), ends))


def _densify(signature: Hashes) -> None:
    """Fill the bins that no shingle fell into from others, by a walk that is the same for every document.

    One permutation leaves bins of short documents empty; two empty bins must not count as agreement.
    Optimal densification (Shrivastava, 2017) copies a filled bin chosen by the empty one's number.
    """
    empty = signature == ABSENT
    filled = signature.copy()
    document, place = np.nonzero(empty & ~empty.all(axis=1, keepdims=True))
    for attempt in range(_TRIES):
        if not document.size:
            return
        borrowed = filled[document, _WALK[attempt, place]]
        found = borrowed != ABSENT
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
