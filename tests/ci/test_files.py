"""The action and the workflows: by the schemas of their makers, pinned, and with no more rights than they need."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.composite import action, scripts
from tests.conftest import ROOT

WORKFLOWS = [ROOT / ".github/workflows/ci.yml", ROOT / "docs/ci/github.yml"]
FILES = {
    "action.yml": "github-actions",
    ".github/workflows/ci.yml": "github-workflows",
    "docs/ci/github.yml": "github-workflows",
    "docs/ci/gitlab.yml": "gitlab-ci",
}
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def _read(path: Path) -> dict[Any, Any]:
    body: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return body


def _checked(path: Path, schema: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_of_its_schema(name: str) -> None:
    done = _checked(ROOT / name, FILES[name])
    assert done.returncode == 0, done.stdout


def test_the_schema_can_fail(tmp_path: Path) -> None:
    body = action()
    body["runs"]["steps"][1].pop("shell")
    broken = tmp_path / "action.json"
    broken.write_text(json.dumps(body), encoding="utf-8")
    assert _checked(broken, "github-actions").returncode == 1


def test_every_action_is_pinned_to_a_commit() -> None:
    steps = [*action()["runs"]["steps"]]
    for path in WORKFLOWS:
        steps += [step for job in _read(path)["jobs"].values() for step in job["steps"]]
    used = {step["uses"] for step in steps if "uses" in step}
    assert {one for one in used if not PINNED.fullmatch(one)} == {"./", "OWNER/tinbai@v0.1.0"}
    versions: dict[str, set[str]] = {}
    for one in used:
        versions.setdefault(one.partition("@")[0], set()).add(one)
    assert all(len(pins) == 1 for pins in versions.values()), "one version of each everywhere"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_no_more_rights_than_they_need(path: Path) -> None:
    body = _read(path)
    assert set(body[True]) == {"push", "pull_request"}, "YAML reads `on` as true"
    assert body["permissions"] == {"contents": "read"}
    for job in body["jobs"].values():
        assert job["permissions"] == {"contents": "read", "security-events": "write"}
        assert job["timeout-minutes"] <= 90
        (checkout,) = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert checkout["with"]["persist-credentials"] is False
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_no_script_holds_an_expression() -> None:
    """What is pasted into a script can end it; variables cannot."""
    steps = scripts()
    for path in WORKFLOWS:
        steps += [step for job in _read(path)["jobs"].values() for step in job["steps"] if "run" in step]
    assert len(steps) >= 5
    assert not [step for step in steps if "${{" in step["run"]]


def test_the_docs_name_every_input_and_output() -> None:
    text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    for name, told in action()["inputs"].items():
        assert re.search(rf"^\| `{name}` \| (`{re.escape(told['default'])}`)? ?\|", text, re.MULTILINE), name
    assert all(f"`{name}`" in text for name in action()["outputs"])
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / "docs" / target).exists(), target


def test_scripts_by_shellcheck(tmp_path: Path) -> None:
    """By hand where shellcheck is installed; the scripts are run for real in test_action.py everywhere."""
    from shutil import which

    if which("shellcheck") is None:
        pytest.skip(
            "SKIPPED LOUDLY: shellcheck is not there, so no script was read by it (apt install shellcheck)"
        )
    for number, step in enumerate(scripts()):
        file = tmp_path / f"{number}.sh"
        file.write_text("#!/bin/bash\nset -eo pipefail\n" + step["run"], encoding="utf-8")
        done = subprocess.run(["shellcheck", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
