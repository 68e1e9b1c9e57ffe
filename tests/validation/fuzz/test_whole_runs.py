"""`tinbai validate` as people start it: damaged, killed, and on a full disk."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import lxml.etree
import lxml.html
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from schemas.errors import TinbaiError
from tests.conftest import ROOT
from tests.fuzz import budget
from tests.road.commands import FORKED
from tests.validation.factory import broken, sound_tables, write
from tests.validation.fuzz.damage import CONTRACT, Damage, damages
from tests.validation.messy import mess
from tinbai.console import Console
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace
from validation.inputs import Inputs


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound")
    write(root, sound_tables(), CONTRACT)
    (root / "tinbai.toml").write_text("", encoding="utf-8")
    return root


@budget(2)
@given(damages)
def test_any_damage_with_great_expectations(sound: Path, some: list[Damage]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "w")
        shutil.copytree(sound, root)
        for damage in some:
            damage.apply(Inputs.below(root))
        try:
            outcome = validate(Workspace(root), Console(as_json=True))
        except TinbaiError:
            return
        assert outcome.exit_code in (0, 1)
        _parse(root / "reports")


def _parse(reports: Path) -> dict[str, str]:
    """Each report that is there, whole; its sha256 by its name."""
    for file in reports.iterdir():
        match file.suffix:
            case ".json":
                json.loads(file.read_bytes())
            case ".xml":
                lxml.etree.parse(file)
            case ".html":
                assert file.read_bytes().endswith(b"</html>\n")
                lxml.html.parse(file)
            case ".parquet":
                pq.read_table(file)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in reports.iterdir()}


def _dying(root: Path, at: int) -> None:
    """Validates, and is killed instead of putting the file number `at` in its place."""
    put, count = Path.replace, iter(range(at))

    def replace(self: Path, target: Path) -> Path:
        if next(count, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return put(self, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]
    validate(Workspace(root), Console(as_json=True))


def test_killed_anywhere_each_report_is_the_old_one_or_the_new_one(sound: Path, tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    broken(new, CONTRACT, mess)
    (new / "tinbai.toml").write_text("", encoding="utf-8")
    shutil.copytree(sound, old)
    for root in (old, new):
        validate(Workspace(root), Console(as_json=True))
    reports = {root: _parse(root / "reports") for root in (old, new)}
    shutil.rmtree(new / "reports")
    shutil.copytree(old / "reports", tmp_path / "before")
    killed = 0
    # Four frames of facts, five reports, a manifest.
    for at in (*random.Random(5).sample(range(5, 9), 2), 9, 30):
        shutil.rmtree(new / "reports", ignore_errors=True)
        shutil.copytree(tmp_path / "before", new / "reports")
        process = FORKED.Process(target=_dying, args=(new, at))
        process.start()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        for name, digest in _parse_whole(new / "reports").items():
            assert digest in (reports[old][name], reports[new][name])
    assert killed == 3
    assert process.exitcode == 0
    assert _parse(new / "reports") == reports[new]


def _parse_whole(reports: Path) -> dict[str, str]:
    """Without what a kill leaves: a `.part` that the next run sweeps."""
    for part in reports.glob(".*.part"):
        part.unlink()
    return _parse(reports)


_ON_A_FULL_DISK = """
import sys, pathlib
from schemas.errors import StorageError
from tests.validation.factory import broken, sound_tables, write
from tests.validation.fuzz.damage import CONTRACT
from tests.validation.messy import mess
from tinbai.console import Console
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace

root = pathlib.Path(sys.argv[1], "w")
write(root, sound_tables(), CONTRACT)
(root / "tinbai.toml").write_text("")
validate(Workspace(root), Console(as_json=True))
reports = lambda: {file.name: file.read_bytes() for file in (root / "reports").iterdir()}
before = reports()
broken(root, CONTRACT, mess)
try:
    with pathlib.Path(sys.argv[1], "filler").open("wb") as filler:
        filler.write(bytes(1 << 24))
except OSError:
    pass
try:
    validate(Workspace(root), Console(as_json=True))
except StorageError as error:
    print(error.exit_code, reports() == before, error)
pathlib.Path(sys.argv[1], "filler").unlink()
print(validate(Workspace(root), Console(as_json=True)).exit_code, reports() == before)
"""


def test_a_full_disk_leaves_the_old_reports(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=6m tmpfs {tmp_path} || exit 77; exec "{sys.executable}" -W ignore -c "$CODE" {tmp_path}'
    result = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CODE": _ON_A_FULL_DISK},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if result.returncode in {1, 77} and "Traceback" not in result.stderr:
        pytest.skip("SKIPPED LOUDLY: no mount namespace here, so no full disk was tried")
    refused, after = result.stdout.splitlines()
    assert refused.startswith("3 True could not write ")
    assert "No space left on device" in refused
    assert after == "1 False", result.stderr
