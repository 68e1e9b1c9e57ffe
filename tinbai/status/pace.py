"""How fast people label, and when the rest is done, where that can be told."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

# Four whole weeks: a week-end weighs in the mean as it does in the work.
WINDOW_DAYS = 28
# Days are resampled to see how far the mean is to be trusted. Five days can be drawn in 126 ways (with
# repetition, order aside), four in 35: there the outer 2.5% are less than one draw.
_LEAST_DAYS = 5
_RESAMPLES = 1_000
_MOST_DAYS = 3_650  # an estimate beyond ten years says nothing


@dataclass(frozen=True, slots=True)
class Day:
    """How many answers an annotator gave on a day (UTC), skips aside."""

    day: str
    annotator: str
    answers: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Answers per calendar day over the last whole `days` (at most 28, from the first answer on), with the 95%
    interval from resampling days; and on which day the `missing` ones are there at that pace.

    What cannot be told is None, and `reason` says why.
    """

    days: tuple[Day, ...]
    window: int
    per_day: float | None
    low: float | None
    high: float | None
    missing: int
    done_on: str | None
    done_earliest: str | None
    done_latest: str | None
    reason: str

    def last_days(self, today: date, many: int) -> list[int]:
        """Answers of all annotators on each of the last days, today last."""
        counts = [0] * many
        for day in self.days:
            ago = (today - date.fromisoformat(day.day)).days
            if 0 <= ago < many:
                counts[many - 1 - ago] += day.answers
        return counts


def count_days(given: pl.DataFrame) -> tuple[Day, ...]:
    """Answers that count, by the day of their submission and by annotator, in order."""
    counted = (
        given.group_by(pl.col("created_at").dt.date().alias("day"), "annotator")
        .len()
        .sort("day", "annotator")
    )
    return tuple(Day(day.isoformat(), annotator, count) for day, annotator, count in counted.iter_rows())


def measure_pace(days: tuple[Day, ...], missing: int, today: date, seed: int = 0) -> Pace:
    """The pace up to yesterday: today is not over, and would pull the mean down."""
    counts = np.zeros(WINDOW_DAYS, dtype=np.float64)
    first = min((date.fromisoformat(day.day) for day in days), default=today)
    window = min((today - first).days, WINDOW_DAYS)
    for day in days:
        ago = (today - date.fromisoformat(day.day)).days
        if 1 <= ago <= WINDOW_DAYS:
            counts[ago - 1] += day.answers
    if window < 1:
        reason = "nobody labelled yet" if not days else "labeling began today: too early to tell"
        return Pace(days, 0, None, None, None, missing, None, None, None, reason)
    seen = counts[:window]
    mean = float(seen.mean())
    if window < _LEAST_DAYS:
        reason = f"labeling began {window} {'day' if window == 1 else 'days'} ago: too few to tell"
        return Pace(days, window, mean, None, None, missing, None, None, None, reason)
    drawn = np.random.default_rng(seed).choice(seen, size=(_RESAMPLES, window)).mean(axis=1)
    low, high = (float(end) for end in np.percentile(drawn, [2.5, 97.5]))
    if not mean:
        reason = f"nobody labelled in the last {window} days"
    elif not missing:
        reason = "nothing is missing"
    elif not low:
        reason = "the pace varies too much from day to day"
    elif missing / low > _MOST_DAYS:
        reason = "at this pace it would take more than ten years"
    else:
        expected, earliest, latest = (_after(today, missing, pace) for pace in (mean, high, low))
        return Pace(days, window, mean, low, high, missing, expected, earliest, latest, "")
    return Pace(days, window, mean, low, high, missing, None, None, None, reason)


def _after(today: date, missing: int, pace: float) -> str:
    return (today + timedelta(days=int(np.ceil(missing / pace)) - 1)).isoformat()
