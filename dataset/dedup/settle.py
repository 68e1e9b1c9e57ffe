"""From measured pairs to the table `clusters`: what a run in memory and one over files have in common."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dataset.dedup.meetings import pairs_of, places_of
from dataset.dedup.ties import EXACT, RELATED, SINGLE, TIERS, Ties, components, strongest, tiers
from dataset.dedup.verify import measures
from dataset.dedup.words import Hashes, Places
from schemas.arrow import arrow_schema
from schemas.contract import Contract


@dataclass(frozen=True, slots=True)
class Documents:
    """n articles and teasers by id: the hash of each one's folded text, and of the URL that an article gives
    (0 where none is given, and for teasers, which stand on a page with others)."""

    ids: pa.Array
    whole: Hashes
    url: Hashes

    @property
    def leader(self) -> Places:
        """For each document the first one with the same folded text. The others are its exact copies."""
        if not len(self.whole):
            return np.zeros(0, np.int64)
        _, first, kind = np.unique(self.whole, return_index=True, return_inverse=True)
        return first[kind]


@dataclass(frozen=True, slots=True)
class Measured:
    """`pairs` of documents, sorted, with the shingles they share and the sizes of both sets, the first one's
    in `left`."""

    pairs: Hashes
    shared: Places
    left: Places
    right: Places


def one_page(documents: Documents, leader: Places) -> Hashes:
    """Pairs that give one URL: the first document that does with each further one, copies aside."""
    given = np.flatnonzero(documents.url != 0)
    if not given.size:
        return np.zeros(0, np.uint64)
    _, first, kind = np.unique(documents.url[given], return_index=True, return_inverse=True)
    one, other = leader[given[first[kind]]], leader[given]
    apart = one != other
    return np.unique(pairs_of(one[apart], other[apart]))


def settle(
    documents: Documents, leader: Places, measured: Measured, same_page: Hashes, contract: Contract
) -> pa.Table:
    """The table `clusters`, one row per document, by id."""
    count = len(leader)
    places = np.arange(count)
    copies = places[leader != places]
    ties = _ties(leader, copies, measured, same_page, contract)
    strong = ties.tier > RELATED
    roots = components(count, ties.one[strong], ties.other[strong])
    best = strongest(count, ties)
    return _table(documents.ids, roots, ties, best, contract)


def _ties(leader: Places, copies: Places, measured: Measured, same_page: Hashes, contract: Contract) -> Ties:
    jaccard, containment = measures(measured.shared, measured.left, measured.right)
    smaller = np.minimum(measured.left, measured.right)
    told: npt.NDArray[np.bool_] = np.isin(measured.pairs, same_page)
    tier = tiers(jaccard, containment, smaller, contract.limits, one_page=told)
    kept = tier > SINGLE
    one, other = places_of(measured.pairs[kept])
    ones = np.ones(len(copies))
    return Ties(
        np.concatenate((leader[copies], one)),
        np.concatenate((copies, other)),
        np.concatenate((np.full(len(copies), EXACT), tier[kept])),
        np.concatenate((ones, jaccard[kept])),
        np.concatenate((ones, containment[kept])),
    )


def _table(ids: pa.Array, roots: Places, ties: Ties, best: Places, contract: Contract) -> pa.Table:
    places = np.arange(len(best))
    none = best < 0
    tie = np.where(none, 0, best)
    if len(ties.tier):
        other = np.where(ties.one[tie] == places, ties.other[tie], ties.one[tie])
        tier = np.where(none, SINGLE, ties.tier[tie])
        jaccard, contained = ties.jaccard[tie], ties.containment[tie]
    else:
        other, tier = places, np.full(len(best), SINGLE)
        jaccard = contained = np.zeros(len(best))
    names = pa.DictionaryArray.from_arrays(pa.array(tier, pa.int8()), pa.array(TIERS))
    return pa.table(
        [
            ids,
            ids.take(pa.array(roots)),
            names.cast(pa.string()),
            ids.take(pa.array(other, pa.int64(), mask=none)),
            pa.array(jaccard, pa.float64(), mask=none),
            pa.array(contained, pa.float64(), mask=none),
        ],
        schema=arrow_schema(contract, "clusters"),
    )
