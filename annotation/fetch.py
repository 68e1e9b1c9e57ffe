"""The project's tasks with their annotations: all of them, or what changed since the last pull.

A task's `updated_at` moves when an annotation of it is made, changed, deleted, skipped or taken back, one by
one or in bulk. Three things it does not tell, and they are asked by counting:

- a change that was committed later than one with a later time: tasks in the last minutes before the
  watermark are counted, and fetched again where the count is another;
- a deleted task: the project's count is lower than ours, and `surviving` finds which;
- anything else (a restored backup, a changed clock): the count of answers differs, or a task is there whose
  time went backwards. Then everything is fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from annotation.client import Connection
from annotation.last_pull import (
    LastPull,
    PulledTask,
    last_pull_path,
    pulled_task,
    read_last_pull,
    write_last_pull,
)
from annotation.listing import Where, count_tasks, list_tasks, surviving, updated_after, updated_between
from annotation.project import Project
from schemas.cycles import no_search_for_cycles
from schemas.progress import Progress, silent

# Longer than Label Studio's longest transaction, an import, may take (its web server gives up sooner).
OVERLAP = timedelta(minutes=5)
# A pull of changes costs a tenth of a full one at most: so fulls add a twentieth to what pulls cost.
FULL_EVERY = 20
# People go on while we count: a difference counts as one only when it stays.
_TRIES = 3
_EVERY = 100


@dataclass(frozen=True, slots=True)
class Fetched:
    """Every task of the project. Those with the numbers in `fetched` came over the wire now."""

    tasks: list[PulledTask]
    fetched: frozenset[int]


@no_search_for_cycles()
def fetch(
    connection: Connection,
    project: Project,
    folder: Path,
    *,
    full: bool = False,
    progress: Progress = silent,
) -> Fetched:
    """The project as it is now; `folder` keeps what was seen, and a kill leaves what was seen before.

    Raises:
        ServerError: the server failed; nothing was kept of this call.
    """
    path = last_pull_path(folder, project)
    last = None if full else read_last_pull(path)
    changed = None
    if last is not None and last.tasks and last.pulls < FULL_EVERY:
        changed = _changes(connection, project, last, progress)
    if changed is None:
        tasks = fetch_tasks(connection, project, progress=progress)
        write_last_pull(path, tasks, 0)
        return Fetched(tasks, frozenset(task.number for task in tasks))
    assert last is not None
    now, fetched = changed
    tasks = [now[number] for number in sorted(now)]
    write_last_pull(path, tasks, last.pulls + 1, last)
    return Fetched(tasks, fetched)


def fetch_tasks(
    connection: Connection,
    project: Project,
    *,
    where: Sequence[Where] = (),
    progress: Progress = silent,
) -> list[PulledTask]:
    """Every task with its annotations, as it is on the server now."""
    fetched = []
    for task in list_tasks(connection, project, where=where, full=True):
        fetched.append(pulled_task(task.dict()))
        if len(fetched) % _EVERY == 0:
            progress(len(fetched))
    progress(len(fetched), len(fetched))
    return fetched


def _changes(
    connection: Connection, project: Project, last: LastPull, progress: Progress
) -> tuple[dict[int, PulledTask], frozenset[int]] | None:
    """The tasks by number after the changes, and which were fetched; None where all must be."""
    tasks, fetched = dict(last.tasks), set[int]()
    for _ in range(_TRIES):
        if not tasks:
            break
        newest = max(task.updated_at for task in tasks.values())
        oldest = newest - OVERLAP
        fresh = fetch_tasks(connection, project, where=[updated_after(newest)], progress=progress)
        tasks.update((task.number, task) for task in fresh)
        count = count_tasks(connection, project)
        if count.tasks < len(tasks):
            there = surviving(connection, project, tasks)
            tasks = {number: task for number, task in tasks.items() if number in there}
        late = {number for number, task in tasks.items() if oldest <= task.updated_at <= newest}
        window = updated_between(oldest, newest)
        again: list[PulledTask] = []
        settled = True
        if count_tasks(connection, project, [window]).tasks != len(late):
            again = fetch_tasks(connection, project, where=[window], progress=progress)
            tasks.update((task.number, task) for task in again)
            late -= {task.number for task in again}
            # Who is left changed between our questions, and so is to be had by the next try; or else its
            # time went backwards, and no try will have it.
            settled = not late
        fetched.update(task.number for task in (*fresh, *again))
        answers = sum(task.answers for task in tasks.values())
        if settled and (count.tasks, count.annotations) == (len(tasks), answers):
            return tasks, frozenset(fetched)
    return None
