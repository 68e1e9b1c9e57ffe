"""The import of the tasks that a project does not have yet, exactly once.

Label Studio has no natural key and checks little: the same task sent twice is two tasks, and a failed
request may have arrived. So a task is known by its article and the text's hash; the server is asked what
it has, only what is missing is sent, and after a failure it is asked again.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotation.client import Connection, once, server_faults
from annotation.ledger import Ledger, Sent
from annotation.listing import BATCH, count_tasks, list_tasks, of_articles, surviving
from annotation.project import Project
from schemas.errors import DataError
from schemas.progress import Progress, silent

# A batch takes 1.6 s at the measured 320 tasks a second; a server twelve times slower is still waited for.
PATIENCE_S = 20.0
_ASK_AGAIN_S = 0.5


@dataclass(frozen=True, slots=True, order=True)
class TaskKey:
    """An article in one state of its text."""

    id: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `gone` are tasks that were sent before and that somebody deleted on the server.

    `revised` are of articles whose older text has a task; `kept` of them need none, by what `revise` said.
    """

    added: tuple[TaskKey, ...]
    present: int
    gone: tuple[TaskKey, ...]
    revised: tuple[TaskKey, ...]
    kept: tuple[TaskKey, ...]


Task = Mapping[str, object]
# The tasks of some keys, in their order.
Make = Callable[[Sequence[TaskKey]], Sequence[Task]]
# What becomes of the tasks of changed texts: another task to send, or None where none is needed.
Revise = Callable[[Mapping[TaskKey, Task]], Mapping[TaskKey, Task | None]]


