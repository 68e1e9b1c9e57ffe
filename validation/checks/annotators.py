"""What the checks of annotators share: which annotations count, and when there is enough to judge people by."""

from collections.abc import Iterable, Sequence

import polars as pl

from schemas.contract import Contract
from validation.check import Flaw, Row
from validation.engine.said import counting, label_column
from validation.engine.whole import Whole


def lacks(whole: Whole, table: str, *columns: str) -> str | None:
    """Why a table cannot be judged by these columns; None where it can."""
    source = whole.sources[table]
    if not source.present:
        return f"no {table} yet"
    if source.broken:
        return f"{table} cannot be read to the end"
    missing = sorted(set(columns) - source.columns)
    if missing:
        return f"{table} has no usable column {', '.join(missing)}"
    return f"{table} is empty" if table in ("annotations", "gold") and table not in whole.said else None


def annotations(whole: Whole) -> pl.DataFrame:
    """The annotations that count, by article and annotator."""
    return counting(whole.said["annotations"])


def gold(whole: Whole) -> pl.DataFrame:
    return whole.said["gold"]


def label_counts(frame: pl.DataFrame, contract: Contract) -> dict[str, int]:
    """Spans by label over all rows, in the contract's order."""
    names = contract.entity_names
    sums = frame.select(pl.col(label_column(name)).sum() for name in names).row(0)
    return dict(zip(names, sums, strict=True))


def of_record(row: Row, message: str, table: str) -> Flaw:
    """A flaw of one record of `said`."""
    article = row["id"]
    return Flaw(
        message,
        table=table,
        row=int(str(row["row"])),
        record_id=str(row["record_id"]),
        article_id=None if article is None else str(article),
    )


def listed(names: Iterable[str], shown: int = 5) -> str:
    """The first few names, for a message."""
    every: Sequence[str] = list(names)
    more = f" and {len(every) - shown} more" if len(every) > shown else ""
    return ", ".join(every[:shown]) + more


def people(many: int) -> str:
    return "1 annotator" if many == 1 else f"{many} annotators"
