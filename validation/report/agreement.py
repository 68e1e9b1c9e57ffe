"""How far annotators agree, for people: the rows of the table `agreement` in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.visible import visible

if TYPE_CHECKING:
    from validation.engine.scan import Scan

_MEASURES = {
    "span_f1_exact": "Spans: exact F1",
    "span_f1_overlap": "Spans: overlap F1",
    "span_f1_boundary": "Spans: F1 of boundaries",
    "label_given_boundary": "Labels, where boundaries agree",
    "span_f1_exact_with_suggestions": "Spans: exact F1, with suggestions",
    "span_f1_exact_without_suggestions": "Spans: exact F1, without suggestions",
    "span_alpha_characters": "Characters: alpha",
    "span_alpha_u": "Spans: alpha-U",
    "topic_alpha_masi": "Topics: alpha (MASI)",
    "topic_alpha_jaccard": "Topics: alpha (Jaccard)",
    "topic_jaccard": "Topics: Jaccard index",
    "primary_topic_alpha": "Primary topic: alpha",
    "primary_topic_fleiss_kappa": "Primary topic: Fleiss' kappa",
    "topic_kappa": "Topic: kappa",
    "span_missed": "Missed by another annotator",
    "doubly_annotated_share": "Labelled by two or more",
    "span_alpha_characters_without": "Characters: alpha without this annotator",
    "topic_alpha_masi_without": "Topics: alpha (MASI) without this annotator",
}
# Hundreds of rows for those who read the table: weeks, cells of confusion, and what is no share (seconds, likelihoods).
_LEFT_TO_THE_TABLE = frozenset(
    {
        "span_f1_exact_week",
        "label_confusion_boundary",
        "label_confusion_overlap",
        "topic_prevalence",
        "topic_fleiss_kappa",
        "lead_time_median_s",
    }
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of agreement with its 95% interval; texts are visible and short (schemas/visible.py).

    `key` is the table's measure, `measure` the same in words, `label` a label's or topic's name, empty for all, `pair` the
    annotators where it is about one or two. `value` None is undefined, for `reason`.
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


def agreement_rows(scan: "Scan") -> tuple[Figure, ...]:
    """The table agreement, over all first, then by label, then by annotator and pair.

    Left out are details (`_LEFT_TO_THE_TABLE`), error rates by Dawid and Skene, and topics without a kappa.
    """
    source = scan.whole.sources["agreement"]
    wanted = {"measure", "label", "annotator_a", "annotator_b", "value", "low", "high"}
    wanted |= {"n_documents", "n_annotators", "undefined_reason"}
    if not wanted <= source.columns:
        return ()
    names = {topic.code: topic.name_vi for topic in scan.whole.contract.topics}
    rows = [
        figure(row, names)
        for frame in source.batches(sorted(wanted))
        for row in frame.iter_rows(named=True)
        if _shown(row)
    ]
    order = list(_MEASURES.values())

    def place(row: Figure) -> tuple[bool, bool, int]:
        return (
            bool(row.pair),
            bool(row.label),
            order.index(row.measure) if row.measure in order else len(order),
        )

    return tuple(sorted(rows, key=place))


def _shown(row: dict[str, object]) -> bool:
    measure = str(row["measure"])
    if measure in _LEFT_TO_THE_TABLE or (measure == "topic_kappa" and row["value"] is None):
        return False
    return not measure.endswith("_dawid_skene") or "_accuracy_" in measure


def figure(row: Mapping[str, object], topic_names: Mapping[str, str]) -> Figure:
    """A row of the table; `topic_names` by code."""

    def number(name: str) -> float | None:
        value = row[name]
        return float(value) if isinstance(value, (int, float)) else None

    def text(name: str) -> str:
        return "" if row[name] is None else visible(str(row[name]))[:80]

    key, label = text("measure"), text("label")
    return Figure(
        key=key,
        measure=measure_name(key),
        label=topic_names.get(label, label),
        pair=" · ".join(filter(None, (text("annotator_a"), text("annotator_b")))),
        value=number("value"),
        low=number("low"),
        high=number("high"),
        documents=int(number("n_documents") or 0),
        annotators=int(number("n_annotators") or 0),
        reason=text("undefined_reason"),
    )


def measure_name(measure: str) -> str:
    """A measure of the table agreement in words."""
    return _MEASURES.get(measure, measure.replace("_", " "))


def is_for_people(measure: str) -> bool:
    """Whether a measure has a name of its own here; others are for those who read the table."""
    return measure in _MEASURES
