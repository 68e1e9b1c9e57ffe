"""From texts to hashed shingles: five syllables in a row, folded, as one 64-bit number.

A batch of documents is one long array of code points, so that NumPy does the work. The price is that
words could merge across documents; a line feed after each document keeps them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from dataset.dedup.fold import TABLE_END, fold

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

SYLLABLES = 5
_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2^64
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_ORDER = tuple(np.uint64(pow(0xD6E8FEB86659FD93, k, 1 << 64)) for k in range(1, SYLLABLES + 1))


@dataclass(frozen=True, slots=True)
class Shingled:
    """A batch of n documents.

    `values[starts[d]:starts[d + 1]]` are document d's shingles in text order, repeats included; a
    document shorter than five syllables has one, and one without any syllable none. `whole[d]` is a
    hash of its folded syllables in order: equal for documents that are the same after folding.
    """

    values: Hashes
    starts: Places
    whole: Hashes

    @property
    def owner(self) -> Places:
        """The document of each shingle."""
        return np.repeat(np.arange(len(self.whole)), np.diff(self.starts))

    def distinct(self, document: int) -> Hashes:
        """The document's set of shingles, sorted."""
        return np.unique(self.values[self.starts[document] : self.starts[document + 1]])


def shingle(texts: Sequence[str]) -> Shingled:
    """Hash the 5-syllable shingles of each text."""
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
    joined = "\n".join((*texts, ""))
    codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    words, word_starts = _words(codes)
    text_starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths + 1)))
    first = np.searchsorted(word_starts, text_starts).astype(np.int64)  # first word of each document
    counts = np.diff(first)

    shingles = np.where(counts > 0, np.maximum(counts - SYLLABLES + 1, 1), 0)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(shingles)))
    # The k-th shingle of a document begins at its k-th word.
    begin = np.arange(starts[-1]) - np.repeat(starts[:-1] - first[:-1], shingles)
    padded = np.concatenate((words, np.zeros(SYLLABLES, np.uint64)))
    values = np.zeros(len(begin), np.uint64)
    for k, factor in enumerate(_ORDER):
        values += padded[begin + k] * factor
    for document in np.flatnonzero((counts > 0) & (counts < SYLLABLES)):
        own = words[first[document] : first[document + 1]]
        values[starts[document]] = (own * np.array(_ORDER[: len(own)])).sum(dtype=np.uint64)
    return Shingled(_scramble(values), starts, _whole(texts, words, first, counts))


def _words(codes: npt.NDArray[np.uint32]) -> tuple[Hashes, Places]:
    """Hash of each folded word, and the code point where it starts."""
    letters, tones = fold(codes)
    inside = letters != 0
    opens = inside.copy()
    np.greater(inside[1:], inside[:-1], out=opens[1:])
    starts = np.flatnonzero(opens)
    if not starts.size:
        return np.zeros(0, np.uint64), starts
    powers, inverses = _powers(1 << len(codes).bit_length())
    terms = _letter_terms(letters)
    terms *= powers[: len(codes)]
    spelled = _sums(terms, starts) * inverses[starts]
    toned = _sums(np.take(_TONE_TERMS, tones, mode="clip"), starts)
    return _scramble(spelled + toned), starts


def _sums(terms: Hashes, starts: Places) -> Hashes:
    """Sum of `terms` from each start to the next; through a running sum, six times faster than reduceat."""
    running = np.cumsum(terms)
    before = running[starts] - terms[starts]
    return np.diff(before, append=running[-1:])


def _letter_terms(letters: npt.NDArray[np.uint32]) -> Hashes:
    """A scrambled number for each letter, 0 for what parts words; a table is six times faster than counting."""
    table = _common_terms()
    terms = np.take(table, letters, mode="clip")
    rare = np.flatnonzero(letters >= len(table) - 1)
    terms[rare] = _scramble(letters[rare].astype(np.uint64))
    return terms


@cache
def _common_terms() -> Hashes:
    return _scramble(np.arange(TABLE_END + 1, dtype=np.uint64))


def _whole(texts: Sequence[str], words: Hashes, first: Places, counts: Places) -> Hashes:
    whole = np.zeros(len(texts), np.uint64)
    some = np.flatnonzero(counts)
    if some.size:
        powers, inverses = _powers(1 << len(words).bit_length())
        sums = _sums(words * powers[: len(words)], first[some]) * inverses[first[some]]
        whole[some] = _scramble(sums + counts[some].astype(np.uint64))
    for document in np.flatnonzero(counts == 0):  # only marks: nothing folds, so the bytes decide
        digest = blake2b(texts[document].encode(), digest_size=8).digest()
        whole[document] = np.uint64(int.from_bytes(digest, "little"))
    return whole


def _scramble(values: Hashes) -> Hashes:
    """The finalizer of splitmix64: spreads every bit over the word, keeps 0 at 0."""
    mixed = values ^ (values >> np.uint64(30))
    mixed *= _MIX[0]
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX[1]
    mixed ^= mixed >> np.uint64(31)
    return mixed


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The first `size` powers of the base and of its inverse, modulo 2^64."""
    factors = np.full((2, size), np.uint64(1))
    factors[0, 1:] = np.uint64(_BASE)
    factors[1, 1:] = np.uint64(_INVERSE)
    powers = np.multiply.accumulate(factors, axis=1, dtype=np.uint64)
    return powers[0], powers[1]


_TONE_TERMS = np.array([0, *(pow(0xA24BAED4963EE407, k, 1 << 64) for k in range(1, 6))], np.uint64)
