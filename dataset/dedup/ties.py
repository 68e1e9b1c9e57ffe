"""Tiers of ties between documents, and the clusters that the strong ones join."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.dedup.verify import Measures
from dataset.dedup.words import Places
from schemas.contract import Limits

TIERS = ("single", "related", "near", "exact")
SINGLE, RELATED, NEAR, EXACT = range(4)
# A text of fewer shingles may lie inside another because both use a stock phrase, so for it only
# Jaccard counts: ten shingles are fourteen syllables in a row.
LEAST_CONTAINED = 10

Tiers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ties:
    """m ties: the places of both documents, `one` < `other`, and the tier, Jaccard and containment of each."""

    one: Places
    other: Places
    tier: Tiers
    jaccard: Measures
    containment: Measures


def tiers(
    jaccard: Measures,
    containment: Measures,
    smaller: Places,
    limits: Limits,
    *,
    one_page: npt.NDArray[np.bool_],
) -> Tiers:
    """near: J or C reaches the contract's limit (C for sets of ten shingles or more); related: J does.

    Related texts that give the same URL (`one_page`) are near. The URL alone proves nothing: some sites
    state their front page on every page.
    """
    near = (jaccard >= limits.near_jaccard) | (
        (containment >= limits.near_containment) & (smaller >= LEAST_CONTAINED)
    )
    related = jaccard >= limits.related_jaccard
    near |= one_page & related
    return np.where(near, NEAR, np.where(related, RELATED, SINGLE))


def components(count: int, one: Places, other: Places) -> Places:
    """For each of `count` documents the smallest one that the pairs lead to."""
    roots = np.arange(count)
    members, places = np.unique(np.concatenate((one, other)), return_inverse=True)
    parent = list(range(len(members)))

    def root(document: int) -> int:
        while parent[document] != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    half = len(one)
    for left, right in zip(places[:half].tolist(), places[half:].tolist(), strict=True):
        first, second = sorted((root(left), root(right)))
        parent[second] = first  # the smaller stays the root
    roots[members] = members[[root(document) for document in range(len(members))]]
    return roots


def strongest(count: int, ties: Ties) -> Places:
    """For each document the number of its strongest tie, or -1: tier, then J, then C, then the smaller other."""
    places = np.arange(len(ties.tier))
    own = np.concatenate((ties.one, ties.other))
    other = np.concatenate((ties.other, ties.one))
    tie = np.concatenate((places, places))
    order = np.lexsort((other, -ties.containment[tie], -ties.jaccard[tie], -ties.tier[tie], own))
    own, tie = own[order], tie[order]
    first = np.ones(len(own), np.bool_)
    first[1:] = own[1:] != own[:-1]
    best = np.full(count, -1, np.int64)
    best[own[first]] = tie[first]
    return best
