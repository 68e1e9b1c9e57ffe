"""What a corpus says about its lines, on disk: merged a range of sites at a time, whatever the corpus' size."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.arrays import begins_of, to_numpy
from dataset.normalize.arrow_file import batches_in
from dataset.normalize.evidence import COUNTS, EVIDENCE, counts_of
from dataset.normalize.merge import merge
from schemas.files import whole_file

# Rows that are merged at a time, at 100 bytes each.
_ROWS = 1 << 20
# Rows that are read at a time when a range is looked for.
_GROUP = 1 << 16
_Stretches = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]


def learn(surveys: Sequence[Path], before: Path | None, whole: Path, notes: Mapping[str, str]) -> pa.Table:
    """Merge surveys, and what was merged `before`, into the Parquet file `whole`; return its COUNTS.

    `surveys` are Arrow files whose batches are EVIDENCE sorted by site. The same rows give the same bytes,
    however they are shared out.
    """
    stretches = {path: [_stretches(batch) for batch in batches_in(path)] for path in surveys}
    rows = sum(int(starts[-1]) for some in stretches.values() for _, starts in some)
    rows += pq.read_metadata(before).num_rows if before is not None else 0
    schema = EVIDENCE.with_metadata(dict(notes))
    counts = [pa.Table.from_batches([], COUNTS)]
    with (
        whole_file(whole) as path,
        _writer(path, schema) as writer,
    ):
        rest = pa.Table.from_batches([], schema)
        for low, high in _ranges(rows):
            merged = _merged(_between(stretches, before, low, high))
            counts.append(counts_of(merged))
            rest = pa.concat_tables([rest, merged.replace_schema_metadata(schema.metadata)])
            # Whole groups, and none empty, so that where ranges end does not show.
            end = rest.num_rows - rest.num_rows % _GROUP
            if end:
                writer.write_table(rest.slice(0, end), row_group_size=_GROUP)
            rest = rest.slice(end)
        if rest.num_rows:
            writer.write_table(rest)
    return pa.concat_tables(counts).combine_chunks()


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    # Of lines, hashes each, few come again: a dictionary of them costs as much as all the rest, and zstd takes 1.6
    # times as long as lz4 for a sixth less.
    return pq.ParquetWriter(path, schema, compression="lz4", use_dictionary=["site", "story"])


def _ranges(rows: int) -> Iterator[tuple[int, int]]:
    """Ranges of keys of sites, both ends included: they are hashes, and so come evenly."""
    count = rows // _ROWS + 1
    ends = [(number << 64) // count for number in range(count + 1)]
    return ((low, high - 1) for low, high in pairwise(ends))


def _merged(tables: Iterator[pa.Table]) -> pa.Table:
    """A site of a million pages is as many rows as a thousand sites, and keeps a thousandth: merged as they come."""
    kept, waiting, rows = pa.Table.from_batches([], EVIDENCE), list[pa.Table](), 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= max(_ROWS, kept.num_rows):
            kept, waiting, rows = merge([kept, *waiting]), [], 0
    return merge([kept, *waiting])


def _stretches(batch: pa.RecordBatch) -> _Stretches:
    """The sites of a batch and where the rows of each begin, and their total.

    Looked for once: of a corpus that is larger than memory, what each range looks at is read from disk again.
    """
    site = to_numpy(batch["site"])
    starts = begins_of(site)
    return site[starts], np.append(starts, len(site))


def _between(
    stretches: Mapping[Path, Sequence[_Stretches]], before: Path | None, low: int, high: int
) -> Iterator[pa.Table]:
    if before is not None:
        with pq.ParquetFile(before) as file:
            for number in range(file.num_row_groups):
                bounds = file.metadata.row_group(number).column(0).statistics
                if bounds is None or not bounds.has_min_max or (bounds.min <= high and bounds.max >= low):
                    group = file.read_row_group(number, use_threads=False).combine_chunks()
                    (batch,) = group.replace_schema_metadata(None).to_batches()
                    yield _part(batch, _stretches(batch), low, high)
    for path, some in stretches.items():
        for batch, sites in zip(batches_in(path), some, strict=True):
            yield _part(batch, sites, low, high)


def _part(batch: pa.RecordBatch, stretches: _Stretches, low: int, high: int) -> pa.Table:
    sites, starts = stretches
    start = int(starts[np.searchsorted(sites, np.uint64(low))])
    end = int(starts[np.searchsorted(sites, np.uint64(high), side="right")])
    return pa.Table.from_batches([batch.slice(start, end - start)])
