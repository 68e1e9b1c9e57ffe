"""SPAN004: a span's surface is what the text says there."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(
        f"{row['label']} says {quoted(row['surface'])}; the text at [{row['start']}, {row['end']}) "
        f"says {quoted(row['found'])}"
    )


CHECK = RowCheck(
    id="SPAN004",
    title="The surface is the text's",
    scope="span",
    tables=LABELS,
    meaning="text[start:end] is the span's own text. This is what finds labels that were shifted by a character, "
    "or counted in UTF-16 after an emoji.",
    example="GPE says “Cuba”; the text at [12, 16) says “ Cub”.",
    fix="Pull the annotations again; if it stays, look for what changed the text or the offsets in between.",
    needs=("entities",),
    breach=lambda _: pl.col("inside") & (pl.col("surface") != pl.col("found")),
    message=_message,
)