def key_of(data: Mapping[str, object]) -> TaskKey:
    return TaskKey(str(data.get("id")), str(data.get("text_sha256")))


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tasks (`{data, meta, predictions}`), made when they are about to be sent: of most of them only the key is needed."""

    keys: Sequence[TaskKey]
    make: Make


def ready(tasks: Iterable[Task]) -> Tasks:
    """Tasks that are made already.

    Raises:
        DataError: one holds what the server's database cannot.
    """
    made: dict[TaskKey, Task] = {}
    for task in tasks:
        data = task["data"]
        assert isinstance(data, Mapping)
        refuse_unstorable(data)
        made.setdefault(key_of(data), task)
    return Tasks(list(made), lambda keys: [made[key] for key in keys])


def import_missing(
    connection: Connection,
    project: Project,
    tasks: Tasks,
    folder: Path,
    *,
    again: bool = False,
    revise: Revise | None = None,
    progress: Progress = silent,
) -> Imported:
    """Import those of `tasks` that the project does not have yet, in order.

    What somebody deleted on the server stays deleted, unless `again`. An older state of an article's text
    keeps its task and its labels; the new state is a task of its own. Where an earlier call broke off while
    the server was still at work, this one waits until that batch has arrived, or 20 seconds since it left.

    Raises:
        ServerError: the server failed; what arrived is known at the next call.
    """
    wanted = list(dict.fromkeys(tasks.keys))
    ledger = Ledger(folder, project)
    there, others = _what_is_there(connection, project, wanted, ledger)
    sent = ledger.read()
    absent = [key for key in wanted if key not in there]
    gone = () if again else tuple(key for key in absent if (key.id, key.text_sha256) in sent.tasks)
    deleted = [
        sent.tasks[key.id, key.text_sha256] for key in gone if (key.id, key.text_sha256) not in sent.gone
    ]
    ledger.gone([number for number in deleted if number is not None])
    left = set(gone)
    missing = [key for key in absent if key not in left]
    revised = tuple(key for key in missing if others.get(key.id, set()) - {key.text_sha256})
    instead: Mapping[TaskKey, Task | None] = {}
    if revised and revise is not None:
        instead = revise(dict(zip(revised, tasks.make(revised), strict=True)))
    kept = tuple(key for key in revised if key in instead and instead[key] is None)
    missing = [key for key in missing if key not in instead or instead[key] is not None]

    progress(0, len(missing))
    for first in range(0, len(missing), BATCH):
        batch = missing[first : first + BATCH]
        made = [instead.get(key) or task for key, task in zip(batch, tasks.make(batch), strict=True)]
        _send(connection, project, ledger, batch, made)
        progress(first + len(batch), len(missing))
    present = len(wanted) - len(missing) - len(gone) - len(kept)
    return Imported(tuple(missing), present, gone, revised, kept)


def _send(
    connection: Connection,
    project: Project,
    ledger: Ledger,
    batch: Sequence[TaskKey],
    tasks: Sequence[Task],
) -> None:
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    keys = [(key.id, key.text_sha256) for key in batch]
    ledger.sending(keys)
    with server_faults(connection.url):
        try:
            answer = connection.client.projects.import_tasks(
                project.id, request=list(tasks), return_task_ids=True, request_options=once()
            )
        except ApiError as error:
            # It refused, so nothing of the batch is there; 5xx may come from a gateway that lost patience.
            if error.status_code is not None and error.status_code < 500:
                ledger.settled()
            raise
        except (httpx.ConnectError, httpx.ConnectTimeout):
            ledger.settled()  # It never left.
            raise
    ledger.add(keys, list(answer.task_ids or []))


def _what_is_there(
    connection: Connection, project: Project, wanted: Sequence[TaskKey], ledger: Ledger
) -> tuple[set[TaskKey], dict[str, set[str]]]:
    """Which of `wanted` the project has, and of the articles of the others every text hash that it has."""
    sent = ledger.read()
    numbers = {}
    for key in wanted:
        own = (key.id, key.text_sha256)
        number = sent.tasks.get(own)
        if number is not None and own not in sent.gone:
            numbers[key] = number
    alive = surviving(connection, project, list(numbers.values()))
    there = {key for key, number in numbers.items() if number in alive}
    unsure = [key for key in wanted if key not in there]
    if not unsure:
        return there, {}
    _wait_for_what_is_on_its_way(connection, project, ledger, sent)
    found = keys_on_server(connection, project, sorted({key.id for key in unsure}))
    # A lost ledger is written anew, so that the next call need not ask again.
    ours = [key for key in unsure if key in found]
    ledger.add([(key.id, key.text_sha256) for key in ours], [found[key] for key in ours])
    others: dict[str, set[str]] = {}
    for key in found:
        others.setdefault(key.id, set()).add(key.text_sha256)
    return there | set(ours), others


def _wait_for_what_is_on_its_way(
    connection: Connection, project: Project, ledger: Ledger, sent: Sent
) -> None:
    """A server goes on with a request whose sender is gone: asked at once, it would not have it yet."""
    if not sent.sending:
        return
    ids = [id_ for id_, _ in sent.sending]
    began = time.time()
    # A clock that was set back must not keep us longer.
    end = min(sent.at, began) + PATIENCE_S
    while True:
        found = keys_on_server(connection, project, ids)
        arrived = {(key.id, key.text_sha256): number for key, number in found.items()}
        here = [key for key in sent.sending if key in arrived]
        # A batch arrives whole or not at all.
        if len(here) == len(sent.sending):
            ledger.add(here, [arrived[key] for key in here])
            return
        if time.time() >= end:
            ledger.settled()
            return
        time.sleep(_ASK_AGAIN_S)


def keys_on_server(connection: Connection, project: Project, ids: Sequence[str]) -> dict[TaskKey, int]:
    """Which states of these articles have a task in the project, and its number; of two, the first."""
    found: dict[TaskKey, int] = {}
    if not ids or not count_tasks(connection, project).tasks:
        return found
    for first in range(0, len(ids), BATCH):
        chunk = ids[first : first + BATCH]
        for task in list_tasks(connection, project, where=[of_articles(chunk)], include="id,data"):
            found.setdefault(key_of(task.data or {}), int(task.id or 0))
    return found


def refuse_unstorable(data: Mapping[str, object]) -> None:
    """Raise a DataError where what a task shows holds what the server's database cannot."""
    for name, value in data.items():
        if not isinstance(value, str):
            continue
        # NUL is an error 500 on PostgreSQL, a lone surrogate cannot be sent at all.
        if "\0" in value or not _encodes(value):
            raise DataError(
                f"article {data.get('id')}: its {name} holds a NUL or half a surrogate pair",
                hint="Normalize the pages again; nothing was sent",
            )


def _encodes(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
