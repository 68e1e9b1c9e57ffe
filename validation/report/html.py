"""report.html: one page that needs nothing else, for people."""

from pathlib import Path

from schemas.inline_page import render_page
from validation.report.document import Document

_HERE = Path(__file__).resolve().parent


def report_html(document: Document) -> str:
    """The page. Everything that comes from data is escaped, and the page's policy allows no script at all."""
    return render_page(_HERE, "page.html.j2", document=document, verdict=document.verdict)
