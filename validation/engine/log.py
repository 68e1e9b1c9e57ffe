"""Where the engine writes down what it finds and what it could not run."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from validation.check import Flaw

OFF = "switched off in contract.yaml"
FINDING = {
    "check_id": pl.String,
    "table": pl.String,
    "record_id": pl.String,
    "article_id": pl.String,
    "row": pl.Int64,
    "span": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "message": pl.String,
    "snippet": pl.String,
}


@dataclass(slots=True)
class Log:
    """Findings in the order they came, which checks ran over which tables, and why others did not.

    A check that the project switched `off` leaves no finding and has not run, whoever reports it.
    """

    off: frozenset[str] = frozenset()
    frames: list[pl.DataFrame] = field(default_factory=list)
    flaws: list[tuple[str, Flaw, int | None]] = field(default_factory=list)
    ran: set[tuple[str, str]] = field(default_factory=set)
    left_out: dict[tuple[str, str], str] = field(default_factory=dict)
    crashed: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, check_id: str, flaw: Flaw, *, span: int | None = None) -> None:
        if check_id not in self.off:
            self.flaws.append((check_id, flaw, span))

    def extend(self, frame: pl.DataFrame) -> None:
        """Take findings that already have the columns of `FINDING`."""
        self.frames.append(frame)

    def run(self, check_id: str, table: str) -> None:
        if check_id in self.off:
            self.leave_out(check_id, table, OFF)
        else:
            self.ran.add((check_id, table))

    def leave_out(self, check_id: str, table: str, why: str) -> None:
        self.left_out.setdefault((check_id, table), why)

    def crash(self, check_id: str, table: str, why: str) -> None:
        """The check could not judge this table: it neither passed nor failed there, and is asked no more."""
        self.crashed.setdefault((check_id, table), f"{check_id} over {table}: {why}")
        self.ran.discard((check_id, table))
        self.leave_out(check_id, table, f"it could not judge {table}: {why}")

    def findings(self) -> pl.DataFrame:
        """Everything found, as one frame of `FINDING`."""
        return pl.concat([_frame(self.flaws), *self.frames])


def _frame(flaws: Iterable[tuple[str, Flaw, int | None]]) -> pl.DataFrame:
    rows = [
        (
            check_id,
            flaw.table,
            flaw.record_id,
            flaw.article_id,
            flaw.row,
            span,
            flaw.start,
            flaw.end,
            flaw.message,
            flaw.snippet,
        )
        for check_id, flaw, span in flaws
    ]
    return pl.DataFrame(rows, schema=FINDING, orient="row")
