"""GitHub's workflow commands: `::error title=...::message`, a line for each failed check.

The runner takes ten errors and ten warnings of a step and drops the rest without a word, so a check speaks once
with its first example, and the last line says how many were left out.
"""

from collections.abc import Iterator

from validation.report.document import Document, Failing

MOST = 10
_LONGEST = 1_000


def github_annotations(document: Document) -> tuple[str, ...]:
    """Lines for the runner, errors first; each is a whole command, and no text of data is outside its fields."""
    crashed = [("could not be judged", one) for one in document.verdict.crashed]
    errors = [_told(one) for one in document.failing if one.severity == "error"]
    warnings = [_told(one) for one in document.failing if one.severity != "error"]
    return (*_commands("error", crashed + errors), *_commands("warning", warnings))


def _told(one: Failing) -> tuple[str, str]:
    many = one.outcome.count
    title = f"{one.outcome.check.id} {one.outcome.check.title} ({many:,})"
    if not one.examples:
        return title, one.outcome.check.meaning
    first = one.examples[0]
    name = f" [{first.record_id}]" if first.record_id else ""
    more = f" (and {many - 1:,} more)" if many > 1 else ""
    return title, f"{first.place}{name}: {first.message}{more}"


def _commands(level: str, told: list[tuple[str, str]]) -> Iterator[str]:
    shown = told if len(told) <= MOST else told[: MOST - 1]
    for title, message in shown:
        yield f"::{level} title={_property(title)}::{_data(message[:_LONGEST])}"
    if len(told) > len(shown):
        yield f"::{level} title=more::{len(told) - len(shown)} more checks failed, see report.html"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
