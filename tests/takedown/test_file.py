"""takedowns.jsonl: what stands in it, and what is refused."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.errors import DataError
from schemas.takedowns import RESTORED, TAKEN_DOWN, Takedowns, Tombstone, add_takedowns, read_takedowns

STONE = Tombstone(
    "0a" * 16, TAKEN_DOWN, "2026-11-30", "the court's order", url="bao.example/tin", text_sha256="1" * 64
)


def test_a_line_has_the_contract_s_fields(contract: Contract) -> None:
    assert [field.name for field in fields(Tombstone)] == [
        field.name for field in contract.table("takedowns").fields
    ]


def test_lines_are_added_and_of_an_id_the_last_counts(tmp_path: Path, contract: Contract) -> None:
    path = tmp_path / "takedowns.jsonl"
    assert not read_takedowns(path, contract)
    add_takedowns(path, [STONE])
    first = path.read_bytes()
    assert read_takedowns(path, contract).lines == (STONE,)
    back = Tombstone(STONE.id, RESTORED, "2026-12-01", "another person")
    path.write_bytes(first.rstrip(b"\n"))  # as an editor may leave it
    add_takedowns(path, [back])
    assert path.read_bytes().startswith(first)
    found = read_takedowns(path, contract)
    assert (len(found.lines), dict(found.standing), found.restored) == (2, {}, {STONE.id})
    add_takedowns(path, [STONE])
    assert read_takedowns(path, contract).find(STONE.id) == (STONE, "id")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "../../etc"}, "id '../../etc' is not of the form"),
        ({"date": "30.11.2026"}, "is no day"),
        ({"date": "20261130"}, "is no day"),
        ({"action": "deleted"}, "is none of taken_down, restored"),
        ({"reason": " "}, "reason is no text"),
        ({"text_sha256": "abc"}, "text_sha256 'abc' is not of the form"),
        ({"title": "Chợ nổi"}, "has an unknown 'title'"),
        ({"id": None}, "id is no text"),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_number(
    tmp_path: Path, contract: Contract, change: dict[str, object], said: str
) -> None:
    path = tmp_path / "takedowns.jsonl"
    add_takedowns(path, [STONE])
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps(asdict(STONE) | change) + "\n")
    with pytest.raises(DataError) as refused:
        read_takedowns(path, contract)
    assert f"{path}:3: " in refused.value.message
    assert said in refused.value.message


@pytest.mark.parametrize("line", [b'{"id": "0a', b"[]", b"\xff\xfe", b'{"id": "0a"}', b"[" * 100_000])
def test_half_a_line_keeps_nothing_from_being_taken_down_unseen(
    tmp_path: Path, contract: Contract, line: bytes
) -> None:
    path = tmp_path / "takedowns.jsonl"
    path.write_bytes(line)
    with pytest.raises(DataError):
        read_takedowns(path, contract)


def test_what_a_person_writes_by_hand_is_read_alike() -> None:
    by_hand = Takedowns(
        (Tombstone("a", TAKEN_DOWN, "2026-11-30", "x", url="https://www.Bao.example/Tin/?utm_source=z"),)
    )
    assert by_hand.find("b", url="http://m.bao.example/tin")
    assert by_hand.hosts == ["bao.example"]
