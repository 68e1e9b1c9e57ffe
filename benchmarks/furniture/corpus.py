"""Corpora of labelled pages: sites of many pages each, page by page, the same from a seed for ever."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Label, Story, Style
from benchmarks.furniture.stories import follow_up, story, told_again

# What crawlers glue to the first line of a page, and how many sites of a hundred have it.
_PREFIXES = (
    "date {:%Y-%m}",
    "date {:%Y-%m-%d}",
    "pubdate: {:%Y-%m-%d}",
    "published_at {:%Y-%m-%dT08:00:00+07:00}",
)
_WITH_PREFIX = 0.04
_TOLD_AGAIN = 0.01


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and what each line of it is. `path` names style, site and page; `prefix` is glued to its first line.

    `site` is the site's key: two made-up sites may have the same host.
    """

    path: str
    style: str
    site: str
    host: str
    site_name: str
    story: Story
    blocks: tuple[Block, ...]
    prefix: str = ""

    @property
    def labels(self) -> list[Label]:
        """One for each line of `text`."""
        return [block.label for block in self.blocks]

    @property
    def text(self) -> str:
        """The page as a crawler keeps it without its HTML: a line for each block."""
        lines = [block.text for block in self.blocks]
        if self.prefix:
            first = next(at for at, line in enumerate(lines) if line)
            lines[first] = f"{self.prefix} {lines[first]}"
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many pages a site has, at least and at most; small sites are more common than large ones."""

    least: int = 20
    most: int = 200

    def draw(self, rng: random.Random) -> int:
        return int(self.least * (self.most / self.least) ** rng.random())


def make_corpus(
    seed: int | str, pages: int, styles: Mapping[str, Style], sizes: Sizes = Sizes(), only: str = ""
) -> Iterator[LabelledPage]:
    """`pages` pages in all, the same number from each style (`composed*` counts as five); site by site.

    `only` names a style to give alone: the pages that it has in the whole corpus.
    """
    shares = {name: 5 if name.startswith("composed") else 1 for name in styles}
    for name, style in sorted(styles.items()):
        count = round(pages * shares[name] / sum(shares.values()))
        if only in ("", name):
            yield from _style_pages(seed, name, style, count, sizes)


def _style_pages(
    seed: int | str, name: str, style: Style, count: int, sizes: Sizes
) -> Iterator[LabelledPage]:
    number = 0
    while count > 0:
        rng = random.Random(f"{seed}/{name}/{number}")
        size = min(count, sizes.draw(rng))
        yield from _site_pages(f"{seed}/{name}/{number}", name, f"{name}-{number:04d}", style, size, rng)
        count -= size
        number += 1


def _site_pages(
    key: str, name: str, site_key: str, style: Style, size: int, rng: random.Random
) -> Iterator[LabelledPage]:
    site = style.make_site(rng)
    prefix = rng.choice(_PREFIXES) if rng.random() < _WITH_PREFIX else ""
    # A third of the stories that its boxes show have no page here.
    told = [story(key, number) for number in range(size + max(8, size // 3))]
    for number in range(size):
        page_rng = random.Random(f"{key}/{number}")
        own = told[number]
        if number and page_rng.random() < _TOLD_AGAIN:
            own = told_again(told[page_rng.randrange(number)], page_rng)
        others = _others(key, number, own, told, page_rng)
        blocks = style.render(site, own, others, page_rng)
        at = prefix.format(own.day) if prefix else ""
        path = f"{site_key}/{number:04d}"
        yield LabelledPage(path, name, site_key, site.host, site.name, own, tuple(blocks), at)


def _others(key: str, number: int, own: Story, told: Sequence[Story], rng: random.Random) -> list[Story]:
    """Stories for boxes: some on the same matter, some from about the same days, some from anywhere on the site."""
    near = [*told[max(0, number - 8) : number], *told[number + 1 : number + 4]]
    picked = rng.sample(told, min(len(told), 16)) + rng.sample(near, min(len(near), 5))
    picked += [follow_up(key, number, which) for which in range(rng.choice((0, 0, 1, 2, 3)))]
    seen: dict[str, Story] = {other.title: other for other in picked if other.title != own.title}
    found = list(seen.values())
    rng.shuffle(found)
    return found
