"""The ledger after a kill: a torn line is forgotten, and swallows nothing that comes after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotation.ledger import Ledger, sent_tasks
from annotation.project import ADJUDICATION, LABELING, Project

_MADE = datetime(2024, 1, 1, tzinfo=UTC)
_PROJECT = Project(1, "Thử", "labeling", "http://127.0.0.1:1", _MADE)


def test_a_torn_line_is_forgotten(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, _PROJECT)
    assert ledger.read().tasks == {}
    ledger.add([("a", "1"), ("b", "2")], [10, 11])
    ledger.path.write_bytes(ledger.path.read_bytes()[:-15])
    ledger.add([("c", "3")], [])
    assert ledger.read().tasks == {("a", "1"): 10, ("c", "3"): None}


def test_a_new_database_that_counts_from_one_again_is_another_project(tmp_path: Path) -> None:
    Ledger(tmp_path, _PROJECT).add([("a", "1")], [1])
    again = Project(1, "Thử", "labeling", "http://127.0.0.1:1", _MADE + timedelta(days=1))
    assert Ledger(tmp_path, again).read().tasks == {}


def test_what_was_ever_sent_is_told_with_project_and_task(tmp_path: Path) -> None:
    old = Project(9, "Cũ", LABELING, "http://x", datetime(2023, 1, 1, tzinfo=UTC))
    new = Project(2, "Mới", LABELING, "http://x", datetime(2024, 1, 1, tzinfo=UTC))
    Ledger(tmp_path, new).add([("a", "2" * 64)], [5])
    Ledger(tmp_path, old).add([("a", "1" * 64), ("b", "1" * 64)], [7])
    with Ledger(tmp_path, old).path.open("a", encoding="utf-8") as more:
        more.write('{"id": "d", "text_sha256": "1", "task": 8}\n{"gone": 8}\n{"sending": [["e", "1"]]}\n')
    (tmp_path / "labeling-notes.jsonl").write_text("{}\n", encoding="utf-8")
    with Ledger(tmp_path, new).path.open("a", encoding="utf-8") as torn:
        torn.write('{"id": "c", "text_sh')
    told = [(one.id, one.text_sha256[0], one.task, one.project) for one in sent_tasks(tmp_path, LABELING)]
    assert told == [("a", "1", 7, 9), ("b", "1", None, 9), ("a", "2", 5, 2)]
    assert sent_tasks(tmp_path, ADJUDICATION) == []
