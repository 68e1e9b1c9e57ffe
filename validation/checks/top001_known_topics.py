"""TOP001: topics are the contract's."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _breach(setting: Setting) -> pl.Expr:
    codes = setting.contract.topic_codes
    listed = pl.col("topics").list.eval(~pl.element().is_in(codes)).list.any()
    primary = ~pl.col("primary_topic").is_in(codes)
    return listed.fill_null(value=False) | primary.fill_null(value=False)


def _message(row: Row, setting: Setting) -> Iterable[Flaw]:
    topics = row["topics"] if isinstance(row["topics"], list) else []
    chosen = dict.fromkeys([*topics, row["primary_topic"]])
    odd = [quoted(code) for code in chosen if code is not None and code not in setting.contract.topic_codes]
    yield Flaw(f"{', '.join(odd)} {'is no topic' if len(odd) == 1 else 'are no topics'} of the contract")


CHECK = RowCheck(
    id="TOP001",
    title="Topics are the contract's",
    scope="record",
    tables=LABELS,
    meaning="Every topic is a code of the contract's list.",
    example="medtop:99999999, or “Kinh tế” instead of medtop:04000000.",
    fix="Add the topic to the contract, or correct it in Label Studio and pull again.",
    needs=("topics", "primary_topic"),
    breach=_breach,
    message=_message,
)
