"""The Parquet files of a config, written so that the next version's are mostly the same bytes.

The Hub stores what its chunks of a file do not hold yet. So boundaries follow the content: pages are cut by
pyarrow's content-defined chunking, and a row group ends at an id that says so. With groups of 5,000 rows a
row taken away moved every later group by one; measured, one article less cost 40% of the next version's
bytes that way and a quarter of them this way. Small row groups also bring a stream's first row early.

Columns whose values hardly recur have no dictionary: of long texts it would be a page of 1 MB that follows no
boundary. Offsets grow along a list and are stored as differences. Both and zstd's level 6 take a quarter off
the files; levels above it take a fiftieth more and twice the time.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

GROUP_ROWS = 5_000
"""About as many rows a row group has; it may have half of them or half more."""
SHARD_BYTES = 500_000_000
LEVEL = 6
_UNLIKE = frozenset({"text", "title", "url", "text_sha256", "source_path", "source_sha256"})
_OFFSETS = frozenset({"start", "end", "token_start", "token_end"})


def write_shards(folder: Path, config: str, split: str, table: pa.Table) -> list[Path]:
    """Write `table` as `data/CONFIG/SPLIT-00000-of-0000N.parquet` below `folder`; return the paths in order."""
    groups = list(row_groups(table.column("id").to_pylist(), GROUP_ROWS))
    shards = list(_shards(table.combine_chunks(), groups))
    written = []
    for number, shard in enumerate(shards):
        path = folder / "data" / config / f"{split}-{number:05d}-of-{len(shards):05d}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, table.schema, shard)
        written.append(path)
    return written


def row_groups(ids: list[str], rows: int) -> Iterator[int]:
    """How many rows each group has, in order.

    Where one ends depends on the id that the next begins with and on the rows since the last end, so it stays
    where it is when rows come or go elsewhere. Rows of one id that follow one another are in one group.
    """
    begun = 0
    for place, (before, name) in enumerate(pairwise(ids), 1):
        size = place - begun
        if name == before or 2 * size < rows:
            continue
        if 2 * size >= 3 * rows or crc32(name.encode()) % (rows // 2 or 1) == 0:
            yield size
            begun = place
    yield len(ids) - begun


def _shards(table: pa.Table, groups: list[int]) -> Iterator[list[pa.Table]]:
    """Whole row groups up to the size of a shard, in memory, where text is larger than in the file."""
    shard: list[pa.Table] = []
    start = size = 0
    for rows in groups:
        group = table.slice(start, rows)
        if shard and size + group.nbytes > SHARD_BYTES:
            yield shard
            shard, size = [], 0
        shard.append(group)
        start, size = start + rows, size + group.nbytes
    yield shard


def _write(path: Path, schema: pa.Schema, groups: list[pa.Table]) -> None:
    leaves = [leaf for field in schema for leaf in _leaves(field.name, field.type)]
    offsets = [
        leaf for leaf in leaves if leaf.rpartition(".")[2] in _OFFSETS or leaf.partition(".")[0] in _OFFSETS
    ]
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=LEVEL,
        use_content_defined_chunking=True,
        write_page_index=True,
        use_dictionary=[leaf for leaf in leaves if leaf not in {*offsets, *_UNLIKE}],
        column_encoding=dict.fromkeys(offsets, "DELTA_BINARY_PACKED") or None,
    ) as writer:
        for group in groups:
            writer.write_table(group, row_group_size=group.num_rows)


def _leaves(path: str, kind: pa.DataType) -> Iterator[str]:
    """The columns that Parquet makes of one of ours, by the names it gives them."""
    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for member in kind:
            yield from _leaves(f"{path}.{member.name}", member.type)
    else:
        yield path
