"""Tables between the halves of a run: Arrow IPC with lz4, read batch by batch and column by column.

Against Parquet with zstd they cost a tenth to write, and half again the room; nobody keeps them.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from schemas.files import disk_faults

_PACKED = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
_PLAIN = pa.ipc.IpcWriteOptions(use_threads=False)


def write_arrow(
    path: Path, schema: pa.Schema, tables: Iterable[pa.Table], *, rows: int | None = None
) -> None:
    """Write tables as they come, a batch for each, or batches of at most `rows` rows.

    Whole or not at all, but not synced: what a run left when it was killed is thrown away.
    """
    with arrow_writer(path, schema) as writer:
        for table in tables:
            whole = table.combine_chunks()
            writer.write_table(whole, max_chunksize=rows or max(1, whole.num_rows))


@contextmanager
def arrow_writer(path: Path, schema: pa.Schema, *, packed: bool = True) -> Iterator[pa.RecordBatchFileWriter]:
    """As `write_arrow`, for whoever writes several files at once. What is not packed can be `mapped`."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        options = _PACKED if packed else _PLAIN
        with (
            pa.OSFile(str(part), "wb") as sink,
            pa.ipc.new_file(sink, schema, options=options) as writer,
        ):
            yield writer
        part.replace(path)


def mapped(path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of a file that is not packed, where they lie on disk: what nobody looks at is not read."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def read_arrow(path: Path, batch: int | None = None, columns: Sequence[str] | None = None) -> pa.Table:
    """One batch of a file, or all of them; all columns or some, in the file's order."""
    with _open(path, columns) as reader:
        if batch is None:
            return reader.read_all()
        return pa.Table.from_batches([reader.get_batch(batch)])


def batches_of(path: Path) -> int:
    with _open(path, None) as reader:
        count: int = reader.num_record_batches
    return count


def _open(path: Path, columns: Sequence[str] | None) -> pa.RecordBatchFileReader:
    source = pa.OSFile(str(path))
    if columns is None:
        return pa.ipc.open_file(source)
    schema = pa.ipc.open_file(source).schema
    fields = sorted(schema.get_field_index(name) for name in columns)
    return pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=fields, use_threads=False))
