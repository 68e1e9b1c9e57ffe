"""Tables between the halves of a run: plain Arrow IPC, looked at where it lies on disk.

What nobody looks at is not read, and nothing is unpacked: against lz4, which takes a third of the room,
they cost a quarter to write and nothing to read. Nobody keeps them.
"""

import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from schemas.files import disk_faults


def write_arrow(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    """Write tables as they come, a batch for each.

    Whole or not at all, but not synced: what a run left when it was killed is thrown away.
    """
    with arrow_writer(path, schema) as writer:
        for table in tables:
            whole = table.combine_chunks()
            writer.write_table(whole, max_chunksize=max(1, whole.num_rows))


@contextmanager
def arrow_writer(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatchFileWriter]:
    """As `write_arrow`, for whoever writes several files at once."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            yield writer
        part.replace(path)


def batches_in(path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of a file, one by one, for whoever looks at a part of each."""
    with pa.ipc.open_file(mapped(path)) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def read_arrow(path: Path, batch: int | None = None) -> pa.Table:
    """One batch of a file, or all of them. The file may go while its table is in use."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        if batch is None:
            return reader.read_all()
        return pa.Table.from_batches([reader.get_batch(batch)])


def read_at(path: Path, batch: int, column: str) -> tuple[pa.Table, int]:
    """A batch, and at which byte of the file the strings of a column begin there, which follow each other."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        found = reader.get_batch(batch)
        source.seek(0)
        begin: int = source.read_buffer(1).address
        data = found.column(column).buffers()[2]
        return pa.Table.from_batches([found]), data.address - begin if data is not None and data.size else 0


def mapped(path: Path) -> pa.Buffer:
    """A file of which nothing is read ahead: of a corpus larger than memory, all but little of that was in vain."""
    if not path.stat().st_size:
        return pa.py_buffer(b"")
    with path.open("rb") as file:
        found = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found.madvise(mmap.MADV_RANDOM)
    return pa.py_buffer(found)


def read_scattered(path: Path) -> pa.Table:
    """The same of all of a file, for whoever looks at rows here and there."""
    with pa.ipc.open_file(mapped(path)) as reader:
        return reader.read_all()


def batches_of(path: Path) -> int:
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        count: int = reader.num_record_batches
    return count
