"""What this workspace has sent to a project: one JSON line per task, appended after the server said yes.

The server decides what is there. The ledger only tells a task that somebody deleted from one that was
never sent; a torn last line after a kill is a task that the server is asked about again.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from annotation.project import BATCH, LABELING, Project
from schemas.files import disk_faults


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
    keys = set()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
            keys.add((str(entry["id"]), str(entry["text_sha256"])))
        except (ValueError, KeyError, TypeError):
            continue
    return keys
