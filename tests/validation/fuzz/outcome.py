"""What every run must give, whatever it was given: a verdict, and reports that parse."""

import json
from pathlib import Path

import lxml.etree
import lxml.html
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.progress import silent
from validation.check import RowCheck
from validation.engine.scan import scan
from validation.excuse import excuse
from validation.inputs import Inputs
from validation.judge import checked_facts, verdict_of
from validation.report.document import document
from validation.report.write import write_reports
from validation.verdict import Verdict
from validation.violations import violations_table


def judged(inputs: Inputs, contract: Contract, own: tuple[RowCheck, ...] = ()) -> Verdict:
    """Everything that `validation.run.validate` does but Great Expectations' second: the frames for it are made."""
    found = scan(inputs, contract, silent, own)
    findings = found.log.findings()
    for frame in checked_facts(found, findings).values():
        assert len(frame) == frame["row"].n_unique()
    table = violations_table(findings, contract, found.whole.sources["splits"], found.checks)
    ran = {check for check, _ in found.log.ran}
    excused = excuse(table, (), None, contract_sha256=contract.sha256, ran=ran)
    verdict = verdict_of(contract, found.log, excused, [], tuple(found.log.crashed.values()), found.checks)
    reports = inputs.root / "reports"
    write_reports(reports, document(found, verdict, excused.violations), excused.violations)
    reports_parse(reports, verdict, contract)
    return verdict


def reports_parse(reports: Path, verdict: Verdict, contract: Contract) -> None:
    """By parsers that are not ours, and all say the same number."""
    body = json.loads((reports / "report.json").read_bytes())
    assert (body["errors"], body["warnings"]) == (verdict.errors, verdict.warnings)
    lxml.etree.fromstring((reports / "junit.xml").read_bytes(), lxml.etree.XMLParser(huge_tree=True))
    page = lxml.html.document_fromstring((reports / "report.html").read_bytes().decode())
    assert page.findall(".//script") == []
    assert (reports / "summary.md").read_bytes().decode().startswith("## tinbai validate: ")
    table = pq.read_table(reports / "violations.parquet")
    assert table.schema.equals(arrow_schema(contract, "violations"))
    assert len(table) == verdict.errors + verdict.warnings
