"""SPAN003: offsets lie inside the text."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _breach(_setting: Setting) -> pl.Expr:
    return ~pl.col("ordered") | (pl.col("comparable") & (pl.col("end") > pl.col("chars")))


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    whole = f" of a text of {row['chars']} code points" if row["comparable"] else ""
    yield Flaw(
        f"{row['label']} {quoted(row['surface'])} at [{row['start']}, {row['end']}){whole}",
        start=row["start"] if isinstance(row["start"], int) else None,
        end=row["end"] if isinstance(row["end"], int) else None,
    )


CHECK = RowCheck(
    id="SPAN003",
    title="Offsets lie inside the text",
    scope="span",
    tables=LABELS,
    meaning="Offsets are whole code points with 0 <= start < end <= length.",
    example="[310, 325) in a text of 300 code points; [7, 7); [2.5, 8.0).",
    fix="Find the tool that counts in other units (bytes, UTF-16) and convert, then pull again.",
    needs=("entities",),
    breach=_breach,
    message=_message,
)
