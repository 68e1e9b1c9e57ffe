"""Writes all reports, each whole or not at all."""

from pathlib import Path

import pyarrow as pa

from schemas.files import write_bytes, write_text
from schemas.tables import write_table
from validation.report.as_csv import violations_csv
from validation.report.as_json import report_json
from validation.report.document import Document
from validation.report.html import report_html
from validation.report.junit import junit_xml
from validation.report.sarif import report_sarif
from validation.report.summary import summary_md


def write_reports(
    folder: Path, document: Document, violations: pa.Table, *, below: str = ""
) -> dict[str, Path]:
    """Write them and return each one's path by its name. `below` is the workspace's folder in its repository.

    Raises:
        StorageError: the disk is full, read-only or broken.
    """
    paths = {
        "report": folder / "report.html",
        "json": folder / "report.json",
        "junit": folder / "junit.xml",
        "summary": folder / "summary.md",
        "sarif": folder / "report.sarif",
        "violations": folder / "violations.parquet",
        "csv": folder / "violations.csv",
    }
    write_table(paths["violations"], violations)
    write_text(paths["json"], report_json(document))
    write_bytes(paths["junit"], junit_xml(document))
    write_text(paths["summary"], summary_md(document))
    baseline = document.verdict.compared is not None
    write_text(paths["sarif"], report_sarif(document, violations, baseline=baseline, below=below))
    write_bytes(paths["csv"], violations_csv(violations))
    write_text(paths["report"], report_html(document))
    return paths
