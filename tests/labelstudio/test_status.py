"""Live numbers from the real server, beside what the workspace's files say."""

import socket
import time
from pathlib import Path

import pytest

from annotation.client import Connection, connect
from annotation.push import push
from annotation.server.local import Server
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.tables import write_table
from tests.labelstudio.sample import SUGGESTED, numbered, span
from tinbai.init import init_workspace
from tinbai.stages.push import project_title
from tinbai.status.live import PATIENCE_S, ask
from tinbai.status.tell import status
from tinbai.workspace import Workspace

pytestmark = pytest.mark.server


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "W", "status-live")
    return Workspace(tmp_path / "W")


def _at(workspace: Workspace, url: str, monkeypatch: pytest.MonkeyPatch, key: str) -> Workspace:
    path = workspace.root / "tinbai.toml"
    path.write_text(f'name = "status-live"\n[labelstudio]\nurl = "{url}"\n', encoding="utf-8")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", key)
    return Workspace(workspace.root)


def test_the_server_s_own_numbers_stand_beside_those_of_the_last_pull(
    workspace: Workspace,
    server: Server,
    connection: Connection,
    contract: Contract,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = _at(workspace, server.url, monkeypatch, server.api_key)
    articles = numbered(contract, 3)
    write_table(workspace.articles / "part-00000.parquet", articles)
    before = ask(workspace, patience_s=60).answer()
    assert (before.answered, before.reason) == (False, "nothing was pushed to it")

    pushed = push(
        connection, articles, None, contract, folder=workspace.labelstudio, title=project_title(workspace)
    )
    rows = articles.to_pylist()
    mine = span(rows[0]["text"], SUGGESTED[5][0], "PER")
    answers = [
        Answer(rows[0]["id"], rows[0]["text_sha256"], (mine,), (), None, lead_time_s=3.0),
        Answer(rows[1]["id"], rows[1]["text_sha256"], (), (), None, skipped=True),
    ]
    submit(connect(server.url, server.accounts[0].api_key), pushed.project, answers, contract)

    live = ask(workspace, patience_s=60).answer()
    assert live.answered
    assert (live.url, live.tasks, live.labelled, live.answers, live.skipped) == (server.url, 3, 1, 1, 1)
    told = status(workspace)
    assert told.counts["tasks"] == told.counts["tasks"] | {"pushed": 3, "labelled": 0, "unlabelled": 3}


def test_a_server_that_never_answers_costs_two_seconds_and_no_figure(
    workspace: Workspace, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        workspace = _at(workspace, f"http://127.0.0.1:{port}", monkeypatch, "k" * 40)
        workspace.labelstudio.mkdir()
        (workspace.labelstudio / "workspace-id").write_text("0123456789abcdef\n", encoding="utf-8")
        begin = time.monotonic()
        live = ask(workspace).answer()
        assert time.monotonic() - begin < PATIENCE_S + 5
        assert (live.answered, live.reason) == (False, "no answer within 2 s")
        assert any("no answer within 2 s" in line for line in status(workspace).notes)
