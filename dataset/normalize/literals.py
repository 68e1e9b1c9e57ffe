"""Which lines hold one of a few literals, by a search over bytes that spares Polars nearly all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dataset.native import call
from dataset.normalize.words import Bytes, Keys, Places

# Long enough for any line.
_ANYWHERE = 1 << 62


@dataclass(frozen=True, slots=True)
class Literals:
    """The first eight bytes of each literal as one number, the first one lowest, and how many of them count."""

    eight: Keys
    length: Places


def literals_of(words: Iterable[str]) -> Literals:
    """Literals that are none of them empty; of one longer than eight bytes the first eight count."""
    openings = sorted({word.encode()[:8] for word in words})
    return Literals(
        np.array([int.from_bytes(opening, "little") for opening in openings], dtype=np.uint64),
        np.array([len(opening) for opening in openings], dtype=np.int64),
    )


def first_of(raw: Bytes, start: Places, end: Places, literals: Literals, *, reach: int = _ANYWHERE) -> Places:
    """Where in the last `reach` code points of stretches `start:end` of padded bytes a literal first stands, or -1."""
    found = np.empty(len(start), np.int64)
    known = literals.eight, literals.length, len(literals.eight)
    call("find_literals", raw, start, end, len(start), reach, *known, found)
    return found
