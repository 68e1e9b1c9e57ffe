"""checks.toml: the project's own checks run beside the catalogue's and are told like them."""

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from lxml import etree

from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.progress import silent
from tests.validation.factory import ANNOTATORS, Tables, broken, some, sound_tables, story, write
from tests.validation.own import write_checks
from validation.catalogue import CATALOGUE
from validation.engine.log import Log
from validation.engine.scan import scan
from validation.inputs import LABELS, Inputs
from validation.own.checks_file import own_checks
from validation.own.columns import empty_frame
from validation.run import validate
from validation.verdict import Verdict

REUTERS = {
    "id": "OWN001",
    "title": "Agency | stories <b>stay</b> out",
    "table": "articles",
    "severity": "error",
    "breach": 'pl.col("text").str.contains("tổ dân phố số 5", literal=True)',
    "message": "the story is an agency's",
}
SHORT = {
    "id": "OWN010",
    "title": "Names are longer than a letter",
    "table": "gold",
    "scope": "span",
    "severity": "warning",
    "breach": '(pl.col("label") == "GPE") & pl.col("surface").str.starts_with("Đà")',
    "message": "a place in the highlands",
    "meaning": "Why it matters.",
    "example": "“X”",
    "fix": "Look at it.",
}
MANY = {
    "id": "OWN002",
    "title": "Not too many names of a newcomer",
    "table": "annotations",
    "scope": "record",
    "severity": "warning",
    "breach": f'(pl.col("annotator") == "{ANNOTATORS[1]}") & (pl.col("n_entities") / pl.col("chars") > 0.005)',
    "message": "more names than one in 200 letters",
}


def _run(inputs: Inputs, contract: Contract) -> Verdict:
    return validate(inputs, contract, reports=inputs.root / "reports", progress=silent)


def _scanned(inputs: Inputs, contract: Contract) -> tuple[Counter[str], Log]:
    """How often each check finds something, without Great Expectations and reports."""
    log = scan(inputs, contract, silent, own_checks(inputs.own_checks, contract)).log
    return Counter(log.findings()["check_id"]), log


def _only(**more: str) -> dict[str, str]:
    return REUTERS | more


