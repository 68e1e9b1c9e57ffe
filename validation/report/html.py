"""report.html: one page that needs nothing else, for people."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from validation.report.document import Document

_HERE = Path(__file__).resolve().parent


def report_html(document: Document) -> str:
    """The page. Everything that comes from data is escaped, and the page's policy allows no script at all."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,  # always: the default goes by the template's ending
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = _number
    return environment.get_template("page.html.j2").render(document=document, verdict=document.verdict)


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"
