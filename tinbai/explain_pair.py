"""`tinbai dedup --explain ID ID` on a screen: what ties two articles, and the passages that they share."""

from typing import TYPE_CHECKING

from dataset.dedup.explain import Explained

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST = 300


def print_pair(explained: Explained, console: "Console") -> None:
    """Print the tier and its reason, both articles, the measures, and every passage in the first one's words."""
    from rich.text import Text

    def say(line: str, style: str = "") -> None:
        console.print(Text(line, style=style))

    say(f"{explained.tier}: {explained.why}", "bold")
    for told in (explained.one, explained.other):
        say(f"{told.id}  {told.title or 'no title'}", "cyan")
        say(
            f"  {told.kind}, {told.syllables} syllables, {told.shingles} runs of five; {told.url or 'no URL'}"
        )
    say(
        f"Jaccard {explained.jaccard:.3f}, containment {explained.containment:.3f}: "
        f"{explained.shared} runs of five syllables in common, {len(explained.passages)} passages"
    )
    for passage in explained.passages:
        words = explained.one.text[passage.start : passage.end].replace("\n", " ")
        shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."
        say(
            f"{passage.syllables} syllables at {passage.start}-{passage.end} and "
            f"{passage.other_start}-{passage.other_end}",
            "yellow",
        )
        say(f"  {shown}", "green")
