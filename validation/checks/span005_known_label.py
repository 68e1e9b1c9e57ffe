"""SPAN005: labels are the contract's."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    known = ", ".join(setting.contract.entity_names)
    yield Flaw(f"label {quoted(row['label'])} on {quoted(row['surface'])}; the contract has {known}")


CHECK = RowCheck(
    id="SPAN005",
    title="Labels are the contract's",
    scope="span",
    tables=LABELS,
    meaning="Every span's label is one of the contract's entities.",
    example="PERSON where the contract says PER.",
    fix="Add the label to the contract, or correct it in Label Studio and pull again.",
    needs=("entities",),
    breach=lambda setting: ~pl.col("label").is_in(setting.contract.entity_names).fill_null(value=False),
    message=_message,
)
