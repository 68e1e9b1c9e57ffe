"""Write the rows of a split as they come, a row group in memory at a time."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from dataset.release.shards import ends_group, stream_shards
from dataset.withheld.rows import Row
from schemas.release.digest import logical_of, row_digest
from schemas.release.manifest import SplitEntry


def write_split(
    folder: Path, config: str, split: str, rows: Iterable[Row], schema: pa.Schema
) -> SplitEntry | None:
    """The files of a split below `folder`; None, and no file, where there are no rows."""
    digests: list[bytes] = []
    num_bytes = 0

    def groups() -> Iterator[pa.Table]:
        nonlocal num_bytes
        for group in _grouped(rows):
            digests.extend(map(row_digest, group))
            table = pa.Table.from_pylist(group, schema=schema)
            num_bytes += table.nbytes
            yield table

    files = stream_shards(folder, config, split, groups())
    if not files:
        return None
    return SplitEntry(
        rows=len(digests),
        logical_sha256=logical_of(digests),
        num_bytes=num_bytes,
        files=tuple(path.relative_to(folder).as_posix() for path in files),
    )


def _grouped(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Row groups that end where those of the release with text end."""
    group: list[Row] = []
    for row in rows:
        if group and ends_group(len(group), str(group[-1]["id"]), str(row["id"])):
            yield group
            group = []
        group.append(row)
    if group:
        yield group
