"""Clusters that lie in several splits, and which of their rows a release leaves out."""

from collections.abc import Iterator

import polars as pl

from schemas.release.splits import KEPT_FIRST
from schemas.visible import quoted
from validation.engine.keys import repeated_keys
from validation.engine.whole import Whole

_SHOWN = 4


def shared(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of clusters with two members or more. Few have, and the others lie in one split."""
    return frame.filter(frame["cluster"].is_in(repeated_keys(frame["cluster"]).implode()))


def across(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of clusters in more than one split."""
    return frame.filter(pl.col("split").n_unique().over("cluster") > 1)


def is_held_out() -> pl.Expr:
    """Whether the row's cluster keeps another split, as `dataset/splits.py` has it."""
    ranks = {split: rank for rank, split in enumerate(KEPT_FIRST)}
    rank = pl.col("split").cast(pl.String).replace_strict(ranks, default=None, return_dtype=pl.Int8)
    return (rank > rank.min().over("cluster")).fill_null(value=False)


def members(whole: Whole, rows: pl.DataFrame) -> Iterator[tuple[int, str | None, str]]:
    """Of each cluster of `rows` the row and id of the first member, and all of them told with their splits.

    The first by name, so that a breach stays with its record when rows move.
    """
    if rows.is_empty():
        return
    ids_at = whole.values("splits", ["id"], rows["row"].to_list())
    clusters = (
        rows.join(ids_at.select("row", "id"), on="row", how="left")
        .sort("id", "row")
        .group_by("cluster", maintain_order=True)
        .agg("row", "split", "id")
    )
    for numbers, splits, ids in clusters.select("row", "split", "id").iter_rows():
        told = ", ".join(f"{quoted(i)} in {s}" for i, s in list(zip(ids, splits, strict=True))[:_SHOWN])
        more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
        yield numbers[0], ids[0], f"{len(set(splits))} splits: {told}{more}"
