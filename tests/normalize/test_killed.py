"""A run that is killed anywhere leaves a state from which the next run gives the bytes of an undisturbed one."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dataset.normalize import normalize
from schemas.contract import Contract
from tests.normalize.pages import story, tree, write_pages

ROOT = Path(__file__).resolve().parents[2]

# Kills itself the moment the count of renames is reached: the worst moments are those between two of them.
SCRIPT = """
import os, signal, sys
from pathlib import Path

from dataset.normalize import normalize
from schemas.contract import default_contract

left = int(sys.argv[3])
rename = Path.replace

def counted(self, target):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, target)

Path.replace = counted
normalize([Path(sys.argv[1])], Path(sys.argv[2]), default_contract())
"""


def first_pages(folder: Path) -> Path:
    return write_pages(folder, {f"{n}.txt": story(f"Chợ phiên số {n % 4}") for n in range(8)})


def second_pages(folder: Path) -> Path:
    """One kept page goes its own way, one becomes a copy of another, one comes, one becomes nothing."""
    changed = {
        "0.txt": story("Chợ nổi"),
        "1.txt": story("Chợ phiên số 2"),
        "9.txt": story("Bến đò"),
        "3.txt": "ngắn",
    }
    return write_pages(folder, changed)


def start(pages: Path, workspace: Path, renames: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SCRIPT, pages, workspace, str(renames)], cwd=ROOT)


# Six tables and the commit are written, each with a rename; then the six move to their places.
@pytest.mark.parametrize("renames", [1, 7, 8, 9, 11, 13])
def test_killed_between_two_renames(tmp_path: Path, contract: Contract, renames: int) -> None:
    pages, workspace = first_pages(tmp_path / "pages"), tmp_path / "workspace"
    normalize([pages], workspace, contract)
    before = tree(workspace)
    second_pages(pages)
    assert start(pages, workspace, renames).wait() == -signal.SIGKILL
    if renames <= 7:  # before the commit nothing has moved
        now = tree(workspace)
        assert {name: now[name] for name in before} == before
    normalize([pages], workspace, contract)
    normalize([pages], tmp_path / "undisturbed", contract)
    assert tree(workspace) == tree(tmp_path / "undisturbed")


def test_killed_at_any_time(tmp_path: Path, contract: Contract) -> None:
    pages, workspace = first_pages(tmp_path / "pages"), tmp_path / "workspace"
    second_pages(pages)
    chance = random.Random(2)
    for _ in range(3):
        process = start(pages, workspace, 10_000)
        time.sleep(chance.uniform(0.3, 1.5))
        process.kill()
        process.wait()
    normalize([pages], workspace, contract)
    normalize([pages], tmp_path / "undisturbed", contract)
    assert tree(workspace) == tree(tmp_path / "undisturbed")
