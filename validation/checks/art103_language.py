"""ART103: the text is in the corpus's language."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Row, RowCheck, Setting
from validation.visible import quoted


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    yield Flaw(f"language is {quoted(row['language'])}; the contract says {setting.contract.language}")


CHECK = RowCheck(
    id="ART103",
    title="The corpus's language",
    scope="article",
    tables=("articles",),
    meaning="The language tag is the contract's, or a variety of it.",
    example="language is en in a Vietnamese corpus.",
    fix="Leave the page out of the input, or set another language in the contract.",
    needs=("language",),
    breach=lambda setting: pl.col("language").str.split("-").list.first() != setting.contract.language,
    message=_message,
)
