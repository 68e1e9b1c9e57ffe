"""Run a local Label Studio in the foreground until somebody stops it."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from annotation.server.install import default_cache
from annotation.server.local import Server, add_annotators, find_running, running
from tinbai.console import Console, Outcome
from tinbai.workspace import Workspace

_LOOK_SECONDS = 1.0


def serve(workspace: Workspace, console: Console, *, annotators: Sequence[str], port: int | None) -> Outcome:
    """Print address and log-ins, then wait for Ctrl-C or SIGTERM. With --json: a line when ready, one at the end.

    Where one runs for this workspace already, the named annotators get their accounts there.

    Raises:
        UsageError: one runs already and nobody is to be added, the port is taken, or a name is no log-in name.
        ServerError: it cannot be installed or started, or ends by itself.
    """
    if annotators and find_running(workspace.server):
        return log_ins(workspace, add_annotators(workspace.server, annotators), "runs already")
    with (
        running(
            workspace.server, default_cache(), port=port, annotators=annotators, tell=console.say
        ) as server,
        # Not before it runs: a Ctrl-C during the long first set-up shall end it at once.
        stop_signals() as stopped,
    ):
        console.show(log_ins(workspace, server, "runs until Ctrl-C"))
        wait(server, stopped)
        console.say("Stopping Label Studio")
    return Outcome("serve", "stopped; everything is saved", paths={"data": workspace.server})


def log_ins(workspace: Workspace, server: Server, state: str) -> Outcome:
    """Address and log-ins, for the eyes of whoever started the server and for no file."""
    people = (server.admin, *server.accounts)
    return Outcome(
        "serve",
        f"Label Studio at {server.url} {state}",
        counts={
            "url": server.url,
            "api_key": server.api_key,
            "accounts": [{"name": p.name, "email": p.email, "password": p.password} for p in people],
        },
        notes=tuple(f"{p.name:<16} log in as {p.email}   password {p.password}" for p in people),
        next_step=f"in another terminal: tinbai push --workspace {workspace.root}",
    )


def wait(server: Server, stopped: threading.Event) -> None:
    """Until somebody stops us.

    Raises:
        ServerError: the server ended by itself.
    """
    while not stopped.wait(_LOOK_SECONDS):
        server.require_alive()


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set, so that the server below is stopped in order."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 the signature is Python's
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
