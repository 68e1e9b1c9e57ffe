"""ART009: every article says where it came from."""

import polars as pl

from validation.check import RowCheck, Setting


def _breach(_setting: Setting) -> pl.Expr:
    blank = [
        pl.col(name).str.strip_chars() == "" for name in ("source_path", "source_sha256", "norm_version")
    ]
    teaser = (pl.col("kind") == "teaser") & (pl.col("parent_id").is_null() | pl.col("item_index").is_null())
    return pl.any_horizontal(*blank, teaser)


CHECK = RowCheck(
    id="ART009",
    title="Provenance is known",
    scope="article",
    tables=("articles",),
    meaning="Source file, its sha256 and the version of the rules are there, so that anybody can make the text "
    "again; a teaser names the listing page and its place on it.",
    example="source_path is empty.",
    fix="Run tinbai normalize again; rows that were written by hand need these columns filled.",
    needs=("kind", "parent_id", "item_index", "source_path", "source_sha256", "norm_version"),
    breach=_breach,
    message="source_path, source_sha256 or norm_version is empty, or a teaser lacks its listing page",
)
