"""SPAN008: spans have no white space at their edges."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(f"{row['label']} {quoted(row['surface'])} starts or ends with white space")


CHECK = RowCheck(
    id="SPAN008",
    title="No white space at a span's edges",
    scope="span",
    tables=LABELS,
    meaning="A span starts and ends with a character that shows, so that two annotators who mean the same name "
    "mark the same offsets.",
    example="“Cuba ” with the space after it.",
    fix="Turn on granularity word in Label Studio, correct the span and pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("surface").str.strip_chars() != pl.col("surface"),
    message=_message,
)
