"""SPAN101: spans have no stray punctuation at their edges."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS

# Not the full stop (TP., Jr.), nor quotes and brackets, which can belong to a name.
_STRAY = r"^[,;:!?…]|[,;:!?…]$"


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    yield Flaw(f"{row['label']} {quoted(row['surface'])} starts or ends with punctuation")


CHECK = RowCheck(
    id="SPAN101",
    title="No stray punctuation at a span's edges",
    scope="span",
    tables=LABELS,
    meaning="A comma or colon at the edge is usually a slip of the mouse.",
    example="GPE “Cuba,” with the comma after it.",
    fix="Correct the span in Label Studio and pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("surface").str.contains(_STRAY),
    message=_message,
)
