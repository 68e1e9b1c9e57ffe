"""What adjudicators decided, back from their project: with the reason, and with what they were shown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from annotation.comments import comment_of
from annotation.last_pull import PulledTask
from annotation.project import Project
from schemas.arrow import arrow_schema
from schemas.contract import Contract

# In a task's meta: a list of [when, hashes of the answers shown since then], the oldest first.
SHOWN = "shown"


def decisions_table(
    contract: Contract, project: Project, annotations: pa.Table, tasks: Iterable[PulledTask]
) -> pa.Table:
    """The table `decisions` from the rows that `read_tasks` made of `tasks`."""
    beside: dict[str, tuple[str | None, list[str] | None]] = {}
    for task in tasks:
        for annotation in task.annotations:
            results = annotation.get("result")
            comment = comment_of(results) if isinstance(results, list) else ""
            beside[f"{project.id}-{annotation['id']}"] = (comment or None, seen(task.meta, annotation))
    rows = [
        {**row, "comment": beside[row["annotation_id"]][0], "seen": beside[row["annotation_id"]][1]}
        for row in annotations.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(contract, "decisions"))


def seen(meta: Mapping[str, object], annotation: Mapping[str, object]) -> list[str] | None:
    """The hashes of the answers that stood in the task when its page was opened; None where that is not known.

    A task is brought up to date in place while nobody has decided it. Whoever had it open at that time
    decided on what stood there before, so the time of opening counts: of submission less the time spent.
    """
    shown = meta.get(SHOWN)
    if not isinstance(shown, list) or not shown:
        return None
    moment = annotation["created_at"]
    submitted = moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    opened = submitted - timedelta(seconds=float(str(annotation.get("lead_time") or 0)))
    before: Sequence[str] = shown[0][1]
    for when, hashes in shown[1:]:
        if datetime.fromisoformat(str(when)).astimezone(UTC) <= opened.astimezone(UTC):
            before = hashes
    return [str(one) for one in before]
