"""`tinbai push --order uncertainty` on the real server."""

from pathlib import Path

import pytest

from annotation.client import Connection
from annotation.listing import list_tasks
from annotation.project import LABELING, find_project
from annotation.server.local import Server
from annotation.suggest.learnt import learn
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.tables import write_table
from tests.suggest.lessons import lessons
from tests.tables import articles_of
from tinbai.connection import KEY
from tinbai.console import Console
from tinbai.stages.push import project_title, push
from tinbai.workspace import Workspace

pytestmark = pytest.mark.server

STRANGE = "Bộ gặt 12/4 Lê máy TP Kim và Trí đến Xử chạy."


def test_the_model_orders_the_tasks_that_are_new(
    server: Server,
    connection: Connection,
    contract: Contract,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY, server.api_key)
    workspace, console = Workspace(tmp_path), Console(as_json=True)
    settings = f'name = "thu-tu"\n[labelstudio]\nurl = "{server.url}"\n'
    (tmp_path / "tinbai.toml").write_text(settings, encoding="utf-8")
    taught = lessons(16)
    # `a` and `c` are what it learnt from, `b` is what it never saw.
    texts = {"a": taught[0].text, "c": taught[1].text, "b": STRANGE}
    write_table(workspace.articles / "part-00000.parquet", articles_of(contract, texts))
    with pytest.raises(UsageError, match="no model yet"):
        push(workspace, console, order="uncertainty")
    learn(taught, {}, contract, workspace.learnt)
    assert push(workspace, console, order="uncertainty").counts["added"] == 3
    project = find_project(connection, workspace.labelstudio, title=project_title(workspace), role=LABELING)
    assert project is not None
    ids = [task.data["id"] for task in list_tasks(connection, project)]
    assert ids[0] == "b"
    assert sorted(ids) == ["a", "b", "c"]
    assert push(workspace, console, order="uncertainty").counts["added"] == 0
