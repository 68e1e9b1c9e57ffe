"""What is kept of a table that streams by, a small frame per batch."""

import numpy as np
import polars as pl

_MANY = 50


class Kept:
    """Frames with the column `row`, in their order.

    Many small ones become one, for they lie scattered among what was let go, and hold it. Rows that follow upon
    each other are not written down while the table streams by.
    """

    def __init__(self) -> None:
        self._large: list[pl.DataFrame] = []
        self._small: list[pl.DataFrame] = []
        self._first: int | None = None
        self._next = 0
        self._numbered = False

    def add(self, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        first = int(frame["row"][0])
        if self._first is None:
            self._first = self._next = first
        if not self._numbered and first == self._next and _follow(frame["row"]):
            self._next += len(frame)
            frame = frame.drop("row")
        elif not self._numbered:
            self._number()
        self._small.append(frame)
        if len(self._small) == _MANY:
            self._settle()

    def _number(self) -> None:
        """From here on each row has its number, and those before get theirs."""
        self._settle()
        assert self._first is not None
        first, numbered = self._first, []
        for frame in self._large:
            numbered.append(_numbered(frame, first))
            first += len(frame)
        self._large, self._numbered = numbered, True

    def _settle(self) -> None:
        if self._small:
            self._large.append(pl.concat(self._small, how="diagonal_relaxed", rechunk=True))
            self._small = []

    def whole(self) -> pl.DataFrame | None:
        """All of them as one, `row` in front; None where there was no row. A column that a frame lacks is null there."""
        self._settle()
        if self._first is None:
            return None
        whole = pl.concat(self._large, how="diagonal_relaxed")
        return whole if self._numbered else _numbered(whole, self._first)


def _follow(rows: pl.Series) -> bool:
    return bool(np.array_equal(rows.to_numpy(), np.arange(rows[0], rows[0] + len(rows))))


def _numbered(frame: pl.DataFrame, first: int) -> pl.DataFrame:
    rows = pl.int_range(first, first + len(frame), dtype=pl.Int64, eager=True).alias("row")
    return frame.select(rows, pl.all())
