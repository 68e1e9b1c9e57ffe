"""TOP002: there is one primary topic."""

import polars as pl

from validation.check import RowCheck, Setting

_TABLES = ("annotations", "gold")


def _breach(setting: Setting) -> pl.Expr:
    return (
        ~pl.col("was_skipped")
        & pl.col("primary_topic").is_null()
        & (setting.contract.topic_rules.primary > 0)
    )


CHECK = RowCheck(
    id="TOP002",
    title="One primary topic",
    scope="record",
    tables=_TABLES,
    meaning="Every settled article, and every annotation that was not skipped, names the one topic that the "
    "text is about. A contract whose topic_rules.primary is 0 asks for none.",
    example="Three topics and no primary one.",
    fix="Choose the primary topic in Label Studio and pull again.",
    needs=("topics", "primary_topic"),
    breach=_breach,
    message="no primary topic",
)
