"""Sorting and counting of many 64-bit numbers."""

import numpy as np

from dataset.dedup.words import Hashes, Places


def counted(numbers: Hashes) -> tuple[Hashes, Places]:
    """The distinct numbers, sorted, and how often each is there."""
    if not len(numbers):
        return numbers, np.zeros(0, np.int64)
    numbers = sorted_numbers(numbers)
    opens = np.flatnonzero(np.concatenate((np.ones(1, np.bool_), numbers[1:] != numbers[:-1])))
    return numbers[opens], np.diff(opens, append=len(numbers))


def sorted_numbers(numbers: Hashes) -> Hashes:
    """Sorted. Through Polars: 12 ns a number, where NumPy's sort takes 41 on the same machine."""
    import polars as pl

    return pl.Series(numbers).sort().to_numpy()
