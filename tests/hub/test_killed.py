"""Whenever a publish ends, no tag stands on half a release, and the next run ends with one commit and one tag."""

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import nullcontext
from pathlib import Path
from queue import SimpleQueue

import pytest

from dataset.publish import placed, publish, send
from schemas.errors import TinbaiError
from schemas.progress import unseen
from tests.conftest import ROOT
from tests.hub.fault_table import REPO, contents, tree_of
from tests.hub.stand_in import TOKEN, Fault, StandIn

# huggingface_hub 2.4 uploads large files in a way that its own HTTP client calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>' to upload raw bytes:DeprecationWarning")


def run(hub: StandIn, release: Path) -> None:
    publish(
        release, REPO, token=TOKEN, private=False, gated="auto", dry_run=False, phases=unseen, endpoint=hub.endpoint
    )  # fmt: skip


def files_of(release: Path) -> dict[str, bytes]:
    return {path: blob.data for path, blob in tree_of(release).items()}


def watch(hub: StandIn, release: Path) -> list[str]:
    """Tags that stood, after any request, on anything but the whole release."""
    wrong: list[str] = []
    wanted = files_of(release)

    def look() -> None:
        repository = hub.repositories.get(REPO)
        for tag in repository.tags if repository else ():
            commit = repository.at(tag) if repository else None
            if tag != "v1.0.0" or commit is None or contents(commit) != wanted:
                wrong.append(f"{tag} after {hub.requests[-1]}")

    hub.after_each = look
    return wrong


def assert_published_once(hub: StandIn, release: Path) -> None:
    repository = hub.repositories[REPO]
    assert [commit.title for commit in repository.commits] == ["initial commit", "Release 1.0.0"]
    assert repository.tags == {"v1.0.0": repository.commits[-1].oid}
    assert contents(repository.commits[-1]) == files_of(release)
    assert repository.gated == "auto"


def test_ended_after_each_request(hub: StandIn, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From request N on nothing reaches the Hub, or N does and its answer is lost: as if the run were killed there."""
    monkeypatch.setattr(placed, "check_release", lambda _folder: [])
    monkeypatch.setattr(send, "verify_tag", lambda *_: None)  # test_publish.py has both
    monkeypatch.setattr(send, "_WORTH_TELLING", 1)  # every file goes ahead of the commit, as large ones do
    wrong = watch(hub, small)
    ended, left = 0, set()
    while True:
        hub.repositories.clear()
        hub.stored.clear()
        hub.faults = [Fault(skip=ended, acts=True, cut="answer"), Fault(skip=ended, cut="answer", times=None)]
        try:
            run(hub, small)
        except TinbaiError:
            ended += 1
        else:
            break
        hub.faults = []
        state = repr((hub.repositories, sorted(hub.stored)))
        if state not in left:  # else the next run finds what it found before
            left.add(state)
            run(hub, small)
            assert_published_once(hub, small)
    assert wrong == []
    assert ended > 20, "each request of a whole run was the last of one"
    assert len(left) == 6, "nothing, a repository, gated, a file sent, a commit, a tag"


def test_killed(hub: StandIn, small: Path) -> None:
    """One run after the other, each killed by the system: with a file sent, with the commit made, before the tag."""
    wrong = watch(hub, small)
    look = hub.after_each
    children: SimpleQueue[int] = SimpleQueue()
    kills = ["PUT /store", "POST .*/commit/"]

    def after() -> None:
        look()
        if kills and re.search(kills[0], hub.requests[-1]):
            kills.pop(0)
            os.kill(children.get(), signal.SIGKILL)

    hub.after_each = after
    hub.faults = [Fault("POST .*/tag/", run=lambda: os.kill(children.get(), signal.SIGKILL), cut="answer")]
    command = [sys.executable, "-m", "tests.hub.killed_publish", str(small), REPO, hub.endpoint]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdin
    assert program.stdout
    alarm = threading.Timer(120, program.kill)
    alarm.start()
    ends = []
    try:
        for _ in range(4):
            program.stdin.write("publish\n")
            program.stdin.flush()
            children.put(int(program.stdout.readline()))
            ends.append(int(program.stdout.readline()))
    finally:
        alarm.cancel()
        program.communicate()
    assert ends == [-signal.SIGKILL] * 3 + [0]
    assert_published_once(hub, small)
    assert wrong == []


def test_two_publishers_at_once(hub: StandIn, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed, "check_release", lambda _folder: [])
    monkeypatch.setattr(send, "verify_tag", lambda *_: None)
    monkeypatch.setattr(send, "listening", lambda _phases: nullcontext())  # it is one for a process
    wrong = watch(hub, small)
    together = threading.Barrier(2, timeout=60)
    failed: list[TinbaiError] = []

    def one() -> None:
        together.wait()
        try:
            run(hub, small)
        except TinbaiError as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failed == []
    assert_published_once(hub, small)
    assert wrong == []
