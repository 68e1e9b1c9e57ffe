"""Push and pull with everything that breaks on the way: each task once, each answer once, nothing half."""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from annotation.client import Connection, connect, once
from annotation.last_pull import last_pull_path, read_last_pull
from annotation.ledger import Ledger
from annotation.listing import list_tasks, surviving
from annotation.project import Project, find_project
from annotation.pull import pull
from annotation.push import push
from annotation.server.local import Server
from annotation.submit import Answer, submit
from annotation.tasks import TaskKey, key_of
from schemas.contract import Contract
from schemas.errors import ServerError
from schemas.tables import read_table, write_table
from tests.labelstudio.proxy import proxy_of
from tests.labelstudio.sample import numbered
from tests.road.commands import FORKED

pytestmark = pytest.mark.server


def times(connection: Connection, project: Project) -> Counter[TaskKey]:
    return Counter(key_of(task.data) for task in list_tasks(connection, project, include="id,data"))


def each_once(connection: Connection, project: Project, count: int) -> None:
    there = times(connection, project)
    assert len(there) == count
    assert set(there.values()) == {1}


@pytest.mark.parametrize("after", [0, 60, 400])
def test_an_answer_that_breaks_off_is_not_sent_again(
    server: Server, connection: Connection, contract: Contract, tmp_path: Path, after: int
) -> None:
    """The server has the batch, or will in a moment; only its answer was lost. First that of the new project's."""
    table, title = numbered(contract, 120), f"Đứt sau {after}"
    with proxy_of(server.url) as proxy:
        through = connect(proxy.url, server.api_key)
        for request in (b"POST /api/projects/ ", b"POST /api/projects/%d/import"):
            project = find_project(connection, tmp_path, title=title)
            proxy.cut = (request % project.id if project else request, after)
            with pytest.raises(ServerError, match="run the same command again"):
                push(through, table, None, contract, folder=tmp_path, title=title)
            project = find_project(connection, tmp_path, title=title)
            assert project is not None
        assert proxy.done == 2
        second = push(through, table, None, contract, folder=tmp_path, title=title)
    assert (second.added, second.present) == (0, 120)
    each_once(connection, second.project, 120)


