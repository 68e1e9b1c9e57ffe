"""ANN003: gold holds no conflict that nobody has decided."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import annotations, gold, lacks, listed, of_record
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    versions = (
        annotations(whole)
        .group_by("id")
        .agg(
            pl.col("annotator").alias("people"),
            pl.col("answer").alias("answers"),
            pl.col("record_id").alias("numbers"),
        )
    )
    settled = gold(whole).filter(
        pl.col("comparable") & pl.col("status").is_in(["agreed", "single", "majority"])
    )
    beside = settled.join(versions, on="id").sort("row")
    for row in beside.iter_rows(named=True):
        people, ways = len(row["people"]), len(set(row["answers"]))
        # Of three or more who differ, most may agree; of two nobody does.
        if ways > 1 and (row["status"] != "majority" or people == 2):
            who = sorted(zip(row["people"], row["numbers"], strict=True))
            names = listed((f"{quoted(name)} (annotation {quoted(number, 30)})" for name, number in who), 3)
            yield of_record(
                row,
                f"gold is {row['status']}, but {people} annotators give {ways} answers to this text: {names}",
                "gold",
            )


def _unfit(whole: Whole, _setting: Setting, table: str) -> str | None:
    spoken = ("annotator", "entities", "topics", "primary_topic", "was_skipped", "updated_at")
    return lacks(whole, table, "status", "text_sha256") or lacks(whole, "annotations", *spoken)


CHECK = WholeCheck(
    id="ANN003",
    title="No conflict is left open",
    scope="workspace",
    tables=("gold",),
    meaning="Where annotators differ over the same text, in spans, labels, topics or the main topic, gold is decided by "
    "a majority of three or more, or by an adjudicator, and not called agreed or single. Skipped annotations, those of "
    "an older text and all but each annotator's last play no part.",
    example="Gold is agreed, but one of two annotators has since added a date.",
    fix="Run tinbai adjudicate: it sends the conflict to the adjudicator and settles gold anew.",
    requires=("articles",),
    find=_find,
    unfit=_unfit,
)
