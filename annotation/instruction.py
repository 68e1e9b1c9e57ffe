"""The annotators' guide as the HTML that Label Studio shows before labelling starts."""

from markdown_it import MarkdownIt


def instruction_html(markdown: str) -> str:
    """CommonMark with tables. Raw HTML in the guide is shown as text, not run."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return str(parser.render(markdown))
