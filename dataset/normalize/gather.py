"""Rows by address: row numbers in files of Parquet or Arrow, brought together in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.native import call
from dataset.normalize.arrays import from_numpy, whole
from dataset.normalize.arrow_file import read_scattered

_OFFSETS: dict[pa.DataType, type[np.int32] | type[np.int64]] = {
    pa.string(): np.int32,
    pa.large_string(): np.int64,
}

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
        return int((pq.read_metadata(self.path) if self.packed else read_scattered(self.path)).num_rows)

    @property
    def packed(self) -> bool:
        return self.path.suffix == ".parquet"

    def read(self, group: int, columns: Sequence[str]) -> pa.Table:
        if not self.packed:
            return read_scattered(self.path).select(list(columns))
        with pq.ParquetFile(self.path) as file:
            return file.read_row_group(group, columns=list(columns), use_threads=False).select(list(columns))


@dataclass(frozen=True, slots=True)
class _Taken:
    """Rows `rows` of `table` are those at `places` of the result."""

    table: pa.Table
    rows: Places
    places: Places


def gather(
    sources: Sequence[Source], source: Numbers, row: Numbers, columns: Sequence[str], schema: pa.Schema
) -> pa.Table:
    """The rows `row[i]` of `sources[source[i]]`, in that order; `schema` is the columns' in the result.

    Holds what it read and the result at a time.
    """
    if not len(row):
        return pa.Table.from_batches([], schema)
    found = list(_taken(sources, source, row, columns))
    order = np.empty(len(row), np.int64)
    order[np.concatenate([one.places for one in found])] = np.arange(len(row))
    gathered = [
        _column([one.table.column(name) for one in found], found, field, order)
        for name, field in zip(columns, schema, strict=True)
    ]
    return pa.table(gathered, schema=schema)


def _taken(
    sources: Sequence[Source], source: Numbers, row: Numbers, columns: Sequence[str]
) -> Iterator[_Taken]:
    for number in np.unique(source).tolist():
        one = sources[number]
        mine = np.flatnonzero(source == number)
        groups = np.searchsorted(one.starts, row[mine], side="right") - 1
        for group in np.unique(groups).tolist():
            wanted = mine[groups == group]
            rows = row[wanted].astype(np.int64) - one.starts[group]
            table = one.read(group, columns)
            if one.packed and 2 * len(rows) < table.num_rows:
                table, rows = table.take(from_numpy(rows)), np.arange(len(rows))
            yield _Taken(table, rows, wanted)


def _column(
    columns: Sequence[pa.ChunkedArray], found: Sequence[_Taken], field: pa.Field, order: Places
) -> pa.Array | pa.ChunkedArray:
    if field.type in _OFFSETS and all(
        column.type == field.type and not column.null_count for column in columns
    ):
        return _strings([whole(column) for column in columns], found, len(order))
    parts = [whole(column).take(from_numpy(one.rows)) for column, one in zip(columns, found, strict=True)]
    if len({column.type for column in columns}) > 1:
        parts = [part.cast(field.type) for part in parts]
    # Few words as numbers stay numbers to the end.
    return pa.concat_arrays(parts).take(from_numpy(order)).cast(field.type)


def _strings(arrays: Sequence[pa.Array], found: Sequence[_Taken], count: int) -> pa.Array:
    """Copied once, each string to its place: Arrow takes them into one array for each source, and then into one."""
    spans = [_spans(array, one.rows) for array, one in zip(arrays, found, strict=True)]
    ends = np.zeros(count + 1, np.int64)
    for one, (start, end) in zip(found, spans, strict=True):
        ends[one.places + 1] = end - start
    np.cumsum(ends, out=ends)
    kind = arrays[0].type
    if ends[-1] > np.iinfo(_OFFSETS[kind]).max:
        raise ValueError(f"{ends[-1]} bytes of strings in one piece: Arrow's string column takes 2 GiB")
    text = np.empty(ends[-1], np.uint8)
    for array, one, (start, end) in zip(arrays, found, spans, strict=True):
        data = np.frombuffer(array.buffers()[2] or b"", np.uint8)
        copied = call(
            "copy_pieces", data, len(data), start, end, ends[one.places], len(start), text, len(text)
        )
        assert copied == len(start)
    offsets = ends.astype(_OFFSETS[kind], copy=False)
    return pa.Array.from_buffers(kind, count, [None, pa.py_buffer(offsets), pa.py_buffer(text)])


def _spans(array: pa.Array, rows: Places) -> tuple[Places, Places]:
    """Where the strings of rows lie in the array's buffer."""
    offsets = np.frombuffer(array.buffers()[1], _OFFSETS[array.type])[array.offset :]
    return offsets[rows].astype(np.int64, copy=False), offsets[rows + 1].astype(np.int64, copy=False)
