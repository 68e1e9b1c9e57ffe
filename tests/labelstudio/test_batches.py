"""Batches of annotators' own on the real server: who has what, known tasks unseen, training before work."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from annotation.assign import people_for
from annotation.client import Connection, connect
from annotation.listing import list_tasks
from annotation.project import SUGGESTIONS, Project, find_batches
from annotation.pseudonym import pseudonym, workspace_salt
from annotation.results import read_results
from annotation.server.account import Account
from annotation.server.local import add_annotators
from annotation.submit import Answer, submit
from annotation.ticket import kind_of
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.progress import Progress
from schemas.records import Span
from schemas.tables import read_table, write_table
from tests.labelstudio.conftest import Watched
from tests.labelstudio.page import Annotator
from tests.labelstudio.sample import TOPICS, article, articles, numbered, span, suggestions
from tinbai.connection import KEY
from tinbai.console import Console, Outcome
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.pull import pull
from tinbai.stages.push import push
from tinbai.status.live import ask
from tinbai.status.tell import status
from tinbai.workspace import Workspace

pytestmark = pytest.mark.server

CONSOLE = Console(as_json=True)
ARTICLES, BATCH, SHARE = 20, 6, 0.8
SETTINGS = """
name = "chia-bai"
[labelstudio]
url = "{url}"
[assignment]
share = {share}
batch = {batch}
checks = 0.25
training = 2
"""


@dataclass(frozen=True)
class Desk:
    """A workspace on a real server, and what each person there has."""

    workspace: Workspace
    connection: Connection
    accounts: dict[str, Account]

    def name(self, person: str) -> str:
        return pseudonym(workspace_salt(self.workspace.labelstudio), self.accounts[person].email)

    def project(self, person: str) -> Project:
        [found] = [
            project
            for project in find_batches(self.connection, self.workspace.labelstudio)
            if project.role == f"batch-{self.name(person)}"
        ]
        return found

    def tasks(self, person: str) -> list[dict[str, Any]]:
        return [task.dict() for task in list_tasks(self.connection, self.project(person), full=True)]

    def kinds(self, person: str) -> Mapping[str, str]:
        salt = workspace_salt(self.workspace.labelstudio)
        return {
            task["data"]["id"]: kind_of(salt, self.name(person), task["data"]["id"], task["meta"])
            for task in self.tasks(person)
        }

    def answer(self, person: str, spans: Mapping[str, tuple[Span, ...]] | None = None) -> None:
        """As this person, answer everything that is open: as suggested, or as `spans` says for an article."""
        answers = [
            Answer(
                task["data"]["id"],
                task["data"]["text_sha256"],
                (spans or {}).get(task["data"]["id"], right(task["data"]["text"])),
                TOPICS[:1],
                TOPICS[0],
            )
            for task in self.tasks(person)
        ]
        own = connect(self.connection.url, self.accounts[person].api_key)
        submit(own, self.project(person), answers, self.workspace.contract)

    def push(self, *names: str) -> Outcome:
        return push(self.workspace, CONSOLE, annotators=names)


class Stopped(Console):
    """Ctrl-C at the first sign of progress."""

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:  # noqa: ARG002 the signature is Console's
        def stop(done: int, total: int | None = None) -> None:
            raise KeyboardInterrupt

        yield stop


def right(text: str) -> tuple[Span, ...]:
    return (span(text, "Nguyễn Văn Tám", "PER"), span(text, "Hà  Nội", "GPE"))


@pytest.fixture(scope="module")
def desk(
    watched: Watched, connection: Connection, contract: Contract, tmp_path_factory: pytest.TempPathFactory
) -> Desk:
    root = tmp_path_factory.mktemp("chia-bai")
    settings = SETTINGS.format(url=connection.url, share=SHARE, batch=BATCH)
    (root / "tinbai.toml").write_text(settings, encoding="utf-8")
    workspace = Workspace(root)
    table = numbered(contract, ARTICLES)
    write_table(workspace.articles / "part-00000.parquet", table)
    write_table(workspace.suggestions, suggestions(contract, table))
    server = add_annotators(watched.state, ["lan", "minh", "hoa"])
    return Desk(workspace, connection, {account.name: account for account in server.accounts})


@pytest.fixture(autouse=True)
def key(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, watched.server.api_key)


def test_everybody_gets_a_batch_of_their_own_and_a_share_goes_to_two(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no account for annotator 'nobody'"):
        desk.push("nobody")
    # Stopped when the first of two has a batch, the next push goes on from there.
    with pytest.raises(KeyboardInterrupt):
        push(desk.workspace, Stopped(as_json=True), annotators=("lan", "minh"))
    assert len(find_batches(desk.connection, desk.workspace.labelstudio)) == 1
    first, second = desk.push("lan", "minh"), desk.push("lan")
    assert (first.counts["added"], second.counts["added"]) == (BATCH, 0)
    lan, minh = desk.kinds("lan"), desk.kinds("minh")
    # Nothing is known yet: there is work at once.
    assert Counter(lan.values()) == Counter(minh.values()) == {"work": BATCH}
    several = {one for one in {*lan, *minh} if people_for(one, overlap=2, share=SHARE) == 2}
    assert set(lan) & set(minh) <= several
    # The batches hold an even number of tasks, so at most one article waits for its second person.
    assert len(several - set(lan) & set(minh)) <= 1 < len(several)


@pytest.mark.browser
def test_the_label_stream_holds_the_own_batch_and_no_other(desk: Desk, browser: Browser) -> None:
    url = desk.connection.url
    for name in ("lan", "minh"):
        person = Annotator(browser, desk.accounts[name])
        person.log_in(url)
        # Among all projects, the own one is found by its name; its button begins the work.
        person.page.goto(f"{url}/projects")
        person.page.get_by_text(f"chia-bai · {name}").click()
        person.page.get_by_role("button", name="Label All Tasks").click()
        person.text.wait_for()
        person.page.keyboard.press("Escape")
        first = desk.tasks(name)[0]["data"]
        expect(person.text).to_contain_text(first["text"].split(":")[0])
        person.context.close()


def test_batches_fill_up_and_what_is_there_stays(desk: Desk) -> None:
    before = {name: set(desk.kinds(name)) for name in ("lan", "minh")}
    desk.answer("lan")
    pulled = pull(desk.workspace, CONSOLE)
    assert pulled.counts["annotations"] == BATCH
    assert desk.push().counts["added"] == BATCH
    after = {name: set(desk.kinds(name)) for name in ("lan", "minh")}
    assert before["lan"] < after["lan"]
    assert before["minh"] == after["minh"]
    desk.answer("lan")
    desk.answer("minh")
    assert pull(desk.workspace, CONSOLE).counts["annotations"] == 3 * BATCH
    again = pull(desk.workspace, CONSOLE)
    assert (again.counts["added"], again.counts["updated"], again.counts["deleted"]) == (0, 0, 0)
    assert adjudicate(desk.workspace, CONSOLE, offline=True).counts["agreed"]


def test_what_annotators_remark_is_kept_beside_their_labels(desk: Desk, contract: Contract) -> None:
    annotation = desk.tasks("lan")[0]["annotations"][0]
    remark = {
        "from_name": "comment",
        "to_name": "text",
        "type": "textarea",
        "value": {"text": ["Không chắc.", "Hỏi lại."]},
    }
    update = desk.connection.client.annotations.update
    for result, kept in (
        ([*annotation["result"], remark], ["Không chắc.\nHỏi lại."]),
        (annotation["result"], []),
    ):
        update(id=annotation["id"], result=result)
        pull(desk.workspace, CONSOLE)
        rows = read_table(desk.workspace.comments, contract, "comments").to_pylist()
        assert [row["comment"] for row in rows] == kept
        assert all(row["annotator"] == desk.name("lan") for row in rows)


def test_a_newcomer_is_trained_first_and_told_the_score(desk: Desk, contract: Contract) -> None:
    held = {name: desk.kinds(name) for name in ("lan", "minh")}
    desk.push("hoa")
    assert Counter(desk.kinds("hoa").values()) == {"training": 2}
    assert all(held[name].items() <= desk.kinds(name).items() for name in held)
    # One of two wrong: of four known spans three are found, and one that is none.
    wrong = desk.tasks("hoa")[1]["data"]
    some, *_ = right(wrong["text"])
    desk.answer("hoa", {wrong["id"]: (some, span(wrong["text"], "Hà  Nội", "LOC"))})
    waits = desk.push()
    assert any("tinbai pull scores it" in note for note in waits.notes)
    assert Counter(desk.kinds("hoa").values()) == {"training": 2}

    before = read_table(desk.workspace.annotations, contract, "annotations")
    pulled = pull(desk.workspace, CONSOLE)
    assert f"{desk.name('hoa')}: training: F1 0.750, main topic 1.000 on 2 articles" in pulled.notes
    # It is a training and no vote.
    assert read_table(desk.workspace.annotations, contract, "annotations").equals(before)

    desk.push()
    assert Counter(desk.kinds("hoa").values())["work"]
    told = desk.connection.client.projects.get(id=desk.project("hoa").id).expert_instruction
    assert "<h1>Kết quả tập huấn</h1>" in str(told)
    assert "75%" in str(told)


def test_known_tasks_stand_unseen_among_the_work_and_are_scored(desk: Desk, contract: Contract) -> None:
    kinds = desk.kinds("hoa")
    counted = Counter(kinds.values())
    assert counted["check"] == round(counted["work"] / 3)
    known = {row["id"] for row in read_table(desk.workspace.gold, contract, "gold").to_pylist()}
    checks = [article for article, kind in kinds.items() if kind == "check"]
    assert set(checks) <= known
    tasks = [task for task in desk.tasks("hoa") if kinds[task["data"]["id"]] != "training"]
    # Neither in what they hold, nor in where they stand, is there a difference.
    shapes = {
        (
            tuple(task["data"]),
            tuple(task["meta"]),
            task["overlap"],
            len(task["predictions"]),
            len(task["meta"]["ticket"]),
        )
        for task in tasks
    }
    assert len(shapes) == 1
    others = {str(task["meta"] | {"ticket": ""}) for task in tasks}
    assert len(others) == 1

    desk.answer("hoa", {checks[0]: ()})
    pulled = pull(desk.workspace, CONSOLE)
    table = read_table(desk.workspace.checks, contract, "checks").to_pylist()
    mine = {row["id"]: row for row in table if row["round"] == "check"}
    assert set(mine) == set(checks)
    assert {row["annotator"] for row in mine.values()} == {desk.name("hoa")}
    assert (mine[checks[0]]["n_known"], mine[checks[0]]["n_given"], mine[checks[0]]["n_right"]) == (2, 0, 0)
    rest = len(checks) - 1
    [score] = [one for one in pulled.counts["scores"] if one["round"] == "check"]
    assert score["f1"] == pytest.approx(2 * 2 * rest / (4 * rest + 2))
    votes = read_table(desk.workspace.annotations, contract, "annotations").to_pylist()
    assert not [row for row in votes if row["id"] in checks and row["annotator"] == desk.name("hoa")]


def test_a_task_that_was_deleted_goes_to_somebody_else(desk: Desk) -> None:
    kinds = desk.kinds("minh")
    task = next(
        task for task in desk.tasks("minh") if not task["annotations"] and kinds[task["data"]["id"]] == "work"
    )
    desk.connection.client.tasks.delete(id=str(task["id"]))
    article = task["data"]["id"]
    desk.push()
    assert article not in desk.kinds("minh")


def test_in_the_end_every_article_has_the_people_it_needs(desk: Desk, contract: Contract) -> None:
    for _ in range(6):
        if not desk.push().counts["open"]:
            break
        for name in desk.accounts:
            desk.answer(name)
    assert desk.push().counts["added"] == 0
    pull(desk.workspace, CONSOLE)
    rows = read_table(desk.workspace.annotations, contract, "annotations").to_pylist()
    people = Counter(row["id"] for row in rows)
    articles = read_table(desk.workspace.articles, contract, "articles")["id"].to_pylist()
    assert people == {one: people_for(one, overlap=2, share=SHARE) for one in articles}
    # Nobody's name stands in a file of the workspace.
    for path in desk.workspace.root.rglob("*"):
        if path.is_file() and path.suffix != ".lock":
            content = path.read_bytes()
            assert b"@localhost" not in content, path


def test_status_says_that_all_is_pulled_when_it_is(desk: Desk) -> None:
    """Answers to tasks that only tried an annotator are on the server, and no annotations in the table."""
    pull(desk.workspace, CONSOLE)
    live = ask(desk.workspace, patience_s=60).answer()
    tasks = [task for name in desk.accounts for task in desk.tasks(name)]
    answers = [one for task in tasks for one in task["annotations"] if not one["was_cancelled"]]
    assert (live.tasks, live.answers) == (len(tasks), len(answers))
    assert f"{len(answers)} answers ({len(answers)} of them pulled)" in "\n".join(
        status(desk.workspace).notes
    )


def test_a_changed_text_goes_to_its_owner_with_what_was_said(
    desk: Desk, contract: Contract, tmp_path: Path
) -> None:
    """Also where nothing is ever suggested, so that the page would show nothing."""
    settings = f"""
