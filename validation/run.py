"""The one entrance: look at a workspace, write the reports, give the verdict."""

from pathlib import Path

from schemas.contract import Contract
from schemas.progress import Progress
from validation.inputs import Inputs
from validation.verdict import Verdict


def validate(paths: Inputs, contract: Contract, *, reports: Path, progress: Progress) -> Verdict:
    """Run every check over what is there, and write the reports into the folder `reports`.

    Great Expectations' project `paths.gx` is brought up to date on the way.
    report.html, report.json, junit.xml, summary.md and violations.parquet; the same inputs give the same
    bytes. Data that breaks a check is in the verdict, never an exception.

    Raises:
        ConfigError: one of the project's own suites or checks cannot be read, or `gx/` cannot be opened.
        StorageError: the reports cannot be written.
    """
    import polars as pl

    from validation.engine.scan import scan
    from validation.expectations.checkpoint import run_checkpoint
    from validation.expectations.suites import generated, own_suites
    from validation.judge import checked_facts, crashes, expectation_findings, judged
    from validation.own.checks_file import own_checks
    from validation.report.document import document
    from validation.report.write import write_reports
    from validation.violations import violations_table

    suites = [*generated(contract), *own_suites(paths.gx)]
    found = scan(paths, contract, progress, own_checks(paths.own_checks, contract))
    findings = found.log.findings()
    facts = checked_facts(found, findings)
    outcomes = run_checkpoint(facts, suites, paths.gx)
    whole = pl.concat([findings, expectation_findings(outcomes, found.log.off)], how="diagonal")
    violations = violations_table(whole, contract, found.whole.sources["splits"], found.checks)
    severities = violations["severity"].to_pylist()
    verdict = Verdict(
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        crashed=(*found.log.crashed.values(), *crashes(outcomes, findings)),
        checks=judged(found, violations, outcomes),
        expectations=outcomes,
        reports={},
    )
    written = write_reports(reports, document(found, verdict, violations), violations)
    return Verdict(
        verdict.errors, verdict.warnings, verdict.crashed, verdict.checks, verdict.expectations, written
    )
