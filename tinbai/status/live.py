"""Live numbers of a Label Studio, where one is known and answers quickly; nothing waits for one that does not."""

import threading
import time
from dataclasses import dataclass

from schemas.errors import TinbaiError
from tinbai.workspace import Workspace

# A server on this machine answers in a tenth of that; a person waits no longer for a figure beside the others.
PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Live:
    """What the server says now of the shared project and all batches: `tasks`, of them `labelled` by somebody, `answers` (skips aside) and `skipped`.

    `url` is None where none is known. Where it did not answer, the numbers are None and `reason` says why.
    """

    url: str | None
    answered: bool
    reason: str
    tasks: int | None = None
    labelled: int | None = None
    answers: int | None = None
    skipped: int | None = None


def ask(workspace: Workspace, patience_s: float = PATIENCE_S) -> "Asked":
    """Begin to ask, beside whatever else is done."""
    return Asked(workspace, patience_s)


class Asked:
    """An inquiry under way."""

    def __init__(self, workspace: Workspace, patience_s: float) -> None:
        self._url = known_url(workspace)
        self._patience_s = patience_s
        self._deadline = time.monotonic() + patience_s
        self._answer: Live | None = None
        # A daemon: who ends the command does not wait for a server either.
        self._thread = threading.Thread(target=self._run, args=(workspace,), daemon=True)
        if self._url is not None:
            self._thread.start()

    @property
    def under_way(self) -> bool:
        return self._thread.is_alive()

    def answer(self) -> Live:
        """What came; waits for the rest of the patience."""
        if self._url is None:
            return Live(None, answered=False, reason="no Label Studio is known")
        self._thread.join(max(0.0, self._deadline - time.monotonic()))
        return self._answer or Live(
            self._url, answered=False, reason=f"no answer within {self._patience_s:g} s"
        )

    def _run(self, workspace: Workspace) -> None:
        import httpx

        assert self._url is not None
        try:
            self._answer = _ask(workspace, self._url)
        except TinbaiError as error:
            self._answer = Live(self._url, answered=False, reason=error.message)
        except (httpx.HTTPError, OSError, ValueError) as error:
            self._answer = Live(self._url, answered=False, reason=type(error).__name__)


def known_url(workspace: Workspace) -> str | None:
    """The address that tinbai.toml names, else that of the local server, if it ever ran; None where there is none."""
    from annotation.server.state import State

    url = workspace.config.labelstudio.url or State(workspace.server).read_address()
    return url.rstrip("/") if url else None


def _ask(workspace: Workspace, url: str) -> Live:
    from annotation.server.process import is_up
    from tinbai.connection import find_server

    silent = Live(url, answered=False, reason="it is not running")
    # Looked at first: `find_server` takes the local server's lock for a moment, which one that starts needs.
    if not workspace.config.labelstudio.url and not is_up(url):
        return silent
    server = find_server(workspace)
    if server is None:
        return silent
    if not (workspace.labelstudio / "workspace-id").exists():
        return Live(url, answered=False, reason="nothing was pushed to it")

    from annotation.client import connect, server_faults
    from annotation.project import find_batches, find_project
    from tinbai.stages.push import project_title

    connection = connect(server.url, server.api_key)
    folder = workspace.labelstudio
    shared = find_project(connection, folder, title=project_title(workspace))
    projects = [*([shared] if shared else []), *find_batches(connection, folder)]
    if not projects:
        return Live(url, answered=False, reason="it has no project of this workspace")
    with server_faults(server.url):
        now = [connection.client.projects.get(id=project.id) for project in projects]
    return Live(
        url,
        answered=True,
        reason="",
        tasks=sum(one.task_number or 0 for one in now),
        labelled=sum(one.num_tasks_with_annotations or 0 for one in now),
        answers=sum(one.total_annotations_number or 0 for one in now),
        skipped=sum(one.skipped_annotations_number or 0 for one in now),
    )
