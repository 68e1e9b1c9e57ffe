"""What clusters says of two articles that are alike: the strongest tie of each, without the many that stand alone."""

import polars as pl

from schemas.keys import key_of

TIED = frozenset({"id", "tier", "nearest_id", "jaccard"})
_TIES = {"row": pl.Int64, "key": pl.UInt64, "nearest": pl.UInt64, "tier": pl.String, "jaccard": pl.Float64}


def no_ties() -> pl.DataFrame:
    return pl.DataFrame(schema=_TIES)


def ties_of(clusters: pl.DataFrame) -> pl.DataFrame:
    """row, key, nearest (key of the other article), tier and jaccard of the rows that name another article."""
    tied = clusters.lazy().filter(pl.col("nearest_id").is_not_null() & (pl.col("nearest_id") != pl.col("id")))
    return tied.select(
        "row",
        key_of(pl.col("id")).alias("key"),
        key_of(pl.col("nearest_id")).alias("nearest"),
        "tier",
        pl.col("jaccard").cast(pl.Float64),
    ).collect()
