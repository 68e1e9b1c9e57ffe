"""The action's own steps, run for real: installed from a checkout, over small workspaces."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.contract import Contract
from tests.ci.composite import Job, action, scripts
from tests.conftest import ROOT
from tests.road.commands import run_tinbai
from tests.runner import commands
from tests.validation.factory import Tables, broken, project

pytestmark = pytest.mark.timeout(900)

CHECKS = ("TAB001", "MAN002", "ART010")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A job's folder after the action's install step, from a copy of what git knows of this repository."""
    folder = tmp_path_factory.mktemp("action")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / "action" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / "action" / name)
    job = _job(folder, folder)
    install = scripts()[0]
    assert job.run(install) == 0, job.log
    assert commands(job.log) == []
    return folder


def _without_licence(*rows: int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        for row in rows:
            tables["articles"][row]["license"] = None

    return change


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Path:
    """Three articles say no licence, which is a warning; `known.json` beside the workspace knows them."""
    root = tmp_path_factory.mktemp("repository") / "dữ liệu"
    broken(root, project(root, contract, *CHECKS), _without_licence(5, 6, 7), "articles")
    done = run_tinbai(
        "validate", "--workspace", str(root), "--write-baseline", str(root.parent / "known.json")
    )
    assert done.returncode == 0, done.stderr
    return root


def _job(folder: Path, checkout: Path, **inputs: str) -> Job:
    given = {name: str(told["default"]) for name, told in action()["inputs"].items()} | inputs
    values = {f"inputs.{name}": value for name, value in given.items()}
    return Job(
        folder, checkout, folder / "action", values | {"steps.python.outputs.python-path": sys.executable}
    )


def _validated(installed: Path, root: Path, tmp_path: Path, **inputs: str) -> Job:
    """The job after its last script."""
    job = _job(installed, root.parent, **{"workspace": root.name, **inputs})
    job.folder = tmp_path
    (tmp_path / "temp").symlink_to(installed / "temp")
    (step,) = scripts()[1:]
    job.run(step)
    return job


def test_a_good_workspace_passes(installed: Path, workspace: Path, tmp_path: Path) -> None:
    job = _validated(installed, workspace, tmp_path)
    assert job.exit_codes["Validate"] == 0, job.log
    assert job.values["steps.validate.outputs.exit-code"] == "0"
    assert job.values["steps.validate.outputs.errors"] == "0"
    assert job.values["steps.validate.outputs.reports"] == "true"
    assert not [one for one in commands(job.log) if one.name == "error"]
    assert job.summary.startswith("## tinbai validate: passed")


def test_it_is_the_installed_tinbai_that_runs(installed: Path) -> None:
    done = subprocess.run(
        [installed / "temp/tinbai/bin/python", "-I", "-c", "import tinbai, dataset; print(tinbai.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=installed,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed / "temp/tinbai")


def test_a_broken_workspace_fails_and_keeps_its_reports(
    installed: Path, workspace: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "repository" / "W"
    shutil.copytree(workspace, cut)
    part = min((cut / "articles").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    job = _validated(installed, cut, tmp_path)
    assert job.exit_codes["Validate"] == 1, job.log
    assert job.values["steps.validate.outputs.exit-code"] == "1"
    assert int(job.values["steps.validate.outputs.errors"]) >= 2
    assert job.values["steps.validate.outputs.reports"] == "true"
    told = [one for one in commands(job.log) if one.name == "error"]
    assert told[0].properties["title"].startswith("TAB001 ")
    assert "tinbai validate: failed" in job.summary
    sarif = json.loads((cut / "reports/report.sarif").read_text(encoding="utf-8"))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif["runs"][0]["results"]
    }
    assert all(uri.startswith("W/") for uri in uris), "relative to the checkout"
    assert sarif["runs"][0]["automationDetails"]["id"] == "tinbai-validate/W/"


def test_a_new_warning_fails_where_asked(
    installed: Path, workspace: Path, tmp_path: Path, contract: Contract
) -> None:
    """The inputs `fail-on` and `baseline`: of four texts without a licence, one is new."""
    warned = tmp_path / "repository" / "W"
    broken(warned, project(warned, contract, *CHECKS), _without_licence(5, 6, 7, 8), "articles")
    shutil.copy(workspace.parent / "known.json", warned.parent)
    job = _validated(installed, warned, tmp_path, **{"fail-on": "warning", "baseline": "known.json"})
    assert job.exit_codes["Validate"] == 1, job.log
    assert job.values["steps.validate.outputs.errors"] == "0"
    assert job.values["steps.validate.outputs.warnings"] == "1"


def test_what_is_no_workspace_gives_no_report_of_old(
    installed: Path, workspace: Path, tmp_path: Path
) -> None:
    other = tmp_path / "repository" / "W"
    shutil.copytree(workspace / "reports", other / "reports")
    job = _validated(installed, other, tmp_path)
    assert job.exit_codes["Validate"] == 2
    assert job.values["steps.validate.outputs.exit-code"] == "2"
    assert "steps.validate.outputs.reports" not in job.values
    assert "is no workspace" in job.log
    assert job.summary == ""


def test_inputs_are_never_script(installed: Path, workspace: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    for number, name in enumerate(
        (f"x; touch {ran}", f"$(touch {ran})", f'" && touch {ran} #', "-rf", "::error::x")
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        job = _validated(installed, workspace, folder, workspace=name)
        assert job.exit_codes["Validate"] == 2, job.log
        assert commands(job.log) == []
    assert not ran.exists()
