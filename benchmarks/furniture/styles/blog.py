"""A weblog's template in English around Vietnamese stories: skip links, related posts, leave a reply."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Blog:
    name: str
    host: str
    related: str
    in_middle: bool
    archive: tuple[str, ...]
    form: tuple[str, ...]
    reading: bool


def make_site(rng: random.Random) -> Blog:
    name = rng.choice(("The Sampan", "Rice & Rain", "Lantern Post", "Bamboo Daily"))
    return Blog(
        name=name,
        host=f"{name.split()[-1].lower()}{rng.randrange(99)}.example",
        related=rng.choice(
            ("Related Posts", "You might also like", "More from this author", "Recent Posts", "Keep reading")
        ),
        in_middle=rng.random() < 0.5,
        archive=tuple(
            f"{month} {rng.randrange(2016, 2025)} ({rng.randrange(1, 60)})"
            for month in rng.sample(_MONTHS, 4)
        ),
        form=tuple(
            rng.sample(
                (
                    "Leave a Reply",
                    "Your email address will not be published. Required fields are marked *",
                    "Comment *",
                    "Name *",
                    "Email *",
                    "Website",
                    "Save my name in this browser for the next time I comment.",
                    "Post Comment",
                    "This site uses filters to reduce spam. Learn how your comment data is processed.",
                ),
                6,
            )
        ),
        reading=rng.random() < 0.5,
    )


def render(site: Blog, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "header")
    for line in ("Skip to content", "Menu", site.name, "Home", "About", "Contact"):
        page.add(line, "a")
    page.region = "article"
    page.add(story.title, "h1", "entry-title", label="title")
    page.add(f"By {story.author}", "span", "byline")
    page.add(f"On {_MONTHS[story.day.month - 1][:3]} {story.day.day}, {story.day.year}", "time")
    page.add(f"{rng.randint(2, 9)} min read" if site.reading else "", "span")
    page.add("Share", "button")
    page.add(page.picture(rng.choice(story.captions) if story.captions else ""), "img")
    page.add(story.lead, "p", label="story")

    def related() -> None:
        page.add(site.related, "h3", region="related-posts")
        for _ in range(rng.randint(2, 4)):
            other = page.other()
            page.add(other.title, "a", region="related-posts")
            page.add(
                f"{_MONTHS[other.day.month - 1][:3]} {other.day.day}, {other.day.year}",
                "time",
                region="related-posts",
            )

    def photo() -> None:
        page.add(page.picture(), "img")
        if story.captions:
            page.add(rng.choice(story.captions), "figcaption")

    places = rng.sample(range(1, len(story.paragraphs)), min(2, len(story.paragraphs) - 1))
    tell(page, dict(zip(places, [related if site.in_middle else photo, photo], strict=False)), heading="h2")
    page.region = "main"
    page.add("Tags: " + ", ".join(story.tags), "p", "tags-links")
    for word in ("Share", "Facebook", "Twitter", "Pinterest", "Email")[: rng.randint(1, 5)]:
        page.add(word, "a")
    page.add("Prev Post", "span")
    page.add(page.other().title, "a")
    page.add("Next Post", "span")
    page.add(page.other().title, "a")
    if not site.in_middle:
        related()
    for line in site.form:
        page.add(line, "p", "comment-form")
    page.region = "aside"
    page.add("Search for:", "label")
    page.add("Archives", "h4")
    for line in site.archive:
        page.add(line, "li")
    page.add(f"Copyright © {story.day.year} {site.name}. Powered by WordPress.", "p", region="footer")
    return rng.choice((canvas.none, canvas.between_all))(page.blocks, rng)
