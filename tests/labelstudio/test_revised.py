"""An article changes after people labelled it: what holds goes over, the rest goes to a person, all is told."""

from pathlib import Path

import pytest

from annotation.client import Connection, connect
from annotation.listing import list_tasks
from annotation.pull import Pulled, pull
from annotation.push import Pushed, push
from annotation.results import read_results
from annotation.server.local import Server
from annotation.settle import settle
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.records import Span
from tests.labelstudio.sample import article, articles, span, suggestions

pytestmark = pytest.mark.server

OLD = "Sáng nay  tại Hà Nội, ông Nguyễn Văn Tám 🌾 gặp bà Lan.\n\nÔng ở Huế.\n\nQuảng cáo."
CUT = OLD.removesuffix("\n\nQuảng cáo.").replace("nay  tại", "nay tại")
GROWN = OLD.replace("Văn Tám", "Văn Bảy").replace("Ông ở Huế.", "Năm 2024, ông ở Huế.")
SAID = (("Hà Nội", "GPE"), ("Nguyễn Văn Tám", "PER"), ("Huế", "GPE"))


def test_labels_go_over_or_back_to_a_person(
    server: Server, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    lan, minh = (connect(server.url, account.api_key) for account in server.accounts[:2])
    before = [article(OLD, key=key) for key in ("cut", "grown", "nobody's")]
    after = [
        article(text, key=key)
        for text, key in zip((CUT, GROWN, GROWN), ("cut", "grown", "nobody's"), strict=True)
    ]
    table, changed = articles(contract, before), articles(contract, after)

    def pushing(rows: object) -> Pushed:
        now = changed if rows is after else table
        return push(
            connection, now, suggestions(contract, now), contract, folder=tmp_path, title="Bài đã đổi"
        )

    def pulling(*, full: bool = False) -> Pulled:
        return pull(connection, changed, contract, folder=tmp_path, title="Bài đã đổi", full=full)

    project = pushing(before).project
    spans = tuple(sorted(span(OLD, surface, label) for surface, label in SAID))
    topics = ("medtop:20000640", "medtop:15000000")
    said = [
        Answer(str(row["id"]), str(row["text_sha256"]), spans, topics, topics[0], lead_time_s=3.0)
        for row in before[:2]
    ]
    submit(lan, project, said, contract)
    submit(minh, project, said[:1], contract)

    first = pulling()
    counted = ("annotations", "migrated", "waiting", "lost_spans", "older_text")
    assert [first.counts[name] for name in counted] == [2, 2, 1, 1, 3]
    for row in first.annotations.to_pylist():
        assert (row["text_sha256"], row["migrated_from"]) == (
            after[0]["text_sha256"],
            before[0]["text_sha256"],
        )
        assert [e["text"] for e in row["entities"]] == ["Hà Nội", "Nguyễn Văn Tám", "Huế"]
        assert all(CUT[e["start"] : e["end"]] == e["text"] for e in row["entities"])
        assert (row["topics"], row["lead_time_s"]) == (list(topics), 3.0)
    told = {(row["reason"], row["detail"]) for row in first.quarantine.to_pylist()}
    start = OLD.index("Nguyễn")
    assert told == {
        ("older_text", "the text has changed: 2 of 3 spans go over, and a person confirms them"),
        ("lost_span", f"PER {start} to {start + 14} of the older text: 'Nguyễn Văn Tám'"),
    }
    assert settle(first.annotations, changed, contract).gold["status"].to_pylist() == ["agreed"]

    pushed = pushing(after)
    assert (pushed.added, pushed.revised, pushed.waiting, pushed.migrated) == (2, 2, 1, 1)
    new = {
        task.data["id"]: task
        for task in list_tasks(connection, project, full=True)
        if task.data["text"] == GROWN
    }
    task = new[after[1]["id"]]
    assert task.meta["migrated_from"] == [before[1]["text_sha256"]]
    # Lan's pseudonym, as in the table.
    assert len(task.meta["labelled_by"]) == 1
    assert set(task.meta["labelled_by"]) < set(first.annotations["annotator"].to_pylist())
    (prediction,) = task.dict()["predictions"]
    shown = read_results(contract, GROWN, prediction["result"])
    assert [s.text for s in shown.spans] == ["Hà Nội", "Huế"]
    assert (shown.topics, shown.faults) == (topics, ())
    # Nobody had labelled the third: it is a new article like any other.
    assert new[after[2]["id"]].meta["suggestion_arm"] == "rules"
    second = pushing(after)
    assert (second.added, second.waiting, second.migrated) == (0, 0, 1)

    # The person confirms and adds; nothing waits any more. Minh changes an answer on the older text.
    confirmed = (*shown.spans, span(GROWN, "Năm 2024", "DATE"))
    answer = Answer(str(after[1]["id"]), str(after[1]["text_sha256"]), confirmed, topics, topics[0])
    submit(minh, project, [answer], contract)
    of_minh = next(
        annotation["id"]
        for one in list_tasks(connection, project, full=True)
        for annotation in one.dict()["annotations"]
        if annotation["completed_by"] == minh.user_id and one.data["text"] == OLD
    )
    minh.client.annotations.update(id=of_minh, result=[])
    third = pulling()
    assert [third.counts[name] for name in counted] == [3, 2, 0, 0, 3]
    rows = {row["migrated_from"]: row for row in third.annotations.to_pylist() if row["id"] == after[1]["id"]}
    assert list(rows) == [None]
    assert rows[None]["suggestion_arm"] == "migrated"
    assert sorted(
        Span(e["start"], e["end"], e["label"], e["text"]) for e in rows[None]["entities"]
    ) == sorted(confirmed)
    assert [
        len(row["entities"]) for row in third.annotations.to_pylist() if row["id"] == after[0]["id"]
    ].count(0) == 1
    assert third.annotations.equals(pulling(full=True).annotations)
