"""Boxes of other stories that show in the order of their lines, whatever the model says of each line."""

import numpy as np

from dataset.normalize.batch import Batch
from dataset.normalize.features import last_above
from dataset.normalize.kinds import KIND
from dataset.normalize.phrases import among, prefix_keys
from dataset.normalize.words import Flags, Places

# Code points: the shortest headline of another story, and the longest teaser.
_LINK, _SHORT_TEASER = 40, 300
_LINK_IN_BOX = 20
_COLON = 0x3A


def boxed(batch: Batch, story: Flags) -> Flags:
    """Lines of such boxes; `story` is what the model takes for the story."""
    return _pairs_at_end(batch) | _pairs_in_box(batch) | _teasers_after(batch, story) | _contents(batch)


def _is_teaser(batch: Batch) -> Flags:
    """A paragraph that is cut with dots, or one sentence, and not long."""
    forms = batch.forms
    one = (forms.sentences == 1) & (forms.size <= _SHORT_TEASER)
    found: Flags = forms.prose & (forms.cut | one) & ~_speaks(batch)
    return found


def _speaks(batch: Batch) -> Flags:
    """Who asks or answers stands before a colon: an interview, no box."""
    words, raw = batch.table.words, batch.table.raw
    found = np.zeros(len(batch.table), np.bool_)
    for place in range(2):
        lines = np.flatnonzero(np.diff(words.of) > place)
        found[lines] |= raw[words.end[words.of[lines] + place]] == _COLON
    return found


def _pairs_at_end(batch: Batch) -> Flags:
    """Headline, one short paragraph, headline, one short paragraph, to the end: other stories, if one stands above."""
    forms, page = batch.forms, batch.features.page
    found = np.zeros(len(forms.size), np.bool_)
    lines = np.flatnonzero(batch.named.kind == 0)[::-1]
    order = _order(page.of[lines])
    headline = ~forms.prose & (forms.size >= _LINK) & ~_speaks(batch)
    fits = np.where(order % 2 == 0, _is_teaser(batch)[lines], headline[lines])
    pairs = _unbroken(fits, order) // 2
    proses = np.bincount(page.of[forms.prose & (batch.named.kind == 0)], minlength=len(batch.table.first) - 1)
    taken = (order < 2 * pairs) & (pairs >= 2) & (proses[page.of[lines]] - pairs >= 2)
    found[lines[taken]] = True
    return found


def _pairs_in_box(batch: Batch) -> Flags:
    """The same right below a heading that opens a box: two such pairs or more."""
    forms, page = batch.forms, batch.features.page
    found = np.zeros(len(forms.size), np.bool_)
    opener = last_above(batch.named.kind == KIND["section_header"], page)
    lines = np.flatnonzero((batch.named.kind == 0) & (opener >= 0))
    order = _order(opener[lines])
    headline = ~forms.prose & (forms.size >= _LINK_IN_BOX)
    fits = np.where(order % 2 == 0, headline[lines], _is_teaser(batch)[lines])
    pairs = _unbroken(fits, order) // 2
    found[lines[(order < 2 * pairs) & (pairs >= 2)]] = True
    return found


def _teasers_after(batch: Batch, story: Flags) -> Flags:
    """One-sentence paragraphs alone below the author's name or the tags, where the story told more at a time."""
    forms, page = batch.forms, batch.features.page
    prose = (batch.named.kind == 0) & forms.prose
    told = np.concatenate([[0], np.cumsum(story & prose)])
    sentences = np.concatenate([[0], np.cumsum((story & prose) * forms.sentences)])
    ends = np.isin(batch.named.kind, [KIND["byline"], KIND["tags"]])
    ends &= told[np.arange(len(story))] - told[page.begin] >= 2
    sign = last_above(ends, page)
    count = told[np.maximum(sign, 0)] - told[page.begin]
    said = sentences[np.maximum(sign, 0)] - sentences[page.begin]
    rest = (sign >= 0) & (batch.named.kind == 0)
    longer = np.bincount(page.of[rest & ~(_is_teaser(batch) & prose)], minlength=len(batch.table.first) - 1)
    found: Flags = rest & (longer[page.of] == 0) & (2 * said >= 3 * count)
    return found


def _contents(batch: Batch) -> Flags:
    """A numbered line that says what a line below says without the number: the story's headings, listed."""
    table, forms, page = batch.table, batch.forms, batch.features.page
    found = np.zeros(len(forms.size), np.bool_)
    lines = np.flatnonzero(forms.digit & ~forms.prose & (batch.named.kind == 0) & (forms.words > 2))
    if not len(lines):
        return found
    bare = prefix_keys(table, lines, forms.words[lines] - 1, skip=1)
    short = np.flatnonzero(~forms.prose & ~forms.digit & (forms.words > 1))
    short = short[among(forms.key[short], np.sort(bare))]
    headings = set(zip(page.of[short].tolist(), forms.key[short].tolist(), strict=True))
    listed = [pair in headings for pair in zip(page.of[lines].tolist(), bare.tolist(), strict=True)]
    found[lines[listed]] = True
    return found


def _order(groups: Places) -> Places:
    """The place of each in its run of equal groups, from 0."""
    at = np.arange(len(groups))
    fresh = np.append([True], groups[1:] != groups[:-1])[: len(groups)]
    order: Places = at - np.maximum.accumulate(np.where(fresh, at, 0))
    return order


def _unbroken(fits: Flags, order: Places) -> Places:
    """For each, how many at the start of its run fit before the first that does not."""
    at = np.arange(len(fits))
    start = np.maximum.accumulate(np.where(order == 0, at, 0)) if len(fits) else at
    broken = np.cumsum(~fits)
    before = (broken - ~fits)[start] if len(fits) else broken
    unbroken = np.concatenate([[0], np.cumsum(broken == before)])
    end = np.append(start[1:][order[1:] == 0], len(fits)) if len(fits) else start
    run = np.cumsum(order == 0) - 1
    found: Places = unbroken[end[run]] - unbroken[start] if len(fits) else start
    return found
