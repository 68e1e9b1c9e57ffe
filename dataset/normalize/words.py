"""Words of a whole batch at once, by arithmetic on its UTF-8 bytes: no string is made.

A word is a run of letters and digits. Its key is a stable 64-bit hash of its lower case: the same in every
run, version and process. Case is folded for Latin letters (ASCII, Latin-1, Latin Extended A, Vietnamese);
elsewhere a capital is another letter, which costs a match and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_K1, _K2, _K3 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(29)
# What is left of eight bytes when so many count.
MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
# One odd factor per place in a line, so that the order of words counts.
PLACE_FACTORS = np.array([pow(0xD6E8FEB86659FD93, n + 1, 1 << 64) | 1 for n in range(256)], dtype=np.uint64)
_PAD = 24
# Bytes at a time: what fits a core's cache.
_CHUNK = 1 << 17
_A, _SMALL_A, _ZERO, _CASE = np.uint8(0x41), np.uint8(0x61), np.uint8(0x30), np.uint8(0x20)


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order. `start:end` are byte offsets into `raw`; `of` holds each line's first word, and the total.

    `head` is the key of each line's first word, 0 where it has none.
    `capital`: opens with a capital letter; `number`: opens with a digit; `opens`: begins a line or a sentence.
    """

    raw: Bytes
    start: Places
    end: Places
    line: Places
    of: Places
    key: Keys
    head: Keys
    capital: Flags
    number: Flags
    opens: Flags

    def per_line(self, flags: Flags) -> Places:
        """How many words of each line are flagged."""
        return sums(flags, self.of)

    def inside(self, lines: Places) -> tuple[Places, Places]:
        """The words of some lines, one after the other, and where among them each line begins, and their total."""
        lengths = self.of[lines + 1] - self.of[lines]
        of = np.concatenate([[0], np.cumsum(lengths)])
        return np.arange(of[-1]) + np.repeat(self.of[lines] - of[:-1], lengths), of


def words_of(raw: Bytes, line_start: Places, line_end: Places) -> Words:
    """The words of UTF-8 lines. `raw` is padded by `padded`; lines stand in order and do not overlap."""
    folded = _folded(raw)
    mask = _word_bytes(raw, folded)
    edges = np.flatnonzero(mask[1:] ^ mask[:-1])
    start, end = edges[::2] + 1, edges[1::2] + 1
    length = end - start
    key = _keys(folded, start, length)
    of = np.searchsorted(start, np.concatenate([line_start, line_end[-1:]]))
    line = np.repeat(np.arange(len(line_start)), np.diff(of))
    changed = folded != raw
    lead = raw[start]
    capital = changed[start]
    wide = np.flatnonzero(lead >= 0xC3)
    capital[wide] |= changed[start[wide] + 1] | ((lead[wide] >= 0xE1) & changed[start[wide] + 2])
    number = (lead >= 0x30) & (lead <= 0x39)
    return Words(
        raw,
        start,
        end,
        line,
        of,
        key,
        np.where(of[1:] > of[:-1], np.append(key, np.uint64(0))[of[:-1]], np.uint64(0)),
        capital,
        number,
        _opens(raw, start, end, of, capital, number, changed),
    )


def padded(text: bytes | memoryview) -> Bytes:
    """The bytes of a text between line breaks, with room behind them for reading words eight bytes at a time."""
    return np.frombuffer(b"".join((b"\n", text, b"\n" * _PAD)), dtype=np.uint8)


def line_keys(words: Words) -> Keys:
    """A stable hash per line of its words in order, whatever case and punctuation; 0 where there is no word."""
    place = np.minimum(np.arange(len(words.start)) - words.of[words.line], 255)
    total = np.concatenate(
        [np.zeros(1, np.uint64), np.cumsum(words.key * PLACE_FACTORS[place], dtype=np.uint64)]
    )
    found: Keys = total[words.of[1:]] - total[words.of[:-1]]
    return found ^ (found >> _SHIFT)


def mixed(keys: Keys) -> Keys:
    """Keys whose upper bits depend on all bits."""
    keys = (keys ^ (keys >> _SHIFT)) * _K1
    return keys ^ (keys >> _SHIFT)


def sums(flags: Flags, of: Places) -> Places:
    """How many flags are set in each stretch; `of` holds where each begins, and the total."""
    total = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
    counts: Places = total[of[1:]] - total[of[:-1]]
    return counts


