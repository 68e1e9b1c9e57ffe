"""Parquet, read a few rows of the columns that matter at a time. Record N is row N."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import pyarrow as pa

from dataset.read.fields import ROLES, Place, Plan, plan_of, raw_of, value_at
from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from dataset.read.stream import Stream, StreamError

_BATCH_BYTES = 4 << 20
_MOST_ROWS = 4096
_FAULTS = (pa.ArrowException, OSError, MemoryError, UnicodeDecodeError)


def read_parquet(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """A record a row. Where a row group is damaged, what is left of it is refused and the next one read."""
    # Half the price of `import dataset.read`, and most runs have none.
    from pyarrow import parquet

    with _path_of(stream) as path:
        try:
            file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
        except _FAULTS as error:
            raise StreamError("broken", f"no Parquet file: {_line(error)}") from error
        with file:
            plan = plan_of(file.schema_arrow.names, options.fields)
            if "text" not in plan and "html" not in plan:
                names = ", ".join(file.schema_arrow.names[:12])
                raise StreamError("no_text", f"no column holds text or HTML; it has {names!r}")
            yield from _groups(source_path, stream, file, plan, options)


def _groups(
    source_path: str, stream: Stream, file: Any, plan: Plan, options: ReadOptions
) -> Iterator[Raw | Refused]:
    columns = sorted({".".join(path) for role in ROLES for path in plan.get(role, ())})
    end = 0
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        stream.record = end + 1
        end += about.num_rows
        rows = max(1, min(_MOST_ROWS, _BATCH_BYTES * about.num_rows // max(1, about.total_byte_size)))
        try:
            for batch in file.iter_batches(rows, row_groups=[group], columns=columns, use_threads=False):
                values = [_values(column) for column in batch.columns]
                for row in zip(*values, strict=True):
                    yield _page(source_path, stream.record, batch.schema.names, row, plan, options)
                    stream.record += 1
        except _FAULTS as error:
            place = Place(f"{source_path}#{stream.record}")
            yield place.refused(
                "broken", f"rows {stream.record} to {end} cannot be read: {_line(error)}", None
            )


def _page(
    source_path: str,
    number: int,
    names: Sequence[str],
    row: Sequence[object],
    plan: Plan,
    options: ReadOptions,
) -> Raw | Refused:
    record = dict(zip(names, row, strict=True))
    whole = b"\x00".join(value for value in row if isinstance(value, bytes))
    place = Place(f"{source_path}#{number}")
    found = raw_of(place, plan, partial(_value, record, plan), whole)
    if isinstance(found, Raw) and len(found.data) > options.max_page_bytes:
        return place.too_large(len(found.data), found.sha256, options.max_page_bytes)
    return found


def _value(record: Mapping[str, object], plan: Plan, role: str) -> object:
    return value_at(record, plan[role])


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
