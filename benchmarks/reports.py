"""Time the reports of 10,000 violations.

    .venv/bin/python -m benchmarks.reports [VIOLATIONS]

Makes a workspace of articles and gold that break eight checks a record until there are VIOLATIONS (10,000), scans
it once, and prints seconds of CPU, the best of five rounds after one thrown away: the table of violations with
its fingerprints, the document that all reports write down, each report, and their sum, which is to stay at or
below 0.5 s. Scan and Great Expectations are not in it.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from schemas.contract import default_contract
from schemas.files import text_sha256
from schemas.progress import silent
from schemas.tables import table_of, write_table
from validation.engine.scan import Scan, scan
from validation.inputs import Inputs
from validation.judge import judged
from validation.report.annotations import github_annotations
from validation.report.as_csv import violations_csv
from validation.report.as_json import report_json
from validation.report.document import Document, document
from validation.report.html import report_html
from validation.report.junit import junit_xml
from validation.report.sarif import report_sarif
from validation.report.summary import summary_md
from validation.report.write import write_reports
from validation.verdict import Verdict
from validation.violations import violations_table

BOUND_S = 0.5
_A_RECORD = 8
_TEXT = (
    "Ngày {n}/3/2024, Hội Cựu giáo chức Thái Bình đã mở phòng đọc sách số {n} tại Đà Lạt.\n\n"
    "Người dân cho biết họ đã chờ việc này từ lâu\u200b và sẽ cùng góp công, mỗi người mỗi việc, đợt thứ {n}.\x0b"
)


def _workspace(root: Path, records: int) -> Inputs:
    inputs, contract = Inputs.below(root), default_contract()
    rows = [_article(number) for number in range(records)]
    write_table(inputs.articles / "part-00000.parquet", table_of(contract, "articles", rows))
    gold = [_gold(row) for row in rows]
    write_table(inputs.gold / "part-00000.parquet", table_of(contract, "gold", gold))
    return inputs


def _article(number: int) -> dict[str, object]:
    text = _TEXT.format(n=number)
    return {
        "id": f"{number * 2_654_435_761 % (1 << 64):032x}",
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": f"Chuyện làng số {number}",
        "author": None,
        "url": f"https://bao.example/tin-{number}.html",
        "source": "bao.example",
        "section": None,
        "text": text,
        "paragraphs": [{"start": 0, "end": len(text)}],
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": date(2024, 6, 1),
        "published_precision": "day",
        "event_date": f"ngày {number} <b>",
        "crawled_at": date(2025, 6, 1),
        "license": None,
        "captions": [],
        "source_path": f"{number:08d}.txt",
        "source_sha256": text_sha256(str(number)),
        "norm_version": "1",
    }


def _gold(article: dict[str, object]) -> dict[str, object]:
    text = str(article["text"])
    at = text.index("Đà Lạt")
    return {
        "id": article["id"],
        "text_sha256": article["text_sha256"],
        "entities": [
            {"start": at, "end": at + 6, "label": "=PLACE", "text": "Đà Nẵng"},
            {"start": at + 6, "end": at + 7, "label": "GPE", "text": "."},
        ],
        "topics": ["medtop:1"],
        "primary_topic": "medtop:1",
        "topic_shares": [1.0],
        "n_annotators": 2,
        "status": "agreed",
        "adjudicator": None,
    }


def _best(work: Callable[[], object], rounds: int = 5) -> float:
    work()
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _verdict(found: Scan, findings: pl.DataFrame) -> Verdict:
    violations = violations_table(findings, found.whole.contract, found.whole.sources["splits"])
    severities = violations["severity"].to_pylist()
    outcomes = judged(found.whole.contract, found.log, violations, (), found.checks)
    return Verdict(severities.count("error"), severities.count("warning"), (), outcomes, (), {})


def _measure(root: Path, wanted: int) -> float:
    contract = default_contract()
    found = scan(_workspace(root, -(-wanted // _A_RECORD)), contract, silent)
    findings = found.log.findings().head(wanted)
    assert len(findings) == wanted, f"only {len(findings)} violations"
    verdict = _verdict(found, findings)
    splits = found.whole.sources["splits"]
    violations = violations_table(findings, contract, splits)
    shown = document(found, verdict, violations)
    writers: dict[str, Callable[[Document], object]] = {
        "report.html": report_html,
        "report.json": report_json,
        "report.sarif": lambda one: report_sarif(one, violations),
        "junit.xml": junit_xml,
        "summary.md": summary_md,
        "violations.csv": lambda _: violations_csv(violations),
        "annotations": github_annotations,
    }
    print(f"{wanted} violations of {len(verdict.counts)} checks")
    print(
        f"{'table and fingerprints':24} {_best(lambda: violations_table(findings, contract, splits)):.3f} s"
    )
    print(f"{'document':24} {_best(lambda: document(found, verdict, violations)):.3f} s")
    for name, write in writers.items():
        print(f"{name:24} {_best(partial(write, shown)):.3f} s")

    def everything() -> None:
        table = violations_table(findings, contract, splits)
        one = document(found, verdict, table)
        write_reports(root / "reports", one, table)
        github_annotations(one)

    return _best(everything)


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        total = _measure(Path(folder), wanted)
        size = sum(path.stat().st_size for path in Path(folder, "reports").iterdir()) / 1e6
    print(f"{'all, on disk':24} {total:.3f} s; {size:.1f} MB (bound {BOUND_S} s)")


if __name__ == "__main__":
    main()
