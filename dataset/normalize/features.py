"""What the model sees of a line: small whole numbers, so that its sums are exact on every machine.

Nothing here knows a language or a site: what lines look like, where they stand, what stands around them, what
they share with the rest of the page, and what the corpus says about them.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dataset.native import call
from dataset.normalize.coherence import Terms, name_terms, pair_terms, repeated, shared
from dataset.normalize.evidence import Seen
from dataset.normalize.forms import Forms
from dataset.normalize.kinds import KIND
from dataset.normalize.line_table import LineTable
from dataset.normalize.named import Named
from dataset.normalize.words import Flags, Places

Numbers = npt.NDArray[np.float32]
Small = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.float64]

_SIZES = np.array([8, 15, 25, 40, 60, 80, 110, 150, 200, 300, 450, 700])
_COUNTS = np.array([1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45])
_FEW = np.array([1, 2, 3, 5, 8, 13, 20, 35])
_KINDS_SEEN = (
    *("image", "caption", "url", "separator", "section_header", "related_headline", "related_teaser"),
    *("media_headline", "tags", "notice", "footer", "share", "stamp", "breadcrumb", "audio", "comment"),
    *("nav", "byline"),
)
_KNOWN = np.array([2, 4, 8, 16, 64, 256])
_STORIES = np.array([2, 3, 4, 6, 10, 20, 50])
# How far a line sees its neighbours one by one.
REACH = 4
# What stands around a line, in the order of `dataset/native/surroundings.c`: sums over so many lines above and below,
# how far away what opens and ends a region is, and runs.
_SURROUNDINGS = (
    *(
        f"{name}-{width}-{side}"
        for width in (3, 8)
        for name in ("prose", "headline", "furniture", "told")
        for side in ("above", "below")
    ),
    *(
        "told-above",
        "prose-size",
        "proses-above",
        "proses-below",
        "opener-away",
        "prose-since",
        "headlines-since",
    ),
    *("last-group-1", "last-group-2", "last-group-3", "openers-above", "opener-below"),
    *("over-away", "stamp-away", "stamp-below", "run", "headline-run"),
)
# Columns at most.
_MOST = 128


class _Add(Protocol):
    def __call__(self, name: str, values: npt.NDArray[np.generic], *, neighbours: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Where pages begin and end among the lines of a batch."""

    of: Places  # page of each line
    top: Places  # lines above it on its page
    rest: Places  # lines below it
    begin: Places  # first line of its page
    end: Places  # first line behind its page
    starts: Places  # first line of each page, and the total

    def shift(self, values: Small, step: int, out: Small | None = None) -> Small:
        """The values (... x lines) of the line `step` below (above where negative), 0 beyond the page."""
        found = np.empty_like(values) if out is None else out
        if step > 0:
            beyond = np.flatnonzero(self.rest < step)
            found[..., :-step] = values[..., step:]
        else:
            beyond = np.flatnonzero(self.top < -step)
            found[..., -step:] = values[..., :step]
        found[..., beyond] = 0
        return found


def pages_of(table: LineTable) -> Page:
    at = np.arange(len(table))
    begin, end = table.first[:-1][table.page], table.first[1:][table.page]
    return Page(table.page, at - begin, end - 1 - at, begin, end, table.first)


@dataclass(frozen=True, slots=True)
class Features:
    """`own` (columns x lines) with `names`, and `near`: columns of `own` that a line also sees of its neighbours."""

    own: Small
    names: tuple[str, ...]
    near: tuple[int, ...]
    page: Page
    pairs: Terms
    proper: Terms

    def column(self, name: str) -> Small:
        values: Small = self.own[self.names.index(name)]
        return values

    def first_rows(self) -> tuple[Places, Places]:
        """What the first pass sees of a line: rows of `own`, each of the line so many below it, step by step."""
        near = np.array(self.near, np.int64)
        steps = np.array([step for step in range(-REACH, REACH + 1) if step])
        row = np.concatenate([np.arange(len(self.own)), np.tile(near, len(steps))])
        return row, np.concatenate([np.zeros(len(self.own), np.int64), np.repeat(steps, len(near))])

    def first_names(self) -> list[str]:
        """What `first_inputs` has in its columns."""
        return [self.names[row] for row in self.first_rows()[0].tolist()]

    def first_inputs(self) -> Small:
        """A line's own features and what it sees of its neighbours: columns x lines."""
        rows = zip(*(places.tolist() for places in self.first_rows()), strict=True)
        return np.stack(
            [self.page.shift(self.own[row], step) if step else self.own[row] for row, step in rows]
        )


