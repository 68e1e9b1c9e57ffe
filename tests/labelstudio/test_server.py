"""The local server: alone on its state and on loopback, gone with its starter, nothing lost, nothing told."""

import signal
import socket
import stat
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from annotation.client import connect
from annotation.server import process
from annotation.server.account import key_holder
from annotation.server.install import default_cache
from annotation.server.local import add_annotators, find_running, running
from schemas.errors import ServerError, UsageError
from tests.conftest import ROOT
from tests.labelstudio.conftest import Watched
from tests.labelstudio.processes import process_of

pytestmark = pytest.mark.server


def test_a_second_start_is_told_where_the_first_runs(watched: Watched) -> None:
    with (
        pytest.raises(UsageError, match=f"already runs for this workspace at {watched.server.url}"),
        running(watched.state, default_cache()),
    ):
        pass
    found = find_running(watched.state)
    # Other tests make accounts on the same server.
    assert found is not None
    assert replace(found, accounts=watched.server.accounts) == watched.server


def test_the_accounts_open_the_door(watched: Watched) -> None:
    assert [account.name for account in watched.server.accounts] == ["lan", "minh"]
    keys = {connect(watched.server.url, account.api_key).user_id for account in watched.server.accounts}
    assert len(keys) == 2


def test_an_annotator_can_be_added_while_it_runs(watched: Watched) -> None:
    server = add_annotators(watched.state, ["lan", "hoa"])
    assert [account.name for account in server.accounts] == ["lan", "minh", "hoa"]
    assert server.accounts[:2] == watched.server.accounts
    assert connect(server.url, server.accounts[2].api_key).user_id


def test_it_listens_on_loopback_alone(watched: Watched) -> None:
    port = httpx.URL(watched.server.url).port
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("no /proc here")
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    listening = [
        row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port
    ]
    assert listening == ["0100007F"]


def test_it_asks_nobody_else_for_anything(watched: Watched) -> None:
    client = connect(watched.server.url, watched.server.api_key)
    client.client.projects.create(title="Ra ngoài", label_config="<View/>")
    httpx.get(f"{watched.server.url}/user/login/", trust_env=False)
    said = watched.connections.read_text(encoding="utf-8").splitlines()
    assert said, "the watch saw nothing at all, so it does not work"
    assert {line.split(" ", 1)[1] for line in said} <= {"127.0.0.1", "localhost"}


def test_secrets_are_in_one_file_that_only_the_owner_reads(watched: Watched) -> None:
    credentials = watched.state / "credentials.json"
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    assert stat.S_IMODE(watched.state.stat().st_mode) == 0o700
    everyone = (watched.server.admin, *watched.server.accounts)
    secrets = [secret for account in everyone for secret in (account.password, account.api_key)]
    log = watched.server.log.read_text(encoding="utf-8")
    assert log
    assert not any(secret in log for secret in secrets)
    assert not any(secret in repr(watched.server) for secret in secrets)


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 is taken"),
            running(tmp_path, default_cache(), port=port),
        ):
            pass


def test_a_name_that_is_no_log_in_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="annotator 'Lan Anh' cannot be"),
        running(tmp_path / "state", default_cache(), annotators=["Lan Anh"]),
    ):
        pass
    assert not (tmp_path / "state").exists()


_STARTER = """
import sys, time
from pathlib import Path
from annotation.server import process
from annotation.server.account import key_holder
from annotation.server.install import default_cache
from annotation.server.local import running
with running(Path(sys.argv[1]), default_cache(), port=int(sys.argv[2])) as server:
    print(server.url, server.api_key, flush=True)
    time.sleep(600)
"""


def test_a_killed_starter_takes_its_server_along_and_loses_nothing(tmp_path: Path) -> None:
    # Not the usual one, which another test's server may have in between.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", textwrap.dedent(_STARTER), str(tmp_path), str(port)]
    starter = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    url, key = starter.stdout.readline().split()
    before = connect(url, key)
    made = before.client.projects.create(title="Không mất", label_config="<View/>")
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    _until_silent(url)
    assert find_running(tmp_path) is None
    # What a kill in the middle of copying the template leaves is no obstacle either.
    (tmp_path / "data.part").mkdir()
    with running(tmp_path, default_cache()) as server:
        assert server.api_key == key
        after = connect(server.url, key)
        assert after.client.projects.get(id=made.id).title == "Không mất"
        assert (httpx.URL(server.url).port, (tmp_path / "data.part").exists()) == (httpx.URL(url).port, False)
        pid = process_of(server)
    # Label Studio's word that the account is there already, without the account.
    log = (tmp_path / "server.log").read_text(encoding="utf-8")
    assert "User … already exists" in log
    assert "admin@localhost" not in log
    assert not Path(f"/proc/{pid}").exists()


def _until_silent(url: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            httpx.get(f"{url}/health", trust_env=False)
        except httpx.HTTPError:
            return
        time.sleep(0.05)
    raise AssertionError("the server outlived its starter")


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "label_studio.sqlite3").write_bytes(b"this is no database, whatever its name" * 100)
    with (
        pytest.raises(ServerError, match=r"ended while starting: .*not a database"),
        running(tmp_path, default_cache()),
    ):
        pass


def test_two_that_want_the_same_port_at_once_end_on_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Label Studio moves to the next port without a word, and the other's health would pass for its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setattr(process, "USUAL_PORT", probe.getsockname()[1])
    met = threading.Barrier(2)
    found: list[tuple[str, str | None]] = []

    def run(name: str) -> None:
        with running(tmp_path / name, default_cache()) as server:
            met.wait(60)
            found.append((server.url, key_holder(server.url, server.api_key)))
            met.wait(60)

    starters = [threading.Thread(target=run, args=(name,)) for name in "ab"]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len({url for url, _ in found}) == 2
    assert [holder for _, holder in found] == ["admin@localhost"] * 2
