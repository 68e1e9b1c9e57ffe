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
    """Lines of such boxes; `story` is what the model takes for the story.

    Each kind of box is looked for among `lines`: all that nothing names.
    """
    forms = batch.forms
    unnamed = batch.named.kind == 0
    # A paragraph that is cut with dots, or one sentence, and not long.
    one = (forms.sentences == 1) & (forms.size <= _SHORT_TEASER)
    teaser = unnamed & forms.prose & (forms.cut | one)
    headline = unnamed & ~forms.prose & (forms.size >= _LINK_IN_BOX)
    long = headline & (forms.size >= _LINK)
    said = _speaking(batch, np.flatnonzero(teaser | long))
    teaser[said] = long[said] = False
    lines = np.flatnonzero(unnamed)
    found = np.zeros(len(story), np.bool_)
    found[_pairs_at_end(batch, lines, teaser, long)] = True
    found[_pairs_in_box(batch, lines, teaser, headline)] = True
    found[_teasers_after(batch, lines, teaser, story)] = True
    found[_contents(batch, lines)] = True
    return found


def _speaking(batch: Batch, lines: Places) -> Places:
    """Of some lines those where a colon stands behind the first word or the second: who asks or answers in an
    interview, no box."""
    words, raw = batch.table.words, batch.table.raw
    first, count = words.of[lines], words.of[lines + 1] - words.of[lines]
    found = np.zeros(len(lines), np.bool_)
    for place in range(2):
        reach = np.flatnonzero(count > place)
        found[reach] |= raw[words.end[first[reach] + place]] == _COLON
    return lines[found]


def _pairs_at_end(batch: Batch, lines: Places, teaser: Flags, headline: Flags) -> Places:
    """Headline, one short paragraph, headline, one short paragraph, to the end: other stories, if one stands above."""
    forms, page = batch.forms, batch.features.page
    proses = np.bincount(page.of[lines[forms.prose[lines]]], minlength=len(batch.table.first) - 1)
    lines = lines[::-1]
    order = _order(page.of[lines])
    fits = np.where(order & 1, headline[lines], teaser[lines])
    pairs = _unbroken(fits, order) // 2
    return lines[(order < 2 * pairs) & (pairs >= 2) & (proses[page.of[lines]] - pairs >= 2)]


def _pairs_in_box(batch: Batch, lines: Places, teaser: Flags, headline: Flags) -> Places:
    """The same right below a heading that opens a box: two such pairs or more."""
    opener = last_above(batch.named.kind == KIND["section_header"], batch.features.page)
    lines = lines[opener[lines] >= 0]
    order = _order(opener[lines])
    fits = np.where(order & 1, teaser[lines], headline[lines])
    pairs = _unbroken(fits, order) // 2
    return lines[(order < 2 * pairs) & (pairs >= 2)]


def _teasers_after(batch: Batch, lines: Places, teaser: Flags, story: Flags) -> Places:
    """One-sentence paragraphs alone below the author's name or the tags, where the story told more at a time."""
    forms, page = batch.forms, batch.features.page
    prose = np.zeros(len(story), np.bool_)
    prose[lines] = (story & forms.prose)[lines]
    told = np.concatenate([[0], np.cumsum(prose)])
    ends = (batch.named.kind == KIND["byline"]) | (batch.named.kind == KIND["tags"])
    ends &= told[:-1] - told[page.begin] >= 2
    sign = last_above(ends, page)
    rest = lines[sign[lines] >= 0]
    sign, of = sign[rest], page.of[rest]
    longer = np.bincount(of[~teaser[rest]], minlength=len(batch.table.first) - 1)
    sentences = np.concatenate([[0], np.cumsum(prose * forms.sentences)])
    begin = page.begin[rest]
    count, said = told[sign] - told[begin], sentences[sign] - sentences[begin]
    found: Places = rest[(longer[of] == 0) & (2 * said >= 3 * count)]
    return found


def _contents(batch: Batch, lines: Places) -> Places:
    """A numbered line that says what a line below says without the number: the story's headings, listed."""
    table, forms, page = batch.table, batch.forms, batch.features.page
    lines = lines[(forms.digit & ~forms.prose & (forms.words > 2))[lines]]
    bare = prefix_keys(table, lines, forms.words[lines] - 1, skip=1)
    short = np.flatnonzero(~forms.prose & ~forms.digit & (forms.words > 1))
    short = short[among(forms.key[short], np.sort(bare))]
    # Few are both: the pages of these alone are compared.
    listed = among(bare, np.sort(forms.key[short]))
    lines, bare = lines[listed], bare[listed]
    headings = set(zip(page.of[short].tolist(), forms.key[short].tolist(), strict=True))
    pairs = zip(page.of[lines].tolist(), bare.tolist(), strict=True)
    return lines[np.fromiter((pair in headings for pair in pairs), np.bool_, len(lines))]


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
