"""The same pages and labels give the same release, to the byte: on another day, by other workers, anywhere."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.release.make_release import make_release

PAGES = ROOT / "examples" / "pages"
AHEAD = Path(__file__).with_name("clock.c")
# Days begin elsewhere, sets have another order, files are not opened as UTF-8 unless told so, libraries have one thread.
THERE = {
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "4242",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "OMP_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "ARROW_IO_THREADS": "1",
}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc, which the other day's clock is made with")
def test_another_day_other_workers_and_another_place_give_the_same_bytes(tmp_path: Path) -> None:
    clock = tmp_path / "clock.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-Wall", "-Werror", AHEAD, "-o", clock], check=True)
    day = {"LD_PRELOAD": str(clock)}
    date = [sys.executable, "-c", "import datetime; print(datetime.date.today().year)"]
    years = [
        int(subprocess.run(date, env={**os.environ, **env}, capture_output=True, check=True).stdout)
        for env in ({}, day)
    ]
    assert years[1] > years[0]

    here = tree(make_release(tmp_path / "here", PAGES, 1))
    pages = shutil.copytree(PAGES, tmp_path / "pages", copy_function=shutil.copyfile)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    result = subprocess.run(
        [sys.executable, "-m", "tests.release.make_release", "there", str(pages), "2"],
        env={**kept, **THERE, **day, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path, umask=0o077, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    there = tree(tmp_path / result.stdout.strip())
    assert here.keys() == there.keys()
    assert [name for name, said in here.items() if there[name] != said] == []
    assert {"README.md", "manifest.json", "CHANGELOG.md"} < here.keys()
