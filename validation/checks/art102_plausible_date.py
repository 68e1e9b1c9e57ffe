"""ART102: dates are plausible, judged by the crawl's own date and never by today's."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Row, RowCheck, Setting


def _breach(setting: Setting) -> pl.Expr:
    day = pl.col("published_at")
    early = day.dt.year() < int(setting.rule.limit or 0)
    return (early | (day > pl.col("crawled_at"))).fill_null(value=False)


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    crawled = f", the crawl on {row['crawled_at']}" if row["crawled_at"] else ""
    yield Flaw(
        f"published_at is {row['published_at']}{crawled}; news sites start in {setting.rule.limit:.0f}"
    )


CHECK = RowCheck(
    id="ART102",
    title="Dates are plausible",
    scope="article",
    tables=("articles",),
    meaning="An article is not older than the first news sites of its country and not younger than its crawl. "
    "The clock of the machine plays no part, so the same data always give the same answer.",
    example="published_at is 1970-01-01.",
    fix="Look at the page's dates; a related box or an image's URL may have lent it one.",
    needs=("published_at", "crawled_at"),
    breach=_breach,
    message=_message,
)
