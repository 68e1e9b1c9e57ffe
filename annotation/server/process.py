"""The server's process: a port, a start that is watched, a stop that leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from annotation.server.account import Account
from annotation.server.environment import server_environment
from annotation.server.install import LAUNCHER, Installation
from annotation.server.state import State
from schemas.errors import ServerError, UsageError

HOST = "127.0.0.1"
USUAL_PORT = 8080
_START_SECONDS = 180.0
_STOP_SECONDS = 15.0
_LISTENS = re.compile(rf"server at http://{re.escape(HOST)}:(\d+)/")


class PortLostError(Exception):
    """Somebody else took the port between our look at it and the server's."""


def choose_port(asked: int | None, last: int | None, lost: Collection[int] = ()) -> int:
    """The asked port, or the first free one of: the last run's, 8080, any; none of those that were `lost`.

    Label Studio silently moves to the next port when its own is taken, so it is only ever given a free one.

    Raises:
        UsageError: the asked port is taken.
    """
    if asked is not None:
        if asked in lost or not _is_free(asked):
            raise UsageError(
                f"port {asked} of {HOST} is taken", hint="Give another --port, or none to have one chosen"
            )
        return asked
    for port in (last, USUAL_PORT):
        if port and port not in lost and _is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError:
            raise UsageError(f"{port} is no port", hint="Give --port a number from 1024 to 65535") from None
        except OSError:
            return False
    # Somebody may listen on all addresses while loopback can still be bound.
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def launch(
    installation: Installation,
    state: State,
    port: int,
    admin: Account,
    lock: int,
    extra: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, holding `lock`; it ends when our end of its input closes.

    `extra` is added to its environment (tests watch what it connects to with it).
    """
    environment = {
        **server_environment(home=state.home, data=state.data),
        "LABEL_STUDIO_USERNAME": admin.email,
        "LABEL_STUDIO_PASSWORD": admin.password,
        "LABEL_STUDIO_USER_TOKEN": admin.api_key,
        **(extra or {}),
    }
    command: list[str | Path] = [installation.python, "-P", "-s", LAUNCHER, "start"]
    command += ["--no-browser", "--internal-host", HOST, "--port", str(port)]
    if state.log.exists():
        state.log.replace(state.log.with_suffix(".log.1"))
    log = os.open(state.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            command,
            cwd=state.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[lock],
            start_new_session=True,
        )
    finally:
        os.close(log)


def wait_until_up(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until this very server listens on `port` and is well.

    Its log tells where it listens: health alone could be that of another server, which took the port while
    ours quietly moved on to the next.

    Raises:
        PortLostError: it listens elsewhere, or could not listen.
        ServerError: it ended, or does not answer in three minutes.
    """
    end = time.monotonic() + _START_SECONDS
    url = f"http://{HOST}:{port}"
    while time.monotonic() < end:
        said = log.read_text(encoding="utf-8", errors="replace")
        if "port is already in use" in said:
            raise PortLostError
        if process.poll() is not None:
            raise ServerError(
                f"Label Studio ended while starting: {_last_line(said)}", hint=f"Its log is {log}"
            )
        if listens := _LISTENS.search(said):
            if int(listens[1]) != port:
                raise PortLostError
            if is_up(url):
                return
        time.sleep(0.1)
    raise ServerError(
        f"Label Studio did not answer at {url} within {_START_SECONDS:.0f} s", hint=f"Its log is {log}"
    )


def is_up(url: str) -> bool:
    import httpx

    try:
        return httpx.get(f"{url}/health", trust_env=False, timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, wait, and see that nothing of its group is left. Every answered request is saved."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    assert process.stdin is not None
    process.stdin.close()


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1] if lines else "it said nothing"
