"""Columns of a release's configs, a batch at a time. `files` are the paths that may be opened, by their names in the
manifest: a file that is not among them is left out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.release.manifest import Manifest
from schemas.release.stated import item_of

FAULTS = (pa.ArrowException, OSError)
"""What a file that is no Parquet raises, however well its bytes are listed."""
_BATCH = 5_000


def splits_of(manifest: Manifest | None, config: str) -> tuple[str, ...]:
    """The config's splits, none where the release has no such config."""
    entry = manifest.configs.get(config) if manifest else None
    return tuple(entry.splits) if entry else ()


def frames(
    manifest: Manifest, files: Mapping[str, Path], config: str, split: str, columns: Sequence[str]
) -> Iterator[pl.DataFrame]:
    """Frames with those of the columns that each file has.

    Raises:
        pa.ArrowException, OSError: a file is no Parquet.
    """
    for name in manifest.configs[config].splits[split].files:
        if name in files:
            yield from batches(files[name], columns)


def batches(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Frames of one file with those of the columns that it has; it raises as `frames` does."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        wanted = [column for column in columns if file.schema_arrow.names.count(column) == 1]
        for batch in file.iter_batches(_BATCH, columns=wanted):
            batch.validate(full=True)
            yield pl.DataFrame(pl.from_arrow(batch))


def class_names(manifest: Manifest, files: Mapping[str, Path], config: str, column: str) -> tuple[str, ...]:
    """Names of the class ids in a column, or in the lists or structs of one (`entities.label`), as the first
    file states them itself; empty where it states none.

    Raises:
        pa.ArrowException, OSError: the file is no Parquet.
    """
    for stated in manifest.configs[config].splits.values():
        for name in stated.files:
            if name in files:
                metadata = pq.read_schema(files[name]).metadata or {}
                return _names(metadata.get(b"huggingface", b"{}"), column.split("."))
    return ()


def _names(raw: bytes, path: list[str]) -> tuple[str, ...]:
    try:
        feature = json.loads(raw)["info"]["features"]
        for member in path:
            feature = feature[member]
            item = item_of(feature)
            feature = feature if item is None else item
        return tuple(map(str, feature["names"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
