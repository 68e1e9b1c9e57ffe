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
    `overlaps`: it starts before an earlier span of the record ends; `reach`: where the furthest of those ends.
    """
    entity = pl.col("entities").struct
    listed = (
        records.lazy()
        .filter(pl.col("n_entities") > 0)
        .select(
            "row",
            "record_id",
            "article_id",
            "comparable",
            "text",
            pl.col("chars").cast(pl.Int64),
            "entities",
            pl.int_ranges(0, pl.col("n_entities"), dtype=pl.Int32).alias("span"),
        )
    )
    given = listed.explode("entities", "span").with_columns(
        entity.field("start").alias("start_given"),
        entity.field("end").alias("end_given"),
        entity.field("label").alias("label"),
        entity.field("text").alias("surface"),
    )
    fractions = _fractions(records)
    start, end = pl.col("start"), pl.col("end")
    spans = (
        given.drop("entities")
        .with_columns(
            _whole("start_given", fractions).alias("start"), _whole("end_given", fractions).alias("end")
        )
        .with_columns(((start >= 0) & (start < end)).fill_null(value=False).alias("ordered"))
        .with_columns((pl.col("comparable") & pl.col("ordered") & (end <= pl.col("chars"))).alias("inside"))
        .collect()
    )
    if "window" in wanted or "cuts" in wanted:
        spans = _with_window(spans)
    elif "found" in wanted:
        spans = spans.with_columns(_found(spans))
    return _compared(spans)


def _fractions(records: pl.DataFrame) -> frozenset[str]:
    """Which of the offsets are given as floats."""
    listed = records.schema["entities"]
    assert isinstance(listed, pl.List)
    assert isinstance(listed.inner, pl.Struct)
    return frozenset(f"{field.name}_given" for field in listed.inner.fields if field.dtype.is_float())


def _whole(name: str, fractions: frozenset[str]) -> pl.Expr:
    """Offsets as whole numbers; a fraction is null, never rounded."""
    value = pl.col(name)
    if name in fractions:
        value = pl.when(value == value.floor()).then(value)
    return value.cast(pl.Int64, strict=False)


def _found(spans: pl.DataFrame) -> pl.Expr:
    start, length = pl.col("start"), pl.col("end") - pl.col("start")
    if spans["inside"].all():
        return pl.col("text").str.slice(start, length).alias("found")
    inside = pl.col("inside")
    # Polars evaluates both sides of a `when`, and a negative length is an error to it.
    first, length = (pl.when(inside).then(place).otherwise(0) for place in (start, length))
    return pl.when(inside).then(pl.col("text").str.slice(first, length)).alias("found")


def _with_window(spans: pl.DataFrame) -> pl.DataFrame:
    start, end = pl.col("start"), pl.col("end")
    inside = pl.col("inside")
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
    base = pl.col("row") * _APART
    start, end = spans.select(base + pl.col("start"), end=base + pl.col("end")).get_columns()
    if spans["ordered"].all() and (start >= end.shift(1)).slice(1).all():
        # Most often each begins where the one before it has ended.
        return spans.with_columns(
            pl.lit(value=False).alias("twice"),
            pl.lit(None, pl.Int64).alias("reach"),
            pl.lit(value=False).alias("overlaps"),
        )
    if not (start.diff().slice(1) > 0).all(ignore_nulls=False):
        spans = spans.sort("row", "start", "end", "label", "span", nulls_last=True)
    same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift(1)) for name in ("row", "start", "end", "label")
    )
    ends = pl.when(pl.col("ordered")).then(base + pl.col("end"))
    furthest = ends.cum_max().forward_fill().shift(1) - base
    return (
        spans.with_columns(
            (same & pl.col("ordered")).fill_null(value=False).alias("twice"), furthest.alias("reach")
        )
        .with_columns(
            (pl.col("ordered") & ~pl.col("twice") & (pl.col("start") < pl.col("reach")))
            .fill_null(value=False)
            .alias("overlaps")
        )
        .with_columns(pl.when("overlaps").then("reach").alias("reach"))
    )
