"""ANN004: agreement is surely above the gate."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import lacks
from validation.engine.whole import Whole

MEASURE = "span_f1_exact"
FEWEST = 50
"""Documents that two or more labelled. With fewer the interval is so wide that its lower end says little."""

_COLUMNS = ("measure", "label", "annotator_a", "week", "value", "low", "n_documents")


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    gate = setting.rule.limit or 0.0
    overall = _overall(whole)
    if overall is not None and overall["low"] is not None and float(str(overall["low"])) < gate:
        yield Flaw(
            f"{MEASURE} is {_said(overall['value'])}, by its 95% interval over {overall['n_documents']} documents at least "
            f"{_said(overall['low'])}; the gate is {gate:g}",
            table="agreement",
        )


def _said(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "unknown"


def _overall(whole: Whole) -> dict[str, object] | None:
    """The measure's row over all labels, annotators and weeks."""
    for frame in whole.sources["agreement"].batches(_COLUMNS):
        of_all = pl.all_horizontal(pl.col(name).is_null() for name in ("label", "annotator_a", "week"))
        rows = frame.filter((pl.col("measure") == MEASURE) & of_all)
        if len(rows):
            return rows.row(0, named=True)
    return None


def _unfit(whole: Whole, _setting: Setting, table: str) -> str | None:
    lacking = lacks(whole, table, *_COLUMNS)
    if lacking:
        return lacking
    overall = _overall(whole)
    if overall is None or overall["low"] is None:
        return f"{MEASURE} has no interval"
    documents = int(str(overall["n_documents"] or 0))
    return f"{documents} documents are labelled twice, {FEWEST} are needed" if documents < FEWEST else None


CHECK = WholeCheck(
    id="ANN004",
    title="Agreement is above the gate",
    scope="workspace",
    tables=("agreement",),
    meaning="The lower end of the 95% interval of span_f1_exact over all labels is at or above the rule's limit, so that "
    "chance alone does not open the gate. It does not run below fifty documents that two people labelled: there the "
    "width of the interval would decide.",
    example="span_f1_exact is 0.631, by its 95% interval over 212 documents at least 0.584; the gate is 0.6.",
    fix="See in the report which labels and which pairs differ, sharpen the guidelines, and label anew what is affected.",
    requires=(),
    find=_find,
    unfit=_unfit,
)
