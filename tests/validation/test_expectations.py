"""A real Great Expectations Checkpoint over the facts frames."""

import json
from pathlib import Path

import polars as pl
import pytest

from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.expectations import FRAMES, expectation_suite
from schemas.progress import silent
from tests.validation.factory import Tables, broken, only, some, sound_tables, write
from tests.validation.own import write_own
from validation.engine.scan import scan
from validation.expectations.checkpoint import run_checkpoint
from validation.expectations.suites import PlannedSuite, generated
from validation.inputs import Inputs
from validation.judge import checked_facts, crashes, expectation_findings
from validation.run import validate
from validation.verdict import ExpectationOutcome

Facts = dict[str, pl.DataFrame]


def _facts(inputs: Inputs, contract: Contract) -> tuple[Facts, pl.DataFrame]:
    found = scan(inputs, contract, silent)
    findings = found.log.findings()
    return checked_facts(found, findings), findings


def _own(frame: str, *expectations: dict[str, object]) -> PlannedSuite:
    return PlannedSuite(frame, {"name": f"{frame}-mine", "expectations": list(expectations)}, own=True)


@pytest.mark.parametrize("frame", FRAMES)
def test_suites_are_plain_json(contract: Contract, frame: str) -> None:
    suite = expectation_suite(contract, frame)
    assert json.loads(json.dumps(suite)) == suite


def test_the_suites_see_what_the_engine_sees(tmp_path: Path, contract: Contract) -> None:
    def breaking(tables: Tables) -> None:
        tables["articles"][13]["text_sha256"] = "0" * 64
        tables["gold"][1]["primary_topic"] = None
        tables["annotations"][1]["lead_time_s"] = -3.0

    facts, findings = _facts(broken(tmp_path, contract, breaking), contract)
    outcomes = run_checkpoint(facts, generated(contract), tmp_path / "gx")
    failed = {(one.frame, one.check): one for one in outcomes if one.status == "failed"}
    assert set(failed) == {("articles", "ART013"), ("gold", "TOP002"), ("annotations", None)}
    assert crashes(outcomes, findings) == ()
    (counted,) = expectation_findings(outcomes, frozenset()).iter_rows(named=True)
    assert counted["check_id"] == "GX001"
    assert counted["record_id"] == "1-2"
    assert "-3.0" in counted["message"]


def test_a_contradiction_is_no_pass(tmp_path: Path, contract: Contract) -> None:
    """Were the facts and the findings ever to differ, that would be a fault of ours, and it is told as one."""
    facts, findings = _facts(write(tmp_path, sound_tables(), contract), contract)
    facts["gold"] = facts["gold"].with_columns(pl.lit(value=False).alias("SPAN004"))
    outcomes = run_checkpoint(
        facts, [suite for suite in generated(contract) if suite.frame == "gold"], tmp_path / "gx"
    )
    assert crashes(outcomes, findings) == ("tinbai-gold: SPAN004 failed there and not in the engine",)


def test_a_crashed_metric_is_told_apart_from_a_failed_one(tmp_path: Path, contract: Contract) -> None:
    facts, _ = _facts(write(tmp_path, sound_tables(), contract), contract)
    suite = _own(
        "articles",
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "nowhere", "min_value": 1}},
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "chars", "min_value": 100_000}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "id"}},
    )
    outcomes = run_checkpoint(facts, [suite], tmp_path / "gx")
    assert [one.status for one in outcomes] == ["crashed", "failed", "passed"]
    assert "nowhere" in outcomes[0].observed


def test_the_projects_own_suite_counts_by_its_own_severity(tmp_path: Path, contract: Contract) -> None:
    rules = only(contract, "GX002")
    inputs = write(tmp_path, some(sound_tables(), "articles"), rules)
    rule = {
        "type": "expect_column_unique_value_count_to_be_between",
        "kwargs": {"column": "source", "min_value": 9},
    }
    write_own(inputs, "articles-sources", rule | {"severity": "warning"}, rule | {"severity": "critical"})
    verdict = validate(inputs, rules, reports=tmp_path / "reports", progress=silent)
    assert (verdict.errors, verdict.warnings, verdict.crashed, verdict.exit_code) == (1, 1, (), 1)
    assert verdict.counts == {"GX002": 2}


def test_a_crashed_suite_is_exit_3_and_the_reports_are_written(tmp_path: Path, contract: Contract) -> None:
    rules = only(contract, "GX002")
    inputs = write(tmp_path, some(sound_tables(), "articles", "gold"), rules)
    write_own(inputs, "gold", {"type": "expect_column_max_to_be_between", "kwargs": {"column": "nowhere"}})
    verdict = validate(inputs, rules, reports=tmp_path / "reports", progress=silent)
    assert (verdict.errors, verdict.exit_code, verdict.passed) == (0, 3, False)
    assert len(verdict.crashed) == 1
    assert "could not be judged" in (tmp_path / "reports" / "summary.md").read_text(encoding="utf-8")
    assert (
        json.loads((tmp_path / "reports" / "report.json").read_text(encoding="utf-8"))["verdict"] == "crashed"
    )


def test_an_expectation_that_does_not_exist(tmp_path: Path, contract: Contract) -> None:
    facts, _ = _facts(write(tmp_path, sound_tables(), contract), contract)
    with pytest.raises(ConfigError, match="gold-mine") as raised:
        run_checkpoint(facts, [_own("gold", {"type": "expect_miracles", "kwargs": {}})], tmp_path / "gx")
    assert "\n" not in str(raised.value)


def test_outcomes_carry_where_they_come_from(tmp_path: Path, contract: Contract) -> None:
    facts, _ = _facts(write(tmp_path, sound_tables(), contract), contract)
    outcomes = run_checkpoint(facts, generated(contract), tmp_path / "gx")
    by_suite: dict[str, list[ExpectationOutcome]] = {}
    for one in outcomes:
        by_suite.setdefault(one.suite, []).append(one)
    for frame in FRAMES:
        listed = expectation_suite(contract, frame)["expectations"]
        assert isinstance(listed, list)
        assert [one.type for one in by_suite[f"tinbai-{frame}"]] == [one["type"] for one in listed]