def test_a_time_out_that_had_in_fact_worked(
    server: Server,
    connection: Connection,
    contract: Contract,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from label_studio_sdk.core.request_options import RequestOptions

    table = numbered(contract, 500)
    project = push(connection, table.slice(0, 1), None, contract, folder=tmp_path, title="Hết giờ").project
    hasty = RequestOptions(max_retries=0, timeout_in_seconds=1)
    monkeypatch.setattr("annotation.tasks.once", lambda: hasty)
    with proxy_of(server.url) as proxy:
        through = connect(proxy.url, server.api_key)
        proxy.hold = b"POST /api/projects/%d/import" % project.id
        with pytest.raises(ServerError, match="broke off"):
            push(through, table, None, contract, folder=tmp_path, title="Hết giờ")
        monkeypatch.setattr("annotation.tasks.once", once)
        # At once, while the server may still be at work on the first.
        second = push(connection, table, None, contract, folder=tmp_path, title="Hết giờ")
    assert (second.added, second.present) == (0, 500)
    each_once(connection, project, 500)


def test_a_batch_that_never_arrived_is_sent_after_all(
    connection: Connection, contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotation.tasks.PATIENCE_S", 1.0)
    table = numbered(contract, 3)
    project = push(connection, table.slice(0, 1), None, contract, folder=tmp_path, title="Không tới").project
    ledger = Ledger(tmp_path, project)
    ledger.sending([(row["id"], row["text_sha256"]) for row in table.slice(1).to_pylist()])
    start = time.monotonic()
    assert push(connection, table, None, contract, folder=tmp_path, title="Không tới").added == 2
    assert time.monotonic() - start > 1
    assert ledger.read().sending == []
    each_once(connection, project, 3)


def test_a_refused_batch_keeps_nobody_waiting(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = numbered(contract, 2)
    pushed = push(connection, table.slice(0, 1), None, contract, folder=tmp_path, title="Từ chối")
    missing = Project(999_999, "Từ chối", "labeling", connection.url, pushed.project.made)
    from annotation.tasks import import_missing, ready

    with pytest.raises(ServerError):
        import_missing(connection, missing, ready([{"data": {"id": "a", "text_sha256": "b"}}]), tmp_path)
    assert Ledger(tmp_path, missing).read().sending == []


def test_a_pull_that_breaks_off_leaves_what_was_pulled(
    server: Server, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = numbered(contract, 30)
    project = push(connection, table, None, contract, folder=tmp_path, title="Kéo đứt").project
    rows = table.to_pylist()
    lan = connect(server.url, server.accounts[0].api_key)
    given = [Answer(row["id"], row["text_sha256"], (), (), None) for row in rows]
    submit(lan, project, given[:3], contract)
    first = pull(connection, table, contract, folder=tmp_path, title="Kéo đứt")
    kept = last_pull_path(tmp_path, project).read_bytes()
    submit(lan, project, given[:6], contract)
    with proxy_of(server.url) as proxy:
        through = connect(proxy.url, server.api_key)
        # What adds nothing, the client asks again by itself.
        proxy.ever = True
        for after in (0, 600):
            proxy.cut = (b"GET /api/tasks", after)
            with pytest.raises(ServerError, match=r"run the same command again|failed|refused"):
                pull(through, table, contract, folder=tmp_path, title="Kéo đứt")
            assert last_pull_path(tmp_path, project).read_bytes() == kept
        proxy.cut = None
        second = pull(through, table, contract, folder=tmp_path, title="Kéo đứt")
    assert (first.annotations.num_rows, second.annotations.num_rows) == (3, 6)
    assert second.annotations.equals(
        pull(connection, table, contract, folder=tmp_path, title="Kéo đứt", full=True).annotations
    )


_MORE_THAN_A_BATCH = 600


def _pushing(url: str, key: str, folder: Path, contract: Contract, count: int) -> None:
    push(connect(url, key), numbered(contract, count), None, contract, folder=folder, title="Bị giết")


def _pulling(url: str, key: str, folder: Path, contract: Contract, count: int) -> None:
    while True:
        pulled = pull(connect(url, key), numbered(contract, count), contract, folder=folder, title="Bị giết")
        write_table(folder / "annotations.parquet", pulled.annotations)


def test_killed_at_random_moments(
    server: Server, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    """SIGKILL to the pusher, again and again until one gets through; then to the one who pulls."""
    seed = int.from_bytes(os.urandom(4))
    moments = random.Random(seed)
    arguments = (server.url, server.api_key, tmp_path, contract, _MORE_THAN_A_BATCH)
    for _ in range(2):
        pusher = FORKED.Process(target=_pushing, args=arguments)
        pusher.start()
        pusher.join(moments.uniform(0.2, 2.5))
        pusher.kill()
        pusher.join()
    pusher = FORKED.Process(target=_pushing, args=arguments)
    pusher.start()
    pusher.join()
    assert pusher.exitcode == 0, seed
    assert (
        push(
            connection,
            numbered(contract, _MORE_THAN_A_BATCH),
            None,
            contract,
            folder=tmp_path,
            title="Bị giết",
        ).added
        == 0
    )
    project = find_project(connection, tmp_path, title="Bị giết")
    assert project is not None, seed
    each_once(connection, project, _MORE_THAN_A_BATCH)
    sent = Ledger(tmp_path, project).read()
    numbers = [number for number in sent.tasks.values() if number is not None]
    assert surviving(connection, project, numbers) == set(numbers)
    assert len(numbers) == _MORE_THAN_A_BATCH

    table = numbered(contract, _MORE_THAN_A_BATCH)
    lan = connect(server.url, server.accounts[0].api_key)
    given = [Answer(row["id"], row["text_sha256"], (), (), None) for row in table.to_pylist()[:4]]
    for round_ in range(2):
        submit(lan, project, given[: 2 * round_ + 2], contract)
        puller = FORKED.Process(target=_pulling, args=arguments)
        puller.start()
        puller.join(moments.uniform(0.5, 2.0))
        assert puller.exitcode is None
        puller.kill()
        puller.join()
        # Whole, of one of the rounds, whenever it was.
        assert read_table(tmp_path / "annotations.parquet", contract, "annotations").num_rows in range(
            0, 5, 2
        )
        known = last_pull_path(tmp_path, project)
        assert not known.exists() or read_last_pull(known) is not None
    last = pull(connection, table, contract, folder=tmp_path, title="Bị giết")
    assert last.annotations.num_rows == 4
    assert last.annotations.equals(
        pull(connection, table, contract, folder=tmp_path, title="Bị giết", full=True).annotations
    )
