"""Waived and known: whatever is excused, the counts balance, and what is new alone decides."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import lxml.etree
import lxml.html
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.contract import Contract, default_contract
from schemas.progress import silent
from tests.validation.factory import broken, only, sound_tables, write
from tests.validation.hostile import BREAKERS, shown_safely
from tests.validation.messy import looked_at, mess, messy
from validation.baseline import Baseline, baseline_of
from validation.catalogue import NEVER
from validation.engine.log import Log
from validation.excuse import excuse
from validation.judge import verdict_of
from validation.run import validate
from validation.verdict import Verdict
from validation.violations import violations_table
from validation.waivers import Standing, Waiver, load_waivers

FAR = date(2999, 1, 1)


@cache
def found() -> tuple[pa.Table, Log]:
    with TemporaryDirectory() as folder:
        scanned, _ = looked_at(messy(Path(folder), default_contract()), default_contract())
        table = violations_table(scanned.log.findings(), default_contract(), scanned.whole.sources["splits"])
    return table, scanned.log


def verdict(waivers: list[Standing], baseline: Baseline | None) -> tuple[Verdict, pa.Table]:
    table, log = found()
    contract = default_contract()
    ran = {check for check, _ in log.ran}
    excused = excuse(table, waivers, baseline, contract_sha256=contract.sha256, ran=ran)
    return verdict_of(contract, log, excused, (), ()), excused.violations


def standing(check: str, **narrowed: str) -> Standing:
    return Standing(Waiver(check=check, reason=f"of {check}", expires=FAR, **narrowed), 1, "holds")


@settings(deadline=None)
@given(data=st.data())
def test_counts_balance_and_what_is_new_decides(data: st.DataObject) -> None:
    rows = found()[0].to_pylist()
    places = st.sets(st.integers(0, len(rows) - 1))
    waived = {
        p for p in data.draw(places | st.just(set(range(len(rows))))) if rows[p]["check_id"] not in NEVER
    }
    known = data.draw(st.none() | places | st.just(set(range(len(rows)))))
    waivers = [standing(rows[p]["check_id"], fingerprint=rows[p]["fingerprint"]) for p in sorted(waived)]
    baseline = None
    if known is not None:
        checks = {rows[p]["check_id"]: set() for p in known}
        for p in known:
            checks[rows[p]["check_id"]].add(rows[p]["fingerprint"])
        baseline = Baseline({check: frozenset(some) for check, some in checks.items()}, "")
    told, table = verdict(waivers, baseline)
    after = table.to_pylist()
    may = {p for p in known or () if rows[p]["check_id"] not in NEVER} - waived
    expected = ["waived" if p in waived else "known" if p in may else "new" for p in range(len(rows))]
    assert [row["state"] for row in after] == expected
    assert [row["excuse"] for row in after] == [
        f"of {row['check_id']}" if state == "waived" else None
        for row, state in zip(rows, expected, strict=True)
    ]
    assert [{**row, "state": "new", "excuse": None} for row in after] == rows
    assert table.schema.equals(found()[0].schema, check_metadata=True)

    by_check = Counter((row["check_id"], state) for row, state in zip(rows, expected, strict=True))
    for one in told.checks:
        states = [by_check[one.check.id, state] for state in ("new", "known", "waived")]
        assert [one.count, one.known, one.waived] == states
        assert (one.status == "failed") == bool(states[0])
        assert (one.status == "excused") == (not states[0] and any(states))
    assert told.errors + told.warnings + told.known + told.waived == len(rows)
    new = [row["severity"] for row, state in zip(rows, expected, strict=True) if state == "new"]
    assert (told.errors, told.warnings) == (new.count("error"), new.count("warning"))
    assert told.exit_code == int("error" in new)


def test_a_waiver_of_a_whole_check_and_one_that_is_narrowed() -> None:
    rows = found()[0].to_pylist()
    of = [row for row in rows if row["check_id"] == "ART007"]
    assert len(of) > 1
    told, table = verdict([standing("ART007", record=of[0]["record_id"]), standing("ART007")], None)
    same = [row for row in of if row["record_id"] == of[0]["record_id"]]
    assert [use.count for use in told.waivers] == [len(same), len(of) - len(same)]
    assert {row["state"] for row in table.to_pylist() if row["check_id"] == "ART007"} == {"waived"}
    for name, column in (("table", "table"), ("article", "article_id")):
        told, _ = verdict([standing("SPAN005", **{name: of[0][column]})], None)
        expected = [row for row in rows if row["check_id"] == "SPAN005" and row[column] == of[0][column]]
        assert told.waivers[0].count == len(expected)


def test_what_is_said_of_waivers() -> None:
    soon = replace(standing("ART007"), state="ends soon", line=3)
    gone = replace(standing("ART012"), state="expired", line=9)
    old = replace(standing("ART006"), state="expired", line=15)
    for_nothing = replace(standing("SPAN006"), line=21)
    late = replace(standing("ART007"), line=27)
    told, _ = verdict([soon, gone, old, for_nothing, late, standing("SPAN005")], None)
    assert told.remarks == (
        "waivers.toml:3: ART007: expires on 2999-01-01",
        "waivers.toml:9: ART012: expired on 2999-01-01: 1 violation counts again",
        "waivers.toml:15: ART006: expired on 2999-01-01 and is not needed: remove it",
        "waivers.toml:21: SPAN006: waives nothing: remove it",
        "waivers.toml:27: ART007: waives nothing: remove it",
    )
    (counted,) = [one for one in told.checks if one.check.id == "ART012"]
    assert (counted.status, counted.waived) == ("failed", 0)


def test_what_is_gone_is_told_but_not_of_checks_that_did_not_run() -> None:
    table, log = found()
    whole = baseline_of(table, default_contract().sha256)
    absent = "GX002"
    assert absent not in {check for check, _ in log.ran}
    more = Baseline(
        {**whole.checks, "ART004": frozenset({"0" * 32, "1" * 32}), absent: frozenset({"2" * 32})},
        whole.contract_sha256,
    )
    told, _ = verdict([], more)
    assert told.compared is not None
    assert (told.compared.listed, told.compared.gone) == (whole.count + 3, 2)
    assert f"2 of the {whole.count + 3} in the baseline are gone: write it anew" in told.remarks
    assert told.headline.startswith(f"failed: {told.errors} new error")
    assert f", {whole.count} known (" in told.headline
    assert verdict([], replace(whole, contract_sha256="0"))[0].remarks[0] == (
        "the baseline was written under another contract"
    )


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> tuple[Verdict, Path]:
    """A mess, all of whose errors are waived or known but those of SPAN005, of which one is; a reason tries to break
    the page."""
    root = tmp_path_factory.mktemp("reported")
    inputs = broken(root, contract, mess)
    _, rows = looked_at(inputs, contract)
    reason = json.dumps(BREAKERS.replace("\x7f", "")[:400])
    text = (
        f'[[waiver]]\ncheck = "ART007"\nreason = {reason}\nby = "Lan"\nexpires = 2027-03-01\n'
        f'[[waiver]]\ncheck = "ART104"\nreason = "x | y"\nexpires = 2020-01-01\n'
        f'[[waiver]]\ncheck = "GX001"\ntable = "<script>"\nreason = "none"\nexpires = 2999-03-01\n'
    )
    (root / "waivers.toml").write_text(text, encoding="utf-8")
    known = [row for row in rows if row["check_id"] not in {"SPAN005", "ART007", "ART104"}]
    known.append(next(row for row in rows if row["check_id"] == "SPAN005"))
    checks = {str(row["check_id"]) for row in known}
    listed = {
        check: frozenset(str(row["fingerprint"]) for row in known if row["check_id"] == check)
        for check in checks
    }
    waivers = load_waivers(root / "waivers.toml", date(2027, 2, 25))
    told = validate(
        inputs,
        contract,
        reports=root / "r",
        progress=silent,
        waivers=waivers,
        baseline=Baseline(listed, contract.sha256),
    )
    return told, root / "r"


def test_the_page_tells_them_apart(reported: tuple[Verdict, Path]) -> None:
    told, reports = reported
    page = (reports / "report.html").read_text(encoding="utf-8")
    tree = lxml.html.document_fromstring(page)
    said = " ".join(tree.xpath("string(//header)").split())
    assert f"Failed: {told.errors} new errors" in said
    assert f"Not counted: {told.known} known, {told.waived} waived." in said
    cards = {card.get("id") for card in tree.xpath("//section[@id='failing']//article")}
    assert cards == set(told.counts)
    assert not cards & {"ART007", "SPAN004"}
    assert told.counts["SPAN005"] == len(tree.xpath("//*[@id='SPAN005']//ol/li")) == 2
    assert "and 1 known" in tree.xpath("string(//*[@id='SPAN005']//h3)")
    waived = " ".join(tree.xpath("string(//section[@id='waived'])").split())
    assert "expires on 2027-03-01" in waived
    assert "expired on 2020-01-01" in waived
    assert "waives nothing: remove it" in waived
    assert "Lan" in waived
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    assert {element.get("href", "")[1:] for element in tree.iter("a")} <= ids
    assert shown_safely(page)
    assert tree.findall(".//script") == []


def test_excused_checks_and_expectations_are_no_failures_of_junit(reported: tuple[Verdict, Path]) -> None:
    told, reports = reported
    tree = lxml.etree.parse(reports / "junit.xml").getroot()
    failed = {
        case.get("name").split()[0]
        for case in tree.iter("testcase")
        if case.get("classname") != "tinbai.Great Expectations" and case.find("failure") is not None
    }
    suites = {one.suite for one in told.expectations}
    cases = [
        case for case in tree.iter("testcase") if case.get("classname").removeprefix("tinbai.") in suites
    ]
    broke = [case for case in cases if case.find("failure") is not None]
    assert broke
    assert all("SPAN005" in case.get("name") for case in broke)
    assert any(one.excused for one in told.expectations)
    assert {one.check.id for one in told.checks if one.status == "excused"} >= {"ART007", "SPAN004", "TOP001"}
    assert {name for name in failed if not name.startswith("expect")} == {
        one.check.id for one in told.checks if one.count and one.severity == "error"
    }
    (art007,) = [case for case in tree.iter("testcase") if case.get("name").startswith("ART007")]
    assert "waived until 2027-03-01" in art007.findtext("system-out")


def test_json_summary_and_table_say_the_same(reported: tuple[Verdict, Path]) -> None:
    told, reports = reported
    body = json.loads((reports / "report.json").read_text(encoding="utf-8"))
    assert (body["errors"], body["known"], body["waived"]) == (told.errors, told.known, told.waived)
    assert body["baseline"] == {"gone": 0, "listed": told.known, "same_contract": True}
    for check in body["checks"]:
        assert check["violations"] == check["new"] + check["known"] + check["waived"]
    assert [one["state"] for one in body["waivers"]] == ["ends soon", "expired", "holds"]
    states = Counter(pq.read_table(reports / "violations.parquet")["state"].to_pylist())
    assert states == {"new": told.errors + told.warnings, "known": told.known, "waived": told.waived}
    text = (reports / "summary.md").read_text(encoding="utf-8")
    assert f"ART007 {states['waived']} waived" in text
    assert shown_safely(text)
    assert "x \\| y" in text


def test_where_all_is_excused_it_passed(tmp_path: Path, contract: Contract) -> None:
    def english(tables: dict[str, list[dict[str, object]]]) -> None:
        tables["articles"][0]["event_date"] = "2024-02-30"

    rules = only(contract, "ART012")
    inputs = broken(tmp_path, rules, english)
    told = validate(inputs, rules, reports=tmp_path / "r", progress=silent, waivers=[standing("ART012")])
    assert (told.exit_code, told.passed, told.waived) == (0, True, 1)
    assert told.headline.startswith("passed with 1 waived (")
    assert lxml.etree.parse(tmp_path / "r" / "junit.xml").getroot().get("failures") == "0"


def test_without_waivers_nothing_is_said_of_them(tmp_path: Path, contract: Contract) -> None:
    rules = only(contract, "ART012")
    inputs = write(tmp_path, sound_tables(), rules)
    told = validate(inputs, rules, reports=tmp_path / "r", progress=silent)
    assert told.remarks == ()
    page = (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    assert 'id="waived"' not in page
