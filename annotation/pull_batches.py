"""What annotators said in their own projects: work as annotations, known tasks apart from it.

An answer to a task whose answer is known is no vote: the article is settled, and the same person may be
answering it to learn. So these answers are in no table that agreement or gold is made from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from annotation.annotators import annotator_emails
from annotation.client import Connection
from annotation.fetch import fetch
from annotation.known import Round, check_rows
from annotation.last_pull import PulledTask
from annotation.listing import count_tasks, with_drafts
from annotation.project import BATCH, find_batches
from annotation.pseudonym import workspace_salt
from annotation.pull import Pulled, read_tasks
from annotation.ticket import Kind, kind_of
from schemas.contract import Contract
from schemas.progress import Progress, silent
from schemas.tables import table_of

_ROUNDS: tuple[Round, ...] = ("training", "check")


@dataclass(frozen=True, slots=True)
class PulledBatches:
    """`work` of each batch, and the contract's table `checks` of all of them."""

    work: tuple[Pulled, ...]
    checks: pa.Table


def pull_batches(
    connection: Connection,
    articles: pa.Table,
    contract: Contract,
    *,
    folder: Path,
    known: Mapping[str, dict[str, object]],
    previous: pa.Table | None = None,
    full: bool = False,
    progress: Progress = silent,
) -> PulledBatches:
    """Pull every annotator's batch, what changed since the last time or all if `full`.

    `known` has rows of the table `gold` by article id. `fetched` counts work alone, as `tasks` does.

    Raises:
        ServerError: the server failed.
    """
    projects = find_batches(connection, folder)
    if not projects:
        return PulledBatches((), table_of(contract, "checks", []))
    emails, salt = annotator_emails(connection), workspace_salt(folder)
    work: list[Pulled] = []
    checks: list[pa.Table] = []
    for project in projects:
        sorted_out: dict[Kind, list[PulledTask]] = {"work": [], "training": [], "check": []}
        annotator = project.role.removeprefix(f"{BATCH}-")
        fetched = fetch(connection, project, folder, full=full, progress=progress)
        for task in fetched.tasks:
            sorted_out[kind_of(salt, annotator, str(task.data.get("id")), task.meta)].append(task)
        read = read_tasks(
            project,
            sorted_out["work"],
            articles,
            contract,
            salt=salt,
            emails=emails,
            previous=_of_project(previous, project.id),
        )
        drafts = count_tasks(connection, project, [with_drafts()]).tasks
        came = sum(task.number in fetched.fetched for task in sorted_out["work"])
        work.append(replace(read, counts={**read.counts, "fetched": came, "drafts": drafts}))
        for round_ in _ROUNDS:
            answers = read_tasks(project, sorted_out[round_], articles, contract, salt=salt, emails=emails)
            # Somebody else's answer in this person's batch says nothing of this person.
            mine = pa.Table.from_pylist(
                [row for row in answers.annotations.to_pylist() if row["annotator"] == annotator],
                schema=answers.annotations.schema,
            )
            checks.append(check_rows(mine, dict(known), articles, contract, round_))
    table = pa.concat_tables(checks).sort_by([("annotator", "ascending"), ("annotation_id", "ascending")])
    return PulledBatches(tuple(work), table)


def _of_project(previous: pa.Table | None, number: int) -> pa.Table | None:
    if previous is None:
        return None
    start = f"{number}-"
    rows: Sequence[bool] = [key.startswith(start) for key in previous["annotation_id"].to_pylist()]
    return previous.filter(pa.array(rows, pa.bool_()))
