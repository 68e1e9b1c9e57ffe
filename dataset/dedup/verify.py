"""The exact Jaccard similarity and containment of candidate pairs, from their shingle sets."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dataset.dedup.numbers import distinct
from dataset.dedup.shingles import BATCH_TEXTS, batches, shingle
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import Hashes, Places

Measures = npt.NDArray[np.float64]

# A shingle of a set is kept in 54 bits, so that a batch's sets are sorted at once with the document's
# number above them. Two texts of 2,000 shingles share one by chance once in 4,000 million pairs.
_DOCUMENT_SHIFT = np.uint64(54)
_VALUE_SHIFT = np.uint64(BATCH_TEXTS.bit_length() - 1)
_VALUE = np.uint64((1 << 54) - 1)


@dataclass(frozen=True, slots=True)
class Sets:
    """The shingle sets of n documents: `values[starts[d]:starts[d + 1]]` is document d's, sorted."""

    values: Hashes
    starts: Places

    @property
    def sizes(self) -> Places:
        return np.diff(self.starts)


def shingle_sets(texts: pa.Array, vocabulary: Vocabulary) -> Sets:
    """The sets of distinct shingles of each text."""
    values: list[Hashes] = [np.zeros(0, np.uint64)]
    sizes: list[Places] = [np.zeros(0, np.int64)]
    for batch in batches(texts):
        shingled = shingle(batch, vocabulary)
        held = shingled.values >> _VALUE_SHIFT
        held |= np.repeat(np.arange(len(batch), dtype=np.uint64) << _DOCUMENT_SHIFT, np.diff(shingled.starts))
        held = distinct(held)
        held = held[(held & _VALUE) != _VALUE]  # what ABSENT became
        values.append(held & _VALUE)
        sizes.append(np.bincount((held >> _DOCUMENT_SHIFT).astype(np.int64), minlength=len(batch)))
    starts = np.cumsum(np.concatenate((np.zeros(1, np.int64), *sizes)))
    return Sets(np.concatenate(values), starts)


def shared_counts(sets: Sets, one: Places, other: Places) -> Places:
    """How many shingles the sets of each pair of documents have in common."""
    values, starts = sets.values, sets.starts.tolist()
    shared = np.zeros(len(one), np.int64)
    for place, (left, right) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        both = np.concatenate(
            (values[starts[left] : starts[left + 1]], values[starts[right] : starts[right + 1]])
        )
        both.sort(kind="stable")  # merges the two sorted runs
        shared[place] = np.count_nonzero(both[1:] == both[:-1])
    return shared


def measures(shared: Places, left: Places, right: Places) -> tuple[Measures, Measures]:
    """Jaccard and containment in the larger set, from the sizes of the intersection and of both sets."""
    least = np.maximum(np.minimum(left, right), 1)
    return shared / np.maximum(left + right - shared, 1), shared / least