def features_of(
    table: LineTable,
    forms: Forms,
    named: Named,
    seen: Seen,
    small_words: Flags,
    titles: Flags,
    parsed: Flags,
) -> Features:
    """The features of all lines. `titles` flags lines that say what the page's metadata calls its title, `parsed`
    those of pages of whose HTML something was left out."""
    page = pages_of(table)
    names: list[str] = []
    near: list[int] = []
    columns = np.empty((_MOST, len(table)), np.uint8)

    def add(name: str, values: npt.NDArray[np.generic], *, neighbours: bool = False) -> None:
        if neighbours:
            near.append(len(names))
        into = columns[len(names)]
        names.append(name)
        if values.dtype == np.bool_:
            # Flags weigh as much as four.
            np.multiply(values.view(np.uint8), np.uint8(4), out=into)
        else:
            np.copyto(into, values, casting="unsafe")

    size = binned(_SIZES, forms.size)
    headline = ~forms.prose & (named.kind == 0)
    add("size", size, neighbours=True)
    add("words", binned(_COUNTS, forms.words))
    add("sentences", np.minimum(forms.sentences, 5), neighbours=True)
    add("prose", forms.prose, neighbours=True)
    add("headline", headline, neighbours=True)
    for name in ("cut", "asks", "ended", "colon", "listed", "quoted", "bullet", "row", "lower", "digit"):
        add(name, getattr(forms, name), neighbours=name in ("cut", "colon", "bullet", "ended"))
    add("closing", table.closing)
    words = np.maximum(forms.words, 1)
    add("capitals", parts(8 * forms.capitals, words, 8), neighbours=True)
    add("small", parts(24 * forms.small, words, 10))
    add("numbers", parts(8 * forms.numbers, words, 8))
    add("name", (forms.capitals == forms.words) & (forms.words >= 2) & (forms.words <= 7) & ~forms.ended)
    add("section", named.section)
    for kind in _KINDS_SEEN:
        add(f"is-{kind}", named.kind == KIND[kind])
    add("picture", (named.kind == KIND["image"]) | (named.kind == KIND["caption"]), neighbours=True)
    add("heading", named.kind == KIND["section_header"], neighbours=True)
    beside = np.isin(named.kind, [KIND[kind] for kind in ("stamp", "byline", "share", "audio")])
    add("beside", beside, neighbours=True)
    menu = np.isin(
        named.kind,
        [
            KIND[kind]
            for kind in ("nav", "tags", "notice", "footer", "comment", "breadcrumb", "related_headline")
        ],
    )
    add("menu", menu, neighbours=True)
    for group in (1, 2, 3):
        add(f"heading-{group}", named.group == group)
    gap = table.gap.copy()
    gap[page.top == 0] = 0
    add("gap", gap, neighbours=True)
    add("gap-below", page.shift(gap.astype(np.uint8), 1))
    add("top", binned(_FEW, page.top))
    add("rest", binned(_FEW, page.rest))
    add("relative", parts(8 * page.top, np.maximum(page.top + page.rest, 1), 8))
    add("lines", binned(_FEW, page.top + page.rest))
    add("titled", titles)
    add("parsed", parsed)
    add("speaks", forms.speaks)
    twice = _add_evidence(add, page, forms, seen, table.first)
    pairs, proper = _add_coherence(add, table, forms, named, small_words, twice)
    _add_surroundings(add, page, forms, named, headline, seen, table.first)
    return Features(columns[: len(names)], tuple(names), tuple(near), page, pairs, proper)


def _add_evidence(add: _Add, page: Page, forms: Forms, seen: Seen, first: Places) -> Flags:
    """Returns which lines stand on their page twice."""
    add("known", binned(_KNOWN, seen.known))
    repeated = seen.stories >= 2
    add("stories", binned(_STORIES, seen.stories), neighbours=True)
    add("share", parts(16 * seen.stories, np.maximum(seen.known, 1), 8) * repeated)
    add("variety", parts(4 * seen.nexts, np.maximum(seen.stories, 1), 4) * repeated)
    whole = np.maximum(seen.known, 1)
    add("opens-alike", parts(16 * seen.openings, whole, 12) * (seen.openings >= 2), neighbours=True)
    add("closes-alike", parts(16 * seen.closings, whole, 12) * (seen.closings >= 2))
    add("openings", binned(_STORIES, seen.openings))
    add("closings", binned(_STORIES, seen.closings))
    add("alike", np.minimum(seen.alike, 8), neighbours=True)
    again, before = _said_again(page, forms, first)
    add("again", again)
    add("repeated-below", before)
    return again | before


