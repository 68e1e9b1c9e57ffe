"""What is to be killed, in a module that imports little: each process that is forked imports it anew."""

import os
import signal
from pathlib import Path

import polars as pl

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.own import SOURCES, write_own
from validation.expectations.project import write_project
from validation.expectations.suites import generated
from validation.inputs import Inputs
from validation.run import validate


def write_and_die(folder: Path, facts: dict[str, pl.DataFrame], contract: Contract, at: int) -> None:
    """Writes the project and is killed instead of putting the file number `at` in its place."""
    put, count = Path.replace, iter(range(at))

    def replace(self: Path, target: Path) -> Path:
        if next(count, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return put(self, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]
    write_project(folder, facts, generated(contract))


def validate_endlessly(root: Path, contract: Contract) -> None:
    """Each time with another contract, so that every file is always being written."""
    for number in range(1_000):
        limits = contract.limits.model_copy(update={"max_article_chars": 90_000 + number})
        if number % 3 == 0:
            write_own(Inputs.below(root), f"articles-{number % 2}", SOURCES)
        other = contract.model_copy(update={"limits": limits, "contract_version": f"1.0.{number}"})
        validate(Inputs.below(root), other, reports=root / "reports", progress=silent)
