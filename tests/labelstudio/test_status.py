"""Live numbers from the real server, beside what the workspace's files say."""

import socket
import time
from functools import partial
from pathlib import Path

import pytest

from annotation.client import Connection, connect
from annotation.listing import list_tasks
from annotation.project import find_batches, find_project
from annotation.pseudonym import pseudonym, workspace_salt
from annotation.push import push
from annotation.server.local import Server
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.tables import write_table
from tests.labelstudio.sample import SUGGESTED, TOPICS, numbered, span
from tinbai.console import Console
from tinbai.init import init_workspace
from tinbai.stages.pull import pull as pull_stage
from tinbai.stages.push import project_title
from tinbai.stages.push import push as push_stage
from tinbai.status.live import PATIENCE_S, ask
from tinbai.status.tell import status
from tinbai.workspace import Workspace

pytestmark = pytest.mark.server


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "W", "status-live")
    return Workspace(tmp_path / "W")


def _at(
    workspace: Workspace,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    *,
    name: str = "status-live",
    more: str = "",
) -> Workspace:
    path = workspace.root / "tinbai.toml"
    path.write_text(f'name = "{name}"\n[labelstudio]\nurl = "{url}"\n{more}', encoding="utf-8")
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


def test_live_numbers_are_sums_over_the_shared_project_and_every_batch(
    workspace: Workspace,
    server: Server,
    contract: Contract,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = "[assignment]\nbatch = 4\nshare = 0.5\n"
    workspace = _at(workspace, server.url, monkeypatch, server.api_key, name="status-sums", more=more)
    articles = numbered(contract, 12)
    part = workspace.articles / "part-00000.parquet"
    console = Console(as_json=True)
    write_table(part, articles.slice(0, 3))
    push_stage(workspace, console)
    write_table(part, articles)
    assert push_stage(workspace, console, annotators=("lan", "minh")).counts["added"] == 8
    # A batch of another workspace on the same server is nobody's business here.
    other = Workspace(workspace.root.parent / "V")
    init_workspace(other.root, "status-other")
    other = _at(other, server.url, monkeypatch, server.api_key, name="status-other", more=more)
    write_table(other.articles / "part-00000.parquet", articles)
    push_stage(other, console, annotators=("lan",))

    own = connect(server.url, server.api_key)
    shared = find_project(own, workspace.labelstudio, title=project_title(workspace))
    batches = find_batches(own, workspace.labelstudio)
    assert shared is not None
    assert len(batches) == 2
    said = {account.name: connect(server.url, account.api_key) for account in server.accounts}
    salt = workspace_salt(workspace.labelstudio)
    batch_of = {f"batch-{pseudonym(salt, one.email)}": one.name for one in server.accounts}
    lan, minh = sorted(batches, key=lambda one: batch_of[one.role])
    assert [batch_of[one.role] for one in (lan, minh)] == ["lan", "minh"]
    # By both, by one, skipped; in the batches two answers, and one with a skip.
    for who, project, plan in (
        ("lan", shared, ("answer", "answer", "skip")),
        ("minh", shared, ("answer",)),
        ("lan", lan, ("answer", "answer")),
        ("minh", minh, ("answer", "skip")),
    ):
        tasks = [task.data or {} for task in list_tasks(own, project)]
        answers = [
            Answer(task["id"], task["text_sha256"], (), TOPICS[:1], TOPICS[0], skipped=what == "skip")
            for task, what in zip(tasks, plan, strict=False)
        ]
        assert submit(said[who], project, answers, contract) == len(plan)

    live = ask(workspace, patience_s=60).answer()
    assert live.answered
    assert (live.tasks, live.labelled, live.answers, live.skipped) == (3 + 4 + 4, 2 + 2 + 1, 3 + 2 + 1, 1 + 1)
    # Beside other tests the server may take longer than a person is made to wait.
    monkeypatch.setattr("tinbai.status.tell.ask", partial(ask, patience_s=60))
    assert "5 of 11 tasks labelled, 6 answers (0 of them pulled), 2 skips" in "\n".join(
        status(workspace).notes
    )
    pull_stage(workspace, console)
    assert "6 answers (6 of them pulled), 2 skips" in "\n".join(status(workspace).notes)


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
