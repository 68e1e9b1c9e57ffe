"""What validation says in the end."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schemas.contract import Level, Severity
from validation.check import Check

# excused: what it found is waived or known, all of it.
Status = Literal["passed", "failed", "excused", "not run"]
WaiverState = Literal["holds", "ends soon", "expired"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check's result over all its tables. `reason` says why it did not run, where it did not.

    `count` is the number of violations that count: neither `known` from a baseline nor `waived`. `tables` are
    those that it ran over.
    """

    check: Check
    severity: Level
    status: Status
    count: int
    tables: tuple[str, ...]
    reason: str = ""
    known: int = 0
    waived: int = 0

    @property
    def excused(self) -> str:
        """`40 known, 3 waived`, or nothing."""
        return _many((self.known, "known"), (self.waived, "waived"))


@dataclass(frozen=True, slots=True)
class ExpectationOutcome:
    """An expectation's result. `check` is the catalogue's check that counts the same breach, if any.

    `crashed`: Great Expectations could not compute it; `observed` then holds its exception. `excused`: it failed
    over what is waived or known alone.
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
    excused: bool = False


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What a waiver did. `line` is its line of waivers.toml; `narrowed` holds columns of violations and their values.

    `count`: violations that it excuses and no earlier one does; of an expired one, those that it would.
    """

    line: int
    check: str
    narrowed: tuple[tuple[str, str], ...]
    reason: str
    by: str
    expires: str
    state: WaiverState
    count: int

    @property
    def remark(self) -> str:
        """What somebody should know or do; empty where all is well."""
        if self.state == "expired" and self.count:
            counts = "counts" if self.count == 1 else "count"
            return f"expired on {self.expires}: {_plural(self.count, 'violation')} {counts} again"
        if self.state == "expired":
            return f"expired on {self.expires} and is not needed: remove it"
        if not self.count:
            return "waives nothing: remove it"
        return f"expires on {self.expires}" if self.state == "ends soon" else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """How the violations compare with a baseline of `listed` ones: `gone` are those that are there no more."""

    listed: int
    gone: int
    same_contract: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`errors` and `warnings` are the violations that count; `known` ones of a baseline and `waived` ones do not.

    `known_errors` are the errors among the known: a release is refused on them. `crashed` says what could not be
    judged: a fault of ours or of a suite, never of the data. `reports` gives each report's path by its name,
    `annotations` the lines that GitHub's runner reads.
    """

    errors: int
    warnings: int
    crashed: tuple[str, ...]
    checks: tuple[Outcome, ...]
    expectations: tuple[ExpectationOutcome, ...]
    reports: dict[str, Path]
    waivers: tuple[WaiverUse, ...] = ()
    compared: Compared | None = None
    known_errors: int = 0
    annotations: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        return sum(outcome.known for outcome in self.checks)

    @property
    def waived(self) -> int:
        return sum(outcome.waived for outcome in self.checks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said of waivers and the baseline, a line each."""
        said = (f"waivers.toml:{one.line}: {one.check}: {one.remark}" for one in self.waivers if one.remark)
        return (*said, *self.remarks_of_known)

    @property
    def remarks_of_known(self) -> tuple[str, ...]:
        """What is to be said of the baseline."""
        said, compared = [], self.compared
        if compared is not None and compared.gone:
            are = "is" if compared.gone == 1 else "are"
            said.append(f"{compared.gone} of the {compared.listed} in the baseline {are} gone: write it anew")
        if compared is not None and not compared.same_contract:
            said.append("the baseline was written under another contract")
        if self.known_errors:
            many = _plural(self.known_errors, "known error")
            said.append(f"{many}: a release is refused until they are gone or waived")
        return tuple(said)

    @property
    def passed(self) -> bool:
        return self.errors == 0 and not self.crashed

    @property
    def exit_code(self) -> int:
        """0: no error. 1: the data failed. 3: a part of validation itself did."""
        return 3 if self.crashed else 1 if self.errors else 0

    @property
    def counts(self) -> dict[str, int]:
        """Violations that count, by check, of the checks that failed."""
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
        new = "new " if self.compared is not None else ""
        excused = _many((self.known, "known"), (self.waived, "waived"))
        rest_of_it = f", {excused}" if excused else ""
        if self.errors:
            failed, warned = _plural(self.errors, f"{new}error"), _plural(self.warnings, f"{new}warning")
            return f"failed: {failed}, {warned}{rest_of_it} ({judged})"
        told = [_plural(self.warnings, f"{new}warning")] if self.warnings else []
        told += [excused] if excused else []
        return f"passed with {', '.join(told)} ({judged})" if told else f"passed ({judged})"


def _plural(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def _many(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{count} {name}" for count, name in counts if count)
