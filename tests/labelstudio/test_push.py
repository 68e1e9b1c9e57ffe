"""Push to the real server: every task once, whatever happens on the way."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotation.client import Connection, connect
from annotation.listing import list_tasks
from annotation.project import SUGGESTIONS
from annotation.push import push
from annotation.server.install import default_cache
from annotation.server.local import Server, running
from annotation.tasks import key_of
from schemas.contract import Contract
from schemas.errors import DataError, ServerError, UsageError
from schemas.label_config import label_config
from tests.labelstudio.postgres import chosen_database
from tests.labelstudio.processes import process_of
from tests.labelstudio.sample import article, articles, numbered, suggestions

pytestmark = pytest.mark.server


def test_a_second_push_adds_nothing(connection: Connection, contract: Contract, tmp_path: Path) -> None:
    table = numbered(contract, 700)
    first = push(connection, table, None, contract, folder=tmp_path, title="Hai lần")
    second = push(connection, table, None, contract, folder=tmp_path, title="Hai lần")
    assert (first.added, first.present, second.added, second.present) == (700, 0, 0, 700)
    tasks = list(list_tasks(connection, first.project))
    assert [task.data["id"] for task in tasks] == table["id"].to_pylist()
    assert [task.data["text"] for task in tasks] == table["text"].to_pylist()


def test_a_lost_ledger_and_a_new_folder_add_nothing(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = numbered(contract, 3)
    push(connection, table, None, contract, folder=tmp_path / "a", title="Sổ mất")
    assert push(connection, table, None, contract, folder=tmp_path / "b", title="Sổ mất").added == 0


def test_what_annotators_see(connection: Connection, contract: Contract, tmp_path: Path) -> None:
    table = articles(contract, [article(), article("Bài không tên.", None)])
    guide = "<h1>Hướng dẫn</h1>"
    pushed = push(
        connection,
        table,
        suggestions(contract, table),
        contract,
        folder=tmp_path,
        title="Trang",
        instruction=guide,
    )
    project = connection.client.projects.get(id=pushed.project.id)
    assert (project.expert_instruction, project.show_instruction) == (guide, True)
    assert (project.maximum_annotations, project.model_version) == (2, SUGGESTIONS)
    assert (project.label_config or "").strip() == label_config(contract).strip()
    story, untitled = list_tasks(connection, pushed.project, full=True)
    assert untitled.data["title"] == ""
    assert story.meta == {
        "suggestion_arm": "rules",
        "suggester_version": "sample-1",
        "contract_version": contract.contract_version,
        "guideline_version": contract.guideline_version,
    }
    drawn = story.dict()["predictions"][0]["result"]
    assert [r["value"]["text"] for r in drawn if r["from_name"] == "entities"][:2] == ["12/3/2024", "Hà Nội"]


def test_the_arm_without_suggestions_gets_none(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = articles(contract, [article("Bài ở Hà Nội, không gợi ý.")])
    quiet = suggestions(contract, table, arm="none")
    pushed = push(connection, table, quiet, contract, folder=tmp_path, title="Không gợi ý")
    (task,) = list_tasks(connection, pushed.project, full=True)
    assert (task.dict()["predictions"], task.meta["suggestion_arm"], pushed.suggested) == ([], "none", 0)


def test_a_changed_text_is_a_new_task_beside_the_old(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    before, after = article("Ở Huế.", key="k"), article("Ở Huế và Vinh.", key="k")
    push(connection, articles(contract, [before]), None, contract, folder=tmp_path, title="Sửa bài")
    pushed = push(connection, articles(contract, [after]), None, contract, folder=tmp_path, title="Sửa bài")
    assert (pushed.added, pushed.revised) == (1, 1)
    assert [t.data["text"] for t in list_tasks(connection, pushed.project)] == ["Ở Huế.", "Ở Huế và Vinh."]


def test_a_deleted_task_stays_deleted_unless_asked_for(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = numbered(contract, 3)
    pushed = push(connection, table, None, contract, folder=tmp_path, title="Đã xóa")
    doomed = next(iter(list_tasks(connection, pushed.project)))
    connection.client.tasks.delete(id=str(doomed.id))
    left = push(connection, table, None, contract, folder=tmp_path, title="Đã xóa")
    assert (left.added, left.present, left.gone) == (0, 2, 1)
    back = push(connection, table, None, contract, folder=tmp_path, title="Đã xóa", again=True)
    assert (back.added, back.present, back.gone) == (1, 2, 0)


def test_teasers_go_only_where_asked_for(connection: Connection, contract: Contract, tmp_path: Path) -> None:
    table = articles(contract, [article("Bài."), article("Tin dẫn.", kind="teaser")])
    assert push(connection, table, None, contract, folder=tmp_path, title="Tin dẫn").added == 1
    kinds = ("article", "teaser")
    assert push(connection, table, None, contract, folder=tmp_path, title="Tin dẫn", kinds=kinds).added == 1


def test_two_pushers_at_once_add_each_task_once(server: Server, contract: Contract, tmp_path: Path) -> None:
    table = numbered(contract, 1_100)
    added: list[int] = []

    def run() -> None:
        own = connect(server.url, server.api_key)
        added.append(push(own, table, None, contract, folder=tmp_path, title="Cùng lúc").added)

    pushers = [threading.Thread(target=run) for _ in range(2)]
    for pusher in pushers:
        pusher.start()
    for pusher in pushers:
        pusher.join()
    assert sorted(added) == [0, 1_100]


def test_a_title_of_somebody_else_is_left_alone(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    connection.client.projects.create(title="Của người khác", label_config="<View/>")
    with pytest.raises(UsageError, match="that is not tinbai's"):
        push(connection, numbered(contract, 1), None, contract, folder=tmp_path, title="Của người khác")


@pytest.mark.parametrize("title", ["ab", "x" * 51])
def test_a_title_that_the_server_would_not_take(
    connection: Connection, contract: Contract, tmp_path: Path, title: str
) -> None:
    with pytest.raises(UsageError, match="takes 3 to 50 characters"):
        push(connection, numbered(contract, 1), None, contract, folder=tmp_path, title=title)


def test_nul_is_refused_before_anything_is_sent(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = articles(contract, [*(article(f"Bài {n}.") for n in range(500)), article("Bài\0hỏng.")])
    with pytest.raises(DataError, match="NUL"):
        push(connection, table, None, contract, folder=tmp_path, title="Ký tự lạ")
    # Not even the first batch of 500, which is sound.
    assert (
        push(connection, table.slice(0, 500), None, contract, folder=tmp_path, title="Ký tự lạ").added == 500
    )


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    with chosen_database() as environment:
        yield environment


def test_a_server_killed_during_push_is_sent_exactly_the_rest(
    contract: Contract, database: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What was on its way to a server that is dead will not arrive: no need to wait for it here.
    monkeypatch.setattr("annotation.tasks.PATIENCE_S", 1.0)
    table = numbered(contract, 2_000)
    with running(tmp_path / "server", default_cache(), extra_environment=database) as server:
        stopped = threading.Event()

        def kill_in_the_second_batch(done: int, total: int | None = None) -> None:
            if done == 500:
                # While the request of the second batch is on its way.
                threading.Timer(
                    0.15, lambda: (os.kill(process_of(server), signal.SIGKILL), stopped.set())
                ).start()

        with pytest.raises(ServerError, match="run the same command again"):
            push(
                connect(server.url, server.api_key),
                table,
                None,
                contract,
                folder=tmp_path / "labelstudio",
                title="Đứt giữa chừng",
                progress=kill_in_the_second_batch,
            )
        assert stopped.wait(10)
    with running(tmp_path / "server", default_cache(), extra_environment=database) as server:
        own = connect(server.url, server.api_key)
        pushed = push(own, table, None, contract, folder=tmp_path / "labelstudio", title="Đứt giữa chừng")
        keys = Counter(key_of(task.data) for task in list_tasks(own, pushed.project))
    assert pushed.present in (500, 1_000, 1_500)
    assert pushed.added == 2_000 - pushed.present
    assert len(keys) == 2_000
    assert set(keys.values()) == {1}
