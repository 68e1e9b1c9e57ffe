"""report.json: what the page shows, for programs."""

import json
from dataclasses import asdict

from schemas.drift.body import since_body
from validation.report.document import Document


def report_json(document: Document) -> str:
    """Pretty JSON with sorted keys; the violations themselves are in violations.parquet."""
    verdict = document.verdict
    body = {
        "verdict": "passed" if verdict.passed else "crashed" if verdict.crashed else "failed",
        "exit_code": verdict.exit_code,
        "errors": verdict.errors,
        "warnings": verdict.warnings,
        "known": verdict.known,
        "waived": verdict.waived,
        "baseline": asdict(verdict.compared) if verdict.compared else None,
        "waivers": [asdict(one) | {"remark": one.remark} for one in verdict.waivers],
        "crashed": list(verdict.crashed),
        "contract_version": document.contract_version,
        "contract_sha256": document.contract_sha256,
        "norm_versions": list(document.norm_versions),
        "totals": {name: count for name, count, _ in document.totals},
        "since": since_body(document.since) if document.since else None,
        "checks": [
            {
                "id": outcome.check.id,
                "title": outcome.check.title,
                "severity": outcome.severity,
                "status": outcome.status,
                "violations": outcome.count + outcome.known + outcome.waived,
                "new": outcome.count,
                "known": outcome.known,
                "waived": outcome.waived,
                "tables": list(outcome.tables),
                "reason": outcome.reason,
            }
            for outcome in verdict.checks
        ],
        "failing": {
            one.outcome.check.id: [asdict(example) for example in one.examples] for one in document.failing
        },
        "expectations": [asdict(one) for one in verdict.expectations],
        "distributions": {
            **{bars.title: {bar.name: bar.count for bar in bars.bars} for bars in document.bars},
            **{columns.title: dict(columns.bins) for columns in document.columns},
        },
        "agreement": [asdict(one) for one in document.agreement],
        "confusion": None if document.confusion is None else asdict(document.confusion),
        "annotators": [asdict(one) for one in document.annotators],
        "annotator_weeks": [asdict(one) for one in document.weeks],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
