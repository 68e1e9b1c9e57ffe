"""Run tinbai as a user does: in a process of its own, with output, environment and exit code of its own.

The process is forked from one that imported tinbai's libraries and did nothing else: importing them anew is
most of a short command's time. `python -m tinbai` itself is what the tests start that send it signals or pipes.
"""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# Imported from left to right: tinbai.cli says how many threads NumPy may have.
_LIBRARIES = ["tinbai.cli", "dataset.normalize", "great_expectations", "datasets", "label_studio_sdk"]
_LIBRARIES += ["tinbai.pipeline", "tinbai.init", "tests.road.commands"]
_LIBRARIES += ["tinbai.stages.validate", "validation.expectations.checkpoint", "validation.report.write"]
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(_LIBRARIES)
_PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Tinbai:
    """`tinbai(...)` gives the JSON of a command that must succeed; `run` gives whatever came."""

    workspace: Path

    def __call__(self, *arguments: str, exit_code: int = 0) -> dict[str, Any]:
        result = self.run(*arguments, "--json")
        assert result.returncode == exit_code, result.stdout + result.stderr
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return run_tinbai(*arguments, "--workspace", str(self.workspace), environment=environment)


def run_tinbai(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What a command wrote, and its exit code."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = FORKED.Process(target=main_in_process, args=(arguments, environment, out, err))
        process.start()
        process.join(_PATIENCE_S)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(arguments, _PATIENCE_S)
        said = (out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))
        return subprocess.CompletedProcess(arguments, process.exitcode, *said)


def main_in_process(
    arguments: tuple[str, ...], environment: Mapping[str, str] | None, out: Path, err: Path
) -> None:
    """The command line in this process, which ends with it: what a process of `FORKED` runs."""
    from tinbai.cli import main

    for number, path in ((1, out), (2, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    if environment is not None:
        os.environ.clear()
        os.environ.update(environment)
    sys.argv = ["tinbai", *arguments]
    main()
