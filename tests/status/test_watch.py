"""`tinbai status --watch` on a real pseudo-terminal, and in a pipe."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from schemas.contract import Contract
from schemas.tables import write_table
from tests.status.factory import Mark, Said, Work
from tinbai.console import STOPPED
from tinbai.status.live import ask
from tinbai.status.memory import Memory
from tinbai.status.picture import Painter

TEXTS = {"a": "Huế hôm nay", "b": "Huế hôm qua"}
FIRST = [Said(1, "a", [Mark(0, 3, "GPE")])]
THEN = [*FIRST, Said(2, "b", [Mark(0, 3, "LOC")])]
PATIENCE_S = 60


@contextmanager
def _started(workspace: Path, *more: str, out: int, terminal: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """In a session of its own, whose terminal is `out` where it is one, of this kind."""
    command = [
        sys.executable,
        "-m",
        "tinbai",
        "status",
        "--workspace",
        str(workspace),
        "--watch",
        "0.2",
        *more,
    ]
    process = subprocess.Popen(
        command,
        env={**os.environ, "TERM": terminal or "dumb"},
        stdin=out,
        stdout=out,
        stderr=out,
        start_new_session=True,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if terminal else None,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class _Terminal:
    """What came so far from the other side of a pseudo-terminal or pipe."""

    def __init__(self, handle: int) -> None:
        self._handle, self.seen = handle, ""

    def until(self, wanted: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while wanted not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self._handle], [], [], 0.2)[0]:
                self.seen += os.read(self._handle, 65536).decode("utf-8", "replace")


def test_it_refreshes_in_place_when_a_table_changes_and_ends_at_ctrl_c(
    tmp_path: Path, contract: Contract
) -> None:
    work = Work(TEXTS, sent=TEXTS, said=FIRST)
    workspace = work.write(tmp_path / "W", contract)
    ours, theirs = pty.openpty()
    with _started(workspace.root, out=theirs, terminal="xterm") as process:
        terminal = _Terminal(ours)
        terminal.until("1 of 2 tasks labelled by 1 annotator,")
        later = Work(TEXTS, said=THEN).annotations(contract)
        write_table(workspace.annotations / "part-00000.parquet", later)
        terminal.until("2 of 2 tasks labelled by 2 annotators")
        # In place: the cursor goes up before the second state is drawn.
        assert re.search(r"\x1b\[\d*A|\x1b\[1A", terminal.seen)
        os.write(ours, b"\x03")
        terminal.until("tinbai: stopped")
        assert process.wait(PATIENCE_S) == STOPPED
        assert "Traceback" not in terminal.seen
        # The cursor that was hidden meanwhile is back.
        assert terminal.seen.rfind("\x1b[?25h") > terminal.seen.rfind("\x1b[?25l")
    os.close(ours)
    os.close(theirs)


def test_a_terminal_that_cannot_go_back_gets_one_state_after_the_other(
    tmp_path: Path, contract: Contract
) -> None:
    workspace = Work(TEXTS, sent=TEXTS, said=FIRST).write(tmp_path / "W", contract)
    ours, theirs = pty.openpty()
    with _started(workspace.root, out=theirs, terminal="dumb") as process:
        terminal = _Terminal(ours)
        terminal.until("1 of 2 tasks labelled by 1 annotator,")
        os.write(ours, b"\x03")
        terminal.until("tinbai: stopped")
        assert process.wait(PATIENCE_S) == STOPPED
        assert "\x1b[" not in terminal.seen
    os.close(ours)
    os.close(theirs)


def test_in_a_pipe_it_says_each_state_once_and_the_page_follows(tmp_path: Path, contract: Contract) -> None:
    workspace = Work(TEXTS, sent=TEXTS, said=FIRST).write(tmp_path / "W", contract)
    page = tmp_path / "status.html"
    ours, theirs = os.pipe()
    with _started(workspace.root, "--json", "--html", str(page), out=theirs) as process:
        pipe = _Terminal(ours)
        pipe.until("\n")
        time.sleep(1)
        write_table(
            workspace.annotations / "part-00000.parquet", Work(TEXTS, said=THEN).annotations(contract)
        )
        pipe.until("2 of 2 tasks")
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE_S) == STOPPED
        pipe.until('"exit_code": 130')
    states: list[dict[str, Any]] = [
        json.loads(line) for line in pipe.seen.splitlines() if line.startswith("{")
    ]
    assert [state["counts"]["tasks"]["labelled"] for state in states[:-1]] == [1, 2]
    assert states[-1]["error"] == "stopped"
    assert "2 of 2 tasks labelled" in page.read_text(encoding="utf-8")
    os.close(ours)
    os.close(theirs)


def test_only_what_changed_is_read_again(tmp_path: Path, contract: Contract, monkeypatch: Any) -> None:
    import tinbai.status.picture as module

    workspace = Work(TEXTS, sent=TEXTS, said=FIRST, suggested={"a": [Mark(0, 3, "GPE", "x")]}).write(
        tmp_path / "W", contract
    )
    read: list[str] = []
    real = module.read_table

    def noted(path: Path, *rest: Any) -> Any:
        read.append(path.name)
        return real(path, *rest)

    monkeypatch.setattr(module, "read_table", noted)
    painter = Painter(workspace, Memory())
    from tests.status.factory import NOW

    first = painter.paint(NOW, ask(workspace))
    assert {"annotations", "articles", "suggestions.parquet"} <= set(read)
    read.clear()
    assert painter.paint(NOW, ask(workspace)) == first
    assert read == []
    write_table(workspace.annotations / "part-00000.parquet", Work(TEXTS, said=THEN).annotations(contract))
    assert painter.paint(NOW, ask(workspace)).tasks.labelled == 2
    # Suggestions are held against the new answers; articles stay as they were read.
    assert sorted(read) == ["annotations", "suggestions.parquet"]
