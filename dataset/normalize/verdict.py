"""From what the model says to story and title, page by page: the thresholds stand here.

A lost paragraph is worse than a kept caption: running text goes only where the model is clearly against it.
"""

import numpy as np

from dataset.normalize.batch import Batch
from dataset.normalize.boxes import boxed
from dataset.normalize.kinds import KIND
from dataset.normalize.model import ONE, judge
from dataset.normalize.words import Flags, Places

# What no neighbour can change, whatever the model says.
_FIXED = [
    KIND[name]
    for name in (
        "image",
        "url",
        "separator",
        "related_teaser",
        "share",
        "stamp",
        "audio",
        "tags",
        "breadcrumb",
    )
]
# Code points.
_SUBHEADING = 45
_HEADED = -4 * ONE
_PROSE, _HEADLINE, _NAMED, _TITLE = -ONE, ONE // 2, 2 * ONE, -2 * ONE


def verdict(batch: Batch) -> tuple[Flags, Places, Places]:
    """Which lines are the story, each page's title line or -1, and what speaks for each line's being the story."""
    judged = judge(batch.features)
    named, forms, page = batch.named, batch.forms, batch.features.page
    fixed = np.isin(named.kind, _FIXED)
    caption = (named.kind == KIND["caption"]) | (named.kind == KIND["section_header"])
    least = np.where(named.kind > 0, _NAMED, np.where(forms.prose, _PROSE, _HEADLINE))
    story = (judged.story > least) & ~fixed & ~caption & (forms.words > 0)
    story |= _subheadings(batch, story, judged.story)
    story &= ~boxed(batch, story)
    title = _titles(batch, judged.title, story)
    story[title[title >= 0]] = False
    at = np.arange(len(story))
    story &= at >= title[page.of]
    # Headlines alone, without a single paragraph, are no story.
    told = np.bincount(page.of[story & forms.prose], minlength=len(title)) > 0
    story &= told[page.of]
    return story, title, judged.story


def _titles(batch: Batch, margin: Places, story: Flags) -> Places:
    """The likeliest title of each page that has one, above the story's first paragraph."""
    forms, page = batch.forms, batch.features.page
    pages = len(batch.table.first) - 1
    kind = batch.named.kind
    linked = (kind == KIND["related_headline"]) | (kind == KIND["media_headline"])
    may_be = (kind == 0) | (linked & (margin > ONE))
    sure = np.flatnonzero(story & forms.prose)
    start = np.full(pages, len(story))
    start[page.of[sure[::-1]]] = sure[::-1]
    likely = np.flatnonzero(
        may_be
        & (margin > _TITLE)
        & (np.arange(len(story)) <= start[page.of])
        & (forms.words > 1)
        & ~forms.colon
    )
    # The likeliest last, so that it stays; of two alike the upper one.
    order = likely[np.lexsort((-likely, margin[likely]))]
    title = np.full(pages, -1)
    title[page.of[order]] = order
    return title


def _subheadings(batch: Batch, story: Flags, margin: Places) -> Flags:
    """One short line between two of the story's paragraphs, which the corpus does not know from other pages."""
    forms, page = batch.forms, batch.features.page
    at = np.arange(len(story))
    told = story & forms.prose
    above, below = (
        told[np.maximum(at - 1, 0)] & (page.top > 0),
        told[np.minimum(at + 1, len(at) - 1)] & (page.rest > 0),
    )
    lone = (batch.named.kind == 0) & ~forms.prose & (forms.size <= _SUBHEADING) & (forms.words > 1)
    fresh = batch.features.column("stories") == 0
    found: Flags = above & below & lone & fresh & (margin > _HEADED)
    return found
