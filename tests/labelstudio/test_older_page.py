"""A project whose answers were given on an older page: the server keeps it, tinbai says so, and the work goes on."""

from pathlib import Path

import pytest

from annotation.adjudicate import adjudication_title
from annotation.client import Connection, connect
from annotation.listing import list_tasks
from annotation.project import ADJUDICATION, BATCH, LABELING, Project, ensure_project, find_project
from annotation.pseudonym import pseudonym, workspace_salt
from annotation.push import tasks_of
from annotation.server.local import Server
from annotation.submit import Answer, submit
from annotation.tasks import import_missing
from schemas.contract import Contract
from schemas.errors import ServerError, UsageError
from schemas.label_config import PRIMARY_TOPIC, TEXT
from schemas.tables import read_table, write_table
from tests.labelstudio.count_topic_actions import other_control
from tests.labelstudio.sample import TOPICS, numbered, span
from tinbai.connection import KEY
from tinbai.console import Console
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.pull import pull
from tinbai.stages.push import project_title, push
from tinbai.workspace import Workspace

pytestmark = pytest.mark.server

CONSOLE = Console(as_json=True)
HELD = (
    r"was made with an older page, and its answers do not fit the new one \(1 with from_name=primary_topic, "
)


@pytest.fixture
def workspace(
    server: Server, contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    """Four articles, of which nothing went out."""
    monkeypatch.setenv(KEY, server.api_key)
    return made(tmp_path / "W", server, contract, title=tmp_path.name)


def made(root: Path, server: Server, contract: Contract, *, title: str) -> Workspace:
    root.mkdir()
    settings = f'[labelstudio]\nurl = "{server.url}"\nproject = "{title}"\n'
    (root / "tinbai.toml").write_text(settings, encoding="utf-8")
    workspace = Workspace(root)
    write_table(workspace.articles / "part-00000.parquet", numbered(contract, 4))
    return workspace


def older_project(workspace: Workspace, connection: Connection, *, role: str, count: int) -> Project:
    """As tinbai made it when topics were drop-downs, with a task for each of the first articles."""
    title = project_title(workspace)
    titles = {LABELING: title, ADJUDICATION: adjudication_title(title)}
    project = ensure_project(
        connection,
        workspace.labelstudio,
        title=titles.get(role, f"{title} · lan"),
        label_config=other_control(workspace.contract, "Taxonomy"),
        overlap=2,
        role=role,
    )
    articles = read_table(workspace.articles, workspace.contract, "articles").slice(0, count)
    import_missing(connection, project, tasks_of(articles, None, workspace.contract), workspace.labelstudio)
    return project


def answer_first(server: Server, project: Project) -> None:
    """Somebody chooses a main topic in the drop-down."""
    lan = connect(server.url, server.accounts[0].api_key)
    first = next(iter(list_tasks(lan, project)))
    topic = {
        "from_name": PRIMARY_TOPIC,
        "to_name": TEXT,
        "type": "taxonomy",
        "value": {"taxonomy": [[TOPICS[0]]]},
    }
    lan.client.annotations.create(id=int(first.id), result=[topic])


def test_an_answered_project_keeps_its_page_and_other_articles_go_out_with_the_new_one(
    workspace: Workspace, connection: Connection, server: Server
) -> None:
    project = older_project(workspace, connection, role=LABELING, count=2)
    before = connection.client.projects.get(id=project.id).label_config
    answer_first(server, project)
    with pytest.raises(UsageError, match=HELD) as caught:
        push(workspace, CONSOLE)
    assert "tinbai push --annotator NAME" in caught.value.hint
    assert connection.client.projects.get(id=project.id).label_config == before
    assert len(list(list_tasks(connection, project))) == 2

    # What the hint says: the older page is read, and the other two articles go out with the new one.
    assert pull(workspace, CONSOLE).counts["annotations"] == 1
    assert push(workspace, CONSOLE, annotators=("lan",)).counts["added"] == 2
    assert push(workspace, CONSOLE).counts["added"] == 0
    pulled = pull(workspace, CONSOLE)
    assert (pulled.counts["annotations"], pulled.counts["tasks"]) == (1, 4)
    [row] = read_table(workspace.annotations, workspace.contract, "annotations").to_pylist()
    assert row["primary_topic"] == TOPICS[0]


def test_a_project_without_answers_takes_the_new_page(workspace: Workspace, connection: Connection) -> None:
    project = older_project(workspace, connection, role=LABELING, count=2)
    assert push(workspace, CONSOLE).counts["added"] == 2
    assert "Taxonomy" not in str(connection.client.projects.get(id=project.id).label_config)


def test_a_page_that_is_none_is_refused_in_the_server_s_words(
    workspace: Workspace, connection: Connection, server: Server
) -> None:
    project = older_project(workspace, connection, role=LABELING, count=1)
    answer_first(server, project)
    with pytest.raises(ServerError, match="HTTP 400"):
        ensure_project(
            connection, workspace.labelstudio, title=project_title(workspace), label_config="<View>"
        )


def test_beside_an_older_batch_other_articles_go_out_from_another_workspace(
    workspace: Workspace, connection: Connection, server: Server, contract: Contract, tmp_path: Path
) -> None:
    name = pseudonym(workspace_salt(workspace.labelstudio), server.accounts[0].email)
    answer_first(server, older_project(workspace, connection, role=f"{BATCH}-{name}", count=1))
    with pytest.raises(UsageError, match=HELD) as caught:
        push(workspace, CONSOLE)
    assert "with another [labelstudio] project" in caught.value.hint
    assert pull(workspace, CONSOLE).counts["annotations"] == 1
    other = made(tmp_path / "V", server, contract, title=f"Mới {tmp_path.name}")
    assert push(other, CONSOLE, annotators=("lan",)).counts["added"] == 4


def test_decisions_of_an_older_adjudication_stay_and_a_new_project_takes_other_conflicts(
    workspace: Workspace, connection: Connection, server: Server, contract: Contract
) -> None:
    labeling = push(workspace, CONSOLE).counts["project_id"]
    shared = find_project(connection, workspace.labelstudio, title=project_title(workspace))
    assert shared is not None
    assert shared.id == labeling
    rows = read_table(workspace.articles, contract, "articles").to_pylist()
    for account, label in zip(server.accounts, ("PER", "ORG"), strict=False):
        answers = [
            Answer(
                row["id"],
                row["text_sha256"],
                (span(row["text"], "Nguyễn Văn Tám", label),),
                TOPICS[:1],
                TOPICS[0],
            )
            for row in rows[:2]
        ]
        submit(connect(server.url, account.api_key), shared, answers, contract)
    pull(workspace, CONSOLE)
    older = older_project(workspace, connection, role=ADJUDICATION, count=1)
    answer_first(server, older)
    with pytest.raises(UsageError, match=HELD) as caught:
        adjudicate(workspace, CONSOLE)
    for step in ("adjudicate --offline", "another title and an empty description"):
        assert step in caught.value.hint
    settled = adjudicate(workspace, CONSOLE, offline=True)
    assert (settled.counts["adjudicated"], settled.counts["waiting"]) == (1, 1)

    connection.client.projects.update(id=older.id, title="Đã xong", description="")
    after = adjudicate(workspace, CONSOLE)
    assert (after.counts["adjudicated"], after.counts["waiting"], after.counts["added"]) == (1, 1, 1)
