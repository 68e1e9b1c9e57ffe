"""The page of `tinbai status --html`: one file that needs nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from schemas.inline_page import render_page
from tinbai.status import words
from tinbai.status.hot_spots import HotSpots
from tinbai.status.lines import summary
from tinbai.status.pace import Pace
from tinbai.status.picture import Picture
from tinbai.status.stages import next_step

_HERE = Path(__file__).resolve().parent

# As many colours as can be told from each other; the rest share the last.
_COLOURS = 8
# A column a day as long as they are broad enough to be read, 480 wide; then a column a week.
_MOST_COLUMNS = 62
_WIDTH, _HEIGHT = 456.0, 145.0


@dataclass(frozen=True, slots=True)
class Part:
    """An annotator's part of a column; `colour` is 0 to 7, `y` and `height` in the plot's units."""

    annotator: str
    colour: int
    answers: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A day, or a week by its Monday."""

    name: str
    total: int
    x: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PacePlot:
    unit: str
    most: int
    width: float
    columns: tuple[Column, ...]
    names: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A label against each other: (count, depth of the tint from 0 to 1)."""

    label: str
    cells: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    heads: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def status_html(picture: Picture, topic_names: Mapping[str, str]) -> str:
    """The page. Everything that comes from data is escaped, and the page's policy allows no script at all."""
    return render_page(
        _HERE,
        "page.html.j2",
        picture=picture,
        summary=summary(picture),
        pace=pace_plot(picture.pace),
        matrix=matrix(picture.hot_spots),
        words=words,
        topic_names=topic_names,
        next_step=next_step(picture.stages),
    )


def pace_plot(pace: Pace) -> PacePlot | None:
    """Columns of equal width over the whole time, days without work too."""
    if not pace.days:
        return None
    names = sorted({day.annotator for day in pace.days})
    colour = {name: min(number, _COLOURS - 1) for number, name in enumerate(names)}
    first, last = date.fromisoformat(pace.days[0].day), date.fromisoformat(pace.days[-1].day)
    weekly = (last - first).days >= _MOST_COLUMNS
    counts: dict[date, dict[str, int]] = {}
    for day in pace.days:
        column = counts.setdefault(_column(date.fromisoformat(day.day), weekly), {})
        column[day.annotator] = column.get(day.annotator, 0) + day.answers
    step = timedelta(days=7 if weekly else 1)
    begin, end = _column(first, weekly), _column(last, weekly)
    places = [begin + number * step for number in range((end - begin) // step + 1)]
    most = max(sum(column.values()) for column in counts.values())
    slot = min(_WIDTH / len(places), 72.0)
    return PacePlot(
        unit="week" if weekly else "day",
        most=most,
        width=round(slot * 0.86, 2),
        columns=tuple(
            Column(
                day.isoformat(),
                sum(counts.get(day, {}).values()),
                round(12 + number * slot, 2),
                tuple(_parts(counts.get(day, {}), colour, most)),
            )
            for number, day in enumerate(places)
        ),
        names=tuple(colour.items()),
    )


def _column(day: date, weekly: bool) -> date:
    return day - timedelta(days=day.weekday()) if weekly else day


def _parts(counts: dict[str, int], colour: dict[str, int], most: int) -> Iterator[Part]:
    base = 165.0
    for name in sorted(counts):
        height = _HEIGHT * counts[name] / most
        base -= height
        yield Part(name, colour[name], counts[name], round(base, 2), round(height, 2))


def matrix(spots: HotSpots) -> Matrix | None:
    """Label against label where two annotators marked one stretch, and what one of them alone marked."""
    alone = {one.label: one for one in spots.alone}
    named = {one.label: None for one in spots.alone} | {
        name: None for pair in spots.confusions for name in (pair.label, pair.other)
    }
    if not named:
        return None
    # In the order of the labels of the contract, which both lists follow.
    order = {name: number for number, name in enumerate(spots.labels)}
    labels = sorted(named, key=lambda name: (order.get(name, len(order)), name))
    counts = {(pair.label, pair.other): pair.count for pair in spots.confusions}
    deepest = max(
        [count for (one, other), count in counts.items() if one != other]
        + [max(one.borders, one.nothing) for one in spots.alone],
        default=0,
    )

    def depth(count: int) -> float:
        return round(count / deepest, 2) if deepest else 0.0

    rows = []
    for label in labels:
        cells = []
        for other in labels:
            count = counts.get((label, other), 0) or counts.get((other, label), 0)
            # What both call the same is no disagreement and has no tint.
            cells.append((count, 0.0 if label == other else depth(count)))
        lonely = alone.get(label)
        beside = (lonely.borders, lonely.nothing) if lonely else (0, 0)
        cells += [(count, depth(count)) for count in beside]
        rows.append(MatrixRow(label, tuple(cells)))
    return Matrix((*labels, "other borders", "unmarked"), tuple(rows))
