"""Whether paragraphs are exactly the stretches between double line feeds."""

import numpy as np
import polars as pl

_BETWEEN = 2  # code points of the two line feeds


def paragraphs_hold(texts: pl.Series, paragraphs: pl.Series) -> pl.Series:
    """True for each row whose list of {start, end} is what its text's paragraphs say; none may be empty.

    Flat over the whole batch: the same with an expression per list takes five times as long.
    """
    parts = texts.fill_null("").str.split("\n\n")
    counts = parts.list.len()
    alike = paragraphs.list.len().fill_null(0) == counts
    held = alike.to_numpy().copy()
    if not held.any():
        return pl.Series(held)
    sizes = counts.filter(alike).to_numpy().astype(np.int64)
    lengths = parts.filter(alike).explode().str.len_chars().to_numpy().astype(np.int64)
    given = paragraphs.filter(alike).explode().struct
    firsts = np.cumsum(sizes) - sizes
    reach = np.cumsum(lengths + _BETWEEN)
    before = np.where(firsts > 0, reach[firsts - 1], 0)
    ends = reach - _BETWEEN - np.repeat(before, sizes)
    right = (
        (_whole(given.field("start")) == ends - lengths)
        & (_whole(given.field("end")) == ends)
        & (lengths > 0)
    )
    held[held] = np.logical_and.reduceat(right, firsts)
    return pl.Series(held)


def _whole(offsets: pl.Series) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return offsets.cast(pl.Int64, strict=False).fill_null(-1).to_numpy()
