"""Annotators: how much each did, and how long it took."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from schemas.visible import visible


@dataclass(frozen=True, slots=True)
class Annotator:
    """One annotator's work. `seconds` is the median time per text, `spans` the mean per text not skipped."""

    name: str
    texts: int
    skipped: int
    seconds: float | None
    spans: float | None
    last_day: str


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
