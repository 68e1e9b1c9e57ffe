"""Agreement so far, from the table that `tinbai agreement` wrote, and whether labels came since."""

from dataclasses import dataclass

import polars as pl

from schemas.contract import Contract
from validation.report.people import is_for_people, measure_name


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table `agreement`: `measure` in words, `label` a label's or topic's name, empty for all,
    `pair` the annotators where it is about one or two. `value` None is undefined, for `reason`.
    """

    key: str
    measure: str
    label: str
    pair: str
    value: float | None
    low: float | None
    high: float | None
    documents: int
    annotators: int
    reason: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """`figures` are all rows; `overall`, `by_label` and `by_pair` those that people are shown.

    `older`: annotations or texts have changed since it was measured. `reason` tells why there is nothing."""

    figures: tuple[Figure, ...]
    older: bool
    reason: str

    @property
    def _shown(self) -> tuple[Figure, ...]:
        return tuple(one for one in self.figures if is_for_people(one.key))

    @property
    def overall(self) -> tuple[Figure, ...]:
        return tuple(one for one in self._shown if not one.label and not one.pair)

    @property
    def by_label(self) -> tuple[Figure, ...]:
        return tuple(one for one in self._shown if one.label and not one.pair)

    @property
    def by_pair(self) -> tuple[Figure, ...]:
        return tuple(one for one in self._shown if one.pair)


def agreed(table: pl.DataFrame, contract: Contract, *, older: bool, annotators: int) -> Agreed:
    names = {topic.code: topic.name_vi for topic in contract.topics}
    figures = tuple(
        Figure(
            key=row["measure"],
            measure=measure_name(row["measure"]),
            label=names.get(row["label"], row["label"]) or "",
            pair=" · ".join(filter(None, (row["annotator_a"], row["annotator_b"]))),
            value=row["value"],
            low=row["low"],
            high=row["high"],
            documents=row["n_documents"],
            annotators=row["n_annotators"],
            reason=row["undefined_reason"] or "",
        )
        for row in table.iter_rows(named=True)
    )
    reason = ""
    if not figures:
        reason = (
            "nobody labelled yet"
            if not annotators
            else "one annotator alone cannot agree with anybody"
            if annotators == 1
            else "not measured yet: tinbai agreement"
        )
    return Agreed(figures, older=bool(figures) and older, reason=reason)
