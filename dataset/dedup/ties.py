"""Tiers of ties between documents, and the clusters that the strong ones join."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.dedup.shingles import Places
from dataset.dedup.verify import Measures
from schemas.contract import Limits

TIERS = ("single", "related", "near", "exact")
SINGLE, RELATED, NEAR, EXACT = range(4)
RELATED_JACCARD = 0.2
# A text of fewer shingles may lie inside another because both use a stock phrase, so for it only
# Jaccard counts: ten shingles are fourteen syllables in a row.
LEAST_CONTAINED = 10

Tiers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ties:
    """m ties: `pairs` (m, 2), and for each its tier, Jaccard and containment."""

    pairs: Places
    tier: Tiers
    jaccard: Measures
    containment: Measures


def judge(
    pairs: Places,
    jaccard: Measures,
    containment: Measures,
    smaller: Places,
    limits: Limits,
    *,
    one_page: npt.NDArray[np.bool_],
) -> Ties:
    """Keep the pairs that are tied. near: J or C reaches the contract's limit; related: J does 0.2.

    Related texts that give the same URL (`one_page`) are near. The URL alone proves nothing: some sites
    state their front page on every page.
    """
    near = (jaccard >= limits.near_jaccard) | (
        (containment >= limits.near_containment) & (smaller >= LEAST_CONTAINED)
    )
    near |= one_page & (jaccard >= RELATED_JACCARD)
    tier = np.where(near, NEAR, np.where(jaccard >= RELATED_JACCARD, RELATED, SINGLE))
    kept = tier > SINGLE
    return Ties(pairs[kept], tier[kept], jaccard[kept], containment[kept])


def components(count: int, pairs: Places) -> Places:
    """For each of `count` documents the smallest one that pairs (m, 2) lead to."""
    parent = list(range(count))

    def root(document: int) -> int:
        while parent[document] != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    for one, other in pairs.tolist():
        first, second = sorted((root(one), root(other)))
        parent[second] = first  # the smaller stays the root
    return np.array([root(document) for document in range(count)], np.int64)


def strongest(count: int, ties: Ties) -> Places:
    """For each document the number of its strongest tie, or -1: tier, then J, then C, then the smaller other."""
    places = np.arange(len(ties.tier))
    own = np.concatenate((ties.pairs[:, 0], ties.pairs[:, 1]))
    other = np.concatenate((ties.pairs[:, 1], ties.pairs[:, 0]))
    tie = np.concatenate((places, places))
    order = np.lexsort((other, -ties.containment[tie], -ties.jaccard[tie], -ties.tier[tie], own))
    own, tie = own[order], tie[order]
    first = np.ones(len(own), np.bool_)
    first[1:] = own[1:] != own[:-1]
    best = np.full(count, -1, np.int64)
    best[own[first]] = tie[first]
    return best
