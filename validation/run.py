"""The one entrance: look at a workspace, write the reports, give the verdict."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.contract import Contract
from schemas.progress import Progress
from validation.inputs import Inputs
from validation.verdict import Verdict

if TYPE_CHECKING:
    from validation.baseline import Baseline
    from validation.waivers import Standing


def validate(
    paths: Inputs,
    contract: Contract,
    *,
    reports: Path,
    progress: Progress,
    waivers: "Sequence[Standing]" = (),
    baseline: "Baseline | None" = None,
    below: str = "",
) -> Verdict:
    """Run every check over what is there, and write the reports into the folder `reports`.

    report.html, report.json, report.sarif, junit.xml, summary.md, violations.parquet and violations.csv; the same inputs
    give the same bytes. Great Expectations' project `paths.gx` is brought up to date on the way. `below` is the
    workspace's folder in its repository, for report.sarif. Data that breaks a check is in the verdict, never an exception.

    `waivers` are as they stand on some day, and `baseline` is what is known already: both are inputs. So the day decides
    only through a waiver that comes within a fortnight of its last day, or expires: what is cached holds as long as no
    waiver's state changes.

    Raises:
        ConfigError: one of the project's own suites or checks cannot be read, or `gx/` cannot be opened.
        StorageError: the reports cannot be written.
    """
    import polars as pl

    from validation.engine.scan import scan
    from validation.excuse import excuse
    from validation.expectations.checkpoint import run_checkpoint
    from validation.expectations.suites import generated, own_suites
    from validation.judge import checked_facts, crashes, expectation_findings, verdict_of
    from validation.own.checks_file import own_checks
    from validation.report.annotations import github_annotations
    from validation.report.document import document
    from validation.report.write import write_reports
    from validation.violations import violations_table

    suites = [*generated(contract), *own_suites(paths.gx)]
    found = scan(paths, contract, progress, own_checks(paths.own_checks, contract))
    findings = found.log.findings()
    facts = checked_facts(found, findings)
    outcomes = run_checkpoint(facts, suites, paths.gx)
    whole = pl.concat([findings, expectation_findings(outcomes, found.log.off)], how="diagonal")
    table = violations_table(whole, contract, found.whole.sources["splits"], found.checks)
    ran = {check for check, _ in found.log.ran} | {"GX002" if one.own else "GX001" for one in outcomes}
    excused = excuse(table, waivers, baseline, contract_sha256=contract.sha256, ran=ran)
    crashed = (*found.log.crashed.values(), *crashes(outcomes, findings))
    verdict = verdict_of(contract, found.log, excused, outcomes, crashed, found.checks)
    violations = excused.violations
    shown = document(found, verdict, violations)
    written = write_reports(reports, shown, violations, below=below)
    return replace(verdict, reports=written, annotations=github_annotations(shown))
