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
_MASK = np.uint64((1 << _BITS) - 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms that a page has more than once: what is the same on one page has one number, and nothing else has it.

    `number` and `line` are in the order of lines; `found` counts all terms of each line, `count` the numbers.
    """

    number: Places
    line: Places
    found: Places
    count: int


def pair_terms(words: Words, first: Places, small: Flags) -> Terms:
    """Pairs of neighbouring content words; `small` flags function words, `first` holds each page's first line."""
    both = ~(small[:-1] | small[1:])
    ends = words.of[1:-1] - 1
    both[ends[(ends >= 0) & (ends < len(both))]] = False
    pairs = words.key[:-1] * _PAIR
    pairs += words.key[1:]
    return _terms(pairs, both, words, first)


def name_terms(words: Words, first: Places) -> Terms:
    """Words with a capital that no sentence begins with."""
    return _terms(words.key, words.capital & ~words.opens, words, first)


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
    above = np.bincount(line[np.flatnonzero(first[number] < line)], minlength=lines)
    return above, np.bincount(line[np.flatnonzero(last[number] > line)], minlength=lines)


def alike(key: Keys, page: Places) -> Places:
    """For each key the place of the last that is equal to it on its page; `page` ascends."""
    again, last = repeated(key, np.append(np.flatnonzero(np.diff(page, prepend=-1)), len(page)))
    found = np.arange(len(key))
    found[again] = last
    return found


def repeated(key: Keys, starts: Places) -> tuple[Places, Places]:
    """The places of keys that come again on their page, and for each of these where its key comes last.

    `starts` holds the place of each page's first key, and the total.
    """
    salts = mixed(np.arange(len(starts) - 1).astype(np.uint64))
    held = mixed(key + np.repeat(salts, np.diff(starts)))
    table = np.empty(1 << _BITS, np.int64)
    found = [(starts[:0], starts[:0])]
    # No page is parted.
    cuts = np.unique(starts[np.searchsorted(starts, np.arange(0, len(held), _PART))])
    for start, end in pairwise([*cuts.tolist(), len(held)]):
        again, last = _repeated(held[start:end], table)
        found.append((again + start, last + start))
    return np.concatenate([again for again, _ in found]), np.concatenate([last for _, last in found])


def _terms(keys: Keys, chosen: Flags, words: Words, first: Places) -> Terms:
    """The chosen ones of some terms; each stands at a word."""
    if not len(words.of):
        return Terms(first[:0], first[:0], first[:0], 0)
    at = np.flatnonzero(chosen)
    total = np.zeros(len(words.key) + 1, np.int64)
    np.cumsum(chosen, out=total[1 : len(chosen) + 1])
    total[len(chosen) :] = len(at)
    of = total[words.of]
    again, last = repeated(keys[at], of[first])
    many = np.zeros(len(at), np.bool_)
    many[last] = True
    number = np.empty(len(at), np.int64)
    heads = np.flatnonzero(many)
    number[heads] = np.arange(len(heads))
    number[again] = number[last]
    many[again] = True
    kept = np.flatnonzero(many)
    return Terms(number[kept], words.line[at[kept]], np.diff(of), len(heads))


def _repeated(keys: Keys, table: Places) -> tuple[Places, Places]:
    """By comparing whole keys: two that met in a table would make a page depend on its batch."""
    slot = (keys >> _TRIES[0]).view(np.int64)
    at = np.arange(len(keys))
    # Whoever comes last has the slot, for all that equal it.
    table[slot] = at
    last = table[slot]
    met = np.flatnonzero(last != at)
    left = met[keys[last[met]] != keys[met]]
    for shift in _TRIES[1:]:
        some = keys[left]
        slot = ((some >> shift) & _MASK).view(np.int64)
        table[slot] = left
        last[left] = table[slot]
        left = left[keys[last[left]] != some]
    if len(left):
        order = left[np.argsort(keys[left], kind="stable")]
        ends = np.flatnonzero(np.append(keys[order][1:] != keys[order][:-1], [True]))
        last[order] = order[np.repeat(ends, np.diff(ends, prepend=-1))]
    met = met[last[met] != met]
    return met, last[met]
