"""docs/checks.md: the catalogue for people, made from the checks themselves."""

from collections.abc import Iterator

from schemas.contract import Contract
from validation.catalogue import CATALOGUE, setting
from validation.check import Check

GROUPS = {
    "TAB": "Tables",
    "MAN": "Manifests",
    "ART": "Articles",
    "DUP": "Duplicates and splits",
    "SPAN": "Spans",
    "TOP": "Topics",
    "CONS": "Consistency of labels",
    "ANN": "Annotators and agreement",
    "REL": "Releases",
    "GX": "Great Expectations",
}
_SCOPES = {
    "file": "a file",
    "article": "an article",
    "record": "a record of labels",
    "span": "a span",
    "workspace": "the whole workspace",
    "expectation": "a frame of facts",
}
_HEAD = """\
# Checks

What `tinbai validate` looks at. Each check has an id that stays, a severity and, where it has a threshold, a limit; both are a
project's to change in its `contract.yaml`:

```yaml
checks:
  ART101: {severity: error}
  ART010: {severity: off}
```

An error makes the command exit with 1 and refuses a release, a warning does not. Checks of your own: docs/own-checks.md. To
excuse a known breach: docs/waivers.md. How each was seen to catch what it should: docs/mutations.md. This page is made from
`validation/checks/` by `make golden`.
"""


def checks_md(contract: Contract) -> str:
    """Every check with severity, limit, scope, meaning, example and how to repair a breach."""
    return "\n".join(_lines(contract))


def _lines(contract: Contract) -> Iterator[str]:
    yield _HEAD
    for prefix, title in GROUPS.items():
        group = [check for check in CATALOGUE if check.id.rstrip("0123456789") == prefix]
        yield f"## {title}"
        yield ""
        yield "| check | severity | what |"
        yield "| --- | --- | --- |"
        for check in group:
            severity = setting(contract, check, "").rule.severity
            yield f"| [{check.id}](#{check.id.lower()}) | {severity} | {_cell(check.title)} |"
        yield ""
        for check in group:
            yield from _check(contract, check)


def _check(contract: Contract, check: Check) -> Iterator[str]:
    rule = setting(contract, check, "").rule
    limit = "" if rule.limit is None else f", limit {rule.limit:g}"
    tables = ", ".join(check.tables)
    yield f"### {check.id}"
    yield ""
    yield f"**{check.title}.** {rule.severity}{limit}; looks at {_SCOPES[check.scope]}" + (
        f" of {tables}." if tables else "."
    )
    yield ""
    yield check.meaning
    yield ""
    yield f"*Example:* {_shown(check.example)}"
    yield ""
    yield f"*To fix:* {_shown(check.fix)}"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _shown(text: str) -> str:
    """What Markdown would read as emphasis or a tag stands as it is."""
    for sign in "\\`*<>[]":
        text = text.replace(sign, f"\\{sign}")
    return text
