"""What flows here: a story, the site that prints it, and the labelled lines of the page it becomes."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Label = Literal["title", "story", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page. `story` is lead, body and subheadings; captions, bylines and stamps are `furniture`.

    `text` may be "" (a blank line, always `furniture`) and never holds a line break. `tag` and `css` are how
    the HTML rendering writes it; neighbours with the same `region` share a wrapping element: `nav`, `aside`,
    `header`, `footer`, `article`, `main`, `section` by that name, anything else a `<div class=region>`.
    """

    text: str
    label: Label
    tag: str = "p"
    css: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A story without its page. `subheadings` are the places in `paragraphs` that are headings.

    The lead stands apart from the paragraphs; "" when the story has none.
    """

    title: str
    lead: str
    paragraphs: tuple[str, ...]
    subheadings: frozenset[int]
    author: str
    section: str
    tags: tuple[str, ...]
    captions: tuple[str, ...]
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Site:
    """The name and host of one made-up site; every state that `make_site` returns has them too."""

    name: str
    host: str


class Style(Protocol):
    """A module that lays out pages. What varies from site to site is drawn once, by `make_site`.

    `others` are stories for related boxes; some of them have pages of their own in the same corpus.
    The site is Any here, because each style keeps a type of its own; it has a `name` and a `host`.
    """

    def make_site(self, rng: random.Random) -> Any: ...

    def render(self, site: Any, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]: ...
