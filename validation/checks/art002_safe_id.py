"""ART002: ids are safe to write anywhere."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting


def _pattern(setting: Setting) -> str:
    return setting.contract.table("articles").field("id").pattern or ""


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    yield Flaw(f"id {quoted(row['id'])} does not match {_pattern(setting)}")


CHECK = RowCheck(
    id="ART002",
    title="Ids are safe",
    scope="article",
    tables=("articles",),
    meaning="An id is lower-case ASCII without spaces, slashes or quotes, so that it can stand in a URL, a "
    "file, a query and a report as it is.",
    example="../../etc/passwd",
    fix="Leave ids to tinbai normalize, which makes them from the page's URL or path.",
    needs=("id",),
    breach=lambda setting: ~pl.col("id").str.contains(_pattern(setting)),
    message=_message,
)
