"""The frame that the article checks see: the contract's columns and what is measured of the text once."""

from collections.abc import Container

import polars as pl

from schemas.keys import key_of
from validation.characters import ODD
from validation.checks.fields import in_any
from validation.engine.keys import url_identity
from validation.engine.paragraphs import paragraphs_hold

# Few values, many rows: four bytes each instead of sixteen and more.
_FACTS: dict[str, type[pl.DataType]] = {
    "kind": pl.Categorical,
    "source": pl.Categorical,
    "published_at": pl.Date,
}
_COUNTED = ("paragraphs", "captions")
_PRESENT = ("title", "author", "url", "license")


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
    captions = in_any(lambda text: text.str.contains(ODD), "captions")
    return frame.with_columns((pl.col("odd_text") | captions).alias("odd"))


def kept(frame: pl.DataFrame, keys: Container[str]) -> pl.DataFrame:
    """What stays of each article: `row`, `key`, those of text_key and url_key that are in `keys`, and facts. No strings: a
    million ids take more memory than all else."""
    columns = frame.columns
    made = [pl.col("row")]
    if "id" in columns:
        made.append(key_of(pl.col("id")).alias("key"))
    if "kind" in columns:
        if "found_sha256" in columns and "text_key" in keys:
            text = pl.when(pl.col("kind") == "article").then(pl.col("found_sha256"))
            made.append(key_of(text).alias("text_key"))
        if "url" in columns and "url_key" in keys:
            made.append(key_of(url_identity()).alias("url_key"))
    made += [pl.col(name).cast(kind) for name, kind in _FACTS.items() if name in columns]
    made += [
        pl.col(name).list.len().cast(pl.Int32).alias(f"n_{name}") for name in _COUNTED if name in columns
    ]
    made += [pl.col(name).is_not_null().alias(f"has_{name}") for name in _PRESENT if name in columns]
    return frame.select(*made, pl.col("chars").cast(pl.Int32))


def compact(kept: pl.DataFrame, keys: Container[str]) -> pl.DataFrame:
    """Row, kind and keys, each where the table has what it is made of; a key that is not in `keys` is null."""
    there = (name for name in ("row", "key", "kind", "text_key", "url_key") if name in kept.columns)
    nobody = (pl.lit(None, pl.UInt64).alias(name) for name in ("text_key", "url_key") if name not in keys)
    return kept.select(*there, *nobody)


def facts(kept: pl.DataFrame) -> pl.DataFrame:
    """A row per article in numbers, for the report's plots. What the table lacks is null or not there."""

    def known(name: str, kind: type[pl.DataType]) -> pl.Expr:
        return pl.col(name) if name in kept.columns else pl.lit(None, kind).alias(name)

    return kept.select(
        "row",
        *(known(name, kind) for name, kind in _FACTS.items()),
        "chars",
        *(known(f"n_{name}", pl.Int32) for name in _COUNTED),
        *(known(f"has_{name}", pl.Boolean).fill_null(value=False) for name in _PRESENT),
    )
