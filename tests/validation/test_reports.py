"""The reports: read back by parsers that are not ours, from data that would break them."""

import json
import re
from pathlib import Path
from xml.sax import ContentHandler, make_parser
from xml.sax.xmlreader import AttributesImpl

import lxml.etree
import lxml.html
import pyarrow.parquet as pq
import pytest

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.conftest import Reports
from tests.validation.factory import broken, sound_tables, write
from tests.validation.hostile import BREAKERS, hostile, shown_safely
from validation.report.inert import code
from validation.run import validate
from validation.verdict import Verdict

NAMES = {
    "report.html",
    "report.json",
    "report.sarif",
    "junit.xml",
    "summary.md",
    "violations.parquet",
    "violations.csv",
}


@pytest.fixture(scope="module")
def made(hostile_reports: Reports) -> tuple[Verdict, Path]:
    return hostile_reports.verdict, hostile_reports.folder


def _text(made: tuple[Verdict, Path], name: str) -> str:
    return (made[1] / name).read_text(encoding="utf-8")


def test_the_verdict_and_its_files(made: tuple[Verdict, Path]) -> None:
    verdict, reports = made
    assert verdict.exit_code == 1
    assert not verdict.crashed
    assert (
        {path.name for path in verdict.reports.values()} == {path.name for path in reports.iterdir()} == NAMES
    )
    assert {"SPAN005", "SPAN004", "TOP001", "ART002", "ART006", "ART007", "ART012", "TAB004"} <= set(
        verdict.counts
    )


def test_violations_are_the_contracts_table(made: tuple[Verdict, Path], contract: Contract) -> None:
    verdict, reports = made
    table = pq.read_table(reports / "violations.parquet")
    assert table.schema.equals(arrow_schema(contract, "violations"), check_metadata=True)
    assert len(table) == verdict.errors + verdict.warnings == sum(verdict.counts.values())
    assert all(len(snippet) <= 200 for snippet in table["snippet"].drop_null().to_pylist())


def test_the_page_is_inert(made: tuple[Verdict, Path]) -> None:
    page = _text(made, "report.html")
    tree = lxml.html.document_fromstring(page)
    for tag in ("script", "img", "link", "iframe", "object", "form", "base"):
        assert tree.findall(f".//{tag}") == [], tag
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert {element.get("href", "#")[0] for element in tree.iter("a")} == {"#"}
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "<script>document" in tree.text_content(), "it is shown, as text"
    assert "49" not in tree.xpath("//*[@id='SPAN005']")[0].text_content(), "nothing in data is a template"
    assert shown_safely(page)
    assert "http" not in re.sub(r"bao\d\.example|http-equiv", "", page), "nothing is fetched"


def test_the_page_leads_from_each_failed_check_to_its_examples(made: tuple[Verdict, Path]) -> None:
    tree = lxml.html.document_fromstring(_text(made, "report.html"))
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    assert {element.get("href", "")[1:] for element in tree.iter("a")} <= ids
    assert set(made[0].counts) <= ids
    headline = tree.findtext(".//h1/../h1") or tree.xpath("string(//h1)")
    assert f"{made[0].errors} errors" in " ".join(tree.xpath("string(//h1)").split()), headline


class _Cases(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.cases: list[str] = []
        self.tags: dict[str, int] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the SAX interface's name
        self.tags[name] = self.tags.get(name, 0) + 1
        if name == "testcase":
            self.cases.append(attrs["name"])


def test_junit_is_read_by_two_other_parsers(made: tuple[Verdict, Path]) -> None:
    verdict, reports = made
    handler = _Cases()
    parser = make_parser()
    parser.setContentHandler(handler)
    parser.parse(str(reports / "junit.xml"))
    tree = lxml.etree.parse(reports / "junit.xml").getroot()
    assert len(handler.cases) == len(verdict.checks) + len(verdict.expectations) == int(tree.get("tests"))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(tree.get(name)) == handler.tags.get(tag, 0)
    failed = {
        case.get("name").split()[0] for case in tree.iter("testcase") if case.find("failure") is not None
    }
    assert {one.check.id for one in verdict.checks if one.count and one.severity == "error"} <= failed
    assert shown_safely(_text(made, "junit.xml"))
    assert "<script>document" in "".join(tree.itertext())


def test_the_json_says_the_same(made: tuple[Verdict, Path]) -> None:
    body = json.loads(_text(made, "report.json"))
    assert (body["errors"], body["warnings"]) == (made[0].errors, made[0].warnings)
    assert body["verdict"] == "failed"
    assert {check["id"]: check["violations"] for check in body["checks"] if check["violations"]} == made[
        0
    ].counts


def test_the_summary_is_small_and_inert(made: tuple[Verdict, Path]) -> None:
    text = _text(made, "summary.md")
    assert len(text.encode()) < 1 << 20
    assert text.startswith("## tinbai validate: failed: ")
    assert shown_safely(text)
    outside = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", text)
    assert "<" not in outside.replace("\\<", "")
    assert "![" not in outside


@pytest.mark.parametrize("text", ["`", "``x`", "a`b``c", "x", "<b>", "a\n# b", BREAKERS])
def test_a_code_span_closes_where_it_should(text: str) -> None:
    span = code(text)
    fence = re.match("`+", span)
    assert fence is not None
    inside = span[len(fence[0]) : -len(fence[0])]
    assert span.endswith(fence[0])
    assert fence[0] not in re.findall("`+", inside)
    assert "\n" not in span


def test_many_violations_stay_under_a_mebibyte(tmp_path: Path, contract: Contract) -> None:
    tables = sound_tables(articles=40)
    for row in tables["articles"]:
        row |= {"event_date": "<" * 5_000, "license": None}
    verdict = validate(write(tmp_path, tables, contract), contract, reports=tmp_path / "r", progress=silent)
    assert verdict.counts["ART012"] == 43
    assert (tmp_path / "r" / "summary.md").stat().st_size < 50_000
    assert (tmp_path / "r" / "report.html").stat().st_size < 1 << 20


def test_the_same_workspace_elsewhere_gives_the_same_bytes(
    made: tuple[Verdict, Path], tmp_path: Path, contract: Contract
) -> None:
    inputs = broken(tmp_path / "two" / "deeper", contract, hostile)
    validate(inputs, contract, reports=tmp_path / "elsewhere", progress=silent)
    for name in NAMES:
        assert (made[1] / name).read_bytes() == (tmp_path / "elsewhere" / name).read_bytes(), name


def test_an_empty_workspace_gets_a_report_too(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, {}, contract)
    verdict = validate(inputs, contract, reports=tmp_path / "r", progress=silent)
    assert verdict.exit_code == 0
    assert {one.status for one in verdict.checks} == {"not run"}
    assert "Passed" not in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
