"""From what was found to a verdict, with the engine and Great Expectations held against each other."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

import polars as pl
import pyarrow as pa

from schemas.contract import Contract
from schemas.expectations import checked_columns
from validation.catalogue import CATALOGUE, setting
from validation.check import Check
from validation.engine.log import FINDING, OFF, Log
from validation.engine.scan import Scan
from validation.excuse import Excused
from validation.verdict import ExpectationOutcome, Outcome, Status, Verdict


def checked_facts(scan: Scan, findings: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The facts frames with a boolean column per check: true where it held, null where it did not run."""
    return {
        name: scan.whole.facts_frame(name).with_columns(
            _held(check, name, scan.log, findings) for check in checked_columns(scan.whole.contract, name)
        )
        for name in scan.facts
    }


def _held(check: str, table: str, log: Log, findings: pl.DataFrame) -> pl.Expr:
    if (check, table) not in log.ran:
        return pl.lit(None, pl.Boolean).alias(check)
    rows = findings.filter((pl.col("check_id") == check) & (pl.col("table") == table))["row"].drop_nulls()
    return (~pl.col("row").is_in(rows.unique().to_list())).alias(check)


def expectation_findings(outcomes: Iterable[ExpectationOutcome], off: Container[str]) -> pl.DataFrame:
    """A finding per failed expectation that no check of the catalogue counts already; none for checks that are `off`."""
    rows = [
        {
            "check_id": _name(one),
            "table": one.frame,
            "record_id": one.examples[0] if one.examples else None,
            "message": _told(one),
            "severity": one.severity,
        }
        for one in outcomes
        if one.status == "failed" and (one.own or one.check is None) and _name(one) not in off
    ]
    schema = FINDING | {"severity": pl.String}
    return pl.DataFrame(rows, schema=schema)


def _name(one: ExpectationOutcome) -> str:
    return "GX002" if one.own else "GX001"


def _told(one: ExpectationOutcome) -> str:
    return f"{one.type} {one.arguments}: {one.observed}"


def with_excuses(
    outcomes: Sequence[ExpectationOutcome], violations: pa.Table
) -> tuple[ExpectationOutcome, ...]:
    """The same, those marked that failed over violations of which none counts."""
    frame = pl.DataFrame(pl.from_arrow(violations))
    counting, rest = (frame.filter(state) for state in (pl.col("state") == "new", pl.col("state") != "new"))

    def among(found: pl.DataFrame) -> set[tuple[str, ...]]:
        own = found.filter(pl.col("check_id").is_in(["GX001", "GX002"]))
        return {
            *found.select("check_id", "table").iter_rows(),
            *own.select("check_id", "table", "message").iter_rows(),
        }

    excused = among(rest) - among(counting)

    def key(one: ExpectationOutcome) -> tuple[str, ...]:
        if one.own or one.check is None:
            return (_name(one), one.frame, _told(one))
        return (one.check, one.frame)

    return tuple(
        replace(one, excused=True) if one.status == "failed" and key(one) in excused else one
        for one in outcomes
    )


def crashes(outcomes: Sequence[ExpectationOutcome], findings: pl.DataFrame) -> tuple[str, ...]:
    """Expectations that could not be computed, and those that contradict the engine's own check."""
    said = [
        f"{one.suite}: {one.type} {one.arguments} crashed: {one.observed}"
        for one in outcomes
        if one.status == "crashed"
    ]
    failed = set(
        findings.filter(pl.col("row").is_not_null()).select("check_id", "table").unique().iter_rows()
    )
    for one in outcomes:
        mirrors = one.check is not None and f'"column": "{one.check}"' in one.arguments
        if (
            mirrors
            and one.status != "crashed"
            and (one.status == "failed") != ((one.check, one.frame) in failed)
        ):
            said.append(f"{one.suite}: {one.check} {one.status} there and not in the engine")
    return tuple(said)


def verdict_of(
    contract: Contract,
    log: Log,
    excused: Excused,
    outcomes: Sequence[ExpectationOutcome],
    crashed: tuple[str, ...],
    checks: Sequence[Check] = CATALOGUE,
) -> Verdict:
    """The verdict, before reports are written."""
    violations = excused.violations
    weights = Counter(zip(*(violations[name].to_pylist() for name in ("severity", "state")), strict=True))
    return Verdict(
        errors=weights["error", "new"],
        warnings=weights["warning", "new"],
        crashed=crashed,
        checks=judged(contract, log, violations, outcomes, checks),
        expectations=with_excuses(outcomes, violations),
        reports={},
        waivers=excused.waivers,
        compared=excused.compared,
        known_errors=weights["error", "known"],
    )


def judged(
    contract: Contract,
    log: Log,
    violations: pa.Table,
    outcomes: Sequence[ExpectationOutcome],
    checks: Sequence[Check],
) -> tuple[Outcome, ...]:
    """Each check's outcome, in the order of `checks`."""
    pairs = zip(*(violations[name].to_pylist() for name in ("check_id", "state")), strict=True)
    found = Counter(pairs)
    judged = []
    for check in checks:
        ran = tuple(name for name in check.tables if (check.id, name) in log.ran)
        if check.scope == "expectation":
            frames = dict.fromkeys(one.frame for one in outcomes if _name(one) == check.id)
            ran = () if check.id in log.off else tuple(frames)
        count, known, waived = (found[check.id, state] for state in ("new", "known", "waived"))
        status: Status = (
            "failed" if count else "excused" if known or waived else "passed" if ran else "not run"
        )
        reasons = dict.fromkeys(log.left_out[key] for key in log.left_out if key[0] == check.id)
        reason = "; ".join(reasons) if not ran and check.scope != "expectation" else ""
        if check.id in log.off:
            reason = OFF
        elif status == "not run" and not reason:
            reason = (
                "the project has no suites of its own" if check.id == "GX002" else "nothing to look at yet"
            )
        severity = setting(contract, check, "").rule.severity
        judged.append(Outcome(check, severity, status, count, ran, reason, known, waived))
    return tuple(judged)
