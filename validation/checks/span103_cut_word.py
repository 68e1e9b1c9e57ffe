"""SPAN103: spans do not cut a word in two."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(
        f"{row['label']} {quoted(row['surface'])} cuts the word it starts or ends in: {quoted(row['window'])}"
    )


CHECK = RowCheck(
    id="SPAN103",
    title="Spans do not cut words",
    scope="span",
    tables=LABELS,
    meaning="A span that starts or ends between two letters is usually a slip of the mouse.",
    example="“à Nội” in “Hà Nội”.",
    fix="Turn on granularity word in Label Studio, correct the span and pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("cuts"),
    message=_message,
)
