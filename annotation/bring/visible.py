"""What is visible of a text, so that two tellings of one text are compared whatever their white space and form.

White space, joiners and `_` (which Vietnamese segmenters put between syllables) do not count; letters are
cleaned as normalize cleans them, so NFD and NFC, Ð and Đ are one.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from schemas.language.clean import clean_line

_NOT_COUNTED = str.maketrans("", "", " \n_\u200d")


def visible_of_clean(text: str) -> str:
    """What is visible of a text that normalize has cleaned: the same as `Visible.of(text).letters`, fast."""
    return text.translate(_NOT_COUNTED)


@dataclass(frozen=True, slots=True)
class Visible:
    """`letters[i]` comes from the code points `starts[i]` to `ends[i]` of the text, end exclusive."""

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Visible":
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in _letters(text):
            cleaned = _cleaned(text[start:end])
            letters.append(cleaned)
            starts += [start] * len(cleaned)
            ends += [end] * len(cleaned)
        return cls("".join(letters), tuple(starts), tuple(ends))

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The letters that lie wholly in the code points from `start` to `end`."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the combining marks after it."""
    start = 0
    for place, character in enumerate(text):
        if place > start and not (character > "\u02ff" and unicodedata.combining(character)):
            yield start, place
            start = place
    if text:
        yield start, len(text)


@lru_cache(1 << 14)
def _cleaned(letter: str) -> str:
    return "".join(clean_line(letter).split()).translate(_NOT_COUNTED)
