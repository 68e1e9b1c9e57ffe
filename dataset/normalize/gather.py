"""Rows by address: row numbers in files of Parquet or Arrow, brought together in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.arrow_file import batches_of, read_arrow

Numbers = npt.NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class Source:
    """A file of rows. It is read by groups: Parquet's row groups, Arrow's batches of one size but the last."""

    path: Path

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """The first row of each group."""
        if self.path.suffix == ".parquet":
            about = pq.read_metadata(self.path)
            rows = [about.row_group(number).num_rows for number in range(about.num_row_groups)]
            return np.cumsum([0, *rows[:-1]]) if rows else np.zeros(0, np.int64)
        count = batches_of(self.path)
        size = read_arrow(self.path, 0, [self._any_column]).num_rows if count else 0
        return np.arange(count, dtype=np.int64) * size

    @cached_property
    def rows(self) -> int:
        if self.path.suffix == ".parquet":
            return int(pq.read_metadata(self.path).num_rows)
        if not len(self.starts):
            return 0
        last = len(self.starts) - 1
        return int(self.starts[last]) + int(read_arrow(self.path, last, [self._any_column]).num_rows)

    @cached_property
    def _any_column(self) -> str:
        with pa.OSFile(str(self.path)) as file:
            return str(pa.ipc.open_file(file).schema.names[0])

    def read(self, group: int, columns: Sequence[str]) -> pa.Table:
        if self.path.suffix != ".parquet":
            return read_arrow(self.path, group, columns).select(list(columns))
        with pq.ParquetFile(self.path) as file:
            return file.read_row_group(group, columns=list(columns), use_threads=False).select(list(columns))


def gather(
    sources: Sequence[Source], source: Numbers, row: Numbers, columns: Sequence[str], schema: pa.Schema
) -> pa.Table:
    """The rows `row[i]` of `sources[source[i]]`, in that order; `schema` is the columns' in the result.

    Holds what it read and the result at a time.
    """
    if not len(row):
        return schema.empty_table()
    whole, places = _read(sources, source, row, columns)
    return whole.take(pa.array(places)).cast(schema)


def _read(
    sources: Sequence[Source], source: Numbers, row: Numbers, columns: Sequence[str]
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """The groups that hold the rows, or of those of which less than half is wanted that alone; and each row's place.

    In one piece: from many, strings are taken with a search for each.
    """
    tables: list[pa.Table] = []
    places = np.empty(len(source), np.int64)
    before = 0
    for number in np.unique(source).tolist():
        one = sources[number]
        mine = np.flatnonzero(source == number)
        groups = np.searchsorted(one.starts, row[mine], side="right") - 1
        for group in np.unique(groups).tolist():
            wanted = mine[groups == group]
            inside = row[wanted].astype(np.int64) - one.starts[group]
            table = one.read(group, columns)
            if 2 * len(wanted) < table.num_rows:
                table, inside = table.take(pa.array(inside)), np.arange(len(wanted))
            tables.append(table)
            places[wanted] = before + inside
            before += table.num_rows
    return pa.concat_tables(tables).combine_chunks(), places
