"""Runs a composite action's `run:` steps as GitHub's runner does: bash, files for outputs and summary."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


@dataclass
class Job:
    """A job's state between steps. `values` answers expressions: `inputs.x`, `steps.x.outputs.y`."""

    folder: Path
    checkout: Path
    action: Path
    values: dict[str, str]
    log: str = ""
    exit_codes: dict[str, int] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        path = self.folder / "summary.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run(self, step: Mapping[str, Any]) -> int:
        """One `run:` step; its outputs become values, what it prints is added to the log."""
        temp, output, script = self.folder / "temp", self.folder / "output", self.folder / "script.sh"
        temp.mkdir(exist_ok=True)
        output.write_text("", encoding="utf-8")
        script.write_text(step["run"], encoding="utf-8")
        own = {name: self._evaluated(str(value)) for name, value in step.get("env", {}).items()}
        files = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_WORKSPACE": str(self.checkout),
            "RUNNER_TEMP": str(temp),
        }
        outside = {
            name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.checkout,
            env={**outside, **files, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=500,
        )
        self.log += done.stdout
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.values[f"steps.{step.get('id')}.outputs.{name}"] = value
        self.exit_codes[step["name"]] = done.returncode
        return done.returncode

    def _evaluated(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self.values.get(match[1], ""), text)


def action() -> dict[str, Any]:
    body: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return body


def scripts() -> list[dict[str, Any]]:
    """The steps that run a script, in order."""
    return [step for step in action()["runs"]["steps"] if "run" in step]
