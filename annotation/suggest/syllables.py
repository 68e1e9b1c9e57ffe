"""A text as memory and model see it: lines of syllables and marks, each with its place and a key to compare by."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from annotation.suggest.fold import fold

# A syllable as in reading.py, with the marks that sit on it in NFD; or one other visible character with its marks.
_TOKEN = re.compile(
    r"[^\W_]+(?:(?:[\u0300-\u036f]|['’](?=[^\W\d_]))[^\W_]*)*|[^\s][\u0300-\u036f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*"
)
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text. Token k is `text[starts[k]:ends[k]]`; `words[k]` is it in NFC, with its case.

    Offsets are code points of the whole text, ends exclusive.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    def tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens that a stretch of the text consists of, first and one past the last; None where it cuts one."""
        first, last = bisect_left(self.starts, start), bisect_left(self.ends, end)
        if first < len(self) and last < len(self) and (self.starts[first], self.ends[last]) == (start, end):
            return first, last + 1
        return None


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text that hold a token; no span reaches over a line feed."""
    for line in _LINE.finditer(text):
        places = [match.span() for match in _TOKEN.finditer(text, line.start(), line.end())]
        if places:
            yield Line(
                starts=tuple(start for start, _ in places),
                ends=tuple(end for _, end in places),
                words=tuple(unicodedata.normalize("NFC", text[start:end]) for start, end in places),
            )


def key_of(word: str) -> str:
    """What two spellings of one token share: tone marks' place and Unicode form do not count, capitals do."""
    case = "^" if word[0].isupper() else ""
    return case + ("^" if len(word) > 1 and word.isupper() else "") + fold(word)
