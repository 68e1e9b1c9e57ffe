"""ANN002: who decided and who is compared is somebody who labelled."""

from collections.abc import Iterable, Iterator

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import gold, lacks, listed, of_record
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    known = set(whole.said["annotations"]["annotator"].drop_nulls())
    if "gold" in whole.said:
        strangers = gold(whole).filter(~pl.col("adjudicator").is_in(known | whole.deciders))
        for row in strangers.sort("row").iter_rows(named=True):
            yield of_record(
                row,
                f"adjudicator {quoted(row['adjudicator'])} has neither labelled nor decided anything",
                "gold",
            )
    unknown = sorted(set(_compared(whole)) - known)
    if unknown:
        names = listed((quoted(name) for name in unknown), 5)
        yield Flaw(f"agreement speaks of {names}, of whom there are no annotations", table="agreement")


def _compared(whole: Whole) -> Iterator[str]:
    source = whole.sources["agreement"]
    columns = sorted({"annotator_a", "annotator_b"} & source.columns)
    for frame in source.batches(columns) if columns else ():
        for name in columns:
            yield from frame[name].drop_nulls().unique().to_list()


def _unfit(whole: Whole, _setting: Setting, table: str) -> str | None:
    return lacks(whole, "annotations", "annotator") or lacks(whole, table)


CHECK = WholeCheck(
    id="ANN002",
    title="Annotators are known",
    scope="workspace",
    tables=("gold", "agreement"),
    meaning="Adjudicators in gold have labelled or decided something in this workspace, and agreement compares nobody "
    "who has no annotations. There is no list of accounts: a pseudonym is known by what it labelled.",
    example="Gold was decided by annotator-99999999, who stands in no annotation and no decision.",
    fix="Pull again, then run tinbai agreement and tinbai adjudicate: a new pseudonym-salt makes new names of all.",
    requires=(),
    find=_find,
    unfit=_unfit,
)
