"""The action's own steps, run for real: installed from a checkout, over a workspace made of the examples."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.resources import resource
from tests.ci.composite import Job, action, scripts
from tests.conftest import ROOT
from tests.road.commands import run_tinbai
from tests.runner import commands

pytestmark = pytest.mark.timeout(900)


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


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages as far as they go without a server."""
    root = tmp_path_factory.mktemp("repository") / "dữ liệu"
    assert run_tinbai("init", str(root)).returncode == 0
    for verb in (("normalize", str(resource("examples/pages"))), ("dedup",), ("suggest",)):
        done = run_tinbai(*verb, "--workspace", str(root))
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
    broken = tmp_path / "repository" / "W"
    shutil.copytree(workspace, broken)
    part = min((broken / "articles").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    job = _validated(installed, broken, tmp_path)
    assert job.exit_codes["Validate"] == 1, job.log
    assert job.values["steps.validate.outputs.exit-code"] == "1"
    assert int(job.values["steps.validate.outputs.errors"]) >= 2
    assert job.values["steps.validate.outputs.reports"] == "true"
    told = [one for one in commands(job.log) if one.name == "error"]
    assert told[0].properties["title"].startswith("TAB001 ")
    assert "tinbai validate: failed" in job.summary
    sarif = json.loads((broken / "reports/report.sarif").read_text(encoding="utf-8"))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif["runs"][0]["results"]
    }
    assert all(uri.startswith("W/") for uri in uris), "relative to the checkout"
    assert sarif["runs"][0]["automationDetails"]["id"] == "tinbai-validate/W/"


def test_a_warning_fails_where_asked(installed: Path, workspace: Path, tmp_path: Path) -> None:
    warned = tmp_path / "repository" / "W"
    shutil.copytree(workspace, warned)
    job = _validated(installed, warned, tmp_path, **{"fail-on": "warning"})
    assert job.exit_codes["Validate"] == 1, "the sample pages say no licence, which is a warning"
    assert job.values["steps.validate.outputs.errors"] == "0"


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
