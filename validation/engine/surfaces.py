"""The names that people have labelled, before any text is read: what the mentions' automaton looks for."""

import polars as pl

from validation.engine.source import Source

MOST = 50_000
"""Names that are looked for at most; of more, those with the most spans. Fifty thousand take about 20 MB."""

_LONGEST = 120  # code points; what is longer is no name
_WORD = r"[\p{L}\p{N}]"


def labelled_surfaces(source: Source, most: int = MOST) -> list[str]:
    """The surfaces of a table of labels, those with the most spans first; equal ones by their letters.

    Only the column `entities` is read. Where a table has very many surfaces the rarest are forgotten on the way.
    """
    counts = pl.DataFrame(schema={"surface": pl.String, "spans": pl.UInt32})
    if "entities" not in source.columns:
        return []
    for frame in source.batches(["entities"]):
        texts = frame["entities"].explode(empty_as_null=False).struct.field("text").alias("surface")
        fresh = texts.drop_nulls().value_counts(name="spans").select("surface", "spans")
        counts = pl.concat([counts, fresh]).group_by("surface").agg(pl.col("spans").sum())
        if len(counts) > 4 * most:
            counts = _largest(counts, 2 * most)
    named = counts.filter(
        pl.col("surface").str.contains(_WORD)
        & (pl.col("surface").str.len_chars() <= _LONGEST)
        & (pl.col("surface") == pl.col("surface").str.strip_chars())
    )
    return _largest(named, most)["surface"].to_list()


def _largest(counts: pl.DataFrame, most: int) -> pl.DataFrame:
    return counts.sort(["spans", "surface"], descending=[True, False]).head(most)
