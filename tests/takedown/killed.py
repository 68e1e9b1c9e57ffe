"""A takedown in a process that is killed at one of its renames, or goes on to its end."""

import os
import signal
from datetime import date
from pathlib import Path

from tests.road.commands import FORKED
from tests.takedown.made import ALONE, QUIET
from tinbai.stages.takedown import takedown
from tinbai.workspace import Workspace

TODAY = date(2026, 11, 30)
_PATIENCE_S = 120


def killed_at(root: Path, id_: str, renames: int) -> bool:
    """Whether it was killed before it came to its end."""
    process = FORKED.Process(target=_take_down, args=(root, id_, renames))
    process.start()
    process.join(_PATIENCE_S)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _take_down(root: Path, id_: str, renames: int) -> None:
    rename, left = Path.replace, renames

    def counted(self: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)

    Path.replace = counted  # type: ignore[method-assign,assignment]
    takedown(Workspace(root), QUIET, [id_], reason="asked for", today=TODAY, engine=ALONE)
