"""The last release beside the workspace as it is now: what grew, what went, and how far the mix has shifted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import Literal

import numpy as np

from schemas.contract import Contract, default_contract
from schemas.drift.bins import Bin, Values, named, ranges
from schemas.drift.population import UNKNOWN, Labelled, Population, Tally
from schemas.drift.psi import chance, psi
from schemas.visible import visible

State = Literal["steady", "chance", "shifted", "drifted", "unknown"]
"""steady: below the limits. chance: above one, and no more than chance gives in samples this small. shifted: above
REL101's limit. drifted: above REL005's. unknown: one of the two has nothing of it."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to look at both. `before` and `now` count what the bins hold, `chance` is the index that two samples of
    one population pass once in a thousand times, `aside` what is shown and not counted."""

    name: str
    title: str
    about: str
    bins: tuple[Bin, ...]
    before: int
    now: int
    psi: float | None
    chance: float
    state: State
    aside: str = ""

    def share_before(self, one: Bin) -> float:
        """The bin's share of the last release; 0 of nothing."""
        return one.before / self.before if self.before else 0.0

    def share_now(self, one: Bin) -> float:
        return one.now / self.now if self.now else 0.0


@dataclass(frozen=True, slots=True)
class Total:
    """A count of the last release, and of the workspace now."""

    name: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class SplitTotal:
    """Settled texts and their spans in a split, in the last release and now."""

    split: str
    before: Labelled
    now: Labelled


@dataclass(frozen=True, slots=True)
class ReleaseComparison:
    """`previous` is the last release's tag. Ids are those of articles and teasers; `moved` are those whose split the
    release states and the workspace states otherwise. `limits`: what REL101 and REL005 allow."""

    previous: str
    totals: tuple[Total, ...]
    splits: tuple[SplitTotal, ...]
    ids_new: int
    ids_gone: int
    ids_moved: int
    dimensions: tuple[Dimension, ...]
    limits: tuple[float, float]

    @property
    def unchanged(self) -> bool:
        """Whether no count differs and nothing has moved by a hair."""
        same = all(one.before == one.now for one in self.totals)
        return (
            same
            and all(one.before == one.now for one in self.splits)
            and not (self.ids_new or self.ids_gone or self.ids_moved)
            and not any(one.psi for one in self.dimensions)
        )


def compared(previous: str, before: Population, now: Population, contract: Contract) -> ReleaseComparison:
    """Put the two side by side."""
    limits = limit_of(contract, "REL101"), limit_of(contract, "REL005")
    both = before.labelled.join(now.labelled, on="key", suffix="_now")
    names = [split.name for split in contract.splits]
    splits = sorted(before.splits.keys() | now.splits.keys(), key=lambda one: ([*names, one].index(one), one))
    none = Labelled(0, 0)
    return ReleaseComparison(
        previous=previous,
        totals=(
            Total("articles", before.articles, now.articles),
            Total("teasers", before.teasers, now.teasers),
            Total("gold", _texts(before), _texts(now)),
            Total("spans", sum(before.labels.counts.values()), sum(now.labels.counts.values())),
        ),
        splits=tuple(
            SplitTotal(visible(one)[:_SHOWN], before.splits.get(one, none), now.splits.get(one, none))
            for one in splits
        ),
        ids_new=len(now.ids.join(before.ids, on="key", how="anti")),
        ids_gone=len(before.ids.join(now.ids, on="key", how="anti")),
        ids_moved=int((both["split"] != both["split_now"]).sum()),
        dimensions=tuple(_dimensions(before, now, contract, limits)),
        limits=limits,
    )


def limit_of(contract: Contract, check: str) -> float:
    """The contract's limit, or the packaged one where it states none; none at all for a check that is off."""
    rule = contract.checks.get(check)
    if rule is not None and rule.severity == "off":
        return inf
    limit = rule.limit if rule is not None else None
    fallback = default_contract().checks[check].limit
    return limit if limit is not None else inf if fallback is None else fallback


def _texts(population: Population) -> int:
    return sum(one.texts for one in population.splits.values())


