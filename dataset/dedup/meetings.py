"""Documents that share a key: the pairs of each group, as many as the group has documents at most.

A pair of documents is one number, the smaller one's place in the high half, the larger one's in the low.
"""

from dataclasses import dataclass

import numpy as np

from dataset.dedup.numbers import counted, distinct
from dataset.dedup.words import Hashes, Places, Small

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Meetings:
    """`pairs` of neighbours, sorted, with how many keys each pair shares in `times`.

    `needed`, sorted, are those that hold a group together when not all of its pairs are listed: each
    document with the next one and with the group's first.
    """

    pairs: Hashes
    times: Places
    needed: Hashes


def keyed(keys: Small, owners: Small) -> Hashes:
    """Each key with its owner as one number."""
    numbers: Hashes = (keys.astype(np.uint64) << _HALF) | owners
    return numbers


def meetings(held: Hashes, neighbours: int) -> Meetings:
    """Pairs of owners of equal keys, which come as `keyed` numbers in any order; one that comes twice counts once.

    A group of up to `neighbours` + 1 documents gives all its pairs. A larger one is a template or one
    much-copied story, and all its pairs would be quadratic: there each document meets its next `neighbours`
    by place, and the group's first.
    """
    held = distinct(held)
    keys = (held >> _HALF).astype(np.uint32)
    same = np.zeros(len(keys) + 1, np.bool_)
    np.equal(keys[1:], keys[:-1], out=same[1:-1])
    grouped = np.flatnonzero(same[1:] | same[:-1])
    keys, place = keys[grouped], held[grouped] & _LOW
    none = np.zeros(0, np.uint64)
    found: list[Hashes] = [none]
    needed: list[Hashes] = [none]
    for step in range(1, neighbours + 1):
        meet = np.flatnonzero(keys[step:] == keys[:-step])
        if not meet.size:
            break
        found.append((place[meet] << _HALF) | place[meet + step])
    else:
        needed.extend(_held_together(keys, place, neighbours))
    pairs, times = counted(np.concatenate(found))
    return Meetings(pairs, times, counted(np.concatenate(needed))[0])


def _held_together(keys: Small, place: Hashes, neighbours: int) -> tuple[Hashes, Hashes]:
    opens = np.flatnonzero(np.concatenate((np.ones(1, np.bool_), keys[1:] != keys[:-1])))
    sizes = np.diff(opens, append=len(keys))
    large = np.repeat(sizes > neighbours + 1, sizes)
    large[opens] = False
    members = np.flatnonzero(large)
    first = np.repeat(place[opens], sizes)[members]
    return (first << _HALF) | place[members], (place[members - 1] << _HALF) | place[members]


def places_of(pairs: Hashes) -> tuple[Places, Places]:
    """The smaller and the larger place of each pair."""
    return (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)


def pairs_of(one: Places, other: Places) -> Hashes:
    """Each pair as a number."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    return (low.astype(np.uint64) << _HALF) | high.astype(np.uint64)
