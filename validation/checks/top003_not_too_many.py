"""TOP003: there are not too many topics."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _most(setting: Setting) -> int:
    return setting.contract.topic_rules.primary + setting.contract.topic_rules.max_secondary


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    topics = row["topics"] if isinstance(row["topics"], list) else []
    yield Flaw(f"{len(topics)} topics; at most {_most(setting)} may be chosen, the primary included")


CHECK = RowCheck(
    id="TOP003",
    title="Not too many topics",
    scope="record",
    tables=LABELS,
    meaning="Beside the primary topic there are at most as many as the contract's topic_rules.max_secondary says.",
    example="One primary and five secondary topics where three are allowed.",
    fix="Keep the most fitting ones in Label Studio and pull again.",
    needs=("topics", "primary_topic"),
    breach=lambda setting: pl.col("topics").list.len() > _most(setting),
    message=_message,
)
