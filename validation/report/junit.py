"""JUnit XML: a case per check and per expectation, for whatever shows test results."""

from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from schemas.visible import visible
from validation.report.document import Document, Example, Failing
from validation.verdict import Outcome


def junit_xml(document: Document) -> bytes:
    """UTF-8 XML. Errors are failures; warnings and what is known or waived are told in system-out; checks that
    did not run are skipped.

    Characters that XML cannot hold are written as ⟨U+0000⟩: ElementTree would write them raw, and no parser
    would read the file.
    """
    root = ET.Element("testsuites", name="tinbai validate")
    failing = {one.outcome.check.id: one for one in document.failing}
    for group, outcomes in groupby(
        document.verdict.checks, key=lambda one: one.check.id.rstrip("0123456789")
    ):
        suite = ET.SubElement(root, "testsuite", name=group)
        for outcome in outcomes:
            _case(suite, outcome, failing.get(outcome.check.id), document)
        _count(suite)
    if document.verdict.expectations:
        suite = ET.SubElement(root, "testsuite", name="Great Expectations")
        for one in document.verdict.expectations:
            case = _element(suite, one.suite, f"{one.type} {one.arguments}")
            if one.status == "crashed":
                ET.SubElement(case, "error", message=visible(one.observed), type="crashed")
            elif one.excused:
                ET.SubElement(case, "system-out").text = visible(f"known or waived: {one.observed}")
            elif one.status == "failed" and one.severity == "error":
                ET.SubElement(case, "failure", message=visible(one.observed), type=one.severity)
        _count(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", "0")
    ET.indent(root, " ")
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _element(suite: ET.Element, group: str, name: str) -> ET.Element:
    return ET.SubElement(
        suite, "testcase", classname=visible(f"tinbai.{group}"), name=visible(name), time="0"
    )


def _case(suite: ET.Element, outcome: Outcome, failing: Failing | None, document: Document) -> None:
    case = _element(suite, suite.get("name", ""), f"{outcome.check.id} {outcome.check.title}")
    if outcome.status == "not run":
        ET.SubElement(case, "skipped", message=visible(outcome.reason))
    elif failing is None and outcome.excused:
        ET.SubElement(case, "system-out").text = "\n".join(_excused(outcome, document))
    elif failing is not None:
        many = f"{outcome.count} violation{'s' if outcome.count != 1 else ''}"
        tag = "failure" if failing.severity == "error" else "system-out"
        told = ET.SubElement(case, tag)
        if tag == "failure":
            told.set("message", f"{many}: {failing.outcome.check.title}")
            told.set("type", failing.severity)
        told.text = "\n".join(
            [
                f"{many} ({failing.severity})",
                *_lines(failing),
                *_excused(outcome, document),
                f"How to fix: {outcome.check.fix}",
            ]
        )


def _excused(outcome: Outcome, document: Document) -> Iterator[str]:
    if outcome.excused:
        yield f"{outcome.excused}; not counted"
    for one in document.waivers:
        if one.use.check == outcome.check.id and one.use.count and one.use.state != "expired":
            yield f"- {one.use.count} waived until {one.use.expires}: {one.reason}"


def _lines(failing: Failing) -> Iterator[str]:
    for example in failing.examples:
        yield f"- {example.place}{_named(example)}: {example.message}"
    if failing.more:
        yield f"- and {failing.more} more in violations.parquet"


def _named(example: Example) -> str:
    return f" [{example.record_id}]" if example.record_id else ""


def _count(suite: ET.Element) -> None:
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", "0")
