"""Agreement so far, from the table that `tinbai agreement` wrote, and whether labels came since."""

from dataclasses import dataclass

import polars as pl

from schemas.contract import Contract
from validation.report.agreement import Figure, figure, is_for_people


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
    figures = tuple(figure(row, names) for row in table.iter_rows(named=True))
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
