"""From code points to hashed words: the definition, which `vocabulary` follows faster.

A word is a run of letters and digits after folding. Han, Kana, Thai, Lao and Khmer are written without
spaces: there each letter is a word of its own, so that shingles of such texts mean something.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from dataset.dedup.fold import TABLE_END, Codes, fold

Hashes = npt.NDArray[np.uint64]
Small = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2^64
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_TONE_TERMS = np.array([0, *(pow(0xA24BAED4963EE407, k, 1 << 64) for k in range(1, 6))], np.uint64)
# First and last code points of the scripts without spaces, and what lies beyond the basic plane's Hangul.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True)
class Words:
    """`hashes` of m words; each stands at `starts` to `ends`, in code points, end exclusive."""

    hashes: Hashes
    starts: Places
    ends: Places


def words_in(text: str) -> Words:
    """The words of one text; hashes of folded words are equal where the folded words are."""
    codes = code_points(text)
    letters, tones = fold(codes)
    hashes, starts = _hashed(codes, letters, tones)
    gaps = np.append(np.flatnonzero(letters == 0), len(codes))
    ends = np.minimum(gaps[np.searchsorted(gaps, starts)], np.append(starts[1:], len(codes)))
    return Words(hashes, starts, ends)


def hash_words(codes: Codes) -> tuple[Hashes, Places]:
    """Hash of each folded word, and the code point where it starts."""
    return _hashed(codes, *fold(codes))


def code_points(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def scramble(values: Hashes) -> Hashes:
    """The finalizer of splitmix64: spreads every bit over the word, keeps 0 at 0."""
    mixed = values ^ (values >> np.uint64(30))
    mixed *= _MIX[0]
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX[1]
    mixed ^= mixed >> np.uint64(31)
    return mixed


def ordered_sums(values: Hashes, starts: Places) -> Hashes:
    """A hash of each run of `values` from one start to the next that minds their order, not where it stands.

    A polynomial in an odd base, by one running sum for all runs; the inverse of the base takes out where
    the run begins.
    """
    powers, inverses = _powers(1 << len(values).bit_length())
    return _sums(values * powers[: len(values)], starts) * inverses[starts]


def _hashed(codes: Codes, letters: Codes, tones: npt.NDArray[np.uint8]) -> tuple[Hashes, Places]:
    inside = letters != 0
    opens = inside.copy()
    np.greater(inside[1:], inside[:-1], out=opens[1:])
    _part_unspaced(codes, inside, opens)
    starts = np.flatnonzero(opens)
    if not starts.size:
        return np.zeros(0, np.uint64), starts
    spelled = ordered_sums(_letter_terms(letters), starts)
    toned = _sums(np.take(_TONE_TERMS, tones, mode="clip"), starts)
    return scramble(spelled + toned), starts


def _part_unspaced(codes: Codes, inside: npt.NDArray[np.bool_], opens: npt.NDArray[np.bool_]) -> None:
    if not codes.size or int(codes.max()) < _UNSPACED[0][0]:
        return
    alone = np.zeros(len(codes) + 1, np.bool_)
    for first, last in _UNSPACED:
        alone[:-1] |= (codes >= first) & (codes <= last)
    opens |= inside & (alone[:-1] | np.concatenate((alone[-1:], alone[:-2])))


def _sums(terms: Hashes, starts: Places) -> Hashes:
    """Sum of `terms` from each start to the next; through a running sum, six times faster than reduceat."""
    running = np.cumsum(terms)
    before = running[starts] - terms[starts]
    return np.diff(before, append=running[-1:])


def _letter_terms(letters: Codes) -> Hashes:
    """A scrambled number for each letter, 0 for what parts words; a table is six times faster than counting."""
    table = _common_terms()
    terms = np.take(table, letters, mode="clip")
    rare = np.flatnonzero(letters >= len(table) - 1)
    terms[rare] = scramble(letters[rare].astype(np.uint64))
    return terms


@cache
def _common_terms() -> Hashes:
    return scramble(np.arange(TABLE_END + 1, dtype=np.uint64))


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The first `size` powers of the base and of its inverse, modulo 2^64."""
    factors = np.full((2, size), np.uint64(1))
    factors[0, 1:] = np.uint64(_BASE)
    factors[1, 1:] = np.uint64(_INVERSE)
    powers = np.multiply.accumulate(factors, axis=1, dtype=np.uint64)
    return powers[0], powers[1]
