"""Runs the row checks of one scope over one frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from validation.check import Flaw, RowCheck, Setting
from validation.engine.log import FINDING, Log
from validation.polars_error import first_words
from validation.snippet import snippet_expr, snippet_of


@dataclass(frozen=True, slots=True)
class Planned:
    """The checks of one scope over one table. `marks` are their breaches, a boolean column under each one's id."""

    checks: tuple[tuple[RowCheck, Setting], ...]
    marks: tuple[pl.Expr, ...]

    @classmethod
    def of(cls, checks: Sequence[tuple[RowCheck, Setting]]) -> "Planned":
        marks = (check.breach(setting).fill_null(value=False).alias(check.id) for check, setting in checks)
        return cls(tuple(checks), tuple(marks))

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the breaches look at."""
        return frozenset(name for mark in self.marks for name in mark.meta.root_names())


def find(planned: Planned, frame: pl.DataFrame, table: str, log: Log) -> None:
    """Evaluate the catalogue's breaches in one go, the project's own one by one; look closely only where one is."""
    if frame.is_empty() or not planned.checks:
        return
    pairs = list(zip(planned.checks, planned.marks, strict=True))
    marks = frame.select(mark for (check, _), mark in pairs if check.own_rule is None)
    for (check, setting), mark in pairs:
        broken_rows = marks[check.id] if check.own_rule is None else _own(check.id, mark, frame, table, log)
        if broken_rows is not None and broken_rows.any():
            broken = frame.filter(broken_rows)
            if isinstance(check.message, str):
                log.extend(_alike(check.id, check.message, broken, table))
            else:
                _told(check, setting, broken, table, log)


def _own(check_id: str, mark: pl.Expr, frame: pl.DataFrame, table: str, log: Log) -> pl.Series | None:
    """A project's own check by itself: one that data make crash takes no other with it. None where it did."""
    if (check_id, table) in log.crashed:
        return None
    try:
        return frame.select("row", mark)[check_id]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        log.crash(check_id, table, first_words(error))
        return None


def _alike(check_id: str, message: str, broken: pl.DataFrame, table: str) -> pl.DataFrame:
    made = {
        "check_id": pl.lit(check_id),
        "table": pl.lit(table),
        "message": pl.lit(message),
        "snippet": snippet_expr("text", "start") if "start" in broken.columns else pl.lit(None, pl.String),
    }
    return broken.select(
        made.get(name, pl.col(name) if name in broken.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in FINDING.items()
    )


def _told(check: RowCheck, setting: Setting, broken: pl.DataFrame, table: str, log: Log) -> None:
    assert callable(check.message)
    spans = "span" in broken.columns
    for row in broken.iter_rows(named=True):
        for flaw in check.message(row, setting):
            start = flaw.start if flaw.start is not None or not spans else row["start"]
            end = flaw.end if flaw.end is not None or not spans else row["end"]
            text = row.get("text")
            log.add(
                check.id,
                Flaw(
                    flaw.message,
                    start=start,
                    end=end,
                    table=table,
                    record_id=row["record_id"],
                    article_id=row["article_id"],
                    row=row["row"],
                    snippet=snippet_of(text, start) if isinstance(text, str) and start is not None else None,
                ),
                span=row["span"] if spans else None,
            )