def _said_again(page: Page, forms: Forms, first: Places) -> tuple[Flags, Flags]:
    """Which lines say what a line above them on the page says, and which what one below says."""
    again, before = np.zeros(len(page.of), np.bool_), np.zeros(len(page.of), np.bool_)
    worded = np.flatnonzero(forms.key)
    at, last = repeated(forms.key[worded], np.searchsorted(worded, first))
    before[worded[at]] = True
    uppermost = np.empty(len(worded), np.int64)
    uppermost[last[::-1]] = at[::-1]
    again[worded[last]] = True
    again[worded[at]] = uppermost[last] != at
    return again, before


def _add_coherence(
    add: _Add, table: LineTable, forms: Forms, named: Named, small_words: Flags, twice: Flags
) -> tuple[Terms, Terms]:
    pairs = pair_terms(table.words, table.first, small_words)
    proper = name_terms(table.words, table.first)
    source = forms.prose & (named.kind == 0)
    lone = (forms.sentences == 1) & ~twice
    for name, terms in (("pairs", pairs), ("names", proper)):
        above, below = shared(terms, source)
        count = terms.found
        add(f"{name}-count", binned(_FEW, count))
        # Against the page's own measure: some stories repeat themselves, others never say a thing twice.
        lines = np.flatnonzero(source)
        of, pages = table.page[lines], len(table.first) - 1
        whole = np.bincount(of, weights=count[lines], minlength=pages)[table.page]
        either = np.maximum(above, below)
        for side, found in (("above", above), ("below", below), ("shared", either)):
            told = np.bincount(of, weights=found[lines], minlength=pages)
            usual = np.maximum(count * told[table.page], 1)
            add(f"{name}-{side}", parts(4 * found * whole, usual, 10), neighbours=side == "shared")
        add(f"{name}-shared-count", np.minimum(either, 4))
        # A sentence set apart says nothing that other lines do not say; nor does a page that is there twice.
        add(f"{name}-whole", parts(8 * either, np.maximum(count, 1), 8) * lone)
    return pairs, proper


def _add_surroundings(
    add: _Add, page: Page, forms: Forms, named: Named, headline: Flags, seen: Seen, first: Places
) -> None:
    heading = named.kind == KIND["section_header"]
    repeated = (seen.stories >= 3) & (2 * seen.nexts > seen.stories) & ~forms.prose
    prose = forms.prose & (named.kind == 0)
    furniture = (named.kind != 0) | (seen.stories >= 2)
    told = (prose * np.minimum(forms.sentences, 3)).astype(np.uint8)
    summed = np.stack([prose, headline, furniture, told], dtype=np.uint8, casting="unsafe")
    byline, stamped = named.kind == KIND["byline"], named.kind == KIND["stamp"]
    ends = byline | (named.kind == KIND["tags"])
    lines = len(page.of)
    columns = np.empty((len(_SURROUNDINGS), lines), np.uint8)
    call(
        "look_around",
        *(first, len(first) - 1, summed, forms.size, heading | repeated, ends, stamped | byline),
        *(np.ascontiguousarray(named.group), lines, columns),
    )
    for name, values in zip(_SURROUNDINGS, columns, strict=True):
        add(name, values, neighbours=name in ("run", "headline-run"))


def binned(bins: Places, values: Places) -> Small:
    """How many of some ascending bins a value reaches, from a table: ten times faster than by searching."""
    least, most = int(bins[0]) - 1, int(bins[-1])
    table = np.searchsorted(bins, np.arange(least, most + 1), side="right").astype(np.uint8)
    return table.take(values - least, mode="clip")


def parts(values: Counts, whole: Counts, most: int) -> Small:
    """How many times `whole` goes into values, at most `most`.

    Floats divide much faster than whole numbers, and rounded down they say the same of numbers below 2**53.
    """
    found: Small = np.minimum(values / whole, most).astype(np.uint8)
    return found


def last_above(flags: Flags, page: Page) -> Places:
    """The nearest flagged line above on the page, or -1."""
    found = np.flatnonzero(flags)
    last = np.repeat(np.append(-1, found), np.diff(found, prepend=-1, append=len(flags) - 1))
    last[last < page.begin] = -1
    return last


def next_below(flags: Flags, page: Page) -> Places:
    """The nearest flagged line below on the page, or -1."""
    found = np.flatnonzero(flags)
    following = np.repeat(np.append(found, len(flags)), np.diff(found, prepend=0, append=len(flags)))
    following[following >= page.end] = -1
    return following
