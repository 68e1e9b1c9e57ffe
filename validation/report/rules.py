"""The checks as rules of SARIF."""

from importlib.metadata import PackageNotFoundError, metadata

from validation.report.inert import code, plain
from validation.verdict import Outcome

_LONGEST = 1_000  # GitHub takes 1,024 characters of a description
Rule = dict[str, object]


def rule(outcome: Outcome, homepage: str) -> Rule:
    """A reportingDescriptor. `helpUri` only where the project says where its documentation is."""
    check = outcome.check
    told: Rule = {
        "id": check.id,
        "shortDescription": {"text": check.title[:_LONGEST]},
        "fullDescription": {"text": check.meaning[:_LONGEST]},
        "help": {
            "text": f"{check.meaning}\nExample: {check.example}\nTo fix: {check.fix}",
            "markdown": f"{plain(check.meaning)}\n\nExample: {code(check.example)}\n\n**To fix:** {plain(check.fix)}",
        },
        # GitHub shows ten tags and refuses more than twenty.
        "properties": {"tags": ["dataset", check.scope]},
        "defaultConfiguration": {"level": outcome.severity},
    }
    if outcome.severity == "off":
        told["defaultConfiguration"] = {"enabled": False}
    if homepage:
        told["helpUri"] = f"{homepage.rstrip('/')}/docs/checks.md#{check.id.lower()}"
    return told


def about_tinbai() -> tuple[str, str]:
    """Version and homepage of the installed package; empty where it says none."""
    try:
        told = metadata("tinbai")
    except PackageNotFoundError:
        return "", ""
    urls = dict(line.split(", ", 1) for line in told.get_all("Project-URL") or ())
    return told["Version"], urls.get("Homepage", "")
