"""What the model sees of each token: the syllables around it, their shapes, and what the rules say there."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from annotation.suggest.fold import fold
from annotation.suggest.reading import Candidate
from annotation.suggest.syllables import Line

_DIGIT = re.compile(r"\d")
_BEFORE, _AFTER = ("\n\n", "\n"), ("\n", "\n\n")


def features(line: Line, proposed: Iterable[Candidate] = ()) -> list[list[str]]:
    """One list of features per token of a line; `proposed` are the rules' spans in the text, flat.

    The two syllables on each side, in pairs with the token, its last letters, the shapes next to it. All
    digits count as one, so that 12/4 and 25/8 are one pattern.
    """
    lower = [*_BEFORE, *map(_folded, line.words), *_AFTER]
    shapes = ["", "", *map(shape, line.words), "", ""]
    hints = _hints(line, proposed)
    return [
        [
            "bias",
            f"0 {lower[k]}",
            f"-1 {lower[k - 1]}",
            f"+1 {lower[k + 1]}",
            f"-2 {lower[k - 2]}",
            f"+2 {lower[k + 2]}",
            f"-10 {lower[k - 1]} {lower[k]}",
            f"01 {lower[k]} {lower[k + 1]}",
            f"end2 {lower[k][-2:]}",
            f"end3 {lower[k][-3:]}",
            f"s0 {shapes[k]}",
            f"s-1 {shapes[k - 1]}",
            f"s+1 {shapes[k + 1]}",
            *hints.get(k - 2, ()),
        ]
        for k in range(2, len(line) + 2)
    ]


# A language has few syllables, and a text the same ones again and again.
@lru_cache(1 << 15)
def _folded(word: str) -> str:
    return _DIGIT.sub("0", fold(word))


@lru_cache(1 << 15)
def shape(word: str) -> str:
    """How a token is written: `d2` two digits, `x` small, `X` one capital, `XX` capitals, `Xx`, else mixed or a mark."""
    if word.isdigit():
        return f"d{min(len(word), 4)}"
    if not any(character.isalnum() for character in word):
        return "."
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word.islower():
        return "x"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "9x" if word[0].isdigit() else "xX"


def _hints(line: Line, proposed: Iterable[Candidate]) -> dict[int, Sequence[str]]:
    found: dict[int, Sequence[str]] = {}
    for one in proposed:
        tokens = line.tokens(one.start, one.end)
        if tokens is not None:
            for token in range(*tokens):
                found[token] = (f"rule {'B' if token == tokens[0] else 'I'}-{one.label}",)
    return found