name = "doi-bai"
[labelstudio]
url = "{desk.connection.url}"
overlap = 1
[assignment]
checks = 0
training = 0
"""
    (tmp_path / "tinbai.toml").write_text(settings, encoding="utf-8")
    own = Desk(Workspace(tmp_path), desk.connection, desk.accounts)
    old, *others = numbered(contract, 3).to_pylist()
    place = own.workspace.articles / "part-00000.parquet"
    write_table(place, numbered(contract, 3))
    assert own.push("lan").counts["added"] == 3
    own.answer("lan")
    first = pull(own.workspace, CONSOLE)
    assert (first.counts["tasks"], first.counts["fetched"]) == (3, 3)

    grown = article(f"Hôm nay. {old['text']}", old["title"])
    grown["id"] = old["id"]
    write_table(place, articles(contract, [grown, *others]))
    assert own.push().counts["added"] == 1
    [task] = [one for one in own.tasks("lan") if one["data"]["text_sha256"] == grown["text_sha256"]]
    [prediction] = task["predictions"]
    shown = read_results(contract, str(grown["text"]), prediction["result"])
    assert [one.text for one in shown.spans] == [one.text for one in sorted(right(str(old["text"])))]
    assert own.kinds("lan")[str(old["id"])] == "work"
    # What the editor draws.
    assert desk.connection.client.projects.get(id=own.project("lan").id).model_version == SUGGESTIONS
    again = pull(own.workspace, CONSOLE)
    assert (again.counts["tasks"], again.counts["annotations"], again.counts["waiting"]) == (4, 2, 1)
    assert again.counts["fetched"] < 4
