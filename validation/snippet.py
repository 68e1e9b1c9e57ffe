"""The stretch of text that a violation is shown in."""

import polars as pl

BEFORE = 60
LENGTH = 200


def snippet_start(start: int) -> int:
    """First code point of the snippet of a violation that starts at `start`."""
    return max(start - BEFORE, 0)


def snippet_of(text: str, start: int) -> str:
    """At most `LENGTH` code points of `text` around `start`."""
    first = snippet_start(max(start, 0))
    return text[first : first + LENGTH]


def snippet_expr(text: str, start: str) -> pl.Expr:
    """The same, as an expression over two columns; null where there is no start."""
    first = (pl.col(start) - BEFORE).clip(lower_bound=0)
    return pl.when(pl.col(start).is_not_null()).then(pl.col(text).str.slice(first, LENGTH))
