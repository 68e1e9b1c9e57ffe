"""One way of breaking a sound workspace, and everything that must be told of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from schemas.contract import Contract
from schemas.errors import ConfigError, DataError
from schemas.progress import silent
from tests.validation.cases.case import as_written, nothing
from tests.validation.factory import Tables, sound_tables, write
from tests.validation.finding import by_check
from tinbai.console import Console
from tinbai.stages.validate import require_valid, validate
from tinbai.workspace import Workspace
from validation.inputs import Inputs
from validation.run import validate as validate_tables

REFUSED, CRASHED, RELEASE = "exit code 2", "exit code 3", "tinbai release"
TODAY = date(2025, 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """`rows` breaks rows before they are written (the manifest counts the rows that are written), `files` what was written,
    `inputs` what validation is told beside the files.

    `told`: the check that should catch it first, then the others that tell of the same breach, and no more: errors and
    warnings. `seen_by`: the engine's scan alone, a whole validation with Great Expectations, or a release after a
    validation that was sound, with `files` changed since.
    """

    group: str
    what: str
    told: tuple[str, ...]
    rows: Callable[[Tables], object] = nothing
    files: Callable[[Inputs], object] = nothing
    inputs: Callable[[Inputs], Inputs] = as_written
    articles: int = 12
    seen_by: Literal["scan", "validation", "release"] = "scan"


def mutated(root: Path, contract: Contract, mutation: Mutation) -> Inputs:
    """The broken workspace in the folder `root`."""
    tables = sound_tables(mutation.articles)
    kinds = [row["kind"] for row in tables["articles"]]
    mutation.rows(tables)
    counts = {"articles": kinds.count("article"), "teasers": kinds.count("teaser")}
    inputs = write(root, tables, contract, counts=counts | {"pages": counts["articles"] + 7})
    if mutation.seen_by == "release":
        (root / "tinbai.toml").touch()
        assert validate(Workspace(root), Console(as_json=True), today=TODAY).exit_code == 0
    mutation.files(inputs)
    return mutation.inputs(inputs)


def told(inputs: Inputs, contract: Contract, mutation: Mutation) -> set[str]:
    """Every check that finds something, and the exit code where validation could not judge or would not begin."""
    if mutation.seen_by == "scan":
        return set(by_check(inputs, contract))
    if mutation.seen_by == "release":
        return _of_release(inputs, contract)
    try:
        verdict = validate_tables(inputs, contract, reports=inputs.root / "reports", progress=silent)
    except ConfigError:
        return {REFUSED}
    return {*verdict.counts, *([CRASHED] if verdict.exit_code == 3 else [])}


def _of_release(inputs: Inputs, contract: Contract) -> set[str]:
    report = inputs.root / "reports" / "report.html"
    before = report.stat().st_mtime_ns
    try:
        require_valid(Workspace(inputs.root), Console(as_json=True), today=TODAY)
    except DataError:
        assert report.stat().st_mtime_ns > before, "the report is a new one"
        return {RELEASE, *by_check(inputs, contract)}
    return set()
