"""SPAN007: spans do not overlap."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(
        f"{row['label']} {quoted(row['surface'])} at [{row['start']}, {row['end']}) overlaps the span that "
        f"ends at {row['reach']}"
    )


CHECK = RowCheck(
    id="SPAN007",
    title="Spans do not overlap",
    scope="span",
    tables=LABELS,
    meaning="The policy is flat: the outermost name is labelled, nothing inside it and nothing across its edge.",
    example="ORG “Bộ Ngoại giao Cuba” and GPE “Cuba” inside it.",
    fix="Keep the outermost span in Label Studio and pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("overlaps"),
    message=_message,
)
