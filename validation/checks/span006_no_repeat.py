"""SPAN006: no span stands twice in a record."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(
        f"{row['label']} {quoted(row['surface'])} at [{row['start']}, {row['end']}) stands there twice"
    )


CHECK = RowCheck(
    id="SPAN006",
    title="No span stands twice",
    scope="span",
    tables=LABELS,
    meaning="One record does not hold the same label at the same offsets twice.",
    example="PER at [0, 8) as the first and as the fifth span.",
    fix="Remove one of the two in Label Studio and pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("twice"),
    message=_message,
)
