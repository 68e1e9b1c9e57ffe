"""What each line of a batch looks like, by counts and by the bytes at its ends."""

from dataclasses import dataclass

import numpy as np

from dataset.native import call
from dataset.normalize.lexicon import Lexicon
from dataset.normalize.line_table import LineTable
from dataset.normalize.words import Flags, Keys, Places, table_of

# Code points; `dataset/native/forms.c` has it too.
LONG = 200
# In the order of `dataset/native/forms.c`.
_FLAGS = (
    "prose",
    "cut",
    "asks",
    "ended",
    "colon",
    "listed",
    "quoted",
    "bullet",
    "row",
    "lower",
    "digit",
    "speaks",
)


# A size that is to be counted.
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Forms:
    """Counts and flags per line; `size` is in code points.

    `prose` is running text; `ended` closes with ".", "!", "?" or dots, `cut` with dots, `asks` is one
    question, `listed` ends with ";" or ",", `row` with a table's bar. `lower` opens with a small letter. `speaks` has
    a colon behind one of its first three words: who speaks, what a row is about, what a label names.
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
    speaks: Flags


def forms_of(table: LineTable, lexicon: Lexicon) -> Forms:
    """The forms of all lines of a batch."""
    words, lines = table.words, len(table)
    size = np.full(lines, _UNKNOWN, np.int64)
    # The text of these is not what their bytes are.
    closing = np.flatnonzero(table.closing)
    size[closing] = table.text[closing].str.len_chars().to_numpy()
    small = np.empty(lines, np.int64)
    flags = np.empty((len(_FLAGS), lines), np.bool_)
    call(
        "look_at",
        *(table.raw, table.start, table.end, size, lines),
        *(words.of, words.end, words.key, words.capital, words.opened),
        *(table_of(lexicon.function_words), small, flags),
    )
    return Forms(
        key=words.line_key,
        size=size,
        words=np.diff(words.of),
        capitals=words.capitals,
        numbers=words.numbers,
        small=small,
        sentences=np.maximum(words.opened, 1),
        **dict(zip(_FLAGS, flags, strict=True)),
    )
