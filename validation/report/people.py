"""Annotators, and how far they agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from validation.visible import visible

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
class Interval:
    """A figure of agreement with its 95% interval; `value` is None where it is undefined, `reason` says why."""

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
class Annotator:
    """One annotator's work. `seconds` is the median time per text, `spans` the mean per text not skipped."""

    name: str
    texts: int
    skipped: int
    seconds: float | None
    spans: float | None
    last_day: str


def agreement_rows(scan: "Scan") -> tuple[Interval, ...]:
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
        _interval(row, names)
        for frame in source.batches(sorted(wanted))
        for row in frame.iter_rows(named=True)
        if _shown(row)
    ]
    order = list(_MEASURES.values())

    def place(row: Interval) -> tuple[bool, bool, int]:
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


def _interval(row: dict[str, object], names: dict[str, str]) -> Interval:
    def number(name: str) -> float | None:
        value = row[name]
        return float(value) if isinstance(value, (int, float)) else None

    def text(name: str) -> str:
        return "" if row[name] is None else visible(str(row[name]))[:80]

    pair = " · ".join(filter(None, (text("annotator_a"), text("annotator_b"))))
    measure = text("measure")
    return Interval(
        measure=measure_name(measure),
        label=names.get(text("label"), text("label")),
        pair=pair,
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


def annotator_rows(facts: pl.DataFrame | None) -> tuple[Annotator, ...]:
    """One row per annotator, by pseudonym."""
    if facts is None:
        return ()
    return tuple(_rows(facts.drop_nulls("annotator")))


def _rows(facts: pl.DataFrame) -> Iterator[Annotator]:
    done = ~pl.col("was_skipped")
    by_name = (
        facts.with_columns(pl.col("annotator").cast(pl.String))
        .group_by("annotator")
        .agg(
            pl.len().alias("texts"),
            pl.col("was_skipped").sum().alias("skipped"),
            pl.col("lead_time_s").filter(done).median().alias("seconds"),
            pl.col("n_entities").filter(done).mean().alias("spans"),
            pl.col("updated_at").max().dt.date().alias("last_day"),
        )
    )
    for row in by_name.sort("annotator").iter_rows(named=True):
        yield Annotator(
            name=visible(row["annotator"])[:60],
            texts=row["texts"],
            skipped=row["skipped"],
            seconds=row["seconds"],
            spans=row["spans"],
            last_day="" if row["last_day"] is None else str(row["last_day"]),
        )
