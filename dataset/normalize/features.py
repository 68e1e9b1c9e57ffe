"""What the model sees of a line: small whole numbers, so that its sums are exact on every machine.

Nothing here knows a language or a site: what lines look like, where they stand, what stands around them, what
they share with the rest of the page, and what the corpus says about them.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dataset.normalize.coherence import Terms, name_terms, pair_terms, shared
from dataset.normalize.forms import Forms
from dataset.normalize.kinds import KIND
from dataset.normalize.line_table import LineTable
from dataset.normalize.named import Named
from dataset.normalize.words import Flags, Places

Numbers = npt.NDArray[np.float32]

_SIZES = np.array([8, 15, 25, 40, 60, 80, 110, 150, 200, 300, 450, 700])
_COUNTS = np.array([1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45])
_FEW = np.array([1, 2, 3, 5, 8, 13, 20, 35])
_KINDS_SEEN = (
    *("image", "caption", "url", "separator", "section_header", "related_headline", "related_teaser"),
    *("media_headline", "tags", "notice", "footer", "share", "stamp", "breadcrumb", "audio", "comment"),
    *("nav", "byline"),
)
# How far a line sees its neighbours one by one.
REACH = 4
_WIDTHS = (3, 8)


class _Add(Protocol):
    def __call__(self, name: str, values: npt.NDArray[np.generic], *, neighbours: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """Corpus evidence per line: stories known of its site, stories it stands on, lines that follow it there."""

    known: Places
    stories: Places
    nexts: Places


@dataclass(frozen=True, slots=True)
class Page:
    """Where pages begin and end among the lines of a batch."""

    of: Places  # page of each line
    top: Places  # lines above it on its page
    rest: Places  # lines below it
    begin: Places  # first line of its page
    end: Places  # first line behind its page

    def shift(self, values: npt.NDArray[np.float32], step: int) -> npt.NDArray[np.float32]:
        """The value of the line `step` below (above where negative), 0 beyond the page."""
        out = np.zeros_like(values)
        if step > 0:
            out[:-step] = values[step:]
            out[self.rest < step] = 0
        else:
            out[-step:] = values[:step]
            out[self.top < -step] = 0
        return out

    def window(self, total: Places, above: int, below: int) -> Places:
        """A sum over the lines from `above` above to `below` below; `total` is cumulative, from 0."""
        at = np.arange(len(self.of))
        low = np.maximum(at - above, self.begin)
        high = np.minimum(at + below + 1, self.end)
        sums: Places = total[np.maximum(high, low)] - total[low]
        return sums


def pages_of(table: LineTable) -> Page:
    at = np.arange(len(table))
    begin, end = table.first[:-1][table.page], table.first[1:][table.page]
    return Page(table.page, at - begin, end - 1 - at, begin, end)


@dataclass(frozen=True, slots=True)
class Features:
    """`own` (lines x columns) with `names`, and `near`: columns of `own` that a line also sees of its neighbours."""

    own: Numbers
    names: tuple[str, ...]
    near: tuple[int, ...]
    page: Page
    pairs: Terms
    proper: Terms

    def column(self, name: str) -> Numbers:
        return self.own[:, self.names.index(name)]

    def first_names(self) -> list[str]:
        """What `first_inputs` has in its columns."""
        return [*self.names, *(self.names[place] for _ in range(2 * REACH) for place in self.near)]

    def first_inputs(self) -> Numbers:
        """A line's own features and what it sees of its neighbours."""
        near = np.ascontiguousarray(self.own[:, self.near])
        steps = [step for step in range(-REACH, REACH + 1) if step]
        return np.concatenate([self.own, *(self.page.shift(near, step) for step in steps)], axis=1)


