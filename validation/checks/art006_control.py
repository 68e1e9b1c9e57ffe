"""ART006: no control characters."""

from collections.abc import Iterable

import polars as pl

from validation.characters import CONTROL
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.fields import TEXTS, found_in


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    return found_in(row, "control character", CONTROL)


CHECK = RowCheck(
    id="ART006",
    title="No control characters",
    scope="article",
    tables=("articles",),
    meaning="The only control character that a text holds is the line feed. NUL makes PostgreSQL refuse the "
    "row, ESC drives terminals, CR and U+2028 break lines where we see none.",
    example="A NUL between two words of a page that was half binary.",
    fix="Run tinbai normalize again, which takes them out.",
    needs=TEXTS,
    breach=lambda _: pl.col("odd"),
    message=_message,
)
