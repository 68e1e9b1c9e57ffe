"""`tinbai normalize --explain PAGE` on a screen: every line of a page with its kind, its rule and how sure that is."""

from typing import TYPE_CHECKING

from dataset.normalize.explain import UNSURE, Explained, ExplainedLine

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_STYLES = {
    "title": "bold cyan",
    "lead": "bold green",
    "body": "green",
    "subheading": "bold green",
    "teaser": "green",
}
_FURNITURE = "bright_black"


def print_explained(explained: Explained, console: "Console") -> None:
    """Print a page: the story in green, the title in cyan, furniture in grey, what is unsure with its reasons."""
    from rich.text import Text

    page = explained.page
    refused = f", refused: {page.reason} ({page.detail})" if page.reason else ""
    console.print(Text(f"{page.kind}{refused}", style="bold"))
    facts = page.facts
    for name, value in (
        ("title", facts.title),
        ("author", facts.author),
        ("source", facts.source),
        ("published", facts.published_at),
        ("event date", facts.event_date),
        ("language", page.language),
    ):
        if value is not None:
            console.print(Text(f"{name}: {value}"))
    console.print(_table(explained))
    unsure = sum(line.confidence < UNSURE for line in explained.lines)
    kept = sum(line.kept for line in explained.lines)
    console.print(Text(f"{len(explained.lines)} lines, {kept} kept, {unsure} unsure"))


def _table(explained: Explained) -> "Table":
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False, box=None)
    table.add_column("line", justify="right")
    table.add_column("kind", no_wrap=True)
    table.add_column("rule", no_wrap=True)
    table.add_column("sure", justify="right")
    table.add_column("text", overflow="fold", ratio=1)
    for line in explained.lines:
        style = _STYLES.get(line.kind, _FURNITURE)
        sure = "yellow" if line.confidence < UNSURE else style
        table.add_row(
            f"[{style}]{line.number}[/]",
            f"[{style}]{line.kind}[/]",
            f"[{style}]{line.rule}[/]",
            f"[{sure}]{line.confidence:.2f}[/]",
            _said(line, style),
        )
    return table


def _said(line: ExplainedLine, style: str) -> "Text":
    """The line's text, never read as markup, and below it what spoke for its kind and what against."""
    from rich.text import Text

    said = Text(line.text, style=style)
    for word, reasons in (("for", line.speaks_for), ("against", line.against)):
        if reasons:
            listed = ", ".join(f"{name} {abs(weight):.1f}" for name, weight in reasons[:4])
            said.append(f"\n  {word}: {listed}", style="yellow")
    return said
