"""Push, labels of two people through the API, pull: the same spans come back, and nothing is lost silently."""

from pathlib import Path

import pytest

from annotation.client import Connection, connect
from annotation.fetch import fetch_tasks
from annotation.pull import Pulled, pull
from annotation.push import push
from annotation.server.local import Server
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.records import Span
from schemas.tables import write_table
from tests.labelstudio.sample import article, articles, numbered, span

pytestmark = pytest.mark.server


def _answer(row: dict[str, object], *spans: Span, topics: tuple[str, ...] = ()) -> Answer:
    primary = topics[0] if topics else None
    return Answer(str(row["id"]), str(row["text_sha256"]), spans, topics, primary, lead_time_s=8.5)


def test_what_two_people_said_comes_back(
    server: Server, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    rows = [article(), article("👨‍👩‍👧 Huế  và\n\nVinh 🌾 Đà Nẵng."), article("Bỏ qua.")]
    table = articles(contract, rows)
    project = push(connection, table, None, contract, folder=tmp_path, title="Hai người").project
    lan, minh = (connect(server.url, account.api_key) for account in server.accounts[:2])
    text = str(rows[1]["text"])
    everything = [
        Span(
            text.index("Huế"), text.index("Nẵng") + 4, "LOC", text[text.index("Huế") : text.index("Nẵng") + 4]
        ),
        span(text, "Đà Nẵng", "GPE"),
        span(text, "👨‍👩‍👧", "MISC"),
    ]
    given = [
        _answer(rows[1], *everything, topics=("medtop:20000640", "medtop:15000000")),
        Answer(str(rows[2]["id"]), str(rows[2]["text_sha256"]), (), (), None, skipped=True),
    ]
    assert submit(lan, project, given, contract) == 2
    assert submit(lan, project, given, contract) == 0
    assert submit(minh, project, [_answer(rows[1])], contract) == 1

    def again(previous: Pulled | None = None) -> Pulled:
        known = previous.annotations if previous else None
        return pull(connection, table, contract, folder=tmp_path, title="Hai người", previous=known)

    first = again()
    assert first.quarantine.num_rows == 0
    assert [first.counts[key] for key in ("tasks", "annotations", "skipped", "added")] == [3, 3, 1, 3]
    by_spans = {len(row["entities"]): row for row in first.annotations.to_pylist() if not row["was_skipped"]}
    assert [Span(e["start"], e["end"], e["label"], e["text"]) for e in by_spans[3]["entities"]] == sorted(
        everything
    )
    assert by_spans[3]["topics"] == ["medtop:20000640", "medtop:15000000"]
    assert (by_spans[3]["lead_time_s"], by_spans[0]["topics"]) == (8.5, [])
    assert by_spans[3]["annotator"] != by_spans[0]["annotator"]
    assert (by_spans[3]["suggestion_arm"], by_spans[3]["contract_version"]) == (
        "none",
        contract.contract_version,
    )

    second = again(first)
    assert [second.counts[key] for key in ("added", "updated", "deleted")] == [0, 0, 0]
    for name, pulled in (("first", first), ("second", second)):
        write_table(tmp_path / name, pulled.annotations)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    for account in server.accounts:
        assert account.email.encode() not in (tmp_path / "first").read_bytes()

    # Somebody changes an answer on the server, somebody deletes one.
    changed, deleted = (by_spans[count]["annotation_id"].split("-")[1] for count in (3, 0))
    connection.client.annotations.update(id=int(changed), result=[])
    connection.client.annotations.delete(id=int(deleted))
    third = again(first)
    assert [third.counts[key] for key in ("annotations", "added", "updated", "deleted")] == [2, 0, 1, 1]
    assert [row["entities"] for row in third.annotations.to_pylist()] == [[], []]


def test_an_old_text_is_told_and_not_mixed_in(
    server: Server, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    before, after = article("Ở Huế.", key="pull"), article("Ở Huế và Vinh.", key="pull")
    lan = connect(server.url, server.accounts[0].api_key)
    for row in (before, after):
        project = push(
            connection, articles(contract, [row]), None, contract, folder=tmp_path, title="Bài sửa"
        ).project
    submit(lan, project, [_answer(before, span("Ở Huế.", "Huế", "GPE"))], contract)
    pulled = pull(connection, articles(contract, [after]), contract, folder=tmp_path, title="Bài sửa")
    assert pulled.annotations.num_rows == 0
    assert pulled.counts["older_text"] == 1
    assert pulled.quarantine["reason"].to_pylist() == ["older_text"]
    with pytest.raises(UsageError, match="has no task with this text"):
        submit(lan, project, [_answer(article("Chưa gửi."))], contract)


def test_what_the_server_would_store_without_a_word_is_caught(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    """It takes an unknown label, an end before the start, an offset behind the text."""
    table = articles(contract, [article("Ở Huế.")])
    project = push(connection, table, None, contract, folder=tmp_path, title="Nhãn hỏng").project
    (task,) = fetch_tasks(connection, project)

    def entity(start: int, end: int, label: str) -> dict[str, object]:
        value = {"start": start, "end": end, "labels": [label]}
        return {
            "id": f"{start}{label}",
            "from_name": "entities",
            "to_name": "text",
            "type": "labels",
            "value": value,
        }

    broken = [entity(2, 5, "GPE"), entity(2, 5, "CITY"), entity(5, 2, "PER"), entity(2, 99, "ORG")]
    connection.client.annotations.create(id=task.number, result=broken)
    pulled = pull(connection, table, contract, folder=tmp_path, title="Nhãn hỏng")
    (row,) = pulled.annotations.to_pylist()
    assert [entity["text"] for entity in row["entities"]] == ["Huế"]
    assert sorted(pulled.quarantine["reason"].to_pylist()) == ["label", "offsets", "offsets"]
    assert pulled.counts["faults"] == 3


def test_pages_of_the_answer_are_put_together(
    connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = numbered(contract, 1_000)
    push(connection, table, None, contract, folder=tmp_path, title="Hai trang đầy")
    assert pull(connection, table, contract, folder=tmp_path, title="Hai trang đầy").counts["tasks"] == 1_000


def test_pull_before_push(connection: Connection, contract: Contract, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no project 'Chưa có'\. Push first"):
        pull(connection, numbered(contract, 1), contract, folder=tmp_path, title="Chưa có")
