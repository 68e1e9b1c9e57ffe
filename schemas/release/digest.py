"""What a table says, whatever its files look like: a hash that layout and row order do not change."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, object]


def rows_of(files: Iterable[Path], columns: list[str] | None = None) -> Iterator[Row]:
    """The rows of Parquet files, in order, a batch at a time."""
    for path in files:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(2_000, columns=columns):
                yield from batch.to_pylist()


def row_digest(row: Row) -> bytes:
    """16 bytes of what a row says."""
    body = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.blake2b(body.encode(), digest_size=16).digest()


def logical_sha256(rows: Iterable[Row]) -> str:
    """sha256 over the rows' digests in sorted order."""
    return logical_of(map(row_digest, rows))


def logical_of(digests: Iterable[bytes]) -> str:
    """The logical hash of rows whose digests these are."""
    digest = hashlib.sha256()
    for row in sorted(digests):
        digest.update(row)
    return digest.hexdigest()


def table_rows(table: pa.Table) -> Iterator[Row]:
    for batch in table.to_batches(2_000):
        yield from batch.to_pylist()


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no plain form for {type(value).__name__}")
