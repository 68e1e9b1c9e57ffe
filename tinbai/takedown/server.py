"""What was taken down leaves Label Studio: at once where the server answers, else with the next push or pull."""

from typing import TYPE_CHECKING

from schemas.errors import TinbaiError
from schemas.takedowns import read_takedowns
from tinbai.connection import find_server
from tinbai.takedown.pending import taken_ids
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from annotation.client import Connection

# The folder's own name of a workspace, made by the first push: without it nothing was sent from here.
_PUSHED = "workspace-id"
NO_SERVER = "no Label Studio is known"


def finish_on_server(workspace: Workspace, connection: "Connection", *, title: str) -> tuple[str, ...]:
    """Delete the tasks of what was taken down; says so where there were some. Every stage that talks to the server begins
    with it: a task that came back with a restored database goes, too.

    Raises:
        ServerError: the server failed; the next call goes on.
    """
    from annotation.takedown import take_away

    if not workspace.takedowns.exists():
        return ()
    ids = taken_ids(workspace, read_takedowns(workspace.takedowns, workspace.contract))
    taken = take_away(connection, ids, folder=workspace.labelstudio, title=title)
    return (
        (f"{taken.tasks} tasks of articles that were taken down were deleted in Label Studio",)
        if taken.tasks
        else ()
    )


def tasks_on_record(workspace: Workspace, ids: frozenset[str]) -> int:
    """How many tasks of these articles this workspace sent and does not know to be gone."""
    from annotation.ledger import sent_tasks
    from annotation.project import ADJUDICATION, BATCH, LABELING

    return sum(task.id in ids for task in sent_tasks(workspace.labelstudio, LABELING, BATCH, ADJUDICATION))


def leave_server(
    workspace: Workspace, ids: frozenset[str], *, title: str, only_count: bool = False
) -> tuple[int | None, str]:
    """How many tasks were deleted (or would be), and why it is not known where it is None. Call it under the lock."""
    if not (workspace.labelstudio / _PUSHED).exists():
        return 0, ""
    from annotation.client import connect
    from annotation.takedown import take_away

    try:
        server = find_server(workspace)
        if server is None:
            return None, NO_SERVER
        taken = take_away(
            connect(server.url, server.api_key),
            ids,
            folder=workspace.labelstudio,
            title=title,
            only_count=only_count,
        )
    except TinbaiError as error:
        return None, error.message
    return taken.tasks, ""
