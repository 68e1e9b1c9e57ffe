"""Markdown for a job's summary page ($GITHUB_STEP_SUMMARY takes 1 MiB)."""

from collections.abc import Iterator
from dataclasses import replace

from validation.report.document import Document, Example, Failing
from validation.report.drift import since_line
from validation.report.inert import code, plain
from validation.verdict import Outcome

_LIMIT = 1_000_000
_EXAMPLES = 3
# A bar ends a cell of a table even inside of a code span.
_BAR = "\\|"


def summary_md(document: Document) -> str:
    """The verdict, what failed with a few examples, and the totals; always under 1 MiB."""
    text = "\n".join(_lines(document)) + "\n"
    if len(text.encode()) <= _LIMIT:
        return text
    cut = text.encode()[:_LIMIT].decode(errors="ignore")
    return cut[: cut.rindex("\n")] + "\n\n*The rest is in report.html.*\n"


def _lines(document: Document) -> Iterator[str]:
    verdict = document.verdict
    headline = "could not be judged" if verdict.crashed else verdict.headline
    yield f"## tinbai validate: {plain(headline)}"
    yield ""
    if verdict.crashed:
        yield "Some of it could not be judged; that is a fault of validation or of a suite, not of the data:"
        yield ""
        yield from (f"- {code(one)}" for one in verdict.crashed[:10])
        yield ""
    if document.totals:
        yield ", ".join(f"**{count:,}** {name} {note}".strip() for name, count, note in document.totals) + "."
        yield ""
    if document.since:
        yield plain(since_line(document.since))
        yield ""
    if document.failing:
        yield "| check | | violations | |"
        yield "| --- | --- | ---: | --- |"
        for one in document.failing:
            check = one.outcome.check
            yield f"| {check.id} | {one.severity} | {one.outcome.count:,} | {plain(check.title)} |"
        yield ""
        for one in document.failing:
            yield from _failing(one)
    yield from _excused(document)
    ran = [one for one in verdict.checks if one.status == "passed"]
    rest = [one for one in verdict.checks if one.status == "not run"]
    yield f"{len(ran)} checks passed." + (f" {len(rest)} did not run: {_ids(rest)}." if rest else "")


def _excused(document: Document) -> Iterator[str]:
    verdict = document.verdict
    excused = [one for one in verdict.checks if one.excused]
    if excused:
        yield "Not counted: " + "; ".join(f"{one.check.id} {one.excused}" for one in excused) + "."
        yield ""
    if document.waivers:
        yield "| waived | violations | last day | reason | |"
        yield "| --- | ---: | --- | --- | --- |"
        for one in document.waivers:
            what = " ".join(part for part in (one.use.check, code(one.narrowed)) if part)
            cells = (what, f"{one.use.count:,}", one.use.expires, code(one.reason), plain(one.remark))
            yield f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"
        yield ""
    yield from (f"- {plain(remark)}" for remark in verdict.remarks_of_known)
    if verdict.remarks_of_known:
        yield ""


def _ids(outcomes: list[Outcome]) -> str:
    return ", ".join(one.check.id for one in outcomes)


def _failing(one: Failing) -> Iterator[str]:
    check = one.outcome.check
    yield f"**{check.id} {plain(check.title)}** ({one.severity}). {plain(check.meaning)}"
    yield ""
    for example in one.examples[:_EXAMPLES]:
        name = f" {code(example.record_id)}" if example.record_id else ""
        yield f"- {_place(example)}{name}: {code(example.message)}"
        if example.marked:
            yield f"  {code(example.before[-40:] + '⟦' + example.marked + '⟧' + example.after[:40])}"
    rest = one.outcome.count - min(len(one.examples), _EXAMPLES)
    if rest > 0:
        yield f"- and {rest:,} more"
    yield ""
    yield f"To fix: {plain(check.fix)}"
    yield ""


def _place(example: Example) -> str:
    """The split is the data's word: bare, it might be the address of a page, which GitHub makes a link of."""
    if not example.split:
        return plain(example.place)
    return f"{plain(replace(example, split='').place)}, {code(example.split)}"
