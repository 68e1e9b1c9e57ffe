"""Rows by address: row numbers in files of Parquet or Arrow, brought together in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.arrow_file import read_arrow

Numbers = npt.NDArray[np.unsignedinteger]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Source:
    """A file of rows. It is read by groups: Parquet's row groups; Arrow's are one, since it is looked at where it lies."""

    path: Path

    @cached_property
    def starts(self) -> Places:
        """The first row of each group."""
        if not self.packed:
            return np.zeros(min(1, self.rows), np.int64)
        about = pq.read_metadata(self.path)
        rows = [about.row_group(number).num_rows for number in range(about.num_row_groups)]
        return np.cumsum([0, *rows[:-1]]) if rows else np.zeros(0, np.int64)

    @cached_property
    def rows(self) -> int:
        return int((pq.read_metadata(self.path) if self.packed else read_arrow(self.path)).num_rows)

    @property
    def packed(self) -> bool:
        return self.path.suffix == ".parquet"

    def read(self, group: int, columns: Sequence[str]) -> pa.Table:
        if not self.packed:
            return read_arrow(self.path).select(list(columns))
        with pq.ParquetFile(self.path) as file:
            return file.read_row_group(group, columns=list(columns), use_threads=False).select(list(columns))


def gather(
    sources: Sequence[Source], source: Numbers, row: Numbers, columns: Sequence[str], schema: pa.Schema
) -> pa.Table:
    """The rows `row[i]` of `sources[source[i]]`, in that order; `schema` is the columns' in the result.

    Holds the result twice, and a group at a time.
    """
    if not len(row):
        return schema.empty_table()
    found = list(_taken(sources, source, row, columns))
    # In one piece: from many, strings are taken with a search for each.
    whole = pa.concat_tables([table.cast(schema) for table, _ in found]).combine_chunks()
    places = np.concatenate([wanted for _, wanted in found])
    if (places[1:] > places[:-1]).all():
        return whole
    order = np.empty(len(places), np.int64)
    order[places] = np.arange(len(places))
    return whole.take(pa.array(order))


def _taken(
    sources: Sequence[Source], source: Numbers, row: Numbers, columns: Sequence[str]
) -> Iterator[tuple[pa.Table, Places]]:
    """The rows that are wanted of each group, and their places in the result."""
    for number in np.unique(source).tolist():
        one = sources[number]
        mine = np.flatnonzero(source == number)
        groups = np.searchsorted(one.starts, row[mine], side="right") - 1
        for group in np.unique(groups).tolist():
            wanted = mine[groups == group]
            inside = row[wanted].astype(np.int64) - one.starts[group]
            table = one.read(group, columns)
            if len(wanted) == table.num_rows and (inside[1:] > inside[:-1]).all():
                yield table, wanted
            else:
                yield table.take(pa.array(inside)), wanted
