"""report.sarif: by the standard's own schema, and within what GitHub's code scanning takes."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.conftest import Reports
from tests.validation.factory import only, sound_tables, write
from tests.validation.hostile import acting
from validation.engine.scan import scan
from validation.inputs import Inputs
from validation.report.document import Document, document
from validation.report.sarif import RESULTS, report_sarif
from validation.run import validate
from validation.verdict import Verdict

SCHEMA = Path(__file__).parent / "schemas/sarif-2.1.0.json"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    body = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(body)
    return jsonschema.Draft202012Validator(body, format_checker=jsonschema.FormatChecker())


def _run(text: str, schema: jsonschema.Draft202012Validator) -> Json:
    body = json.loads(text)
    assert [error.message for error in schema.iter_errors(body)] == []
    (run,) = body["runs"]
    return dict(run)


def _made(verdict: Verdict, root: Path, contract: Contract) -> Document:
    return document(
        scan(Inputs.below(root), contract, silent), verdict, pq.read_table(root / "r/violations.parquet")
    )


@pytest.fixture(scope="module")
def small(hostile_reports: Reports, contract: Contract) -> tuple[Document, pa.Table, Path]:
    """A document of two dozen violations and its table."""
    verdict, root = hostile_reports.verdict, hostile_reports.folder.parent
    return _made(verdict, root, contract), pq.read_table(root / "r/violations.parquet"), root


def test_the_schema_can_fail(schema: jsonschema.Draft202012Validator, corpus: Reports) -> None:
    body = json.loads(corpus.text("report.sarif"))
    body["runs"][0]["results"][0]["level"] = "fatal"
    assert len(list(schema.iter_errors(body))) == 1


def test_hostile_data_make_a_valid_file(corpus: Reports, schema: jsonschema.Draft202012Validator) -> None:
    run = _run(corpus.text("report.sarif"), schema)
    assert len(run["results"]) == corpus.verdict.errors + corpus.verdict.warnings
    for result in run["results"]:
        text = result["message"]["text"]
        assert set(acting(text)) == set()
        assert "](" not in text, "the standard reads it as a link"
        assert len(text) <= 1_000
    assert all("://" not in unquote(location) for location in _uris(run))


def _uris(run: Json) -> set[str]:
    return {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
        for location in result["locations"]
    }


def test_each_violation_is_a_result_with_its_place(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    shown, table, root = small
    run = _run(report_sarif(shown, table), schema)
    rows = sorted(table.to_pylist(), key=lambda row: row["severity"])
    assert [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]] == [
        row["fingerprint"] for row in rows
    ]
    rules = run["tool"]["driver"]["rules"]
    for result, row in zip(run["results"], rows, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == row["check_id"]
        assert result["level"] == row["severity"]
        (location,) = result["locations"]
        (record,) = location["logicalLocations"]
        assert record["fullyQualifiedName"].split("/")[0] == row["table"]
        assert location["physicalLocation"]["region"] == {"startLine": 1}
        file = root / unquote(location["physicalLocation"]["artifactLocation"]["uri"])
        assert file.exists()
        if row["row"] is not None and row["table"] == "articles":
            # Seven of the fifteen articles are in the first part.
            assert file.name == f"part-0000{int(row['row'] >= 7)}.parquet"
        assert result["properties"].get("row") == row["row"]
        assert "baselineState" not in result


def test_every_check_is_a_rule(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    run = _run(report_sarif(small[0], small[1]), schema)
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert list(rules) == [one.check.id for one in small[0].verdict.checks]
    for one in small[0].verdict.checks:
        told = rules[one.check.id]
        assert told["shortDescription"]["text"] == one.check.title
        assert told["defaultConfiguration"]["level"] == one.severity
        assert one.check.fix in told["help"]["text"]
        assert len(told["properties"]["tags"]) <= 20
        assert "helpUri" not in told, "no homepage is known, so none is made up"


def test_a_check_that_is_off_is_a_rule_that_is_off(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    shown, table, _ = small
    first, *others = shown.verdict.checks
    off = replace(shown, verdict=replace(shown.verdict, checks=(replace(first, severity="off"), *others)))
    rules = _run(report_sarif(off, table), schema)["tool"]["driver"]["rules"]
    assert rules[0]["defaultConfiguration"] == {"enabled": False}
    assert rules[1]["defaultConfiguration"] == {"level": "error"}


def test_a_baseline_and_waivers_are_told(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    shown, table, _ = small
    states = ["known", "waived", *["new"] * (len(table) - 2)]
    excuses = [None, "quoted [so](https://x.example) \u202e in print, issue 12", *[None] * (len(table) - 2)]
    for name, values in (("state", states), ("excuse", excuses)):
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(values, pa.string()))
    results = _run(report_sarif(shown, table, baseline=True), schema)["results"]
    by_print = {one["partialFingerprints"]["tinbaiFingerprint/v1"]: one for one in results}
    known, waived, other = (by_print[one] for one in table["fingerprint"].to_pylist()[:3])
    assert (known["baselineState"], waived["baselineState"], other["baselineState"]) == (
        "unchanged",
        "new",
        "new",
    )
    (suppression,) = waived["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"].startswith("quoted [so]")
    assert "\u202e" not in suppression["justification"]
    assert "suppressions" not in known
    errors = [one for one in results if one["level"] == "error"]
    assert errors[-1] == waived, "what is excused stands last among its severity"


def test_too_many_are_cut_by_severity_and_counted(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    shown, table, _ = small
    warning = table.filter(pc.equal(table["severity"], "warning"))
    error = table.filter(pc.equal(table["severity"], "error"))
    many = pa.concat_tables([*[warning] * 4_000, *[error] * (4_000 // len(error))])
    text = report_sarif(shown, many)
    run = _run(text, schema)
    levels = [result["level"] for result in run["results"]]
    errors = len(error) * (4_000 // len(error))
    assert levels == ["error"] * errors + ["warning"] * (RESULTS - errors)
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{len(many) - RESULTS:,} more violations")
    assert len(gzip.compress(text.encode())) < 10_000_000
    assert len(text.encode()) / RESULTS < 3_000


def test_a_crash_is_a_notification(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    shown, table, _ = small
    crashed = replace(shown, verdict=replace(shown.verdict, crashed=("suite: [x](y) crashed \x1b",)))
    (invocation,) = _run(report_sarif(crashed, table), schema)["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["exitCode"] == 3
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "suite: [x] (y) crashed ⟨U+001B⟩"


def test_a_workspace_below_the_repository(
    small: tuple[Document, pa.Table, Path], schema: jsonschema.Draft202012Validator
) -> None:
    run = _run(report_sarif(small[0], small[1], below="dữ liệu/báo #1"), schema)
    assert {unquote(uri).split("/", 2)[1] for uri in _uris(run)} == {"báo #1"}
    assert all(uri.startswith("d%E1%BB%AF%20li%E1%BB%87u/b%C3%A1o%20%231/") for uri in _uris(run))


def test_nothing_found_is_an_empty_list(
    tmp_path: Path, contract: Contract, schema: jsonschema.Draft202012Validator
) -> None:
    rules = only(contract, "ART010")
    validate(write(tmp_path, sound_tables(), rules), rules, reports=tmp_path / "r", progress=silent)
    run = _run((tmp_path / "r/report.sarif").read_text(encoding="utf-8"), schema)
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"]
