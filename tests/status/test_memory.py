"""A file that is replaced in the middle of a turn is seen by all that was made of it."""

from pathlib import Path

from schemas.files import write_text
from tinbai.status.memory import Memory


def test_nothing_made_of_an_older_state_is_taken_for_the_new_one(tmp_path: Path) -> None:
    file, memory = tmp_path / "labels", Memory()

    def turn(between: str | None = None) -> str:
        memory.look()
        read = memory.of("read", [file], lambda: file.read_text(encoding="utf-8"))
        if between is not None:
            write_text(file, between)
        return memory.of("counted", [file], lambda: f"counted {read}")

    write_text(file, "old")
    assert turn(between="new") == "counted old"
    assert turn() == "counted new"


def test_what_did_not_change_is_made_once(tmp_path: Path) -> None:
    made, memory = [], Memory()
    write_text(tmp_path / "a", "a")
    for _ in range(3):
        memory.look()
        memory.of("a", [tmp_path], lambda: made.append(1))
    assert made == [1]
