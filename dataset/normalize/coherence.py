"""What lines of one page have in common: pairs of neighbouring content words, and names.

A story's paragraphs share words with one another; the teaser of another story shares next to none. Single
syllables mean too little in Vietnamese, hence pairs.
"""

from dataclasses import dataclass

import numpy as np

from dataset.normalize.words import Flags, Keys, Places, Words, mixed, pair_keys

# Pages are taken a few at a time, so that the table of their pairs stays in a core's cache.
_PAIRS = 1 << 15
_BITS = 18
_ROOM = np.uint64(64 - _BITS)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of lines in order: a key that holds its page, and its line.

    `of` is each line's first term, and the total; `parts` are ends of runs of whole pages.
    """

    key: Keys
    line: Places
    of: Places
    parts: Places


def pair_terms(words: Words, page: Places, small: Flags) -> Terms:
    """Pairs of neighbouring content words; `small` flags function words."""
    key, line = pair_keys(words, ~small)
    return _terms(key, line, page)


def name_terms(words: Words, page: Places) -> Terms:
    """Words with a capital that no sentence begins with."""
    at = np.flatnonzero(words.capital & ~words.opens)
    return _terms(words.key[at], words.line[at], page)


def shared(terms: Terms, source: Flags) -> tuple[Places, Places]:
    """Per line: how many of its terms a `source` line above it on the page uses, and how many one below."""
    above = np.zeros(len(terms.key), dtype=np.bool_)
    below = np.zeros(len(terms.key), dtype=np.bool_)
    first = np.empty(1 << _BITS, dtype=np.int32)
    last = np.empty(1 << _BITS, dtype=np.int32)
    start = 0
    for end in terms.parts.tolist():
        slot = (terms.key[start:end] >> _ROOM).astype(np.int64)
        line = terms.line[start:end].astype(np.int32)
        chosen = np.flatnonzero(source[line])
        first.fill(np.iinfo(np.int32).max)
        last.fill(-1)
        last[slot[chosen]] = line[chosen]
        first[slot[chosen[::-1]]] = line[chosen[::-1]]
        above[start:end] = first[slot] < line
        below[start:end] = last[slot] > line
        start = end
    return _sums(above, terms.of), _sums(below, terms.of)


def _terms(key: Keys, line: Places, page: Places) -> Terms:
    of = np.searchsorted(line, np.arange(len(page) + 1))
    ends = of[np.flatnonzero(np.append(page[1:] != page[:-1], [True])) + 1] if len(page) else of[:0]
    filled = ends // _PAIRS
    parts = ends[np.append(filled[1:] != filled[:-1], [True])] if len(ends) else ends
    return Terms(mixed(key + mixed(page[line].astype(np.uint64))), line, of, parts)


def _sums(flags: Flags, of: Places) -> Places:
    total = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
    sums: Places = total[of[1:]] - total[of[:-1]]
    return sums
