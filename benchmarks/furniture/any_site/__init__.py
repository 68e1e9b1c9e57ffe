"""A style without habits of its own: what stands where, in which form and words, is drawn for every site.

Styles of one hand share habits, and a model learns them. Here boxes, menus, stamps, tables, comments and notices
of any form stand in any order, under headings of any words; what is left to learn is what tells a story from what
stands around it. For training alone: no page of it is judged.
"""

import random
from collections.abc import Sequence

from benchmarks.furniture.any_site.page import Page
from benchmarks.furniture.any_site.parts import PARTS
from benchmarks.furniture.any_site.site import AnySite, make_site
from benchmarks.furniture.page import Block, Story

__all__ = ["PARTS", "AnySite", "make_site", "render"]


def render(site: AnySite, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    """A page of the site."""
    page = Page(site, story, list(others), rng, PARTS)
    for part in site.above:
        page.part(part)
    if rng.random() < 0.97:
        page.add(story.title.upper() if site.upper else story.title, "title", "h1")
    for part in site.below_title:
        page.part(part)
    page.tell()
    for part in site.after:
        page.part(part)
    return page.blocks
