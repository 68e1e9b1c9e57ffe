"""ART012: event dates are EDTF."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.edtf import is_edtf


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    if not is_edtf(str(row["event_date"])):
        yield Flaw(f"event_date {quoted(row['event_date'])} is no EDTF date")


CHECK = RowCheck(
    id="ART012",
    title="Event dates are EDTF",
    scope="article",
    tables=("articles",),
    meaning="An event date is a calendar date or interval in the Extended Date/Time Format, with X for what is "
    "not known.",
    example="2024-02-30, or “chiều 7/11”.",
    fix="Write what is known: XXXX-11-07, 2024-09-22/2024-09-26, 2024; or leave it null.",
    needs=("event_date",),
    breach=lambda _: pl.col("event_date").is_not_null(),
    message=_message,
)