def _dimensions(
    before: Population, now: Population, contract: Contract, limits: tuple[float, float]
) -> Iterator[Dimension]:
    yield _tallied(
        "label",
        "Labels",
        "Spans of settled texts, by label.",
        before.labels,
        now.labels,
        {label.name: (label.name, label.name_vi) for label in contract.entities},
        limits,
    )
    yield _tallied(
        "topic",
        "Topics",
        "How often settled texts have each topic.",
        before.topics,
        now.topics,
        {topic.code: (topic.name_vi, topic.name_en) for topic in contract.topics},
        limits,
    )
    lengths = ranges(before.lengths, now.lengths, _length)
    about = "Articles by code points, in ranges that held about as many each."
    yield _dimension("length", "Length", about, lengths, (len(before.lengths), len(now.lengths)), limits)
    sources = named(before.sources, now.sources, _source)
    counts = sum(before.sources.values()), sum(now.sources.values())
    yield _dimension("source", "Sources", "Articles by publisher.", sources, counts, limits)
    yield _dates(before, now, limits)
    dated = len(before.days), len(now.days)
    known = Bin("with a date", *dated), Bin("without", before.undated, now.undated)
    counts = dated[0] + before.undated, dated[1] + now.undated
    yield _dimension(
        "dated", "Dates known", "Articles that say when they were published.", known, counts, limits
    )


def _tallied(
    name: str,
    title: str,
    about: str,
    before: Tally,
    now: Tally,
    known: Mapping[str, tuple[str, str]],
    limits: tuple[float, float],
) -> Dimension:
    """The spans or topics of one text go together, so it is texts that chance is reckoned by."""

    bins = named(before.counts, now.counts, lambda code: known.get(code, (visible(code)[:_SHOWN], "")))
    return _dimension(name, title, about, bins, (before.records, now.records), limits)


def _dates(before: Population, now: Population, limits: tuple[float, float]) -> Dimension:
    """Months up to the last release's newest day: what is younger is what a next release is for."""
    newest = before.days.max() if len(before.days) else 0
    younger = int((now.days > newest).sum()) if len(before.days) else 0
    last_month = int(_months(before.days).max()) if len(before.days) else 0
    bins = [
        *ranges(
            _months(before.days),
            _months(now.days[now.days <= newest]),
            lambda first, end: _month(first, last_month + 1 if end is None else end),
        )
    ]
    counts = sum(one.before for one in bins), sum(one.now for one in bins)
    last = date(1970, 1, 1) + timedelta(days=int(newest)) if abs(int(newest)) < 700_000 else "its newest day"
    about = (
        f"Articles by month of publication, up to {last}." if bins else "Articles by month of publication."
    )
    aside = (
        f"{younger:,} younger articles are not counted: they are what a release is for." if younger else ""
    )
    return _dimension("date", "Publication dates", about, tuple(bins), counts, limits, aside)


def _dimension(
    name: str,
    title: str,
    about: str,
    bins: tuple[Bin, ...],
    records: tuple[int, int],
    limits: tuple[float, float],
    aside: str = "",
) -> Dimension:
    before, now = [one.before for one in bins], [one.now for one in bins]
    index = psi(before, now)
    by_chance = chance(sum(a + b > 0 for a, b in zip(before, now, strict=True)), *records)
    return Dimension(
        name=name,
        title=title,
        about=about,
        bins=bins,
        before=sum(before),
        now=sum(now),
        psi=index,
        chance=by_chance,
        state=_state(index, by_chance, limits),
        aside=aside,
    )


def _state(index: float | None, by_chance: float, limits: tuple[float, float]) -> State:
    if index is None:
        return "unknown"
    if index <= min(limits):
        return "steady"
    if index <= by_chance:
        return "chance"
    return "drifted" if index > limits[1] else "shifted" if index > limits[0] else "steady"


def _length(first: int | None, end: int | None) -> str:
    if first is None:
        return "any" if end is None else f"under {end:,}"
    if end is None:
        return f"{first:,} and more"
    return f"{first:,}" if end - first == 1 else f"{first:,} to {end - 1:,}"


def _source(name: str) -> tuple[str, str]:
    return ("unknown" if name == UNKNOWN else visible(name)[:_SHOWN]), ""


def _months(days: Values) -> Values:
    """Months since 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _month(first: int | None, end: int) -> str:
    if first is None:
        return f"up to {_named_month(end - 1)}"
    return _named_month(first) if end - first == 1 else f"{_named_month(first)} to {_named_month(end - 1)}"


def _named_month(month: int) -> str:
    return f"{1970 + month // 12:04d}-{month % 12 + 1:02d}"
