"""What one annotator's labels are in the eyes of the others: the confusion matrix from the table agreement."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.visible import visible

if TYPE_CHECKING:
    from validation.engine.scan import Scan

_WITH, _MISSED = "label_confusion_overlap", "span_missed"


@dataclass(frozen=True, slots=True)
class ConfusionRow:
    """Of the `spans` that somebody labelled `label`: the share that another labelled as each of the matrix' labels, and
    the share where the other has nothing."""

    label: str
    name: str
    spans: int
    shares: tuple[float, ...]
    missed: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """A row per label that two people's texts hold; shares of a row, with `missed`, sum to 1."""

    labels: tuple[str, ...]
    rows: tuple[ConfusionRow, ...]


def confusion(scan: "Scan") -> Confusion | None:
    """None where nobody was compared yet, or all agree on there being nothing."""
    source, contract = scan.whole.sources["agreement"], scan.whole.contract
    columns = ["measure", "label", "other_label", "value", "n_items"]
    if not set(columns) <= source.columns:
        return None
    shares: dict[tuple[str, str], float] = {}
    missed: dict[str, float] = {}
    spans: dict[str, int] = {}
    for frame in source.batches(columns):
        for measure, label, other, value, items in frame.select(columns).iter_rows():
            if value is None or label is None or measure not in (_WITH, _MISSED):
                continue
            if measure == _MISSED:
                missed[label], spans[label] = value, int(items or 0)
            elif other is not None:
                shares[label, other] = value
    known = [*contract.entity_names, *sorted(missed.keys() - set(contract.entity_names))]
    labels = [label for label in known if label in missed]
    if not labels:
        return None
    names = {label.name: label.name_vi for label in contract.entities}
    rows = (
        ConfusionRow(
            label=visible(label)[:40],
            name=names.get(label, ""),
            spans=spans[label],
            shares=tuple(shares.get((label, other), 0.0) for other in labels),
            missed=missed[label],
        )
        for label in labels
    )
    return Confusion(tuple(visible(label)[:40] for label in labels), tuple(rows))
