"""`tinbai dedup --explain ID ID` on a screen: how alike two articles are, and what they share, side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

from dataset.dedup.explain import Explained, Told, explain
from schemas.contract import Contract
from schemas.tables import read_table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_STYLES = {"exact": "bold green", "near": "bold green", "related": "bold yellow", "single": "bold red"}


def print_pair(folder: Path, contract: Contract, one: str, other: str, console: "Console") -> Explained:
    """Print why two articles of the workspace `folder` are, or are not, copies of one another.

    Raises:
        UsageError: an id is not there, or it is the same id twice.
        DataError: a table cannot be read.
    """
    from rich.text import Text

    explained = explain(folder / "articles", one, other, contract.limits)
    console.print(Text(explained.tier, style=_STYLES[explained.tier]).append(f": {explained.why}", "default"))
    console.print(
        Text(
            f"Jaccard {explained.jaccard:.3f}, containment {explained.containment:.3f}: {explained.shared} shared "
            f"runs of five syllables of {explained.one.shingles} and {explained.other.shingles}"
        )
    )
    console.print(Text(_clusters(folder, contract, explained)))
    console.print(_side_by_side(explained))
    said = sum(passage.syllables for passage in explained.passages)
    console.print(
        Text(
            f"{len(explained.passages)} shared passages, {said} of {explained.one.syllables} syllables of the first"
        )
    )
    return explained


def _clusters(folder: Path, contract: Contract, explained: Explained) -> str:
    """What the last run of dedup made of the two."""
    import pyarrow.compute as pc

    table = read_table(folder / "clusters.parquet", contract, "clusters")
    held = {
        told.id: table.filter(pc.equal(table["id"], told.id))["cluster_id"].to_pylist()
        for told in (explained.one, explained.other)
    }
    if not all(held.values()):
        return "not clustered yet: run tinbai dedup"
    first, second = held[explained.one.id][0], held[explained.other.id][0]
    if first != second:
        return f"in two clusters: {first} and {second}"
    joined = explained.tier in ("exact", "near")
    return f"in one cluster: {first}" + ("" if joined else ", through other articles")


def _side_by_side(explained: Explained) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("syllables", justify="right", no_wrap=True)
    for told in (explained.one, explained.other):
        table.add_column(_head(told), overflow="fold", ratio=1)
    for passage in explained.passages:
        table.add_row(
            Text(str(passage.syllables)),
            _said(explained.one.text, passage.start, passage.end),
            _said(explained.other.text, passage.other_start, passage.other_end),
        )
    return table


def _head(told: Told) -> "Text":
    from rich.text import Text

    return Text("\n".join(filter(None, (told.id, told.title, told.url))), style="bold")


def _said(text: str, start: int, end: int) -> "Text":
    """A passage with its offsets in code points; article text is never read as markup."""
    from rich.text import Text

    return Text(f"{start}:{end} ", style="bright_black").append(text[start:end], "green")
