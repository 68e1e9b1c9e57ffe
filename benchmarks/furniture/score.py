"""How much of the story was kept, and how much besides, line by line.

A line without words (a blank one, an image) and the title's own line count nowhere. What a peer returns has no
line numbers, so a line counts as kept when its words stand in one paragraph of the output: all of it, or as a
part, so that lines which were joined still count; a line of fewer than 25 characters must be a paragraph of
its own. White space is folded, markup, bullets and `./.` are taken off on both sides. A furniture line whose
words the story or title says too cannot be told apart in an output and counts as not kept.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from benchmarks.furniture.corpus import LabelledPage

_IMAGE = re.compile(r"!\[.*?\]\([^()\s]*\)")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?:https?://|/)[^()\s]*\)")
_BULLET = re.compile(r"^(?:[-–—•*+▪■●○◦►▶✓·›»>] ?)+|^\d{1,3}[.)] ")
_SHORT = 25


def said(text: str) -> str:
    """The words of a line without markup, bullet and end mark, white space folded."""
    text = _LINK.sub(lambda found: found["text"], _IMAGE.sub("", text)).replace("|", " ")
    text = " ".join(text.split()).removesuffix("./.").rstrip(".")
    return _BULLET.sub("", text)


@dataclass(slots=True)
class Score:
    """Counts over pages; `+` adds them up."""

    pages: int = 0
    kept: int = 0
    lost: int = 0
    extra: int = 0
    whole: int = 0
    clean: int = 0
    exact: int = 0
    titled: int = 0
    titles: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Score)))

    @property
    def precision(self) -> float:
        return self.kept / max(1, self.kept + self.extra)

    @property
    def recall(self) -> float:
        return self.kept / max(1, self.kept + self.lost)

    @property
    def f1(self) -> float:
        return 2 * self.kept / max(1, 2 * self.kept + self.extra + self.lost)


def total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def score(page: LabelledPage, kept: Sequence[bool], title: str | None) -> Score:
    """The score of one page: whether each of its lines was kept, and what was called its title."""
    pairs = [
        (block.label, keep)
        for block, keep in zip(page.blocks, kept, strict=True)
        if block.label != "title" and said(block.text)
    ]
    told = sum(label == "story" and keep for label, keep in pairs)
    lost = sum(label == "story" and not keep for label, keep in pairs)
    extra = sum(label == "furniture" and keep for label, keep in pairs)
    wanted = {said(block.text).casefold() for block in page.blocks if block.label == "title"}
    return Score(
        pages=1,
        kept=told,
        lost=lost,
        extra=extra,
        whole=lost == 0,
        clean=extra == 0,
        exact=lost == 0 and extra == 0,
        titled=bool(wanted),
        titles=bool(wanted) and said(title or "").casefold() in wanted,
    )


def found_in(page: LabelledPage, paragraphs: Iterable[str]) -> list[bool]:
    """Which lines of the page an output of paragraphs has."""
    output = "\n" + "\n".join(said(line) for line in paragraphs) + "\n"
    story = "\n".join(said(block.text) for block in page.blocks if block.label != "furniture")
    kept = []
    for block in page.blocks:
        words = said(block.text)
        there = words != "" and (f"\n{words}\n" in output or (len(words) >= _SHORT and words in output))
        kept.append(there and not (block.label == "furniture" and words in story))
    return kept
