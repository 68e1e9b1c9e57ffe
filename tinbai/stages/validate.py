"""Every check over every table, and the reports that people and CI read."""

import os
from pathlib import Path

from schemas.errors import DataError
from tinbai.console import Console, Outcome
from tinbai.github import add_to_summary, folder_in_repository, under_actions
from tinbai.manifest import hash_files, make_manifest, read_manifest, still_holds, write_manifest
from tinbai.workspace import Workspace


def validate(
    workspace: Workspace, console: Console, *, fail_on: str = "error", annotations: str = "none"
) -> Outcome:
    """Check the workspace as it is now and write `reports/`. Exit code 1 on an error, or on a warning if asked.

    `annotations`: `github` prints failed checks as workflow commands, `auto` does in a job of GitHub Actions and
    adds summary.md to the job's page, `none` does neither.
    """
    from validation.inputs import Inputs
    from validation.run import validate as validate_tables

    with workspace.lock(), console.progress("validate") as progress:
        inputs = _looked_at(workspace)
        verdict = validate_tables(
            Inputs.below(workspace.root),
            workspace.contract,
            reports=workspace.reports,
            progress=progress,
            below=folder_in_repository(workspace.root),
        )
        counts = {"errors": verdict.errors, "warnings": verdict.warnings, "crashed": len(verdict.crashed)}
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                workspace.contract,
                "validate",
                options={},
                inputs=inputs,
                outputs=verdict.reports.values(),
                counts=counts,
            ),
        )
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
    return Outcome(
        "validate",
        verdict.headline,
        counts={**counts, "checks": verdict.counts},
        paths=verdict.reports,
        notes=tuple(f"{o.severity} {o.check.id}: {o.count} x {o.check.title}" for o in failed),
        next_step="see report.html, correct what it names, run tinbai validate again"
        if exit_code
        else "tinbai release",
        exit_code=exit_code,
    )


def require_valid(workspace: Workspace, console: Console) -> None:
    """Let a release go on only over tables that were found good as they are now.

    Raises:
        DataError: validation fails.
    """
    expected = make_manifest(
        workspace,
        workspace.contract,
        "validate",
        options={},
        inputs=_looked_at(workspace),
        outputs=(),
        counts={},
    )
    last = read_manifest(workspace, "validate")
    if last is not None and still_holds(workspace, expected):
        failed = bool(last.counts["errors"] or last.counts["crashed"])
    else:
        failed = validate(workspace, console).exit_code != 0
    if failed:
        report = workspace.reports / "report.html"
        raise DataError(
            "validation failed, so nothing is released",
            hint=f"See {report}, correct what it names, then run tinbai release again",
        )


def _looked_at(workspace: Workspace) -> dict[str, str]:
    """Everything whose change makes a report stale: tables, and the manifests of the stages but our own."""
    manifests = sorted(
        path for path in workspace.manifests.glob("*.json") if path.stem not in {"validate", "release"}
    )
    suites = sorted((workspace.root / "expectations").glob("*.json"))
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
    ]
    return hash_files(workspace, [*tables, *manifests, *suites])
