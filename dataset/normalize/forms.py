"""What each line of a batch looks like, by counts and by the bytes at its ends."""

from dataclasses import dataclass

import numpy as np

from dataset.normalize.lexicon import Lexicon
from dataset.normalize.line_table import LineTable
from dataset.normalize.words import Bytes, Flags, Keys, Places, is_one_of, line_keys

# Code points.
LONG = 200
PROSE = 80

_SPACE, _QUOTE, _STOP, _ASKS, _COLON, _BAR = 0x20, 0x22, 0x2E, 0x3F, 0x3A, 0x7C


@dataclass(frozen=True, slots=True)
class Forms:
    """Counts and flags per line; `size` is in code points.

    `prose` is running text; `ended` closes with ".", "!", "?" or dots, `cut` with dots, `asks` is one
    question, `listed` ends with ";" or ",", `row` with a table's bar. `lower` opens with a small letter.
    """

    key: Keys
    size: Places
    words: Places
    capitals: Places
    numbers: Places
    small: Places
    sentences: Places
    prose: Flags
    cut: Flags
    asks: Flags
    ended: Flags
    colon: Flags
    listed: Flags
    quoted: Flags
    bullet: Flags
    row: Flags
    lower: Flags
    digit: Flags


def forms_of(table: LineTable, lexicon: Lexicon) -> Forms:
    """The forms of all lines of a batch."""
    words, raw = table.words, table.raw
    size = table.text.str.len_chars().to_numpy().astype(np.int64)
    number_of = np.diff(words.of)
    sentences = np.maximum(words.per_line(words.opens), 1)
    end = _without_closers(raw, table.start, table.end)
    last = raw[end - 1]
    dotted = ((last == _STOP) & (raw[end - 2] == _STOP)) | ((last == 0xA6) & (raw[end - 3] == 0xE2))
    stopped = (last == _STOP) & ~dotted
    asks = (last == _ASKS) & (sentences == 1)
    ended = stopped | dotted | (last == _ASKS) | (last == 0x21)
    colon = raw[table.end - 1] == _COLON
    prose = (
        (size >= LONG)
        | ((sentences > 1) & ended)
        | ((size >= PROSE) & (ended | colon) & ~asks)
        | (ended & ~asks & (number_of >= 8))
        # Headlines may end with ! or be cut with dots, but a plain full stop closes a sentence.
        | (stopped & (number_of >= 4))
    )
    first = raw[table.start]
    opening = np.minimum(words.of[:-1], max(len(words.start) - 1, 0))
    capital = words.capital[opening] if len(words.start) else np.zeros(len(table), np.bool_)
    digit = (first >= 0x30) & (first <= 0x39)
    return Forms(
        key=line_keys(words),
        size=size,
        words=number_of,
        capitals=words.per_line(words.capital),
        numbers=words.per_line(words.number),
        small=words.per_line(is_one_of(words.key, lexicon.function_words)),
        sentences=sentences,
        prose=prose,
        cut=dotted,
        asks=asks,
        ended=ended,
        colon=colon,
        listed=(raw[table.end - 1] == 0x3B) | (raw[table.end - 1] == 0x2C),
        quoted=(first == _QUOTE) | _is_wide(raw, table.start, (0x9C, 0x98)) | _is_dash(raw, table.start),
        bullet=_bullets(raw, table.start, first, digit),
        row=raw[table.end - 1] == _BAR,
        lower=(number_of > 0) & ~capital & ~digit,
        digit=digit,
    )


def _is_wide(raw: Bytes, at: Places, last: tuple[int, ...], middle: int = 0x80) -> Flags:
    """A character of General Punctuation (E2 80 xx), or of another row of E2, at some offsets."""
    third = raw[at + 2]
    some = np.zeros(len(at), np.bool_)
    for byte in last:
        some |= third == byte
    found: Flags = (raw[at] == 0xE2) & (raw[at + 1] == middle) & some
    return found


def _is_dash(raw: Bytes, at: Places) -> Flags:
    found: Flags = (raw[at] == 0x2D) | _is_wide(raw, at, (0x93, 0x94))
    return found


def _without_closers(raw: Bytes, start: Places, end: Places) -> Places:
    """The ends of lines without closing quotes and brackets, at most two."""
    end = end.copy()
    for _ in range(2):
        last = raw[end - 1]
        single = (last == _QUOTE) | (last == 0x27) | (last == 0x29) | (last == 0x5D)
        wide = ((last == 0x9D) | (last == 0x99)) & (raw[end - 2] == 0x80) & (raw[end - 3] == 0xE2)
        angle = (last == 0xBB) & (raw[end - 2] == 0xC2)
        end -= single + 3 * wide + 2 * angle
    return np.maximum(end, start + 1)


def _bullets(raw: Bytes, start: Places, first: Bytes, digit: Flags) -> Flags:
    """Lines with a bullet, a dash or a number before their first word."""
    marks = (first == 0x2D) | (first == 0x2A) | (first == 0x2B)
    marks |= _is_wide(raw, start, (0x93, 0x94, 0xA2))
    marks |= _is_wide(raw, start, (0xAA, 0xA0, 0xB6, 0xBA), 0x96) | _is_wide(
        raw, start, (0x8B, 0x8F, 0xA6), 0x97
    )
    marks |= _is_wide(raw, start, (0x93, 0x94), 0x9C) | _is_wide(raw, start, (0x91,), 0x98)
    second, third, fourth = raw[start + 1], raw[start + 2], raw[start + 3]
    one = ((second == _STOP) | (second == 0x29)) & (third == _SPACE)
    two = (second >= 0x30) & (second <= 0x39) & ((third == _STOP) | (third == 0x29)) & (fourth == _SPACE)
    found: Flags = marks | (digit & (one | two))
    return found
