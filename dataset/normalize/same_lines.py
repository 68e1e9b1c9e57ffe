"""Which lines are the same, byte for byte: a site's menus, headings and stamps stand on page after page."""

from itertools import pairwise

import numpy as np

from dataset.normalize.coherence import alike
from dataset.normalize.words import MASKS, Bytes, Keys, Places, eight_from, mixed

_K1, _K2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_PART = 1 << 15


def byte_keys(raw: Bytes, start: Places, end: Places) -> Keys:
    """A stable hash per stretch `start:end` of padded bytes, none of them empty; its bytes and their order count.

    Eight bytes at a time, so that it costs no word and no string.
    """
    found = np.zeros(len(start), np.uint64)
    if not len(start):
        return found
    size = end - start
    count = (size + 7) >> 3
    behind = np.cumsum(count)
    # So many at a time as stay in a core's cache; no line is parted.
    cuts = np.unique(np.searchsorted(behind, np.arange(0, behind[-1], _PART)))
    eight = eight_from(raw)
    for some, rest in pairwise([*cuts.tolist(), len(start)]):
        found[some:rest] = _sums(eight, start[some:rest], size[some:rest], count[some:rest])
    return mixed(found + size.astype(np.uint64))


def _sums(eight: Keys, start: Places, size: Places, count: Places) -> Keys:
    """Per stretch of `size` bytes the sum of its `count` parts of eight, each mixed with its place."""
    behind = np.cumsum(count)
    first = behind - count
    at = np.arange(0, 8 * behind[-1], 8)
    at += np.repeat(start - 8 * first, count)
    parts = eight[at]
    parts[behind - 1] &= MASKS[size - 8 * (count - 1)]
    at -= np.repeat(start, count)
    parts += at.view(np.uint64) * _K2
    parts ^= parts >> np.uint64(29)
    parts *= _K1
    parts ^= parts >> np.uint64(32)
    total: Keys = np.add.reduceat(parts, first)
    return total


def one_of_each(keys: Keys) -> tuple[Places, Places]:
    """Places of different keys, and for each key which of those places holds one that is equal to it."""
    last = alike(keys, np.zeros(len(keys), np.int64))
    chosen = last == np.arange(len(keys))
    return np.flatnonzero(chosen), (np.cumsum(chosen) - 1)[last]
