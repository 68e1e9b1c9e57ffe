"""ART014: paragraphs cover the text."""

import polars as pl

from validation.check import RowCheck, Setting

_BETWEEN = 2  # two line feeds


def _breach(_setting: Setting) -> pl.Expr:
    lengths = pl.col("text").str.split("\n\n").list.eval(pl.element().str.len_chars().cast(pl.Int64))
    ends = lengths.list.eval((pl.element() + _BETWEEN).cum_sum() - _BETWEEN)
    starts = lengths.list.eval((pl.element() + _BETWEEN).cum_sum() - _BETWEEN - pl.element())
    given = pl.col("paragraphs")
    same_starts = given.list.eval(pl.element().struct.field("start").cast(pl.Int64)) == starts
    same_ends = given.list.eval(pl.element().struct.field("end").cast(pl.Int64)) == ends
    empty = lengths.list.eval(pl.element() == 0).list.any()
    return (~(same_starts & same_ends) | empty).fill_null(value=True)


CHECK = RowCheck(
    id="ART014",
    title="Paragraphs cover the text",
    scope="article",
    tables=("articles",),
    meaning="The paragraphs' offsets are exactly the stretches between two line feeds: the first starts at 0, "
    "the last ends with the text, none is empty.",
    example="The last paragraph ends 12 code points before the text does.",
    fix="Run tinbai normalize again.",
    needs=("text", "paragraphs"),
    breach=_breach,
    message="paragraphs are not the stretches between the text's double line feeds",
)
