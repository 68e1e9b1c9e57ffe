"""Counts by group, with the first few places of each: what is kept of a corpus that streams by."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

_MANY = 200_000  # rows that are gathered before all but the first of each group are dropped


class Tally:
    """Counts rows by `by`, summing `counted` where given, and remembers the first `places` rows of each group.

    Frames come in the order in which they count as first.
    """

    def __init__(
        self,
        schema: dict[str, type[pl.DataType]],
        by: Sequence[str],
        *,
        counted: str | None = None,
        places: int,
    ) -> None:
        self._by, self._counted, self._places = list(by), counted, places
        self._columns = list(schema)
        self._frames = [pl.DataFrame(schema=schema)]
        self._fresh = 0
        self.counts: Counter[tuple[str, ...]] = Counter()

    def add(self, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        many = pl.col(self._counted).sum() if self._counted else pl.len()
        for *group, number in frame.group_by(self._by).agg(many.alias("many")).iter_rows():
            self.counts[tuple(group)] += number
        self._frames.append(frame.select(self._columns))
        self._fresh += len(frame)
        if self._fresh > _MANY:
            self._frames, self._fresh = [self.first()], 0

    def first(self) -> pl.DataFrame:
        """The remembered rows, in their order."""
        whole = pl.concat(self._frames)
        nth = pl.int_range(pl.len()).over(self._by)
        return whole.filter(nth < self._places)
