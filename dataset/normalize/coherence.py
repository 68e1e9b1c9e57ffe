"""What lines of one page have in common: pairs of neighbouring content words, and names.

A story's paragraphs share words with one another; the teaser of another story shares next to none. Single
syllables mean too little in Vietnamese, hence pairs.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dataset.normalize.words import Flags, Keys, Places, Words, mixed

_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
# Terms at a time, and the places they are laid in: both stay in a core's cache.
_PART, _BITS = 1 << 15, 17
# Each try looks at other bits of a key; what met another term in all of them is few enough to sort.
_TRIES = tuple(np.uint64(64 - _BITS - 13 * step) for step in range(4))


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms that a page has more than once: what is the same on one page has one number, and nothing else has it.

    `number` and `line` are in the order of lines; `found` counts all terms of each line, `count` the numbers.
    """

    number: Places
    line: Places
    found: Places
    count: int


def pair_terms(words: Words, page: Places, small: Flags) -> Terms:
    """Pairs of neighbouring content words; `small` flags function words."""
    both = ~(small[:-1] | small[1:])
    ends = words.of[1:-1] - 1
    both[ends[(ends >= 0) & (ends < len(both))]] = False
    at = np.flatnonzero(both)
    return _terms(words.key[at] * _PAIR + words.key[at + 1], words.line[at], page)


def name_terms(words: Words, page: Places) -> Terms:
    """Words with a capital that no sentence begins with."""
    at = np.flatnonzero(words.capital & ~words.opens)
    return _terms(words.key[at], words.line[at], page)


def shared(terms: Terms, source: Flags) -> tuple[Places, Places]:
    """Per line: how many of its terms a `source` line above it on the page uses, and how many one below."""
    number, line = terms.number, terms.line
    first = np.full(terms.count, np.iinfo(np.int64).max)
    last = np.full(terms.count, -1)
    chosen = np.flatnonzero(source[line])
    last[number[chosen]] = line[chosen]
    chosen = chosen[::-1]
    first[number[chosen]] = line[chosen]
    lines = len(source)
    above = np.bincount(line[first[number] < line], minlength=lines)
    return above, np.bincount(line[last[number] > line], minlength=lines)


def alike(key: Keys, page: Places) -> Places:
    """For each key the place of the last that is equal to it on its page; `page` ascends."""
    held = mixed(key + mixed(np.arange(page.max(initial=-1) + 1).astype(np.uint64))[page])
    last = np.empty(len(held), np.int64)
    # No page is parted.
    pages = np.flatnonzero(np.diff(page, prepend=-1))
    cuts = pages[np.unique(np.searchsorted(pages, np.arange(0, len(held), _PART)).clip(max=len(pages) - 1))]
    for start, end in pairwise([*cuts.tolist(), len(held)]):
        last[start:end] = _last_alike(held[start:end]) + start
    return last


def _terms(key: Keys, line: Places, page: Places) -> Terms:
    last = alike(key, page[line])
    many = np.zeros(len(last), np.bool_)
    many[last[last != np.arange(len(last))]] = True
    kept = np.flatnonzero(many[last])
    number = np.cumsum(many) - 1
    found = np.bincount(line, minlength=len(page))
    return Terms(number[last[kept]], line[kept], found, int(np.count_nonzero(many)))


def _last_alike(keys: Keys) -> Places:
    """By comparing whole keys: two that met in a table would make a page depend on its batch."""
    left = np.arange(len(keys))
    last = np.empty(len(keys), np.int64)
    table = np.empty(1 << _BITS, np.int64)
    mask = np.uint64((1 << _BITS) - 1)
    for shift in _TRIES:
        some = keys[left]
        slot = ((some >> shift) & mask).astype(np.int64)
        # Whoever comes last has the slot, for all that equal it.
        table[slot] = left
        holder = table[slot]
        last[left] = holder
        left = left[keys[holder] != some]
        if not len(left):
            return last
    order = left[np.argsort(keys[left], kind="stable")]
    ends = np.flatnonzero(np.append(keys[order][1:] != keys[order][:-1], [True]))
    last[order] = order[np.repeat(ends, np.diff(ends, prepend=-1))]
    return last
