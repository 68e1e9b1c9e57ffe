"""ART008: no replacement character."""

from collections.abc import Iterable

import polars as pl

from validation.characters import REPLACEMENT
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.fields import TEXTS, found_in


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    return found_in(row, "replacement character", REPLACEMENT)


CHECK = RowCheck(
    id="ART008",
    title="No replacement characters",
    scope="article",
    tables=("articles",),
    meaning="U+FFFD says that a letter was lost when somebody decoded the page wrongly. It cannot be guessed back.",
    example="“Th\ufffd tướng”.",
    fix="Crawl the page again with the right encoding, or leave it out.",
    needs=TEXTS,
    breach=lambda _: pl.col("odd"),
    message=_message,
)
