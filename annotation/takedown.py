"""The tasks of articles that were taken down, out of this workspace's projects, with all that hangs on them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from annotation.adjudicate import adjudication_title
from annotation.client import Connection, server_faults
from annotation.ledger import Ledger
from annotation.listing import BATCH, list_tasks, of_articles
from annotation.project import ADJUDICATION, LABELING, Project, find_batches, find_project

_WAIT_SECONDS = 3600.0
_GONE = 404


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Tasks that were deleted, or with `only_count` would be, and in how many projects."""

    tasks: int
    projects: int


def take_away(
    connection: Connection, ids: Collection[str], *, folder: Path, title: str, only_count: bool = False
) -> TakenAway:
    """Delete every task of these articles: with it go its annotations, drafts, predictions and skips.

    `title` is the labeling project's, `folder` keeps the ledgers. A second time finds nothing.

    Raises:
        UsageError: the title is taken by a project that is not tinbai's.
        ServerError: the server failed; what was deleted is deleted, and the next call goes on.
    """
    from filelock import FileLock

    if not ids:
        return TakenAway(0, 0)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "push.lock", timeout=_WAIT_SECONDS):
        found = {
            project: _tasks(connection, project, ids) for project in _projects(connection, folder, title)
        }
        for project, numbers in found.items():
            if not only_count:
                for number in numbers:
                    _delete(connection, number)
                Ledger(folder, project).gone(numbers)
    return TakenAway(sum(map(len, found.values())), sum(map(bool, found.values())))


def _projects(connection: Connection, folder: Path, title: str) -> list[Project]:
    own = (
        find_project(connection, folder, title=title, role=LABELING),
        find_project(connection, folder, title=adjudication_title(title), role=ADJUDICATION),
    )
    return [*filter(None, own), *find_batches(connection, folder)]


def _tasks(connection: Connection, project: Project, ids: Collection[str]) -> list[int]:
    listed = sorted(ids)
    parts = [listed[start : start + BATCH] for start in range(0, len(listed), BATCH)]
    return [
        int(task.id or 0)
        for some in parts
        for task in list_tasks(connection, project, where=[of_articles(some)], include="id,data")
        # The server's own filter is not what decides about a deletion.
        if str((task.data or {}).get("id")) in ids
    ]


def _delete(connection: Connection, number: int) -> None:
    from label_studio_sdk.core.api_error import ApiError

    with server_faults(connection.url):
        try:
            connection.client.tasks.delete(id=str(number))
        except ApiError as error:
            if error.status_code != _GONE:  # somebody else was first
                raise
