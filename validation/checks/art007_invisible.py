"""ART007: no bidi controls and nothing of zero width."""

from collections.abc import Iterable

import polars as pl

from validation.characters import INVISIBLE, JOINER
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.fields import TEXTS, found_in


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    return found_in(row, "invisible character", INVISIBLE, JOINER)


CHECK = RowCheck(
    id="ART007",
    title="No invisible characters",
    scope="article",
    tables=("articles",),
    meaning="Zero-width spaces, soft hyphens, byte order marks and bidi controls split words and move offsets "
    "without being seen. A zero-width joiner may stand between two emoji, where it makes one of them.",
    example="“Hà\u200b Nội” with a zero-width space, which no search finds.",
    fix="Run tinbai normalize again, which takes them out.",
    needs=TEXTS,
    breach=lambda _: pl.col("odd"),
    message=_message,
)
