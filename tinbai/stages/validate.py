"""Every check over every table, and the reports that people and CI read."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import DataError
from tinbai.console import Console, Outcome
from tinbai.github import add_to_summary, folder_in_repository, under_actions
from tinbai.manifest import hash_files, make_manifest, read_manifest, still_holds, write_manifest
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from validation.verdict import Verdict
    from validation.waivers import Standing


def validate(
    workspace: Workspace,
    console: Console,
    *,
    fail_on: str = "error",
    annotations: str = "none",
    baseline: Path | None = None,
    today: date | None = None,
) -> Outcome:
    """Check the workspace as it is now and write `reports/`. Exit code 1 on an error, or on a warning if asked.

    What waivers.toml excuses does not count, nor, with a `baseline`, what that file knows. Waivers are judged on the
    day `today`, by default that of the clock in UTC.

    `annotations`: `github` prints failed checks as workflow commands, `auto` does in a job of GitHub Actions and
    adds summary.md to the job's page, `none` does neither.

    Raises:
        UsageError: there is no such baseline.
        ConfigError: waivers.toml or the baseline cannot be read.
    """
    verdict = _verdict(workspace, console, baseline, today or _this_day())
    if annotations != "none":
        add_to_summary(os.environ, verdict.reports["summary"].read_text(encoding="utf-8"))
    if annotations == "github" or (annotations == "auto" and under_actions()):
        for line in verdict.annotations:
            console.command(line)
    exit_code = verdict.exit_code
    if fail_on == "warning" and verdict.warnings:
        exit_code = exit_code or 1
    failed = [outcome for outcome in verdict.checks if outcome.status == "failed"]
    failed.sort(key=lambda outcome: (outcome.severity, outcome.check.id))
    excused = [outcome for outcome in verdict.checks if outcome.excused]
    return Outcome(
        "validate",
        verdict.headline,
        counts={
            **_counts(verdict),
            "checks": verdict.counts,
            "excused": {o.check.id: {"known": o.known, "waived": o.waived} for o in excused},
        },
        paths=verdict.reports,
        notes=(
            *(f"{o.severity} {o.check.id}: {o.count} x {o.check.title}" for o in failed),
            *(f"not counted {o.check.id}: {o.excused}" for o in excused),
            *verdict.remarks,
        ),
        next_step=_next_step(exit_code, verdict.known_errors),
        exit_code=exit_code,
    )


def _next_step(exit_code: int, known_errors: int) -> str:
    if exit_code:
        return "see report.html, correct what it names, run tinbai validate again"
    return (
        "correct the known errors, or waive them; then tinbai release" if known_errors else "tinbai release"
    )


def write_baseline(
    workspace: Workspace, console: Console, path: Path, *, today: date | None = None
) -> Outcome:
    """Check the workspace, and write down in `path` what is there, so that it is known from now on.

    The exit code is 0, or 1 where there are errors that cannot be known, or 3 where nothing could be judged; then
    nothing is written.

    Raises:
        ConfigError: waivers.toml cannot be read.
        StorageError: the file cannot be written.
    """
    from schemas.tables import read_table
    from validation import baseline as baselines
    from validation.catalogue import NEVER

    contract = workspace.contract
    verdict = _verdict(workspace, console, None, today or _this_day())
    counts = _counts(verdict)
    if verdict.crashed:
        return Outcome(
            "validate", verdict.headline, counts, verdict.reports, ("no baseline was written",), exit_code=3
        )
    violations = read_table(verdict.reports["violations"], contract, "violations")
    made = baselines.baseline_of(violations, contract.sha256)
    with workspace.lock():
        baselines.write_baseline(path, made)
    never = [one for one in verdict.checks if one.check.id in NEVER and one.count]
    return Outcome(
        "validate",
        f"a baseline of {made.count} violation{'' if made.count == 1 else 's'} was written",
        counts={**counts, "baseline": made.count},
        paths={"baseline": path, **verdict.reports},
        notes=(
            *(f"{one.check.id} is never known: {one.count} x {one.check.title}" for one in never),
            *verdict.remarks,
        ),
        next_step="tinbai validate --new-only",
        exit_code=int(any(one.severity == "error" for one in never)),
    )


def _verdict(workspace: Workspace, console: Console, baseline: Path | None, today: date) -> "Verdict":
    from annotation.assign import people_for
    from validation.baseline import read_baseline
    from validation.inputs import Inputs
    from validation.run import validate as validate_tables
    from validation.waivers import load_waivers

    with workspace.lock(), console.progress("validate") as progress:
        inputs = _looked_at(workspace)
        config = workspace.config
        planned = partial(people_for, overlap=config.labelstudio.overlap, share=config.assignment.share)
        waivers = load_waivers(workspace.waivers, today)
        known = read_baseline(baseline) if baseline is not None else None
        verdict = validate_tables(
            replace(Inputs.below(workspace.root), people_for=planned),
            workspace.contract,
            reports=workspace.reports,
            progress=progress,
            waivers=waivers,
            baseline=known,
            below=folder_in_repository(workspace.root),
        )
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                workspace.contract,
                "validate",
                options=_options(waivers, known.sha256 if known else None),
                inputs=inputs,
                outputs=verdict.reports.values(),
                counts=_counts(verdict),
            ),
        )
    return verdict


def _counts(verdict: "Verdict") -> dict[str, int]:
    return {
        "errors": verdict.errors,
        "warnings": verdict.warnings,
        "known": verdict.known,
        "waived": verdict.waived,
        "crashed": len(verdict.crashed),
    }


def _options(waivers: "Sequence[Standing]", baseline_sha256: str | None) -> dict[str, object]:
    """What reports depend on besides tables: each waiver's state on that day, not the day itself."""
    return {"waivers": [one.state for one in waivers], "baseline": baseline_sha256}


