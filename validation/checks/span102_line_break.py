"""SPAN102: spans stay in one line."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(f"{row['label']} {quoted(row['surface'])} crosses a line break")


CHECK = RowCheck(
    id="SPAN102",
    title="Spans stay in one paragraph",
    scope="span",
    tables=LABELS,
    meaning="A name does not go over the end of a paragraph.",
    example="“Hà Nội⏎⏎Cuba”.",
    fix="Correct the span in Label Studio and pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("surface").str.contains("\n", literal=True),
    message=_message,
)
