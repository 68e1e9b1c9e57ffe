"""Documents that share a key: the pairs of each group, as many as the group has documents at most.

A pair of documents is one number, the smaller one's place in the high half, the larger one's in the low.
"""

from dataclasses import dataclass

import numpy as np

from dataset.dedup.numbers import counted, distinct, opens
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


def meetings(held: Hashes, complete: int, reach: int) -> Meetings:
    """Pairs of owners of equal keys, which come as `keyed` numbers in any order; one that comes twice counts once.

    A group of up to `complete` documents gives all its pairs. A larger one is a template, a stock phrase or
    one much-copied story, and all its pairs would be quadratic: there each document meets its next `reach`
    by place, and the group's first.
    """
    held = distinct(held)
    keys = (held >> _HALF).astype(np.uint32)
    fresh = np.append(opens(keys), True)
    grouped = np.flatnonzero(~(fresh[1:] & fresh[:-1]))
    keys = keys[grouped]
    place: Hashes = held[grouped] & _LOW
    begins = np.flatnonzero(fresh[grouped])
    sizes = np.diff(begins, append=len(keys))
    large = sizes > complete
    small = np.repeat(~large, sizes) if large.any() else slice(None)
    found = _next_ones(keys[small], place[small], complete - 1)
    needed: Hashes = np.zeros(0, np.uint64)
    if large.any():
        many = np.flatnonzero(np.repeat(large, sizes))
        near = _next_ones(keys[many], place[many], reach)
        star, needed = _held_together(place, begins[large], sizes[large], reach)
        found += [*near, star]
    pairs, times = counted(np.concatenate(found))
    return Meetings(pairs, times, needed)


def _next_ones(keys: Small, place: Hashes, reach: int) -> list[Hashes]:
    """Each owner of a key with the next ones."""
    found: list[Hashes] = [np.zeros(0, np.uint64)]
    for step in range(1, reach + 1):
        meet = np.flatnonzero(keys[step:] == keys[:-step])
        if not meet.size:
            break
        found.append((place[meet] << _HALF) | place[meet + step])
    return found


def _held_together(place: Hashes, begins: Places, sizes: Places, reach: int) -> tuple[Hashes, Hashes]:
    """The first of each group with those beyond its reach; and the whole star and chain."""
    first = np.repeat(begins, sizes)
    apart = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first, apart = first[apart > 0], apart[apart > 0]
    member = first + apart
    star = (place[first] << _HALF) | place[member]
    chain = (place[member - 1] << _HALF) | place[member]
    return star[apart > reach], distinct(np.concatenate((star, chain)))


def places_of(pairs: Hashes) -> tuple[Places, Places]:
    """The smaller and the larger place of each pair."""
    return (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)


def pairs_of(one: Places, other: Places) -> Hashes:
    """Each pair as a number."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    return (low.astype(np.uint64) << _HALF) | high.astype(np.uint64)
