"""Every report of the hostile corpus, read by a parser that had no part in writing it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import cmarkgfm
import defusedxml.ElementTree
import junitparser
import lxml.etree
import lxml.html
import pytest
from cmarkgfm.cmark import Options
from selectolax.lexbor import LexborHTMLParser

from schemas.contract import Contract
from schemas.progress import silent
from schemas.visible import visible
from tests.runner import commands
from tests.validation.conftest import Reports
from tests.validation.factory import sound_tables, write
from tests.validation.hostile import CORPUS, LONG_TITLE, acting, not_utf8
from validation.report.annotations import github_annotations
from validation.report.document import Document, Example, Failing, Waived
from validation.report.html import report_html
from validation.report.junit import junit_xml
from validation.report.summary import summary_md
from validation.run import validate
from validation.verdict import WaiverUse

TEXTS = ("report.html", "report.json", "report.sarif", "junit.xml", "summary.md")


def test_nothing_crashes_and_all_is_found(corpus: Reports) -> None:
    verdict = corpus.verdict
    assert verdict.exit_code == 1
    assert not verdict.crashed
    for check in ("ART002", "ART012", "SPAN005", "TOP001"):
        assert verdict.counts[check] >= len(CORPUS) - 1, check


@pytest.mark.parametrize("name", [*TEXTS, "violations.csv"])
def test_reports_hold_no_character_that_acts(corpus: Reports, name: str) -> None:
    text = corpus.text(name).removeprefix("\ufeff")
    ours = {"\r"} if name == "violations.csv" else set()
    assert set(acting(text)) - ours == set()


@pytest.mark.parametrize("name", TEXTS)
def test_long_values_are_cut(corpus: Reports, name: str) -> None:
    assert len(LONG_TITLE) > 10_000_000
    assert (corpus.folder / name).stat().st_size < 1 << 20
    assert max(map(len, re.findall(r"[\u0300-\u036f\u0489]+", corpus.text(name))), default=0) <= 3


def test_html_by_two_parsers(corpus: Reports) -> None:
    """Lexbor reads as browsers do, libxml2 as it likes: neither finds more than our own elements."""
    page = corpus.text("report.html")
    tree, other = LexborHTMLParser(page), lxml.html.document_fromstring(page)
    for tag in (
        "script",
        "img",
        "iframe",
        "object",
        "link",
        "base",
        "form",
        "animate",
        "plaintext",
        "textarea",
    ):
        assert tree.css(tag) == [], tag
        assert other.findall(f".//{tag}") == [], tag
    assert len(tree.css("style")) == len(tree.css("title:not(svg title)")) == len(tree.css("main")) == 1
    assert [node.attributes.get("http-equiv") for node in tree.css("meta[http-equiv]")] == [
        "Content-Security-Policy"
    ]
    elements = [node for node in tree.css("*") if node.tag != "-comment"]
    assert not {
        name for node in elements for name in node.attributes if name.startswith("on") or name == "autofocus"
    }
    assert {(node.attributes.get("href") or "")[:1] for node in tree.css("[href]")} == {"#"}
    shown = tree.body.text() if tree.body else ""
    assert visible(CORPUS["script"]) in shown
    assert CORPUS["jinja"][:11] in shown
    seen = [node.tag for node in other.iter() if isinstance(node.tag, str)]
    # Only a browser's parser adds the tbody that HTML implies.
    assert len([node for node in elements if node.tag != "tbody"]) == len(seen) - seen.count("tbody")


def test_junit_by_four_parsers(corpus: Reports) -> None:
    path = corpus.folder / "junit.xml"
    strict = lxml.etree.parse(path, lxml.etree.XMLParser(resolve_entities=False, recover=False)).getroot()
    plain = defusedxml.ElementTree.parse(path, forbid_dtd=True).getroot()
    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    assert (
        len(cases) == len(strict.findall(".//testcase")) == len(plain.findall(".//testcase")) == suites.tests
    )
    failed = [case for case in cases if any(isinstance(one, junitparser.Failure) for one in case.result)]
    assert len(failed) == suites.failures > 10
    assert {element.tag for element in strict.iter()} == {
        *("testsuites", "testsuite", "testcase", "failure", "system-out", "skipped")
    }
    told = "".join(strict.itertext())
    assert CORPUS["script"] in told
    assert "]]>" in told


def test_json(corpus: Reports) -> None:
    body = json.loads(corpus.text("report.json"), parse_constant=pytest.fail)
    assert body["errors"] == corpus.verdict.errors
    assert set(body["failing"]) == set(corpus.verdict.counts)


@pytest.fixture(scope="module")
def every(corpus: Reports) -> Document:
    """Every text of the corpus as every part of an example, where a real run shows the first few of each check."""
    outcome = next(one for one in corpus.verdict.checks if one.count)

    def example(text: str) -> Example:
        said = visible(text[:80].replace("\n", " ⏎ "))
        return Example("gold", said, said, said, 0, 0, said, said, said, said, said, said)

    failing = tuple(Failing(outcome, "error", (example(text),), 0) for text in CORPUS.values())
    crashed = replace(corpus.verdict, crashed=tuple(visible(text[:80]) for text in CORPUS.values()))
    return Document(
        verdict=crashed,
        contract_version="1",
        contract_sha256="0" * 64,
        norm_versions=(),
        totals=(("articles", 1, ""),),
        since=None,
        failing=failing,
        bars=(),
        columns=(),
        agreement=(),
        confusion=None,
        annotators=(),
        weeks=(),
        timelines=(),
        files={},
    )


def test_the_summary_as_github_renders_it(corpus: Reports, every: Document) -> None:
    """No tag but those of our own lines, no link or picture, no address that GitHub would make a link of."""
    assert len(corpus.text("summary.md").encode()) < 1 << 20
    for text in (corpus.text("summary.md"), summary_md(every)):
        for options in (0, Options.CMARK_OPT_UNSAFE):
            page = LexborHTMLParser(cmarkgfm.github_flavored_markdown_to_html(text, options))
            inside = {node.tag for node in page.css("body *")}
            assert inside <= {
                "h2",
                "p",
                "ul",
                "li",
                "code",
                "strong",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
            }
            assert len(page.css("h2")) == 1
            assert len(page.css("table")) == 1
            prose = " ".join(node.text(deep=False) for node in page.css("p, li, td, th, strong, h2"))
            assert not re.search(r"evil|<|@|#1|::|##|\$\{", prose)
    shown = " ".join(node.text() for node in page.css("code"))
    for name in ("script", "markdown", "backticks", "expression", "bare links"):
        assert visible(CORPUS[name][:60]).strip() in shown, name


def test_every_example_in_page_and_junit(every: Document) -> None:
    page = LexborHTMLParser(report_html(every))
    assert {node.tag for node in page.css("main *")} <= {
        *(
            "section",
            "h2",
            "h3",
            "p",
            "a",
            "code",
            "span",
            "article",
            "ol",
            "ul",
            "li",
            "bdi",
            "mark",
            "blockquote",
        ),
        *("strong", "div", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    }
    cases = lxml.etree.fromstring(junit_xml(every))
    assert cases.find(".//failure") is not None


def test_annotations_are_ours_alone(corpus: Reports, every: Document) -> None:
    lines = corpus.verdict.annotations
    found = commands("\n".join(lines))
    assert len(found) == len(lines)
    assert [one.name for one in found] == ["error"] * 10 + ["warning"] * (len(found) - 10)
    assert all(set(one.properties) == {"title"} for one in found)
    counts = corpus.verdict.counts
    for one in found[:9]:
        check, *_, many = one.properties["title"].split()
        assert many == f"({counts[check]:,})"
    failing = sum(1 for check in corpus.verdict.checks if check.count and check.severity == "error")
    assert [len(commands(line)) for line in github_annotations(every)] == [1] * 10
    assert found[9].data == f"{failing - 9} more checks failed, see report.html"


def test_a_title_of_the_users_own_check_stays_a_title(every: Document) -> None:
    """Checks come from files of a workspace, too, and a pull request may change those."""
    told = "x,file=y::z%3A\r\n::error::ran, [x](https://evil.example) <b>"
    one = every.failing[0]
    own = replace(one.outcome, check=replace(one.outcome.check, title=told, meaning=told, fix=told))
    waived = Waived(WaiverUse(1, "OWN001", (), told, "", "2027-03-01", "holds", 1), told, "", told, told)
    document = replace(
        every,
        failing=(replace(one, outcome=own),),
        verdict=replace(every.verdict, crashed=(), checks=(own,)),
        waivers=(waived,),
    )
    (line,) = github_annotations(document)
    (found,) = commands(line)
    assert found.properties == {"title": f"{own.check.id} {told} ({own.count:,})"}
    page = LexborHTMLParser(
        cmarkgfm.github_flavored_markdown_to_html(summary_md(document), Options.CMARK_OPT_UNSAFE)
    )
    assert {node.tag for node in page.css("td *, p *, li *")} <= {"strong", "code"} | {"a"}
    assert page.css("b, img") == []


def test_text_that_is_no_utf8_is_a_finding(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    not_utf8(inputs)
    verdict = validate(inputs, contract, reports=tmp_path / "r", progress=silent)
    assert verdict.exit_code == 1
    assert {"TAB001"} <= set(verdict.counts)
    for name in TEXTS:
        assert set(acting((tmp_path / "r" / name).read_bytes().decode("utf-8"))) == set()
