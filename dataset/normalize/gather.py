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
from dataset.normalize.arrays import from_numpy, to_numpy, whole
from dataset.normalize.arrow_file import mapped, read_scattered
from dataset.normalize.furniture import TEXT_AT

_OFFSETS: dict[pa.DataType, type[np.int32] | type[np.int64]] = {
    pa.string(): np.int32,
    pa.large_string(): np.int64,
}

_AT = [field.name for field in TEXT_AT]

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

    @cached_property
    def held(self) -> int:
        """About how many bytes its rows take in memory: of a packed file some three times as much as on disk."""
        size = self.path.stat().st_size
        if self.packed:
            return 3 * size
        table = read_scattered(self.path)
        return size + (int(to_numpy(table["size"]).sum()) if table.schema.names[-len(_AT) :] == _AT else 0)

    def read(self, group: int, columns: Sequence[str]) -> pa.Table:
        """Columns of a group. Where a text lies elsewhere, TEXT_AT stands in its place."""
        if not self.packed:
            table = read_scattered(self.path)
            there = [name for name in columns if name in table.column_names]
            return table.select(there if len(there) == len(columns) else [*there, *_AT])
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
    gathered = [_column(name, found, field, order) for name, field in zip(columns, schema, strict=True)]
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


def _column(name: str, found: Sequence[_Taken], field: pa.Field, order: Places) -> pa.Array | pa.ChunkedArray:
    columns = [one.table.column(name) if name in one.table.column_names else None for one in found]
    if field.type in _OFFSETS and all(
        column is None or (column.type == field.type and not column.null_count) for column in columns
    ):
        pieces = [
            piece
            for one, column in zip(found, columns, strict=True)
            for piece in (_elsewhere(one) if column is None else [_here(whole(column), one)])
        ]
        return _strings(pieces, field.type, len(order))
    parts = [whole(one.table.column(name)).take(from_numpy(one.rows)) for one in found]
    if len({part.type for part in parts}) > 1:
        parts = [part.cast(field.type) for part in parts]
    # Few words as numbers stay numbers to the end.
    return pa.concat_arrays(parts).take(from_numpy(order)).cast(field.type)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Strings that lie in `data`, bytes or a file of them, at `start:end`, and their places in the result."""

    data: pa.Buffer | Path
    start: Places
    end: Places
    places: Places


def _here(array: pa.Array, one: _Taken) -> _Pieces:
    offsets = np.frombuffer(array.buffers()[1], _OFFSETS[array.type])[array.offset :]
    start, end = (offsets[rows].astype(np.int64, copy=False) for rows in (one.rows, one.rows + 1))
    return _Pieces(array.buffers()[2] or pa.py_buffer(b""), start, end, one.places)


def _elsewhere(one: _Taken) -> Iterator[_Pieces]:
    file, place, size = (whole(one.table.column(name)) for name in _AT)
    number, start, sizes = (to_numpy(values)[one.rows] for values in (file.indices, place, size))
    for path in np.unique(number).tolist():
        mine = np.flatnonzero(number == path)
        yield _Pieces(
            Path(file.dictionary[path].as_py()), start[mine], start[mine] + sizes[mine], one.places[mine]
        )


def _strings(pieces: Sequence[_Pieces], kind: pa.DataType, count: int) -> pa.Array:
    """Copied once, each string to its place: Arrow takes them into one array for each source, and then into one."""
    ends = np.zeros(count + 1, np.int64)
    for one in pieces:
        ends[one.places + 1] = one.end - one.start
    np.cumsum(ends, out=ends)
    if ends[-1] > np.iinfo(_OFFSETS[kind]).max:
        raise ValueError(f"{ends[-1]} bytes of strings in one piece: Arrow's string column takes 2 GiB")
    text = np.empty(ends[-1], np.uint8)
    for one in pieces:
        # Mapped one by one: what a process has mapped counts as its memory.
        held = mapped(one.data) if isinstance(one.data, Path) else one.data
        data = np.frombuffer(held, np.uint8)
        given = data, len(data), one.start, one.end, ends[one.places], len(one.start)
        copied = call("copy_pieces", *given, text, len(text))
        assert copied == len(one.start)
    offsets = ends.astype(_OFFSETS[kind], copy=False)
    return pa.Array.from_buffers(kind, count, [None, pa.py_buffer(offsets), pa.py_buffer(text)])
