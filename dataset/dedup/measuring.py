"""Exact measures of pairs over files, and the store of those that were measured before.

The measure of two texts never changes, so `measured.parquet` keeps it under the keys of both; it holds the
pairs of the last run and no others.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.dedup.articles import flat, rows_of, text_keys
from dataset.dedup.settle import Measured
from dataset.dedup.sketch import SKETCH_VERSION
from dataset.dedup.store import save
from dataset.dedup.verify import Sets, shared_counts, shingle_sets
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import Hashes, Places
from schemas.files import whole_file

PAIRS_PER_BLOCK = 10_000
_COUNT = pa.int32()
_SCHEMA = pa.schema(
    [("one", pa.uint64()), ("other", pa.uint64()), ("shared", _COUNT), ("left", _COUNT), ("right", _COUNT)],
    metadata={b"tinbai.sketch_version": SKETCH_VERSION.encode()},
)


@dataclass(frozen=True, slots=True)
class TextPairs:
    """Pairs of texts by their keys, `one` < `other`, and what was measured of them; -1 where nothing was yet."""

    one: Hashes
    other: Hashes
    shared: Places
    left: Places
    right: Places


def text_pairs(one: Hashes, other: Hashes, known: Path) -> TextPairs:
    """The pairs, with the measures that `known` has."""
    import polars as pl

    low, high = np.minimum(one, other), np.maximum(one, other)
    table = _read(known)
    asked = pl.DataFrame({"one": low, "other": high})
    held = pl.DataFrame({name: table[name].to_numpy() for name in table.column_names})
    found = asked.join(held, on=["one", "other"], how="left", maintain_order="left")
    shared, left, right = (
        found[name].fill_null(-1).to_numpy().astype(np.int64) for name in ("shared", "left", "right")
    )
    return TextPairs(low, high, shared, left, right)


def write_measured(path: Path, pairs: TextPairs) -> None:
    """Keep the pairs for the next run."""
    order = np.lexsort((pairs.other, pairs.one))
    columns = (pairs.one, pairs.other, pairs.shared, pairs.left, pairs.right)
    table = pa.table(
        [pa.array(values[order]).cast(field.type) for values, field in zip(columns, _SCHEMA, strict=True)],
        schema=_SCHEMA,
    )
    with whole_file(path) as part:
        pq.write_table(table, part, compression="zstd")


def gather_sets(part: Path, wanted: Path, output: Path) -> None:
    """Write the shingle sets of those texts of a part whose keys stand in `wanted` (sorted numbers, .npy).

    `output`.values has the shingles as plain 64-bit numbers, `output`.keys.npy the texts' keys and
    `output`.starts.npy where each one's begin (n + 1).
    """
    keys = np.load(wanted)
    vocabulary = Vocabulary()
    found: list[Hashes] = [np.zeros(0, np.uint64)]
    sizes: list[Places] = [np.zeros(0, np.int64)]
    part_file = output.with_suffix(f".{os.getpid()}.part")
    with part_file.open("wb") as file:
        for rows in rows_of(part, ["text_sha256", "text"]):
            own = text_keys(rows["text_sha256"])
            place = np.minimum(np.searchsorted(keys, own), max(len(keys) - 1, 0))
            chosen = np.flatnonzero(keys[place] == own)
            if not chosen.size:
                continue
            sets = shingle_sets(flat(rows["text"]).take(pa.array(chosen)), vocabulary)
            sets.values.tofile(file)
            found.append(own[chosen])
            sizes.append(sets.sizes)
    part_file.replace(output.with_suffix(".values"))
    starts = np.cumsum(np.concatenate((np.zeros(1, np.int64), *sizes)))
    save(output.with_suffix(".keys.npy"), np.concatenate(found))
    save(output.with_suffix(".starts.npy"), starts)


def measure_block(work: Path, block: int, begin: int, end: int) -> None:
    """Measure the pairs of texts from `begin` to `end` of `asked.npy` (m, 2) with the sets of `catalogue.npy`."""
    pairs = np.load(work / "asked.npy", mmap_mode="r")[begin:end]
    catalogue = np.load(work / "catalogue.npy", mmap_mode="r")
    texts, places = np.unique(pairs, return_inverse=True)
    places = places.reshape(-1, 2)
    sets = _sets(work, catalogue[texts])
    left, right = places[:, 0], places[:, 1]
    shared = shared_counts(sets, left, right)
    save(work / f"measured-{block}.npy", np.stack((shared, sets.sizes[left], sets.sizes[right])))


def catalogue(work: Path, parts: int, keys: Hashes) -> Places:
    """For each key (sorted) where its set stands: the part, the first shingle, and how many (n, 3)."""
    rows = np.zeros((len(keys), 3), np.int64)
    for part in range(parts):
        path = work / f"sets-{part}.keys.npy"
        if not path.exists():
            continue
        place = np.searchsorted(keys, np.load(path))
        starts = np.load(work / f"sets-{part}.starts.npy")
        rows[place, 0], rows[place, 1], rows[place, 2] = part, starts[:-1], np.diff(starts)
    return rows


def measured(pairs: Hashes, one: Hashes, other: Hashes, texts: TextPairs) -> Measured:
    """What was measured of texts, said of the documents that have them."""
    swap = one > other
    left, right = np.where(swap, texts.right, texts.left), np.where(swap, texts.left, texts.right)
    return Measured(pairs, texts.shared, left, right)


def _sets(work: Path, rows: Places) -> Sets:
    """Read some sets. Not through a map: pages of a map count as memory as long as anybody looks."""
    order = np.lexsort((rows[:, 1], rows[:, 0]))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(rows[:, 2])))
    values = np.zeros(starts[-1], np.uint64)
    view = values.view(np.uint8)
    handles: dict[int, int] = {}
    try:
        for number in order.tolist():
            part, first, count = rows[number].tolist()
            if part not in handles:
                handles[part] = os.open(work / f"sets-{part}.values", os.O_RDONLY)
            begin = 8 * int(starts[number])
            os.preadv(handles[part], [view[begin : begin + 8 * count].data], 8 * first)
    finally:
        for handle in handles.values():
            os.close(handle)
    return Sets(values, starts)


def _read(path: Path) -> pa.Table:
    """The measures of the last run, or none where they are of another version or damaged."""
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowInvalid, OSError):
        return _SCHEMA.empty_table()
    return table if table.schema.equals(_SCHEMA, check_metadata=True) else _SCHEMA.empty_table()
