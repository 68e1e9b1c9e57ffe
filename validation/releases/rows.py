"""Columns of a release's configs, a batch at a time, from files that are as its manifest lists them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from validation.releases.found import Release

FAULTS = (pa.ArrowException, OSError)
"""What a file that is no Parquet raises, however well its bytes are listed."""
_BATCH = 5_000


def splits_of(release: Release, config: str) -> tuple[str, ...]:
    """The config's splits, none where the release has no such config."""
    entry = release.manifest.configs.get(config) if release.manifest else None
    return tuple(entry.splits) if entry else ()


def frames(release: Release, config: str, split: str, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Frames with those of the columns that each file has.

    Raises:
        pa.ArrowException, OSError: a file is no Parquet.
    """
    assert release.manifest is not None
    for name in release.manifest.configs[config].splits[split].files:
        if name in release.sound:
            yield from batches(release.sound[name], columns)


def batches(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Frames of one file with those of the columns that it has; it raises as `frames` does."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        wanted = [column for column in columns if file.schema_arrow.names.count(column) == 1]
        for batch in file.iter_batches(_BATCH, columns=wanted):
            batch.validate(full=True)
            yield pl.DataFrame(pl.from_arrow(batch))


def class_names(release: Release, config: str, column: str) -> tuple[str, ...]:
    """Names of the class ids in a column, or in the lists or structs of one (`entities.label`), as the first
    file states them itself; empty where it states none.

    Raises:
        pa.ArrowException, OSError: the file is no Parquet.
    """
    assert release.manifest is not None
    for stated in release.manifest.configs[config].splits.values():
        for name in stated.files:
            if name in release.sound:
                metadata = pq.read_schema(release.sound[name]).metadata or {}
                return _names(metadata.get(b"huggingface", b"{}"), column.split("."))
    return ()


def _names(raw: bytes, path: list[str]) -> tuple[str, ...]:
    try:
        feature = json.loads(raw)["info"]["features"]
        for member in path:
            feature = feature[member]
            feature = feature.get("feature", feature)
        return tuple(map(str, feature["names"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
