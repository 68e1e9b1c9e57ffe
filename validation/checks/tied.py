"""Pairs of articles that clusters calls alike, with the split of each."""

from collections.abc import Collection

import polars as pl

from validation.engine.whole import Whole


def tied_pairs(whole: Whole, tiers: Collection[str], least: float) -> pl.DataFrame:
    """Each pair once, by its row in clusters: `row`, `jaccard`, then of both articles (the second's with `_other`)
    `article` (its row), `text_key` and `split`.

    Whole articles alone: one teaser stands on many listing pages, and goes into no split of its own.
    """
    ties = whole.ties.filter(pl.col("tier").is_in(tiers) & (pl.col("jaccard") >= least))
    named = pl.DataFrame({"key": pl.concat([ties["key"], ties["nearest"].rename("key")])})
    articles = whole.tables["articles"].filter(pl.col("kind") == "article").join(named, on="key", how="semi")
    told = _first(articles.select("key", pl.col("row").alias("article"), "text_key"))
    splits = whole.tables["splits"].select("key", "split").join(named, on="key", how="semi")
    told = told.join(_first(splits), on="key")
    pairs = ties.join(told, on="key").join(told, left_on="nearest", right_on="key", suffix="_other")
    return (
        pairs.sort("row")
        .with_columns(
            pl.min_horizontal("key", "nearest").alias("a"), pl.max_horizontal("key", "nearest").alias("b")
        )
        .unique(["a", "b"], keep="first", maintain_order=True)
    )


def _first(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.unique("key", keep="first", maintain_order=True)
