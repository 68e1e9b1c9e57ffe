"""The Parquet files of a config, written so that the next version's are mostly the same bytes.

The Hub stores what its chunks of a file do not hold yet. So boundaries follow the content: pages are cut by
pyarrow's content-defined chunking, and a row group ends at an id that says so. With groups of 5,000 rows a
row taken away moved every later group by one; measured, one article less cost 40% of the next version's
bytes that way and a quarter of them this way. Small row groups also bring a stream's first row early.

Columns whose values hardly recur have no dictionary: of long texts it would be a page of 1 MB that follows no
boundary. Offsets grow along a list and are stored as differences. Both and zstd's level 6 take a quarter off
the files; level 9 takes another 3% and twice the time.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
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
    whole = table.combine_chunks()
    return stream_shards(folder, config, split, _slices(whole, row_groups(whole.column("id").to_pylist())))


def stream_shards(folder: Path, config: str, split: str, groups: Iterable[pa.Table]) -> list[Path]:
    """As `write_shards`, of row groups as they come; none of them gives no file.

    Whole row groups up to the size of a shard, in memory, where text is larger than in the file.
    """
    place = folder / "data" / config
    parts: list[Path] = []
    size = 0
    with ExitStack() as opened:
        writer: pq.ParquetWriter | None = None
        for group in groups:
            if writer is None or (size and size + group.nbytes > SHARD_BYTES):
                opened.close()
                place.mkdir(parents=True, exist_ok=True)
                # How many there will be is in their names, and is not known yet.
                parts.append(place / f".{split}-{len(parts):05d}.part")
                writer, size = opened.enter_context(_writer(parts[-1], group.schema)), 0
            writer.write_table(group, row_group_size=group.num_rows)
            size += group.nbytes
    names = [place / f"{split}-{number:05d}-of-{len(parts):05d}.parquet" for number in range(len(parts))]
    for part, name in zip(parts, names, strict=True):
        part.rename(name)
    return names


def row_groups(ids: list[str], rows: int | None = None) -> Iterator[int]:
    """How many rows each group has, in order; none has no rows. `rows` is about how many, by default `GROUP_ROWS`."""
    begun = 0
    for place, (before, name) in enumerate(pairwise(ids), 1):
        if ends_group(place - begun, before, name, rows):
            yield place - begun
            begun = place
    if ids:
        yield len(ids) - begun


def ends_group(size: int, before: str, name: str, rows: int | None = None) -> bool:
    """Whether a group of `size` rows ends between one row and the next, by their ids.

    That depends on the id that the next begins with and on the rows since the last end, so it stays where it is
    when rows come or go elsewhere. Rows of one id that follow one another are in one group.
    """
    rows = GROUP_ROWS if rows is None else rows
    if name == before or 2 * size < rows:
        return False
    return 2 * size >= 3 * rows or crc32(name.encode()) % (rows // 2 or 1) == 0


def _slices(table: pa.Table, groups: Iterable[int]) -> Iterator[pa.Table]:
    start = 0
    for rows in groups:
        yield table.slice(start, rows)
        start += rows


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    leaves = [leaf for field in schema for leaf in _leaves(field.name, field.type)]
    offsets = [
        leaf for leaf in leaves if leaf.rpartition(".")[2] in _OFFSETS or leaf.partition(".")[0] in _OFFSETS
    ]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=LEVEL,
        use_content_defined_chunking=True,
        write_page_index=True,
        use_dictionary=[leaf for leaf in leaves if leaf not in {*offsets, *_UNLIKE}],
        column_encoding=dict.fromkeys(offsets, "DELTA_BINARY_PACKED") or None,
    )


def _leaves(path: str, kind: pa.DataType) -> Iterator[str]:
    """The columns that Parquet makes of one of ours, by the names it gives them."""
    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for member in kind:
            yield from _leaves(f"{path}.{member.name}", member.type)
    else:
        yield path
