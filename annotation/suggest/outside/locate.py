"""Where in a text the words stand that a suggester names."""

import unicodedata

from annotation.suggest.fold import fold
from annotation.suggest.reading import is_mark


class Places:
    """Finds surfaces in `text[start:end]`; code points of `text`, end exclusive.

    A surface is looked for exactly, at the edges of syllables; where it stands nowhere, with tone marks
    (`Hoà`, `Hòa`), dashes, apostrophes and spaces of either kind, and never in other capitals: of the 367
    gold surfaces of our sample pages, 1 stands there in other capitals and is no name (`cán bộ y tế`).
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._folded: str | None = None
        self._known: dict[str, tuple[tuple[int, int], ...]] = {}

    def of(self, surface: str) -> tuple[tuple[int, int], ...]:
        """Every place of a surface, in order. Places of one surface may overlap one another."""
        if surface not in self._known:
            exact = self._all(self.text, surface)
            self._known[surface] = exact or self._alike(surface)
        return self._known[surface]

    def _alike(self, surface: str) -> tuple[tuple[int, int], ...]:
        if self._folded is None:
            self._folded = fold(self.text)
        capitals = [char.isupper() for char in surface]
        return tuple(
            (start, end)
            for start, end in self._all(self._folded, fold(surface))
            if [char.isupper() for char in self.text[start:end]] == capitals
        )

    def _all(self, text: str, surface: str) -> tuple[tuple[int, int], ...]:
        found = []
        start = text.find(surface, self.start, self.end)
        while start >= 0:
            end = start + len(surface)
            if is_whole(self.text, start, end):
                found.append((start, end))
            start = text.find(surface, start + 1, self.end)
        return tuple(found)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span of at least one character cuts no syllable and no letter from its mark."""
    if is_mark(text, start) or is_mark(text, end):
        return False
    if start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        return False
    return not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges; `start == end` where nothing is left."""
    surface = text[start:end]
    start += len(surface) - len(surface.lstrip())
    return start, max(start, start + len(surface.strip()))


def composed(surface: str) -> str:
    """In the form of the articles' text (NFC), without white space at the edges."""
    return unicodedata.normalize("NFC", surface).strip()
