"""From what the model says to story and title, page by page: the thresholds stand here.

A lost paragraph is worse than a kept caption: running text goes only where the model is clearly against it.
"""

import numpy as np
import polars as pl

from dataset.normalize.batch import Batch
from dataset.normalize.boxes import boxed
from dataset.normalize.features import last_above, next_below
from dataset.normalize.kinds import KIND, flags_of
from dataset.normalize.model import ONE, judge
from dataset.normalize.words import Flags, Places

# What no neighbour can change, whatever the model says.
_FIXED = flags_of(
    *("image", "url", "separator", "related_teaser", "share", "stamp", "audio", "tags", "breadcrumb")
)
# What a title may be named for its form alone: "Ảnh: ..." opens captions and titles.
_HEADLINES = flags_of("related_headline", "media_headline", "caption")
# Code points.
_SUBHEADING = 45
# Four stories: fewer say little of their site.
_KNOWN = 2
_HEADED = -4 * ONE
# What must speak for a line with none, one or both of its neighbours in the story, on a page of a site that the
# corpus knows, on one of a site that it does not, and on one whose HTML an extractor has read: where a lost line weighs
# as much as some four foreign ones, on styles that the model was not trained on.
_PROSE = (np.array([[-3, -3.5, -3], [-2, -3, -3], [-3, -3.5, -3]]) * ONE).astype(np.int64)
_HEADLINE = (np.array([[-0.5, -1, -2.5], [1, 0, -1], [-2.5, -3, -3.5]]) * ONE).astype(np.int64)
# The same for the first short line below the heading of a box, and for the next with no paragraph between.
_UNDER = (np.array([[1, 0.5], [5, 0.5], [3.5, 1]]) * ONE).astype(np.int64)
# The same for a short line right below a picture: in text its words, in HTML a subheading as often as not.
_PICTURED = np.array([2, 3, -3]) * ONE
# The same for a list's item that no line ending in a colon announces, where nothing is known of the site.
_UNANNOUNCED = 3 * ONE // 2
_NAMED, _TITLE = 2 * ONE, -4 * ONE
# What outweighs the order of a box's lines.
_BOXED = 5 * ONE
# What must speak for a short line after the last paragraph: a heading heads something.
_LAST = ONE
# How many paragraphs may stand above a title, and what must speak for it then: other stories' leads.
_ABOVE, _CLEAR = 2, 2 * ONE
# The page's own word for its title outweighs all else.
_STATED = 20 * ONE


def verdict(batch: Batch) -> tuple[Flags, Places, Places]:
    """Which lines are the story, each page's title line or -1, and what speaks for each line's being the story."""
    judged = judge(batch.features)
    named, forms, page = batch.named, batch.forms, batch.features.page
    caption = (named.kind == KIND["caption"]) | (named.kind == KIND["section_header"])
    may_be = ~_FIXED[named.kind] & ~caption & (forms.words > 0)
    story = (judged.story > _least(batch, (judged.story > 0) & may_be)) & may_be
    story |= _subheadings(batch, story, judged.story)
    story &= (judged.story > _BOXED) | ~boxed(batch, story)
    story &= ~_last_alone(batch, story) | (judged.story > _LAST)
    title = _titles(batch, judged.title, story)
    story[title[title >= 0]] = False
    at = np.arange(len(story))
    story &= at >= title[page.of]
    # Headlines alone, without a single paragraph, are no story.
    told = np.bincount(page.of[story & forms.prose], minlength=len(title)) > 0
    story &= told[page.of]
    return story, title, judged.story


def _least(batch: Batch, likely: Flags) -> Places:
    """What must speak for each line, by its form and its neighbours; `likely` is what more speaks for than against."""
    named, forms, page = batch.named, batch.forms, batch.features.page
    told = likely.view(np.uint8)
    beside = (page.shift(told, 1) + page.shift(told, -1)).astype(np.int64)
    heading = last_above(named.kind == KIND["section_header"], page)
    proses = np.concatenate([[0], np.cumsum(forms.prose)])
    under = (heading >= 0) & (proses[:-1] == proses[np.maximum(heading, 0)])
    first = under & (np.arange(len(heading)) == heading + 1)
    way = _ways(batch)
    headline = np.where(first, _UNDER[way, 0], np.where(under, _UNDER[way, 1], _HEADLINE[way, beside]))
    pictured = page.shift((named.kind == KIND["image"]).view(np.uint8), -1) > 0
    headline = np.where(pictured, _PICTURED[way], headline)
    above = last_above(~forms.bullet, page)
    unannounced = forms.bullet & ~((above >= 0) & forms.colon[np.maximum(above, 0)]) & (way == 1)
    headline = np.where(unannounced, np.maximum(headline, _UNANNOUNCED), headline)
    return np.where(named.kind > 0, _NAMED, np.where(forms.prose, _PROSE[way, beside], headline))


def _ways(batch: Batch) -> Places:
    """Per line where its page comes from: a site that the corpus knows, one that it does not, HTML."""
    parsed, known = batch.features.column("parsed") > 0, batch.features.column("known") >= _KNOWN
    return np.where(parsed, 2, np.where(known, 0, 1))


def _last_alone(batch: Batch, story: Flags) -> Flags:
    """A short line after the last paragraph, in no list."""
    forms, page = batch.forms, batch.features.page
    above = page.shift((story & forms.prose).view(np.uint8), -1) > 0
    found: Flags = story & ~forms.prose & ~forms.bullet & above & (next_below(story, page) < 0)
    return found


def _titles(batch: Batch, margin: Places, story: Flags) -> Places:
    """The likeliest title of each page that has one, above the story: what the page states, if a line says it."""
    forms, page = batch.forms, batch.features.page
    pages = len(batch.table.first) - 1
    kind = batch.named.kind
    stated = batch.features.column("titled") > 0
    margin = margin + _STATED * stated
    may_be = (kind == 0) | (_HEADLINES[kind] & (margin > ONE)) | stated
    told = np.concatenate([[0], np.cumsum(story & forms.prose)])
    above = told[:-1] - told[page.begin]
    likely = np.flatnonzero(
        may_be
        & (margin > _TITLE)
        & ((above == 0) | ((above <= _ABOVE) & (margin > _CLEAR)))
        & (forms.words > 1)
        & ~forms.colon
    )
    # The likeliest last, so that it stays; of two alike the upper one.
    order = likely[np.lexsort((-likely, margin[likely]))]
    title = np.full(pages, -1)
    title[page.of[order]] = order
    return _bare(batch, title)


def _bare(batch: Batch, title: Places) -> Places:
    """The line below instead, where the title only adds the site's name to what that one says."""
    table, forms, page = batch.table, batch.forms, batch.features.page
    likely = np.flatnonzero(title >= 0)
    likely = likely[page.rest[title[likely]] > 0]
    at = title[likely]
    likely = likely[(forms.words[at + 1] > 2) & (forms.words[at + 1] < forms.words[at])]
    at = title[likely]
    said, below = pl.lit(table.text[at]), pl.lit(table.text[at + 1])
    title[likely] += pl.select(said.str.starts_with(below)).to_series().to_numpy()
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
