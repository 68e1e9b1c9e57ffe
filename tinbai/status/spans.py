"""Spans of many answers as arrays: millions are counted in a second."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from schemas.errors import DataError

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ORIGINS = ("prediction", "prediction-changed", "manual")


@dataclass(frozen=True, slots=True)
class Spans:
    """Arrays of one length, sorted by answer, start, end and label, nothing twice.

    `answer` is the number of a row, `start` and `end` code points, end exclusive, `label` a place in
    `labels`. `kind` is the origin (a place in `ORIGINS`) or the source of a suggestion (in `kinds`). `row`
    is the place in the table's own spans, whose surfaces are looked up where somebody reads them.
    """

    answer: Numbers
    start: Numbers
    end: Numbers
    label: Numbers
    kind: Numbers
    row: Numbers
    surfaces: pl.Series
    labels: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.answer)

    @property
    def width(self) -> int:
        """One more than the furthest end."""
        return int(self.end.max(initial=0)) + 1

    def text(self, places: Numbers) -> list[str]:
        """The surfaces of these spans."""
        found: list[str] = self.surfaces.gather(self.row[places]).to_list()
        return found

    def worded(self, texts: Sequence[str]) -> Flags:
        """Whether each span has one of these surfaces."""
        return np.asarray(self.surfaces.is_in(texts).to_numpy(), dtype=np.bool_)[self.row]


def flatten(
    entities: pa.ChunkedArray,
    rows: Numbers,
    answers: Numbers,
    *,
    labels: Sequence[str],
    kind: str,
    kinds: Sequence[str] = (),
) -> Spans:
    """The spans of these `rows` of a column `entities`, each row as the answer of the same place in `answers`.

    `kind` is the member that tells an origin or a source. What the contract does not know goes behind.
    """
    lists = entities.combine_chunks()
    lists = pa.concat_arrays(lists.chunks) if isinstance(lists, pa.ChunkedArray) else lists
    offsets = _numbers(lists.offsets)
    lengths = offsets[rows + 1] - offsets[rows]
    row = np.repeat(offsets[rows], lengths) + _within(lengths)
    flat = lists.values
    label, names = _codes(flat.field("label"), labels)
    origin, known = _codes(flat.field(kind), kinds)
    start, end = (_numbers(flat.field(name)) for name in ("start", "end"))
    spans = Spans(
        answer=np.repeat(answers, lengths),
        start=start[row],
        end=end[row],
        label=label[row],
        kind=origin[row],
        row=row,
        surfaces=pl.Series(flat.field("text")),
        labels=names,
        kinds=known,
    )
    return _in_order(spans)


def keys(
    answer: Numbers, start: Numbers, end: Numbers, label: Numbers, *, width: int, labels: int
) -> Numbers:
    """One number for each span, in the order of answer, start, end and label.

    Raises:
        DataError: the offsets are beyond all texts.
    """
    if (int(answer.max(initial=0)) + 1) * width * width * labels >= 2**63:
        raise DataError(
            f"a span ends at code point {width - 1}, where no text has so many",
            hint="tinbai validate tells which it is",
        )
    return np.asarray(((answer * width + start) * width + end) * labels + label)


def member(wanted: Numbers, ordered: Numbers) -> Flags:
    """Whether each of `wanted` is among `ordered`, which is sorted."""
    if not len(ordered):
        return np.zeros(len(wanted), dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.asarray(ordered[place] == wanted)


def ranges(first: Numbers, past: Numbers) -> tuple[Numbers, Numbers]:
    """Every number of the ranges from `first` to before `past`, and which range each belongs to."""
    lengths = np.maximum(past - first, 0)
    return np.repeat(first, lengths) + _within(lengths), np.repeat(np.arange(len(first)), lengths)


def _numbers(column: pa.Array) -> Numbers:
    """Through polars: pyarrow's own `to_numpy` imports pandas first, for a third of a second."""
    return pl.Series(column).to_numpy().astype(np.int64)


def _within(lengths: Numbers) -> Numbers:
    """0, 1, ... for each length, one after the other."""
    ends = np.cumsum(lengths)
    return np.asarray(np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths), dtype=np.int64)


def _in_order(spans: Spans) -> Spans:
    sound = (spans.start >= 0) & (spans.start < spans.end)
    own = keys(
        spans.answer, spans.start, spans.end, spans.label, width=spans.width, labels=len(spans.labels) or 1
    )
    if bool(sound.all()) and bool((own[1:] > own[:-1]).all()):
        return spans
    place = np.flatnonzero(sound)
    place = place[np.unique(own[place], return_index=True)[1]]
    return replace(
        spans,
        answer=spans.answer[place],
        start=spans.start[place],
        end=spans.end[place],
        label=spans.label[place],
        kind=spans.kind[place],
        row=spans.row[place],
    )


def _codes(column: pa.Array, known: Sequence[str]) -> tuple[Numbers, tuple[str, ...]]:
    coded = column.dictionary_encode()
    found = coded.dictionary.to_pylist()
    names = (*known, *sorted(set(found) - set(known)))
    places = {name: number for number, name in enumerate(names)}
    mapped = np.array([places[name] for name in found], dtype=np.int64)
    return (mapped[_numbers(coded.indices)] if len(found) else np.empty(0, np.int64)), names