def is_one_of(keys: Keys, chosen: Keys) -> Flags:
    """Which keys are among few chosen ones, by a table of 2**16 places: one key in 65,536 per chosen one errs."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[chosen >> np.uint64(48)] = True
    found: Flags = table[keys >> np.uint64(48)]
    return found


def keys_of(phrases: Iterable[str]) -> Keys:
    """The key of each word of some phrases."""
    text = "\n".join(phrases).encode()
    raw = padded(text)
    return words_of(raw, np.array([1]), np.array([len(text) + 1])).key


def eight_from(raw: Bytes) -> Keys:
    """For each place in padded bytes the eight bytes from there on as one number, the first one lowest."""
    return np.ndarray((len(raw) - 8,), dtype="<u8", buffer=raw.data, strides=(1,))


def _keys(folded: Bytes, start: Places, length: Places) -> Keys:
    eight = eight_from(folded)
    keys: Keys = (eight[start] & MASKS[np.minimum(length, 8)]) * _K1
    far = np.flatnonzero(length > 8)
    more = eight[start[far] + 8] & MASKS[np.minimum(length[far] - 8, 8)]
    keys[far] ^= (more + length[far].astype(np.uint64)) * _K2
    keys ^= keys >> _SHIFT
    keys *= _K3
    keys ^= keys >> np.uint64(32)
    return keys


def _opens(
    raw: Bytes, start: Places, end: Places, of: Places, capital: Flags, number: Flags, changed: Flags
) -> Flags:
    """Words that begin a line or a sentence: behind ".!?" and a space, a capital or a digit."""
    opens = np.zeros(len(start), dtype=np.bool_)
    # Nine words of ten have a space or a comma behind them, and end no sentence.
    at = np.flatnonzero(_ENDS[raw[end[:-1]]])
    behind = end[at]
    first = raw[behind]
    stop = _STOPS[first]
    # A closing quote or bracket after the stop, or before it.
    quoted = np.flatnonzero(_CLOSERS[first])
    stop[quoted] = _STOPS[raw[behind[quoted] + 1]] | _STOPS[raw[np.minimum(behind[quoted] + 3, len(raw) - 1)]]
    stop |= (first == 0xE2) & (raw[behind + 2] == 0xA6)
    length = behind - start[at]
    # "TP. HCM", "A. Dumas": no sentence ends there.
    short = (length <= 3) & capital[at] & ((length == 1) | changed[behind - 1])
    apart = start[at + 1] - behind >= 2
    opens[at + 1] = stop & apart & ~short & (capital[at + 1] | number[at + 1])
    opens[of[:-1][of[1:] > of[:-1]]] = True
    return opens


def _folded(raw: Bytes) -> Bytes:
    """The bytes in lower case. Plain arithmetic on bytes runs ten times faster than a table of pairs."""
    folded = raw.copy()
    for part in range(1, len(raw), _CHUNK):
        now, before = raw[part : part + _CHUNK], raw[part - 1 : part - 1 + min(_CHUNK, len(raw) - part)]
        into = folded[part : part + _CHUNK]
        into |= ((now - _A) < 26).view(np.uint8) * _CASE
        latin = (before == 0xC3) & (now >= 0x80) & (now < 0x9F) & (now != 0x97)
        into |= latin.view(np.uint8) * _CASE
        into |= (((before & 0xFE) == 0xC4) | ((before & 0xFE) == 0xBA)) & ((now & 0xC0) == 0x80)
        horned = (before == 0xC6) & ((now == 0xA0) | (now == 0xAF))  # Ơ and Ư
        into += horned.view(np.uint8)
    return folded


def _word_bytes(raw: Bytes, folded: Bytes) -> Flags:
    mask = np.empty(len(raw), dtype=np.bool_)
    signs: list[Places] = []
    for part in range(0, len(raw), _CHUNK):
        now = folded[part : part + _CHUNK]
        mask[part : part + _CHUNK] = ((now - _SMALL_A) < 26) | ((now - _ZERO) < 10) | (now >= 0x80)
        lead = (now == 0xE2) | (now == 0xC2) | (now == 0xEF) | (now == 0xF0)
        signs.append(np.flatnonzero(lead) + part)
    at = np.concatenate(signs)  # dashes, quotes, ornaments, emoji
    width = _SIGN_WIDTH[raw[at]]
    for step in range(4):
        mask[at[width > step] + step] = False
    return mask


def _table(characters: Iterable[int]) -> Flags:
    table = np.zeros(256, dtype=np.bool_)
    table[list(characters)] = True
    return table


_STOPS = _table(b".!?")
_CLOSERS = _table([*b"\")'", 0xE2])
_ENDS = _STOPS | _CLOSERS
# Bytes of the characters that a lead byte begins which belong to no word.
_SIGN_WIDTH = np.zeros(256, dtype=np.uint8)
_SIGN_WIDTH[[0xC2, 0xE2, 0xEF, 0xF0]] = 2, 3, 3, 4
