"""The words of many texts at once, over their UTF-8 bytes.

News repeats its words: of the tokens between white space all but a few in a hundred stood in the texts
before. So a token is known by its bytes, taken eight at a time as numbers, and its word's hash is looked
up; only new and odd tokens (longer, or of three words, as `20/11/2024`) are decoded and folded. What the
table happens to hold decides how fast this is, never what comes out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.dedup.words import Hashes, Places, code_points, hash_words

_Bytes = npt.NDArray[np.uint8]

_SPACE = 0x20  # no byte of a longer UTF-8 sequence is this small
_LONGEST = 16
_SLOT_BITS = 17  # two megabytes stay in the caches; the 10,000 commonest tokens are most of any news
_SLOT_SHIFT = np.uint64(64 - _SLOT_BITS)
_KEY = np.uint64(0x9E3779B97F4A7C15)
_KEY_HIGH = np.uint64(0xD6E8FEB86659FD93)
_MASKS = np.array([(1 << 8 * min(size, 8)) - 1 for size in range(9)], np.uint64)


@dataclass(frozen=True, slots=True)
class Buffer:
    """Bytes of n texts, each with a line feed behind it, and 24 zeros at the end, as whole numbers of 8 bytes.

    `ends[d]` is where the line feed of text d stands.
    """

    numbers: Hashes
    ends: Places

    @property
    def data(self) -> _Bytes:
        return self.numbers.view(np.uint8)[: self.ends[-1] + 1 if len(self.ends) else 0]


class Vocabulary:
    """The tokens met so far, of up to two words each (`-` has none, `2,5` two). A token that came first keeps
    its slot: the common ones come first."""

    def __init__(self) -> None:
        self._keys: Hashes = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._first: Hashes = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._second: Hashes = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._counts: _Bytes = np.ones(1 << _SLOT_BITS, np.uint8)

    def words(self, texts: Buffer) -> tuple[Hashes, Places]:
        """Hashes of all words, and where each text's begin (n + 1): what `hash_words` says of the texts."""
        starts, sizes = _tokens(texts.data)
        keys = _keys(texts.numbers, starts, sizes)
        slots = (keys >> _SLOT_SHIFT).view(np.int64)
        first = self._first[slots]
        counts = self._counts[slots]
        new = (self._keys[slots] != keys) | (sizes > _LONGEST)
        counts[new] = 0
        begins = np.concatenate((np.zeros(1, np.int64), np.searchsorted(starts, texts.ends, side="right")))
        if (counts == 1).all():
            return first, begins
        odd = np.flatnonzero(new)
        found, found_counts = _decoded(texts.data, starts[odd], sizes[odd])
        self._learn(odd, keys, sizes, slots, found, found_counts)

        # A token's first word once for each of its words; then what is none is put right.
        per_token = counts.astype(np.int64)
        per_token[odd] = found_counts
        words = np.repeat(first, per_token)
        at = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(per_token, out=at[1:])
        double = np.flatnonzero(counts == 2)
        words[at[double] + 1] = self._second[slots[double]]
        own = np.cumsum(found_counts) - found_counts
        words[np.repeat(at[odd] - own, found_counts) + np.arange(len(found))] = found
        return words, at[begins]

    def _learn(
        self, odd: Places, keys: Hashes, sizes: Places, slots: Places, found: Hashes, counts: Places
    ) -> None:
        free = (counts <= 2) & (sizes[odd] <= _LONGEST) & (self._keys[slots[odd]] == 0)
        new, counts, own = odd[free], counts[free], (np.cumsum(counts) - counts)[free]
        self._keys[slots[new]] = keys[new]
        # Of two tokens that fall on one slot the later key stands; the words must be the same one's.
        mine = self._keys[slots[new]] == keys[new]
        place, counts, own = slots[new[mine]], counts[mine], own[mine]
        padded = np.append(found, np.zeros(2, np.uint64))
        self._first[place] = padded[own]
        self._second[place] = padded[own + 1]
        self._counts[place] = counts


def _tokens(data: _Bytes) -> tuple[Places, Places]:
    """Where each run of bytes between white space starts, and how many bytes it has."""
    breaks = np.flatnonzero(data <= _SPACE)
    starts = np.empty_like(breaks)
    starts[:1] = 0
    starts[1:] = breaks[:-1] + 1
    sizes = breaks - starts
    some = np.flatnonzero(sizes)
    return starts[some], sizes[some]


def _keys(numbers: Hashes, starts: Places, sizes: Places) -> Hashes:
    """A number for each token; up to eight bytes no two share one, up to sixteen as good as none do."""
    keys = _eight(numbers, starts, sizes)
    keys *= _KEY
    longer = np.flatnonzero(sizes > 8)
    high = _eight(numbers, starts[longer] + 8, sizes[longer] - 8)
    high *= _KEY_HIGH
    high ^= high >> np.uint64(32)
    keys[longer] += high * _KEY
    return keys


def _eight(numbers: Hashes, starts: Places, sizes: Places) -> Hashes:
    """The next eight bytes, or as many as the token has."""
    anywhere: Hashes = np.ndarray((numbers.nbytes - 7,), np.uint64, numbers.data, strides=(1,))
    next_ones: Hashes = anywhere[starts]
    next_ones &= _MASKS[np.minimum(sizes, 8)]
    return next_ones


def _decoded(data: _Bytes, starts: Places, sizes: Places) -> tuple[Hashes, Places]:
    """The words of some tokens in order, and how many each token has."""
    if not len(starts):
        return np.zeros(0, np.uint64), starts
    offsets = np.cumsum(sizes + 1) - (sizes + 1)
    places = np.repeat(starts - offsets, sizes + 1) + np.arange(offsets[-1] + sizes[-1] + 1)
    some = data[places]
    some[offsets + sizes] = _SPACE
    codes = code_points(some.tobytes().decode("utf-8"))
    words, begin = hash_words(codes)
    gaps = np.flatnonzero(codes == _SPACE)
    counts = np.diff(np.searchsorted(begin, gaps), prepend=0)
    return words, counts
