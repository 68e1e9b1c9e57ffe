"""A child process that may hang, crash or eat memory, and the parent that goes on."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset.read.bounded import BoundedWorker, Bounds, Broken
from tests.conftest import ROOT


@pytest.fixture
def worker() -> Iterator[BoundedWorker]:
    made = BoundedWorker("tests.html.odd_worker", Bounds(seconds=0.5, memory=2_000_000_000))
    yield made
    made.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # Where nobody waits for orphans, one that ended stays as a zombie.
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except ProcessLookupError:
        return False
    except OSError:
        return is_running_elsewhere(pid)


def is_running_elsewhere(pid: int) -> bool:
    """Without /proc, or between the two looks."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid: int) -> bool:
    for _ in range(200):
        if not is_alive(pid):
            return True
        time.sleep(0.02)
    return False


def pid_of(worker: BoundedWorker) -> int:
    answer = worker.ask(b"pid")
    assert isinstance(answer, bytes)
    return int(answer)


@pytest.mark.parametrize("message", [b"", b"abc", b"\0" * 3_000_000, bytes(range(256)) * 4_000])
def test_messages_come_back_whole(worker: BoundedWorker, message: bytes) -> None:
    assert worker.ask(message) == message[::-1]


def test_one_child_takes_message_after_message(worker: BoundedWorker) -> None:
    assert len({pid_of(worker) for _ in range(20)}) == 1


def test_a_hang_in_c_code_ends_in_time(worker: BoundedWorker) -> None:
    before = pid_of(worker)
    start = time.monotonic()
    answer = worker.ask(b"spin")
    assert answer == Broken("timeout", "took more than 0.5 seconds of processor time")
    assert time.monotonic() - start < 20
    assert ends(before)
    assert worker.ask(b"abc") == b"cba"


@pytest.mark.parametrize(
    ("message", "how"), [(b"crash", "SIGSEGV"), (b"leave", "exit 3"), (b"eat", "exit 1")]
)
@pytest.mark.filterwarnings("ignore")
def test_a_crash_is_told_and_the_next_message_answered(
    worker: BoundedWorker, message: bytes, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert worker.ask(message) == Broken("crashed", f"its reader ended with {how}")
    assert worker.ask(b"abc") == b"cba"


def test_a_child_killed_between_messages_is_replaced(worker: BoundedWorker) -> None:
    os.kill(pid_of(worker), signal.SIGKILL)
    assert worker.ask(b"abc") == b"cba"


def test_no_child_outlives_a_killed_parent() -> None:
    code = (
        "import time; from dataset.read.bounded import *; "
        "w = BoundedWorker('tests.html.odd_worker', Bounds()); print(w.ask(b'pid').decode(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert ends(child)


def _ask_in_a_fork(worker: BoundedWorker, pids: "multiprocessing.SimpleQueue[int]") -> None:
    pids.put(pid_of(worker))
    worker.close()


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_daemonic_fork_has_a_child_of_its_own(worker: BoundedWorker) -> None:
    """Workers of a cluster are daemonic processes, which may not have children by multiprocessing."""
    own = pid_of(worker)
    context = multiprocessing.get_context("fork")
    pids: multiprocessing.SimpleQueue[int] = context.SimpleQueue()
    fork = context.Process(target=_ask_in_a_fork, args=(worker, pids), daemon=True)
    fork.start()
    other = pids.get()
    fork.join()
    assert other != own
    assert ends(other)
    assert pid_of(worker) == own
