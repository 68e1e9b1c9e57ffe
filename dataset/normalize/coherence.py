"""What lines of one page have in common: pairs of neighbouring content words, and names.

A story's paragraphs share words with one another; the teaser of another story shares next to none. Single
syllables mean too little in Vietnamese, hence pairs.
"""

from dataclasses import dataclass

import numpy as np

from dataset.native import call
from dataset.normalize.words import Flags, Keys, Offsets, Places, Words


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms that a page has more than once: what is the same on one page has one number, and nothing else has it.

    `number` and `line` are in the order of lines; `found` counts all terms of each line, `count` the numbers.
    """

    number: Offsets
    line: Offsets
    found: Places
    count: int


def pair_terms(words: Words, first: Places, function_words: Flags) -> Terms:
    """Pairs of neighbouring content words; `first` holds each page's first line, and the total.

    `function_words` is a table by a key's upper bits (see `table_of`).
    """
    return _terms("pair_terms", words, first, function_words)


def name_terms(words: Words, first: Places) -> Terms:
    """Words with a capital that no sentence begins with."""
    return _terms("name_terms", words, first, words.capital, words.opens)


def _terms(kernel: str, words: Words, first: Places, *chosen: Flags) -> Terms:
    lines = len(words.of) - 1
    number, line = np.empty(len(words.key), np.int32), np.empty(len(words.key), np.int32)
    found, distinct = np.empty(lines, np.int64), np.zeros(1, np.int64)
    count = call(kernel, words.key, words.of, first, len(first) - 1, *chosen, number, line, found, distinct)
    return Terms(number[:count], line[:count], found, int(distinct[0]))


def shared(terms: Terms, source: Flags) -> tuple[Places, Places]:
    """Per line: how many of its terms a `source` line above it on the page uses, and how many one below."""
    above, below = np.empty(len(source), np.int64), np.empty(len(source), np.int64)
    call(
        "shared_terms",
        terms.number,
        terms.line,
        len(terms.number),
        terms.count,
        source,
        len(source),
        above,
        below,
    )
    return above, below


def alike(key: Keys, starts: Places) -> Places:
    """For each key the place of the last that is equal to it in its group.

    `starts` holds the place of each group's first key, and the total.
    """
    last = np.empty(len(key), np.int64)
    call("last_of_same", np.ascontiguousarray(key), starts, len(starts) - 1, last)
    return last


def repeated(key: Keys, starts: Places) -> tuple[Places, Places]:
    """The places of keys that come again in their group, and for each of these where its key comes last."""
    last = alike(key, starts)
    again = np.flatnonzero(last != np.arange(len(key)))
    return again, last[again]
