"""ART106: Vietnamese is written with its diacritics."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import polars as pl

from schemas.language.syllable import ONSETS, RHYMES
from validation.check import Flaw, Row, RowCheck, Setting

_WORD = re.compile(r"[^\W\d_]+")
# Of fewer words nothing can be said: a teaser may be names and one verb.
_FEWEST = 20
_VIETNAMESE = "vi"


def _limit(setting: Setting) -> float:
    return setting.rule.limit or 0.0


def _breach(setting: Setting) -> pl.Expr:
    """Texts whose bytes are few for their characters.

    A marked letter takes a byte or two more: ordinary texts have 0.25 to 0.34 more bytes than characters, at 0.88 of
    their words. The one falls with the other, and 0.05 is left for quotes, dashes and emoji.
    """
    chars = pl.col("chars").cast(pl.Int64)
    more = pl.col("text").str.len_bytes().cast(pl.Int64) - chars
    tag = pl.col("language").str.to_lowercase()
    vietnamese = (tag == _VIETNAMESE) | tag.str.starts_with(f"{_VIETNAMESE}-")
    return vietnamese & (more < chars * (0.05 + 0.3 * _limit(setting)))


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    marked, bare = _words(str(row["text"]))
    whole = marked + bare
    if whole >= _FEWEST and marked < _limit(setting) * whole:
        yield Flaw(f"{marked} of {whole} Vietnamese words have a diacritic ({marked / whole:.0%})")


def _words(text: str) -> tuple[int, int]:
    """Small words with a mark, and those without that would be syllables with some or none.

    Words with a capital are left out, since a list of foreign names proves nothing, and so are words that no mark
    makes Vietnamese: an English quotation counts for little.
    """
    marked = bare = 0
    for word in _WORD.findall(text):
        if word.islower():
            if not word.isascii():
                marked += 1
            elif word in _bare_syllables():
                bare += 1
    return marked, bare


@cache
def _bare_syllables() -> frozenset[str]:
    """Every syllable as it is typed without any mark."""
    return frozenset(_bare(onset) + rhyme for rhyme in map(_bare, RHYMES) for onset in ONSETS)


def _bare(letters: str) -> str:
    apart = unicodedata.normalize("NFD", letters.replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


CHECK = RowCheck(
    id="ART106",
    title="Vietnamese has its diacritics",
    scope="article",
    tables=("articles",),
    meaning="Of the words of a text in Vietnamese at least the rule's limit (a share) have a diacritic. Names, English "
    "words and texts of fewer than 20 words are not judged. Text without diacritics has another vocabulary: "
    "“ban” is bán, bàn, bạn or bản.",
    example="“Thu tuong da tham chinh thuc Cuba”.",
    fix="Look for an encoding that lost letters between the page and articles. A page that was written so belongs "
    "in no corpus of Vietnamese: leave it out of the input.",
    needs=("text", "language"),
    breach=_breach,
    message=_message,
)
