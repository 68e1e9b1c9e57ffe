"""What the data look like: counts of labels, topics, lengths, sources and dates."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, log10

import polars as pl

from schemas.contract import Contract
from schemas.visible import visible
from validation.engine.scan import Scan

_MOST = 15
_BINS = 16
_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Bar:
    """`note` says more about the name; `colour` is `#rrggbb` or empty for the page's own."""

    name: str
    count: int
    note: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts of named things, the largest first or in the contract's order."""

    title: str
    about: str
    bars: tuple[Bar, ...]

    @property
    def largest(self) -> int:
        return max((bar.count for bar in self.bars), default=0)

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Columns:
    """Counts over a scale: bins of equal width, each with where it begins."""

    title: str
    about: str
    bins: tuple[tuple[str, int], ...]

    @property
    def largest(self) -> int:
        return max((count for _, count in self.bins), default=0)


def distributions(scan: Scan) -> tuple[tuple[Bars, ...], tuple[Columns, ...]]:
    """Everything that there is data for."""
    contract = scan.whole.contract
    articles = scan.facts.get("articles")
    bars: list[Bars] = []
    columns: list[Columns] = []
    for name in ("gold", "annotations", "suggestions"):
        if scan.labels.get(name):
            bars.append(_labels(contract, name, scan.labels[name]))
            break
    for name in ("gold", "annotations", "suggestions"):
        if scan.topics.get(name):
            bars.append(_topics(contract, name, scan.topics[name]))
            break
    if articles is not None and len(articles):
        stories = articles.filter(pl.col("kind") == "article")
        bars.append(_sources(stories["source"]))
        columns += _lengths(stories["chars"].drop_nulls())
        columns += _dates(stories["published_at"])
    reasons = _reasons(scan)
    if reasons:
        about = "Why pages and records became no article."
        bars.append(Bars("Quarantine", about, tuple(_largest(reasons))))
    return tuple(bars), tuple(columns)


def _labels(contract: Contract, table: str, counts: Mapping[str, int]) -> Bars:
    known = tuple(
        Bar(label.name, counts.get(label.name, 0), label.name_vi, label.colour) for label in contract.entities
    )
    names = set(contract.entity_names)
    others = Counter({name: count for name, count in counts.items() if name not in names})
    return Bars("Labels", f"Spans in {table}.", (*known, *_largest(others)))


def _topics(contract: Contract, table: str, counts: Mapping[str, int]) -> Bars:
    names = {topic.code: (topic.name_vi, topic.name_en) for topic in contract.topics}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    bars = [
        Bar(*((names[code][0], count, names[code][1]) if code in names else (visible(code)[:60], count)))
        for code, count in ordered[:_MOST]
    ]
    rest = sum(count for _, count in ordered[_MOST:])
    if rest:
        bars.append(Bar(f"{len(ordered) - _MOST} others", rest))
    return Bars("Topics", f"How often each topic was chosen in {table}.", tuple(bars))


def _sources(sources: pl.Series) -> Bars:
    known = Counter(dict(sources.drop_nulls().value_counts().iter_rows()))
    bars = [*_largest(known)]
    if sources.null_count():
        bars.append(Bar("unknown", sources.null_count()))
    return Bars("Sources", "Articles by publisher.", tuple(bars))


def _reasons(scan: Scan) -> Counter[str]:
    source = scan.whole.sources["quarantine"]
    counts: Counter[str] = Counter()
    if "reason" in source.columns:
        for frame in source.batches(["reason"]):
            counts.update(dict(frame["reason"].drop_nulls().value_counts().iter_rows()))
    return counts


def _largest(counts: Mapping[str, int]) -> Iterator[Bar]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    yield from (Bar(visible(name)[:60], count) for name, count in ordered[:_MOST])
    rest = sum(count for _, count in ordered[_MOST:])
    if rest:
        yield Bar(f"{len(ordered) - _MOST} others", rest)


def _lengths(chars: pl.Series) -> Iterator[Columns]:
    if chars.is_empty():
        return
    values = chars.to_list()
    cut = sorted(values)[ceil(len(values) * 0.99) - 1]  # a few giants would flatten all the rest
    low = min(values)
    step = _round_step(max(cut - low, 1) / _BINS)
    first, count = low // step, cut // step + 1
    bins: Counter[int] = Counter(min(value // step, count) for value in values)
    middle = sorted(values)[len(values) // 2]
    shown = [(f"{place * step:,}", bins.get(place, 0)) for place in range(first, count)]
    if bins.get(count):
        shown.append((f"≥ {count * step:,}", bins[count]))
    yield Columns("Length", f"Articles by code points; the median is {middle:,}.", tuple(shown))


def _round_step(raw: float) -> int:
    if raw <= 1:
        return 1
    size: int = 10 ** int(log10(raw))
    return next((factor * size for factor in (1, 2, 5) if factor * size >= raw), 10 * size)


def _dates(days: pl.Series) -> Iterator[Columns]:
    known = days.drop_nulls()
    if known.is_empty():
        return
    first, last = known.min(), known.max()
    months = known.dt.year().cast(pl.Int64) * 12 + known.dt.month().cast(pl.Int64) - 1
    low, high = int(months.to_numpy().min()), int(months.to_numpy().max())
    unknown = days.null_count()
    rest = f"; {unknown} of {len(days)} have no date" if unknown else ""
    about = f"Articles by day of publication, {first!s} to {last!s}{rest}."
    if high - low < _MONTHS:
        counts = Counter(months.to_list())
        bins = [(f"{m // 12}-{m % 12 + 1:02d}", counts.get(m, 0)) for m in range(low, high + 1)]
    else:
        years = Counter((months // 12).to_list())
        span = range(low // 12, high // 12 + 1)
        if len(span) > 60:  # a stray year 1 or 9999 would make a plot of nothing
            span_known = sorted(years)
            bins = [(str(year), years[year]) for year in span_known[:60]]
        else:
            bins = [(str(year), years.get(year, 0)) for year in span]
    yield Columns("Publication dates", about, tuple(bins))