def test_they_are_found_and_told_in_every_report(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    write_checks(inputs, SHORT, REUTERS, MANY)
    verdict = _run(inputs, contract)
    assert [one.check.id for one in verdict.checks] == [one.id for one in CATALOGUE] + [
        "OWN001",
        "OWN002",
        "OWN010",
    ]
    places = [number for number in range(12) if "Đà Lạt" in dict(story(number)[1])]
    assert verdict.counts["OWN001"] == 1
    assert verdict.counts["OWN010"] == len(places) > 0
    assert verdict.counts["OWN002"] > 0
    assert (verdict.errors, verdict.exit_code, verdict.crashed) == (1, 1, ())
    table = pq.read_table(tmp_path / "reports" / "violations.parquet").to_pylist()
    assert [row["check_id"] for row in table] == sorted(row["check_id"] for row in table)
    first = next(row for row in table if row["check_id"] == "OWN001")
    assert (first["table"], first["row"], first["severity"]) == ("articles", 2, "error")
    span = next(row for row in table if row["check_id"] == "OWN010")
    assert span["snippet"][span["start"] - max(span["start"] - 60, 0) :].startswith("Đà Lạt")
    reports = {file.name: file.read_bytes() for file in (tmp_path / "reports").iterdir()}
    for name in ("report.html", "report.json", "junit.xml", "summary.md"):
        assert b"OWN010" in reports[name], name
    assert b"<b>stay</b>" not in reports["report.html"]
    assert reports["summary.md"].count(b"Agency \\| stories \\<b\\>stay") == 2, "in the table and below it"
    cases = etree.fromstring(reports["junit.xml"]).xpath("//testsuite[@name='OWN']/testcase")
    assert [len(case.findall("failure")) for case in cases] == [1, 0, 0]
    listed = json.loads(reports["report.json"])["checks"][-1]
    assert listed | {"violations": 0} == listed | {
        "id": "OWN010", "title": SHORT["title"], "severity": "warning", "status": "failed", "tables": ["gold"], "violations": 0,
    }  # fmt: skip


def test_a_sound_workspace_passes_them(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, some(sound_tables(), "articles"), contract)
    write_checks(inputs, _only(breach='pl.col("text").str.contains("Theo Reuters")'))
    verdict = _run(inputs, contract)
    assert verdict.counts == {}
    assert verdict.checks[-1].status == "passed"


def test_one_without_its_table_does_not_run(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, {"articles": sound_tables()["articles"]}, contract)
    write_checks(inputs, SHORT)
    last = _run(inputs, contract).checks[-1]
    assert (last.check.id, last.status, last.reason) == ("OWN010", "not run", "no gold yet")


def test_words_go_over_lines_as_their_writer_likes(tmp_path: Path, contract: Contract) -> None:
    file = Inputs.below(tmp_path).own_checks
    write_checks(Inputs.below(tmp_path), SHORT | {"meaning": "Why\n   it matters.\n"})
    assert own_checks(file, contract)[0].meaning == "Why it matters."


def test_without_the_file_there_are_none(tmp_path: Path, contract: Contract) -> None:
    assert own_checks(tmp_path / "checks.toml", contract) == ()


def test_data_that_an_expression_cannot_take_is_exit_3(tmp_path: Path, contract: Contract) -> None:
    """Types are known beforehand; what stands in the rows is not. Others still say what they find."""
    inputs = write(tmp_path, some(sound_tables(), "articles"), contract)
    crash = _only(id="OWN003", breach='pl.col("title").str.to_integer() > 3')
    write_checks(inputs, crash, REUTERS)
    verdict = _run(inputs, contract)
    assert (verdict.errors, verdict.exit_code) == (1, 3)
    (told,) = verdict.crashed
    assert told.startswith("OWN003 over articles: ")
    assert "\n" not in told
    by_id = {one.check.id: one for one in verdict.checks}
    assert by_id["OWN001"].count == 1
    assert by_id["OWN003"].status == "not run"
    assert "could not judge" in by_id["OWN003"].reason
    assert "OWN003" in (tmp_path / "reports" / "summary.md").read_text(encoding="utf-8")


def test_null_is_no_breach(tmp_path: Path, contract: Contract) -> None:
    def untitled(tables: Tables) -> None:
        tables["articles"][0]["title"] = None

    inputs = broken(tmp_path, contract, untitled)
    write_checks(inputs, _only(breach='pl.col("title") != "x"'))
    assert _scanned(inputs, contract)[0] == {"OWN001": 11}


def test_each_batch_is_judged_alike(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    write_checks(inputs, SHORT, REUTERS, MANY)
    whole, _ = _scanned(inputs, contract)
    assert set(whole) == {"OWN001", "OWN002", "OWN010"}
    monkeypatch.setattr("validation.engine.source.BATCH", 2)
    assert _scanned(inputs, contract)[0] == whole


@pytest.mark.parametrize("table", ["articles", *LABELS])
def test_the_columns_that_are_promised_are_there(tmp_path: Path, contract: Contract, table: str) -> None:
    """Every column of every scope, named in one check each, over real tables: none crashes, each runs."""
    inputs = write(tmp_path, sound_tables(), contract)
    checks = []
    for scope in ("record", "span") if table in LABELS else ("article",):
        for name in empty_frame(contract, table, scope).columns:
            check = _only(
                id=f"OWN{len(checks):03d}", table=table, scope=scope, breach=f'pl.col("{name}").is_null()'
            )
            checks.append(check)
    write_checks(inputs, *checks)
    _, log = _scanned(inputs, contract)
    assert log.crashed == {}
    assert {check["id"] for check in checks} == {name for name, _ in log.ran if name.startswith("OWN")}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "ART001"}, ":2: check.id: string should match pattern"),
        ({"id": "OWN1"}, ":2: check.id: "),
        ({"table": "clusters"}, "table: input should be 'articles', 'suggestions', 'annotations' or 'gold'"),
        ({"severity": "fatal"}, "severity: input should be 'error' or 'warning'"),
        ({"scope": "span"}, ":1: check: OWN001: scope is article for articles"),
        ({"table": "gold"}, "OWN001: scope is record or span for gold"),
        ({"mesage": "x"}, ":8: unknown key 'check.mesage'; did you mean 'message'?"),
        ({"zzz": "x"}, ":8: unknown key 'check.zzz'; possible keys: id, title, table, scope, severity, breach, message"),
        ({"title": " "}, "title: it is empty"),
        ({"title": "\x1b[31mred"}, "title: it holds what cannot be seen: ⟨U+001B⟩[31mred"),
        ({"fix": "one\u202etwo"}, "fix: it holds what cannot be seen"),
        ({"breach": 'pl.col("txt") == "x"'}, "has no column txt there; columns are author, captions, chars"),
        ({"breach": 'pl.col("chars")'}, "gives UInt32, and a check wants true or false"),
        ({"breach": 'pl.col("chars") > "x"'}, "breach cannot be: "),
        ({"breach": 'pl.col("chars").str.contains("x")'}, "breach cannot be: "),
        ({"breach": 'pl.col("text").str.contains("(")'}, "breach cannot be: regex"),
        ({"breach": 'pl.lit(True)'}, "looks at no column"),
        ({"breach": 'pl.col("text").map_elements(print)'}, "map_elements is not for checks"),
        ({"breach": 'import os'}, "not an expression of Python"),
    ],
    ids=lambda one: str(one)[:50],
)  # fmt: skip
def test_a_check_that_cannot_be(
    tmp_path: Path, contract: Contract, change: dict[str, str], says: str
) -> None:
    inputs = Inputs.below(tmp_path)
    write_checks(inputs, REUTERS | change)
    with pytest.raises(ConfigError) as raised:
        own_checks(inputs.own_checks, contract)
    assert says in str(raised.value)
    assert str(raised.value).startswith(f"{inputs.own_checks}:")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[check]\n", "is not TOML"),
        (b"\xff\xfe", "is not TOML"),
        ("a = " + "1" * 5_000, "is not TOML"),
        ("check = 3", r":1: check: each begins with \[\[check\]\]"),
        ("[check]\nid = 'OWN001'", "two pairs of brackets"),
        ("[[checks]]\nid = 'OWN001'", ":1: unknown key 'checks'; did you mean 'check'?"),
        ("check = [3]", "check: input should be a valid dictionary"),
        ("\n[[check]]\n", ":2: check.id: field required"),
        ("[[check]]\n" * 1_001, ":1: check: there are 1,001 of them, and 1,000 at the most"),
    ],
)
def test_a_file_that_cannot_be(tmp_path: Path, contract: Contract, text: str | bytes, says: str) -> None:
    file = tmp_path / "checks.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError, match=says) as raised:
        own_checks(file, contract)
    assert str(file) in str(raised.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, contract: Contract) -> None:
    inputs = Inputs.below(tmp_path)
    write_checks(inputs, REUTERS, REUTERS, SHORT | {"breach": "3"}, MANY | {"severity": "bad"})
    with pytest.raises(ConfigError) as raised:
        own_checks(inputs.own_checks, contract)
    told = [line.removeprefix(f"{inputs.own_checks}:") for line in str(raised.value).splitlines()]
    assert told[0] == "9: check: OWN001: the id stands twice"
    assert told[1].startswith("17: check: OWN010: ")
    assert told[2].startswith("34: check.severity: input should be 'error' or 'warning'")
    assert len(told) == 3


def test_lines_within_a_string_are_no_keys(tmp_path: Path, contract: Contract) -> None:
    file = tmp_path / "checks.toml"
    body = "[[check]]\nid = 'OWN001'\nbreach = '''\n[[check]]\nseverity = 1\n'''\nseverity = 'bad'\n"
    file.write_text(body, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"checks\.toml:7: check\.severity: "):
        own_checks(file, contract)


def test_no_breach_is_counted_twice_with_the_catalogue(tmp_path: Path, contract: Contract) -> None:
    """The catalogue's checks find the same beside the project's own as without them."""
    inputs = broken(tmp_path, contract, lambda tables: tables["gold"][1].update(primary_topic=None))
    alone, _ = _scanned(inputs, contract)
    write_checks(inputs, REUTERS)
    assert _scanned(inputs, contract)[0] == alone | {"OWN001": 1} != alone
