"""ART108: a story holds no furniture of its page."""

from collections.abc import Iterable
from functools import cache

import polars as pl

from schemas.language.credit import MAY_CREDIT_PHOTO
from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.by_language import by_language
from validation.checks.fields import first_of_each
from validation.furniture import Lexicon, furniture_lines, lexicon_of


def _breach(_setting: Setting) -> pl.Expr:
    return by_language(lexicon_of, _may_hold, ("text",))


@cache
def _may_hold(lexicon: Lexicon | None) -> pl.Expr:
    near = (*lexicon.near, MAY_CREDIT_PHOTO) if lexicon is not None else ()
    return pl.any_horizontal(pl.lit(value=False), *(pl.col("text").str.contains(pattern) for pattern in near))


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    lexicon = lexicon_of(str(row["language"]))
    if lexicon is None:
        return
    text = str(row["text"])
    for what, start, end, more in first_of_each(furniture_lines(text, lexicon)):
        yield Flaw(f"a line of the text is {what}{more}: {quoted(text[start:end])}", start=start, end=end)


CHECK = RowCheck(
    id="ART108",
    title="No furniture in the story",
    scope="article",
    tables=("articles",),
    meaning="Headings and links of related boxes, rows of buttons, hashtags and credits of pictures are the page's, "
    "not the story's. What a story may also say as a subheading is not judged, nor a text whose language has no pack.",
    example="“Xem thêm: Giá vàng hôm nay” or “Ảnh: TTXVN” as a paragraph of the text.",
    fix="See tinbai normalize --explain for the page, and report it, so that the rules learn it; HTML tells more than "
    "text that was taken from it.",
    needs=("text", "language"),
    breach=_breach,
    message=_message,
)
