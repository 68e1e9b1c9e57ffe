"""What lines of one page have in common: pairs of neighbouring content words, and names.

A story's paragraphs share words with one another; the teaser of another story shares next to none. Single
syllables mean too little in Vietnamese, hence pairs.
"""

from dataclasses import dataclass

import numpy as np

from dataset.normalize.words import Flags, Keys, Places, Words, mixed, pair_keys


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of lines in order: what is the same on one page has one number, and nothing else has it.

    `of` is each line's first term, and the total; `count` that of the numbers.
    """

    number: Places
    line: Places
    of: Places
    count: int


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
    number, line = terms.number, terms.line
    first = np.full(terms.count, np.iinfo(np.int64).max)
    last = np.full(terms.count, -1)
    chosen = np.flatnonzero(source[line])
    last[number[chosen]] = line[chosen]
    first[number[chosen[::-1]]] = line[chosen[::-1]]
    return _sums(first[number] < line, terms.of), _sums(last[number] > line, terms.of)


def _terms(key: Keys, line: Places, page: Places) -> Terms:
    of = np.searchsorted(line, np.arange(len(page) + 1))
    # Sorted, not hashed into a table: two terms that met there would make a page depend on its batch.
    held = mixed(key + mixed(page[line].astype(np.uint64)))
    order = np.argsort(held)
    fresh = np.append([False], held[order[1:]] != held[order[:-1]])[: len(held)]
    number = np.empty(len(held), np.int64)
    number[order] = np.cumsum(fresh)
    return Terms(number, line, of, int(fresh.sum()) + 1)


def _sums(flags: Flags, of: Places) -> Places:
    total = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
    sums: Places = total[of[1:]] - total[of[:-1]]
    return sums
