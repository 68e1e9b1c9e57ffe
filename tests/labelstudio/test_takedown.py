"""What was taken down leaves the real server: its tasks in every project, with all that hangs on them."""

import os
import sqlite3
from pathlib import Path

import httpx
import pytest

from annotation.adjudicate import adjudication_title
from annotation.client import Connection, connect
from annotation.ledger import sent_tasks
from annotation.listing import list_tasks
from annotation.project import ADJUDICATION, BATCH, LABELING, Project, ensure_project, find_project
from annotation.results import to_results
from annotation.server.local import Server
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.label_config import label_config
from schemas.tables import read_table
from schemas.takedowns import TAKEN_DOWN, Tombstone, add_takedowns
from tests.labelstudio.conftest import Watched
from tests.labelstudio.sample import TOPICS, span
from tests.takedown.killed import TODAY
from tests.takedown.made import ALONE, QUIET, SURFACE, first_crawl, id_of_the_story, leaks
from tinbai.stages.normalize import normalize
from tinbai.stages.pull import pull
from tinbai.stages.push import project_title, push
from tinbai.stages.suggest import suggest
from tinbai.stages.takedown import takedown
from tinbai.workspace import Workspace

pytestmark = pytest.mark.server

NOBODY = "http://127.0.0.1:9"


def at(workspace: Workspace, url: str) -> Workspace:
    (workspace.root / "tinbai.toml").write_text(
        f'name = "{workspace.root.parent.name[5:35].strip("_")}"\n[labelstudio]\nurl = "{url}"\n',
        encoding="utf-8",
    )
    return Workspace(workspace.root)


@pytest.fixture
def pushed(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Four stories with suggestions on the server."""
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", server.api_key)
    (tmp_path / "W").mkdir()
    workspace = at(Workspace(tmp_path / "W"), server.url)
    normalize(workspace, QUIET, [first_crawl(tmp_path / "pages")], engine=ALONE)
    suggest(workspace, QUIET)
    push(workspace, QUIET)
    return workspace


def test_its_tasks_go_with_all_that_people_said(
    pushed: Workspace, server: Server, connection: Connection, contract: Contract, watched: Watched
) -> None:
    workspace, id_ = pushed, id_of_the_story(pushed)
    project = find_project(connection, workspace.labelstudio, title=project_title(workspace))
    assert project is not None
    row = next(
        row for row in read_table(workspace.articles, contract, "articles").to_pylist() if row["id"] == id_
    )
    lan = connect(server.url, server.accounts[0].api_key)
    answer = Answer(id_, row["text_sha256"], (span(row["text"], SURFACE, "PER"),), TOPICS, TOPICS[0])
    submit(lan, project, [answer], contract)
    more = [
        in_project_of(connection, workspace, contract, row, role)
        for role in (ADJUDICATION, f"{BATCH}-annotator-0a0b0c0d")
    ]
    (task,) = tasks(connection, project, id_)
    begun = httpx.post(
        f"{server.url}/api/tasks/{task}/drafts",
        json={
            "result": to_results(contract, answer.spans, answer.topics, answer.primary_topic),
            "lead_time": 1,
        },
        headers={"Authorization": f"Token {server.api_key}"},
    )
    begun.raise_for_status()
    assert rows_of_the_database(watched, task) == 4
    pull(workspace, QUIET)
    assert any(name.startswith("labelstudio/pulled-") for name in leaks(workspace.root, id_))

    # The server does not answer: the workspace is clean, and it is said what is left.
    done = takedown(at(workspace, NOBODY), QUIET, [id_], reason="asked for", today=TODAY, engine=ALONE)
    assert leaks(workspace.root, id_) == set()
    assert (done.exit_code, done.counts["tasks_deleted"], done.counts["tasks_left"]) == (3, None, 1)
    assert any(
        "1 task in Label Studio is still there (no Label Studio answers" in note for note in done.notes
    )
    assert tasks(connection, project, id_) == [task]

    # The next pull finishes it before it fetches anything.
    workspace = at(workspace, server.url)
    told = pull(workspace, QUIET)
    assert "3 tasks of articles that were taken down were deleted in Label Studio" in told.notes
    assert [tasks(connection, one, id_) for one in (project, *more)] == [[], [], []]
    assert len(list(list_tasks(connection, project))) == 3
    assert rows_of_the_database(watched, task) == 0
    assert leaks(workspace.root, id_) == set()
    assert told.counts["annotations"] == 0
    assert id_ not in {sent.id for sent in sent_tasks(workspace.labelstudio, LABELING)}

    # Nor does a push bring it back, or find anything to do.
    again = push(workspace, QUIET)
    assert again.counts["added"] == 0
    assert not any("taken down" in note for note in again.notes)


def test_at_once_where_the_server_answers_and_by_push_what_a_colleague_noted(
    pushed: Workspace, connection: Connection, contract: Contract
) -> None:
    workspace, id_ = pushed, id_of_the_story(pushed)
    project = find_project(connection, workspace.labelstudio, title=project_title(workspace))
    assert project is not None
    planned = takedown(workspace, QUIET, [id_], reason="x", today=TODAY, engine=ALONE, dry_run=True)
    assert (planned.counts["tasks_deleted"], len(tasks(connection, project, id_))) == (1, 1)
    done = takedown(workspace, QUIET, [id_], reason="x", today=TODAY, engine=ALONE)
    assert (done.exit_code, done.counts["tasks_deleted"]) == (0, 1)
    assert tasks(connection, project, id_) == []
    left = read_table(workspace.articles, contract, "articles")["id"].to_pylist()
    add_takedowns(
        workspace.takedowns, [Tombstone(one, TAKEN_DOWN, "2026-11-30", "all of it") for one in left]
    )
    told = push(workspace, QUIET)
    assert "3 tasks of articles that were taken down were deleted in Label Studio" in told.notes
    assert list(list_tasks(connection, project)) == []


def in_project_of(
    connection: Connection, workspace: Workspace, contract: Contract, row: dict[str, str], role: str
) -> Project:
    """A project of this role with a task of the article, as adjudicate and push make them."""
    title = project_title(workspace)
    project = ensure_project(
        connection,
        workspace.labelstudio,
        title=adjudication_title(title) if role == ADJUDICATION else f"{title} lan",
        label_config=label_config(contract, adjudication=role == ADJUDICATION),
        role=role,
    )
    data = {name: row[name] for name in ("id", "text", "text_sha256")} | {"title": "", "note": ""}
    connection.client.projects.import_tasks(project.id, request=[{"data": data}])
    return project


def tasks(connection: Connection, project: Project, id_: str) -> list[int]:
    return [
        int(task.id or 0) for task in list_tasks(connection, project) if (task.data or {}).get("id") == id_
    ]


def rows_of_the_database(watched: Watched, task: int) -> int:
    """What Label Studio's own tables hold of a task: itself, annotations, drafts, predictions."""
    if os.environ.get("TINBAI_TEST_DATABASE") == "postgresql":
        pytest.skip("SKIPPED LOUDLY: this test reads SQLite's file")
    (place,) = watched.state.glob("data/*.sqlite3")
    counts = {
        "task": "id",
        "task_completion": "task_id",
        "tasks_annotationdraft": "task_id",
        "prediction": "task_id",
    }
    with sqlite3.connect(place, timeout=30) as database:
        return sum(
            database.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", (task,)).fetchone()[0]
            for table, column in counts.items()
        )
