"""Answers as they came, kept in a file of lines: a crash loses none, and the next run asks for the rest."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotation.suggest.outside.question import Answer, Part, TextKey
from schemas.files import disk_faults


@contextmanager
def answer_log(path: Path) -> Iterator[Callable[[Answer], None]]:
    """Give a function that appends an answer; each is with the system before the next is waited for.

    Raises:
        StorageError: the disk is full, read-only or broken.
    """
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab+")
    with file:

        def write(line: bytes) -> None:
            with disk_faults(path):
                file.write(line)
                file.flush()

        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":  # a killed run's half line: it stays, and is no answer
                write(b"\n")
        yield lambda answer: write(_line(answer))


def read_answers(path: Path) -> dict[TextKey, Answer]:
    """Every whole answer of a log; an absent file has none."""
    answers: dict[TextKey, Answer] = {}
    if not path.exists():
        return answers
    with path.open("rb") as file:
        for line in file:
            try:
                body = json.loads(line)
                parts = tuple(Part(part["start"], part["end"], part["said"]) for part in body["parts"])
                answer = Answer(body["id"], body["text_sha256"], parts)
                answers[answer.key] = answer
            except (ValueError, KeyError, TypeError, RecursionError):
                continue
    return answers


def _line(answer: Answer) -> bytes:
    body = {
        "id": answer.id,
        "text_sha256": answer.text_sha256,
        "parts": [{"start": part.start, "end": part.end, "said": part.said} for part in answer.parts],
    }
    # In ASCII: what came may hold half a surrogate pair, which UTF-8 does not.
    return json.dumps(body).encode("ascii") + b"\n"
