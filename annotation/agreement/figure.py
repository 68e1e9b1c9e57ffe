"""One figure on its way into the table."""

import math
from dataclasses import dataclass

from annotation.agreement.bootstrap import Figures, interval


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value (NaN undefined, for `reason`) and what the resamples gave."""

    measure: str
    value: float
    samples: Figures
    n_documents: int
    n_annotators: int
    n_items: int
    reason: str
    label: str | None = None
    pair: tuple[str, str] | None = None

    def row(self, everybody: int) -> dict[str, object]:
        """The row of table `agreement`; `everybody` is the number of annotators with any usable annotation."""
        undefined = math.isnan(self.value)
        # One document resampled is the same document: an interval of no width would feign certainty.
        ends = None if undefined or self.n_documents < 2 else interval(self.samples)
        first, second = self.pair or (None, None)
        return {
            "measure": self.measure,
            "label": self.label,
            "annotator_a": first,
            "annotator_b": second,
            "value": None if undefined else self.value,
            "low": ends[0] if ends else None,
            "high": ends[1] if ends else None,
            "n_documents": self.n_documents,
            "n_annotators": self.n_annotators,
            "n_items": self.n_items,
            "undefined_reason": self._why(everybody) if undefined else None,
        }

    def _why(self, everybody: int) -> str:
        if everybody < 2:
            return "fewer than two annotators"
        if self.n_documents == 0:
            return "no such document was labelled by two annotators"
        return self.reason
