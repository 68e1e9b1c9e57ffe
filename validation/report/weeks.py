"""What each annotator did in each week: figures for a plot over time."""

from dataclasses import dataclass

import polars as pl

from schemas.contract import Contract
from schemas.visible import visible
from validation.engine.said import counting, label_column
from validation.engine.scan import Scan


@dataclass(frozen=True, slots=True)
class AnnotatorWeek:
    """One annotator's texts last changed in one ISO 8601 week (`2026-W48`, UTC).

    Skipped annotations, those of an older text and all but the last of one text are left out. `labels` are spans
    by label in the contract's order, zeros too; `seconds` is the median time per text, None where no text has one.
    """

    annotator: str
    week: str
    texts: int
    spans: int
    labels: tuple[tuple[str, int], ...]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One annotator's last `LATEST` weeks with work, `labels` with their colours, the same for everybody."""

    annotator: str
    weeks: tuple[AnnotatorWeek, ...]
    labels: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> int:
        return sum(week.texts for week in self.weeks)


LATEST, MOST = 26, 12


def timelines(weeks: tuple[AnnotatorWeek, ...], contract: Contract) -> tuple[Timeline, ...]:
    """Of the `MOST` annotators with the most texts; nothing where nobody worked in two weeks."""
    by_name: dict[str, list[AnnotatorWeek]] = {}
    for week in weeks:
        by_name.setdefault(week.annotator, []).append(week)
    if all(len(own) < 2 for own in by_name.values()):
        return ()
    used = {name for week in weeks for name, many in week.labels if many}
    labels = tuple((label.name, label.colour) for label in contract.entities if label.name in used)
    lines = [Timeline(name, tuple(own[-LATEST:]), labels) for name, own in by_name.items()]
    kept = sorted(lines, key=lambda line: (-line.texts, line.annotator))[:MOST]
    return tuple(sorted(kept, key=lambda line: line.annotator))


def annotator_weeks(scan: Scan) -> tuple[AnnotatorWeek, ...]:
    """One row per annotator and week in which they did something, by annotator, then by week."""
    said = scan.whole.said.get("annotations")
    return () if said is None else _weeks(said, scan.whole.contract)


def _weeks(said: pl.DataFrame, contract: Contract) -> tuple[AnnotatorWeek, ...]:
    names = contract.entity_names
    by_week = (
        counting(said)
        .drop_nulls("updated_at")
        .with_columns(pl.col("updated_at").dt.strftime("%G-W%V").alias("week"))
        .group_by("annotator", "week")
        .agg(
            pl.len().alias("texts"),
            pl.col("n_entities").sum().alias("spans"),
            pl.col("lead_time_s").median().alias("seconds"),
            *(pl.col(label_column(name)).sum() for name in names),
        )
        .sort("annotator", "week")
    )
    return tuple(
        AnnotatorWeek(
            annotator=visible(row["annotator"])[:60],
            week=row["week"],
            texts=row["texts"],
            spans=row["spans"],
            labels=tuple((name, row[label_column(name)]) for name in names),
            seconds=row["seconds"],
        )
        for row in by_week.iter_rows(named=True)
    )
