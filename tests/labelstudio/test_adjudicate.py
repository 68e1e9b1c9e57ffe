"""Conflicts in a second project of the real server: an adjudicator sees both versions and settles."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from playwright.sync_api import Browser, expect

from annotation.adjudicate import (
    AGREED,
    CONSENSUS,
    DECIDED,
    PushedConflicts,
    adjudication_title,
    pull_decisions,
    push_conflicts,
)
from annotation.client import Connection, connect
from annotation.consensus import consensus
from annotation.listing import list_tasks
from annotation.project import ADJUDICATION, LABELING, find_project
from annotation.pull import Pulled, pull
from annotation.push import push
from annotation.results import read_results, to_results
from annotation.server.account import Account
from annotation.server.local import Server
from annotation.settle import Settled, settle
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.label_config import PRIMARY_TOPIC
from tests.labelstudio.page import Annotator
from tests.labelstudio.sample import SUGGESTED, TOPICS, article, articles, span

pytestmark = pytest.mark.server

TITLE = "Phân xử"
REASON = "Sông là địa danh, không phải đơn vị hành chính."
THIRD = "Từ Cà Mau, đoàn đi Gành Hào."
SECOND = "Chiều 3/5, bà Lê Thị Tư ở thành phố Huế gặp ông An 🌾 ở Vinh."


@dataclass(frozen=True)
class Road:
    """A workspace in which two people labelled two stories, and differ on the first."""

    connection: Connection
    folder: Path
    table: pa.Table
    contract: Contract

    def annotations(self) -> pa.Table:
        return self.pulled().annotations

    def pulled(self) -> Pulled:
        return pull(self.connection, self.table, self.contract, folder=self.folder, title=TITLE)

    def decisions(self) -> pa.Table:
        pulled = pull_decisions(self.connection, self.table, self.contract, folder=self.folder, title=TITLE)
        assert pulled is not None
        return pulled.annotations

    def edit(self, account: Account, marked: list[tuple[str, str]], comment: str = "") -> None:
        """As this annotator, answer the first story anew."""
        answer = self.answer(0, marked, TOPICS)
        result = to_results(self.contract, answer.spans, answer.topics, answer.primary_topic)
        if comment:
            result.append(
                {
                    "from_name": "comment",
                    "to_name": "text",
                    "type": "textarea",
                    "value": {"text": [comment]},
                }
            )
        me = connect(self.connection.url, account.api_key)
        project = find_project(self.connection, self.folder, title=TITLE, role=LABELING)
        assert project is not None
        mine = next(
            annotation["id"]
            for task in list_tasks(self.connection, project, full=True)
            if task.dict()["data"]["id"] == answer.id
            for annotation in task.dict()["annotations"]
            if annotation["completed_by"] == me.user_id
        )
        me.client.annotations.update(id=mine, result=result)

    def conflict_tasks(self) -> list[dict[str, Any]]:
        """The adjudication tasks of the first story."""
        project = find_project(
            self.connection, self.folder, title=adjudication_title(TITLE), role=ADJUDICATION
        )
        assert project is not None
        first = self.table["id"][0].as_py()
        tasks = [task.dict() for task in list_tasks(self.connection, project, full=True)]
        return [task for task in tasks if task["data"]["id"] == first]

    def settled(self) -> Settled:
        decided = pull_decisions(self.connection, self.table, self.contract, folder=self.folder, title=TITLE)
        decisions = decided.annotations if decided is not None else None
        return settle(self.annotations(), self.table, self.contract, decisions=decisions)

    def push_conflicts(self) -> PushedConflicts:
        pulled = self.pulled()
        return push_conflicts(
            self.connection,
            self.settled().conflicts,
            self.table,
            self.contract,
            folder=self.folder,
            title=TITLE,
            comments=pulled.comments,
            offered=consensus(pulled.annotations, self.table, self.contract),
        )

    def answer(self, number: int, marked: list[tuple[str, str]], topics: tuple[str, ...]) -> Answer:
        row = self.table.to_pylist()[number]
        spans = tuple(sorted(span(row["text"], surface, label) for surface, label in marked))
        return Answer(row["id"], row["text_sha256"], spans, topics, topics[0])


FIRST_OF_LAN = [one for one in SUGGESTED if one[0] != "Lúa Xanh"]
FIRST_OF_MINH = [
    *(one for one in SUGGESTED if one[0] not in {"Lúa Xanh", "sông Hậu"}),
    ("sông Hậu", "LOC"),
]
SECOND_OF_BOTH = [
    ("3/5", "DATE"),
    ("Lê Thị Tư", "PER"),
    ("thành phố Huế", "GPE"),
    ("An", "PER"),
    ("Vinh", "GPE"),
]


@pytest.fixture(scope="module")
def road(
    connection: Connection, server: Server, contract: Contract, tmp_path_factory: pytest.TempPathFactory
) -> Road:
    table = articles(
        contract,
        [
            article(key="phân xử 1"),
            article(SECOND, None, key="phân xử 2"),
            article(THIRD, "Ba người", key="phân xử 3"),
        ],
    )
    made = Road(connection, tmp_path_factory.mktemp("adjudicate"), table, contract)
    push(connection, table, None, contract, folder=made.folder, title=TITLE)
    project = find_project(connection, made.folder, title=TITLE, role=LABELING)
    assert project is not None
    for account, first, label in zip(
        server.accounts, (FIRST_OF_LAN, FIRST_OF_MINH), ("LOC", "MISC"), strict=True
    ):
        answers = [
            made.answer(0, first, TOPICS),
            made.answer(1, SECOND_OF_BOTH, TOPICS[:1]),
            made.answer(2, [("Cà Mau", "GPE"), ("Gành Hào", label)], TOPICS[:1]),
        ]
        submit(connect(server.url, account.api_key), project, answers, contract)
    third = made.answer(2, [("Cà Mau", "GPE"), ("Gành Hào", "GPE")], TOPICS[:1])
    submit(connection, project, [third], contract)
    return made


def test_only_conflicts_are_pushed_and_only_once(road: Road) -> None:
    assert pull_decisions(road.connection, road.table, road.contract, folder=road.folder, title=TITLE) is None
    before = road.settled()
    assert before.gold.column("id").to_pylist() == [road.table.column("id")[1].as_py()]
    assert [len(conflict.versions) for conflict in before.conflicts] == [2, 3]
    first, second = road.push_conflicts(), road.push_conflicts()
    assert (first.added, second.added, second.present) == (2, 0, 2)
    assert first.project.title == adjudication_title(TITLE)
    # The labeling project is untouched by it: still nobody's third answer.
    assert road.annotations().num_rows == 7


def test_where_three_labelled_a_consensus_is_offered(road: Road) -> None:
    [task] = [
        task.dict()
        for task in list_tasks(road.connection, road.push_conflicts().project, full=True)
        if task.data["id"] == road.table["id"][2].as_py()
    ]
    versions = {one["model_version"]: one["result"] for one in task["predictions"]}
    assert list(versions) == [AGREED, *sorted(set(road.annotations()["annotator"].to_pylist())), CONSENSUS]
    assert "Dawid–Skene" in task["data"]["note"]
    read = read_results(road.contract, THIRD, versions[CONSENSUS])
    assert not read.faults
    assert ("Cà Mau", "GPE") in [(span.text, span.label) for span in read.spans]
    assert not any(task["data"]["id"] == row["id"] for row in road.settled().gold.to_pylist())


def test_an_open_task_shows_what_annotators_have_said_since(road: Road, server: Server) -> None:
    [before] = road.conflict_tasks()
    road.edit(server.accounts[1], FIRST_OF_MINH, comment="Sông Hậu là tên sông.")
    pushed = road.push_conflicts()
    assert (pushed.added, pushed.renewed, pushed.present) == (0, 1, 2)
    [after] = road.conflict_tasks()
    assert after["id"] == before["id"]
    assert "“Sông Hậu là tên sông.”" in after["data"]["note"]
    names = [one["model_version"] for one in after["predictions"]]
    assert sorted(names) == sorted(one["model_version"] for one in before["predictions"])
    assert {one["id"] for one in after["predictions"]}.isdisjoint(one["id"] for one in before["predictions"])
    assert road.push_conflicts().renewed == 0


@pytest.mark.browser
def test_an_adjudicator_sees_both_versions_and_settles(road: Road, server: Server, browser: Browser) -> None:
    project = road.push_conflicts().project
    lan, minh = (version.annotator for version in road.settled().conflicts[0].versions)
    person = Annotator(browser, server.accounts[0])
    person.log_in(server.url)
    [task] = road.conflict_tasks()
    # In the list's view each version has a tab of its own, under its pseudonym.
    person.page.goto(f"{server.url}/projects/{project.id}/data?task={task['id']}")
    person.text.wait_for()
    for pseudonym in (lan, minh):
        tab = person.page.get_by_text(pseudonym[-5:]).first
        expect(tab).to_be_visible()

    person.open(project)
    told = person.page.locator(".tinbai-note")
    expect(told).to_contain_text(f"A = {lan}; B = {minh}")
    expect(told).to_contain_text("“sông Hậu” GPE")
    expect(told).to_contain_text("“sông Hậu” LOC")
    # Nothing that both said needs doing again: the spans are drawn and the main topic is chosen.
    expect(person.topics(PRIMARY_TOPIC).filter(has_text="Nông nghiệp").locator("input")).to_be_checked()
    person.label("sông Hậu", "4")
    person.page.locator(".tinbai-topics textarea").fill(REASON)
    person.submit()

    after = road.settled()
    assert [conflict.id for conflict in after.conflicts] == [road.table["id"][2].as_py()]
    row = after.gold.to_pylist()[0]
    assert (row["status"], row["n_annotators"], row["primary_topic"]) == ("adjudicated", 2, TOPICS[0])
    assert row["adjudicator"].startswith("annotator-")
    assert [(e["text"], e["label"]) for e in row["entities"]] == [
        (s.text, s.label) for s in road.answer(0, FIRST_OF_MINH, TOPICS).spans
    ]
    # Settled, it is no conflict any more, and no second task comes of it.
    assert road.push_conflicts().added == 0
    # Why, and what was seen, is kept with who.
    [decision] = road.decisions().to_pylist()
    assert (decision["annotator"], decision["comment"]) == (row["adjudicator"], REASON)
    assert len(decision["seen"]) == 2


def test_a_decision_stands_until_somebody_says_what_the_adjudicator_has_not_seen(
    road: Road, server: Server
) -> None:
    first = road.table["id"][0].as_py()
    if not road.decisions().num_rows:  # where no browser could do it
        project = find_project(
            road.connection, road.folder, title=adjudication_title(TITLE), role=ADJUDICATION
        )
        assert project is not None
        person = connect(server.url, server.accounts[0].api_key)
        submit(person, project, [road.answer(0, FIRST_OF_MINH, TOPICS)], road.contract)
    road.edit(server.accounts[0], FIRST_OF_MINH)
    assert [row["status"] for row in road.settled().gold.to_pylist() if row["id"] == first] == ["adjudicated"]

    unseen = [one for one in FIRST_OF_LAN if one[0] != "La Haye"]
    road.edit(server.accounts[0], unseen)
    assert road.settled().conflicts[0].decided
    pushed, again = road.push_conflicts(), road.push_conflicts()
    assert (pushed.added, pushed.reopened, again.added, again.present) == (1, 1, 0, 2)
    old, new = road.conflict_tasks()
    assert len(old["annotations"]) == 1
    assert DECIDED in [one["model_version"] for one in new["predictions"]]
    assert "quyết định trước" in new["data"]["note"]

    # Taken back, nothing is left to decide: the new task goes, and comes again when it is needed.
    road.edit(server.accounts[0], FIRST_OF_LAN)
    assert road.push_conflicts().withdrawn == 1
    assert [task["id"] for task in road.conflict_tasks()] == [old["id"]]
    road.edit(server.accounts[0], unseen)
    pushed = road.push_conflicts()
    assert (pushed.added, pushed.gone) == (1, 0)
    assert len(road.conflict_tasks()) == 2
