"""What this workspace has sent to a project: JSON lines, appended and synced.

The server decides what is there. The ledger remembers three things that it cannot tell: the number that each
task got, which tasks somebody deleted, and which batch was on its way when a push broke off. A torn last
line after a kill is a task that the server is asked about again.

| line | said |
| --- | --- |
| `{"sending": [[id, text_sha256], ...], "at": SECONDS}` | before a batch is sent |
| `{"id": ..., "text_sha256": ..., "task": NUMBER}` | after the server said yes, or was found to have it |
| `{"settled": true}` | the batch that was on its way did not arrive, nor will it |
| `{"gone": NUMBER}` | somebody deleted this task on the server |
"""

import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotation.project import BATCH, LABELING, Project
from schemas.files import disk_faults

Key = tuple[str, str]
_NAME = re.compile(r".+-(?P<project>\d+)-(?P<made>\d{8}T\d{6})\.jsonl")


@dataclass(slots=True)
class Sent:
    """What the ledger says. `tasks` are numbers by (article id, text_sha256); None where it was not told.

    `gone` were deleted on the server. `sending` left at `at`, in seconds of the epoch, and nobody knows
    whether it arrived.
    """

    tasks: dict[Key, int | None] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    sending: list[Key] = field(default_factory=list)
    at: float = 0.0


class Ledger:
    """The ledger of one project, at `FOLDER/ROLE-NUMBER-MADE.jsonl`: another database counts from 1 again."""

    def __init__(self, folder: Path, project: Project) -> None:
        self.path = folder / f"{project.role}-{project.id}-{project.made:%Y%m%dT%H%M%S}.jsonl"

    def read(self) -> Sent:
        return _read(self.path)

    def sending(self, keys: Sequence[Key]) -> None:
        """Say that a batch is about to leave."""
        self._append([{"sending": [list(key) for key in keys], "at": round(time.time(), 3)}])

    def settled(self) -> None:
        """Say that what was on its way did not arrive."""
        self._append([{"settled": True}])

    def add(self, keys: Sequence[Key], tasks: Sequence[int]) -> None:
        """Say which tasks are there; numbers that the server did not tell stay unknown."""
        numbers = [*tasks, *[None] * (len(keys) - len(tasks))]
        self._append(
            [
                {"id": id_, "text_sha256": digest, "task": number}
                for (id_, digest), number in zip(keys, numbers, strict=True)
            ]
        )

    def gone(self, tasks: Sequence[int]) -> None:
        """Say which tasks somebody deleted."""
        self._append([{"gone": number} for number in tasks])

    def _append(self, entries: Sequence[Mapping[str, object]]) -> None:
        if not entries:
            return
        lines = "\n".join(json.dumps(entry) for entry in entries)
        with disk_faults(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as handle:
                # A line feed first: a torn line of a killed run must not swallow our first one.
                handle.write(f"\n{lines}\n")
                handle.flush()
                os.fsync(handle.fileno())


def pushed_ids(folder: Path) -> set[str]:
    """The articles that this workspace ever sent to people, to whichever server."""
    ids = set()
    for path in sorted([*folder.glob(f"{LABELING}-*.jsonl"), *folder.glob(f"{BATCH}-*.jsonl")]):
        ids |= {str(entry["id"]) for entry in _entries(path) if "id" in entry}
    return ids


def _read(path: Path) -> Sent:
    sent = Sent()
    keys: dict[int, Key] = {}
    for entry in _entries(path):
        if "sending" in entry:
            sent.sending = [(str(id_), str(digest)) for id_, digest in entry["sending"]]
            sent.at = float(entry.get("at", 0.0))
        elif "settled" in entry:
            sent.sending = []
        elif "gone" in entry:
            key = keys.get(entry["gone"])
            if key is not None and sent.tasks.get(key) == entry["gone"]:
                sent.gone.add(key)
        elif "id" in entry:
            key = (str(entry["id"]), str(entry["text_sha256"]))
            number = entry.get("task")
            sent.tasks[key] = number
            sent.gone.discard(key)
            if number is not None:
                keys[number] = key
    if sent.sending and all(key in sent.tasks for key in sent.sending):
        sent.sending = []
    return sent


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; whatever else stands there is no entry."""
    if not path.exists():
        return
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
        for sent in [_read(path)]
        for key, number in sent.tasks.items()
        if key not in sent.gone
    ]
