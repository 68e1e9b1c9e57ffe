"""ART103: the text is in the corpus's language."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting


def _breach(setting: Setting) -> pl.Expr:
    # No pattern and no list of its parts: nearly every tag is the contract's as it stands.
    tag, wanted = pl.col("language").str.to_lowercase(), setting.contract.language.lower()
    return (tag != wanted) & ~tag.str.starts_with(f"{wanted}-")


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    yield Flaw(f"language is {quoted(row['language'])}; the contract says {setting.contract.language}")


CHECK = RowCheck(
    id="ART103",
    title="The corpus's language",
    scope="article",
    tables=("articles",),
    meaning="The language tag is the contract's, or a variety of it. Capitals mean nothing in such a tag.",
    example="language is en in a Vietnamese corpus.",
    fix="Leave the page out of the input, or set another language in the contract.",
    needs=("language",),
    breach=_breach,
    message=_message,
)
