"""ART005: text is in NFC."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import code_point
from validation.characters import first_change_by_nfc
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.fields import TEXTS, texts_of


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    for field, text in texts_of(row):
        place = first_change_by_nfc(text)
        if place is not None:
            inside = field == "text"
            yield Flaw(
                f"{field} is not in NFC from {code_point(text[place])} at {place} on",
                start=place if inside else None,
                end=place + 1 if inside else None,
            )


CHECK = RowCheck(
    id="ART005",
    title="Text is in NFC",
    scope="article",
    tables=("articles",),
    meaning="Unicode writes ệ in three ways. Text, title, author, section and captions use the composed one, "
    "so that one word is one string and offsets mean one thing.",
    example="“Viê\u0323t Nam”, where the dot below is a character of its own.",
    fix="Run tinbai normalize again; labels of the changed texts have to be migrated.",
    needs=TEXTS,
    breach=lambda _: pl.col("odd"),
    message=_message,
)
