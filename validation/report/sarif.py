"""report.sarif: SARIF 2.1.0, for GitHub's code scanning and whatever else keeps a list of findings."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import polars as pl
import pyarrow as pa

from schemas.visible import visible
from validation.report.document import Document
from validation.report.rules import about_tinbai, rule

# GitHub shows the 5,000 gravest results of a run, refuses a run of more than 25,000 and a file of more than
# 10 MB when packed; a result here is at most 3 kB.
RESULTS = 5_000
_MESSAGE = 1_000
_NAME = 200
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PLACE = ("article_id", "split", "row", "span", "start", "end")
_GRAVE = {"error": 0, "warning": 1}
_FRESH = {"new": 0, "known": 1, "waived": 2}
Files = Sequence[tuple[int, str]]


def report_sarif(document: Document, violations: pa.Table, *, baseline: bool = False, below: str = "") -> str:
    """One run: a rule per check, a result per violation, errors first, what was left out told in a notification.

    `baseline`: violations were held against a list of known ones, so each says whether it is new. `below` is the
    workspace's folder within the repository, which GitHub takes paths to be relative to.
    """
    verdict = document.verdict
    version, homepage = about_tinbai()
    driver: dict[str, object] = {"name": "tinbai", "rules": [rule(one, homepage) for one in verdict.checks]}
    if version:
        driver["version"] = version
    if homepage:
        driver["informationUri"] = homepage
    frame = pl.DataFrame(pl.from_arrow(violations))
    shown = frame.sort(
        pl.col("severity").replace_strict(_GRAVE, default=0),
        pl.col("state").replace_strict(_FRESH, default=0),
        maintain_order=True,
    ).head(RESULTS)
    places = {name: (path, starts) for name, path, starts in _places(document, below)}
    rules = {one.check.id: number for number, one in enumerate(verdict.checks)}
    results = [_result(row, rules, places, baseline) for row in shown.iter_rows(named=True)]
    run = {
        "tool": {"driver": driver},
        # Up to the last slash it is GitHub's category: a later upload replaces the alerts of its own alone.
        "automationDetails": {"id": f"tinbai-validate/{_uri(below)}/" if below else "tinbai-validate/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not verdict.crashed,
                "exitCode": verdict.exit_code,
                "toolExecutionNotifications": list(_notifications(document, len(frame) - len(shown))),
            }
        ],
    }
    # One result a line: json's C encoder does not indent, and its Python one takes ten times as long.
    head = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
    lines = ",\n".join(json.dumps(result, ensure_ascii=False) for result in results)
    opened = head[: head.rindex("}", 0, head.rindex("]"))].rstrip()
    return f'{opened},\n   "results": [\n{lines}\n   ]\n  }}\n ]\n}}\n'


def _places(document: Document, below: str) -> Iterator[tuple[str, str, Files]]:
    """Each table's path and files, as URIs."""
    for table, (path, files) in document.files.items():
        yield table, _uri(below, path), [(first_row, _uri(below, file)) for first_row, file in files]


def _uri(*parts: str) -> str:
    # Text of a path that is not UTF-8 came as lone surrogates: its bytes are what is quoted.
    return quote("/".join(part for part in parts if part).encode("utf-8", "surrogateescape"), safe="/")


def _result(
    row: dict[str, object], rules: dict[str, int], places: dict[str, tuple[str, Files]], baseline: bool
) -> dict[str, object]:
    table, check = str(row["table"]), str(row["check_id"])
    record = _text(row["record_id"], _NAME) if row["record_id"] is not None else ""
    name = f"{table}/{record}" if record else table
    result: dict[str, object] = {
        "ruleId": check,
        "ruleIndex": rules[check],
        "level": row["severity"],
        "message": {"text": _message(f"{name}: {row['message']}")},
        "locations": [
            {
                # Code scanning shows only results with a physical location, and each needs a region. A Parquet
                # file has no lines, so it is line 1: the record is what the logical location names.
                "physicalLocation": {
                    "artifactLocation": {"uri": _file(row, places.get(table, (_uri(visible(table)), ())))},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": name, "kind": "record" if record else "table"}
                    | ({"name": record} if record else {})
                ],
            }
        ],
        # GitHub goes by its own name alone, and makes one of the line, the same for all here, where it is absent.
        "partialFingerprints": {
            "tinbaiFingerprint/v1": row["fingerprint"],
            "primaryLocationLineHash": row["fingerprint"],
        },
        "properties": {key: _value(row[key]) for key in _PLACE if row[key] is not None},
    }
    if baseline:
        result["baselineState"] = "unchanged" if row["state"] == "known" else "new"
    if row["state"] == "waived":
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": _text(row["excuse"] or "", _MESSAGE)}
        ]
    return result


def _file(row: dict[str, object], place: tuple[str, Files]) -> str:
    """The part of the table that holds the row; the table where a breach is of no row."""
    path, files = place
    number = row["row"]
    if not isinstance(number, int) or not files:
        return path
    return files[max(bisect_right(files, number, key=lambda file: file[0]) - 1, 0)][1]


def _value(value: object) -> object:
    return _text(value, _NAME) if isinstance(value, str) else value


def _text(value: object, limit: int) -> str:
    shown = visible(str(value)[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _message(text: str) -> str:
    """SARIF reads `[text](target)` as a link: data gives none. Braces are left alone: without arguments nothing
    stands for `{0}`."""
    return _text(text, _MESSAGE).replace("](", "] (")


def _notifications(document: Document, left_out: int) -> Iterator[dict[str, object]]:
    for one in document.verdict.crashed:
        yield {"level": "error", "message": {"text": _message(one)}}
    if left_out:
        told = f"{left_out:,} more violations are in violations.parquet: of these the first {RESULTS:,}, errors first, are results"
        yield {"level": "warning", "message": {"text": told}}
