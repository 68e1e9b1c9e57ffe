"""An HTML page taken apart: its story as lines, the lines that went, and what it states."""

import re
from dataclasses import dataclass

from dataset.read.html_main import main_lines
from dataset.read.html_meta import PageFacts, facts_of
from dataset.read.html_outline import Line, Outline, OutlineLimits, outline_of

_STAMP = re.compile(r"date|time|publish|author|by-?line|ngay|tac-?gia|pen-?name|meta")
_LONGEST_STAMP = 120


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """`text` has a line for each paragraph, heading, list item and image, a blank one where blocks part.

    `outside` are the lines that went, in order: together they are all that can be read on the page.
    """

    text: str
    outside: tuple[str, ...]
    facts: PageFacts


def take_apart(html: bytes, fetched_from: str | None, limits: OutlineLimits) -> HtmlPage:
    """Parse UTF-8 bytes and tell the story from the rest.

    Raises:
        TooHostileError: the page is beyond the limits.
    """
    outline = outline_of(html, limits)
    facts = facts_of(outline, fetched_from)
    description = next(
        (value for name, value in outline.metas if name in ("og:description", "description")), None
    )
    kept = main_lines(outline, facts.title, description)
    _add_opening(outline, kept, facts)
    return HtmlPage(
        _text(outline, kept),
        tuple(
            line.text for line, keep in zip(outline.lines, kept, strict=True) if not keep and not line.image
        ),
        facts,
    )


def _add_opening(outline: Outline, kept: list[bool], facts: PageFacts) -> None:
    """The title, and the stamp and byline under it where nothing else on the page says when and who.

    The line rules read a date and a name out of them, as they do for pages without HTML.
    """
    lines = outline.lines
    first = next((place for place, keep in enumerate(kept) if keep and not lines[place].image), 0)
    title = _title_above(outline, first, facts.title)
    if title is None:
        return
    kept[title] = True
    if facts.author and facts.published:
        return
    for place in range(title + 1, first):
        line = lines[place]
        if not line.image and len(line.text) <= _LONGEST_STAMP and _STAMP.search(outline.hints[line.node]):
            kept[place] = True


def _title_above(outline: Outline, first: int, stated: str | None) -> int | None:
    """The last `<h1>` above the story; where there is none, the heading that says the stated title, or the last one."""
    lines, tags = outline.lines, outline.tags
    above = [place for place in range(first) if tags[lines[place].node] in ("h1", "h2", "h3")]
    named = [place for place in above if tags[lines[place].node] == "h1"]
    if not named and stated:
        named = [place for place in above if lines[place].text == stated]
    if not named and not stated:
        named = [place for place in above if 2 * lines[place].links <= len(lines[place].text)]
    return named[-1] if named else None


def _text(outline: Outline, kept: list[bool]) -> str:
    parts: list[str] = []
    before: Line | None = None
    for line, keep in zip(outline.lines, kept, strict=True):
        if not keep:
            continue
        if before is not None:
            parts.append("\n" if line.broken or _are_items(outline, before, line) else "\n\n")
        parts.append(line.text)
        before = line
    return "".join(parts)


def _are_items(outline: Outline, one: Line, other: Line) -> bool:
    """Two items of one list, or two cells."""
    tag = outline.tags[one.node]
    return tag in ("li", "td", "th", "dd", "dt") and tag == outline.tags[other.node]
