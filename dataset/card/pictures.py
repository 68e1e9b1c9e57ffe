"""Which pictures the card has, and what they show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from dataset.card.charts import bar_chart, columns, histogram
from dataset.card.labelling import span_counts, topic_counts
from dataset.release.model import ReleaseTables
from schemas.contract import Contract

_MONTHS = 24  # more are drawn as years
_TOPICS = 15


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of the card: `svg` goes to `path` in the release. `says` is for those who do not see it."""

    name: str
    title: str
    says: str
    svg: str

    @property
    def path(self) -> str:
        return f"plots/{self.name}.svg"


def plots(tables: ReleaseTables, contract: Contract) -> list[Plot]:
    """Dates, lengths, labels and topics, each only where there is something to draw."""
    found = [_dates(tables.articles), _lengths(tables.articles)]
    spans, chosen = span_counts(tables.gold), topic_counts(tables.gold)
    if spans:
        ranked = {name: spans[name] for name in contract.entity_names}
        found.append(_bars("labels", "Spans of each entity label", ranked))
    if chosen:
        names = {topic.code: topic.name_en for topic in contract.topics}
        order = sorted(chosen.items(), key=lambda one: (-one[1], one[0]))
        title = "Texts of each topic"
        if len(order) > _TOPICS:
            title = f"Texts of each topic, the {_TOPICS} most frequent of {len(order)}"
        found.append(_bars("topics", title, {names[code]: count for code, count in order[:_TOPICS]}))
    return [plot for plot in found if plot is not None]


def _bars(name: str, title: str, counts: dict[str, int]) -> Plot:
    told = ", ".join(f"{what} {count:,}" for what, count in counts.items())
    return Plot(name, title, f"{title}: {told}", bar_chart(title, counts))


def _lengths(articles: pa.Table) -> Plot:
    title = "Length of the texts, in characters"
    lengths = sorted(pc.utf8_length(articles.column("text")).to_pylist())
    told = (
        f"{title}: from {lengths[0]:,} to {lengths[-1]:,}, half of them below {lengths[len(lengths) // 2]:,}"
    )
    return Plot("lengths", title, told, histogram(title, lengths))


def _dates(articles: pa.Table) -> Plot | None:
    """By month; by year where they reach further, or where some page states no more than the year."""
    precisions = articles.column("published_precision").to_pylist()
    dated = [
        (day, precision)
        for day, precision in zip(articles.column("published_at").to_pylist(), precisions, strict=True)
        if day is not None
    ]
    if not dated:
        return None
    days = [day for day, _ in dated]
    months = (max(days).year - min(days).year) * 12 + max(days).month - min(days).month + 1
    by_year = months > _MONTHS or any(precision == "year" for _, precision in dated)
    counts = _in_order(days, by_year)
    title = f"Texts by {'year' if by_year else 'month'} of publication"
    unknown = articles.num_rows - len(days)
    if unknown:
        title += f" ({unknown:,} more without a date)"
    told = f"{title}: {', '.join(f'{when} {count:,}' for when, count in counts.items() if count)}"
    return Plot("dates", title, told, columns(title, counts))


def _in_order(days: list[date], by_year: bool) -> dict[str, int]:
    """Every year or month from the first to the last, the empty ones too."""
    found = Counter((day.year, 0 if by_year else day.month) for day in days)
    year, month = min(found)
    counts = {}
    while (year, month) <= max(found):
        counts[f"{year}" if by_year else f"{year}-{month:02d}"] = found[year, month]
        if by_year:
            year += 1
        else:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return counts
