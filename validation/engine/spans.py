"""The frame that the span checks see: a row per span, with the text it points at."""

from collections.abc import Container

import polars as pl

_WORD = r"[\p{L}\p{M}\p{N}]"
_APART = 1 << 40  # no text is this long, so records cannot reach into each other


def spans_of(records: pl.DataFrame, wanted: Container[str]) -> pl.DataFrame:
    """One row per span, by record and offsets; `found`, `window` and `cuts` where a check looks at one of them.

    `span` is its place in the list. `ordered`: 0 <= start < end in whole numbers. `inside`: that, within
    the text that the labels pin. `found`: text[start:end] there. `window`: that and a code point on each
    side. `cuts`: a letter or digit on both sides of an edge. `twice`: the same as the span before.
    `reach`: where the furthest earlier span of the record ends; `overlaps`: it starts before that.
    """
    listed = records.filter(pl.col("n_entities") > 0).select(
        "row",
        "record_id",
        "article_id",
        "comparable",
        "text",
        pl.col("chars").cast(pl.Int64),
        "entities",
        pl.int_ranges(0, pl.col("n_entities"), dtype=pl.Int32).alias("span"),
    )
    entity = pl.col("entities").struct
    spans = listed.explode("entities", "span").with_columns(
        entity.field("start").alias("start_given"),
        entity.field("end").alias("end_given"),
        entity.field("label").alias("label"),
        entity.field("text").alias("surface"),
    )
    spans = spans.drop("entities").with_columns(
        _whole("start_given", spans).alias("start"), _whole("end_given", spans).alias("end")
    )
    start, end = pl.col("start"), pl.col("end")
    spans = spans.with_columns(
        ((start >= 0) & (start < end)).fill_null(value=False).alias("ordered")
    ).with_columns((pl.col("comparable") & pl.col("ordered") & (end <= pl.col("chars"))).alias("inside"))
    reads = any(name in wanted for name in ("found", "window", "cuts"))
    return _compared(_read(spans) if reads else spans)


def _whole(name: str, spans: pl.DataFrame) -> pl.Expr:
    """Offsets as whole numbers; a fraction is null, never rounded."""
    value = pl.col(name)
    if spans.schema[name].is_float():
        value = pl.when(value == value.floor()).then(value)
    return value.cast(pl.Int64, strict=False)


def _read(spans: pl.DataFrame) -> pl.DataFrame:
    start, end = pl.col("start"), pl.col("end")
    inside = pl.col("inside")
    # Polars evaluates both sides of a `when`, and a negative length is an error to it.
    first = pl.when(inside).then((start - 1).clip(lower_bound=0)).otherwise(0)
    length = pl.when(inside).then(end - start).otherwise(0)
    before = pl.when(inside).then(start - first).otherwise(0)
    window = pl.when(inside).then(pl.col("text").str.slice(first, length + before + 1))
    spans = spans.with_columns(window.alias("window"))
    cut_before = (start > 0) & pl.col("window").str.contains(f"^{_WORD}{_WORD}")
    cut_after = (end < pl.col("chars")) & pl.col("window").str.contains(f"{_WORD}{_WORD}$")
    return spans.with_columns(
        pl.col("window").str.slice(before, length).alias("found"),
        (pl.col("inside") & (cut_before | cut_after)).fill_null(value=False).alias("cuts"),
    )


def _compared(spans: pl.DataFrame) -> pl.DataFrame:
    place = spans.select(pl.col("row") * _APART + pl.col("start")).to_series()
    if not (place.diff().slice(1) > 0).all(ignore_nulls=False):
        spans = spans.sort("row", "start", "end", "label", "span", nulls_last=True)
    same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift(1)) for name in ("row", "start", "end", "label")
    )
    base = pl.col("row") * _APART
    ends = pl.when(pl.col("ordered")).then(base + pl.col("end"))
    furthest = ends.cum_max().forward_fill().shift(1) - base
    return spans.with_columns(
        (same & pl.col("ordered")).fill_null(value=False).alias("twice"),
        pl.when(furthest > 0).then(furthest).alias("reach"),
    ).with_columns(
        (pl.col("ordered") & ~pl.col("twice") & (pl.col("start") < pl.col("reach")))
        .fill_null(value=False)
        .alias("overlaps")
    )
