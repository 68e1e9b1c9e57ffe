"""Which pairs of documents are worth an exact look; how many, grows with the documents, not with their square.

Documents meet in a band of their sketch, or in enough of their prints. Where a document meets many, it
keeps those that its sketch says are the nearest.

What this keeps: every pair of which one document meets at most `NEAREST` others of its length; and in each
band's group, however large, a chain through all its documents and a star from its first, so that ten
thousand copies of one story stay one cluster. What it can lose: a near pair of two documents that each have
`NEAREST` nearer ones, and one that meets in large groups alone, more than a few places apart. Measured: among
8,000 stories that share 40% or 60% of their words with all others every copy is found, with 8 and 26 pairs for
each; of stories and copies in `benchmarks/dedup.py` every pair with J >= 0.5; of excerpts of 14 syllables or
more, made of sentences that hundreds of stories have, 98.5% of those that stand in one to 90% or more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.dedup.meetings import Meetings, meetings, places_of
from dataset.dedup.numbers import distinct, opens, summed
from dataset.dedup.sketch import Bins
from dataset.dedup.words import Hashes, Places

NEAREST = 16
# Up to how many documents of a group all meet, and how many of the next ones each meets in a larger group.
_BANDS_MEET = (33, 8)
_PRINTS_MEET = (9, 2)
# Of a text that stands in a longer one to 60% about a third of the prints survive its edits; a text of
# like length that is related (J 0.2) keeps about as many. Below that are stock phrases.
_SHARED = 0.2
# A text with more than twice the prints of another can hold it, but is no copy of it.
_LONGER = 2

Agreement = Callable[[Places, Places], npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Met:
    """Sorted pairs of documents that may be copies of one another (`alike`), and pairs of which the longer
    may hold the shorter (`inside`), with how many prints these share in `times`."""

    alike: Hashes
    inside: Hashes
    times: Places


def band_meetings(held: Hashes) -> Meetings:
    """Who meets in one band; `held` are the documents' keys in it."""
    return meetings(held, *_BANDS_MEET)


def print_meetings(held: Hashes) -> Meetings:
    """Who meets in some prints: those of one part of all values, or all."""
    return meetings(held, *_PRINTS_MEET)


def met(banded: Sequence[Hashes], shared: Sequence[tuple[Hashes, Places]], sizes: Places) -> Met:
    """What meets in any band or in enough prints, over all bands and all parts of the prints.

    `shared` has pairs with the number of prints that they share in each part; `sizes` says how many prints
    each document has.
    """
    pairs, times = summed(shared)
    one, other = places_of(pairs)
    fewer, more = np.minimum(sizes[one], sizes[other]), np.maximum(sizes[one], sizes[other])
    enough = times >= _SHARED * fewer
    inside = enough & (more > _LONGER * fewer)
    alike = distinct(np.concatenate((*banded, pairs[enough & ~inside])))
    return Met(alike, pairs[inside], times[inside])


def agreement_of(bins: Bins) -> Agreement:
    """How many of the 128 bins of two documents are equal, a block at a time."""

    def agreement(one: Places, other: Places) -> npt.NDArray[np.int64]:
        block = 1 << 14
        equal = [
            np.count_nonzero(bins[one[at : at + block]] == bins[other[at : at + block]], axis=1)
            for at in range(0, len(one), block)
        ]
        return np.concatenate((np.zeros(0, np.int64), *equal))

    return agreement


def chosen(found: Met, needed: Hashes, sizes: Places, agreement: Agreement) -> Hashes:
    """The candidates, sorted: the nearest of what met, and what holds large groups together."""
    holding = _holding(found.inside, found.times, sizes)
    return distinct(np.concatenate((_nearest(found.alike, agreement), holding, needed)))


def _nearest(pairs: Hashes, agreement: Agreement) -> Hashes:
    """Leave out pairs of which neither document counts the other among its nearest."""
    one, other = places_of(pairs)
    met = np.bincount(np.concatenate((one, other)))
    crowded = np.flatnonzero((met[one] > NEAREST) & (met[other] > NEAREST))
    if not crowded.size:
        return pairs
    one, other = one[crowded], other[crowded]
    score = agreement(one, other)
    kept = np.ones(len(pairs), np.bool_)
    kept[crowded] = _best(one, score, other) | _best(other, score, one)
    return pairs[kept]


def _holding(pairs: Hashes, times: Places, sizes: Places) -> Hashes:
    """For each shorter text the longer ones that hold most of its prints."""
    one, other = places_of(pairs)
    swap = sizes[one] > sizes[other]
    shorter, longer = np.where(swap, other, one), np.where(swap, one, other)
    return pairs[_best(shorter, times, longer)]


def _best(owner: Places, score: Places, other: Places) -> npt.NDArray[np.bool_]:
    """Which rows are among the `NEAREST` best of their owner: by score, then by the smaller other."""
    order = np.lexsort((other, -score, owner))
    own = owner[order]
    begins = np.flatnonzero(opens(own))
    rank = np.arange(len(own)) - np.repeat(begins, np.diff(begins, append=len(own)))
    best = np.zeros(len(owner), np.bool_)
    best[order[rank < NEAREST]] = True
    return best