def features_of(
    table: LineTable, forms: Forms, named: Named, seen: Seen, small_words: Flags, titles: Flags
) -> Features:
    """The features of all lines. `titles` flags lines that say what the page's metadata calls its title."""
    page = pages_of(table)
    columns: dict[str, npt.NDArray[np.generic]] = {}
    near: list[str] = []

    def add(name: str, values: npt.NDArray[np.generic], *, neighbours: bool = False) -> None:
        columns[name] = values
        if neighbours:
            near.append(name)

    size = np.searchsorted(_SIZES, forms.size, side="right")
    headline = ~forms.prose & (named.kind == 0)
    add("size", size, neighbours=True)
    add("words", np.searchsorted(_COUNTS, forms.words, side="right"))
    add("sentences", np.minimum(forms.sentences, 5), neighbours=True)
    add("prose", 4 * forms.prose, neighbours=True)
    add("headline", 4 * headline, neighbours=True)
    for name in ("cut", "asks", "ended", "colon", "listed", "quoted", "bullet", "row", "lower", "digit"):
        add(name, 4 * getattr(forms, name), neighbours=name in ("cut", "colon", "bullet", "ended"))
    add("closing", 4 * table.closing)
    words = np.maximum(forms.words, 1)
    add("capitals", 8 * forms.capitals // words, neighbours=True)
    add("small", np.minimum(24 * forms.small // words, 10))
    add("numbers", 8 * forms.numbers // words)
    add(
        "name", 4 * ((forms.capitals == forms.words) & (forms.words >= 2) & (forms.words <= 7) & ~forms.ended)
    )
    add("section", 4 * named.section)
    for kind in _KINDS_SEEN:
        add(f"is-{kind}", 4 * (named.kind == KIND[kind]))
    add("picture", 4 * ((named.kind == KIND["image"]) | (named.kind == KIND["caption"])), neighbours=True)
    add("heading", 4 * (named.kind == KIND["section_header"]), neighbours=True)
    beside = np.isin(named.kind, [KIND[kind] for kind in ("stamp", "byline", "share", "audio")])
    add("beside", 4 * beside, neighbours=True)
    menu = np.isin(
        named.kind,
        [
            KIND[kind]
            for kind in ("nav", "tags", "notice", "footer", "comment", "breadcrumb", "related_headline")
        ],
    )
    add("menu", 4 * menu, neighbours=True)
    for group in (1, 2, 3):
        add(f"heading-{group}", 4 * (named.group == group))
    gap = table.gap.copy()
    gap[page.top == 0] = 0
    add("gap", gap, neighbours=True)
    add("gap-below", page.shift(gap.astype(np.float32), 1))
    add("top", np.searchsorted(_FEW, page.top, side="right"))
    add("rest", np.searchsorted(_FEW, page.rest, side="right"))
    add("relative", 8 * page.top // np.maximum(page.top + page.rest, 1))
    add("lines", np.searchsorted(_FEW, page.top + page.rest, side="right"))
    add("titled", 4 * titles)
    _add_evidence(add, page, forms, seen)
    pairs, proper = _add_coherence(add, table, forms, named, small_words)
    _add_surroundings(add, page, forms, named, headline, seen)
    own = np.empty((len(table), len(columns)), dtype=np.float32)
    for place, values in enumerate(columns.values()):
        own[:, place] = values
    names = tuple(columns)
    return Features(own, names, tuple(names.index(name) for name in near), page, pairs, proper)


def _add_evidence(add: _Add, page: Page, forms: Forms, seen: Seen) -> None:
    add("known", np.searchsorted([2, 4, 8, 16, 64, 256], seen.known, side="right"))
    repeated = seen.stories >= 2
    add("stories", np.searchsorted([2, 3, 4, 6, 10, 20, 50], seen.stories, side="right"), neighbours=True)
    add("share", np.minimum(16 * seen.stories // np.maximum(seen.known, 1), 8) * repeated)
    add("variety", (4 * seen.nexts // np.maximum(seen.stories, 1)) * repeated)
    order = np.lexsort((np.arange(len(page.of)), forms.key, page.of))
    same = (forms.key[order][1:] == forms.key[order][:-1]) & (page.of[order][1:] == page.of[order][:-1])
    same &= forms.key[order][1:] != 0
    again, before = np.zeros(len(order), np.bool_), np.zeros(len(order), np.bool_)
    again[order[1:]], before[order[:-1]] = same, same
    add("again", 4 * again)
    add("repeated-below", 4 * before)


def _add_coherence(
    add: _Add, table: LineTable, forms: Forms, named: Named, small_words: Flags
) -> tuple[Terms, Terms]:
    pairs = pair_terms(table.words, table.page, small_words)
    proper = name_terms(table.words, table.page)
    source = forms.prose & (named.kind == 0)
    for name, terms in (("pairs", pairs), ("names", proper)):
        above, below = shared(terms, source)
        count = np.diff(terms.of)
        add(f"{name}-count", np.searchsorted(_FEW, count, side="right"))
        # Against the page's own measure: some stories repeat themselves, others never say a thing twice.
        pages = len(table.first) - 1
        whole = np.bincount(table.page, weights=count * source, minlength=pages).astype(np.int64)
        for side, found in (("above", above), ("below", below), ("shared", np.maximum(above, below))):
            told = np.bincount(table.page, weights=found * source, minlength=pages).astype(np.int64)
            usual = np.maximum(count * told[table.page], 1)
            values = np.minimum(4 * found * whole[table.page] // usual, 10)
            add(f"{name}-{side}", values, neighbours=side == "shared")
        add(f"{name}-shared-count", np.minimum(np.maximum(above, below), 4))
    return pairs, proper


def _add_surroundings(add: _Add, page: Page, forms: Forms, named: Named, headline: Flags, seen: Seen) -> None:
    at = np.arange(len(page.of))
    heading = named.kind == KIND["section_header"]
    repeated = (seen.stories >= 3) & (2 * seen.nexts > seen.stories) & ~forms.prose
    opener = heading | repeated
    prose = forms.prose & (named.kind == 0)
    total = {
        name: _cumulated(flags)
        for name, flags in (
            ("prose", prose),
            ("headline", headline),
            ("furniture", (named.kind != 0) | (seen.stories >= 2)),
            ("told", prose * np.minimum(forms.sentences, 3)),
        )
    }
    for width in _WIDTHS:
        for name, sums in total.items():
            for side, (above, below) in (("above", (width, -1)), ("below", (-1, width))):
                add(f"{name}-{width}-{side}", np.minimum(8 * page.window(sums, above, below) // width, 16))
    characters = _cumulated(prose * forms.size)
    whole = np.maximum(characters[page.end] - characters[page.begin], 1)
    add("told-above", 8 * (characters[at] - characters[page.begin]) // whole)
    add(
        "prose-size",
        np.minimum(8 * (forms.size * np.maximum(page.window(total["prose"], 99, 99), 1)) // whole, 16),
    )
    add("proses-above", np.searchsorted(_FEW, total["prose"][at] - total["prose"][page.begin], side="right"))
    add(
        "proses-below", np.searchsorted(_FEW, total["prose"][page.end] - total["prose"][at + 1], side="right")
    )
    upper = last_above(opener, page)
    away = np.where(upper >= 0, at - upper, 99)
    add("opener-away", np.searchsorted(_FEW, away, side="right"))
    since = total["prose"][at] - total["prose"][np.where(upper >= 0, upper, page.begin)]
    add("prose-since", np.where(upper >= 0, np.minimum(since, 8), 9))
    between = total["headline"][at] - total["headline"][np.where(upper >= 0, upper, page.begin)]
    add("headlines-since", np.where(upper >= 0, np.minimum(between, 8), 9))
    for group in (1, 2, 3):
        add(f"last-group-{group}", 4 * ((upper >= 0) & (named.group[upper] == group)))
    add("openers-above", np.minimum(_cumulated(opener)[at] - _cumulated(opener)[page.begin], 6))
    lower = next_below(opener, page)
    add("opener-below", np.searchsorted(_FEW, np.where(lower >= 0, lower - at, 99), side="right"))
    ends = np.isin(named.kind, [KIND["byline"], KIND["tags"]])
    over = last_above(ends & (total["prose"][at] - total["prose"][page.begin] >= 2), page)
    add("over-away", np.searchsorted(_FEW, np.where(over >= 0, at - over, 99), side="right"))
    stamp = last_above(np.isin(named.kind, [KIND["stamp"], KIND["byline"]]), page)
    add("stamp-away", np.searchsorted(_FEW, np.where(stamp >= 0, at - stamp, 99), side="right"))
    stamp = next_below(np.isin(named.kind, [KIND["stamp"], KIND["byline"]]), page)
    add("stamp-below", np.searchsorted(_FEW, np.where(stamp >= 0, stamp - at, 99), side="right"))
    run = _run(prose, page)
    add("run", np.minimum(run, 8), neighbours=True)
    add("headline-run", np.minimum(_run(headline, page), 8), neighbours=True)


def _cumulated(values: npt.NDArray[np.generic]) -> Places:
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


def last_above(flags: Flags, page: Page) -> Places:
    """The nearest flagged line above on the page, or -1."""
    at = np.where(flags, np.arange(len(flags)), -1)
    last = np.concatenate([[-1], np.maximum.accumulate(at)[:-1]]) if len(at) else at
    return np.where(last >= page.begin, last, -1)


def next_below(flags: Flags, page: Page) -> Places:
    """The nearest flagged line below on the page, or -1."""
    count = len(flags)
    at = np.where(flags, np.arange(count), count)
    following = np.concatenate([np.minimum.accumulate(at[::-1])[::-1][1:], [count]]) if count else at
    return np.where(following < page.end, following, -1)


def _run(flags: Flags, page: Page) -> Places:
    """The length of the run of flagged lines that a line stands in; 0 outside any."""
    count = len(flags)
    if not count:
        return np.zeros(0, np.int64)
    fresh = np.append([True], (flags[1:] != flags[:-1]) | (page.of[1:] != page.of[:-1]))
    starts = np.flatnonzero(fresh)
    lengths = np.diff(np.append(starts, count))
    return np.repeat(lengths, lengths) * flags
