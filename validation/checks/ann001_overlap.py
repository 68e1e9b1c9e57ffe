"""ANN001: what is called agreed rests on several people."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import gold, lacks, of_record, people
from validation.engine.whole import Whole

# A majority is of three at least, whatever the rule asks of the others.
_MAJORITY = 3


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    needed = int(setting.rule.limit or 2)
    there = _annotators(whole)
    known = pl.col("chars").is_not_null()  # gold of no article is SPAN001's
    shared = gold(whole).filter(known & pl.col("status").is_in(["agreed", "majority", "adjudicated"]))
    for row in shared.sort("row").iter_rows(named=True):
        fewest = max(needed, _MAJORITY) if row["status"] == "majority" else needed
        names = None if there is None else there.get(row["id"], frozenset())
        told = row["n_annotators"]
        # Who decides has read it, too, and may be one of those who labelled it.
        judge = row["adjudicator"]
        further = judge is not None and (names is None or judge not in names)
        if told is not None and told + further < fewest:
            yield of_record(row, f"{row['status']} by {people(told)}; {fewest} are needed", "gold")
        elif names is not None and len(names) + further < fewest:
            yield of_record(
                row,
                f"{row['status']} by {people(told or 0)}, of whom annotations holds {len(names)}; {fewest} are needed",
                "gold",
            )


def _annotators(whole: Whole) -> dict[str, frozenset[str]] | None:
    """Who labelled each article, in whichever state of its text; None where no annotations are at hand."""
    said = whole.said.get("annotations")
    if said is None:
        return None
    kept = said.filter(~pl.col("was_skipped")).drop_nulls(["id", "annotator"])
    grouped = kept.group_by("id").agg("annotator")
    return {name: frozenset(names) for name, names in grouped.iter_rows()}


def _unfit(whole: Whole, _setting: Setting, table: str) -> str | None:
    return lacks(whole, table, "status", "n_annotators") or (
        None if "gold" in whole.said else "gold is empty"
    )


CHECK = WholeCheck(
    id="ANN001",
    title="Shared answers rest on several people",
    scope="workspace",
    tables=("gold",),
    meaning="Gold that is agreed, of a majority or adjudicated rests on as many people as the rule's limit says, three "
    "for a majority, and their annotations are there. Gold of one person, which waits for the next, is ANN105's.",
    example="Agreed by 2 annotators, of whom annotations holds 1.",
    fix="Pull the annotations again and run tinbai adjudicate. Where two are enough, lower the limit in the contract.",
    requires=(),
    find=_find,
    unfit=_unfit,
)
