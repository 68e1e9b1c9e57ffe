"""ART011: dates agree with their precision."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Row, RowCheck, Setting


def _breach(_setting: Setting) -> pl.Expr:
    precision, day = pl.col("published_precision"), pl.col("published_at")
    return (
        ((precision == "unknown") != day.is_null())
        | ((precision == "year") & (day.dt.ordinal_day() != 1))
        | ((precision == "month") & (day.dt.day() != 1))
        | ~day.dt.year().is_between(1, 9999)
    ).fill_null(value=False)


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    day = "null" if row["published_at"] is None else row["published_at"]
    yield Flaw(f"published_at is {day} where published_precision is {row['published_precision']}")


CHECK = RowCheck(
    id="ART011",
    title="Dates agree with their precision",
    scope="article",
    tables=("articles",),
    meaning="Unknown dates are null; a year's date is its 1 January, a month's its first day. Anything else "
    "claims to know more than was found.",
    example="published_at is 2023-06-02 with the precision month.",
    fix="Run tinbai normalize again; in rows of your own, use the first day of the period.",
    needs=("published_at", "published_precision"),
    breach=_breach,
    message=_message,
)
