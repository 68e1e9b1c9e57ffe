"""ANN104: annotators label in the end as they did in the beginning."""

from collections.abc import Iterable
from datetime import datetime

import polars as pl

from schemas.drift.psi import chance, psi
from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import annotations, label_counts, lacks
from validation.engine.whole import Whole

FEWEST = 300
"""Spans in either half."""


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    limit = setting.rule.limit or 0.0
    said = annotations(whole).drop_nulls("updated_at").sort("updated_at", "record_id")
    for (annotator,), own in said.sort("annotator", maintain_order=True).group_by(
        "annotator", maintain_order=True
    ):
        middle = own["updated_at"][len(own) // 2]
        moved = _moved(whole, own, middle)
        if moved is None or moved[0] < limit:
            continue
        others = _moved(whole, said.filter(pl.col("annotator") != annotator), middle)
        # Where everybody's labels move, the news has other names in it.
        if others is not None and others[0] >= limit:
            continue
        index, label, before, after = moved
        beside = f"; others {others[0]:.2f}" if others is not None else ""
        yield Flaw(
            f"{quoted(annotator)}: PSI {index:.2f} between the time before and after {middle:%Y-%m-%d}{beside}; "
            f"most of all {label}, from {before:.1%} to {after:.1%} of the spans",
            table="annotations",
        )


def _moved(whole: Whole, said: pl.DataFrame, middle: datetime) -> tuple[float, str, float, float] | None:
    """The index, and the label that moved most with its two shares; None where there are too few spans."""
    earlier = pl.col("updated_at") < middle
    first, second = (label_counts(said.filter(half), whole.contract) for half in (earlier, ~earlier))
    n, m = sum(first.values()), sum(second.values())
    if n < FEWEST or m < FEWEST:
        return None
    label = max(first, key=lambda name: abs(second[name] / m - first[name] / n))
    index = psi(list(first.values()), list(second.values())) or 0.0
    bins = sum(bool(first[name] or second[name]) for name in first)
    # What chance may well give says nothing; spans of one text are no independent observations.
    texts = said.filter(pl.col("n_entities") > 0)
    before, after = len(texts.filter(earlier)), len(texts.filter(~earlier))
    index = index if index > chance(bins, before, after) else 0.0
    return index, label, first[label] / n, second[label] / m


CHECK = WholeCheck(
    id="ANN104",
    title="Annotators do not drift",
    scope="workspace",
    tables=("annotations",),
    meaning="The population stability index of an annotator's labels, their earlier texts against their later ones, is "
    "below the rule's limit, or no more than chance gives to as many texts once in a thousand times; or the others' labels "
    "have moved as far over the same time. Looked at from 300 spans in either half on.",
    example="annotator-0a1b2c3d: PSI 0.31 between the time before and after 2026-03-02; others 0.04; most of all LOC, "
    "from 12.0% to 26.5% of the spans.",
    fix="Look at the annotator's latest texts beside the guidelines, and talk about what has changed.",
    requires=("annotations",),
    find=_find,
    unfit=lambda whole, _setting, table: lacks(whole, table, "annotator", "entities", "updated_at"),
)
