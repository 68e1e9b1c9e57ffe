"""The ledger after a kill: a torn line is forgotten, and swallows nothing that comes after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotation.ledger import Ledger
from annotation.project import Project

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
