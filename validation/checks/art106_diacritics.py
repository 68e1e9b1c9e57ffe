"""ART106: what is written with diacritics has them."""

import re
from collections.abc import Iterable

import polars as pl

from schemas.language.diacritics import DIACRITICS, diacritics_rule
from schemas.language.diacritics_rule import DiacriticsRule
from validation.check import Flaw, Row, RowCheck, Setting

_WORD = re.compile(r"[^\W\d_]+")
# Of fewer words nothing can be said: a teaser may be names and one verb.
_FEWEST = 20


def _limit(setting: Setting) -> float:
    return setting.rule.limit or 0.0


def _breach(setting: Setting) -> pl.Expr:
    """Texts whose bytes are few for their characters."""
    chars = pl.col("chars").cast(pl.Int64)
    more = pl.col("text").str.len_bytes().cast(pl.Int64) - chars
    tag = pl.col("language").str.to_lowercase()
    return pl.any_horizontal(
        ((tag == language) | tag.str.starts_with(f"{language}-"))
        & (more < chars * (rule.bytes_plain + rule.bytes_marked * _limit(setting)))
        for language, rule in DIACRITICS.items()
    )


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    rule = diacritics_rule(str(row["language"]))
    if rule is None:
        return
    marked, bare = _words(str(row["text"]), rule)
    whole = marked + bare
    if whole >= _FEWEST and marked < _limit(setting) * whole:
        yield Flaw(f"{marked} of {whole} {rule.language} words have a diacritic ({marked / whole:.0%})")


def _words(text: str, rule: DiacriticsRule) -> tuple[int, int]:
    """Small words with a mark, and those without that are the language's none the less.

    Words with a capital are left out, since a list of foreign names proves nothing, and so are words that no mark
    makes the language's: in Vietnamese, an English quotation counts for little.
    """
    marked = bare = 0
    for word in _WORD.findall(text):
        if word.islower():
            if not word.isascii():
                marked += 1
            elif rule.is_bare(word):
                bare += 1
    return marked, bare


CHECK = RowCheck(
    id="ART106",
    title="Diacritics are there",
    scope="article",
    tables=("articles",),
    meaning="Of the words of a text in Vietnamese, or in another language whose pack says what it looks like without, at "
    "least the rule's limit (a share) have a diacritic. Names, English words and texts of fewer than 20 words are not "
    "judged. Text without diacritics has another vocabulary: “ban” is bán, bàn, bạn or bản.",
    example="“Thu tuong da tham chinh thuc Cuba”.",
    fix="Look for an encoding that lost letters between the page and articles. A page that was written so belongs "
    "in no corpus of Vietnamese: leave it out of the input.",
    needs=("text", "language"),
    breach=_breach,
    message=_message,
)
