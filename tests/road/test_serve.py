"""`tinbai serve` as a person runs it: log-ins on the screen, Ctrl-C, everything saved."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.road.commands import Tinbai, run_tinbai

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


@contextmanager
def serving(workspace: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and its first lines up to the one that says what comes next."""
    command = [sys.executable, "-m", "tinbai", "serve", "--workspace", str(workspace), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "tinbai push" in line:
                break
        try:
            yield process, "".join(lines)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=60)


def may_log_in(url: str, email: str, password: str) -> bool:
    with httpx.Client(base_url=url, trust_env=False) as client:
        client.get("/user/login/")
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"], "email": email, "password": password}
        return client.post("/user/login/", data=form).status_code == httpx.codes.FOUND


def test_serve_stop_and_serve_again(tmp_path: Path) -> None:
    tinbai = Tinbai(tmp_path / "W")
    assert run_tinbai("init", str(tinbai.workspace)).returncode == 0
    with serving(tinbai.workspace, "--annotator", "lan") as (process, said):
        url = re.search(r"http://127\.0\.0\.1:\d+", said)
        login = re.search(r"lan +log in as (\S+) +password (\S+)", said)
        assert url
        assert login
        assert may_log_in(url[0], login[1], login[2])
        assert not may_log_in(url[0], login[1], "another")

        second = tinbai.run("serve")
        assert second.returncode == 2
        assert f"already runs for this workspace at {url[0]}" in second.stderr

        added = tinbai("serve", "--annotator", "minh")
        assert [account["name"] for account in added["counts"]["accounts"]] == ["admin", "lan", "minh"]

        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert "everything is saved" in rest
        assert "Traceback" not in errors

    with serving(tinbai.workspace, "--json") as (process, said):
        ready = json.loads(said)
        accounts = {a["name"]: a for a in ready["counts"]["accounts"]}
        assert set(accounts) == {"admin", "lan", "minh"}
        assert accounts["lan"]["password"] == login[2]
        assert may_log_in(ready["counts"]["url"], login[1], login[2])
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert json.loads(rest)["summary"] == "stopped; everything is saved"


def test_serve_tells_that_its_server_died(tmp_path: Path) -> None:
    tinbai = Tinbai(tmp_path / "W")
    assert run_tinbai("init", str(tinbai.workspace)).returncode == 0
    with serving(tinbai.workspace) as (process, _):
        # Its only child.
        server = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8"))
        os.kill(server, signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 3
        assert errors.count("\n") == 1
        assert "ended by itself" in errors


def test_the_admin_is_no_annotator(tmp_path: Path) -> None:
    """It was written down before the server refused it, and no serve of the workspace came up any more."""
    tinbai = Tinbai(tmp_path / "W")
    assert run_tinbai("init", str(tinbai.workspace)).returncode == 0
    refused = tinbai.run("serve", "--annotator", "admin")
    assert refused.returncode == 2
    assert "Choose another name" in refused.stderr
    named = tinbai.run("serve", "--annotator", "Đức Anh")
    assert named.returncode == 2
    assert "for example duc-anh" in named.stderr
    assert not (tinbai.workspace / "server").exists()
