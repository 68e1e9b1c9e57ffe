"""A Label Studio of the workspace's own, on this machine and for it alone."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from annotation.server.account import Account, key_holder, log_in, new_account, new_admin, sign_up
from annotation.server.install import Installation, Tell, install, quiet
from annotation.server.process import HOST, PortLostError, choose_port, is_up, launch, stop, wait_until_up
from annotation.server.state import Credentials, State
from schemas.errors import ServerError, UsageError

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is, the key that tinbai works with, and who may log in."""

    url: str
    api_key: str = field(repr=False)
    admin: Account
    accounts: tuple[Account, ...]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)
    """The server's, where this very process started it."""

    def require_alive(self) -> None:
        """See that the process that we started still runs.

        Raises:
            ServerError: it ended by itself.
        """
        if self.process is not None and self.process.poll() is not None:
            raise ServerError(
                f"Label Studio at {self.url} ended by itself; what it had answered is saved",
                hint=f"Its log is {self.log}; start it again with the same command",
            )


@contextmanager
def running(
    folder: Path,
    cache: Path,
    *,
    port: int | None = None,
    annotators: Sequence[str] = (),
    tell: Tell = quiet,
    extra_environment: dict[str, str] | None = None,
) -> Iterator[Server]:
    """Run the server whose state is `folder`, installing it into `cache` first where needed.

    It listens on 127.0.0.1 alone and ends with this context or this process. Accounts that `annotators`
    names are made where they are missing; those of earlier runs stay.

    Raises:
        UsageError: one already runs on this state, the port is taken, or a name is no log-in name.
        ServerError: it cannot be installed or started.
    """
    wanted = [new_account(name) for name in dict.fromkeys(annotators)]
    state = State(folder)
    with state.held() as lock:
        if lock is None:
            raise _already_runs(state)
        installation = install(cache, tell)
        state.prepare(installation.template)
        credentials = state.read_credentials() or Credentials(new_admin())
        known = {account.name for account in credentials.annotators}
        # Written before the accounts are made: a kill in between must not lose a password.
        credentials = replace(
            credentials,
            annotators=(*credentials.annotators, *(a for a in wanted if a.name not in known)),
        )
        state.write_credentials(credentials)
        process, url = _start(installation, state, credentials.admin, lock, port, tell, extra_environment)
        try:
            credentials = _with_keys(url, credentials)
            state.write_credentials(credentials)
            state.write_address(url)
            yield replace(_server(url, credentials, state), process=process)
        finally:
            stop(process)


def _start(
    installation: Installation,
    state: State,
    admin: Account,
    lock: int,
    asked: int | None,
    tell: Tell,
    extra_environment: dict[str, str] | None,
) -> tuple[subprocess.Popen[bytes], str]:
    lost: set[int] = set()
    while len(lost) < _TRIES:
        port = choose_port(asked, _port_of(state.read_address()), lost)
        url = f"http://{HOST}:{port}"
        tell(f"Starting Label Studio at {url}")
        process = launch(installation, state, port, admin, lock, extra_environment)
        try:
            wait_until_up(process, port, state.log)
        except PortLostError:
            stop(process)
            lost.add(port)
        except BaseException:
            stop(process)
            raise
        else:
            return process, url
    raise ServerError("no port stays free long enough for Label Studio", hint="Give it one with --port")


def find_running(folder: Path) -> Server | None:
    """The server that another tinbai runs on this state now, or None."""
    state = State(folder)
    if not state.credentials.exists():
        return None
    with state.held() as lock:
        if lock is not None:
            return None
    url, credentials = state.read_address(), state.read_credentials()
    if url is None or credentials is None or not is_up(url):
        return None
    if key_holder(url, credentials.admin.api_key) != credentials.admin.email:
        return None
    return _server(url, credentials, state)


def add_annotators(folder: Path, names: Sequence[str]) -> Server:
    """Make accounts on the server that already runs on this state.

    Raises:
        UsageError: none runs, or a name is no log-in name.
    """
    server = find_running(folder)
    if server is None:
        raise UsageError("no local Label Studio runs for this workspace", hint="Start it: tinbai serve")
    state = State(folder)
    known = {account.name for account in server.accounts}
    fresh = tuple(new_account(name) for name in dict.fromkeys(names) if name not in known)
    credentials = Credentials(server.admin, (*server.accounts, *fresh))
    state.write_credentials(credentials)
    credentials = _with_keys(server.url, credentials)
    state.write_credentials(credentials)
    return _server(server.url, credentials, state)


def _server(url: str, credentials: Credentials, state: State) -> Server:
    return Server(url, credentials.admin.api_key, credentials.admin, credentials.annotators, state.log)


def _with_keys(url: str, credentials: Credentials) -> Credentials:
    """Every account on the server, with the key that it has there."""
    admin = credentials.admin
    if key_holder(url, admin.api_key) != admin.email:
        # The very first start was killed between making the account and giving it our key.
        key = log_in(url, admin)
        if key is None:
            raise ServerError(
                f"the server at {url} does not know the log-in kept for it",
                hint="Its credentials.json and its data folder do not belong together: restore both",
            )
        admin = replace(admin, api_key=key)
    annotators = tuple(
        account
        if account.api_key
        else replace(account, api_key=log_in(url, account) or sign_up(url, admin.api_key, account))
        for account in credentials.annotators
    )
    return Credentials(admin, annotators)


def _already_runs(state: State) -> UsageError:
    url = state.read_address()
    where = f" at {url}" if url else ""
    return UsageError(
        f"Label Studio already runs for this workspace{where}",
        hint="Use it as it is, or stop the tinbai serve that runs it and start it anew",
    )


def _port_of(url: str | None) -> int | None:
    return urlsplit(url).port if url else None
