"""The exact Jaccard similarity and containment of candidate pairs, from their shingle sets."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from dataset.dedup.shingles import Hashes, Places, shingle

# Pairs whose shingles are held at once: memory stays flat however large the corpus.
_PAIRS = 20_000

Measures = npt.NDArray[np.float64]


def measure(
    pairs: Places, texts_of: Callable[[Sequence[int]], Sequence[str]]
) -> tuple[Measures, Measures, Places]:
    """Jaccard, containment in the larger set, and size of the smaller set of each pair (m, 2)."""
    jaccard = np.zeros(len(pairs))
    contained = np.zeros(len(pairs))
    smaller = np.zeros(len(pairs), np.int64)
    for begin in range(0, len(pairs), _PAIRS):
        block = pairs[begin : begin + _PAIRS]
        sets = _sets(np.unique(block).tolist(), texts_of)
        for place, (one, other) in enumerate(block.tolist(), begin):
            left, right = sets[one], sets[other]
            shared = _shared(left, right)
            least = min(len(left), len(right))
            if least:
                jaccard[place] = shared / (len(left) + len(right) - shared)
                contained[place] = shared / least
            smaller[place] = least
    return jaccard, contained, smaller


def _sets(
    documents: Sequence[int], texts_of: Callable[[Sequence[int]], Sequence[str]], step: int = 256
) -> dict[int, Hashes]:
    sets: dict[int, Hashes] = {}
    for begin in range(0, len(documents), step):
        some = documents[begin : begin + step]
        batch = shingle(texts_of(some))
        sets.update((document, batch.distinct(place)) for place, document in enumerate(some))
    return sets


def _shared(left: Hashes, right: Hashes) -> int:
    both = np.concatenate((left, right))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))
