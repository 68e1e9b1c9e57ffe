"""The frame that the article checks see: the contract's columns and what is measured of the text once."""

from collections.abc import Container

import polars as pl

from validation.characters import ODD
from validation.checks.fields import TEXTS
from validation.engine.keys import key_of, url_identity
from validation.engine.paragraphs import paragraphs_hold

# Few values, many rows: four bytes each instead of sixteen and more.
_FACTS: dict[str, type[pl.DataType]] = {
    "kind": pl.Categorical,
    "source": pl.Categorical,
    "language": pl.Categorical,
    "published_at": pl.Date,
    "published_precision": pl.Categorical,
    "event_date": pl.Categorical,
}


def bytes_wanted(wanted: Container[str]) -> tuple[str, ...]:
    """What Source.batches is to measure for checks that look at the columns `wanted`."""
    measures = {"found_sha256": "found_sha256", "odd": "odd_text"}
    return tuple(measure for column, measure in measures.items() if column in wanted)


def measured(frame: pl.DataFrame, wanted: Container[str]) -> pl.DataFrame:
    """Add `record_id`, `article_id`, `chars` (code points of text) and, where a check looks at them, `odd` and
    `whole_paragraphs`.

    `odd`: text, title, author, section or a caption holds a character that needs a closer look. Where nobody asked
    for `found_sha256`, the one that the row states is believed.
    """
    columns = frame.columns
    if "found_sha256" not in columns and "text_sha256" in columns:
        frame = frame.with_columns(pl.col("text_sha256").alias("found_sha256"))
    if "whole_paragraphs" in wanted:
        held = paragraphs_hold(frame["text"], frame["paragraphs"])
        frame = frame.with_columns(held.alias("whole_paragraphs"))
    identity = pl.col("id") if "id" in columns else pl.lit(None, pl.String)
    frame = frame.with_columns(
        identity.alias("record_id"),
        identity.alias("article_id"),
        (pl.col("text").str.len_chars() if "text" in columns else pl.lit(None, pl.UInt32)).alias("chars"),
    )
    if "odd" not in wanted:
        return frame
    hits = [_as_text(name).str.contains(ODD).fill_null(value=False) for name in TEXTS if name != "text"]
    return frame.with_columns(pl.any_horizontal("odd_text", *hits).alias("odd"))


def _as_text(name: str) -> pl.Expr:
    return pl.col(name).list.join("\n", ignore_nulls=True) if name == "captions" else pl.col(name)


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """What stays of each article for the checks of the whole: row, kind and keys."""
    columns = frame.columns
    kept = [pl.col("row")]
    if "id" in columns:
        kept.append(key_of(pl.col("id")).alias("key"))
    if "kind" in columns:
        kept.append(pl.col("kind").cast(pl.Categorical))
        if "found_sha256" in columns:
            text = pl.when(pl.col("kind") == "article").then(pl.col("found_sha256"))
            kept.append(key_of(text).alias("text_key"))
        if "url" in columns:
            kept.append(key_of(url_identity()).alias("url_key"))
    return frame.select(kept)


def facts(frame: pl.DataFrame) -> pl.DataFrame:
    """A row per article without its text: what the expectation suites and the report's plots look at."""
    columns = frame.columns

    def present(name: str) -> pl.Expr:
        return (pl.col(name).is_not_null() if name in columns else pl.lit(value=False)).alias(f"has_{name}")

    def count(name: str) -> pl.Expr:
        value = pl.col(name).list.len() if name in columns else pl.lit(None, pl.UInt32)
        return value.cast(pl.Int32).alias(f"n_{name}")

    return frame.select(
        "row",
        pl.col("record_id").alias("id"),
        *(
            (pl.col(name) if name in columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in _FACTS.items()
        ),
        pl.col("chars").cast(pl.Int32),
        count("paragraphs"),
        count("captions"),
        *(present(name) for name in ("title", "author", "url", "license")),
    )
