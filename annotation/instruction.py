"""The annotators' guide as the HTML that Label Studio shows before labelling starts, and on its button."""

from collections.abc import Mapping

from markdown_it import MarkdownIt


def instruction_html(markdown: str, others: Mapping[str, str] | None = None) -> str:
    """CommonMark with tables. Raw HTML in the guide is shown as text, not run.

    `others` are the same guide in further languages, by the language's own name: each is folded away above
    the guide, one click from it. Label Studio lets `details` and `summary` pass, but no links within a page.
    """
    folded = [
        f"<details>\n<summary>{language}</summary>\n{guide_html(text)}</details>\n"
        for language, text in (others or {}).items()
    ]
    return "".join(folded) + guide_html(markdown)


def guide_html(markdown: str) -> str:
    """One guide as HTML."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return str(parser.render(markdown))
