"""Pulling what changed gives what pulling everything gives, byte for byte, whatever people did meanwhile."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import httpx
import pyarrow as pa
import pytest

from annotation.client import connect
from annotation.fetch import FULL_EVERY
from annotation.last_pull import last_pull_path, read_last_pull, write_last_pull
from annotation.listing import count_tasks, list_tasks, surviving, updated_after
from annotation.project import Project
from annotation.pull import Pulled, pull
from annotation.push import push
from annotation.results import to_results
from annotation.server.install import default_cache
from annotation.server.local import Server, running
from schemas.contract import Contract
from schemas.tables import write_table
from tests.labelstudio.conftest import Watched
from tests.labelstudio.postgres import label_studio_database
from tests.labelstudio.sample import numbered, span

pytestmark = pytest.mark.server


class Office:
    """People at work in one project: each method is something that they do, to tasks drawn at random."""

    def __init__(
        self, server: Server, project: Project, contract: Contract, table: pa.Table, seed: int
    ) -> None:
        self.connection = connect(server.url, server.api_key)
        self.people = [connect(server.url, account.api_key) for account in server.accounts]
        self.project, self.contract, self.table = project, contract, table
        self.random = random.Random(seed)
        self.http = httpx.Client(
            base_url=server.url,
            headers={"Authorization": f"Token {server.api_key}"},
            trust_env=False,
            timeout=60,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def title(self) -> str:
        return self.project.title

    def tasks(self, count: int = 1) -> list[int]:
        numbers = [int(task.id or 0) for task in list_tasks(self.connection, self.project, include="id")]
        return self.random.sample(numbers, min(count, len(numbers)))

    def annotations(self) -> list[int]:
        tasks = list_tasks(self.connection, self.project, full=True)
        return [int(one["id"]) for task in tasks for one in task.dict()["annotations"]]

    def label(self, task: int) -> list[dict[str, object]]:
        text = str(self.connection.client.tasks.get(id=str(task)).data["text"])
        there = [surface for surface in ("Hà  Nội", "Hết") if surface in text]
        spans = [span(text, surface, "GPE") for surface in there if self.random.random() < 0.7]
        return to_results(self.contract, spans, [], None)

    def submit(self) -> None:
        for task in self.tasks(2):
            who = self.random.choice(self.people)
            who.client.annotations.create(id=task, result=self.label(task))

    def skip(self) -> None:
        for task in self.tasks():
            self.people[0].client.annotations.create(id=task, result=[], was_cancelled=True)

    def change(self) -> None:
        for annotation in self.random.sample(self.annotations(), 1):
            self.connection.client.annotations.update(id=annotation, result=[])

    def take_back_a_skip(self) -> None:
        for annotation in self.random.sample(self.annotations(), 1):
            cancelled = self.random.random() < 0.5
            self.connection.client.annotations.update(id=annotation, was_cancelled=cancelled)

    def delete_annotation(self) -> None:
        for annotation in self.random.sample(self.annotations(), 1):
            self.connection.client.annotations.delete(id=annotation)

    def delete_annotations_in_bulk(self) -> None:
        self._action("delete_tasks_annotations", self.tasks(2))

    def delete_task(self) -> None:
        for task in self.tasks():
            self.connection.client.tasks.delete(id=str(task))

    def delete_tasks_in_bulk(self) -> None:
        self._action("delete_tasks", self.tasks(2))

    def add_a_task_by_hand(self) -> None:
        self.connection.client.projects.import_tasks(
            self.project.id, request=[{"data": {"text": "Bài lạ.", "title": ""}}]
        )

    def draft(self) -> None:
        for task in self.tasks():
            answer = self.http.post(
                f"/api/tasks/{task}/drafts", json={"result": self.label(task), "lead_time": 1}
            )
            assert answer.status_code == httpx.codes.CREATED, answer.text

    def nothing(self) -> None:
        pass

    def _action(self, name: str, tasks: list[int]) -> None:
        chosen = {"selectedItems": {"all": False, "included": tasks}}
        answer = self.http.post(
            "/api/dm/actions",
            params={"id": name, "project": self.project.id},
            json={**chosen, "project": self.project.id},
        )
        assert answer.status_code == httpx.codes.OK, answer.text

    @property
    def deeds(self) -> list[Callable[[], None]]:
        return [
            self.submit, self.submit, self.skip, self.change, self.take_back_a_skip, self.delete_annotation,
            self.delete_annotations_in_bulk, self.delete_task, self.delete_tasks_in_bulk,
            self.add_a_task_by_hand, self.draft, self.nothing,
        ]  # fmt: skip


def pulled(office: Office, folder: Path, *, full: bool = False) -> Pulled:
    return pull(
        office.connection, office.table, office.contract, folder=folder, title=office.title, full=full
    )


def bytes_of(table: pa.Table, path: Path) -> bytes:
    write_table(path, table)
    return path.read_bytes()


def random_work(server: Server, contract: Contract, folder: Path, seed: int) -> None:
    connection = connect(server.url, server.api_key)
    table = numbered(contract, 40)
    project = push(connection, table, None, contract, folder=folder, title=f"Ngẫu nhiên {seed}").project
    with Office(server, project, contract, table, seed) as office:
        _work(office, folder, seed)


def _work(office: Office, folder: Path, seed: int) -> None:
    for _ in range(3):
        office.submit()
    assert pulled(office, folder).counts["fetched"] == 40
    # Each at least once, in any order.
    deeds = office.random.sample(office.deeds, len(office.deeds))
    fetched = 0
    for first in range(0, len(deeds), 3):
        for deed in deeds[first : first + 3]:
            deed()
        some = pulled(office, folder)
        # In another folder's memory, so that it is no help to the next.
        known = last_pull_path(folder, office.project)
        kept = known.read_bytes()
        everything = pulled(office, folder, full=True)
        known.write_bytes(kept)
        for one, other in (
            (some.annotations, everything.annotations),
            (some.quarantine, everything.quarantine),
        ):
            assert bytes_of(one, folder / "a") == bytes_of(other, folder / "b"), seed
        same = {name: value for name, value in everything.counts.items() if name != "fetched"}
        assert {name: some.counts[name] for name in same} == same, seed
        fetched += some.counts["fetched"]
    assert fetched < 40


def test_random_work(server: Server, contract: Contract, tmp_path: Path) -> None:
    random_work(server, contract, tmp_path, random.SystemRandom().randrange(1 << 30))


@pytest.mark.timeout(900)
def test_the_same_on_postgresql(contract: Contract, tmp_path: Path) -> None:
    """Push, push again, and random work; PostgreSQL numbers, compares times and counts in its own ways."""
    with (
        label_studio_database(default_cache()) as environment,
        running(
            tmp_path / "server", default_cache(), annotators=["lan", "minh"], extra_environment=environment
        ) as server,
    ):
        table = numbered(contract, 700)
        connection = connect(server.url, server.api_key)
        for expected in ((700, 0), (0, 700)):
            pushed = push(connection, table, None, contract, folder=tmp_path / "a", title="Hai lần")
            assert (pushed.added, pushed.present) == expected
        doomed = [int(task.id or 0) for task in list_tasks(connection, pushed.project, include="id")][::90]
        for task in doomed:
            connection.client.tasks.delete(id=str(task))
        left = push(connection, table, None, contract, folder=tmp_path / "a", title="Hai lần")
        assert (left.added, left.present, left.gone) == (0, 700 - len(doomed), len(doomed))
        random_work(server, contract, tmp_path / "b", random.SystemRandom().randrange(1 << 30))


@pytest.fixture
def office(
    server: Server, contract: Contract, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Office]:
    table = numbered(contract, 12)
    connection = connect(server.url, server.api_key)
    project = push(connection, table, None, contract, folder=tmp_path, title=request.node.name[-50:]).project
    with Office(server, project, contract, table, 1) as office:
        office.submit()
        pulled(office, tmp_path)
        yield office


def _set_time(watched: Watched, task: int, moment: datetime) -> None:
    """As only a database can: the time of a change is not that of its commit."""
    if os.environ.get("TINBAI_TEST_DATABASE") == "postgresql":
        pytest.skip("SKIPPED LOUDLY: this test writes into SQLite's file")
    (place,) = watched.state.glob("data/*.sqlite3")
    with sqlite3.connect(place, timeout=30) as database:
        stored = moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
        database.execute("UPDATE task SET updated_at = ? WHERE id = ?", (stored, task))


def test_a_change_that_was_committed_late(office: Office, watched: Watched, tmp_path: Path) -> None:
    """Its time lies before the newest that we saw, and it was not there when we looked."""
    known = read_last_pull(last_pull_path(tmp_path, office.project))
    assert known is not None
    newest = max(task.updated_at for task in known.tasks.values())
    # The others had not changed for an hour.
    quiet = [number for number, task in known.tasks.items() if task.updated_at != newest]
    for number in quiet:
        _set_time(watched, number, newest - timedelta(hours=1))
    pulled(office, tmp_path, full=True)
    office.people[0].client.annotations.create(id=quiet[0], result=office.label(quiet[0]))
    _set_time(watched, quiet[0], newest - timedelta(seconds=20))
    some = pulled(office, tmp_path)
    assert some.counts["fetched"] < some.counts["tasks"]
    assert some.counts["annotations"] == 3
    assert some.annotations.equals(pulled(office, tmp_path, full=True).annotations)


def test_a_clock_that_went_back_makes_it_pull_everything(
    office: Office, watched: Watched, tmp_path: Path
) -> None:
    for task in office.tasks(12):
        _set_time(watched, task, datetime(2024, 1, 1, tzinfo=UTC))
    some = pulled(office, tmp_path)
    assert some.counts["fetched"] == some.counts["tasks"] == 12


def test_now_and_then_everything(office: Office, tmp_path: Path) -> None:
    path = last_pull_path(tmp_path, office.project)
    known = read_last_pull(path)
    assert known is not None
    write_last_pull(path, known.tasks.values(), FULL_EVERY - 1)
    assert [pulled(office, tmp_path).counts["fetched"] for _ in range(3)] == [0, 12, 0]


@pytest.mark.parametrize("damage", [b"", b"PAR1 not", b"x" * 10_000])
def test_a_memory_that_cannot_be_read_is_made_anew(office: Office, tmp_path: Path, damage: bytes) -> None:
    last_pull_path(tmp_path, office.project).write_bytes(damage)
    assert pulled(office, tmp_path).counts["fetched"] == 12


def test_an_empty_project_and_a_project_that_was_emptied(office: Office, tmp_path: Path) -> None:
    office._action("delete_tasks", office.tasks(12))
    assert pulled(office, tmp_path).counts["tasks"] == 0
    assert pulled(office, tmp_path).annotations.num_rows == 0


def test_which_tasks_survive(office: Office) -> None:
    numbers = sorted(office.tasks(12))
    far = {*numbers, numbers[0] - 1, numbers[-1] + 5, 10**9}
    assert surviving(office.connection, office.project, far) == set(numbers)
    assert surviving(office.connection, office.project, []) == set()
    assert surviving(office.connection, office.project, range(1, 10**6, 2)) == {n for n in numbers if n % 2}
    assert count_tasks(office.connection, office.project).tasks == 12
    future = datetime(2100, 1, 1, tzinfo=UTC)
    assert count_tasks(office.connection, office.project, [updated_after(future)]).tasks == 0


def test_no_name_is_kept(office: Office, server: Server, tmp_path: Path) -> None:
    for path in tmp_path.rglob("*"):
        for account in server.accounts if path.is_file() else ():
            assert account.email.encode() not in path.read_bytes()


def test_drafts_of_others_are_counted(office: Office, server: Server, tmp_path: Path) -> None:
    """The list of tasks tells of the asker's own drafts alone."""
    (task,) = office.tasks()
    http = httpx.Client(
        base_url=server.url, headers={"Authorization": f"Token {server.accounts[0].api_key}"}, trust_env=False
    )
    with http:
        http.post(f"/api/tasks/{task}/drafts", json={"result": [], "lead_time": 1}).raise_for_status()
    assert pulled(office, tmp_path).counts["drafts"] == 1
