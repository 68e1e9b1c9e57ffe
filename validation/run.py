"""The one entrance: look at a workspace, write the reports, give the verdict."""

from dataclasses import replace
from pathlib import Path

from schemas.contract import Contract
from schemas.progress import Progress
from validation.inputs import Inputs
from validation.verdict import Verdict


def validate(
    paths: Inputs, contract: Contract, *, reports: Path, progress: Progress, below: str = ""
) -> Verdict:
    """Run every check over what is there, and write the reports into the folder `reports`.

    report.html, report.json, report.sarif, junit.xml, summary.md, violations.parquet and violations.csv; the
    same inputs give the same bytes. `below` is the workspace's folder in its repository, for paths in
    report.sarif. Data that breaks a check is in the verdict, never an exception.

    Raises:
        ConfigError: one of the project's own expectation suites cannot be read.
        StorageError: the reports cannot be written.
    """
    import polars as pl

    from validation.engine.scan import scan
    from validation.expectations.checkpoint import run_checkpoint
    from validation.expectations.suites import generated, own_suites
    from validation.judge import checked_facts, crashes, expectation_findings, judged
    from validation.report.annotations import github_annotations
    from validation.report.document import document
    from validation.report.write import write_reports
    from validation.violations import violations_table

    suites = [*generated(contract), *own_suites(paths.expectations)]
    found = scan(paths, contract, progress)
    findings = found.log.findings()
    facts = checked_facts(found, findings)
    outcomes = run_checkpoint(facts, suites)
    whole = pl.concat([findings, expectation_findings(outcomes, found.log.off)], how="diagonal")
    violations = violations_table(whole, contract, found.whole.sources["splits"])
    severities = violations["severity"].to_pylist()
    verdict = Verdict(
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        crashed=crashes(outcomes, findings),
        checks=judged(contract, found.log, violations, outcomes),
        expectations=outcomes,
        reports={},
    )
    shown = document(found, verdict, violations)
    written = write_reports(reports, shown, violations, below=below)
    return replace(verdict, reports=written, annotations=github_annotations(shown))
