"""Conflicts in a second project of the real server: an adjudicator sees both versions and settles."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import Browser, expect

from annotation.adjudicate import PushedConflicts, adjudication_title, pull_decisions, push_conflicts
from annotation.client import Connection, connect
from annotation.project import LABELING, find_project
from annotation.pull import pull
from annotation.push import push
from annotation.server.local import Server
from annotation.settle import Settled, settle
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.label_config import PRIMARY_TOPIC
from tests.labelstudio.page import Annotator
from tests.labelstudio.sample import SUGGESTED, TOPICS, article, articles, span

pytestmark = pytest.mark.server

TITLE = "Phân xử"
SECOND = "Chiều 3/5, bà Lê Thị Tư ở thành phố Huế gặp ông An 🌾 ở Vinh."


@dataclass(frozen=True)
class Road:
    """A workspace in which two people labelled two stories, and differ on the first."""

    connection: Connection
    folder: Path
    table: pa.Table
    contract: Contract

    def annotations(self) -> pa.Table:
        return pull(self.connection, self.table, self.contract, folder=self.folder, title=TITLE).annotations

    def settled(self) -> Settled:
        decided = pull_decisions(self.connection, self.table, self.contract, folder=self.folder, title=TITLE)
        decisions = decided.annotations if decided is not None else None
        return settle(self.annotations(), self.table, self.contract, decisions=decisions)

    def push_conflicts(self) -> PushedConflicts:
        return push_conflicts(
            self.connection,
            self.settled().conflicts,
            self.table,
            self.contract,
            folder=self.folder,
            title=TITLE,
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
    table = articles(contract, [article(key="phân xử 1"), article(SECOND, None, key="phân xử 2")])
    made = Road(connection, tmp_path_factory.mktemp("adjudicate"), table, contract)
    push(connection, table, None, contract, folder=made.folder, title=TITLE)
    project = find_project(connection, made.folder, title=TITLE, role=LABELING)
    assert project is not None
    for account, first in zip(server.accounts, (FIRST_OF_LAN, FIRST_OF_MINH), strict=True):
        answers = [made.answer(0, first, TOPICS), made.answer(1, SECOND_OF_BOTH, TOPICS[:1])]
        submit(connect(server.url, account.api_key), project, answers, contract)
    return made


def test_only_conflicts_are_pushed_and_only_once(road: Road) -> None:
    assert pull_decisions(road.connection, road.table, road.contract, folder=road.folder, title=TITLE) is None
    before = road.settled()
    assert before.gold.column("id").to_pylist() == [road.table.column("id")[1].as_py()]
    first, second = road.push_conflicts(), road.push_conflicts()
    assert (first.added, second.added, second.present) == (1, 0, 1)
    assert first.project.title == adjudication_title(TITLE)
    # The labeling project is untouched by it: still nobody's third answer.
    assert road.annotations().num_rows == 4


@pytest.mark.browser
def test_an_adjudicator_sees_both_versions_and_settles(road: Road, server: Server, browser: Browser) -> None:
    project = road.push_conflicts().project
    lan, minh = sorted(set(road.annotations().column("annotator").to_pylist()))
    person = Annotator(browser, server.accounts[0])
    person.log_in(server.url)
    task = road.connection.client.tasks.list(project=project.id).items
    assert task is not None
    # In the list's view each version has a tab of its own, under its pseudonym.
    person.page.goto(f"{server.url}/projects/{project.id}/data?task={task[0].id}")
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
    person.submit()

    after = road.settled()
    assert after.conflicts == ()
    row = after.gold.to_pylist()[0]
    assert (row["status"], row["n_annotators"], row["primary_topic"]) == ("adjudicated", 2, TOPICS[0])
    assert row["adjudicator"].startswith("annotator-")
    assert [(e["text"], e["label"]) for e in row["entities"]] == [
        (s.text, s.label) for s in road.answer(0, FIRST_OF_MINH, TOPICS).spans
    ]
    # Settled, it is no conflict any more, and no second task comes of it.
    assert road.push_conflicts().added == 0
