"""How the styles here write lines: what is of the story, what is not, pictures, boxes between paragraphs."""

import random
import re
from collections.abc import Iterable, Sequence

from benchmarks.furniture.held_out.words import slug
from benchmarks.furniture.page import Block, Story

PICTURES = ("bare", "bare", "table", "alt", "none", "empty", "word")


def other(text: str, tag: str = "p", css: str = "", region: str = "") -> Block:
    return Block(text, "furniture", tag, css, region)


def told(text: str, tag: str = "p", css: str = "", region: str = "") -> Block:
    return Block(text, "story", tag, css, region)


def titled(text: str, css: str = "", region: str = "", tag: str = "h1") -> Block:
    return Block(text, "title", tag, css, region)


def others_in(texts: Iterable[str], tag: str = "li", css: str = "", region: str = "") -> list[Block]:
    return [other(text, tag, css, region) for text in texts]


def pick(others: Sequence[Story], count: int, rng: random.Random) -> list[Story]:
    return rng.sample(list(others), min(count, len(others)))


def address(host: str, story: Story) -> str:
    """The same story has the same address wherever it is linked."""
    digits = f"{story.day:%y%m%d}{sum(map(ord, story.title)) % 10_000:04d}"
    return f"https://{host}/{slug(story.title)}-{digits}.html"


def picture(kind: str, host: str, caption: str, css: str, region: str, rng: random.Random) -> list[Block]:
    """The lines a crawler leaves of a picture and its caption; "" for a picture without one."""
    url = f"https://img.{host}/{rng.randrange(2019, 2025)}/{rng.randrange(1, 13):02d}/{rng.randrange(10**6):06d}.jpg"
    below = [other(caption, "figcaption", css, region)] if caption else []
    match kind:
        case "bare":
            return [other(f"![]({url})", "img", css, region), *below]
        case "empty":
            return [other("![]()", "img", css, region), *below]
        case "alt":
            return [other(f"![{caption or 'Ảnh minh họa'}]({url})", "img", css, region), *below]
        case "table":
            row = [other(f"{caption} |", "figcaption", css, region)] if caption else []
            return [other(f"![]({url}) |", "img", css, region), *row]
        case "word":
            return [other("[Ảnh]", "img", css, region), *below]
        case _:
            return below


def sentences(paragraph: str) -> list[str]:
    return re.split(r"(?<=[.?!…])\s+(?=[A-ZĐÀ-Ỹ“\"])", paragraph)


def marked(mark: str, lead: str) -> str:
    """The lead after the mark of its paper, unless it has a place or a mark already."""
    return lead if lead.startswith(("(", "[")) else mark + lead


def _is_item(text: str) -> bool:
    return (not text[:1].isalnum() and text[:1] not in '"“‘(') or text[1:2] in ".)"


def paragraphs(
    story: Story,
    rng: random.Random,
    *,
    region: str,
    css: str = "",
    heading: str = "h2",
    listed: float = 0.0,
    short: bool = False,
) -> list[list[Block]]:
    """The body in groups between which a box may stand; a subheading goes with what follows it.

    `listed` is the chance that one paragraph of three sentences or more is printed as a list with dashes,
    and `short` prints about two sentences a line, as sites for telephones do.
    """
    long_ones = [at for at, text in enumerate(story.paragraphs) if len(sentences(text)) > 2]
    as_list = rng.choice(long_ones) if long_ones and rng.random() < listed else -1
    groups: list[list[Block]] = []
    pending: list[Block] = []
    opened = listing = (
        False  # nobody puts a box between the items of a list, or between a list and what opens it
    )
    for at, text in enumerate(story.paragraphs):
        if at in story.subheadings:
            pending.append(told(text, heading, css, region))
            continue
        if at == as_list:
            lines = [told(f"- {part}", "li", css, region) for part in sentences(text)]
        elif short:
            parts = sentences(text)
            pairs = [" ".join(parts[start : start + 2]) for start in range(0, len(parts), 2)]
            lines = [told(part, "p", css, region) for part in pairs]
        else:
            lines = [told(text, "p", css, region)]
        if groups and not pending and (opened or (listing and _is_item(text))):
            groups[-1] += lines
        else:
            groups.append([*pending, *lines])
        opened = text.endswith(":")
        listing = opened or _is_item(text)
        pending = []
    if pending:
        groups.append(pending)
    return groups


def woven(
    groups: Sequence[Sequence[Block]], boxes: Sequence[Sequence[Block]], rng: random.Random
) -> list[Block]:
    """The body with its boxes, in order, after different paragraphs; what does not fit follows the body."""
    room = list(range(1, len(groups)))
    places = sorted(rng.sample(room, min(len(boxes), len(room))))
    lines: list[Block] = []
    waiting = list(boxes)
    for at, group in enumerate(groups):
        if at in places:
            lines += waiting.pop(0)
        lines += group
    for box in waiting:
        lines += box
    return lines


def spaced(blocks: Iterable[Block], habit: str) -> list[Block]:
    """Blank lines: after every line ("each"), where the region changes ("region"), or nowhere ("none")."""
    lines: list[Block] = []
    for block in blocks:
        if lines and (habit == "each" or (habit == "region" and block.region != lines[-1].region)):
            lines.append(other("", region=block.region))
        lines.append(block)
    return lines
