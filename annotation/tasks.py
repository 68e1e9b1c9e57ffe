"""Tasks of a project: what is there, and the import of what is missing, exactly once.

Label Studio has no natural key and checks little: the same task sent twice is two tasks, and a failed
request may have arrived. So a task is known by its article and the text's hash; the server is asked what
it has, only what is missing is sent, and after a failure it is asked again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotation.client import Connection, once, server_faults
from annotation.ledger import Ledger
from annotation.project import Project
from schemas.errors import DataError
from schemas.progress import Progress, silent

if TYPE_CHECKING:
    from label_studio_sdk.types.role_based_task import RoleBasedTask

BATCH = 500
_GONE = 404


@dataclass(frozen=True, slots=True, order=True)
class TaskKey:
    """An article in one state of its text."""

    id: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `gone` are tasks that were sent before and that somebody deleted on the server."""

    added: tuple[TaskKey, ...]
    present: int
    gone: tuple[TaskKey, ...]
    revised: tuple[TaskKey, ...]


def key_of(data: Mapping[str, object]) -> TaskKey:
    return TaskKey(str(data.get("id")), str(data.get("text_sha256")))


def import_missing(
    connection: Connection,
    project: Project,
    tasks: Sequence[Mapping[str, object]],
    folder: Path,
    *,
    again: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Import those of `tasks` (`{data, meta, predictions}`) that the project does not have yet, in order.

    What somebody deleted on the server stays deleted, unless `again`. An older state of an article's text
    keeps its task and its labels; the new state is a task of its own.

    Raises:
        DataError: a task holds what the server's database cannot.
        ServerError: the server failed; what arrived is known at the next call.
    """
    wanted: dict[TaskKey, Mapping[str, object]] = {}
    for task in tasks:
        data = task["data"]
        assert isinstance(data, Mapping)
        wanted.setdefault(key_of(data), task)
        _refuse_unstorable(data)
    ledger = Ledger(folder, project)
    there = keys_on_server(connection, project, sorted({key.id for key in wanted}))
    sent = ledger.keys()
    gone = (
        ()
        if again
        else tuple(key for key in wanted if (key.id, key.text_sha256) in sent and key not in there)
    )
    missing = [key for key in wanted if key not in there and key not in gone]
    others: dict[str, set[str]] = {}
    for key in there:
        others.setdefault(key.id, set()).add(key.text_sha256)
    revised = tuple(key for key in missing if others.get(key.id, set()) - {key.text_sha256})
    progress(0, len(missing))
    for first in range(0, len(missing), BATCH):
        batch = missing[first : first + BATCH]
        with server_faults(connection.url):
            answer = connection.client.projects.import_tasks(
                project.id,
                request=[wanted[key] for key in batch],
                return_task_ids=True,
                request_options=once(),
            )
        ledger.add([(key.id, key.text_sha256) for key in batch], list(answer.task_ids or []))
        progress(first + len(batch), len(missing))
    return Imported(tuple(missing), len(wanted) - len(missing) - len(gone), gone, revised)


def keys_on_server(connection: Connection, project: Project, ids: Sequence[str]) -> set[TaskKey]:
    """Which states of these articles have a task in the project."""
    found: set[TaskKey] = set()
    for first in range(0, len(ids), BATCH):
        chunk = list(ids[first : first + BATCH])
        item = {"filter": "filter:tasks:data.id", "operator": "in_list", "type": "List", "value": chunk}
        query = {"filters": {"conjunction": "and", "items": [item]}}
        for task in list_tasks(connection, project, query=query, include="id,data"):
            found.add(key_of(task.data or {}))
    return found


def list_tasks(
    connection: Connection,
    project: Project,
    *,
    query: Mapping[str, object] | None = None,
    include: str | None = None,
    full: bool = False,
) -> Iterator["RoleBasedTask"]:
    """The project's tasks by their number; with `full`, their annotations, drafts and predictions too."""
    from label_studio_sdk.core.api_error import ApiError

    page = 1
    while True:
        with server_faults(connection.url):
            try:
                items = (
                    connection.client.tasks.list(
                        project=project.id,
                        page=page,
                        page_size=BATCH,
                        fields="all" if full else "task_only",
                        include=include,
                        query=json.dumps({"ordering": ["tasks:id"], **(query or {})}),
                        resolve_uri=False,
                    ).items
                    or []
                )
            except ApiError as error:
                # The page after the last full one does not exist.
                if error.status_code != _GONE or page == 1:
                    raise
                return
        yield from items
        if len(items) < BATCH:
            return
        page += 1


def _refuse_unstorable(data: Mapping[str, object]) -> None:
    for name, value in data.items():
        if not isinstance(value, str):
            continue
        # NUL is an error 500 on PostgreSQL, a lone surrogate cannot be sent at all.
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise DataError(
                f"article {data.get('id')}: its {name} holds a NUL or half a surrogate pair",
                hint="Normalize the pages again; nothing was sent",
            )
