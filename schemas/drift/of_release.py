"""What a release holds, from its files. What an older contract did not know yet stays empty."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from schemas.drift.population import Gathered, Population
from schemas.keys import key_of
from schemas.release.columns import class_names, frames, splits_of
from schemas.release.manifest import Manifest

_COLUMNS = ("id", "kind", "source", "published_at", "paragraphs")


def of_release(manifest: Manifest, files: Mapping[str, Path]) -> Population:
    """Count it, without reading a text. `files` are the paths of those that may be opened, by their names.

    Raises:
        pa.ArrowException, OSError: a file is no Parquet.
        pl.exceptions.PolarsError: a column has a form that no contract ever gave it.
    """
    gathered = Gathered()
    for split in splits_of(manifest, "articles"):
        for frame in frames(manifest, files, "articles", split, _COLUMNS):
            gathered.stories(_with_chars(frame), _keys(frame["id"]) if "id" in frame.columns else None)
    labels: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    for split in splits_of(manifest, "entities"):
        names = class_names(manifest, files, "entities", "entities.label")
        for frame in frames(manifest, files, "entities", split, ["id", "entities"]):
            if {"id", "entities"} <= set(frame.columns):
                spans = frame["entities"].list.len()
                gathered.labelled(split, _keys(frame["id"]), spans)
                gathered.records["labels"] += int((spans > 0).sum())
                labels.update(_named(frame["entities"].explode().struct.field("label"), names))
    for split in splits_of(manifest, "topics"):
        names = class_names(manifest, files, "topics", "topics")
        for frame in frames(manifest, files, "topics", split, ["topics"]):
            if "topics" in frame.columns:
                gathered.records["topics"] += int((frame["topics"].list.len() > 0).sum())
                topics.update(_named(frame["topics"].explode(), names))
    return gathered.population(labels, topics)


def _with_chars(frame: pl.DataFrame) -> pl.DataFrame:
    """The text's length is where its last paragraph ends (ART014), so no text is read."""
    if "paragraphs" not in frame.columns:
        return frame
    return frame.with_columns(pl.col("paragraphs").list.last().struct.field("end").alias("chars"))


def _keys(ids: pl.Series) -> pl.Series:
    return ids.to_frame("id").select(key_of(pl.col("id").cast(pl.String)).alias("key"))["key"]


def _named(values: pl.Series, names: tuple[str, ...]) -> dict[str, int]:
    """Counts of class ids by their names, or by `#3` where there is none."""
    counted: dict[str, int] = {}
    for value, count in values.drop_nulls().value_counts().iter_rows():
        known = isinstance(value, int) and 0 <= value < len(names)
        counted[names[value] if known else f"#{value}"] = count
    return counted
