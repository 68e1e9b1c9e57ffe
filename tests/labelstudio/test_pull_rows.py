"""Rows from tasks, without a server: which answers count, which are left out and said to be."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from annotation.last_pull import PulledTask
from annotation.project import Project
from annotation.pull import Pulled, read_tasks
from annotation.results import to_results
from schemas.contract import Contract
from schemas.records import Span
from schemas.tables import write_table
from tests.labelstudio.sample import article, articles, span

_PROJECT = Project(7, "Thử", "labeling", "http://127.0.0.1:1", datetime(2024, 1, 1, tzinfo=UTC))
_EMAILS = {1: "Lan@toasoan.example", 2: "minh@toasoan.example"}
_SALT = b"muoi"


def _task(number: int, row: dict[str, object], *annotations: dict[str, object]) -> PulledTask:
    meta = {"suggestion_arm": "rules", "contract_version": "1.0.0", "guideline_version": "2.0.0"}
    return PulledTask(number, {"id": row["id"], "text_sha256": row["text_sha256"]}, meta, annotations)


def _annotation(
    contract: Contract,
    number: int,
    who: int,
    *spans: Span,
    at: str = "2024-05-01T08:00:00Z",
    skipped: bool = False,
) -> dict[str, object]:
    return {
        "id": number,
        "completed_by": who,
        "created_at": at,
        "updated_at": at,
        "lead_time": 12.5,
        "was_cancelled": skipped,
        "result": to_results(contract, spans, [], None),
    }


def _read(
    contract: Contract, tasks: list[PulledTask], table: pa.Table, previous: pa.Table | None = None
) -> Pulled:
    return read_tasks(_PROJECT, tasks, table, contract, salt=_SALT, emails=_EMAILS, previous=previous)


def test_the_newest_answer_of_an_annotator_counts(contract: Contract) -> None:
    row = article()
    text = str(row["text"])
    old = _annotation(contract, 1, 1, span(text, "Hà Nội", "LOC"), at="2024-05-01T08:00:00Z")
    new = _annotation(contract, 2, 1, span(text, "Hà Nội", "GPE"), at="2024-05-02T08:00:00Z")
    other = _annotation(contract, 3, 2)
    pulled = _read(contract, [_task(1, row, new, other, old)], articles(contract, [row]))
    assert pulled.counts["superseded"] == 1
    assert {
        r["annotation_id"]: [e["label"] for e in r["entities"]] for r in pulled.annotations.to_pylist()
    } == {
        "7-2": ["GPE"],
        "7-3": [],
    }


def test_a_skip_is_an_answer_without_labels(contract: Contract) -> None:
    row = article()
    skip = _annotation(contract, 1, 1, span(str(row["text"]), "Hà Nội", "GPE"), skipped=True)
    pulled = _read(contract, [_task(1, row, skip)], articles(contract, [row]))
    (only,) = pulled.annotations.to_pylist()
    assert (only["was_skipped"], only["entities"], only["lead_time_s"]) == (True, [], 12.5)
    assert pulled.counts["skipped"] == 1


def test_tasks_of_another_text_are_told_and_left_out(contract: Contract) -> None:
    now, before = article("Văn bản mới.", key="a"), article("Văn bản cũ.", key="a")
    stranger, foreign = article("Bài khác."), article("Bài lạ.")
    tasks = [
        _task(1, before, _annotation(contract, 1, 1)),
        _task(2, now, _annotation(contract, 2, 1)),
        _task(3, stranger, _annotation(contract, 3, 1)),
        PulledTask(4, {"id": foreign["id"], "text_sha256": foreign["text_sha256"]}, {}, ()),
    ]
    pulled = _read(contract, tasks, articles(contract, [now, foreign]))
    assert pulled.annotations["annotation_id"].to_pylist() == ["7-2"]
    assert {r["reason"] for r in pulled.quarantine.to_pylist()} == {"older_text", "unknown_article"}
    assert [pulled.counts[key] for key in ("older_text", "unknown_article", "foreign_task")] == [1, 1, 1]


def test_a_span_that_does_not_hold_goes_to_quarantine_alone(contract: Contract) -> None:
    row = article()
    good = span(str(row["text"]), "Cần Thơ", "GPE")
    bad = Span(0, 4, "PER", "không")
    pulled = _read(
        contract, [_task(1, row, _annotation(contract, 1, 1, good, bad))], articles(contract, [row])
    )
    assert [e["text"] for e in pulled.annotations.to_pylist()[0]["entities"]] == ["Cần Thơ"]
    (reject,) = pulled.quarantine.to_pylist()
    assert (reject["stage"], reject["reason"], reject["id"]) == ("pull", "surface", row["id"])
    assert reject["source_path"] == "label-studio/project-7/task-1/annotation-7-1"


def test_changes_against_the_last_pull(contract: Contract) -> None:
    row = article()
    table = articles(contract, [row])
    one, two = _annotation(contract, 1, 1), _annotation(contract, 2, 2)
    before = _read(contract, [_task(1, row, one, two)], table)
    changed = _annotation(contract, 1, 1, at="2024-06-01T00:00:00Z")
    after = _read(contract, [_task(1, row, changed)], table, before.annotations)
    assert [after.counts[key] for key in ("added", "updated", "deleted")] == [0, 1, 1]


def test_order_of_arrival_changes_no_byte_and_no_email_gets_out(contract: Contract, tmp_path: Path) -> None:
    rows = [article(f"Bài {n}.") for n in range(4)]
    table = articles(contract, rows)
    tasks = [
        _task(n, row, _annotation(contract, 10 + n, 1), _annotation(contract, 20 + n, 2))
        for n, row in enumerate(rows)
    ]
    turned = [PulledTask(t.number, t.data, t.meta, t.annotations[::-1]) for t in reversed(tasks)]
    for name, order in (("a", tasks), ("b", turned)):
        pulled = _read(contract, order, table)
        write_table(tmp_path / name, pulled.annotations)
    first = (tmp_path / "a").read_bytes()
    assert first == (tmp_path / "b").read_bytes()
    assert b"toasoan" not in first
    assert len(set(_read(contract, tasks, table).annotations["annotator"].to_pylist())) == 2
