"""Sketches on disk, under the key of the text they are of: what was sketched once is not read again.

`sketches/part-*.parquet` only grows, file by file, until files are many or mostly of texts that are gone;
then what is still needed moves into new files. A key that stands in two files, after a kill, does no harm:
its rows are equal.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.dedup.articles import flat, rows_of, text_keys
from dataset.dedup.shingles import batches, shingle
from dataset.dedup.sketch import BANDS, BINS, SKETCH_VERSION, Bins, Sketch, joined, sketch
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import Hashes, Places, Small
from schemas.errors import DataError
from schemas.files import whole_file

_MANY_FILES = 32
_VERSION = b"tinbai.sketch_version"
_SCHEMA = pa.schema(
    [
        pa.field("text", pa.uint64(), nullable=False),
        pa.field("whole", pa.uint64(), nullable=False),
        pa.field("bands", pa.binary(4 * BANDS), nullable=False),
        pa.field("bins", pa.binary(BINS), nullable=False),
        pa.field("prints", pa.binary(), nullable=False),
    ],
    metadata={_VERSION: SKETCH_VERSION.encode()},
)
_ROWS = 4_000


@dataclass(frozen=True, slots=True)
class Stored:
    """Some stored sketches, with the key of each one's text."""

    keys: Hashes
    sketch: Sketch


def sign_shard(part: Path, wanted: Path, output: Path) -> int:
    """Sketch those articles of a part whose text's key stands in `wanted` (sorted numbers, .npy).

    Returns how many were sketched.
    """
    keys = np.load(wanted)
    left = np.ones(len(keys), np.bool_)
    vocabulary = Vocabulary()
    count = 0
    with _writer(output) as write:
        for rows in rows_of(part, ["text_sha256", "text"]):
            own = text_keys(rows["text_sha256"])
            place = np.minimum(np.searchsorted(keys, own), len(keys) - 1)
            take = (keys[place] == own) & left[place]
            _, first = np.unique(own[take], return_index=True)  # a text may stand in two articles
            chosen = np.sort(np.flatnonzero(take)[first])
            left[place[chosen]] = False
            texts = flat(rows["text"]).take(pa.array(chosen))
            parts = [sketch(shingle(batch, vocabulary)) for batch in batches(texts)]
            write(Stored(own[chosen], joined(parts)))
            count += len(chosen)
    return count


def files_of(store: Path) -> list[Path]:
    """The store's files that this version wrote; others are removed, since they can be made again."""
    usable = []
    for path in sorted(store.glob("part-*.parquet")):
        try:
            mine = pq.read_schema(path).equals(_SCHEMA, check_metadata=True)
        except (pa.ArrowInvalid, OSError):
            mine = False
        if mine:
            usable.append(path)
        else:
            path.unlink()
    return usable


def next_file(store: Path, further: int = 0) -> Path:
    numbers = [int(path.stem.removeprefix("part-")) for path in store.glob("part-*.parquet")]
    return store / f"part-{max(numbers, default=-1) + 1 + further:06}.parquet"


def read_keys(path: Path) -> tuple[Hashes, Hashes]:
    """The keys of a file's texts, and the hash of each whole text."""
    with _damage(path):
        table = pq.read_table(path, columns=["text", "whole"], partitioning=None)
        return table["text"].to_numpy(), table["whole"].to_numpy()


def read_sketches(path: Path) -> Iterator[Stored]:
    """The sketches of a file, a few thousand at a time."""
    with _damage(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS, use_threads=False):
            yield _stored(batch)


def compact(store: Path, needed: Hashes) -> None:
    """Move the sketches that are still `needed` (sorted keys) together when files are many or mostly waste."""
    files = files_of(store)
    held = sum(pq.read_metadata(path).num_rows for path in files)
    if len(files) <= _MANY_FILES and held <= 2 * len(needed) + 1_000:
        return
    left = np.ones(len(needed), np.bool_)
    with _writer(next_file(store)) as write:
        for path in files:
            for stored in read_sketches(path):
                place = np.minimum(np.searchsorted(needed, stored.keys), max(len(needed) - 1, 0))
                kept = (
                    np.flatnonzero((needed[place] == stored.keys) & left[place]) if len(needed) else place[:0]
                )
                left[place[kept]] = False
                write(Stored(stored.keys[kept], some_of(stored.sketch, kept)))
    for path in files:
        path.unlink()


def some_of(sketched: Sketch, kept: Places) -> Sketch:
    """The sketches of some documents."""
    sizes = np.diff(sketched.starts)[kept]
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    places = np.repeat(sketched.starts[:-1][kept] - starts[:-1], sizes) + np.arange(starts[-1])
    return Sketch(
        sketched.whole[kept], sketched.bands[kept], sketched.bins[kept], sketched.prints[places], starts
    )


def save(path: Path, numbers: npt.NDArray[Any]) -> None:
    """Write numbers for a later step of the same run: whole or not at all, but not synced, as no other run
    looks at them."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        np.save(file, numbers)
    part.replace(path)


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """A file whose end is whole and whose middle is not is found only when it is read."""
    try:
        yield
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"{path} is damaged", hint="Remove it and run tinbai dedup again") from error


@contextmanager
def _writer(path: Path) -> Iterator[Callable[[Stored], None]]:
    # Sketches are noise to a compressor.
    with (
        whole_file(path) as part,
        pq.ParquetWriter(part, _SCHEMA, compression="none", use_dictionary=False) as writer,
    ):
        yield lambda stored: writer.write_batch(_batch(stored))


def _batch(stored: Stored) -> pa.RecordBatch:
    sketched = stored.sketch
    count = len(stored.keys)

    def fixed(values: Small | Bins, width: int) -> pa.Array:
        data = pa.py_buffer(np.ascontiguousarray(values).data)
        return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), count, [None, data])

    offsets = pa.py_buffer((4 * sketched.starts).astype(np.int32).data)
    prints = pa.py_buffer(np.ascontiguousarray(sketched.prints).data)
    return pa.record_batch(
        [
            pa.array(stored.keys),
            pa.array(sketched.whole),
            fixed(sketched.bands, 4 * BANDS),
            fixed(sketched.bins, BINS),
            pa.BinaryArray.from_buffers(pa.binary(), count, [None, offsets, prints]),
        ],
        schema=_SCHEMA,
    )


def _stored(batch: pa.RecordBatch) -> Stored:
    count = batch.num_rows

    def fixed(name: str, width: int) -> npt.NDArray[np.uint8]:
        column = batch.column(name)
        data = np.frombuffer(column.buffers()[1], np.uint8)
        return data[column.offset * width :][: count * width].reshape(count, width)

    prints = batch.column("prints")
    offsets = np.frombuffer(prints.buffers()[1], np.int32)[prints.offset :][: count + 1].astype(np.int64)
    held = prints.buffers()[2]
    data = np.frombuffer(held if held is not None else b"", np.uint8)[offsets[0] : offsets[-1]]
    return Stored(
        batch.column("text").to_numpy(),
        Sketch(
            batch.column("whole").to_numpy(),
            fixed("bands", 4 * BANDS).view(np.uint32),
            fixed("bins", BINS),
            np.frombuffer(data.tobytes(), np.uint32),
            (offsets - offsets[0]) // 4,
        ),
    )
