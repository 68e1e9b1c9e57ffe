"""ART101: articles are neither too short nor too long."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Row, RowCheck, Setting


def _breach(setting: Setting) -> pl.Expr:
    limits = setting.contract.limits
    inside = pl.col("chars").is_between(limits.min_article_chars, limits.max_article_chars)
    return (pl.col("kind") == "article") & ~inside


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    limits = setting.contract.limits
    yield Flaw(
        f"{row['chars']} code points; the limits are {limits.min_article_chars} and {limits.max_article_chars}"
    )


CHECK = RowCheck(
    id="ART101",
    title="Length is within limits",
    scope="article",
    tables=("articles",),
    meaning="Very short articles are usually pages that were cut wrongly, very long ones several pages in one.",
    example="An article of 90 code points: the lead of a story behind a paywall.",
    fix="Look at the page; change limits in the contract if your corpus is of another kind.",
    needs=("kind", "text"),
    breach=_breach,
    message=_message,
)
