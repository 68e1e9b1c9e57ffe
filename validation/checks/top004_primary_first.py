"""TOP004: the primary topic is the first of the topics."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.inputs import LABELS


def _breach(_setting: Setting) -> pl.Expr:
    primary, first = pl.col("primary_topic"), pl.col("topics").list.first()
    return primary.is_not_null() & ~primary.eq_missing(first)


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    topics = row["topics"] if isinstance(row["topics"], list) else []
    where = "stands behind others in" if row["primary_topic"] in topics else "is not among"
    yield Flaw(f"primary topic {quoted(row['primary_topic'])} {where} topics")


CHECK = RowCheck(
    id="TOP004",
    title="The primary topic stands first",
    scope="record",
    tables=LABELS,
    meaning="The primary topic is one of the record's topics, and the first of them.",
    example="primary_topic is medtop:15000000, and topics holds medtop:17000000 alone.",
    fix="Pull the annotations again, which puts topics in order.",
    needs=("topics", "primary_topic"),
    breach=_breach,
    message=_message,
)
