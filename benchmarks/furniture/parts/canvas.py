"""A page while its parts are laid on it, one line after another."""

import random
from collections.abc import Callable, Iterator, Sequence

from benchmarks.furniture.grammar import Writer
from benchmarks.furniture.names import draws
from benchmarks.furniture.page import Block, Label, Story

# Stands between the lines of two parts until the site's habit of blank lines is applied.
_SEAM = Block("", "furniture", "seam")
Gaps = Callable[[list[Block], random.Random], list[Block]]


class Canvas:
    """Blocks of one page in order. `region` is where the next ones go; `other()` gives other stories in turn."""

    def __init__(
        self, host: str, story: Story, others: Sequence[Story], rng: random.Random, opened: str = "main"
    ) -> None:
        self.host, self.story, self.others, self.rng = host, story, others, rng
        self.region = opened
        self.blocks: list[Block] = []
        self.writer = Writer(rng, draws(story.day))
        self._turn = self._turns()

    def add(
        self, text: str, tag: str = "p", css: str = "", region: str | None = None, label: Label = "furniture"
    ) -> None:
        """One line; furniture unless said otherwise."""
        if text:
            self.blocks.append(Block(text, label, tag, css, self.region if region is None else region))

    def seam(self) -> None:
        """The end of a part."""
        if self.blocks and self.blocks[-1] is not _SEAM:
            self.blocks.append(_SEAM)

    def other(self) -> Story:
        return next(self._turn)

    def say(self, template: str) -> str:
        """A template filled; `¦` stands for a bar, which parts the ways of a template."""
        return self.writer.write(template).replace("¦", "|")

    def picture(self, alt: str = "") -> str:
        """An image as a crawler writes it."""
        day, name = self.story.day, self.rng.randrange(10**5, 10**9)
        return f"![{alt}](https://{self.host}/{day.year}/{day.month:02d}/{day.day:02d}/{name}.jpg)"

    def _turns(self) -> Iterator[Story]:
        while True:
            order = list(self.others)
            self.rng.shuffle(order)
            yield from order


def none(blocks: list[Block], _: random.Random) -> list[Block]:
    return [block for block in blocks if block is not _SEAM]


def between_all(blocks: list[Block], _: random.Random) -> list[Block]:
    out: list[Block] = []
    for block in none(blocks, _):
        out += [block, _blank(block)]
    return out


def between_parts(blocks: list[Block], _: random.Random) -> list[Block]:
    return [_blank(block) if block is _SEAM else block for block in blocks]


def in_story(blocks: list[Block], _: random.Random) -> list[Block]:
    """Blank lines between the paragraphs alone."""
    out: list[Block] = []
    for block in none(blocks, _):
        out.append(block)
        if block.label != "furniture":
            out.append(_blank(block))
    return out


def in_furniture(blocks: list[Block], _: random.Random) -> list[Block]:
    out: list[Block] = []
    for block in none(blocks, _):
        if block.label == "furniture":
            out.append(_blank(block))
        out.append(block)
    return out


def doubled(blocks: list[Block], _: random.Random) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        out += [_blank(block), _blank(block)] if block is _SEAM else [block]
    return out


def irregular(blocks: list[Block], rng: random.Random) -> list[Block]:
    out: list[Block] = []
    for block in none(blocks, rng):
        out += [_blank(block)] * rng.choice((0, 0, 0, 1, 1, 2))
        out.append(block)
    return out


GAPS: tuple[Gaps, ...] = (
    none,
    none,
    between_all,
    between_parts,
    between_parts,
    in_story,
    in_furniture,
    doubled,
    irregular,
)


def _blank(near: Block) -> Block:
    return Block("", "furniture", "p", "", near.region)
