"""What an extractor leaves of a page: the story, some captions, a link or two, the bar of a table, a credit."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class Left:
    name: str
    host: str
    title: bool
    crumbs: bool
    stamp: str
    credit: str
    links: float
    bulleted: bool
    tail: int


def make_site(rng: random.Random) -> Left:
    return Left(
        name=rng.choice(("Bản trích", "Bản lưu", "Bản sao")) + f" {rng.randrange(99)}",
        host=f"trich{rng.randrange(999)}.example",
        title=rng.random() < 0.7,
        crumbs=rng.random() < 0.2,
        stamp=rng.choice(("", "", "%d/%m/%Y", "%Y-%m-%d", "Cập nhật: %d/%m/%Y")),
        credit=rng.choice(("end", "start", "none")),
        links=rng.choice((0.0, 0.05, 0.15)),
        bulleted=rng.random() < 0.4,
        tail=rng.choice((0, 0, 1, 3)),
    )


def render(site: Left, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "article")
    if site.crumbs:
        page.add(f"- {story.section}", "li")
    if site.title:
        page.add(story.title, "h1", label="title")
    if site.stamp:
        page.add(story.day.strftime(site.stamp), "time")
    if site.credit == "start":
        page.add(story.author, "p")
    page.add(story.lead, "p", label="story")

    def caption() -> None:
        if story.captions:
            page.add(
                rng.choice(story.captions)
                + rng.choice((" - Ảnh: ", ". Ảnh: ", " (Ảnh: "))
                + page.say("{p.pen}"),
                "figcaption",
            )

    def link() -> None:
        page.add(("- " if site.bulleted else "") + page.other().title, "li")

    def row() -> None:
        page.add(f"{page.other().lead or page.other().title} |", "div")

    count = max(1, round(site.links * len(story.paragraphs))) if site.links else 0
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, count + 1))
    breaks = {place: rng.choice((link, link, row)) for place in places[1:]} | {places[0]: caption}
    tell(page, breaks)
    if site.credit == "end":
        page.add(story.author, "p")
    for _ in range(site.tail):
        link()
    return rng.choice((canvas.none, canvas.none, canvas.between_all))(page.blocks, rng)
