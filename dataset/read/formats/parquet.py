"""Parquet, read a few rows of the columns that matter at a time. Record N is row N.

What the format packs as one is unpacked as one: memory is a few times the largest data or dictionary page of
the file, which is a megabyte as a rule, and with pyarrow's writer the first 1,024 values.
"""

import itertools
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dataset.read.fields import metas_of, raw_of
from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from dataset.read.place import Place
from dataset.read.plan import Plan, Ways, plan_of
from dataset.read.stream import Stream, StreamError
from schemas.files import file_sha256

_BATCH_BYTES = 1 << 20
_BUFFER = 1 << 20
# Values are not all as large as the largest: a batch of nothing but it takes so many times its bytes.
_SPREAD = 2
_MOST_ROWS = 4096
_FAULTS = (pa.ArrowException, OSError, MemoryError, UnicodeDecodeError)


def read_parquet(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """A record a row. Where a row group is damaged, what is left of it is refused and the next one read."""
    # Half the price of `import dataset.read`, and most runs have none.
    from pyarrow import parquet

    with _path_of(stream) as path:
        try:
            file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER)
        except _FAULTS as error:
            raise StreamError("broken", f"no Parquet file: {_line(error)}") from error
        with file:
            plan = plan_of(file.schema_arrow.names, options.fields)
            if not plan.text and not plan.html:
                names = ", ".join(file.schema_arrow.names[:12])
                raise StreamError("no_text", f"no column holds text or HTML; it has {names!r}")
            yield from _groups(source_path, stream, file, path, plan, options)


def _groups(
    source_path: str, stream: Stream, file: Any, path: str, plan: Plan, options: ReadOptions
) -> Iterator[Raw | Refused]:
    columns = sorted(".".join(way) for way in plan.ways)
    end = 0
    for group in range(file.num_row_groups):
        count = file.metadata.row_group(group).num_rows
        stream.record = end + 1
        end += count
        try:
            _weigh(file, group, columns, options)
            size = _batch_size(file, path, group, plan)
            for batch in file.iter_batches(size, row_groups=[group], columns=columns, use_threads=False):
                values = {name: _values(batch.column(name)) for name in batch.schema.names}
                yield from _pages(source_path, stream, values, plan, batch.num_rows, options)
        except (StreamError, *_FAULTS) as error:
            reason = error.reason if isinstance(error, StreamError) else "broken"
            detail = f"rows {stream.record} to {end} cannot be read: {_line(error)}"
            yield Refused(f"{source_path}#{stream.record}", reason, detail, file_sha256(Path(path)))


def _chunks(file: Any, group: int, columns: Collection[str]) -> list[Any]:
    """What the file says of the columns of a row group."""
    about = file.metadata.row_group(group)
    chunks = [about.column(number) for number in range(about.num_columns)]
    # What a nested column holds has a path that begins with the column's.
    starts = tuple(f"{column}." for column in columns)
    return [chunk for chunk in chunks if f"{chunk.path_in_schema}.".startswith(starts)]


def _weigh(file: Any, group: int, columns: Collection[str], options: ReadOptions) -> None:
    for chunk in _chunks(file, group, columns):
        size = chunk.total_uncompressed_size
        if size > max(options.max_page_bytes, options.max_ratio * chunk.total_compressed_size):
            raise StreamError(
                "too_large", f"they grow more than {options.max_ratio} times, as a zip bomb does"
            )


def _batch_size(file: Any, path: str, group: int, plan: Plan) -> int:
    """Rows that fit into memory. One value of a dictionary may stand in every row: 762 bytes of file gave 36 GB."""
    from pyarrow import parquet

    about = file.metadata.row_group(group)
    largest: int = about.total_byte_size // max(1, about.num_rows) + 1
    names = [".".join(way) for way in (*plan.text, *plan.html)]
    for chunk in _chunks(file, group, names):
        if chunk.has_dictionary_page:
            name = chunk.path_in_schema
            with parquet.ParquetFile(
                path, pre_buffer=False, buffer_size=_BUFFER, read_dictionary=[name]
            ) as probe:
                first = next(
                    probe.iter_batches(1, row_groups=[group], columns=[name], use_threads=False), None
                )
                if first is not None and pa.types.is_dictionary(first.column(0).type):
                    lengths = pc.binary_length(first.column(0).dictionary)
                    largest = max(largest, (pc.max(lengths).as_py() or 0) // _SPREAD)
    return max(1, min(_MOST_ROWS, _BATCH_BYTES // largest))


def _pages(
    source_path: str,
    stream: Stream,
    values: Mapping[str, list[object]],
    plan: Plan,
    rows: int,
    options: ReadOptions,
) -> Iterator[Raw | Refused]:
    """The pages of a batch. A column at a time: a row at a time costs twice as much."""
    texts, htmls = _at(values, plan.text, rows), _at(values, plan.html, rows)
    metas = metas_of({role: _at(values, ways, rows) for role, ways in plan.meta}, rows)
    first = stream.record
    for number, text, html, meta in zip(itertools.count(first), texts, htmls, metas, strict=False):
        stream.record = number + 1
        place = Place(f"{source_path}#{number}")
        found = raw_of(place, text, html, meta, b"")
        if isinstance(found, Refused):
            fields = [column[number - first] for column in values.values()]
            found = place.refused(found.reason, found.detail, repr(fields).encode())
        elif len(found.data) > options.max_page_bytes:
            found = place.too_large(len(found.data), found.sha256, options.max_page_bytes)
        yield found


def _at(values: Mapping[str, list[object]], ways: Ways, rows: int) -> list[object]:
    """For each row what `value_at` would find."""
    found = []
    for column, *names in ways:
        inner = values[column]
        for name in names:
            inner = [one.get(name) if isinstance(one, dict) else None for one in inner]
        found.append(inner)
    if len(found) == 1:
        return found[0]
    return [next(filter(None, row), None) for row in zip(*found, strict=True)] if found else [None] * rows


def _values(column: pa.Array) -> list[object]:
    """A column as Python values. Strings come as bytes: a file may promise UTF-8 and hold something else."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column = column.cast(pa.large_binary())
    elif pa.types.is_timestamp(kind):
        # Its day in UTC, without a table of time zones, which small machines lack.
        column = column.cast(pa.timestamp(kind.unit)).cast(pa.date32(), safe=False)
    values: list[object] = column.to_pylist()
    return values


@contextmanager
def _path_of(stream: Stream) -> Iterator[str]:
    """The file itself, or its unpacked copy: Parquet is read from its end."""
    if stream.codec is None:
        yield stream.name
        return
    with tempfile.NamedTemporaryFile(prefix="tinbai-", suffix=".parquet") as copy:
        while chunk := stream.chunk():
            copy.write(chunk)
        copy.flush()
        yield copy.name


def _line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
