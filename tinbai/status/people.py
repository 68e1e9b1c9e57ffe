"""Who labelled how much, by pseudonym, and how long an answer takes."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from schemas.records import SUGGESTED
from tinbai.status.answers import Answers
from tinbai.status.pace import WINDOW_DAYS


@dataclass(frozen=True, slots=True)
class Annotator:
    """One annotator's work. `answers` count (tinbai/status/answers.py); `older` were on another text.

    `per_day` is over the days on which there were answers, of the last 28 days. `seconds` is the median
    time of an answer, `hours` the sum; both None where the server measured none.
    """

    name: str
    answers: int
    skipped: int
    older: int
    spans_per_answer: float | None
    seconds: float | None
    hours: float | None
    days_worked: int
    per_day: float | None
    first_day: str | None
    last_day: str | None


def annotators(answers: Answers, today: date) -> tuple[Annotator, ...]:
    """Everybody who has an annotation, by name."""
    lately = pl.col("day").is_between(today - timedelta(days=WINDOW_DAYS), today)
    given = answers.given.select(
        "annotator", "spans", "lead_time_s", pl.col("created_at").dt.date().alias("day")
    )
    done = given.group_by("annotator").agg(
        pl.len().alias("answers"),
        pl.col("spans").sum(),
        pl.col("lead_time_s").median().alias("seconds"),
        pl.col("lead_time_s").sum().alias("total"),
        pl.col("lead_time_s").count().alias("timed"),
        pl.col("day").n_unique().alias("days"),
        lately.sum().alias("late_answers"),
        pl.col("day").filter(lately).n_unique().alias("late_days"),
        pl.col("day").min().alias("first"),
        pl.col("day").max().alias("last"),
    )
    everybody = (
        answers.rows.group_by("annotator")
        .agg(
            (pl.col("was_skipped") & ~pl.col("stale")).sum().alias("skipped"),
            pl.col("stale").sum().alias("older"),
        )
        .join(done, on="annotator", how="left")
        .sort("annotator")
    )
    return tuple(
        Annotator(
            name=row["annotator"],
            answers=row["answers"] or 0,
            skipped=row["skipped"],
            older=row["older"],
            spans_per_answer=(row["spans"] or 0) / row["answers"] if row["answers"] else None,
            seconds=row["seconds"],
            hours=row["total"] / 3600 if row["timed"] else None,
            days_worked=row["days"] or 0,
            per_day=row["late_answers"] / row["late_days"] if row["late_days"] else None,
            first_day=row["first"].isoformat() if row["first"] else None,
            last_day=row["last"].isoformat() if row["last"] else None,
        )
        for row in everybody.iter_rows(named=True)
    )


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that answers took, as Label Studio measured them: an open page counts, so the median tells more
    than the mean. `n` answers have a time; the quartiles are None without any.
    """

    name: str
    n: int
    quarter: float | None
    median: float | None
    three_quarters: float | None


@dataclass(frozen=True, slots=True)
class LongArticle:
    """An article and the mean seconds of its answers."""

    id: str
    seconds: float
    answers: int


def lead_times(given: pl.DataFrame) -> tuple[Times, ...]:
    """Of all answers, and of those to tasks with and without suggestions."""
    arm = pl.col("suggestion_arm")
    arms = (
        ("all answers", given),
        ("with suggestions", given.filter(arm.is_in(SUGGESTED))),
        ("without suggestions", given.filter(arm == "none")),
    )
    return tuple(_times(name, frame["lead_time_s"].drop_nulls()) for name, frame in arms)


def _times(name: str, seconds: pl.Series) -> Times:
    quarter, median, three = (seconds.quantile(share, "linear") for share in (0.25, 0.5, 0.75))
    return Times(name, len(seconds), quarter, median, three)


def longest(given: pl.DataFrame, most: int) -> tuple[LongArticle, ...]:
    """The articles that took longest."""
    told = (
        given.drop_nulls("lead_time_s")
        .group_by("id")
        .agg(pl.col("lead_time_s").mean().alias("seconds"), pl.len().alias("answers"))
        .sort(["seconds", "id"], descending=[True, False])
        .head(most)
    )
    return tuple(LongArticle(*row) for row in told.iter_rows())