def _this_day() -> date:
    return datetime.now(UTC).date()


def require_valid(workspace: Workspace, console: Console, *, today: date | None = None) -> None:
    """Let a release go on only over tables that were found good as they are now.

    Errors that a baseline knows are errors here: a release is for others, who do not know them. Waived ones, for which
    somebody gives a reason, are none.

    Raises:
        DataError: validation fails.
        ConfigError: waivers.toml cannot be read.
    """
    from validation.waivers import load_waivers

    today = today or _this_day()
    expected = make_manifest(
        workspace,
        workspace.contract,
        "validate",
        options=_options(load_waivers(workspace.waivers, today), None),
        inputs=_looked_at(workspace),
        outputs=(),
        counts={},
    )
    last = read_manifest(workspace, "validate")
    if last is not None and still_holds(workspace, expected):
        failed = bool(last.counts["errors"] or last.counts["crashed"])
    else:
        failed = validate(workspace, console, today=today).exit_code != 0
    if failed:
        report = workspace.reports / "report.html"
        raise DataError(
            "validation failed, so nothing is released",
            hint=f"See {report}, correct what it names, then run tinbai release again",
        )


def _looked_at(workspace: Workspace) -> dict[str, str]:
    """Everything whose change makes a report stale: tables, the manifests of releases and of the stages but our own, and
    what the project checks itself. Suites that are made from the contract say nothing that the contract does not; a
    release's manifest stands for its files, which REL003 hashes whenever validation runs."""
    from validation.expectations.suites import own_suite_files

    manifests = sorted(
        path for path in workspace.manifests.glob("*.json") if path.stem not in {"validate", "release"}
    )
    releases = sorted(workspace.releases.glob("v*/manifest.json"))
    own = [*own_suite_files(workspace.gx), workspace.own_checks]
    tables: list[Path] = [
        workspace.articles,
        workspace.furniture,
        workspace.quarantine,
        workspace.clusters,
        workspace.splits,
        workspace.suggestions,
        workspace.annotations,
        workspace.agreement,
        workspace.gold,
        workspace.decisions,
        workspace.waivers,
        workspace.takedowns,
    ]
    return hash_files(workspace, [*tables, *manifests, *releases, *own])
