"""What validation says in the end."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schemas.contract import Level, Severity
from validation.check import Check

Status = Literal["passed", "failed", "not run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check's result over all its tables. `reason` says why it did not run, where it did not.

    `count` is the number of violations; `tables` those that it ran over.
    """

    check: Check
    severity: Level
    status: Status
    count: int
    tables: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExpectationOutcome:
    """An expectation's result. `check` is the catalogue's check that counts the same breach, if any.

    `crashed`: Great Expectations could not compute it; `observed` then holds its exception.
    """

    suite: str
    frame: str
    type: str
    arguments: str
    severity: Severity
    status: Literal["passed", "failed", "crashed"]
    observed: str
    examples: tuple[str, ...]
    check: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`errors` and `warnings` count violations. `crashed` says what could not be judged: a fault of ours or
    of a suite, never of the data. `reports` gives each report's path by its name, `annotations` the lines that
    GitHub's runner reads."""

    errors: int
    warnings: int
    crashed: tuple[str, ...]
    checks: tuple[Outcome, ...]
    expectations: tuple[ExpectationOutcome, ...]
    reports: dict[str, Path]
    annotations: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.errors == 0 and not self.crashed

    @property
    def exit_code(self) -> int:
        """0: no error. 1: the data failed. 3: a part of validation itself did."""
        return 3 if self.crashed else 1 if self.errors else 0

    @property
    def counts(self) -> dict[str, int]:
        """Violations by check, of the checks that failed."""
        return {outcome.check.id: outcome.count for outcome in self.checks if outcome.count}

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        ran = sum(outcome.status != "not run" for outcome in self.checks)
        rest = len(self.checks) - ran
        judged = f"{ran} checks ran" + (f", {rest} did not" if rest else "")
        if not ran:
            return "there is nothing to check yet"
        if self.crashed:
            return f"could not be judged: {self.crashed[0]} ({judged})"
        warned = "1 warning" if self.warnings == 1 else f"{self.warnings} warnings"
        if self.errors:
            failed = "1 error" if self.errors == 1 else f"{self.errors} errors"
            return f"failed: {failed}, {warned} ({judged})"
        return f"passed with {warned} ({judged})" if self.warnings else f"passed ({judged})"
