"""Words of a whole batch at once, from its UTF-8 bytes: no string is made.

A word is a run of letters and digits. Its key is a stable 64-bit hash of its lower case: the same in every
run, version and process. `dataset/native/words.c` finds them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.native import call

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Offsets = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

_K1 = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
# What is left of eight bytes when so many count.
MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
# One odd factor per place in a line, so that the order of words counts.
PLACE_FACTORS = np.array([pow(0xD6E8FEB86659FD93, n + 1, 1 << 64) | 1 for n in range(256)], dtype=np.uint64)
# Line breaks behind a text, so that whoever looks a few bytes on, or a block of 32, finds some.
PAD = 32
# What a word and what parts it from the next have in bytes: all but the oddest of texts on average, and any at least.
_USUAL, _LEAST = 4, 2
# Bytes that finding words needs behind a line to work in.
_ROOM = 64


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order. `start:end` are byte offsets into `raw`; `of` holds each line's first word, and the total.

    `head` is the key of each line's first word, 0 where it has none; `line_key` a hash of its words in order,
    whatever case and punctuation, 0 where there is no word. `capital`: opens with a capital letter; `number`: opens
    with a digit; `opens`: begins a line or a sentence. How many words of a line do so is in `capitals`, `numbers`
    and `opened`.
    """

    raw: Bytes
    start: Offsets
    end: Offsets
    of: Places
    key: Keys
    head: Keys
    capital: Flags
    number: Flags
    opens: Flags
    line_key: Keys
    capitals: Places
    numbers: Places
    opened: Places

    def inside(self, lines: Places) -> tuple[Places, Places]:
        """The words of some lines, one after the other, and where among them each line begins, and their total."""
        lengths = self.of[lines + 1] - self.of[lines]
        of = np.concatenate([[0], np.cumsum(lengths)])
        return np.arange(of[-1]) + np.repeat(self.of[lines] - of[:-1], lengths), of


def words_of(raw: Bytes, line_start: Places, line_end: Places) -> Words:
    """The words of UTF-8 lines. `raw` is padded by `padded`; lines stand in order and do not overlap."""
    lines = len(line_start)
    of, line_key = np.empty(lines + 1, np.int64), np.empty(lines, np.uint64)
    counts = [np.empty(lines, np.int64) for _ in range(3)]
    longest = int((line_end - line_start).max(initial=0)) + _ROOM
    room = [np.empty(longest, kind) for kind in (np.uint8, np.uint8, np.int64)]
    for least in (_USUAL, _LEAST):
        most = len(raw) // least + 1
        start, end = np.empty(most, np.int32), np.empty(most, np.int32)
        keys = np.empty(most, np.uint64)
        flags = [np.empty(most, np.bool_) for _ in range(3)]
        count = call(
            "find_words",
            *(raw, line_start, line_end, lines, PLACE_FACTORS),
            *room,
            *(most, start, end, keys),
            *flags,
            *(of, line_key),
            *counts,
        )
        if count <= most:
            break
    capital, number, opens = (flag[:count] for flag in flags)
    key: Keys = keys[:count]
    head, worded = np.zeros(lines, np.uint64), np.flatnonzero(of[1:] > of[:-1])
    head[worded] = key[of[worded]]
    return Words(
        raw,
        start[:count],
        end[:count],
        of,
        key,
        head,
        capital,
        number,
        opens,
        line_key,
        *counts,
    )


def padded(text: bytes | memoryview) -> Bytes:
    """The bytes of a text between line breaks, with room behind them for reading words eight bytes at a time."""
    return np.frombuffer(b"".join((b"\n", text, b"\n" * PAD)), dtype=np.uint8)


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
    """Which keys are among few chosen ones, by their table: one key in 65,536 per chosen one errs."""
    found: Flags = table_of(chosen)[keys >> np.uint64(48)]
    return found


def table_of(chosen: Keys) -> Flags:
    """A table of 2**16 places, by the upper 16 bits of a key: true where a chosen one has them."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[chosen >> np.uint64(48)] = True
    return table


def keys_of(phrases: Iterable[str]) -> Keys:
    """The key of each word of some phrases."""
    return phrases_of(phrases).key


def phrases_of(phrases: Iterable[str]) -> Words:
    """The words of some phrases, each a line."""
    lines = [phrase.encode() for phrase in phrases]
    behind = np.cumsum([len(line) + 1 for line in lines], dtype=np.int64)
    start = np.concatenate([[0], behind[:-1]])[: len(lines)] + 1
    return words_of(padded(b"\n".join(lines)), start, behind)


def eight_from(raw: Bytes) -> Keys:
    """For each place in padded bytes the eight bytes from there on as one number, the first one lowest."""
    return np.ndarray((len(raw) - 8,), dtype="<u8", buffer=raw.data, strides=(1,))
