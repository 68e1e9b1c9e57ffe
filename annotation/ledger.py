"""What this workspace has sent to a project: one JSON line per task, appended after the server said yes.

The server decides what is there. The ledger only tells a task that somebody deleted from one that was
never sent; a torn last line after a kill is a task that the server is asked about again.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotation.project import BATCH, LABELING, Project
from schemas.files import disk_faults

_NAME = re.compile(r".+-(?P<project>\d+)-(?P<made>\d{8}T\d{6})\.jsonl")


class Ledger:
    """The ledger of one project, at `FOLDER/ROLE-NUMBER-MADE.jsonl`: another database counts from 1 again."""

    def __init__(self, folder: Path, project: Project) -> None:
        self.path = folder / f"{project.role}-{project.id}-{project.made:%Y%m%dT%H%M%S}.jsonl"

    def keys(self) -> set[tuple[str, str]]:
        """The (article id, text_sha256) of every task that was sent."""
        return _keys(self.path) if self.path.exists() else set()

    def add(self, keys: Sequence[tuple[str, str]], tasks: Sequence[int]) -> None:
        """Append a batch and sync it."""
        numbers = [*tasks, *[None] * (len(keys) - len(tasks))]
        lines = [
            json.dumps({"id": id_, "text_sha256": digest, "task": number})
            for (id_, digest), number in zip(keys, numbers, strict=True)
        ]
        with disk_faults(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as handle:
                # A line feed first: a torn line of a killed run must not swallow our first one.
                handle.write("\n" + "\n".join(lines) + "\n")
                handle.flush()
                os.fsync(handle.fileno())


def pushed_ids(folder: Path) -> set[str]:
    """The articles that this workspace ever sent to people, to whichever server."""
    ids = set()
    for path in sorted([*folder.glob(f"{LABELING}-*.jsonl"), *folder.glob(f"{BATCH}-*.jsonl")]):
        ids |= {article for article, _ in _keys(path)}
    return ids


def _keys(path: Path) -> set[tuple[str, str]]:
    return {(str(entry["id"]), str(entry["text_sha256"])) for entry in _entries(path) if "id" in entry}


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; whatever else stands there is no entry."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and ("id" not in entry or "text_sha256" in entry):
            yield entry


@dataclass(frozen=True, slots=True)
class SentTask:
    """A task as a ledger knows it. `made` is when its project was made; `task` is None where the server did
    not tell its number.
    """

    id: str
    text_sha256: str
    task: int | None
    project: int
    made: str


def sent_tasks(folder: Path, *roles: str) -> list[SentTask]:
    """What this workspace ever sent to projects of these roles, whichever the server; the newest project's last.

    A role that ledgers only begin with counts too. What a ledger says to be gone is left out.
    """
    paths = [path for role in roles for path in folder.glob(f"{role}-*.jsonl")]
    ledgers = [
        (name["made"], int(name["project"]), path) for path in paths if (name := _NAME.fullmatch(path.name))
    ]
    return [
        SentTask(*key, number, project, made)
        for made, project, path in sorted(ledgers)
        for key, number in _tasks_of(path).items()
    ]


def _tasks_of(path: Path) -> dict[tuple[str, str], int | None]:
    tasks: dict[tuple[str, str], int | None] = {}
    gone: set[object] = set()
    for entry in _entries(path):
        if "id" in entry:
            tasks[str(entry["id"]), str(entry["text_sha256"])] = entry.get("task")
        elif "gone" in entry:
            gone.add(entry["gone"])
    return {key: number for key, number in tasks.items() if number not in gone}
