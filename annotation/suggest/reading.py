"""A text as the rules see it: syllables with their places, and what the lexicon says of them."""

import re
import unicodedata
from dataclasses import dataclass

from annotation.suggest.fold import fold
from annotation.suggest.lexicon import Lexicon

# A syllable is letters, digits, the marks that sit on them (in NFD), an apostrophe within (Cư M'gar);
# TP.HCM and 57-NQ/TW are several.
_SYLLABLE = re.compile(r"[^\W_]+(?:(?:[\u0300-\u036f]|['](?=[^\W\d_]))[^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that one rule proposes. Code points, end exclusive; `score` between 0 and 1."""

    start: int
    end: int
    label: str
    source: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Tokens are numbered from 0; `ends`, like every end here, is exclusive.

    `hits[kind][first token]` is one past the last token of the longest entry of that kind there.
    `named[k]`: token k begins with a capital. `near[k]`: nothing but one space stands between k and k + 1.
    """

    text: str
    folded: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    named: tuple[bool, ...]
    near: tuple[bool, ...]
    hits: dict[str, dict[int, int]]
    lexicon: Lexicon

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, kind: str, token: int) -> int | None:
        """One past the longest entry of a kind that begins at a token, or None."""
        found = self.hits.get(kind)
        return found.get(token) if found else None

    def gap(self, token: int) -> str:
        """What stands between a token and the next, with dashes and spaces folded; a line feed at the end."""
        return self.folded[self.ends[token] : self.starts[token + 1]] if token + 1 < len(self) else "\n"

    def follows(self, token: int) -> bool:
        """A token stands one space before `token`."""
        return 0 < token < len(self) and self.near[token - 1]

    def opens_sentence(self, token: int) -> bool:
        """Its capital says nothing: first of the text, a line, a sentence or a quotation."""
        if token == 0:
            return True
        gap = self.gap(token - 1)
        return any(mark in gap for mark in '.!?:\n"“”…•*;')

    def candidate(self, first: int, last: int, label: str, source: str, score: float) -> Candidate:
        """The span of tokens `first` up to, not with, `last`."""
        return Candidate(self.starts[first], self.ends[last - 1], label, source, score)


def read(text: str, lexicon: Lexicon) -> Reading:
    """Split a text into tokens and look all its words up, in one pass of the automaton."""
    folded = fold(text)
    spans = [match.span() for match in _SYLLABLE.finditer(folded)]
    starts = tuple(start for start, _ in spans)
    ends = tuple(end for _, end in spans)
    first_at = {start: token for token, start in enumerate(starts)}
    last_at = {end: token + 1 for token, end in enumerate(ends)}
    hits: dict[str, dict[int, int]] = {}
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(folded, overlapping=True):
        first = first_at.get(start)
        if first is None:
            continue
        last = last_at.get(end)
        if last is None:
            # `đ/c` and `tp.` end in a mark or hold one; anything else here is half a syllable.
            if folded[end - 1].isalnum() or is_mark(text, end):
                continue
            last = last_at.get(end - 1)
            if last is None:
                continue
        for entry in lexicon.entries[pattern]:
            if entry.capitals and not all(text[start + place].isupper() for place in entry.capitals):
                continue
            longest = hits.setdefault(entry.kind, {})
            if longest.get(first, 0) < last:
                longest[first] = last
    return Reading(
        text=text,
        folded=folded,
        starts=starts,
        ends=ends,
        words=tuple(folded[start:end] for start, end in spans),
        named=tuple(text[start].isupper() for start in starts),
        near=tuple(
            starts[token + 1] - ends[token] == 1 and folded[ends[token]] == " "
            for token in range(len(spans) - 1)
        )
        + ((False,) if spans else ()),
        hits=hits,
        lexicon=lexicon,
    )


def is_mark(text: str, place: int) -> bool:
    """A combining mark stands there."""
    return place < len(text) and unicodedata.combining(text[place]) != 0
